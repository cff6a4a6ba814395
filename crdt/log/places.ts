/**
 * Where admitted entries stand: segment, slot and seq. Answers what is held, what another device is missing, and which
 * segment is being written. Keeps the sealed bytes.
 * Entries are named by their arrival number in the graph.
 *
 * Knows nothing of keys or contents. An entry of a second branch of a forked log has no place here (it would displace the
 * first); it stays reachable by id. Carries SPEC rules LOG15-LOG19.
 */
import type { Slot, StreamId } from '../../crypto/base';
import type { RawBatch, RawEntry } from './ports';

export interface SegmentLimits {
	/** A device that has seen this much in a segment starts the next one. */
	readonly rollEntries: number;
	readonly rollBytes: number;
	/** A segment may only be opened on top of this much in the one before; less than above, since pasts differ. */
	readonly minEntries: number;
	readonly minBytes: number;
}

export const SEGMENT_LIMITS: SegmentLimits = {
	rollEntries: 20_000,
	rollBytes: 8 * 1024 * 1024,
	minEntries: 10_000,
	minBytes: 4 * 1024 * 1024
};

/** What travels in one piece, at most. */
const BATCH_ENTRIES = 512;
const BATCH_BYTES = 256 * 1024;

export type HaveInStream = ReadonlyMap<number, ReadonlyMap<Slot, number>>;

export interface Places {
	/** Adds the next entry by arrival; `prevIndex` is that of its `prev`, -1 for none. `beside`: its place continues otherwise. */
	put(segment: number, prevIndex: number, raw: RawEntry): 'placed' | 'beside';
	/** By arrival number, as everything here. */
	rawAt(index: number): RawEntry;
	have(): HaveInStream;
	/** What is placed here and not in `have`, per segment and slot in order of seq, in bounded batches. */
	missing(have: HaveInStream): Iterable<RawBatch>;
	/** Its place continues otherwise (a second branch): no version vector tells of it. */
	isBeside(index: number): boolean;
	readonly segments: readonly number[];
	readonly liveSegment: number;
	sizeOf(segment: number): { readonly entries: number; readonly bytes: number };
}

export function createPlaces(stream: StreamId): Places {
	const bySegment = new Map<number, { /** Arrival numbers by seq. */ slots: Map<Slot, number[]>; entries: number; bytes: number }>();
	const raws: RawEntry[] = [];
	const beside = new Set<number>();
	let liveSegment = 0;

	return {
		put(segment, prevIndex, raw) {
			const index = raws.length;
			raws.push(raw);
			let place = bySegment.get(segment);
			if (place === undefined) bySegment.set(segment, (place = { slots: new Map(), entries: 0, bytes: 0 }));
			place.entries++;
			place.bytes += raw.bytes.length;
			if (segment > liveSegment) liveSegment = segment;
			let indices = place.slots.get(raw.slot);
			if (indices === undefined) place.slots.set(raw.slot, (indices = []));
			if (indices.length !== raw.seq || (raw.seq > 0 && indices.at(-1) !== prevIndex)) {
				beside.add(index);
				return 'beside';
			}
			indices.push(index);
			return 'placed';
		},
		rawAt: (index) => raws[index]!,
		have() {
			const have = new Map<number, Map<Slot, number>>();
			for (const [segment, { slots }] of bySegment) {
				const counts = new Map<Slot, number>();
				for (const [slot, indices] of slots) counts.set(slot, indices.length);
				have.set(segment, counts);
			}
			return have;
		},
		*missing(have) {
			for (const segment of [...bySegment.keys()].sort((a, b) => a - b)) {
				const theirs = have.get(segment);
				for (const [slot, indices] of bySegment.get(segment)!.slots) {
					const from = theirs?.get(slot) ?? 0;
					if (from < indices.length) yield* batchesOf(stream, segment, rawsFrom(raws, indices, from));
				}
			}
		},
		isBeside: (index) => beside.has(index),
		get segments() {
			return [...bySegment.keys()].sort((a, b) => a - b);
		},
		get liveSegment() {
			return liveSegment;
		},
		sizeOf(segment) {
			const place = bySegment.get(segment);
			return { entries: place?.entries ?? 0, bytes: place?.bytes ?? 0 };
		}
	};
}

/** In pieces of bounded size, in the order given. */
export function* batchesOf(stream: StreamId, segment: number, from: Iterable<RawEntry>): Iterable<RawBatch> {
	let entries: RawEntry[] = [];
	let size = 0;
	for (const raw of from) {
		if (entries.length > 0 && (entries.length >= BATCH_ENTRIES || size + raw.bytes.length > BATCH_BYTES)) {
			yield { stream, segment, entries };
			entries = [];
			size = 0;
		}
		entries.push(raw);
		size += raw.bytes.length;
	}
	if (entries.length > 0) yield { stream, segment, entries };
}

function* rawsFrom(raws: readonly RawEntry[], indices: readonly number[], from: number): Iterable<RawEntry> {
	for (let i = from; i < indices.length; i++) yield raws[indices[i]!]!;
}
