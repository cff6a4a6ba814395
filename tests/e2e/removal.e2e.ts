/** A member is removed by the others: from then on nothing reaches that browser, and nobody talks to it. */
import { checkScreen } from './support/accessibility';
import { dayAhead } from './support/days';
import { expect, test } from './support/fixtures';
import { gather, removeTogether, untilOut } from './support/house';

const day = dayAhead(6);

test('a removed member is told, is met by nobody any more and never sees what is booked later', async ({ stage }) => {
	const [ana, ben, eve] = await gather(stage, ['Ana', 'Ben', 'Eve']);
	await ana.app.book({ room: 'Garden room', date: day, from: '08:00', to: '09:00' });
	await expect(await eve.app.dayOf(day)).toHaveCount(1);

	await removeTogether(ana, ben, 'Eve');
	await ana.app.untilMembers(2);
	await ben.app.untilMembers(2);
	await expect(eve.app.heading).toHaveText('You are no longer a member', { timeout: 60_000 });
	await checkScreen(eve.page, 'no longer a member');
	await ana.app.untilHere('Ben');
	await ben.app.untilHere('Ana');

	await ana.app.book({ room: 'Garden room', date: day, from: '09:00', to: '10:00' });
	await expect(await ben.app.dayOf(day)).toHaveCount(2);
	await eve.page.reload();
	await eve.app.unlock();
	await expect(eve.app.heading).toHaveText('You are no longer a member');
});

test('a member who was away while being removed meets nobody and receives nothing on return', async ({ stage }) => {
	const [ana, ben, eve] = await gather(stage, ['Ana', 'Ben', 'Eve']);
	await eve.goOffline();

	await removeTogether(ana, ben, 'Eve');
	await ana.app.untilMembers(2);
	await ana.app.book({ room: 'Garden room', date: day, from: '09:00', to: '10:00' });
	await expect(await ben.app.dayOf(day)).toHaveCount(1);

	await eve.goOnline();
	await untilOut(eve, 'You are no longer a member', day, 0);
	await ana.app.untilHere('Ben');
	await untilOut(eve, 'You are no longer a member', day, 0);
});
