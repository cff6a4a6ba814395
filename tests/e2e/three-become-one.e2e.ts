/** Three browsers become one collective: no server holds anything, two write while apart, and all see the same afterwards. */
import { checkScreen } from './support/accessibility';
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

	await Promise.all([ben.goOffline(), chloe.goOffline()]);
	await ben.app.untilAlone();
	await ben.app.book({ room, date: day, from: '10:00', to: '11:00' });
	await chloe.app.book({ room, date: day, from: '10:30', to: '11:30' });
	await ben.app.openMeeting('Case consultation');
	await ben.app.addItem('A question of Ben');
	await chloe.app.openMeeting('Case consultation');
	await chloe.app.addItem('A question of Chloé');
	await ben.app.addExpense('90.00', 'Rent');
	await chloe.app.addExpense('30.00', 'Tea');

	await ana.comeBack();
	await ana.app.unlock();
	await ana.app.untilHome();
	await Promise.all([ben.goOnline(), chloe.goOnline()]);
	const all = [ana.app, ben.app, chloe.app];
	for (const app of all) await app.untilHere('everybody', 'else');

	// one holds the hour, the same one for everybody; the other is displaced and is offered other times
	let seen: string[][] = [];
	await expect(async () => {
		seen = [];
		for (const app of all) seen.push(await app.untilSettled(day, 2));
		expect(new Set(seen.map((lines) => lines.join('; '))).size).toBe(1);
		expect(seen[0]?.filter((line) => line.endsWith('displaced'))).toHaveLength(1);
	}).toPass({ timeout: 90_000 });
	const displaced = seen[0]?.find((line) => line.endsWith('displaced'))?.startsWith('Ben') ? ben.app : chloe.app;
	await displaced.goTo('Home');
	await displaced.page.getByRole('link', { name: 'See free times' }).click();
	await expect(displaced.page.getByRole('region', { name: 'Free instead' }).getByRole('button').first()).toBeVisible();
	await checkScreen(displaced.page, 'a displaced booking');

	for (const app of all) {
		await app.untilBalances(['Ana: −€40.00', 'Ben: +€50.00', 'Chloé: −€10.00']);
		await app.openMeeting('Case consultation');
		// what such a meeting begins with, and what the two brought
		await expect(app.agenda).toHaveCount(5, { timeout: 60_000 });
	}
	await expect(async () => expect(await ana.app.agenda.allTextContents()).toEqual(await ben.app.agenda.allTextContents())).toPass({ timeout: 20_000 });

	await ben.app.writeNotes('Ben was here. ');
	await ana.app.untilNotes('Ben was here.');
	await ana.app.writeNotes('So was Ana.');
	for (const app of all) await app.untilNotes('Ben was here. So was Ana.');

	await ben.app.propose('Quiet after eight', 'No phones in the corridor.');
	for (const app of all) {
		await app.openProposal('Quiet after eight');
		await app.agree();
		await app.bind();
	}
	for (const app of all) await app.untilDecided();

	await ben.app.reload();
	await ben.app.openMeeting('Case consultation');
	await ben.app.untilNotes('Ben was here. So was Ana.');
	await ben.app.openProposal('Quiet after eight');
	await expect(ben.page.getByText('Decided. It can no longer change.')).toBeVisible();
});
