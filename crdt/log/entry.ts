/**
 * The sealed header of an entry: where it stands in its device's log and what it builds on.
 *
 *     version 1 | segment u32 | area u8 | slot u32 | seq u32 | lamport u32 | has-prev u8 | prev 32? | count u8 | deps 32 each
 *
 * All numbers big-endian. Collective and stream are not in it: the envelope binds them as associated data. Knows nothing of
 * keys or of what is admitted. Carries SPEC rules LOG1-LOG5.
 */
import {
	AREAS,
	err,
	fromBase64,
	ok,
	type Area,
	type DeviceId,
	type EntryId,
	type EpochId,
	type Result,
	type Slot,
	type StreamId
} from '../../crypto/base';
import type { DagEntry } from './dag';
import type { Payload } from './payload';

export const HEADER_VERSION = 1;
/** More concurrent heads than this are left to the next entry. */
export const MAX_DEPS = 64;
const ID_BYTES = 32;
const FIXED_BYTES = 1 + 4 + 1 + 4 + 4 + 4 + 1;

export interface Header {
	readonly segment: number;
	readonly area: Area;
	readonly slot: Slot;
	readonly seq: number;
	readonly lamport: number;
	readonly prev: EntryId | null;
	/** Strictly ascending, without `prev`. */
	readonly deps: readonly EntryId[];
}

/** An entry whose signature verified and whose header and payload opened. */
export interface OpenedEntry extends DagEntry {
	readonly stream: StreamId;
	readonly segment: number;
	readonly seq: number;
	readonly device: DeviceId;
	readonly area: Area;
	/** The group key it was written under. */
	readonly epoch: EpochId;
	readonly payload: Payload;
}

export type HeaderFailure =
	| { readonly type: 'MalformedHeader' }
	/** A version or an area of a newer app. */
	| { readonly type: 'NewerHeader' };

/** @throws for numbers out of range or more than 64 deps: a bug of the caller. */
export function encodeHeader(header: Header): Uint8Array {
	const { prev, deps } = header;
	if (deps.length > MAX_DEPS) throw new Error('too many deps');
	const bytes = new Uint8Array(FIXED_BYTES + (prev === null ? 0 : ID_BYTES) + 1 + deps.length * ID_BYTES);
	const view = new DataView(bytes.buffer);
	bytes[0] = HEADER_VERSION;
	view.setUint32(1, u32(header.segment));
	bytes[5] = AREAS.indexOf(header.area);
	view.setUint32(6, u32(header.slot));
	view.setUint32(10, u32(header.seq));
	view.setUint32(14, u32(header.lamport));
	let at = FIXED_BYTES;
	if (prev !== null) {
		bytes[18] = 1;
		bytes.set(idBytes(prev), at);
		at += ID_BYTES;
	}
	bytes[at++] = deps.length;
	for (const dep of [...deps].sort(byBytes)) {
		bytes.set(idBytes(dep), at);
		at += ID_BYTES;
	}
	return bytes;
}

/**
 * Strict: one header has one encoding. `likelyPrev` is the id that `prev` probably names; if so, that very text is used.
 */
export function decodeHeader(bytes: Uint8Array, likelyPrev: EntryId | null = null): Result<Header, HeaderFailure> {
	if (bytes.length < FIXED_BYTES + 1) return MALFORMED;
	if (bytes[0] !== HEADER_VERSION) return NEWER;
	const area = AREAS[bytes[5]!];
	if (area === undefined) return NEWER;
	const hasPrev = bytes[18]!;
	if (hasPrev > 1) return MALFORMED;
	let at = FIXED_BYTES + (hasPrev === 1 ? ID_BYTES : 0);
	if (at >= bytes.length) return MALFORMED;
	const count = bytes[at++]!;
	if (count > MAX_DEPS || bytes.length !== at + count * ID_BYTES) return MALFORMED;
	let prev: EntryId | null = null;
	if (hasPrev === 1) {
		prev = idAt(bytes, FIXED_BYTES);
		if (prev === likelyPrev) prev = likelyPrev;
	}
	const deps: EntryId[] = count === 0 ? NO_DEPS : [];
	for (let i = 0; i < count; i++, at += ID_BYTES) {
		if (i > 0 && compareAt(bytes, at - ID_BYTES, at) >= 0) return MALFORMED;
		const dep = idAt(bytes, at);
		if (dep === prev) return MALFORMED;
		deps.push(dep);
	}
	return ok({
		segment: u32At(bytes, 1),
		area,
		slot: u32At(bytes, 6) as Slot, // a slot is any 32-bit number
		seq: u32At(bytes, 10),
		lamport: u32At(bytes, 14),
		prev,
		deps
	});
}

const MALFORMED = err<HeaderFailure>({ type: 'MalformedHeader' });
const NEWER = err<HeaderFailure>({ type: 'NewerHeader' });

const u32At = (bytes: Uint8Array, at: number): number =>
	((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;

/** Never written to. */
const NO_DEPS: EntryId[] = [];

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const CODES = Array.from(ALPHABET, (letter) => letter.charCodeAt(0));
const LETTERS: number[] = Array.from({ length: 43 }, () => 0);

/** As `toBase64` of 32 bytes; a log has hundreds of thousands of these, so nothing is allocated but the text. */
function idAt(bytes: Uint8Array, at: number): EntryId {
	let letter = 0;
	for (let i = at; i < at + 30; i += 3) {
		const n = (bytes[i]! << 16) | (bytes[i + 1]! << 8) | bytes[i + 2]!;
		LETTERS[letter++] = CODES[n >> 18]!;
		LETTERS[letter++] = CODES[(n >> 12) & 63]!;
		LETTERS[letter++] = CODES[(n >> 6) & 63]!;
		LETTERS[letter++] = CODES[n & 63]!;
	}
	const n = (bytes[at + 30]! << 16) | (bytes[at + 31]! << 8);
	LETTERS[letter++] = CODES[n >> 18]!;
	LETTERS[letter++] = CODES[(n >> 12) & 63]!;
	LETTERS[letter] = CODES[(n >> 6) & 63]!;
	return String.fromCharCode.apply(null, LETTERS) as EntryId; // 32 bytes in base64url are what an id is
}

function u32(value: number): number {
	if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) throw new Error('not a 32-bit number');
	return value;
}

/** The 32 bytes of an id. @throws for anything else. */
export function idBytes(id: EntryId): Uint8Array {
	const bytes = fromBase64(id);
	if (bytes === null || bytes.length !== ID_BYTES) throw new Error('not an entry id');
	return bytes;
}

function compareAt(bytes: Uint8Array, a: number, b: number): number {
	for (let i = 0; i < ID_BYTES; i++) if (bytes[a + i] !== bytes[b + i]) return bytes[a + i]! - bytes[b + i]!;
	return 0;
}

function byBytes(a: EntryId, b: EntryId): number {
	const left = idBytes(a);
	const right = idBytes(b);
	for (let i = 0; i < ID_BYTES; i++) if (left[i] !== right[i]) return left[i]! - right[i]!;
	return 0;
}
