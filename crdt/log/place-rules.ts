/**
 * Whether an entry may stand where it says: chain, Lamport number and segment, judged by its own past alone, so that every
 * device judges alike. Carries SPEC rules LOG15-LOG18 and ORD1.
 */
import type { RejectReason } from './admit';
import type { Dag } from './dag';
import type { OpenedEntry } from './entry';
import type { Places, SegmentLimits } from './places';

/**
 * Null when there is nothing to object to. `parents` are arrival numbers as `Dag.locate` gives them; `entries` and `raws` are
 * aligned with the graph.
 */
export function placeFault(
	entry: OpenedEntry,
	parents: readonly number[],
	dag: Dag,
	entries: readonly OpenedEntry[],
	places: Places,
	limits: SegmentLimits
): RejectReason | null {
	const prev = parents[0]! < 0 ? null : entries[parents[0]!]!;
	if (prev === null) {
		if (entry.seq !== 0) return 'bad-chain';
	} else if (prev.slot !== entry.slot) return 'bad-chain';
	else if (prev.segment === entry.segment ? entry.seq !== prev.seq + 1 : entry.seq !== 0) return 'bad-chain';

	let lamport = prev?.lamport ?? 0;
	let segment = prev?.segment ?? 0;
	for (let i = 1; i < parents.length; i++) {
		const parent = entries[parents[i]!]!;
		if (parent.lamport > lamport) lamport = parent.lamport;
		if (parent.segment > segment) segment = parent.segment;
	}
	if (entry.lamport !== lamport + 1) return 'bad-lamport';
	if (entry.segment === segment) return null;
	return entry.segment === segment + 1 && isFull(segment, parents, dag, entries, places, limits) ? null : 'bad-segment';
}

/** Does the entry's past hold enough of the segment to open the next one? Rare, so it may look at every entry. */
function isFull(
	segment: number,
	parents: readonly number[],
	dag: Dag,
	entries: readonly OpenedEntry[],
	places: Places,
	limits: SegmentLimits
): boolean {
	let count = 0;
	let bytes = 0;
	for (let i = 0; i < entries.length; i++) {
		if (entries[i]!.segment !== segment) continue;
		if (!parents.some((parent) => parent >= 0 && (parent === i || dag.isAncestorAt(i, parent)))) continue;
		count++;
		bytes += places.rawAt(i).bytes.length;
		if (count >= limits.minEntries || bytes >= limits.minBytes) return true;
	}
	return false;
}
