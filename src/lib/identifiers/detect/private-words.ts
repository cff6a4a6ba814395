/** The person's own list: always flagged, whatever the words are otherwise. Case, accents, "'s" and a plural s do not matter. Carries IDN16. */
import { plainOf, type Word } from '../words';

/** A list made ready: phrases by their first word. */
export type Phrases = ReadonlyMap<string, readonly (readonly string[])[]>;

const PARTS = /[\p{L}\p{M}]+(?:['’ʻʼ-][\p{L}\p{M}]+)*|\d+/gu;

/** Entries without a letter or digit are no entries. */
export function phrasesOf(entries: readonly string[]): Phrases {
	const phrases = new Map<string, (readonly string[])[]>();
	for (const entry of entries) {
		const words = [...entry.matchAll(PARTS)].map(([word]) => plainOf(word));
		const [first] = words;
		if (first === undefined) continue;
		phrases.set(first, [...(phrases.get(first) ?? []), words]);
		const stem = first.replace(/'s$/, '');
		if (stem !== first) phrases.set(stem, [...(phrases.get(stem) ?? []), words]);
	}
	return phrases;
}

const same = (word: Word, wanted: string): boolean =>
	word.plain === wanted || word.stem === wanted || word.stem === wanted.replace(/'s$/, '') || word.plain === `${wanted}s`;

/** How many words of the longest phrase stand at `at`; 0: none does. */
export function phraseAt(words: readonly Word[], at: number, phrases: Phrases): number {
	let longest = 0;
	for (const phrase of candidatesAt(words, at, phrases)) {
		if (phrase.length > longest && phrase.every((wanted, step) => at + step < words.length && same(words[at + step]!, wanted))) longest = phrase.length; // below the length
	}
	return longest;
}

/** True when the words from `at` to the end may go on as a phrase. */
export function phraseBegins(words: readonly Word[], at: number, phrases: Phrases): boolean {
	const left = words.length - at;
	return candidatesAt(words, at, phrases).some((phrase) => phrase.length > left && words.slice(at).every((word, step) => same(word, phrase[step] ?? '')));
}

function candidatesAt(words: readonly Word[], at: number, phrases: Phrases): readonly (readonly string[])[] {
	const word = words[at];
	if (!word) return [];
	const found = [phrases.get(word.plain) ?? []];
	if (word.stem !== word.plain) found.push(phrases.get(word.stem) ?? []);
	if (word.plain.endsWith('s')) found.push(phrases.get(word.plain.slice(0, -1)) ?? []);
	return found.flat();
}
