/** The private list of words: pasted, tidied, joined. */
import { describe, expect, it } from 'vitest';
import { joined, LONGEST_WORD, MOST_WORDS, tidy, wordsOf } from '$lib/features/settings/word-list';

describe('a private list of words', () => {
	it('takes lines, commas, semicolons and tabs apart and puts blanks together', () => {
		expect(wordsOf('Ann-Marie\r\n  the   red house ,Oak Lane;\tB. \n\n')).toEqual(['Ann-Marie', 'the red house', 'Oak Lane', 'B.']);
	});

	it('keeps each once, in any case, as first written', () => {
		expect(tidy(['Mira', 'mira', 'MIRA', 'Mira '])).toEqual(['Mira']);
		expect(tidy(['Zoe\u0308', 'Zo\u00eb'])).toHaveLength(1);
	});

	it('leaves out what is too long, and takes no more than it holds', () => {
		expect(tidy(['x'.repeat(LONGEST_WORD + 1), 'y'])).toEqual(['y']);
		expect(joined([], Array.from({ length: MOST_WORDS + 5 }, (_, at) => `word ${at}`))).toHaveLength(MOST_WORDS);
	});

	it('stands by the alphabet', () => {
		expect(joined(['Zoe'], ['Ada', 'zoe', 'Émile'])).toEqual(['Ada', 'Émile', 'Zoe']);
	});
});
