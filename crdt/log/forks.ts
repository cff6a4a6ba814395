/**
 * Devices that continued their log two ways: the proof, and what is still taken from them.
 *
 * Once the proof is in hand, an entry of such a device is welcome only where another device's entry builds on it; nothing that
 * was admitted is taken back. Knows nothing of keys or members. Carries SPEC rules LOG50-LOG53.
 */
import type { EntryId, Slot } from '../../crypto/base';
import type { Dag } from './dag';
import type { OpenedEntry } from './entry';
import type { Evidence } from './log-types';
import type { Pending, PendingItem } from './pending';

export interface Forks {
	isAny(): boolean;
	evidence(): readonly Evidence[];
	/** The entry was admitted and made its device's log forked. */
	prove(entry: OpenedEntry): Evidence;
	isWelcome(entry: OpenedEntry): boolean;
	/** Takes out entries of forked devices that lay by, now that something welcome builds on them. */
	revive(ids: readonly EntryId[]): Extract<PendingItem, { state: 'retired' }>[];
}

/** `entries` is aligned with the graph and grows with it. */
export function createForks(dag: Dag, entries: readonly OpenedEntry[], pending: Pending): Forks {
	const evidenceBySlot = new Map<Slot, Evidence>();
	return {
		isAny: () => evidenceBySlot.size > 0,
		evidence: () => [...evidenceBySlot.values()],
		prove(entry) {
			// Same device, same `prev`: the entry that stands where this one would continue.
			const other = entries.find((e) => e.slot === entry.slot && e.prev === entry.prev && e.id !== entry.id);
			if (other === undefined) throw new Error('a fork without a second branch');
			const pair: [EntryId, EntryId] = other.id < entry.id ? [other.id, entry.id] : [entry.id, other.id];
			const found: Evidence = { slot: entry.slot, device: entry.device, entries: pair };
			evidenceBySlot.set(entry.slot, found);
			return found;
		},
		isWelcome(entry) {
			if (!dag.isForked(entry.slot)) return true;
			const seen = new Set<EntryId>([entry.id]);
			for (const id of seen)
				for (const waiter of pending.waitingFor(id)) {
					if (!dag.isForked(waiter.sealed.raw.slot)) return true;
					seen.add(waiter.sealed.id);
				}
			return false;
		},
		revive(ids) {
			const revived: Extract<PendingItem, { state: 'retired' }>[] = [];
			const seen = new Set<EntryId>(ids);
			for (const id of seen) {
				const item = pending.get(id);
				if (item === undefined || item.state === 'held' || !dag.isForked(item.entry.slot)) continue;
				if (item.state === 'waiting') for (const parent of item.missing) seen.add(parent);
				else {
					pending.take(id);
					revived.push(item);
				}
			}
			return revived;
		}
	};
}
