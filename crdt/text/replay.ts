/**
 * From the entries of a text stream to its document: the same entries in any order give the same text.
 *
 * Knows nothing of where entries come from. Carries TXT20 and TXT21.
 */
import type { EntryId, Slot } from '../../crypto/base';
import { compareOrdered } from '../log/order';
import { decodePayload, isBehind, type Frontier, type SnapshotPart } from './payload';
import type { EntryFailure, ReceivedEntry, TextSession } from './session';

export interface OrderedEntry extends ReceivedEntry {
	readonly id: EntryId;
	readonly lamport: number;
}

export interface Replayed {
	readonly applied: number;
	/** Left out because a snapshot of this device contains them. */
	readonly skipped: number;
	readonly refused: readonly { readonly id: EntryId; readonly failure: EntryFailure }[];
}

/**
 * Gives all entries to a session in the order of the fold (Lamport number, then id). `trusts` says whose snapshots spare the
 * work: this device's own, since nobody has checked another's.
 */
export function replayEntries<Refusal>(
	session: TextSession<Refusal>,
	entries: readonly OrderedEntry[],
	trusts: (slot: Slot) => boolean
): Replayed {
	const ordered = [...entries].sort(compareOrdered);
	const snapshot = latestSnapshot(ordered, trusts);
	let frontier: Frontier = new Map();
	if (snapshot !== null && session.receiveSnapshot(snapshot).ok) frontier = snapshot.frontier;
	const refused: { id: EntryId; failure: EntryFailure }[] = [];
	let applied = 0;
	for (const entry of ordered) {
		if (isBehind(frontier, entry.slot, entry)) continue;
		const received = session.receiveEntry(entry);
		if (received.ok) applied += 1;
		else refused.push({ id: entry.id, failure: received.error });
	}
	return { applied, refused, skipped: entries.length - applied - refused.length };
}

function latestSnapshot(
	ordered: readonly OrderedEntry[],
	trusts: (slot: Slot) => boolean
): SnapshotPart | null {
	for (let i = ordered.length - 1; i >= 0; i--) {
		const entry = ordered[i]!; // i is below the length
		if (!trusts(entry.slot)) continue;
		const parts = decodePayload(entry.payload);
		if (!parts.ok) continue;
		for (const part of parts.value) if (part.kind === 'snapshot') return part;
	}
	return null;
}
