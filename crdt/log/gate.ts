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
import { createReader, skipContent, UNREADABLE, type Reader } from './update-reader';

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

/** When little of a large update was good, its entries must not keep the whole of it in memory. */
function unentangled(entries: readonly RawEntry[], update: Uint8Array): readonly RawEntry[] {
	let size = 0;
	for (const entry of entries) size += entry.bytes.length;
	if (size * 2 >= update.length) return entries;
	return entries.map((entry) => ({ ...entry, bytes: entry.bytes.slice() }));
}

const CONTENT = 0x1f;
const SKIP = 10;
const HAS_RIGHT = 0x40;
const HAS_SUB = 0x20;
