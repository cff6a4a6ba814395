/**
 * What one op does to one proposal: judged by the entry's own past, then put into its term. Pure; the book keeps the result.
 * Carries PRO4 and PRO74.
 */
import { assertNever, ok, type MemberId } from '../../../crypto/base';
import { inserted } from './determine';
import type { GovernanceOp } from './governance-book';
import { refused, termInPast, type Around, type Judged, type ProposalOp, type ProposalPast } from './judge';
import { judgeCloseReveal, judgeReveal } from './judge-reveal';
import { bindingByLeave, judgeBind, judgeCast } from './judge-speak';
import { judgeClose, judgeNewTerm, judgeWithdraw } from './judge-term';
import type { LifeOp } from './life-book';
import { verdictOf, type Verdict } from './outcome';
import type { Proposal, Term } from './state';

/** Ops about one term of a proposal. */
export type TermOp = Exclude<ProposalOp, LifeOp | GovernanceOp | { readonly type: 'proposals/open' }>;

export interface Applied {
	readonly proposal: Proposal;
	/** Where the op may have settled something: what all closings amount to now. */
	readonly verdict: Verdict | null;
	/** A term that the op began. */
	readonly begun: Term | null;
}

export function applyTermOp(op: TermOp, proposal: Proposal, past: ProposalPast, around: Around): Judged<Applied> {
	const term = termInPast(proposal, op.type === 'proposals/new-term' ? op.after : op.term, past);
	if (term === null) return refused('PRO4', 'There is no such term of this proposal.');
	switch (op.type) {
		case 'proposals/cast-stance':
			return spoken(proposal, term, judgeCast(op, proposal, term, past, around), (stance) => ({ stances: inserted(term.stances, stance) }));
		case 'proposals/bind-stance':
			return spoken(proposal, term, judgeBind(op, proposal, term, past), (stance) => ({ stances: inserted(term.stances, stance) }));
		case 'proposals/reveal':
			return spoken(proposal, term, judgeReveal(op, proposal, term, past), (reveal) => ({ reveals: inserted(term.reveals, reveal) }));
		case 'proposals/close':
			return closed(proposal, term, judgeClose(proposal, term, past), (closing) => ({ closings: inserted(term.closings, closing) }));
		case 'proposals/close-reveal':
			return closed(proposal, term, judgeCloseReveal(proposal, term, past), (closing) => ({ revealClosings: inserted(term.revealClosings, closing) }));
		case 'proposals/withdraw': {
			const judged = judgeWithdraw(proposal, term, past);
			if (!judged.ok) return judged;
			const record = { ...past.place, term: term.id, author: judged.value.author, reason: op.reason };
			const interrupted = withTerm(proposal, { ...term, interruptions: inserted(term.interruptions, judged.value) });
			return ok({ proposal: { ...interrupted, withdrawals: inserted(proposal.withdrawals, record) }, verdict: null, begun: null });
		}
		case 'proposals/new-term': {
			const judged = judgeNewTerm(op, proposal, term, past, around);
			if (!judged.ok) return judged;
			const { term: begun, interruption } = judged.value;
			const interrupted = withTerm(proposal, { ...term, interruptions: inserted(term.interruptions, interruption) });
			return ok({ proposal: { ...interrupted, terms: inserted(interrupted.terms, begun) }, verdict: null, begun });
		}
		default:
			return assertNever(op);
	}
}

function spoken<T>(proposal: Proposal, term: Term, judged: Judged<T>, add: (value: T) => Partial<Term>): Judged<Applied> {
	if (!judged.ok) return judged;
	return ok({ proposal: withTerm(proposal, { ...term, ...add(judged.value) }), verdict: null, begun: null });
}

/** The same for what may settle something. */
function closed<T>(before: Proposal, term: Term, judged: Judged<T>, add: (value: T) => Partial<Term>): Judged<Applied> {
	const applied = spoken(before, term, judged, add);
	if (!applied.ok) return applied;
	const { proposal } = applied.value;
	const verdict = verdictOf(proposal);
	return ok({ proposal: { ...proposal, outcome: verdict.outcome, settledTerm: verdict.settledTerm }, verdict, begun: null });
}

/** PRO24: the leaver's words in every term that the leave knows. The same object where it binds nothing. */
export function applyLeave(proposal: Proposal, leaver: MemberId, past: ProposalPast): Proposal {
	let bound = proposal;
	for (const term of proposal.terms) {
		const binding = bindingByLeave(proposal, term, leaver, past);
		if (binding !== null) bound = withTerm(bound, { ...term, stances: inserted(term.stances, binding) });
	}
	return bound;
}

const withTerm = (proposal: Proposal, term: Term): Proposal => ({
	...proposal,
	terms: proposal.terms.map((each) => (each.id === term.id ? term : each))
});
