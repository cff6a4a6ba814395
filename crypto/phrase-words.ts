/**
 * Reading the words of a recovery phrase (BIP-39, English): while they are typed, and as a whole. Carries CRY70 and CRY71.
 *
 * Apart from what is made of them, so that a form that asks for words loads no cryptography.
 */
import { mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { err, ok, type Result } from './base';
import { createSecret, type Secret } from './secret';

export const RECOVERY_WORDS = 24;

export interface WrongWordCount {
	readonly type: 'WrongWordCount';
	readonly count: number;
}
/** Not in the list. `position` counts from 0. */
export interface UnknownWord {
	readonly type: 'UnknownWord';
	readonly position: number;
}
/** All words exist, but not together: two are swapped or one is another word of the list. */
export interface WrongChecksum {
	readonly type: 'WrongChecksum';
}

/** Case, accents of composition and white space do not matter; order and spelling do. */
export function parseRecoveryPhrase(
	phrase: string
): Result<Secret<Uint8Array>, WrongWordCount | UnknownWord | WrongChecksum> {
	const words = phrase
		.normalize('NFKD')
		.toLowerCase()
		.split(/\s+/u)
		.filter((word) => word !== '');
	if (words.length !== RECOVERY_WORDS) return err({ type: 'WrongWordCount', count: words.length });
	const position = words.findIndex((word) => !WORDS.has(word));
	if (position >= 0) return err({ type: 'UnknownWord', position });
	try {
		return ok(createSecret(mnemonicToEntropy(words.join(' '), wordlist)));
	} catch {
		// Count and words were checked above, so only the checksum is left.
		return err({ type: 'WrongChecksum' });
	}
}

/** Words that begin with what was typed, at most `limit`; four letters name a word. */
export function suggestWords(prefix: string, limit = 5): readonly string[] {
	const start = prefix.trim().toLowerCase();
	if (start === '') return [];
	return wordlist.filter((word) => word.startsWith(start)).slice(0, limit);
}

const WORDS: ReadonlySet<string> = new Set(wordlist);
