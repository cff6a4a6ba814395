/**
 * When is one elector's stance settled? The middle of the ballots about it, counted so that nothing is ever subtracted.
 *
 * Knows ballots as ranked values and nothing of who, what or when. Pure. Carries PRO30 and PRO31; the proof and the search
 * behind the thresholds: docs/decisions and crdt/spec/PRO.md.
 */
import type { Place, StanceRecord } from './state';

/** A series: what each elector who has closed wrote about one question. More than one ballot each only after a fork. */
export type Ballots<T> = readonly (readonly T[])[];

/**
 * Every value at which the series is determined: at least ⌈n/2⌉ electors have a ballot at it or above and at least
 * ⌊n/2⌋+1 at it or below. Without double-speakers there is at most one; once there, a value stays for ever.
 *
 * @param n size of the electorate, whether or not they have closed.
 */
export function determinedValues<T>(ballots: Ballots<T>, n: number, compare: (a: T, b: T) => number): readonly T[] {
	const hi = Math.ceil(n / 2);
	const lo = Math.floor(n / 2) + 1;
	if (ballots.length < lo) return [];
	const found: T[] = [];
	for (const own of ballots)
		for (const value of own) {
			if (found.some((other) => compare(other, value) === 0)) continue;
			let atOrAbove = 0;
			let atOrBelow = 0;
			for (const theirs of ballots) {
				if (theirs.some((ballot) => compare(ballot, value) >= 0)) atOrAbove++;
				if (theirs.some((ballot) => compare(ballot, value) <= 0)) atOrBelow++;
			}
			if (atOrAbove >= hi && atOrBelow >= lo) found.push(value);
		}
	return found;
}

export function comparePlaces(a: Pick<Place, 'lamport' | 'entry'>, b: Pick<Place, 'lamport' | 'entry'>): number {
	if (a.lamport !== b.lamport) return a.lamport - b.lamport;
	return a.entry < b.entry ? -1 : a.entry > b.entry ? 1 : 0;
}

/**
 * Rank of stances of one elector: none < carried < soft < bound, then total order (PRO22). Carried ones rank as they did in
 * the term they come from, so that knowing more never ranks lower (PRO77).
 */
export function compareStances(a: StanceRecord | null, b: StanceRecord | null): number {
	const rankA = rankOf(a);
	const rankB = rankOf(b);
	if (rankA !== rankB) return rankA - rankB;
	if (a === null || b === null) return 0;
	return a.carried !== null && b.carried !== null ? compareStances(a.carried, b.carried) : comparePlaces(a, b);
}

/** None < interrupted; two interruptions by total order. A later one therefore outranks an earlier one (PRO74). */
export function compareInterruptions(a: Place | null, b: Place | null): number {
	if (a === null || b === null) return (a === null ? 0 : 1) - (b === null ? 0 : 1);
	return comparePlaces(a, b);
}

/** None < opened; two openings by total order (PRO72). */
export const compareReveals: (a: Place | null, b: Place | null) => number = compareInterruptions;

const RANKS = { carried: 1, soft: 2, bound: 3 } as const;
const rankOf = (stance: StanceRecord | null): number => (stance === null ? 0 : RANKS[stance.kind]);

/** Keeps a list in total order; entries mostly come last. */
export function inserted<T extends Pick<Place, 'lamport' | 'entry'>>(list: readonly T[], item: T): readonly T[] {
	let at = list.length;
	while (at > 0 && comparePlaces(list[at - 1]!, item) > 0) at--;
	return [...list.slice(0, at), item, ...list.slice(at)];
}

export function highest<T>(values: readonly T[], compare: (a: T, b: T) => number): T | null {
	let best: T | null = null;
	for (const value of values) if (best === null || compare(value, best) > 0) best = value;
	return best;
}
