/** The books of another app come in, row by row and once; and the whole book goes out for whoever keeps accounts elsewhere. */
import { readFile } from 'node:fs/promises';
import { checkScreen } from './support/accessibility';
import { expect, test } from './support/fixtures';
import { gather } from './support/house';

const SPLITWISE = [
	'Date,Description,Category,Cost,Currency,Ana Lindt,Ben Okoro',
	'',
	'2026-03-02,Room cleaning for Priya Raman,Cleaning,120.00,EUR,60.00,-60.00',
	'2026-03-05,"Tea, coffee",Groceries,31.oo,EUR,15.50,-15.50',
	'2026-03-09,Ben O. paid Ana L.,Payment,40.00,EUR,-40.00,40.00',
	'',
	'2026-03-31,Total balance, , ,EUR,20.00,-20.00'
].join('\n');

test('[LED64] a Splitwise file is read, its wrong row is named and left out, a name in it goes nowhere, it is taken over once; then the book is saved in every way', async ({ stage }) => {
	const [ana, ben] = await gather(stage, ['Ana', 'Ben']);
	await ana.page.setViewportSize({ width: 360, height: 740 });
	const { page, app } = ana;
	const choose = async () => {
		await app.goTo('Ledger');
		await page.getByRole('link', { name: /^In and out/ }).click();
		await page.getByRole('link', { name: 'Choose a CSV file' }).click();
		await page.getByLabel('CSV file').setInputFiles({ name: 'splitwise.csv', mimeType: 'text/csv', buffer: Buffer.from(SPLITWISE) });
		await page.getByLabel('Ana Lindt').selectOption({ label: 'Ana' });
		await page.getByLabel('Ben Okoro').selectOption({ label: 'Ben' });
	};

	await choose();
	await expect(page.getByText(/31\.oo/).first()).toBeVisible();
	await checkScreen(page, 'a file with a wrong row');
	await expect(page.getByRole('button', { name: /^Post( 2)?$/ })).toHaveAttribute('aria-disabled', 'true');
	await page.getByRole('button', { name: /^Leave it out/ }).click();
	await expect(page.getByText(/whether (its|their) words stay/)).toBeVisible();
	await checkScreen(page, 'a file with a name in it');
	await page.getByRole('button', { name: /without those words$/ }).click();
	await expect(page.getByText('Room cleaning for …')).toBeVisible();
	await app.press('Post 2');
	for (const person of [ana, ben]) await person.app.untilBalances(['Ana: +€20.00', 'Ben: −€20.00']);

	// the same file again: nothing of it is wanted
	await choose();
	await expect(page.getByText('seen before').first()).toBeVisible();
	await expect(page.getByRole('button', { name: 'Post', exact: true })).toHaveAttribute('aria-disabled', 'true');

	await app.goTo('Ledger');
	await page.getByRole('link', { name: /^In and out/ }).click();
	await expect(app.heading).toHaveText('In and out');
	const saved = new Map<string, string>();
	const buttons = page.getByRole('button', { name: /^Save / });
	await expect(buttons).toHaveCount(5);
	for (const button of await buttons.all()) {
		const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
		saved.set(download.suggestedFilename().replace(/^.*\./, '.'), await readFile(await download.path(), 'utf8'));
	}
	expect([...saved.keys()].sort()).toEqual(['.beancount', '.csv', '.journal', '.json']);
	for (const text of saved.values()) {
		expect(text).toContain('Room cleaning for …');
		expect(text).not.toContain('Raman');
	}
	await checkScreen(page, 'in and out');
});
