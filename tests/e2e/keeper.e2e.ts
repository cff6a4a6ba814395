/** Ana writes and leaves; Ben, never online with her again, gets all of it through a keeper that can read none of it. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { dayAhead } from './support/days';
import { expect, test } from './support/fixtures';
import { gather } from './support/house';
import { tapKeeper } from './support/keeper-tap';
import { disguises } from './support/scan';

const words = { room: 'Ochrechamber', note: 'Umbrawhisper', expense: 'Russetkettle', receipt: 'Hazelstampword', keeper: 'Fennelshelf', meeting: 'Saffroncircle' };

/** Every file of the keeper's folder, as latin1. */
async function filesIn(folder: string): Promise<string[]> {
	const names = await readdir(folder, { recursive: true, withFileTypes: true });
	return Promise.all(names.filter((each) => each.isFile()).map(async (each) => (await readFile(join(each.parentPath, each.name))).toString('latin1')));
}

const untilKept = (page: Page) => expect(page.getByRole('region', { name: 'Keepers' })).toContainText('has everything', { timeout: 60_000 });

test('[NET104] [NET106] [NET120] what Ana leaves at the keeper reaches Ben; neither its files nor its lines show a word, name or key', async ({ stage }) => {
	const tapped = await tapKeeper(stage.server.keeper);
	const [ana, ben] = await gather(stage, ['Anaquillifer', 'Bendrakethorn'], words.room);
	for (const { watch } of [ana, ben]) watch.allow(tapped.host);
	await ana.app.goTo('Connection');
	await ana.page.getByRole('link', { name: 'Keepers and servers' }).click();
	await ana.app.press('Add a keeper');
	await ana.page.getByLabel('Address of the keeper').fill(tapped.address);
	await ana.page.getByLabel('Name', { exact: true }).fill(words.keeper);
	await ana.app.press('Add it for everybody');
	await untilKept(ana.page);
	await ben.app.goTo('Connection');
	await untilKept(ben.page);
	await ben.closeBrowser();

	await ana.app.book({ room: words.room, date: dayAhead(2), from: '09:00', to: '10:00' });
	await ana.app.planMeeting(words.meeting);
	await ana.app.openMeeting(words.meeting);
	await ana.app.writeNotes(`${words.note} `);
	await ana.app.beginEntry();
	await ana.page.getByLabel('Amount in EUR').fill('12.00');
	await ana.page.getByLabel('What for').fill(words.expense);
	const receipt = { name: 'receipt.pdf', mimeType: 'application/pdf', buffer: Buffer.from(`%PDF-1.4\n${words.receipt}`) };
	await ana.page.getByLabel('Photo or PDF', { exact: true }).setInputFiles(receipt);
	await expect(ana.page.getByRole('button', { name: 'Open PDF 1' })).toBeVisible();
	await ana.app.press('Post the expense');
	await expect(ana.app.heading).toContainText(words.expense);
	await ana.app.goTo('Connection');
	await untilKept(ana.page);
	await ana.closeBrowser();

	await ben.comeBack();
	await ben.app.unlock();
	await ben.app.openMeeting(words.meeting);
	await ben.app.untilNotes(words.note);
	await ben.app.goTo('Ledger');
	await ben.page.getByRole('link', { name: new RegExp(words.expense) }).first().click({ timeout: 60_000 });
	await ben.page.getByRole('button', { name: 'Open PDF 1' }).click({ timeout: 60_000 });
	await ben.page.getByRole('button', { name: 'Close' }).click();
	await ben.app.goTo('Connection');
	await untilKept(ben.page);

	const pass = tapped.address.split('#k1.')[1]!;
	const secrets = [...Object.values(words), 'Anaquillifer', 'Bendrakethorn', 'Praxis'];
	const onLine = [...secrets, pass].flatMap((word) => disguises(word).filter(({ text }) => tapped.overheard.some((one) => one.includes(text))).map(() => word));
	const files = await filesIn(stage.server.data);
	const inFiles = secrets.flatMap((word) => disguises(word).filter(({ text }) => files.some((one) => one.includes(text))).map(() => word));
	expect({ onLine, inFiles }).toEqual({ onLine: [], inFiles: [] });
	// there was something to be found: lines that carried the sealed receipt, files that hold a good part of it
	expect(tapped.overheard.reduce((sum, { length }) => sum + length, 0)).toBeGreaterThan(20_000);
	expect(files.reduce((sum, { length }) => sum + length, 0)).toBeGreaterThan(20_000);
	await tapped.close();
});
