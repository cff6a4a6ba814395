/**
 * The canonical outer document: sealed entries of one segment of one stream as a Y.Doc that stock providers can carry.
 *
 * One `Y.Array` named `L<slot>` per device; Yjs client id = slot, Yjs clock = seq, each entry one binary item. Equal sets of
 * entries give equal bytes whatever their arrival order, and the state vector is the version vector. It is a cache of the
 * log, never its authority: it can be thrown away and built again. Only what the gate let through may be put in. Knows
 * nothing of keys or contents. Carries SPEC rules DOC1-DOC6.
 */
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import type { Slot } from '../../crypto/base';

/** Consecutive entries of one device. */
export interface Run {
	readonly slot: Slot;
	/** seq of the first of them. */
	readonly fromSeq: number;
	readonly entries: readonly Uint8Array[];
}

export interface OuterDoc {
	/** Hand it to providers; never write to it elsewhere. */
	readonly doc: Y.Doc;
	/** Adds entries that continue what is there. `Gap` when the run starts beyond the end; what is known already is skipped. */
	appendRuns(runs: readonly Run[], origin?: unknown): 'appended' | 'gap';
	/** seq of the next entry missing, per slot. */
	have(): ReadonlyMap<Slot, number>;
	encode(): Uint8Array;
	destroy(): void;
}

export const arrayNameOf = (slot: number): string => `L${slot}`;

export function createOuterDoc(): OuterDoc {
	// Nothing is ever deleted; without `gc: false` a hostile delete that slipped in elsewhere would also destroy the bytes.
	const doc = new Y.Doc({ gc: false });
	const lengthOf = (slot: Slot): number => Y.getState(doc.store, slot);
	return {
		doc,
		appendRuns(runs, origin) {
			const fresh: Run[] = [];
			for (const run of runs) {
				const length = lengthOf(run.slot);
				if (run.fromSeq > length) return 'gap';
				const known = length - run.fromSeq;
				if (known < run.entries.length)
					fresh.push({ slot: run.slot, fromSeq: length, entries: run.entries.slice(known) });
			}
			if (fresh.length > 0) Y.applyUpdate(doc, encodeRuns(fresh), origin);
			return 'appended';
		},
		have: () => readHave(Y.encodeStateVector(doc)),
		encode: () => Y.encodeStateAsUpdate(doc),
		destroy: () => doc.destroy()
	};
}

/**
 * The Yjs update (format V1) that holds exactly these runs, without a Y.Doc: byte for byte what Yjs itself would encode.
 * At most one run per slot.
 */
export function encodeRuns(runs: readonly Run[]): Uint8Array {
	const filled = runs.filter((run) => run.entries.length > 0).sort((a, b) => b.slot - a.slot);
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, filled.length);
	for (const { slot, fromSeq, entries } of filled) {
		encoding.writeVarUint(encoder, entries.length);
		encoding.writeVarUint(encoder, slot);
		encoding.writeVarUint(encoder, fromSeq);
		for (let i = 0; i < entries.length; i++) {
			const seq = fromSeq + i;
			if (seq === 0) {
				encoding.writeUint8(encoder, BINARY_ITEM);
				encoding.writeVarUint(encoder, 1);
				encoding.writeVarString(encoder, arrayNameOf(slot));
			} else {
				encoding.writeUint8(encoder, BINARY_ITEM | HAS_ORIGIN);
				encoding.writeVarUint(encoder, slot);
				encoding.writeVarUint(encoder, seq - 1);
			}
			encoding.writeVarUint8Array(encoder, entries[i]!);
		}
	}
	encoding.writeVarUint(encoder, 0);
	return encoding.toUint8Array(encoder);
}

/** Reads a Yjs state vector as a version vector. @throws for bytes that are not one: read only what the gate has passed. */
export function readHave(stateVector: Uint8Array): ReadonlyMap<Slot, number> {
	return Y.decodeStateVector(stateVector) as Map<Slot, number>; // in a canonical document every client id is a slot
}

/** Content reference and flag bits of the Yjs update format. */
export const BINARY_ITEM = 3;
export const HAS_ORIGIN = 0x80;
