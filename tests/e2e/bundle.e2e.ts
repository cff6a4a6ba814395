/** A file from hand to hand: Ana writes while Ben is away, leaves, and Ben has it without ever having met her since. */
import { readFile } from 'node:fs/promises';
import { checkScreen } from './support/accessibility';
import type { Person } from './support/fixtures';
import { expect, test } from './support/fixtures';
import { gather } from './support/house';
import { disguises } from './support/scan';

const CANARY = 'Pelikan-Kanister 4711';

async function openBundles(person: Person): Promise<void> {
	await person.app.goTo('Connection');
	await person.page.getByRole('link', { name: 'Hand over what is new' }).click();
	await expect(person.app.heading).toHaveText('Hand over what is new');
}

test('[BUN1] [BUN3] [BUN16] Ana writes and leaves, her file brings it to Ben, tells a finder nothing, and changes nothing when taken in again', async ({ stage }) => {
	const [ana, ben] = await gather(stage, ['Ana', 'Ben']);
	await ben.goOffline();
	await ana.app.untilAlone();
	await ana.app.addExpense('48.00', CANARY);
	await openBundles(ana);
	await checkScreen(ana.page, 'hand over');
	await ana.page.getByRole('radio', { name: /^Ben/ }).check();
	await ana.app.press('Make the file');
	const saving = ana.page.waitForEvent('download');
	await ana.app.press('Save the file');
	const download = await saving;
	expect(download.suggestedFilename()).toMatch(/^news-\d{4}-\d\d-\d\d\.commonhold$/);
	const file = await readFile(await download.path());
	await ana.leave();

	const text = file.toString('latin1');
	for (const word of [CANARY, 'Pelikan', 'Ana', 'Ben', 'Lindenhof', 'Garden room'])
		for (const { as, text: needle } of disguises(word)) if (needle.length > 4) expect(text.includes(needle), `${word} (${as})`).toBe(false);

	const take = async () => {
		await ben.page.getByLabel('File from a colleague').setInputFiles({ name: 'news.commonhold', mimeType: 'application/octet-stream', buffer: file });
	};
	await openBundles(ben);
	const result = ben.page.getByRole('region', { name: 'Take in a file' }).getByRole('status');
	await take();
	await expect(result).toContainText(/\d+ new entr(y|ies) from Ana/);
	await checkScreen(ben.page, 'taken in');
	await ben.app.goTo('Ledger');
	await expect(ben.page.getByText(CANARY).first()).toBeVisible();

	await openBundles(ben);
	await take();
	await expect(result).toContainText('Nothing new from Ana: you already had all of it.');
	await ben.page.getByLabel('File from a colleague').setInputFiles({ name: 'news.commonhold', mimeType: 'application/octet-stream', buffer: file.subarray(0, file.length - 100) });
	await ben.app.untilTold('cut short or changed on its way', 'Ask for it once more');
});
