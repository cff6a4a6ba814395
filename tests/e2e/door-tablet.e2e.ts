/** A tablet at a door: hung by a link, follows the house, keeps its last word without a network, and goes when it is taken away. */
import { expect, test, type Person } from './support/fixtures';
import { expectAccessible } from './support/accessibility';
import { dayAhead } from './support/days';
import { findWords, tap } from './support/scan';

const words = { proposal: 'Cobaltpledge', expense: 'Russetkettle', meeting: 'Saffroncircle', note: 'Umbrawhisper', collective: 'Vermiliongrove' };

async function hang({ app, page }: Person, name: string): Promise<string> {
	await app.goTo('Calendar');
	await page.getByRole('link', { name: /^(Rooms|Add a room)$/ }).first().click();
	await page.getByRole('link', { name: 'Door tablets' }).click();
	await app.press('Add a door tablet');
	const sheet = page.getByRole('dialog', { name: 'Add a door tablet' });
	await sheet.getByLabel('Name of the tablet').fill(name);
	await sheet.getByRole('button', { name: 'Make the link' }).click();
	const link = await sheet.getByLabel('Link of the tablet').inputValue();
	await expect(sheet.getByRole('img', { name: 'Square code of the door tablet' })).toBeVisible();
	await expectAccessible(page);
	await sheet.getByRole('button', { name: 'Done' }).click();
	await expect(page.getByRole('listitem').filter({ hasText: name })).toContainText('All rooms');
	return link;
}

test('a tablet follows the house, reads nothing else, keeps its last word offline, and goes when it is taken away', async ({ stage }) => {
	const ana = await stage.enter('Ana');
	await ana.app.found({ me: 'Ana', collective: words.collective });
	await ana.app.addRoom('Garden room');
	await ana.app.propose(words.proposal);
	await ana.app.addExpense('12.00', words.expense);
	await ana.app.planMeeting(words.meeting);
	await ana.app.writeNotes(`${words.note} `);
	let link = '';
	link = await hang(ana, 'Hallway');
	expect(link).toContain('/door#d1.');

	const tablet = await stage.enter('Tablet', '/about');
	const tapped = tap(tablet.context, () => link);
	await tablet.page.goto(link);
	await expect(tablet.app.heading).toHaveText('Garden room', { timeout: 90_000 });
	await expect(tablet.page.getByText(/^Free /)).toBeVisible();
	await expect(tablet.page.getByText(/^As of \d\d:\d\d, last heard from the house\.$/)).toBeVisible();
	expect(new URL(tablet.page.url()).hash).toBe('');
	await expect(tablet.page.getByRole('link')).toHaveCount(0);
	await expectAccessible(tablet.page);

	await ana.app.book({ room: 'Garden room', date: dayAhead(0), from: '00:00', to: '23:55' });
	await expect(tablet.page.getByText('Taken until 23:55')).toBeVisible({ timeout: 60_000 });
	await expect(tablet.page.getByText('Ana is here')).toBeVisible();

	expect(await findWords(Object.values(words), tablet.page, tapped)).toEqual([]);
	await tablet.app.untilStoredForOffline();
	await tablet.goOffline();
	await tablet.page.reload();
	await expect(tablet.app.heading).toHaveText('Garden room');
	await expect(tablet.page.getByText('Taken until 23:55')).toBeVisible();

	await tablet.goOnline();
	await ana.app.goTo('Calendar');
	await ana.page.getByRole('link', { name: /^(Rooms|Add a room)$/ }).first().click();
	await ana.page.getByRole('link', { name: 'Door tablets' }).click();
	await ana.app.press('Take away Hallway');
	await ana.app.press('Take it away');
	await expect(ana.page.getByText('No door tablets yet.')).toBeVisible();
	await expect(tablet.app.heading).toHaveText('This tablet was taken away', { timeout: 120_000 });
	await tablet.page.reload();
	await expect(tablet.app.heading).toHaveText('This tablet was taken away');
});
