/** Entries of the outer document as runs: what stands side by side is written side by side. Knows nothing of keys. */
import type { OpenedEntry } from '$crdt/log/entry';
import type { Log } from '$crdt/log/log-types';
import { encodeRuns, type Run } from '$crdt/log/outer-doc';

/** Single entries of one slot that follow each other become one run. */
export function joinRuns(runs: readonly Run[]): Run[] {
	const sorted = [...runs].sort((a, b) => a.slot - b.slot || a.fromSeq - b.fromSeq);
	const joined: { slot: Run['slot']; fromSeq: number; entries: Uint8Array[] }[] = [];
	for (const run of sorted) {
		const last = joined.at(-1);
		if (last?.slot === run.slot) {
			// The second branch of a forked log stands at places already taken: evidence, not part of the document.
			if (last.fromSeq + last.entries.length === run.fromSeq) last.entries.push(...run.entries);
		} else joined.push({ slot: run.slot, fromSeq: run.fromSeq, entries: [...run.entries] });
	}
	return joined;
}

/** These entries as updates of the outer document, one for each segment. */
export function updatesOf(log: Log, entries: readonly OpenedEntry[]): ReadonlyMap<number, Uint8Array> {
	const runs = new Map<number, Run[]>();
	for (const entry of entries) {
		const raw = log.raw(entry.id);
		if (!raw) continue;
		const segment = runs.get(entry.segment) ?? [];
		runs.set(entry.segment, segment);
		segment.push({ slot: raw.slot, fromSeq: raw.seq, entries: [raw.bytes] });
	}
	return new Map([...runs].map(([segment, list]) => [segment, encodeRuns(joinRuns(list))]));
}

/** Everything held of one segment as one update. */
export function segmentUpdate(log: Log, segment: number): Uint8Array {
	const runs: Run[] = [];
	for (const batch of log.missing(new Map()))
		if (batch.segment === segment) for (const { slot, seq, bytes } of batch.entries) runs.push({ slot, fromSeq: seq, entries: [bytes] });
	return encodeRuns(joinRuns(runs));
}
