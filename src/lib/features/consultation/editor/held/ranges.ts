/** Sets of stretches of a document: sorted, apart from each other, none empty. Knows nothing of what they mean. */
import type { Mappable } from '@tiptap/pm/transform';

/** Positions in a document; `to` is exclusive. */
export interface Range {
	readonly from: number;
	readonly to: number;
}

/** Sorted, joined where they touch, without the empty ones. */
export function joined(ranges: readonly Range[]): readonly Range[] {
	const sorted = ranges.filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from);
	const result: { from: number; to: number }[] = [];
	for (const { from, to } of sorted) {
		const last = result.at(-1);
		if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
		else result.push({ from, to });
	}
	return result;
}

/** What is in `ranges` and in none of `others`; both are sorted and apart. */
export function without(ranges: readonly Range[], others: readonly Range[]): readonly Range[] {
	const result: Range[] = [];
	for (const range of ranges) {
		let from = range.from;
		for (const other of others) {
			if (other.to <= from || other.from >= range.to) continue;
			if (other.from > from) result.push({ from, to: other.from });
			from = other.to;
		}
		if (from < range.to) result.push({ from, to: range.to });
	}
	return result;
}

/** What is in `ranges` and within `from` to `to`. */
export function within(ranges: readonly Range[], from: number, to: number): readonly Range[] {
	return ranges
		.map((range) => ({ from: Math.max(range.from, from), to: Math.min(range.to, to) }))
		.filter((range) => range.from < range.to);
}

export const overlaps = (ranges: readonly Range[], { from, to }: Range): boolean =>
	ranges.some((range) => range.from < to && from < range.to);

export const lengthOf = (ranges: readonly Range[]): number => ranges.reduce((sum, { from, to }) => sum + to - from, 0);

export const areSame = (one: readonly Range[], other: readonly Range[]): boolean =>
	one.length === other.length && one.every(({ from, to }, i) => from === other[i]?.from && to === other[i]?.to);

export const shifted = (ranges: readonly Range[], by: number): readonly Range[] =>
	ranges.map(({ from, to }) => ({ from: from + by, to: to + by }));

/** Where stretches are after a change: what was put in at their edges is no part of them, what was put inside is. */
export const mapped = (ranges: readonly Range[], mapping: Mappable): readonly Range[] =>
	joined(ranges.map(({ from, to }) => ({ from: mapping.map(from, 1), to: mapping.map(to, -1) })));
