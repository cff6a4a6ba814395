/** Ana and Ben write one text in two editors of one page; Chloé reads along. */
import type { Page } from 'playwright-core';

const sheet = (page: Page, name: string) => page.getByRole('textbox', { name: `Notes of ${name}` });
const button = (page: Page, name: string, says: string) =>
	page.getByRole('toolbar', { name: `Format Notes of ${name}` }).getByRole('button', { name: says, exact: true });

/** Waits until all three show the same words. */
export async function agree(page: Page): Promise<void> {
	await page.waitForFunction(() => {
		const [first, ...rest] = window.seats.map((seat) => seat.html());
		const drawn = [...document.querySelectorAll('.ProseMirror')].map((element) => {
			const copy = element.cloneNode(true) as Element; // a clone of an element
			copy.querySelectorAll('.colleague-caret').forEach((caret) => caret.remove());
			return copy.textContent;
		});
		return rest.every((other) => other === first) && drawn.every((words) => words === drawn[0]);
	});
}

export async function writeTogether(page: Page): Promise<void> {
	await sheet(page, 'Ana').click();
	await button(page, 'Ana', 'Heading').click();
	await page.keyboard.type('Fire safety');
	await page.keyboard.press('Enter');
	await page.keyboard.type('The extinguishers are due in ');
	await button(page, 'Ana', 'Bold').click();
	await page.keyboard.type('March');
	await button(page, 'Ana', 'Bold').click();
	await page.keyboard.type('. Who calls the firm?');
	await page.keyboard.press('Enter');
	await button(page, 'Ana', 'List').click();
	await page.keyboard.type('Front room');
	await page.keyboard.press('Enter');
	await page.keyboard.type('Stairwell');
	await agree(page);
	await sheet(page, 'Ben').getByText('Who calls').click();
	await page.keyboard.press('End');
	await page.keyboard.type(' I do, on Monday.');
	await page.keyboard.press('Shift+Control+ArrowLeft');
	await page.keyboard.press('Shift+Control+ArrowLeft');
	await sheet(page, 'Chloé').waitFor();
	await agree(page);
	await sheet(page, 'Ana').locator('.colleague-name', { hasText: 'Ben' }).waitFor();
}

export { button, sheet };
