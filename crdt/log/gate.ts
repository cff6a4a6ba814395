/**
 * The keyless half of the gate: takes a raw Yjs update from a peer apart into sealed entries, and refuses everything else.
 *
 * It reads the update format itself instead of calling `Y.decodeUpdate`: that builds objects for whatever it is told, stops
 * at the first bad struct and can be made to allocate; this one never allocates by a claimed number, never recurses by the
 * input, never throws, and goes on behind a bad struct as long as it can tell where the next one begins. Verification of
 * signatures comes afterwards, in `admit.ts`. Knows nothing of keys or members. Carries SPEC rules GATE1-GATE9.
 */
import type { Slot } from '../../crypto/base';
import { textOf } from '../../crypto/base';
import { MAX_ENVELOPE_BYTES, MIN_ENVELOPE_BYTES } from '../../crypto/envelope';
import { arrayNameOf, BINARY_ITEM, HAS_ORIGIN } from './outer-doc';
import type { RawEntry } from './ports';

export interface GateCaps {
	readonly maxUpdateBytes: number;
	readonly maxEntryBytes: number;
	/** Offences beyond this are counted, not described. */
	readonly maxOffences: number;
}

export const GATE_CAPS: GateCaps = {
	maxUpdateBytes: 64 * 1024 * 1024,
	maxEntryBytes: MAX_ENVELOPE_BYTES,
	maxOffences: 16
};

export interface Offence {
	readonly type:
		| 'oversized-update'
		| 'unreadable'
		| 'deletes'
		| 'foreign-struct'
		| 'foreign-content'
		| 'foreign-parent'
		| 'foreign-origin'
		| 'bad-place'
		| 'oversized-entry'
		| 'undersized-entry';
	/** Yjs client id under which it came, where one was readable. */
	readonly client: number | null;
}

export interface Sifted {
	/** Views into the update (or copies, when little of it was good), in the order in which they came. */
	readonly entries: readonly RawEntry[];
	readonly offences: readonly Offence[];
	/** All offences, those beyond the described ones too. */
	readonly offenceCount: number;
}

/** Never throws, whatever the bytes. Cost is linear in their number. */
export function sift(update: Uint8Array, caps: GateCaps = GATE_CAPS): Sifted {
	const offences: Offence[] = [];
	let offenceCount = 0;
	const offend = (type: Offence['type'], client: number | null): void => {
		offenceCount++;
		if (offences.length < caps.maxOffences) offences.push({ type, client });
	};
	const entries: RawEntry[] = [];
	if (update.length > caps.maxUpdateBytes) {
		offend('oversized-update', null);
		return { entries, offences, offenceCount };
	}
	const reader = createReader(update);
	try {
		readSections(reader, entries, caps, offend);
		if (reader.uint() > 0) offend('deletes', null);
		else if (!reader.isAtEnd()) offend('unreadable', null);
	} catch (problem) {
		if (problem !== UNREADABLE) throw problem;
		offend('unreadable', null);
	}
	return { entries: unentangled(entries, update), offences, offenceCount };
}

function readSections(
	reader: Reader,
	entries: RawEntry[],
	caps: GateCaps,
	offend: (type: Offence['type'], client: number | null) => void
): void {
	const sections = reader.uint();
	for (let s = 0; s < sections; s++) {
		const structs = reader.uint();
		const client = reader.uint();
		let clock = reader.uint();
		const isSlot = client > 0 && client <= 0xffffffff;
		for (let i = 0; i < structs; i++) {
			if (!Number.isSafeInteger(clock)) throw UNREADABLE;
			const info = reader.byte();
			if (info === SKIP) {
				clock += reader.uint();
				continue;
			}
			if ((info & CONTENT) === 0) {
				clock += reader.uint();
				offend('foreign-struct', client);
				continue;
			}
			const found = readItem(reader, info, client, clock);
			if (found.offence !== null) offend(found.offence, client);
			else if (!isSlot || clock > 0xffffffff) offend('bad-place', client);
			else if (found.bytes.length > caps.maxEntryBytes) offend('oversized-entry', client);
			else if (found.bytes.length < MIN_ENVELOPE_BYTES) offend('undersized-entry', client);
			else entries.push({ slot: client as Slot, seq: clock, bytes: found.bytes }); // range checked above
			clock += found.length;
		}
	}
}

type Found =
	| { readonly offence: null; readonly bytes: Uint8Array; readonly length: 1 }
	| { readonly offence: Offence['type']; readonly length: number };

/** Reads one item wholly, good or not, so that the next one can be found. */
function readItem(reader: Reader, info: number, client: number, clock: number): Found {
	let offence: Offence['type'] | null = null;
	const hasOrigin = (info & HAS_ORIGIN) !== 0;
	const hasRight = (info & HAS_RIGHT) !== 0;
	if (hasOrigin) {
		const originClient = reader.uint();
		const originClock = reader.uint();
		if (originClient !== client || originClock !== clock - 1) offence = 'foreign-origin';
	} else if (clock !== 0) offence = 'foreign-origin';
	if (hasRight) {
		reader.uint();
		reader.uint();
		offence = 'foreign-origin';
	}
	if (!hasOrigin && !hasRight) {
		if (reader.uint() === 1) {
			if (textOf(reader.bytes()) !== arrayNameOf(client)) offence = 'foreign-parent';
		} else {
			reader.uint();
			reader.uint();
			offence = 'foreign-parent';
		}
		if ((info & HAS_SUB) !== 0) {
			reader.bytes();
			offence = 'foreign-parent';
		}
	}
	if ((info & CONTENT) === BINARY_ITEM) {
		const bytes = reader.bytes();
		return offence === null && (info & HAS_SUB) === 0
			? { offence: null, bytes, length: 1 }
			: { offence: offence ?? 'foreign-parent', length: 1 };
	}
	return { offence: 'foreign-content', length: skipContent(reader, info & CONTENT) };
}

/** Steps over content of the other Yjs types; returns how many clock ticks it takes. */
function skipContent(reader: Reader, content: number): number {
	switch (content) {
		case 1: // deleted
			return reader.uint();
		case 2: {
			// JSON
			const count = reader.uint();
			for (let i = 0; i < count; i++) reader.bytes();
			return count;
		}
		case 4: {
			// string: its length counts UTF-16 units
			const text = textOf(reader.bytes());
			if (text === null) throw UNREADABLE;
			return text.length;
		}
		case 5: // embed
			reader.bytes();
			return 1;
		case 6: // format
			reader.bytes();
			reader.bytes();
			return 1;
		case 7: {
			// type: two of them carry a name
			const type = reader.uint();
			if (type === 3 || type === 5) reader.bytes();
			return 1;
		}
		case 8: {
			// any
			const count = reader.uint();
			for (let i = 0; i < count; i++) skipAny(reader);
			return count;
		}
		case 9: // document
			reader.bytes();
			skipAny(reader);
			return 1;
		default:
			throw UNREADABLE;
	}
}

/** One value of lib0's "any" encoding. A stack of our own instead of recursion: hostile nesting costs nothing. */
function skipAny(reader: Reader): void {
	/** Values still to come on each level; negative levels are objects, whose values have a key in front. */
	const levels: number[] = [1];
	while (levels.length > 0) {
		const left = levels.at(-1)!;
		if (left === 0) {
			levels.pop();
			continue;
		}
		levels[levels.length - 1] = left > 0 ? left - 1 : left + 1;
		if (left < 0) reader.bytes();
		const inner = skipAnyHead(reader);
		if (inner === 0) continue;
		// Every value still to come needs at least one byte.
		if (Math.abs(inner) > reader.remaining() || levels.length >= MAX_NESTING) throw UNREADABLE;
		levels.push(inner);
	}
}

const MAX_NESTING = 64;

/** Returns the number of values inside: positive for an array, negative for an object, 0 for a plain value. */
function skipAnyHead(reader: Reader): number {
	switch (reader.byte()) {
		case 127: // undefined
		case 126: // null
		case 121: // false
		case 120: // true
			return 0;
		case 125:
			reader.int();
			return 0;
		case 124: // float32
			reader.skip(4);
			return 0;
		case 123: // float64
		case 122: // bigint
			reader.skip(8);
			return 0;
		case 119: // string
		case 116: // bytes
			reader.bytes();
			return 0;
		case 118:
			return -reader.uint();
		case 117:
			return reader.uint();
		default:
			throw UNREADABLE;
	}
}

interface Reader {
	uint(): number;
	int(): void;
	byte(): number;
	bytes(): Uint8Array;
	skip(count: number): void;
	remaining(): number;
	isAtEnd(): boolean;
}

function createReader(data: Uint8Array): Reader {
	let at = 0;
	const end = data.length;
	const byte = (): number => {
		if (at >= end) throw UNREADABLE;
		return data[at++]!;
	};
	const uint = (): number => {
		let value = 0;
		let scale = 1;
		for (;;) {
			const next = byte();
			value += (next & 0x7f) * scale;
			if (next < 0x80) return value;
			scale *= 128;
			if (value > Number.MAX_SAFE_INTEGER || scale > 2 ** 56) throw UNREADABLE;
		}
	};
	return {
		uint,
		byte,
		int() {
			for (let i = 0; i < 9; i++) if (byte() < 0x80) return;
			throw UNREADABLE;
		},
		bytes() {
			const length = uint();
			if (length > end - at) throw UNREADABLE;
			at += length;
			return data.subarray(at - length, at);
		},
		skip(count) {
			if (count > end - at) throw UNREADABLE;
			at += count;
		},
		remaining: () => end - at,
		isAtEnd: () => at === end
	};
}

/** When little of a large update was good, its entries must not keep the whole of it in memory. */
function unentangled(entries: readonly RawEntry[], update: Uint8Array): readonly RawEntry[] {
	let size = 0;
	for (const entry of entries) size += entry.bytes.length;
	if (size * 2 >= update.length) return entries;
	return entries.map((entry) => ({ ...entry, bytes: entry.bytes.slice() }));
}

const UNREADABLE = new Error('unreadable update');
const CONTENT = 0x1f;
const SKIP = 10;
const HAS_RIGHT = 0x40;
const HAS_SUB = 0x20;
