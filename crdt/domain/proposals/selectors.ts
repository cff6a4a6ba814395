/**
 * How a proposal stands, read off its records: which text is the newest, what each elector has said to it, who has closed.
 * Shared by views and by what devices do by themselves. Decides nothing; results come from the state.
 */
import type { MemberId } from '../../../crypto/base';
import { comparePlaces, compareStances } from './determine';
import type { Interruption, Proposal, StanceRecord, Term } from './state';

/** The term that counts today, or that goes on as soon as what is known here is settled: the newest known of the chain. */
export function leadingTerm(proposal: Proposal): Term {
	let term = proposal.terms.find(({ id }) => id === proposal.settledTerm) ?? proposal.terms[0]!; // a proposal has at least one term
	if (proposal.outcome.status !== 'open') return term;
	for (;;) {
		const next = highestInterruption(term);
		const following = next?.kind === 'new-term' ? proposal.terms.find(({ id }) => id === next.id) : undefined;
		if (following === undefined || following === term) return term;
		term = following;
	}
}

/** None < interruption; of several, the last in total order (PRO74). */
export function highestInterruption(term: Term): Interruption | null {
	let highest: Interruption | null = null;
	for (const each of term.interruptions) if (highest === null || comparePlaces(each, highest) > 0) highest = each;
	return highest;
}

export const termBefore = (proposal: Proposal, term: Term): Term | null =>
	proposal.terms.find(({ id }) => id === term.after) ?? null;

/**
 * The highest-ranked stance of an elector that is known here (PRO22), in the leading term unless another is named. Where that
 * term only extended the one before, what was said there counts as carried.
 */
export function currentStance(proposal: Proposal, elector: MemberId, term: Term = leadingTerm(proposal)): StanceRecord | null {
	const own = ownStance(term, elector);
	if (own !== null || term.kind !== 'extend') return own;
	const before = termBefore(proposal, term);
	const carried = before === null ? null : currentStance(proposal, elector, before);
	return carried === null ? null : { ...carried, kind: 'carried' };
}

/** What was said to this very term. */
export function ownStance(term: Term, elector: MemberId): StanceRecord | null {
	let best: StanceRecord | null = null;
	for (const stance of term.stances)
		if (stance.elector === elector && compareStances(stance, best) > 0) best = stance;
	return best;
}

export const isBound = (proposal: Proposal, elector: MemberId, term: Term = leadingTerm(proposal)): boolean =>
	term.stances.some((stance) => stance.elector === elector && stance.kind === 'bound');

export const closersOf = (proposal: Proposal, term: Term = leadingTerm(proposal)): ReadonlySet<MemberId> =>
	new Set(term.closings.map((closing) => closing.elector));
