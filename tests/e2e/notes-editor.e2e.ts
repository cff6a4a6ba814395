/** The editor of shared notes in a real browser, under the app's own policy: two people write, a third reads. */
import { expect, test } from '@playwright/test';
import { serveEditor, type EditorServer } from '../harness/editor/serve';
import { agree, button, sheet, writeTogether } from '../harness/editor/story';
import { expectAccessible } from './support/accessibility';
import { untilWords, wordsOn } from './support/sheet';

let server: EditorServer;
test.beforeAll(async () => {
	server = await serveEditor();
});
test.afterAll(() => server.stop());

/** What the console said that is not meant to be there. */
let troubles: string[];

test.beforeEach(async ({ page }) => {
	troubles = [];
	page.on('console', (message) => {
		if (message.type() !== 'log' && message.type() !== 'debug') troubles.push(message.text());
	});
	page.on('pageerror', (error) => troubles.push(error.message));
	await page.goto(server.url);
	await sheet(page, 'Ana').waitFor();
});

test.afterEach(async ({ page }) => {
	expect(troubles).toEqual([]);
	expect(await page.evaluate(() => window.violations)).toEqual([]);
	expect(await page.evaluate(() => window.seats.flatMap((seat) => seat.faults.map(String)))).toEqual([]);
});

test('[TXT17] [TXT28] two people write the same notes and see where the other is', async ({ page }) => {
	await writeTogether(page);
	await expect.poll(() => page.evaluate(() => window.seats[2]?.html())).toContain('<bold>March</bold>. Who calls the firm? I do, on Monday.');
	await expect(sheet(page, 'Chloé')).toHaveAttribute('contenteditable', 'false');
	await expectAccessible(page);
	await page.evaluate(() => (document.documentElement.dataset.theme = 'dark'));
	await expectAccessible(page);
});

test('[TXT10] undo takes back only one’s own words', async ({ page }) => {
	await sheet(page, 'Ana').click();
	await page.keyboard.type('Rent');
	await agree(page);
	await sheet(page, 'Ben').click();
	await page.keyboard.press('Control+End');
	await page.keyboard.type(' and heating');
	await agree(page);
	await button(page, 'Ana', 'Undo').click();
	await expect.poll(() => wordsOn(sheet(page, 'Chloé'))).not.toContain('Rent');
	await untilWords(sheet(page, 'Chloé'), 'and heating');
	await button(page, 'Ana', 'Redo').click();
	await untilWords(sheet(page, 'Chloé'), 'Rent and heating');
});

test('opening a text writes nothing into it', async ({ page }) => {
	for (const name of ['Ana', 'Ben']) {
		await sheet(page, name).click();
		await expect(sheet(page, name)).toBeFocused();
		await page.keyboard.press('ArrowLeft');
	}
	expect(await page.evaluate(() => window.seats.map((seat) => seat.html()))).toEqual(['', '', '']);
});

test('pasted pages leave their words and nothing else', async ({ page }) => {
	await sheet(page, 'Ana').click();
	await page.evaluate(() => {
		const data = new DataTransfer();
		data.setData(
			'text/html',
			'<p style="color:red" onclick="alert(1)">Kept <b>strong</b><img src="https://example.org/x.png" onerror="alert(2)">' +
				'<a href="javascript:alert(3)">link</a></p><script>alert(4)</script><iframe src="https://example.org"></iframe>'
		);
		const target = document.activeElement;
		target?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
	});
	await agree(page);
	await untilWords(sheet(page, 'Chloé'), 'Kept stronglink');
	const left = 'img:not(.ProseMirror-separator), a, script, iframe, [onclick], [style]:not([class^=colleague])';
	for (const name of ['Ana', 'Ben', 'Chloé']) await expect(sheet(page, name).locator(left)).toHaveCount(0);
	// the policy says what it kept from running while the words were read out of the page
	const stopped = await page.evaluate(() => window.violations.splice(0));
	troubles = troubles.filter((line) => !/Content Security Policy/.test(line));
	expect(stopped.every((violation) => /^(style|script)-src-attr inline/.test(violation))).toBe(true);
});

test('what a word processor marks as not bold does not become bold', async ({ page }) => {
	await sheet(page, 'Ana').click();
	await page.evaluate(() => {
		const data = new DataTransfer();
		data.setData('text/html', '<b style="font-weight:normal;" id="docs-internal-guid-1"><p>Plain <b>strong</b></p></b>');
		document.activeElement?.dispatchEvent(
			new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
		);
	});
	await agree(page);
	await expect.poll(() => page.evaluate(() => window.seats[2]?.html())).toBe('<paragraph>Plain <bold>strong</bold></paragraph>');
	await page.evaluate(() => window.violations.splice(0));
	troubles = troubles.filter((line) => !/Content Security Policy/.test(line));
});

test('the keyboard reaches every button and finds back', async ({ page }) => {
	await sheet(page, 'Ana').click();
	await page.keyboard.press('Escape');
	await expect(button(page, 'Ana', 'Bold')).toBeFocused();
	const heading = button(page, 'Ana', 'Heading');
	for (let steps = 0; steps < 12 && !(await heading.evaluate((one) => one === document.activeElement)); steps++) await page.keyboard.press('ArrowRight');
	await expect(heading).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(sheet(page, 'Ana')).toBeFocused();
	await page.keyboard.type('Dates');
	await expect(button(page, 'Ana', 'Heading')).toHaveAttribute('aria-pressed', 'true');
	await expect(sheet(page, 'Chloé').getByRole('heading', { level: 3, name: 'Dates' })).toBeVisible();
	await page.keyboard.press('Escape');
	await page.keyboard.press('Escape');
	await expect(sheet(page, 'Ana')).toBeFocused();
});
