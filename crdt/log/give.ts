/**
 * Entries by id, for those whom version vectors tell nothing: second branches of forked logs, and what lies by unadmitted.
 *
 * With an entry that has no place comes what stands before it on its branch, so that a long branch is not fetched one entry at
 * a time. Knows nothing of keys, or of who asks. Carries SPEC rule LOG36.
 */
import type { EntryId, StreamId } from '../../crypto/base';
import type { Dag } from './dag';
import type { OpenedEntry } from './entry';
import type { Pending } from './pending';
import { batchesOf, type Places } from './places';
import type { RawBatch, RawEntry } from './ports';

/** How much comes unasked along with all that was asked for in one go. */
export const MAX_BEHIND = 512;

export interface GiveDeps {
	readonly stream: StreamId;
	readonly dag: Dag;
	/** Aligned with the graph. */
	readonly entries: readonly OpenedEntry[];
	readonly places: Places;
	readonly pending: Pending;
}

/**
 * Batches of these entries, what was asked for first, then what leads to it, newest first: one who is given only a part of
 * it can go on from there. Entries that were never verified here are not given.
 */
export function giveEntries({ stream, dag, entries, places, pending }: GiveDeps, ids: readonly EntryId[]): RawBatch[] {
	const found = new Map<EntryId, { readonly segment: number; readonly raw: RawEntry }>();

	/** Takes the entry; answers with the one before, when version vectors do not tell of this one. */
	function take(id: EntryId): EntryId | null {
		const index = dag.indexOf(id);
		if (index >= 0) {
			const { segment, prev } = entries[index]!;
			found.set(id, { segment, raw: places.rawAt(index) });
			return places.isBeside(index) ? prev : null;
		}
		const item = pending.get(id);
		if (item === undefined || item.state === 'held') return null;
		found.set(id, { segment: item.sealed.segment, raw: item.sealed.raw });
		return item.entry.prev;
	}

	const before = ids.map(take);
	let left = MAX_BEHIND;
	for (const start of before)
		for (let id = start; id !== null && !found.has(id) && left > 0; left--) {
			const index = dag.indexOf(id);
			if (index >= 0 && !places.isBeside(index)) break;
			id = take(id);
		}

	const bySegment = new Map<number, RawEntry[]>();
	for (const { segment, raw } of found.values()) {
		const list = bySegment.get(segment);
		if (list === undefined) bySegment.set(segment, [raw]);
		else list.push(raw);
	}
	return [...bySegment].flatMap(([segment, raws]) => [...batchesOf(stream, segment, raws)]);
}
