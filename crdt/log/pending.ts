/**
 * Entries that cannot be admitted yet: their device, key or parents are not here. Bounded by number and bytes, so that no
 * flood fills the memory; the oldest go first and are asked for again later, because nothing counts them as held.
 *
 * Knows nothing of keys. Carries SPEC rules LOG34-LOG36 and LOG54.
 */
import type { EntryId, Slot } from '../../crypto/base';
import { parseEnvelope } from '../../crypto/envelope';
import type { HeldReason, SealedEntry } from './admit';
import type { OpenedEntry } from './entry';

export interface PendingLimits {
	readonly maxPerSlot: number;
	readonly maxBytesPerSlot: number;
	readonly maxBytes: number;
}

export const PENDING_LIMITS: PendingLimits = {
	maxPerSlot: 30_000,
	maxBytesPerSlot: 32 * 1024 * 1024,
	maxBytes: 96 * 1024 * 1024
};

export type PendingItem =
	/** Not opened: the device or the key is not known. */
	| { readonly state: 'held'; readonly sealed: SealedEntry; readonly reason: HeldReason }
	/** Verified and stored; waits for its parents. */
	| { readonly state: 'waiting'; readonly sealed: SealedEntry; readonly entry: OpenedEntry; readonly missing: readonly EntryId[] }
	/** By a device that forked its log: admitted only when another device's entry builds on it. */
	| { readonly state: 'retired'; readonly sealed: SealedEntry; readonly entry: OpenedEntry };

/** Group keys and devices that are not known here. */
export interface Sought {
	/** Of group keys, as entries show them outside. */
	readonly hints: readonly number[];
	readonly slots: readonly Slot[];
}

export interface Pending {
	readonly size: number;
	/** Entries that had to go for want of room, ever. */
	readonly droppedCount: number;
	has(id: EntryId): boolean;
	get(id: EntryId): PendingItem | undefined;
	/** Adds or replaces; may drop older ones of the same slot, or of all. */
	put(item: PendingItem): void;
	take(id: EntryId): PendingItem | undefined;
	/** Takes out the waiting entries that miss this one. */
	takeWaitingFor(parent: EntryId): PendingItem[];
	/** Missing parents that are not pending themselves; those who name them take turns, so that nobody can crowd out the others. */
	wanted(): EntryId[];
	/** What entries that cannot be opened wait for. `isKnown`: a group key with this hint is here and is not worth asking for. */
	sought(isKnown: (hint: number, reason: HeldReason) => boolean): Sought;
	waitingFor(parent: EntryId): PendingItem[];
	items(): Iterable<PendingItem>;
}

export function createPending(limits: PendingLimits): Pending {
	/** Insertion order is age. */
	const itemsById = new Map<EntryId, PendingItem>();
	const waitersByParent = new Map<EntryId, Set<EntryId>>();
	const bySlot = new Map<Slot, { ids: Set<EntryId>; bytes: number }>();
	let bytes = 0;
	let droppedCount = 0;

	function take(id: EntryId): PendingItem | undefined {
		const item = itemsById.get(id);
		if (item === undefined) return undefined;
		itemsById.delete(id);
		const { slot } = item.sealed.raw;
		const own = bySlot.get(slot)!;
		own.ids.delete(id);
		own.bytes -= weightOf(item);
		bytes -= weightOf(item);
		if (own.ids.size === 0) bySlot.delete(slot);
		if (item.state === 'waiting')
			for (const parent of item.missing) {
				const waiters = waitersByParent.get(parent);
				waiters?.delete(id);
				if (waiters?.size === 0) waitersByParent.delete(parent);
			}
		return item;
	}

	function dropOldest(ids: Iterable<EntryId>): void {
		for (const id of ids) {
			take(id);
			droppedCount++;
			return;
		}
	}

	return {
		get size() {
			return itemsById.size;
		},
		get droppedCount() {
			return droppedCount;
		},
		has: (id) => itemsById.has(id),
		get: (id) => itemsById.get(id),
		put(item) {
			const { id, raw } = item.sealed;
			take(id);
			itemsById.set(id, item);
			let own = bySlot.get(raw.slot);
			if (own === undefined) bySlot.set(raw.slot, (own = { ids: new Set(), bytes: 0 }));
			own.ids.add(id);
			own.bytes += weightOf(item);
			bytes += weightOf(item);
			if (item.state === 'waiting')
				for (const parent of item.missing) {
					const waiters = waitersByParent.get(parent);
					if (waiters === undefined) waitersByParent.set(parent, new Set([id]));
					else waiters.add(id);
				}
			while (own.ids.size > 1 && (own.ids.size > limits.maxPerSlot || own.bytes > limits.maxBytesPerSlot)) dropOldest(own.ids);
			while (itemsById.size > 1 && bytes > limits.maxBytes) dropOldest(itemsById.keys());
		},
		take,
		takeWaitingFor(parent) {
			const found: PendingItem[] = [];
			for (const id of [...(waitersByParent.get(parent) ?? [])]) {
				const item = take(id);
				if (item !== undefined) found.push(item);
			}
			return found;
		},
		wanted() {
			const bySlot = new Map<Slot, EntryId[]>();
			for (const [parent, waiters] of waitersByParent) {
				const [waiter] = waiters;
				if (waiter === undefined || itemsById.has(parent)) continue;
				const { slot } = itemsById.get(waiter)!.sealed.raw;
				const list = bySlot.get(slot);
				if (list === undefined) bySlot.set(slot, [parent]);
				else list.push(parent);
			}
			return inTurns([...bySlot.values()]);
		},
		sought(isKnown) {
			const hints = new Set<number>();
			const slots = new Set<Slot>();
			for (const item of itemsById.values()) {
				if (item.state !== 'held' || item.reason === 'newer-app') continue;
				if (item.reason === 'unknown-slot') slots.add(item.sealed.raw.slot);
				const envelope = parseEnvelope(item.sealed.raw.bytes);
				if (envelope.ok && !isKnown(envelope.value.epochHint, item.reason)) hints.add(envelope.value.epochHint);
			}
			return { hints: [...hints], slots: [...slots] };
		},
		waitingFor: (parent) => [...(waitersByParent.get(parent) ?? [])].map((id) => itemsById.get(id)!),
		items: () => itemsById.values()
	};
}

/** Bytes, and the bookkeeping for parents: entries that name many of them must not be cheap. */
const weightOf = (item: PendingItem): number =>
	item.sealed.raw.bytes.length + (item.state === 'waiting' ? item.missing.length * 300 : 0);

/** The first of each list, then the second of each. */
function inTurns<T>(lists: readonly (readonly T[])[]): T[] {
	const longest = Math.max(0, ...lists.map(({ length }) => length));
	const mixed: T[] = [];
	for (let at = 0; at < longest; at++) for (const list of lists) if (at < list.length) mixed.push(list[at]!);
	return mixed;
}
