/** A consultation as people hold it: meetings that go on now, cases, notes that wait, the timer, letting texts go. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { App } from './app';
import { wallIn } from './days';

/** Plans a case consultation that began some minutes ago and takes an hour and a half. */
export async function beginMeeting({ app }: { readonly app: App }, title: string): Promise<void> {
	const { page } = app;
	const [from, to] = [wallIn(-25), wallIn(65)];
	await app.goTo('Consultation');
	await page.getByRole('link', { name: 'Plan a meeting' }).click();
	await page.getByLabel('Title').fill(title);
	await page.getByLabel('Day').fill(from.date);
	await page.getByLabel('From').fill(from.time);
	await page.getByLabel('To', { exact: true }).fill(to.time);
	await app.press('Plan the meeting');
	await expect(app.heading).toHaveText(title);
}

/** With everything the covenant asks for. */
export async function bringCase({ app }: { readonly app: App }, name: string, question: string): Promise<void> {
	const { page } = app;
	await app.press('Bring a case');
	const sheet = page.getByRole('dialog', { name: 'Bring a case' });
	const boxes = sheet.getByRole('group', { name: 'Before you begin' }).getByRole('checkbox');
	await expect(boxes).toHaveCount(3);
	for (const box of await boxes.all()) await box.check();
	await sheet.getByLabel('Key question').fill(question);
	await sheet.getByLabel('Working name').fill(name);
	await sheet.getByLabel('grief').check();
	await sheet.getByRole('button', { name: 'Bring it to this meeting' }).click();
	await expect(sheet).toBeHidden();
}

/** The text of a case, once it is open to whoever looks. */
export const caseText = (page: Page): Locator => page.getByRole('textbox', { name: /^Notes on / });

/** The open places of a sheet, by the button below it. */
export async function openFlags(page: Page): Promise<void> {
	await page.getByRole('button', { name: /wait(s)? on this device/ }).click();
}

/** By everybody's word: the last one makes it so. */
export async function agreeToForget({ app }: { readonly app: App }): Promise<void> {
	const { page } = app;
	await page.getByRole('button', { name: /^(Let the texts go now|I agree too)$/ }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'I agree', exact: true }).click();
}
