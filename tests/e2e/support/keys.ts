/** Whoever uses no pointer. */
import { expect, type Locator, type Page } from '@playwright/test';

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
