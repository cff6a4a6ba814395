/** Words that are not shared yet, in a real browser: they are typed like any others, wait when flagged, and come back after a reload. */
import { expect, test, type Page } from '@playwright/test';
import { serveEditor, type EditorServer } from '../harness/editor/serve';
import { agree, sheet } from '../harness/editor/story';
import { expectAccessible } from './support/accessibility';
import { untilWords } from './support/sheet';

let server: EditorServer;
test.beforeAll(async () => {
	server = await serveEditor();
});
test.afterAll(() => server.stop());

test.beforeEach(async ({ page }) => {
	await page.goto(server.url);
	await sheet(page, 'Ana').waitFor();
});

test.afterEach(async ({ page }) => {
	expect(await page.evaluate(() => window.violations)).toEqual([]);
	expect(await page.evaluate(() => window.seats.flatMap((seat) => seat.faults.map(String)))).toEqual([]);
});

/** What Chloé, who reads along, has: without the carets drawn in it. */
const readBy = (page: Page) => expect.poll(() => page.evaluate(() => window.seats[2]?.html().replace(/<[^>]*>/g, '')));
const sharedBy = (page: Page): Promise<string[]> => page.evaluate(() => window.seats.map((seat) => seat.html()));
const waiting = (page: Page) => page.getByRole('button', { name: /1 word waits on this device: it may tell who the client is/ });

async function writeOfJonathan(page: Page): Promise<void> {
	await sheet(page, 'Ana').click();
	await page.keyboard.type('We saw Jonathan twice. ');
	await untilWords(sheet(page, 'Chloé'), 'twice.');
	await expect(waiting(page)).toBeVisible();
	await untilWords(sheet(page, 'Ana'), 'We saw Jonathan twice.');
	await expect(sheet(page, 'Ana').locator('.flagged')).toHaveText('Jonathan');
	expect((await sharedBy(page)).join()).not.toContain('Jonathan');
}

test('[TXT41] a word shows elsewhere once it is finished, not letter by letter', async ({ page }) => {
	// whatever Chloé's sheet shows on the way
	await page.evaluate(() => {
		const shown: string[] = [];
		Object.assign(window, { shown });
		const read = () => shown.push(window.seats[2]?.html().replace(/<[^>]*>/g, '') ?? '');
		new MutationObserver(read).observe(document.body, { subtree: true, childList: true, characterData: true });
	});
	await sheet(page, 'Ana').click();
	await page.keyboard.type('The heating is bro');
	await readBy(page).toBe('The heating is ');
	await page.keyboard.type('ken. ');
	await readBy(page).toBe('The heating is broken. ');
	const shown: string[] = await page.evaluate(() => Reflect.get(window, 'shown'));
	expect(shown).toContain('The heating is ');
	expect(shown.filter((text) => /is b\w{0,4}$/.test(text))).toEqual([]);
});

test('[TXT42] [TXT45] what may tell who a client is waits, is underlined, and is replaced by one tap', async ({ page }) => {
	await writeOfJonathan(page);
	await expectAccessible(page);
	await page.evaluate(() => (document.documentElement.dataset.theme = 'dark'));
	await sheet(page, 'Ana').locator('.flagged').click();
	await expect(page.getByRole('group', { name: 'What to do about “Jonathan”' })).toBeVisible();
	await expectAccessible(page);
	await page.getByRole('button', { name: /^Replace with “\[client\]”/ }).click();
	await readBy(page).toBe('We saw [client] twice. ');
	await expect(waiting(page)).toBeHidden();
	expect(await page.evaluate(() => window.kept)).toEqual([]);
});

test('[TXT45] the keyboard reaches every flag; what is kept knowingly is told by its class alone', async ({ page }) => {
	await writeOfJonathan(page);
	await waiting(page).focus();
	await page.keyboard.press('Enter');
	await expectAccessible(page);
	await page.keyboard.press('Tab');
	await page.keyboard.press('Tab');
	await expect(page.getByRole('button', { name: /^Keep it knowingly/ })).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(sheet(page, 'Ana')).toBeFocused();
	await readBy(page).toBe('We saw Jonathan twice. ');
	expect(await page.evaluate(() => window.kept)).toEqual(['name']);
});

test('[TXT44] flagged words are back after a reload, and still with nobody else', async ({ page }) => {
	await writeOfJonathan(page);
	await page.waitForFunction(() => sessionStorage.getItem('Ana')?.includes('Jonathan'));
	await page.reload();
	await untilWords(sheet(page, 'Ana'), 'Jonathan');
	await expect(waiting(page)).toBeVisible();
	expect((await sharedBy(page)).join()).not.toContain('Jonathan');
});

test('[TXT43] colleagues write around a word that is being typed, and the caret stays in it', async ({ page }) => {
	await sheet(page, 'Ana').click();
	await page.keyboard.type('The room is cold. ');
	await agree(page);
	await page.keyboard.type('Upst');
	// Ben's words as they come from his device
	await page.evaluate(() => {
		const tree = (window.seats[1]?.text.doc as unknown as { getXmlFragment(name: string): { get(i: number): { get(i: number): { insert(at: number, text: string): void } } } }).getXmlFragment('default');
		tree.get(0).get(0).insert(0, 'Hm. ');
	});
	await untilWords(sheet(page, 'Ana'), 'Hm. The room is cold. Upst');
	await page.keyboard.type('airs too. ');
	await readBy(page).toBe('Hm. The room is cold. Upstairs too. ');
});

test('[TXT43] a word in an input method’s hands is left alone while colleagues write', async ({ page }) => {
	await sheet(page, 'Ana').click();
	await page.keyboard.type('Rent ');
	await agree(page);
	const keyboard = await page.context().newCDPSession(page);
	await keyboard.send('Input.imeSetComposition', { text: 'や', selectionStart: 1, selectionEnd: 1 });
	await page.evaluate(() => {
		const tree = (window.seats[1]?.text.doc as unknown as { getXmlFragment(name: string): { get(i: number): { get(i: number): { insert(at: number, text: string): void } } } }).getXmlFragment('default');
		tree.get(0).get(0).insert(0, 'Hm. ');
	});
	await untilWords(sheet(page, 'Ana'), 'Hm. Rent や');
	await keyboard.send('Input.imeSetComposition', { text: 'やち', selectionStart: 2, selectionEnd: 2 });
	await untilWords(sheet(page, 'Ana'), 'Hm. Rent やち');
	expect((await sharedBy(page)).join()).not.toContain('や');
	await keyboard.send('Input.insertText', { text: '家賃' });
	await page.keyboard.type('. ');
	await readBy(page).toBe('Hm. Rent 家賃. ');
	await untilWords(sheet(page, 'Ana'), 'Hm. Rent 家賃. ');
});
