/**
 * PADMÉ padding (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files", PoPETs 2019): a sealed text of length L
 * shows only O(log log L) bits of it, for at most 12 % more bytes. Below 192 bytes everything looks alike, so that a vote
 * is not recognised by its size.
 *
 * Knows nothing of keys. Carries CRY33.
 */
import { err, ok, type Result } from './base';

export const MIN_PADDED_BYTES = 192;
/** In text streams, where every entry is a few words and none is a vote: three in four bytes would be padding otherwise. */
export const MIN_PADDED_TEXT_BYTES = 64;

/** The smallest PADMÉ length that holds `length` bytes; at least `least`. */
export function padmeLength(length: number, least = MIN_PADDED_BYTES): number {
	if (length <= least) return least;
	const exponent = 31 - Math.clz32(length);
	const kept = 32 - Math.clz32(exponent);
	const mask = 2 ** (exponent - kept) - 1;
	return (length + mask) & ~mask;
}

/** The text, one byte 0x80, then zeros. @throws for more than 2^30 bytes. */
export function pad(plaintext: Uint8Array, least = MIN_PADDED_BYTES): Uint8Array {
	if (plaintext.length > 2 ** 30) throw new Error('too long to pad');
	const padded = new Uint8Array(padmeLength(plaintext.length + 1, least));
	padded.set(plaintext, 0);
	padded[plaintext.length] = 0x80;
	return padded;
}

export interface Unpadded {
	readonly type: 'Unpadded';
}

/** A view of the text without its padding. Any other padding than `pad` makes is `Unpadded`: one text, one encoding. */
export function unpad(padded: Uint8Array): Result<Uint8Array, Unpadded> {
	const end = unpaddedEnd(padded, 0, padded.length);
	return end < 0 ? err({ type: 'Unpadded' }) : ok(padded.subarray(0, end));
}

/** Where the text in `bytes[from, to)` ends, -1 for `Unpadded`. */
export function unpaddedEnd(bytes: Uint8Array, from: number, to: number, least = MIN_PADDED_BYTES): number {
	let end = to - 1;
	while (end >= from && bytes[end] === 0) end--;
	const isCanonical = end >= from && bytes[end] === 0x80 && padmeLength(end + 1 - from, least) === to - from;
	return isCanonical ? end : -1;
}
