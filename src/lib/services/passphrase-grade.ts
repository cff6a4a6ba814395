/**
 * An honest, local estimate of how hard a passphrase is to guess. Pure. It errs on the strict side: repeats, runs,
 * keyboard rows, years and very common words count for little. Sentences are for the person who is typing.
 */
export interface PassphraseGrade {
	readonly score: 0 | 1 | 2 | 3 | 4;
	readonly sentence: string;
	/** Estimated bits of guessing work. */
	readonly bits: number;
}

const COMMON = new Set(
	(
		'password passwort passphrase secret geheim admin welcome willkommen login letmein master dragon monkey football baseball ' +
		'sunshine princess iloveyou qwerty qwertz asdf abc love summer sommer winter spring autumn herbst hello hallo test ' +
		'praxis therapy therapie therapist therapeut clinic klinik doctor doktor patient commonhold collective kollektiv'
	).split(' ')
);
const RUNS = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'qwertzuiop', 'asdfghjkl', 'zxcvbnm', 'yxcvbnm'];

/** Bits per unusual word: about one of 2,000 that people choose from. */
const WORD_BITS = 11;

export function gradePassphrase(passphrase: string): PassphraseGrade {
	const bits = Math.round(estimateBits(passphrase.normalize('NFKC')));
	const score = bits < 25 ? 0 : bits < 38 ? 1 : bits < 50 ? 2 : bits < 66 ? 3 : 4;
	return { score, sentence: SENTENCES[score], bits };
}

const SENTENCES: Record<PassphraseGrade['score'], string> = {
	0: 'Anybody could guess this.',
	1: 'A patient stranger with your device could guess this.',
	2: 'Nearly there: one more unusual word would make it hard to guess.',
	3: 'Hard to guess.',
	4: 'Very hard to guess.'
};

function estimateBits(passphrase: string): number {
	const words = passphrase.toLowerCase().split(/[\s\-_.,;:+/]+/u).filter(Boolean);
	const seen = new Set<string>();
	let bits = 0;
	for (const word of words) {
		if (seen.has(word)) bits += 1;
		else bits += Math.min(wordBits(word), spelledBits(word));
		seen.add(word);
	}
	// Mixed case and marks in the middle of words are worth a little, not a lot.
	if (/\p{Lu}/u.test(passphrase.slice(1)) && /\p{Ll}/u.test(passphrase)) bits += 2;
	return bits;
}

/** A word as one choice from a dictionary; what is no plain word is judged letter by letter. */
function wordBits(word: string): number {
	if (COMMON.has(word.replace(/[\d!?$*]+$/u, ''))) return 4;
	if (/^(19|20)\d\d$/u.test(word)) return 5;
	if (/^\p{L}+$/u.test(word)) return word.length <= 2 ? 4 : word.length <= 8 ? WORD_BITS : WORD_BITS + 2;
	if (/^\p{L}{3,}\d{1,4}[!?]?$/u.test(word)) return WORD_BITS + 4;
	// p4ssw0rd: letters exchanged for their look-alikes are the first thing that is tried.
	const plain = word.replace(/[\d\p{P}\p{S}]+$/u, '').replace(/[013457@$!]/gu, (mark) => LOOKALIKES[mark] ?? mark);
	if (/^\p{L}+$/u.test(plain)) return COMMON.has(plain) ? 8 : WORD_BITS + 8;
	return Infinity;
}

const LOOKALIKES: Readonly<Record<string, string>> = { 0: 'o', 1: 'l', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's', '!': 'i' };

/** Letter by letter, with repeats and runs counting one bit each. */
function spelledBits(word: string): number {
	const size = (/\p{L}/u.test(word) ? 26 : 0) + (/\d/u.test(word) ? 10 : 0) + (/[^\p{L}\d]/u.test(word) ? 20 : 0);
	const perCharacter = Math.log2(Math.max(size, 2));
	let bits = 0;
	for (let i = 0; i < word.length; i++) bits += i > 0 && isExpected(word, i) ? 1 : perCharacter;
	return bits;
}

function isExpected(word: string, at: number): boolean {
	if (word[at] === word[at - 1]) return true;
	const pair = word.slice(at - 1, at + 1);
	const back = pair.split('').reverse().join('');
	return RUNS.some((run) => run.includes(pair) || run.includes(back));
}
