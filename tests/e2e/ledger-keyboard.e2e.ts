/** The books on a narrow phone, by keys alone, with no network from the first entry on; every screen on the way is looked at by axe. */
import type { Locator, Page } from '@playwright/test';
import { dayAhead } from './support/days';
import { byKeys, choose, tabTo } from './support/keys';
import { expect, test } from './support/fixtures';

test('a pot, an expense by percentages, its correction, dues, a payment, a close, a statement, charts: no pointer, no network, 360 pixels', async ({ stage }) => {
	const ana = await stage.enter('Ana');
	const { page, app } = ana;
	await page.setViewportSize({ width: 360, height: 740 });
	await app.found({ me: 'Ana' });
	await app.untilStoredForOffline();
	await ana.goOffline();
	const main = page.getByRole('main');
	const dialog = page.getByRole('dialog');
	const { button, enter, write, look } = byKeys(page);
	/** Digits go into the parts of a date in the order that the browser itself is set to, which is not the page's: month, day, year. */
	const writeDay = async (label: string, day: string, within: Page | Locator = page) => {
		const [year, month, date] = day.split('-');
		await tabTo(page, within.getByLabel(label, { exact: true }));
		await page.keyboard.type(`${month}${date}${year}`);
		await expect(within.getByLabel(label, { exact: true })).toHaveValue(day);
	};
	const part = (label: string) => page.locator('summary').filter({ hasText: label });
	const place = async (name: string) => {
		await enter(app.places.getByRole('link', { name: /^Ledger/ }));
		await expect(app.heading).toHaveText('Ledger');
		await enter(page.getByRole('navigation', { name: 'The whole book' }).getByRole('link', { name: new RegExp(`^${name}`) }));
	};

	await enter(app.places.getByRole('link', { name: /^Ledger/ }));
	await look('the ledger, empty');
	await place('Accounts');
	await look('accounts, none yet');
	await enter(button('Open one'));
	await look('open a pot');
	await write('Name', 'Rent account', dialog);
	await enter(button('Open it', dialog));
	await expect(dialog).toBeHidden();
	await expect(main.getByText('Rent account').first()).toBeVisible();
	await look('accounts');

	// an expense of yesterday
	await enter(app.places.getByRole('link', { name: /^Ledger/ }));
	await enter(main.getByRole('link', { name: 'New entry' }));
	await expect(app.heading).toHaveText('New entry');
	await look('a new entry');
	await enter(button('Post the expense'));
	await look('a new entry, nothing said');
	await write('Amount in EUR', '80');
	await write('What for', 'Cleaning');
	await enter(part('Shared by'));
	await tabTo(page, page.getByLabel('How', { exact: true }));
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('ArrowDown');
	await expect(page.getByLabel('How', { exact: true })).toHaveValue('percent');
	await look('shared by per cent');
	await page.keyboard.press('ArrowUp');
	await page.keyboard.press('ArrowUp');
	await expect(page.getByLabel('How', { exact: true })).toHaveValue('equal');
	await enter(part('When'));
	await writeDay('Date', dayAhead(-1));
	await enter(part('More'));
	await look('a new entry, all of it open');
	await write(/^Note/, 'After the paint.');
	await enter(button('Post the expense'));
	await expect(app.heading).toHaveText('Cleaning');
	await expect(page.getByText('€80.00').first()).toBeVisible();
	await look('an entry');

	await enter(main.getByRole('link', { name: 'Correct', exact: true }));
	await expect(page.getByLabel('What was wrong')).toBeVisible();
	await write('What was wrong', 'It was eight less.');
	await write('Amount in EUR', '72');
	await look('a correction');
	await enter(button('Post the correction'));
	await expect(page.getByRole('region', { name: 'One story' })).toContainText('It was eight less.');
	await look('a corrected entry');
	await write('Say something about it', 'Thank you.');
	await enter(button('Comment'));
	await expect(page.getByText('Thank you.')).toBeVisible();

	// dues that Ana owes to the pot, and pays into it
	await place('Recurring');
	await look('recurring, none yet');
	await enter(main.getByRole('link', { name: 'Add what recurs' }));
	await look('what recurs?');
	await enter(main.getByRole('link', { name: /^Dues/ }));
	await look('dues');
	await write(/^Tier(?! of)/, 'Full');
	await write(/^Amount (in|\()/, '50');
	await enter(button(/^Fill in for/));
	await writeDay('First date', dayAhead(-1));
	await look('dues, filled in');
	await enter(button('Save'));
	await expect(app.heading).toHaveText('Dues');
	await expect(main.getByText('posted').first()).toBeVisible({ timeout: 60_000 });
	await look('dues, in force');
	await enter(app.places.getByRole('link', { name: /^Ledger/ }));
	await look('the ledger');
	await enter(button(/^(Paid: You pay Rent account|Pay Rent account)/).first());
	await look('record a payment');
	await enter(button('Record the payment', dialog));
	await expect(dialog).toBeHidden();

	await place('Periods');
	await look('periods');
	await choose(page, page.getByRole('radio', { name: 'Other' }));
	await writeDay('Up to and including', dayAhead(-1));
	await enter(button('Look at it'));
	await look('before closing');
	await enter(button('Sign and close'));
	await expect(page.getByText('Closed by 1 of 1.')).toBeVisible();
	await look('a closed period');

	// the day before may be of another month than the one that it shows first
	await place('My statement');
	await tabTo(page, page.getByLabel('Period', { exact: true }));
	await page.keyboard.type('Everything');
	await expect(page.getByLabel('Period', { exact: true })).toHaveValue('everything');
	await expect(main.getByText('Cleaning').first()).toBeVisible();
	await look('my statement');
	await place('Spending and budget');
	await enter(part('As a table').first());
	await look('spending, with its table');
	await place('All entries');
	await look('all entries');
	await place('Activity');
	await look('activity');
	await place('In and out');
	await look('in and out');
});
