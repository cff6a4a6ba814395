/** A laptop is stolen, unlocked: two colleagues bind a fresh device to its owner, who takes the lost one off the list; it reads nothing new. */
import { dayAhead } from './support/days';
import { expect, test } from './support/fixtures';
import { gather, untilOut } from './support/house';
import { beginRecovery, comeBackBy, sayYesToRecovery, takeOffList } from './support/reaching';

const day = dayAhead(6);

test('[MEM83] [MEM90] [MEM92] a lost laptop is revoked from a new device that two colleagues have bound, and reads nothing new', async ({ stage }) => {
	const [ana, ben, chloe] = await gather(stage, ['Ana', 'Ben', 'Chloé']);
	await ana.app.book({ room: 'Garden room', date: day, from: '08:00', to: '09:00' });
	await expect(await chloe.app.dayOf(day)).toHaveCount(1);

	// It leaves with the app open, which is the worst that can happen.
	await ana.goOffline();
	const link = await beginRecovery(ben.app, 'Ana');
	const fresh = await stage.enter('Ana’s new phone');
	await comeBackBy(fresh.app, link, 'New phone');
	await sayYesToRecovery(chloe.app, 'Ana', fresh.app);
	await fresh.app.untilHome();
	await fresh.app.untilHere('Ben', 'Chloé');
	await expect(await fresh.app.dayOf(day)).toHaveCount(1);
	await fresh.app.goTo('Ledger');
	await expect(fresh.app.heading).toHaveText('Ledger');

	await takeOffList(fresh.app);
	await ben.app.book({ room: 'Garden room', date: day, from: '09:00', to: '10:00' });
	await expect(await fresh.app.dayOf(day)).toHaveCount(2);
	await expect(await chloe.app.dayOf(day)).toHaveCount(2);
	await fresh.app.untilMembers(3);

	// Back on the network the lost one is told, or nobody speaks to it; in both cases it has what it had.
	await ana.goOnline();
	await untilOut(ana, 'This device was taken away', day, 1);
	await ana.page.reload();
	await ana.app.unlock();
	await untilOut(ana, 'This device was taken away', day, 1);
});
