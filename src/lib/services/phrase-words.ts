/** Words of a recovery phrase while they are typed: what is not in the list, what a beginning may become. Loaded with the form that asks. */
import { RECOVERY_WORDS, parseRecoveryPhrase, suggestWords } from '$crypto/phrase-words';

export interface PhraseSoFar {
	readonly count: number;
	readonly needed: number;
	/** All there, and they fit together. */
	readonly fits: boolean;
	/** What stands in the way, once a word is finished; '': nothing yet. */
	readonly sentence: string;
	/** What the word being typed may become. */
	readonly completions: readonly string[];
}

const wordsOf = (text: string): readonly string[] => text.toLowerCase().split(/[\s,.;]+/u).filter((word) => word !== '' && !/^\d+$/u.test(word));

/** Numbers and commas between the words are passed over: sheets are copied as they are. */
export function readPhrase(text: string): PhraseSoFar {
	const words = wordsOf(text);
	const last = words.at(-1) ?? '';
	const typing = last !== '' && /\S$/u.test(text) && words.length <= RECOVERY_WORDS;
	const found = typing ? suggestWords(last) : [];
	const completions = found.length === 1 && found[0] === last ? [] : found;
	const finished = typing && completions.length > 0 ? words.slice(0, -1) : words;
	const unknown = finished.findIndex((word) => !suggestWords(word, 1).includes(word));
	const base = { count: words.length, needed: RECOVERY_WORDS, completions };
	if (unknown >= 0) return { ...base, fits: false, sentence: `Word ${unknown + 1}, “${finished[unknown]}”, is not in the list.` };
	if (words.length > RECOVERY_WORDS) return { ...base, fits: false, sentence: `There are ${words.length} words; a phrase has ${RECOVERY_WORDS}.` };
	if (words.length < RECOVERY_WORDS) return { ...base, fits: false, sentence: '' };
	const fits = parseRecoveryPhrase(words.join(' ')).ok;
	return { ...base, fits, sentence: fits ? 'All 24 words fit together.' : 'Each word is in the list, but together they do not fit: one of them is another word, or two have changed places.' };
}

/** The text with the word being typed completed, ready for the next one. */
export const completed = (text: string, word: string): string => `${text.replace(/\S*$/u, '')}${word} `;

export const phraseOf = (text: string): string => wordsOf(text).join(' ');
