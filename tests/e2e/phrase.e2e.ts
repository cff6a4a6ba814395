/** Words on paper, and a look around before anything is one's own. */
import { dayAhead } from './support/days';
import { expect, test } from './support/fixtures';
import { gather } from './support/house';
import { openDevices } from './support/reaching';
import { PASSPHRASE } from './support/app';

const day = dayAhead(4);

test('[MEM85] 24 words and a colleague’s device bring a member back on a new one; the words stay a spare that can be taken away', async ({ stage }) => {
	const [ana, ben] = await gather(stage, ['Ana', 'Ben']);
	await ana.app.book({ room: 'Garden room', date: day, from: '08:00', to: '09:00' });
	await expect(await ben.app.dayOf(day)).toHaveCount(1);
	await openDevices(ana.app);
	await ana.app.press('Make a recovery phrase');
	await ana.app.press('Show the words');
	const sheet = ana.page.getByRole('dialog');
	await expect(sheet.getByRole('listitem')).toHaveCount(24);
	const words = (await sheet.getByRole('listitem').allTextContents()).map((text) => text.replace(/[^a-z]/g, ''));
	const code = await sheet.locator('code').innerText();
	// on paper there is the sheet and nothing else
	await ana.page.emulateMedia({ media: 'print' });
	await expect(ana.page.getByText(/^Recovery phrase for /)).toBeVisible();
	await expect(ana.page.getByRole('listitem').nth(23)).toHaveText(`24 ${words[23]}`);
	await expect(ana.page.getByRole('heading', { name: 'Your devices' })).toBeHidden();
	await ana.page.emulateMedia({ media: null });
	await ana.app.press('I have them on paper');
	const fields = sheet.getByRole('textbox');
	await expect(fields.first()).toBeVisible();
	for (const field of await fields.all()) {
		const label = await field.evaluate((input) => (input as HTMLInputElement).labels?.[0]?.textContent ?? '');
		await field.fill(words[Number(/\d+/.exec(label)?.[0]) - 1] ?? '');
	}
	await ana.app.press('Use this phrase from now on');
	await expect(ana.page.getByText(/Made /).first()).toBeVisible({ timeout: 60_000 });
	await ben.app.untilHere('Ana');
	await ana.closeBrowser();

	const fresh = await stage.enter('Ana, with the sheet');
	await fresh.app.press('I lost my device, or have a backup');
	await fresh.page.getByRole('button', { name: /^With my recovery phrase/ }).click();
	await fresh.page.getByLabel('The 24 words').fill(words.join(' '));
	await fresh.page.getByLabel('Code of the collective').fill(code);
	await fresh.app.press('Continue');
	await fresh.page.getByLabel('Name of this device').fill('New laptop');
	await fresh.page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
	await fresh.page.getByLabel('The same again').fill(PASSPHRASE);
	await fresh.app.press('Go to the door');
	await fresh.app.untilHome();
	await expect(await fresh.app.dayOf(day)).toHaveCount(1);
	await fresh.app.book({ room: 'Garden room', date: day, from: '09:00', to: '10:00' });
	await expect(await ben.app.dayOf(day)).toHaveCount(2);
	await ben.app.untilMembers(2);
	await openDevices(fresh.app);
	await expect(fresh.page.getByRole('listitem').filter({ hasText: 'New laptop' })).toContainText('This device');
});

test('[MEM110] a sample collective opens without a passphrase, says that nothing in it is real, and leaves nothing behind', async ({ stage }) => {
	const eve = await stage.enter('Eve');
	await eve.app.press('Look around in a sample collective');
	await eve.app.untilHome();
	await expect(eve.page.getByText(/nothing here is real/i)).toBeVisible();
	for (const place of ['Calendar', 'Proposals', 'Ledger', 'Consultation', 'Members'] as const) await eve.app.goTo(place);
	await expect(eve.page.getByText('5 members, all equal.')).toBeVisible();
	await eve.page.reload();
	await expect(eve.page.getByRole('button', { name: 'Found a collective' })).toBeVisible();
	expect(await eve.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name).filter((name) => name !== 'commonhold/vault'))).toEqual([]);
});
