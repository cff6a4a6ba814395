/** Suggestions, links and tasks in a real browser, under the app's own policy: Ana and Ben write one agreement. */
import { expect, test, type Page } from '@playwright/test';
import { serveEditor, type EditorServer } from '../harness/editor/serve';
import { expectAccessible } from './support/accessibility';
import { untilWords, wordsOn } from './support/sheet';

let server: EditorServer;
test.beforeAll(async () => {
	server = await serveEditor('agreement.ts');
});
test.afterAll(() => server.stop());

const at = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const sheet = (page: Page, name: string) => page.getByRole('textbox', { name: `Rules of ${name}` });
const tool = (page: Page, name: string, says: string) => at(page, name).getByRole('toolbar').getByRole('button', { name: says, exact: true });
const suggestions = (page: Page, name: string) => at(page, name).getByRole('region', { name: /^Suggestions/ }).getByRole('listitem');
const mode = (page: Page, name: string, says: 'Suggest' | 'Write directly') => at(page, name).getByText(says, { exact: true });

/** Both hold the same. */
const agree = (page: Page): Promise<unknown> => page.waitForFunction(() => window.seats.every((seat) => seat.html() === window.seats[0]?.html()));
const shared = (page: Page): Promise<string> => page.evaluate(() => window.seats[0]?.html() ?? '');

/** Puts the cursor of `name` behind these words. */
async function behind(page: Page, name: string, words: string): Promise<void> {
	await sheet(page, name).focus();
	await sheet(page, name).evaluate((element, wanted) => {
		const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
		for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
			const from = node.textContent?.indexOf(wanted) ?? -1;
			if (from >= 0) getSelection()?.collapse(node, from + wanted.length);
		}
	}, words);
}

async function paste(page: Page, html: string): Promise<void> {
	await page.evaluate((pasted) => {
		const data = new DataTransfer();
		data.setData('text/html', pasted);
		document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
	}, html);
}

test.beforeEach(async ({ page }) => {
	await page.goto(server.url);
	await sheet(page, 'Ana').click();
	await page.keyboard.type('We meet on Monday.');
	await page.keyboard.press('Enter');
	await page.keyboard.type('Everybody brings tea.');
	await agree(page);
});

test.afterEach(async ({ page }) => {
	expect(await page.evaluate(() => window.violations)).toEqual([]);
	expect(await page.evaluate(() => window.seats.flatMap((seat) => seat.faults.map(String)))).toEqual([]);
});

test('[TXT53] [TXT55] two people suggest at once; each sees both, one accepts, the other’s undo brings back only their own', async ({ page }) => {
	// begun in an empty text, so directly; from now on as suggestions
	for (const name of ['Ana', 'Ben']) await mode(page, name, 'Suggest').click();
	await behind(page, 'Ana', 'on Monday');
	for (let i = 0; i < 6; i++) await page.keyboard.press('Backspace');
	await page.keyboard.type('Friday');
	await behind(page, 'Ben', 'brings');
	await page.keyboard.type(' good');
	await agree(page);
	for (const name of ['Ana', 'Ben']) await expect(suggestions(page, name)).toHaveCount(2);
	await expect(suggestions(page, 'Ben').first()).toContainText('Ana replaces Monday with Friday');
	await expect(suggestions(page, 'Ana').nth(1)).toContainText('Ben adds good');
	await expect.poll(() => wordsOn(sheet(page, 'Ben').locator('del'))).toBe('Monday');
	await expectAccessible(page);
	await page.evaluate(() => (document.documentElement.dataset.theme = 'dark'));
	await expectAccessible(page);

	await suggestions(page, 'Ben').first().getByRole('button', { name: /^Accept: Ana replaces/ }).press('Enter');
	await expect(suggestions(page, 'Ben').first().getByRole('button', { name: /^Accept: You add/ })).toBeFocused();
	await agree(page);
	await untilWords(sheet(page, 'Ana'), 'We meet on Friday.');
	await suggestions(page, 'Ana').first().getByRole('button', { name: /^Decline/ }).click();
	await agree(page);
	await expect.poll(() => shared(page)).toBe('<paragraph>We meet on Friday.</paragraph><paragraph>Everybody brings tea.</paragraph>');
	await expect(at(page, 'Ana').getByText('None are open.')).toBeVisible();
	await tool(page, 'Ana', 'Undo').click();
	await agree(page);
	await expect.poll(() => wordsOn(sheet(page, 'Ben').locator('ins'))).toBe(' good');
});

test('[TXT48] a key that follows at once acts where the cursor is seen', async ({ page }) => {
	await mode(page, 'Ana', 'Write directly').click();
	await behind(page, 'Ana', 'We meet on Monday.');
	await expect(sheet(page, 'Ana')).toBeFocused();
	// within one turn of the page, so that the browser cannot have told of the move
	await page.evaluate(() => {
		const seen = getSelection();
		for (let i = 0; i < 11; i++) seen?.modify('move', 'backward', 'character');
		document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', keyCode: 13, bubbles: true, cancelable: true }));
	});
	await agree(page);
	await expect.poll(() => shared(page)).toBe('<paragraph>We meet</paragraph><paragraph> on Monday.</paragraph><paragraph>Everybody brings tea.</paragraph>');
});

test('[TXT48] a colleague’s word that arrives at once leaves the cursor where it is seen', async ({ page }) => {
	await behind(page, 'Ana', 'We meet on Monday.');
	await expect(sheet(page, 'Ana')).toBeFocused();
	await page.evaluate(() => {
		const seen = getSelection();
		for (let i = 0; i < 11; i++) seen?.modify('move', 'backward', 'character');
		// Ben's word as it comes from his device, before the browser tells of the move
		const tree = (window.seats[0]?.text.doc as unknown as { getXmlFragment(name: string): { get(i: number): { get(i: number): { insert(at: number, text: string): void } } } }).getXmlFragment('default');
		tree.get(0).get(0).insert(0, 'Hm. ');
	});
	await page.keyboard.type(' early');
	await agree(page);
	await expect.poll(async () => (await shared(page)).replace(/<[^>]*>/g, '')).toBe('Hm. We meet early on Monday.Everybody brings tea.');
});

test('[TXT53] a text that has words is opened for suggestions, an empty one for writing', async ({ page }) => {
	await expect(at(page, 'Ana').getByRole('radio', { name: 'Write directly' })).toBeChecked();
	expect(await shared(page)).not.toContain('insertion');
});

test('[TXT54] accepting all can be undone, and a suggestion is found from the list', async ({ page }) => {
	await mode(page, 'Ben', 'Suggest').click();
	await behind(page, 'Ben', 'We meet');
	await page.keyboard.type(' early');
	await behind(page, 'Ben', 'tea.');
	await page.keyboard.press('Enter');
	await page.keyboard.type('And cake.');
	await agree(page);
	await expect(suggestions(page, 'Ana')).toHaveCount(2);
	await suggestions(page, 'Ana').nth(1).getByRole('button', { name: /show it in the text/ }).click();
	await expect(sheet(page, 'Ana')).toBeFocused();
	await expect(suggestions(page, 'Ana').nth(1)).toHaveAttribute('aria-current', 'true');
	await at(page, 'Ana').getByRole('button', { name: 'Accept all' }).click();
	await agree(page);
	await expect.poll(() => shared(page)).toBe('<paragraph>We meet early on Monday.</paragraph><paragraph>Everybody brings tea.</paragraph><paragraph>And cake.</paragraph>');
	await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
	await agree(page);
	await expect(suggestions(page, 'Ben')).toHaveCount(2);
});

test('[TXT51] a link is made, changed and taken away by keyboard; an address that runs something is none', async ({ page }) => {
	await behind(page, 'Ana', 'brings tea');
	for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowLeft');
	await expect.poll(() => page.evaluate(() => String(getSelection()))).toBe('tea');
	await page.keyboard.press('Control+k');
	const dialog = page.getByRole('dialog', { name: 'Add a link' });
	for (const bad of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'tea']) {
		await dialog.getByLabel('Address').fill(bad);
		await page.keyboard.press('Enter');
		await expect(dialog.getByText('neither a web address nor an e-mail address')).toBeVisible();
	}
	await expectAccessible(page);
	await dialog.getByLabel('Address').fill('example.org/tea');
	await page.keyboard.press('Enter');
	await expect(sheet(page, 'Ana')).toBeFocused();
	const link = sheet(page, 'Ben').getByRole('link', { name: 'tea' });
	await expect(link).toHaveAttribute('href', 'https://example.org/tea');
	await expect(link).toHaveAttribute('rel', 'noopener noreferrer nofollow');
	await expect(link).toHaveAttribute('target', '_blank');
	await page.keyboard.press('ArrowLeft');
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('Control+k');
	const change = page.getByRole('dialog', { name: 'Change the link' });
	await expect(change.getByRole('link', { name: 'Open in a new tab' })).toHaveAttribute('href', 'https://example.org/tea');
	await change.getByRole('button', { name: 'Remove link' }).click();
	await agree(page);
	await expect(sheet(page, 'Ben').getByRole('link')).toHaveCount(0);
	await expect.poll(() => shared(page)).toContain('<paragraph>Everybody brings tea.</paragraph>');
});

test('[TXT51] of pasted links only web and mail addresses are left, without what else they carried', async ({ page }) => {
	await behind(page, 'Ana', 'tea.');
	await paste(
		page,
		'<p> <a href="https://example.org/a" onclick="alert(1)" style="x" class="y" target="_top">web</a> <a href="mailto:a@example.org">mail</a>' +
			' <a href="javascript:alert(1)">script</a> <a href="data:text/html,x">data</a> <a href="/here">near</a> <ins data-suggestion="x">in</ins><del>out</del></p>'
	);
	await agree(page);
	await untilWords(sheet(page, 'Ben'), 'web mail script data near inout');
	const links = await Promise.all(
		(await sheet(page, 'Ben').locator('a').all()).map(async (link) => [
			await wordsOn(link),
			...(await link.evaluate((one) => one.getAttributeNames().sort().map((name) => one.getAttribute(name))))
		])
	);
	expect(links).toEqual([
		['web', 'https://example.org/a', 'noopener noreferrer nofollow', '_blank'],
		['mail', 'mailto:a@example.org', 'noopener noreferrer nofollow', '_blank']
	]);
	await expect(sheet(page, 'Ben').locator('ins, del')).toHaveCount(0);
	// the policy says what it kept from running while the words were read out of the page
	const stopped = await page.evaluate(() => window.violations.splice(0));
	expect(stopped.every((violation) => /^(style|script)-src-attr inline/.test(violation))).toBe(true);
});

test('[TXT50] a task that one ticks is ticked for the other', async ({ page }) => {
	await behind(page, 'Ana', 'tea.');
	await page.keyboard.press('Enter');
	await tool(page, 'Ana', 'Tasks').click();
	await page.keyboard.type('Buy tea');
	await agree(page);
	await mode(page, 'Ben', 'Suggest').click();
	await at(page, 'Ben').getByRole('checkbox', { name: 'Done: Buy tea' }).check();
	await agree(page);
	await expect(at(page, 'Ana').getByRole('checkbox', { name: 'Done: Buy tea' })).toBeChecked();
	await expect(suggestions(page, 'Ana')).toHaveCount(0);
	await expect.poll(() => shared(page)).toContain('<taskitem checked="true">');
});

test('at 360 px every button is there, large enough for a thumb, and reached by the arrows', async ({ page }) => {
	await page.setViewportSize({ width: 360, height: 740 });
	const more = tool(page, 'Ana', 'More formatting');
	await more.click();
	await expect(more).toHaveAttribute('aria-expanded', 'true');
	const buttons = at(page, 'Ana').getByRole('toolbar').getByRole('button');
	await expect(buttons).toHaveCount(13);
	for (const box of await buttons.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()))) {
		expect(box.width).toBeGreaterThanOrEqual(44);
		expect(box.height).toBeGreaterThanOrEqual(44);
		expect(box.right).toBeLessThanOrEqual(360);
	}
	await expect(buttons.and(page.locator('[tabindex="0"]'))).toHaveCount(1);
	await more.press('End');
	await expect(tool(page, 'Ana', 'Redo')).toBeFocused();
	await expectAccessible(page);
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});
