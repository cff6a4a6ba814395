/**
 * Labelled BLAKE2b: hashes and derived keys.
 *
 * Knows nothing of entries or people. Carries CRY4 and CRY5.
 */
import { toBase64 } from './base';
import { blake2b, blake2bShared } from './heap';
import { encodeLabelledShared, encodeLabelledTextsShared } from './labels';
import { createSecret, reveal, type Secret } from './secret';

export const HASH_BYTES = 32;

/** BLAKE2b-256 of the label and the parts, each with its length in front. */
export function hash(label: string, ...parts: readonly Uint8Array[]): Uint8Array {
	return blake2b(encodeLabelledShared(label, parts), NO_KEY);
}

/** As `hash`, over UTF-8 texts; 43 base64url characters. */
export function hashText(label: string, ...texts: readonly string[]): string {
	return toBase64(blake2bShared(encodeLabelledTextsShared(label, texts), NO_KEY));
}

/**
 * A 32-byte key for one purpose: BLAKE2b-256 keyed with `key` over the label and the context. (crypto_kdf is the same
 * construction with a context of 8 bytes; ours takes a readable label and a collective.)
 *
 * @param key 16 to 64 bytes.
 */
export function deriveKey(
	key: Secret<Uint8Array>,
	label: string,
	...context: readonly Uint8Array[]
): Secret<Uint8Array> {
	return createSecret(deriveBytes(key, label, ...context));
}

/** As `deriveKey`, for outputs that are not secret (names of rooms, hints, commitments). */
export function deriveBytes(
	key: Secret<Uint8Array>,
	label: string,
	...context: readonly Uint8Array[]
): Uint8Array {
	const bytes = reveal(key);
	if (bytes.length < 16 || bytes.length > 64) throw new Error('a derivation key has 16 to 64 bytes');
	return blake2b(encodeLabelledShared(label, context), bytes);
}

const NO_KEY = new Uint8Array(0);
