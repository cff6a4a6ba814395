/** Keeping the books in verbs, for stories about money. */
import { expect, type Locator } from '@playwright/test';
import type { Person } from './fixtures';

/** Opens a closed part of the form: "Paid by", "Shared by", "When", "More". */
export async function openPart({ page }: Person, label: string): Promise<void> {
	await page.locator('summary').filter({ hasText: label }).click();
}

/** Fills the form of an expense of a day; everything else as the form has it. */
export async function fillExpense(person: Person, amount: string, what: string, date: string): Promise<void> {
	const { app, page } = person;
	await app.beginEntry();
	await page.getByLabel('Amount in EUR').fill(amount);
	await page.getByLabel('What for').fill(what);
	await openPart(person, 'When');
	await page.getByLabel('Date', { exact: true }).fill(date);
}

/** The expense that is filled in is shared by booked hours; `last` is the last day that counts. */
export async function shareByHours(person: Person, first: string, last: string): Promise<void> {
	const { page } = person;
	await openPart(person, 'Shared by');
	await page.getByLabel('How', { exact: true }).selectOption('room-hours');
	await page.getByLabel('Of which days').selectOption('custom');
	await page.getByLabel('First day').fill(first);
	await page.getByLabel('Last day').fill(last);
}

/** What the form says that each will pay: "Ana: €300.00". */
export async function previewed({ page }: Person): Promise<string[]> {
	const rows = page.getByRole('table', { name: 'Everybody’s part' }).locator('tbody tr');
	await expect(rows.first()).toBeVisible();
	return rows.evaluateAll((list) => list.map((row) => `${row.querySelector('th')?.textContent.replace(' (you)', '').trim()}: ${row.querySelector('td')?.textContent.trim()}`));
}

/** Opens an entry from the newest ones on the ledger's first page; of several alike, the newest. */
export async function openEntry({ app, page }: Person, line: string | RegExp): Promise<void> {
	await app.goTo('Ledger');
	await newest({ page }).filter({ hasText: line }).first().click();
	await expect(page.getByRole('link', { name: 'Duplicate' })).toBeVisible();
}

export const newest = ({ page }: Pick<Person, 'page'>): Locator => page.getByRole('region', { name: 'Newest entries' }).getByRole('link');

/** Records that I have paid what the first page suggests: "You pay Ana". */
export async function payAsSuggested({ app, page }: Person, suggestion: string): Promise<void> {
	await app.goTo('Ledger');
	await page.getByRole('button', { name: `Paid: ${suggestion}` }).click();
	const sheet = page.getByRole('dialog', { name: 'Record a payment' });
	await sheet.getByRole('button', { name: 'Record the payment' }).click();
	await expect(sheet).toBeHidden();
}

/** Proposes to close everything up to and including a day, and signs it. */
export async function closeUpTo({ app, page }: Person, day: string): Promise<void> {
	await goToPeriods({ app, page });
	await page.getByText('Other', { exact: true }).click();
	await page.getByLabel('Up to and including').fill(day);
	await app.press('Look at it');
	await app.press('Sign and close');
}

export async function goToPeriods({ app, page }: Pick<Person, 'app' | 'page'>): Promise<void> {
	await app.goTo('Ledger');
	await page.getByRole('link', { name: /^Periods/ }).click();
	await expect(app.heading).toHaveText('Periods');
}
