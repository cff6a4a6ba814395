/**
 * The graph of entries: who builds on whom, and "does this lie in the past of that" in constant time.
 *
 * Knows ids, slots and Lamport numbers; nothing of bytes, keys, Yjs, disk or network. Pure and synchronous, so that the
 * rules of `crdt/domain` may use it too. Carries SPEC rules LOG20-LOG24 and ORD1.
 *
 * How: the graph is cut into chains. An entry continues the chain of its `prev` when nobody else has; otherwise (a first
 * entry, or a fork) it starts a chain of its own. Each node keeps one counter per chain: how many entries of that chain
 * lie in its past. `a` is in the past of `b` exactly when b's counter for a's chain is larger than a's position, forks
 * included. Nodes without `deps` share the counters of their `prev`, so long runs cost almost nothing.
 */
import type { EntryId, Slot } from '../../crypto/base';
import { concatIds, idColumn, type IdColumn } from './id-column';

/** What the graph needs of an entry; `LoggedEntry` and `OpenedEntry` both fit. */
export interface DagEntry {
	readonly id: EntryId;
	readonly slot: Slot;
	/** The same device's entry before this one, or null for its first. */
	readonly prev: EntryId | null;
	readonly deps: readonly EntryId[];
	readonly lamport: number;
}

export type DagAdded =
	| { readonly status: 'added'; readonly index: number }
	| { readonly status: 'known'; readonly index: number }
	| { readonly status: 'missing-parents'; readonly missing: readonly EntryId[] };

/** A run of one device's entries without branching inside. */
export interface Chain {
	readonly slot: Slot;
	/** Number of entries in it. */
	readonly length: number;
	readonly first: EntryId;
	readonly last: EntryId;
}

export interface Dag {
	readonly size: number;
	/** Adds one entry; all its parents must be there. Adding it twice changes nothing. */
	add(entry: DagEntry): DagAdded;
	/**
	 * Arrival numbers of `prev` (-1 for none) and then `deps`, or null when one is missing. The list is reused: valid until the
	 * next call. Hand it to `addLocated`, which does what `add` does without looking everything up again.
	 */
	locate(entry: DagEntry): readonly number[] | null;
	/** @throws nothing; the entry must be unknown. Returns its arrival number. */
	addLocated(entry: DagEntry, parents: readonly number[]): number;
	has(id: EntryId): boolean;
	/** Arrival number of an entry, from 0; always larger than those of its parents. -1 where unknown. */
	indexOf(id: EntryId): number;
	/** Ids by arrival number: a topological order of the graph. */
	idAt(index: number): EntryId;
	lamportAt(index: number): number;
	slotAt(index: number): Slot;
	chainAt(index: number): number;
	/** Position of the entry in its chain, from 0. */
	positionAt(index: number): number;
	/** Does `ancestor` lie in the past of `descendant`? False for the entry itself and for unknown ids. */
	isAncestor(ancestor: EntryId, descendant: EntryId): boolean;
	isAncestorAt(ancestor: number, descendant: number): boolean;
	/** How many entries of `chain` the entry at `index` has in its past, itself included. */
	countAt(index: number, chain: number): number;
	/** Entries that nothing builds on yet, in arrival order. */
	heads(): readonly EntryId[];
	/**
	 * `deps` for a new entry whose own previous one is `prev`: the minimal frontier. At most `cap` (the newest by order);
	 * the rest is left to the next entry.
	 */
	frontier(prev: EntryId | null, cap: number): readonly EntryId[];
	/** The Lamport number a new entry with these parents must carry (ORD1). */
	nextLamport(prev: EntryId | null, deps: readonly EntryId[]): number;
	/** Did the device continue two ways from one place? The same on every device that holds the same entries. */
	isForked(slot: Slot): boolean;
	readonly chainCount: number;
	/** Which run is which depends on arrival; only questions about the whole of a slot are the same everywhere. */
	chain(chain: number): Chain;
	/** Everything needed to make this graph again with `restore`; copies. */
	columns(): DagColumns;
	/** Fills an empty graph with what `columns()` gave. They must be genuine: nothing is checked. @throws when not empty. */
	restore(columns: DagColumns): void;
	/** Ids in arrival order from `from` on, in arrays of at most `size`: every parent is in the same or an earlier one. */
	batches(size: number, from?: number): Iterable<readonly EntryId[]>;
}

/** A graph as plain columns, one cell per entry in arrival order. */
export interface DagColumns {
	/** 32 bytes each. */
	readonly ids: IdColumn;
	readonly chainOf: Uint32Array;
	readonly posOf: Uint32Array;
	readonly lamportOf: Uint32Array;
	readonly offsetOf: Uint32Array;
	readonly widthOf: Uint32Array;
	readonly hasChild: Uint8Array;
	readonly counters: Uint32Array;
	/** slot, first and last entry of each chain. */
	readonly chains: readonly (readonly [slot: Slot, first: number, last: number])[];
}

/** An empty graph. `expected` is a hint of how many entries will come. */
export function createDag(expected = 64): Dag {
	let restored: DagColumns | null = null;
	/** Texts of ids are made when first asked for; those of restored entries may never be. */
	const ids: (EntryId | undefined)[] = [];
	const indexById = new Map<EntryId, number>();
	let room = Math.max(16, expected);
	let chainOf = new Uint32Array(room);
	let posOf = new Uint32Array(room);
	let lamportOf = new Uint32Array(room);
	/** Where the node's counters start in `counters`, and how many chains there were. Its own chain's is `posOf + 1`. */
	let offsetOf = new Uint32Array(room);
	let widthOf = new Uint32Array(room);
	let hasChild = new Uint8Array(room);
	let counters = new Uint32Array(1024);
	let countersUsed = 0;
	const headSet = new Set<number>();
	const chains: { slot: Slot; first: number; last: number }[] = [];
	const seenSlots = new Set<Slot>();
	const forkedSlots = new Set<Slot>();

	function restore(columns: DagColumns): void {
		if (ids.length > 0) throw new Error('only an empty graph can be restored');
		restored = columns;
		ids.length = columns.chainOf.length;
		while (room < ids.length) grow();
		chainOf.set(columns.chainOf);
		posOf.set(columns.posOf);
		lamportOf.set(columns.lamportOf);
		offsetOf.set(columns.offsetOf);
		widthOf.set(columns.widthOf);
		hasChild.set(columns.hasChild);
		counters = wider(columns.counters, columns.counters.length + 1024);
		countersUsed = columns.counters.length;
		for (const [slot, first, last] of columns.chains) {
			chains.push({ slot, first, last });
			if (seenSlots.has(slot)) forkedSlots.add(slot);
			seenSlots.add(slot);
		}
		for (let index = 0; index < ids.length; index++) if (hasChild[index] === 0) headSet.add(index);
	}

	const idOf = (index: number): EntryId => ids[index] ?? (ids[index] = restored!.ids.textAt(index));
	const textsFrom = (from: number, to: number): EntryId[] => Array.from({ length: to - from }, (_, i) => idOf(from + i));
	/** -1 where unknown. */
	const find = (id: EntryId): number => indexById.get(id) ?? restored?.ids.indexOf(id) ?? -1;

	function grow(): void {
		room *= 2;
		chainOf = wider(chainOf, room);
		posOf = wider(posOf, room);
		lamportOf = wider(lamportOf, room);
		offsetOf = wider(offsetOf, room);
		widthOf = wider(widthOf, room);
		const flags = new Uint8Array(room);
		flags.set(hasChild);
		hasChild = flags;
	}

	function reserve(width: number): number {
		if (countersUsed + width > counters.length) counters = wider(counters, Math.max(counters.length * 2, countersUsed + width));
		const at = countersUsed;
		countersUsed += width;
		return at;
	}

	function countAt(index: number, chain: number): number {
		if (chainOf[index] === chain) return posOf[index]! + 1;
		return chain < widthOf[index]! ? counters[offsetOf[index]! + chain]! : 0;
	}

	function mergeInto(target: number, parent: number): void {
		const width = widthOf[parent]!;
		const from = offsetOf[parent]!;
		for (let c = 0; c < width; c++) {
			const n = counters[from + c]!;
			if (n > counters[target + c]!) counters[target + c] = n;
		}
		const own = target + chainOf[parent]!;
		if (posOf[parent]! + 1 > counters[own]!) counters[own] = posOf[parent]! + 1;
	}

	function missingParents(entry: DagEntry): EntryId[] {
		const missing: EntryId[] = [];
		if (entry.prev !== null && find(entry.prev) < 0) missing.push(entry.prev);
		for (const dep of entry.deps) if (find(dep) < 0) missing.push(dep);
		return missing;
	}

	const located: number[] = [];
	function locate(entry: DagEntry): readonly number[] | null {
		located.length = 0;
		if (entry.prev === null) located.push(-1);
		else {
			const prev = find(entry.prev);
			if (prev < 0) return null;
			located.push(prev);
		}
		for (const dep of entry.deps) {
			const index = find(dep);
			if (index < 0) return null;
			located.push(index);
		}
		return located;
	}

	function add(entry: DagEntry): DagAdded {
		const known = find(entry.id);
		if (known >= 0) return { status: 'known', index: known };
		const parents = locate(entry);
		if (parents === null) return { status: 'missing-parents', missing: missingParents(entry) };
		return { status: 'added', index: addLocated(entry, parents) };
	}

	function addLocated(entry: DagEntry, parents: readonly number[]): number {
		const index = ids.length;
		if (index === room) grow();
		const prev = parents[0]!;
		const continues = prev >= 0 && chains[chainOf[prev]!]!.last === prev && slotAt(prev) === entry.slot;
		let chain: number;
		if (continues) {
			chain = chainOf[prev]!;
			posOf[index] = posOf[prev]! + 1;
			chains[chain]!.last = index;
		} else {
			chain = chains.length;
			posOf[index] = 0;
			chains.push({ slot: entry.slot, first: index, last: index });
			if (seenSlots.has(entry.slot)) forkedSlots.add(entry.slot);
			seenSlots.add(entry.slot);
		}
		chainOf[index] = chain;
		lamportOf[index] = entry.lamport;
		if (continues && parents.length === 1) {
			offsetOf[index] = offsetOf[prev]!;
			widthOf[index] = widthOf[prev]!;
		} else {
			const width = chains.length;
			const at = reserve(width);
			offsetOf[index] = at;
			widthOf[index] = width;
			for (const parent of parents) if (parent >= 0) mergeInto(at, parent);
		}
		ids.push(entry.id);
		indexById.set(entry.id, index);
		for (const parent of parents) if (parent >= 0) cover(parent);
		headSet.add(index);
		return index;
	}

	function cover(index: number): void {
		if (hasChild[index] === 1) return;
		hasChild[index] = 1;
		headSet.delete(index);
	}

	function isAncestorAt(ancestor: number, descendant: number): boolean {
		if (ancestor === descendant) return false;
		return countAt(descendant, chainOf[ancestor]!) > posOf[ancestor]!;
	}

	function slotAt(index: number): Slot {
		return chains[chainOf[index]!]!.slot;
	}

	return {
		get size() {
			return ids.length;
		},
		get chainCount() {
			return chains.length;
		},
		add,
		locate,
		addLocated,
		has: (id) => find(id) >= 0,
		indexOf: find,
		idAt: idOf,
		lamportAt: (index) => lamportOf[index]!,
		slotAt,
		chainAt: (index) => chainOf[index]!,
		positionAt: (index) => posOf[index]!,
		isAncestor(ancestor, descendant) {
			const a = find(ancestor);
			const d = find(descendant);
			return a >= 0 && d >= 0 && isAncestorAt(a, d);
		},
		isAncestorAt,
		countAt,
		heads: () => [...headSet].map(idOf),
		frontier(prev, cap) {
			const own = prev === null ? -1 : find(prev);
			let open = [...headSet].filter((index) => index !== own);
			if (open.length > cap) {
				const newer = (a: number, b: number): number =>
					lamportOf[b]! - lamportOf[a]! || (idOf(a) < idOf(b) ? 1 : -1);
				open = open.sort(newer).slice(0, cap);
			}
			return open.map(idOf).sort();
		},
		nextLamport(prev, deps) {
			let highest = 0;
			for (const id of prev === null ? deps : [prev, ...deps]) {
				const index = find(id);
				if (index >= 0 && lamportOf[index]! > highest) highest = lamportOf[index]!;
			}
			return highest + 1;
		},
		isForked: (slot) => forkedSlots.has(slot),
		chain(chain) {
			const c = chains[chain]!;
			return { slot: c.slot, length: posOf[c.last]! + 1, first: idOf(c.first), last: idOf(c.last) };
		},
		restore,
		columns: () => ({
			ids: idColumn(concatIds(textsFrom(0, ids.length))),
			chainOf: chainOf.slice(0, ids.length),
			posOf: posOf.slice(0, ids.length),
			lamportOf: lamportOf.slice(0, ids.length),
			offsetOf: offsetOf.slice(0, ids.length),
			widthOf: widthOf.slice(0, ids.length),
			hasChild: hasChild.slice(0, ids.length),
			counters: counters.slice(0, countersUsed),
			chains: chains.map((c) => [c.slot, c.first, c.last] as const)
		}),
		*batches(size, from = 0) {
			for (let at = from; at < ids.length; at += size) yield textsFrom(at, Math.min(at + size, ids.length));
		}
	};
}

function wider(old: Uint32Array, room: number): Uint32Array<ArrayBuffer> {
	const next = new Uint32Array(room);
	next.set(old);
	return next;
}
