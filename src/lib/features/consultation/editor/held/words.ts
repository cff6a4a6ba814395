/**
 * When a held word may be shared: it is finished, the check has settled it, and nothing in it is flagged.
 *
 * Pure, over the text of one block; offsets are UTF-16 units. Carries TXT41 and TXT42.
 */
import type { Checked } from '$lib/identifiers/types';
import { within, without, type Range } from './ranges';

const IN_WORD = /[\p{L}\p{M}\p{N}'’-]/u;

/** The whole of the words that touch a stretch, the stretch included. */
export function wordsAround(text: string, from: number, to: number): Range {
	let [first, last] = [from, to];
	while (first > 0) {
		const length = first > 1 && isPair(text, first - 2) ? 2 : 1;
		if (!IN_WORD.test(text.slice(first - length, first))) break;
		first -= length;
	}
	while (last < text.length) {
		const length = isPair(text, last) ? 2 : 1;
		if (!IN_WORD.test(text.slice(last, last + length))) break;
		last += length;
	}
	return { from: first, to: last };
}

const isPair = (text: string, at: number): boolean => (text.codePointAt(at) ?? 0) > 0xffff;

export interface Question {
	/** The visible text of the block, held words included. */
	readonly text: string;
	readonly held: readonly Range[];
	/** What the check said of exactly this text. */
	readonly checked: Checked;
	/** Flags that count, those kept knowingly left out. */
	readonly open: readonly Range[];
	/** Where the person writes in this block; null: nobody writes here now, so its last word is finished. */
	readonly caret: number | null;
}

/** Which held stretches may be shared now. */
export function shareable({ text, held, checked, open, caret }: Question): readonly Range[] {
	if (checked.settledTo < 0) return [];
	const kept = open.map(({ from, to }) => wordsAround(text, from, to)).sort((a, b) => a.from - b.from);
	if (caret === null) return without(held, kept);
	const edge = wordsAround(text, checked.settledTo, checked.settledTo);
	// a border between the check's words need not be one of ours: never share half a word
	const settled = edge.to > checked.settledTo ? edge.from : checked.settledTo;
	return without(within(held, 0, settled), [...kept, wordsAround(text, caret, caret)].sort((a, b) => a.from - b.from));
}
