/**
 * Whether an entry may stand where it says: chain, Lamport number and segment, judged by its own past alone, so that every
 * device judges alike. Carries SPEC rules LOG15-LOG18 and ORD1.
 */
import type { RejectReason } from './admit';
import type { Dag } from './dag';
import type { OpenedEntry } from './entry';
import type { Places, SegmentLimits } from './places';

/** All parents must be admitted. Null when there is nothing to object to. `entries` is aligned with the graph. */
export function placeFault(
	entry: OpenedEntry,
	dag: Dag,
	entries: readonly OpenedEntry[],
	places: Places,
	limits: SegmentLimits
): RejectReason | null {
	const prev = entry.prev === null ? null : entries[dag.indexOf(entry.prev)]!;
	if (prev === null) {
		if (entry.seq !== 0) return 'bad-chain';
	} else if (prev.slot !== entry.slot) return 'bad-chain';
	else if (prev.segment === entry.segment ? entry.seq !== prev.seq + 1 : entry.seq !== 0) return 'bad-chain';

	let lamport = prev?.lamport ?? 0;
	let segment = prev?.segment ?? 0;
	for (const dep of entry.deps) {
		const parent = entries[dag.indexOf(dep)]!;
		if (parent.lamport > lamport) lamport = parent.lamport;
		if (parent.segment > segment) segment = parent.segment;
	}
	if (entry.lamport !== lamport + 1) return 'bad-lamport';
	if (entry.segment === segment) return null;
	return entry.segment === segment + 1 && isFull(segment, entry, dag, entries, places, limits) ? null : 'bad-segment';
}

/** Does the entry's past hold enough of the segment to open the next one? Rare, so it may look at every entry. */
function isFull(
	segment: number,
	entry: OpenedEntry,
	dag: Dag,
	entries: readonly OpenedEntry[],
	places: Places,
	limits: SegmentLimits
): boolean {
	const parents = (entry.prev === null ? entry.deps : [entry.prev, ...entry.deps]).map((id) => dag.indexOf(id));
	let count = 0;
	let bytes = 0;
	for (let i = 0; i < entries.length; i++) {
		if (entries[i]!.segment !== segment) continue;
		if (!parents.some((parent) => parent === i || dag.isAncestorAt(i, parent))) continue;
		count++;
		bytes += places.bytesOf(entries[i]!.id)!.bytes.length;
		if (count >= limits.minEntries || bytes >= limits.minBytes) return true;
	}
	return false;
}
