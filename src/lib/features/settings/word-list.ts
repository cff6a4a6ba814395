/** Lists of words that a person keeps for themselves: tidied, joined, parted from pasted lines. Pure. */

/** As many as one list takes, and as long as one may be. */
export const MOST_WORDS = 500;
export const LONGEST_WORD = 80;

/** Lines, or what stands between commas and semicolons; each once, blanks put together. */
export function wordsOf(text: string): readonly string[] {
	return tidy(text.split(/[\n\r,;\t]+/));
}

/** Without what says nothing or is too long; each once, in any case, as first written. */
export function tidy(words: readonly string[]): readonly string[] {
	const seen: string[] = [];
	return words.flatMap((one) => {
		const word = one.normalize('NFC').trim().replace(/\s+/g, ' ');
		const key = word.toLowerCase();
		if (word === '' || word.length > LONGEST_WORD || seen.includes(key)) return [];
		seen.push(key);
		return [word];
	});
}

/** By the alphabet, as people look for them. */
export const joined = (list: readonly string[], more: readonly string[]): readonly string[] =>
	[...tidy([...list, ...more])].sort((a, b) => a.localeCompare(b)).slice(0, MOST_WORDS);
