/**
 * The words that stand on a sheet of paper, as a person reads them: colleagues’ carets, with their names, are drawn in between and
 * are no words.
 */
import { expect, type Locator } from '@playwright/test';

/** The words on a sheet, without carets. */
export const wordsOn = (sheet: Locator): Promise<string> =>
	sheet.evaluate((element) => {
		const copy = element.cloneNode(true) as Element; // of an element
		for (const caret of copy.querySelectorAll('[aria-hidden=true]')) caret.remove();
		return copy.textContent;
	});

/** The words on a sheet come to hold these, wherever carets stand. */
export async function untilWords(sheet: Locator, words: string, { timeout = 20_000 } = {}): Promise<void> {
	await expect(sheet).toBeVisible({ timeout });
	await expect.poll(() => wordsOn(sheet), { timeout }).toContain(words);
}
