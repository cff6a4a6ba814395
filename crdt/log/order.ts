/**
 * The one total order in which entries are folded: Lamport number, then id by plain comparison of characters.
 *
 * Causality is respected because an entry's Lamport number is larger than those of its parents; claimed times play no
 * part. Knows nothing of bytes, keys or graphs. Carries SPEC rules ORD2-ORD4.
 */
import type { EntryId } from '../../crypto/base';

export interface Ordered {
	readonly id: EntryId;
	readonly lamport: number;
}

/** Negative when `a` comes first. Never locale-dependent. */
export function compareOrdered(a: Ordered, b: Ordered): number {
	if (a.lamport !== b.lamport) return a.lamport - b.lamport;
	return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

export interface Order<T extends Ordered> {
	readonly length: number;
	/** The entries in order. A live view: read it, never write to it. */
	readonly entries: readonly T[];
	/** Inserts entries not yet present and returns the lowest position touched (`length` before, when all went last). */
	insert(entries: readonly T[]): number;
	/** Where the entry is, or -1. */
	positionOf(entry: Ordered): number;
}

export function createOrder<T extends Ordered>(): Order<T> {
	let sorted: T[] = [];

	/** First position whose entry is not before `entry`. */
	function lowerBound(entry: Ordered): number {
		const last = sorted.at(-1);
		if (last === undefined || compareOrdered(last, entry) < 0) return sorted.length;
		let low = 0;
		let high = sorted.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (compareOrdered(sorted[middle]!, entry) < 0) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	function insertOne(entry: T): number {
		const at = lowerBound(entry);
		if (sorted[at]?.id === entry.id) return sorted.length;
		if (at === sorted.length) sorted.push(entry);
		else sorted.splice(at, 0, entry);
		return at;
	}

	/** Many at once: one sort and one merge instead of a shift of the array for each. */
	function insertMany(entries: readonly T[]): number {
		const fresh = [...entries].sort(compareOrdered);
		let lowest = sorted.length;
		const merged: T[] = [];
		let i = 0;
		for (const entry of fresh) {
			while (i < sorted.length && compareOrdered(sorted[i]!, entry) < 0) merged.push(sorted[i++]!);
			if (sorted[i]?.id === entry.id || merged.at(-1)?.id === entry.id) continue;
			if (merged.length < lowest) lowest = merged.length;
			merged.push(entry);
		}
		while (i < sorted.length) merged.push(sorted[i++]!);
		sorted = merged;
		return lowest;
	}

	return {
		get length() {
			return sorted.length;
		},
		get entries() {
			return sorted;
		},
		insert(entries) {
			if (entries.length > 32) return insertMany(entries);
			let lowest = sorted.length;
			for (const entry of entries) {
				const before = sorted.length;
				const at = insertOne(entry);
				if (sorted.length > before && at < lowest) lowest = at;
			}
			return lowest;
		},
		positionOf(entry) {
			const at = lowerBound(entry);
			return sorted[at]?.id === entry.id ? at : -1;
		}
	};
}

/** Sorts in place. Lamport numbers of one batch lie close together, so counting them is cheaper than comparing entries. */
export function sortByLamport<T>(list: T[], lamportOf: (one: T) => number): void {
	if (list.length < 2) return;
	let lowest = Infinity;
	let highest = 0;
	for (const one of list) {
		const lamport = lamportOf(one);
		if (lamport < lowest) lowest = lamport;
		if (lamport > highest) highest = lamport;
	}
	const range = highest - lowest + 1;
	if (range > list.length * 4 + 64) {
		list.sort((a, b) => lamportOf(a) - lamportOf(b));
		return;
	}
	const nextAt = new Uint32Array(range + 1);
	for (const one of list) nextAt[lamportOf(one) - lowest + 1]!++;
	for (let i = 1; i <= range; i++) nextAt[i]! += nextAt[i - 1]!;
	for (const one of [...list]) list[nextAt[lamportOf(one) - lowest]!++] = one;
}
