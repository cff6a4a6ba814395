/**
 * When a proposal was decided: the claimed time of the closing that made it final. For registers, never for rules.
 */
import { comparePlaces } from './determine';
import { verdictOf } from './outcome';
import type { Place, Proposal } from './state';

const remembered = new WeakMap<Proposal, number>();

/** Null while it is open. Remembered: proposals never change in place. */
export function decidedAt(proposal: Proposal): number | null {
	if (proposal.outcome.status === 'open') return null;
	const known = remembered.get(proposal);
	if (known !== undefined) return known;
	const closings = proposal.terms.flatMap((term) => [...term.closings, ...term.revealClosings]).sort(comparePlaces);
	const at = closings[firstFinal(proposal, closings)]?.at ?? proposal.at;
	remembered.set(proposal, at);
	return at;
}

/** How many closings, in total order, it took: a final result stays, so halving finds it. */
function firstFinal(proposal: Proposal, closings: readonly Place[]): number {
	let [low, high] = [0, closings.length - 1];
	while (low < high) {
		const middle = (low + high) >> 1;
		const entries = new Set(closings.slice(0, middle + 1).map(({ entry }) => entry));
		if (verdictOf(proposal, (entry) => entries.has(entry)).outcome.status === 'open') low = middle + 1;
		else high = middle;
	}
	return low;
}
