/**
 * A text as the detectors see it: words with their places, sentence by sentence. Everything here is decided from the left: what is
 * appended to a text changes no word and no sentence that is complete. Knows no language. Carries IDN4.
 */

export interface Word {
	readonly from: number;
	readonly to: number;
	readonly text: string;
	/** Lower case, without accents, with plain apostrophes: what lexicons are asked for. */
	readonly plain: string;
	/** `plain` without a possessive "'s" or "'"; where the name itself ends is `stemTo`. */
	readonly stem: string;
	readonly stemTo: number;
	/** Begins with a capital letter. */
	readonly capital: boolean;
	/** More than one letter, all capitals. */
	readonly shout: boolean;
	readonly digits: boolean;
	/** The first word of its sentence, or the first after a colon, a bullet or an opening quote. */
	readonly first: boolean;
	/** What stands between the word before and this one, at most 8 units of it; '' at the beginning. */
	readonly gap: string;
}

export interface Sentence {
	readonly from: number;
	/** Behind its closing dot, if it has one. */
	readonly to: number;
	readonly words: readonly Word[];
	/** False for the last one while it may still go on. */
	readonly closed: boolean;
}

/** Words whose dot ends no sentence, plain (with capitals: written so alone) and without the dot. */
export type Abbreviations = ReadonlySet<string>;

const WORD = /[\p{L}\p{M}]+(?:['’ʻʼ-][\p{L}\p{M}]+)*['’]?|\d+/gu;
const LETTER = /\p{L}/u;
const CAPITAL = /^\p{Lu}/u;
const SHOUT = /^\p{Lu}[\p{Lu}\p{M}'’-]+$/u;
const OPENS = /(?:^|[\s([{])["“‘'«]$|[:•–—]\s+$|(?:^|\n)\s*(?:[-*•]|\d+[.)])\s+$|\n/u;
const MARKS = /\p{M}+/gu;
const QUOTES = /[’ʻʼ]/gu;

/** Lower case, without accents, plain apostrophes. Never throws. */
export function plainOf(text: string): string {
	if (/^[a-z]*$/.test(text)) return text;
	return text.normalize('NFD').replace(MARKS, '').replace(QUOTES, "'").toLowerCase().replace(/ø/g, 'o').replace(/ł/g, 'l').replace(/ß/g, 'ss');
}

/** Sentences in order; together their words are all words of the text. */
export function sentencesOf(text: string, abbreviations: Abbreviations): readonly Sentence[] {
	const sentences: Sentence[] = [];
	let words: Word[] = [];
	let from = 0;
	let before = 0;
	const close = (to: number, closed: boolean): void => {
		if (words.length > 0 || closed) sentences.push({ from, to, words, closed });
		words = [];
		from = to;
	};
	for (const match of text.matchAll(WORD)) {
		const at = match.index;
		const gap = text.slice(before, at);
		const last = words.at(-1);
		if (last && endsSentence(gap, last, text, abbreviations)) close(before + endOf(gap), true);
		words.push(wordAt(match[0], at, gap.slice(-8), words.length === 0));
		before = at + (words.at(-1)?.text.length ?? 0);
	}
	const gap = text.slice(before);
	const last = words.at(-1);
	close(text.length, last !== undefined && endsSentence(gap, last, text, abbreviations));
	return sentences;
}

function wordAt(raw: string, from: number, gap: string, first: boolean): Word {
	// a closing quote is no part of the word, the apostrophe behind an s is
	const text = /[^sS]['’]$/u.test(raw) ? raw.slice(0, -1) : raw;
	const plain = plainOf(text);
	const possessive = /'s$/.test(plain) ? 2 : /s'$/.test(plain) ? 1 : 0;
	return {
		from,
		to: from + text.length,
		text,
		plain,
		stem: plain.slice(0, plain.length - possessive),
		stemTo: from + text.length - possessive,
		capital: CAPITAL.test(text),
		shout: SHOUT.test(text),
		digits: !LETTER.test(text),
		first: first || OPENS.test(gap),
		gap
	};
}

/** A line break ends a sentence; so does a dot, question or exclamation mark with a space behind it, unless the word is an abbreviation. */
function endsSentence(gap: string, last: Word, text: string, abbreviations: Abbreviations): boolean {
	if (gap.includes('\n')) return true;
	const mark = /^["”’')\]]*([.!?…;]+)["”’')\]]*\s/u.exec(gap);
	if (!mark) return false;
	if (mark[1] !== '.') return true;
	if (abbreviations.has(last.plain) || abbreviations.has(last.text)) return false;
	return !isInitial(last, text);
}

/** "J." and the J of "J.M." */
function isInitial(word: Word, text: string): boolean {
	return word.capital && word.to - word.from === 1 && /[.\s(]|^$/u.test(text.slice(word.from - 1, word.from)) && word.plain !== 'i';
}

function endOf(gap: string): number {
	const line = gap.indexOf('\n');
	const mark = gap.search(/[.!?…;]["”’')\]]*\s/u);
	return line >= 0 && (mark < 0 || line < mark) ? line + 1 : mark + 1;
}
