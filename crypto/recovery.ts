/**
 * The recovery phrase: a device of its own, printed as 24 words (BIP-39, English), and short words for comparing keys.
 *
 * Knows nothing of members or of where the words are kept. Carries CRY70 to CRY73.
 */
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { err, ok, type Result } from './base';
import { hash } from './hash';
import { DEVICE_SEED_BYTES, deviceKeysFromSeed, type DeviceKeys } from './keys';
import type { Random } from './random';
import { createSecret, reveal, type Secret } from './secret';

export const RECOVERY_WORDS = 24;
export const FINGERPRINT_WORDS = 6;

/** 32 random bytes; encode them for the person, derive the device from them, keep neither. */
export function createRecoverySeed(random: Random): Secret<Uint8Array> {
	return createSecret(random.bytes(DEVICE_SEED_BYTES));
}

/** 24 lower-case words with single spaces; the last word carries 8 bits of checksum. */
export function encodeRecoveryPhrase(seed: Secret<Uint8Array>): Secret<string> {
	const bytes = reveal(seed);
	if (bytes.length !== DEVICE_SEED_BYTES) throw new Error('a recovery seed has 32 bytes');
	return createSecret(entropyToMnemonic(bytes, wordlist));
}

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

/** The device that the words stand for. */
export function recoveryDeviceKeys(seed: Secret<Uint8Array>): DeviceKeys {
	return deviceKeysFromSeed(seed);
}

/** Distinct positions from 0, ascending: which words to ask back, so that the person really wrote them down. */
export function createAskBack(random: Random, count = 3): readonly number[] {
	if (count < 1 || count > RECOVERY_WORDS) throw new Error('ask for 1 to 24 words');
	const positions = new Set<number>();
	// 240 = 10 × 24: bytes above it are thrown away, so that every position is equally likely.
	while (positions.size < count)
		for (const byte of random.bytes(16))
			if (byte < 240 && positions.size < count) positions.add(byte % RECOVERY_WORDS);
	return [...positions].sort((a, b) => a - b);
}

/** Words that begin with what was typed, at most `limit`; four letters name a word. */
export function suggestWords(prefix: string, limit = 5): readonly string[] {
	const start = prefix.trim().toLowerCase();
	if (start === '') return [];
	return wordlist.filter((word) => word.startsWith(start)).slice(0, limit);
}

/**
 * Six words (66 bits of a hash) for two people to compare over the phone. Enough against a second key made to look alike;
 * never a substitute for the whole key in code.
 */
export function fingerprintWords(publicKey: Uint8Array): readonly string[] {
	const digest = hash('fingerprint-words', publicKey);
	const words: string[] = [];
	let held = 0;
	let bits = 0;
	for (const byte of digest) {
		held = ((held << 8) | byte) & 0xffffff;
		bits += 8;
		if (bits >= 11) {
			bits -= 11;
			words.push(wordlist[(held >> bits) & 2047]!);
			if (words.length === FINGERPRINT_WORDS) break;
		}
	}
	return words;
}

const WORDS: ReadonlySet<string> = new Set(wordlist);
