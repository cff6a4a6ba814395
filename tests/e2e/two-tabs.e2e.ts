/** Two tabs of one browser: one writes, the other reads along and hands over what it wants to write; no log ever forks. */
import { dayAhead } from './support/days';
import { expect, test } from './support/fixtures';
import { gather } from './support/house';

const day = dayAhead(2);

test('a second tab writes through the first, takes over when that closes, and nothing forks', async ({ stage }) => {
	const [ana, ben] = await gather(stage, ['Ana', 'Ben']);

	const second = await ana.openTab();
	await second.open();
	await second.unlock();
	await second.untilHome();
	await second.goTo('Settings');
	await expect(second.page.getByText('Reads along; another tab writes for it.')).toBeVisible();
	await second.book({ room: 'Garden room', date: day, from: '09:00', to: '10:00' });
	await expect(await ana.app.dayOf(day)).toHaveCount(1);
	await ana.app.book({ room: 'Garden room', date: day, from: '10:00', to: '11:00' });
	await expect(await second.dayOf(day)).toHaveCount(2);
	await expect(await ben.app.dayOf(day)).toHaveCount(2);

	await ana.page.close();
	await second.untilHere('Ben');
	await second.book({ room: 'Garden room', date: day, from: '11:00', to: '12:00' });
	await expect(await ben.app.dayOf(day)).toHaveCount(3);
	await expect(await second.dayOf(day)).toHaveCount(3);
	await second.goTo('Settings');
	await expect(second.page.getByRole('heading', { name: 'This device' })).toBeVisible();
	await expect(second.page.getByText('Reads along; another tab writes for it.')).toBeHidden();

	// a fork would replace the device among the members and stop it from writing
	await ben.app.goTo('Members');
	await ben.page.getByRole('main').getByText('Ana', { exact: true }).click();
	await expect(ben.page.getByText(/gives their word/).first()).toBeVisible();
	await expect(ben.page.getByText('replaced')).toHaveCount(0);
	await second.reload();
	await expect(await second.dayOf(day)).toHaveCount(3);
	await second.book({ room: 'Garden room', date: day, from: '12:00', to: '13:00' });
	await expect(await ben.app.dayOf(day)).toHaveCount(4);
});
