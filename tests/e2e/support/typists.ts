/**
 * People who type into one text at random, each with letters of their own, so that nothing typed can be mistaken for another's. What
 * the screen called saved is counted at that very moment. Seeded.
 */
import { expect, type Page } from '@playwright/test';
import { createSeeded, type Seeded } from '../../support/seeded';

/** Consonants alone: no chance makes a name of them, which would be held back and make sheets differ. */
export const HANDS = ['bcfg', 'djkw', 'lmpn', 'rsvt'] as const;

export interface Typist {
	/** Paragraphs are split and made lists too: two who do so with one paragraph at once leave its words twice (TXT, “Not promised”). */
	readonly restructures: boolean;
	/** The letters of this person; nobody else types them. */
	readonly letters: string;
	page(): Page;
	/** Words typed by the test so far, no two alike. */
	readonly words: Set<string>;
	/** Letters in them. */
	typed: number;
	/** Letters that stood on this person's own sheet while it said that all was saved. */
	acknowledged: number;
	chance: Seeded;
}

export function createTypist(index: number, seed: number, page: () => Page): Typist {
	const letters = HANDS[index];
	if (letters === undefined) throw new Error('four hands, no more');
	return { restructures: seed % 2 === 1, letters, page, words: new Set(), typed: 0, acknowledged: 0, chance: createSeeded(seed * 7 + index) };
}

/** One thing that a hand does: mostly a word, now and then a jump, a new line, bold, a list. */
export async function typeOnce(typist: Typist): Promise<void> {
	const { chance } = typist;
	const { keyboard } = typist.page();
	const what = chance.int(100);
	if (what < 12) {
		for (let i = chance.int(6); i >= 0; i--) await keyboard.press(chance.pick(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End']));
	} else if (what < 17 && typist.restructures) await keyboard.press('Enter');
	else if (what < 20) await keyboard.press('Control+b');
	else if (what < 22 && typist.restructures) await keyboard.press('Control+Shift+8');
	else {
		const word = freshWord(typist);
		await keyboard.type(`${word} `, { delay: 15 + chance.int(40) });
		typist.typed += word.length;
	}
	await noteSaved(typist);
}

function freshWord({ chance, letters, words }: Typist): string {
	for (let length = 4 + chance.int(6); ; length++) {
		const word = Array.from({ length }, () => chance.pick([...letters])).join('');
		if (words.has(word)) continue;
		words.add(word);
		return word;
	}
}

/** A caret may part a word, and one of its parts be another word: long ones hardly ever. */
const LONG = 7;

/** Long words of this person that stand there more than once. */
export function twiceIn(text: string, { letters, words }: Typist): readonly string[] {
	const found = text.match(new RegExp(`[${letters}]+`, 'g'))?.filter((word) => word.length >= LONG && words.has(word)) ?? [];
	return found.filter((word, i) => found.indexOf(word) !== i);
}

/** Reads sheet and status line in one go: what stands there while all of it is called saved. */
async function noteSaved(typist: Typist): Promise<void> {
	const { saved, own } = await typist.page().evaluate(readSheet, typist.letters);
	if (saved) typist.acknowledged = Math.max(typist.acknowledged, own);
}

/** A pause in which the disk comes after, so that something is called saved at all. */
export async function untilSaved(typist: Typist): Promise<void> {
	const isSaved = async (): Promise<boolean> => {
		const { saved, own } = await typist.page().evaluate(readSheet, typist.letters);
		if (saved) typist.acknowledged = Math.max(typist.acknowledged, own);
		return saved && own > 0;
	};
	await expect.poll(isSaved, { timeout: 60_000 }).toBe(true);
}

/** Letters of each hand on a sheet, and its words without carets. */
export const sheetOf = async (page: Page): Promise<string> => (await page.evaluate(readSheet, '')).text;

export function countOf(text: string, letters: string): number {
	return [...text].filter((letter) => letters.includes(letter)).length;
}

export async function untilEqual(pages: readonly Page[]): Promise<string> {
	let texts: string[] = [];
	await expect
		.poll(
			async () => {
				texts = await Promise.all(pages.map(sheetOf));
				return new Set(texts).size;
			},
			{ timeout: 120_000, message: 'everybody has the same sheet' }
		)
		.toBe(1);
	return texts[0] ?? '';
}

/** Runs inside the page. */
function readSheet(letters: string): { readonly saved: boolean; readonly own: number; readonly text: string } {
	const sheet = document.querySelector('[role=textbox][aria-label=Notes]');
	if (!sheet) return { saved: false, own: 0, text: '' };
	const copy = sheet.cloneNode(true) as Element; // of an element
	for (const caret of copy.querySelectorAll('[aria-hidden=true]')) caret.remove();
	const text = [...copy.querySelectorAll('p, h3, h4')].map((block) => block.textContent).join('\n');
	const saved = [...document.querySelectorAll('section[aria-labelledby=notes] p')].some((line) => /saved on this device/.test(line.textContent));
	const own = letters === '' ? 0 : [...text].filter((letter) => letters.includes(letter)).length;
	return { saved, own, text };
}
