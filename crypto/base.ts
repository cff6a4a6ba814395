/**
 * Shared vocabulary of the lowest floor: brands, results, byte helpers.
 *
 * Knows nothing of cryptography, time, disk or network. Pure and synchronous.
 */

declare const brand: unique symbol;
/** A value of type `T` that only its own constructor or parser may produce. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Expected failures are values; bugs throw. */
export type Result<T, E> =
	| { readonly ok: true; readonly value: T }
	| { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });
export const err = <E>(error: E): { readonly ok: false; readonly error: E } => ({
	ok: false,
	error
});

/** Ends a switch over a union: the compiler complains when a case is missing. */
export function assertNever(value: never): never {
	throw new Error(`unreachable case: ${typeof value}`);
}

/** 32-byte BLAKE2b of a collective's founding key and nonce, as 43 base64url characters. */
export type CollectiveId = Brand<string, 'CollectiveId'>;
/** 32-byte hash of a whole entry, signature included, as 43 base64url characters. */
export type EntryId = Brand<string, 'EntryId'>;
/** 32-byte hash of a device's signing key, as 43 base64url characters. */
export type DeviceId = Brand<string, 'DeviceId'>;
/** 32-byte hash of the first device key of a member, as 43 base64url characters. */
export type MemberId = Brand<string, 'MemberId'>;
/** 32-byte hash of a group key, as 43 base64url characters. */
export type EpochId = Brand<string, 'EpochId'>;
/** 32-byte hash of an invitation's public key, as 43 base64url characters. */
export type InvitationId = Brand<string, 'InvitationId'>;
/** A stream of the log: `core`, or 22 base64url characters (16 random bytes) for a text. */
export type StreamId = Brand<string, 'StreamId'>;
/** A device's 32-bit number in the outer document. */
export type Slot = Brand<number, 'Slot'>;
/** Something an op made: `<entry id>.<index of the op in its entry>`. */
export type ObjectId = Brand<string, 'ObjectId'>;

export const CORE_STREAM = 'core' as StreamId; // the one constant stream name; brands have no literal syntax

/** What a device's entries are about; each area has a subkey of its own (design §4). */
export const AREAS = [
	'membership',
	'calendar',
	'proposals',
	'ledger',
	'consultation',
	'text'
] as const;
export type Area = (typeof AREAS)[number];

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

export const utf8 = (text: string): Uint8Array => encoder.encode(text);

/** @returns the text, or null where the bytes are not UTF-8. */
export function textOf(bytes: Uint8Array): string | null {
	try {
		return decoder.decode(bytes);
	} catch {
		return null;
	}
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
	let size = 0;
	for (const part of parts) size += part.length;
	const all = new Uint8Array(size);
	let at = 0;
	for (const part of parts) {
		all.set(part, at);
		at += part.length;
	}
	return all;
}

/** Not constant-time: for public bytes only. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
	if (a.length !== b.length) return false;
	for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
	return true;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const CODES = Uint8Array.from(ALPHABET, (c) => c.charCodeAt(0));
const VALUES = new Int8Array(128).fill(-1);
for (let i = 0; i < 64; i++) VALUES[ALPHABET.charCodeAt(i)] = i;

/** base64url without padding (RFC 4648 §5). */
export function toBase64(bytes: Uint8Array): string {
	let text = '';
	for (let from = 0; from < bytes.length; from += CHUNK) text += encodeChunk(bytes.subarray(from, from + CHUNK));
	return text;
}

const CHUNK = 12_000; // a multiple of three, small enough for one call's arguments

function encodeChunk(bytes: Uint8Array): string {
	const out: number[] = [];
	let i = 0;
	for (; i + 2 < bytes.length; i += 3) {
		const n = (bytes[i]! << 16) | (bytes[i + 1]! << 8) | bytes[i + 2]!;
		out.push(CODES[n >> 18]!, CODES[(n >> 12) & 63]!, CODES[(n >> 6) & 63]!, CODES[n & 63]!);
	}
	if (i + 1 === bytes.length) {
		const n = bytes[i]! << 16;
		out.push(CODES[n >> 18]!, CODES[(n >> 12) & 63]!);
	} else if (i + 2 === bytes.length) {
		const n = (bytes[i]! << 16) | (bytes[i + 1]! << 8);
		out.push(CODES[n >> 18]!, CODES[(n >> 12) & 63]!, CODES[(n >> 6) & 63]!);
	}
	return String.fromCharCode(...out);
}

/** Strict inverse of `toBase64`: null for padding, foreign characters or stray low bits. */
export function fromBase64(text: string): Uint8Array | null {
	const rest = text.length % 4;
	if (rest === 1) return null;
	const out = new Uint8Array(Math.floor((text.length * 3) / 4));
	let at = 0;
	let bits = 0;
	let held = 0;
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		const value = code < 128 ? VALUES[code]! : -1;
		if (value < 0) return null;
		held = ((held << 6) | value) & 0xffffff;
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			out[at++] = (held >> bits) & 0xff;
		}
	}
	if ((held & ((1 << bits) - 1)) !== 0) return null;
	return out;
}
