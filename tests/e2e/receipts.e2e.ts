/** A receipt's way: photographed offline, on to a colleague, opened there, and from there to somebody who comes later. */
import { readFile } from 'node:fs/promises';
import { checkScreen } from './support/accessibility';
import type { Person } from './support/fixtures';
import { expect, test } from './support/fixtures';
import { gather } from './support/house';
import { phonePhoto, WRITTEN_BY_CAMERA } from './support/photo';

const photos = ({ page }: Person) => page.getByRole('region', { name: 'Receipt' });

async function openEntry(person: Person, what: string): Promise<void> {
	await person.app.goTo('Ledger');
	await person.page.getByRole('link', { name: new RegExp(what) }).first().click({ timeout: 60_000 });
	await expect(person.app.heading).toContainText(what);
}

async function seesLarge(person: Person): Promise<void> {
	await photos(person).getByRole('button', { name: 'Open Photo 1' }).click({ timeout: 60_000 });
	const picture = person.page.getByRole('dialog', { name: 'Photo 1' }).getByRole('img', { name: 'The receipt' });
	await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(400);
	await person.page.getByRole('button', { name: 'Close' }).click();
}

/** The part of the form with note and receipts. */
const unfold = ({ page }: Person) => page.locator('summary').filter({ hasText: /^More/ }).click();

test('[LED71] [LED72] [LED73] Ana adds a photo offline, Ben sees it come, Chloé gets it from Ben while Ana is away', async ({ stage }) => {
	const [ana, ben] = await gather(stage, ['Ana', 'Ben']);
	const link = await ana.app.invite('Chloé');
	await ana.app.untilStoredForOffline();

	await ana.goOffline();
	await ana.app.beginEntry();
	await ana.page.getByLabel('Amount in EUR').fill('48.00');
	await ana.page.getByLabel('What for').fill('Kettle');
	await unfold(ana);
	const taken = await phonePhoto(ana.page);
	expect(taken.length).toBeGreaterThan(400_000);
	expect(taken.includes(WRITTEN_BY_CAMERA)).toBe(true);
	await ana.page.getByLabel('Photo or PDF', { exact: true }).setInputFiles({ name: 'IMG_1.jpg', mimeType: 'image/jpeg', buffer: taken });
	await expect(ana.page.getByRole('button', { name: 'Open Photo 1' })).toBeVisible({ timeout: 60_000 });
	await ana.app.press('Post the expense');
	await expect(ana.app.heading).toContainText('Kettle');
	await expect(photos(ana).getByRole('status')).toHaveText('On 1 of 2 members’ devices');

	// small, upright, and nothing left of what the camera wrote
	await photos(ana).getByRole('button', { name: 'Open Photo 1' }).click();
	const sheet = ana.page.getByRole('dialog', { name: 'Photo 1' });
	const sides = await sheet.getByRole('img').evaluate((img: HTMLImageElement) => img.decode().then(() => [img.naturalWidth, img.naturalHeight]));
	expect(sides[1]! / sides[0]!).toBeCloseTo(1.5, 2);
	const saving = ana.page.waitForEvent('download');
	await sheet.getByRole('button', { name: 'Save' }).click();
	const kept = await readFile(await (await saving).path());
	expect(kept.length).toBeLessThanOrEqual(200 * 1024);
	expect(kept.includes(WRITTEN_BY_CAMERA) || kept.includes('Exif')).toBe(false);
	await ana.page.getByRole('button', { name: 'Close' }).click();

	await ana.goOnline();
	await ben.app.untilHere('Ana');
	await openEntry(ben, 'Kettle');
	for (const person of [ana, ben]) await expect(photos(person).getByRole('status')).toHaveText('On 2 of 2 members’ devices', { timeout: 60_000 });
	await seesLarge(ben);

	await ana.goOffline();
	await ben.app.untilAlone();
	const chloe = await stage.enter('Chloé');
	await chloe.app.knock(link, 'Chloé');
	await ben.app.letIn('Chloé', chloe.app);
	await chloe.app.untilHome();
	await openEntry(chloe, 'Kettle');
	await expect(photos(chloe).getByRole('status')).toHaveText('On 2 of 3 members’ devices', { timeout: 60_000 });
	await seesLarge(chloe);

	// nobody waits for receipts, and they are still there
	await chloe.app.reload();
	await openEntry(chloe, 'Kettle');
	await seesLarge(chloe);
});

test('[LED73] a file that is no photo and a PDF that is too large are refused with a reason; of a large scan the page is added as a photo', async ({ stage }) => {
	const ana = await stage.enter('Ana');
	await ana.app.found({ me: 'Ana' });
	await ana.app.beginEntry();
	await unfold(ana);
	const choose = (name: string, mimeType: string, buffer: Buffer) => ana.page.getByLabel('Photo or PDF', { exact: true }).setInputFiles({ name, mimeType, buffer });
	await choose('IMG_2.heic', 'image/heic', Buffer.from('\0\0\0\x18ftypheic and no more'));
	await ana.app.untilTold('neither a photo nor a PDF', 'HEIC');
	await choose('scan.pdf', 'application/pdf', Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(640_000 - 9)]));
	await expect(ana.page.getByRole('alert').filter({ hasText: '640 KB' })).toBeVisible();
	await expect(ana.page.getByRole('button', { name: /^Open (Photo|PDF)/ })).toHaveCount(0);
	await choose('invoice.pdf', 'application/pdf', Buffer.from('%PDF-1.4\nsmall'));
	await expect(ana.page.getByRole('button', { name: 'Open PDF 1' })).toBeVisible();
	await ana.page.getByRole('button', { name: 'Take out PDF 1' }).click();
	// a scan is a photo of its page
	const page = await phonePhoto(ana.page);
	const head = Buffer.from(`%PDF-1.4\n2 0 obj\n<</Subtype /Image /Width 3000 /Height 2000 /Filter /DCTDecode /Length ${page.length}>>\nstream\n`);
	await choose('scan.pdf', 'application/pdf', Buffer.concat([head, page, Buffer.from('\nendstream\nendobj\n')]));
	await expect(ana.page.getByRole('button', { name: 'Open Photo 1' })).toBeVisible();
	await checkScreen(ana.page, 'a form with a receipt');
	await ana.page.getByRole('button', { name: 'Open Photo 1' }).press('Enter');
	await checkScreen(ana.page, 'a receipt, large');
	await ana.page.keyboard.press('Escape');
	await ana.page.getByRole('button', { name: 'Take out Photo 1' }).press('Enter');
	await expect(ana.page.getByRole('button', { name: 'Open Photo 1' })).toHaveCount(0);
	await expect(ana.page.getByRole('button', { name: 'Open PDF 1' })).toHaveCount(0);
});
