/**
 * The recovery phrase: a device of its own, printed as 24 words (BIP-39, English), and short words for comparing keys.
 *
 * Knows nothing of members or of where the words are kept. Carries CRY70 to CRY73.
 */
import { entropyToMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { hash } from './hash';
import { DEVICE_SEED_BYTES, deviceKeysFromSeed, type DeviceKeys } from './keys';
import { RECOVERY_WORDS } from './phrase-words';
import type { Random } from './random';
import { createSecret, reveal, type Secret } from './secret';

export { parseRecoveryPhrase, suggestWords, type UnknownWord, type WrongChecksum, type WrongWordCount } from './phrase-words';
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
