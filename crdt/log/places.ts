/**
 * Where admitted entries stand: segment, slot and seq. Answers what is held, what another device is missing, and which
 * segment is being written. Keeps the sealed bytes.
 *
 * Knows nothing of keys or contents. An entry of a second branch of a forked log has no place here (it would displace the
 * first); it stays reachable by id. Carries SPEC rules LOG15-LOG19.
 */
import type { EntryId, Slot, StreamId } from '../../crypto/base';
import type { OpenedEntry } from './entry';
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
	/** Whether it went to its place, or beside it because the place continues otherwise. */
	put(entry: OpenedEntry, bytes: Uint8Array): 'placed' | 'beside';
	bytesOf(id: EntryId): RawEntry | undefined;
	segmentOf(id: EntryId): number | undefined;
	idAt(segment: number, slot: Slot, seq: number): EntryId | undefined;
	have(): HaveInStream;
	/** What is placed here and not in `have`, per segment and slot in order of seq, in bounded batches. */
	missing(have: HaveInStream): Iterable<RawBatch>;
	/** Batches of these entries, as far as they are here. */
	give(ids: readonly EntryId[]): RawBatch[];
	readonly segments: readonly number[];
	readonly liveSegment: number;
	sizeOf(segment: number): { readonly entries: number; readonly bytes: number };
}

interface Placed {
	readonly id: EntryId;
	readonly raw: RawEntry;
}

export function createPlaces(stream: StreamId): Places {
	const bySegment = new Map<number, { slots: Map<Slot, Placed[]>; entries: number; bytes: number }>();
	const rawById = new Map<EntryId, { segment: number; raw: RawEntry }>();
	let liveSegment = 0;

	function* batchesOf(segment: number, from: Iterable<RawEntry>): Iterable<RawBatch> {
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

	return {
		put(entry, bytes) {
			const { id, slot, segment, seq, prev } = entry;
			const raw = { slot, seq, bytes };
			rawById.set(id, { segment, raw });
			let place = bySegment.get(segment);
			if (place === undefined) bySegment.set(segment, (place = { slots: new Map(), entries: 0, bytes: 0 }));
			place.entries++;
			place.bytes += bytes.length;
			if (segment > liveSegment) liveSegment = segment;
			let list = place.slots.get(slot);
			if (list === undefined) place.slots.set(slot, (list = []));
			if (list.length !== seq || (seq > 0 && list[seq - 1]!.id !== prev)) return 'beside';
			list.push({ id, raw });
			return 'placed';
		},
		bytesOf: (id) => rawById.get(id)?.raw,
		segmentOf: (id) => rawById.get(id)?.segment,
		idAt: (segment, slot, seq) => bySegment.get(segment)?.slots.get(slot)?.[seq]?.id,
		have() {
			const have = new Map<number, Map<Slot, number>>();
			for (const [segment, { slots }] of bySegment) {
				const counts = new Map<Slot, number>();
				for (const [slot, list] of slots) counts.set(slot, list.length);
				have.set(segment, counts);
			}
			return have;
		},
		*missing(have) {
			for (const segment of [...bySegment.keys()].sort((a, b) => a - b)) {
				const theirs = have.get(segment);
				for (const [slot, list] of bySegment.get(segment)!.slots) {
					const from = theirs?.get(slot) ?? 0;
					if (from < list.length) yield* batchesOf(segment, rawsFrom(list, from));
				}
			}
		},
		give(ids) {
			const bySegment = new Map<number, RawEntry[]>();
			for (const id of new Set(ids)) {
				const found = rawById.get(id);
				if (found === undefined) continue;
				const list = bySegment.get(found.segment);
				if (list === undefined) bySegment.set(found.segment, [found.raw]);
				else list.push(found.raw);
			}
			return [...bySegment].flatMap(([segment, raws]) => [...batchesOf(segment, raws)]);
		},
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

function* rawsFrom(list: readonly Placed[], from: number): Iterable<RawEntry> {
	for (let i = from; i < list.length; i++) yield list[i]!.raw;
}
