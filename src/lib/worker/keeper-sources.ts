/**
 * Which documents a collective has at a keeper, and what of the log belongs in each: everything under the present group key; under earlier
 * ones what was sealed with them and what carries keys, so that one who was away finds the way on. Of texts only those that this device may
 * hold. Knows nothing of lines or messages. Carries NET110 to NET113.
 */
import { equalBytes, type EpochId, type Slot, type StreamId } from '$crypto/base';
import { envelopeId } from '$crypto/envelope';
import type { KeeperPlace } from '$crypto/keeper-documents';
import type { EpochKeys } from '$crypto/keyring';
import { epochOffers } from '$crdt/domain/membership/directory';
import { parseOp } from '$crdt/domain/op';
import type { OpenedEntry } from '$crdt/log/entry';
import type { Log } from '$crdt/log/log-types';
import { SEGMENT_LIMITS } from '$crdt/log/places';
import type { RawBatch, RawEntry } from '$crdt/log/ports';
import type { OpenCollective } from './collective';
import type { KeeperSource } from './keeper-document';
import type { Counts } from './keeper-wire';

/** One place with its generations. */
export interface KeeperSeries {
	readonly key: string;
	readonly epoch: EpochKeys;
	readonly kind: 'core' | 'text' | 'receipt';
	/** Of a group key that is not the present one. */
	isEarlier(): boolean;
	placeOf(generation: number): KeeperPlace;
	readonly source: KeeperSource;
}

export interface KeeperSources {
	/** The most important first. */
	wanted(): readonly KeeperSeries[];
	/** Where presence is told: open at every keeper, by everybody who holds the present group key. */
	presence(): { readonly epoch: EpochKeys; readonly key: string } | null;
}

/** Earlier group keys whose documents are looked after. */
const MAX_HANDOVER = 16;
/** The least with which a segment of so many bytes could have been filled. */
const MIN_ENTRIES = 16;

export function createKeeperSources(open: OpenCollective, receive: (batch: RawBatch) => Promise<{ readonly offences: number }>): KeeperSources {
	const byKey = new Map<string, KeeperSeries>();
	const byEpoch = createEpochCounts(open.log);
	const sized = new Map<string, { readonly count: number; readonly isFull: boolean }>();

	function series(key: string, make: () => KeeperSeries): KeeperSeries {
		const known = byKey.get(key) ?? make();
		byKey.set(key, known);
		return known;
	}

	const sourceOf = (log: Log, segment: number, limit: (all: Counts) => Counts): KeeperSource => {
		const all = (): Counts => log.have().get(segment) ?? new Map();
		function* entries(from: Counts, to: Counts): Iterable<RawEntry> {
			const have = new Map([...log.have()].map(([each, counts]) => [each, each === segment ? from : counts]));
			for (const batch of log.missing(have)) for (const entry of batch.entries) if (entry.seq < (to.get(entry.slot) ?? 0)) yield entry;
		}
		return {
			counts: () => limit(all()),
			entries,
			async receive(fresh) {
				return (await receive({ stream: log.stream, segment, entries: fresh })).offences;
			},
			holds(entry) {
				const known = log.get(envelopeId(entry.bytes));
				if (known?.segment !== segment || known.slot !== entry.slot || known.seq !== entry.seq) return false;
				if (!log.dag.isForked(entry.slot)) return true;
				for (const placed of entries(new Map([...all(), [entry.slot, entry.seq]]), all())) return equalBytes(placed.bytes, entry.bytes);
				return false;
			},
			isForked: (slot) => log.dag.isForked(slot),
			ownSlot: open.signer.slot
		};
	};

	/** Segments that there may be: a segment is opened on top of a filled one only (LOG17). */
	function segmentsOf(log: Log): readonly number[] {
		const last = log.segments().at(-1);
		if (last === undefined) return [0];
		const known = Array.from({ length: last + 1 }, (_, segment) => segment);
		return isFilled(log, last) ? [...known, last + 1] : known;
	}

	function isFilled(log: Log, segment: number): boolean {
		const counts = log.have().get(segment) ?? new Map<Slot, number>();
		let count = 0;
		for (const next of counts.values()) count += next;
		if (count >= SEGMENT_LIMITS.minEntries) return true;
		if (count < MIN_ENTRIES) return false;
		const key = `${log.stream}/${segment}`;
		const before = sized.get(key);
		if (before?.count === count) return before.isFull;
		let bytes = 0;
		for (const batch of log.missing(new Map())) if (batch.segment === segment) for (const entry of batch.entries) bytes += entry.bytes.length;
		const isFull = bytes >= SEGMENT_LIMITS.minBytes;
		sized.set(key, { count, isFull });
		return isFull;
	}

	const live = (): EpochKeys | null => open.writeEpoch() ?? open.keyring.all().at(-1) ?? null;

	return {
		wanted() {
			const now = live();
			if (now === null) return [];
			const earlier = open.keyring.all().filter(({ id }) => id !== now.id).slice(-MAX_HANDOVER).reverse();
			const wanted: KeeperSeries[] = [];
			for (const segment of segmentsOf(open.log).toReversed()) wanted.push(coreSeries(now, segment));
			for (const epoch of earlier) for (const segment of byEpoch.segmentsOf(epoch.id, open.log.segments())) wanted.push(coreSeries(epoch, segment));
			const newestFirst = open.ownTexts.all().toReversed();
			for (const stream of newestFirst) {
				const log = open.texts.logOf(stream);
				if (log) for (const segment of segmentsOf(log)) wanted.push(textSeries(now, log, stream, segment));
			}
			const keys = new Set(wanted.map(({ key }) => key));
			for (const key of [...byKey.keys()]) if (!keys.has(key)) byKey.delete(key);
			return wanted;
		},
		presence() {
			const epoch = live();
			return epoch && { epoch, key: `${epoch.id}/core/0` };
		}
	};

	/** The documents of a key that was the present one stay the same when it is not any more: less belongs in them then. */
	function coreSeries(epoch: EpochKeys, segment: number): KeeperSeries {
		const key = `${epoch.id}/core/${segment}`;
		const isEarlier = (): boolean => live()?.id !== epoch.id;
		return series(key, () => ({
			key, epoch, isEarlier,
			kind: 'core',
			placeOf: (generation) => ({ kind: 'core', segment, generation }),
			source: sourceOf(open.log, segment, (all) => (isEarlier() ? byEpoch.counts(epoch.id, segment, all) : all))
		}));
	}

	function textSeries(epoch: EpochKeys, log: Log, stream: StreamId, segment: number): KeeperSeries {
		const key = `${epoch.id}/text/${stream}/${segment}`;
		return series(key, () => ({
			key, epoch,
			kind: 'text',
			isEarlier: () => false,
			placeOf: (generation) => ({ kind: 'text', stream, segment, generation }),
			source: sourceOf(log, segment, (all) => all)
		}));
	}
}

/** How far each slot's log goes, by the group key its entries are sealed with; and how far with entries that carry keys. */
function createEpochCounts(log: Log) {
	const bySealing = new Map<EpochId, Map<number, Map<Slot, number>>>();
	const carrying = new Map<number, Map<Slot, number>>();
	let read = 0;

	function raise(into: Map<number, Map<Slot, number>>, { segment, slot, seq }: OpenedEntry): void {
		const counts = into.get(segment) ?? new Map<Slot, number>();
		into.set(segment, counts);
		counts.set(slot, Math.max(counts.get(slot) ?? 0, seq + 1));
	}
	function look(): void {
		const entries = log.entries();
		for (; read < entries.length; read++) {
			const entry = entries[read]!;
			const sealed = bySealing.get(entry.epoch) ?? new Map<number, Map<Slot, number>>();
			bySealing.set(entry.epoch, sealed);
			raise(sealed, entry);
			if (entry.area === 'membership' && entry.payload.kind === 'ops' && entry.payload.ops.some((op) => epochOffers(parseOp(op)).length > 0)) raise(carrying, entry);
		}
	}
	return {
		segmentsOf(epoch: EpochId, all: readonly number[]): readonly number[] {
			look();
			const held = bySealing.get(epoch);
			// one who was away is in the last of them; what it knows of comes first
			return held === undefined ? all.slice(-1) : [...held.keys()];
		},
		counts(epoch: EpochId, segment: number, all: Counts): Counts {
			look();
			const counts = new Map(bySealing.get(epoch)?.get(segment));
			for (const [slot, next] of carrying.get(segment) ?? []) counts.set(slot, Math.max(counts.get(slot) ?? 0, next));
			for (const [slot, next] of counts) counts.set(slot, Math.min(next, all.get(slot) ?? 0));
			return counts;
		}
	};
}
