/** Whoever uses no pointer. */
import { expect, type Locator, type Page } from '@playwright/test';
import { checkScreen } from './accessibility';

/** Tabs on until the element has the focus; fails when it is never reached. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
	await expect(target).toBeVisible();
	for (let presses = 0; presses < 80; presses++) {
		if (await target.evaluate((element) => element === document.activeElement)) return;
		await page.keyboard.press('Tab');
	}
	throw new Error(`the keyboard does not reach ${String(target)}`);
}

/** What has the focus, by its accessible name. */
export const focused = (page: Page): Locator => page.locator(':focus');

/** One of a group of choices: Tab reaches the group, the arrows go through it. */
export async function choose(page: Page, target: Locator): Promise<void> {
	await expect(target).toBeVisible();
	const group = await target.getAttribute('name');
	const inGroup = () => page.evaluate((name) => document.activeElement instanceof HTMLInputElement && document.activeElement.name === name, group);
	for (let presses = 0; presses < 80 && !(await inGroup()); presses++) await page.keyboard.press('Tab');
	for (let presses = 0; presses < 20; presses++) {
		if (await target.evaluate((element) => element === document.activeElement)) {
			await page.keyboard.press('Space');
			return;
		}
		await page.keyboard.press('ArrowDown');
	}
	throw new Error(`the arrows do not reach ${String(target)}`);
}

/** What a person without a pointer does on a page, and a look at what they have before them. */
export function byKeys(page: Page) {
	return {
		button: (name: string | RegExp, within: Page | Locator = page) => within.getByRole('button', { name, exact: true }),
		enter: async (target: Locator) => {
			await tabTo(page, target);
			await page.keyboard.press('Enter');
		},
		write: async (label: string | RegExp, words: string, within: Page | Locator = page) => {
			await tabTo(page, within.getByLabel(label, { exact: true }));
			await page.keyboard.press('ControlOrMeta+a');
			await page.keyboard.type(words);
		},
		/** Axe in both themes, and nothing is wider than the screen. */
		look: async (screen: string) => {
			await checkScreen(page, screen);
			const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
			expect.soft([screen, wider], 'nothing is wider than the screen').toEqual([screen, 0]);
		}
	};
}
