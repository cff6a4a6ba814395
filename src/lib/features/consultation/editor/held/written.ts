/**
 * Which words of a draft were shared after it was written: a session may end between the two. Told by the words that the session
 * wrote later, each of which accounts for one in the draft.
 *
 * Pure. Carries TXT44.
 */
import type { Range } from './ranges';

const PARTS = /[\p{L}\p{M}\p{N}'’-]+|[^\p{L}\p{M}\p{N}'’-]+/gu;
const WORD = /[\p{L}\p{M}\p{N}'’-]+/gu;
const IS_WORD = /^[\p{L}\p{M}\p{N}'’-]/u;

/** The words that were shared, to be taken one by one. */
export class SharedWords {
	readonly #words: string[];

	/** `visible`: the words of the text now, which stand in for those whose letters are gone. */
	constructor(runs: readonly string[], someGone: boolean, visible: string) {
		this.#words = runs.flatMap((run) => run.match(WORD) ?? []);
		if (someGone) this.#words.push(...(visible.match(WORD) ?? []));
	}

	/** Whether it was shared; then it is accounted for. `mayGrow`: it was being typed, so the shared one may be longer. */
	take(word: string, mayGrow: boolean): boolean {
		let at = this.#words.indexOf(word);
		if (at < 0 && mayGrow) at = this.#words.findIndex((one) => one.startsWith(word));
		if (at >= 0) this.#words.splice(at, 1);
		return at >= 0;
	}
}

/** What of a draft's text was not shared, as stretches of it. What stands between words goes with the words beside it. */
export function notShared(text: string, shared: SharedWords): readonly Range[] {
	const parts = [...text.matchAll(PARTS)].map((part) => ({ from: part.index, to: part.index + part[0].length, text: part[0] }));
	const isWord = parts.map((part) => IS_WORD.test(part.text));
	const last = isWord.lastIndexOf(true);
	const kept = parts.map((part, i) => isWord[i] !== true || !shared.take(part.text, i === last));
	const result: { from: number; to: number }[] = [];
	parts.forEach((part, i) => {
		if (kept[i] !== true || (isWord[i] !== true && (kept[i - 1] === false || kept[i + 1] === false))) return;
		const before = result.at(-1);
		if (before?.to === part.from) before.to = part.to;
		else result.push({ from: part.from, to: part.to });
	});
	return result;
}
