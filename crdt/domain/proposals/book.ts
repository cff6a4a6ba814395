/**
 * All proposals of a log, growing entry by entry in any causal order.
 *
 * Each op is judged once, by its own past; outcomes follow from the closings alone, so the book never looks back. What binds
 * nobody is kept by books of its own. Carries PRO4, PRO10 (frozen at opening) and PRO43 (once per mandate).
 */
import { Map as ImmutableMap } from 'immutable';
import { assertNever, type EntryId, type MemberId, type ObjectId } from '../../../crypto/base';
import type { Refusal } from '../context';
import type { Decision } from '../membership/facts';
import type { View } from '../past';
import { comparePlaces, inserted } from './determine';
import { createGovernanceBook, isGovernanceOp, type GovernanceOp } from './governance-book';
import { refusal, termInPast, type Around, type Judged, type ProposalOp, type ProposalPast } from './judge';
import { judgeOpen } from './judge-open';
import { judgeCloseReveal, judgeReveal } from './judge-reveal';
import { bindingByLeave, judgeBind, judgeCast } from './judge-speak';
import { judgeClose, judgeNewTerm, judgeWithdraw } from './judge-term';
import { createLifeBook, isLifeOp, type LifeOp } from './life-book';
import { NO_LIFE, type Measure } from './life-state';
import { isAccepted, outcomeIn, verdictOf, type Verdict } from './outcome';
import type { ClosingRecord, Proposal, ProposalsState, Term } from './state';
import { byElector, closersOf, termOf } from './terms';

export interface ProposalsBook {
	find(id: ObjectId): Proposal | undefined;
	/** Returns why it has no effect, or null once it is recorded. */
	record(op: ProposalOp, past: ProposalPast): Refusal | null;
	recordLeave(member: MemberId, past: ProposalPast): void;
	/** May this op change what rules look at (members, settings, rooms, spending)? */
	isRelevant(op: ProposalOp): boolean;
	/** Accepted proposals with an effect, as known in a view, in total order. */
	decisionsIn(view: View): readonly Decision[];
	/** Measures with those who have joined them, as known in a view, in total order. */
	measuresIn(view: View): readonly Measure[];
	/** The same object until something is recorded. */
	state(): ProposalsState;
}

export const NO_PROPOSALS: ProposalsState = { proposals: ImmutableMap(), carriedOut: new Set(), life: NO_LIFE };

/** Ops about one term of a proposal. */
type TermOp = Exclude<ProposalOp, LifeOp | GovernanceOp | { readonly type: 'proposals/open' }>;

export function createProposalsBook(): ProposalsBook {
	let proposals: ProposalsState['proposals'] = ImmutableMap();
	let carriedOut: ProposalsState['carriedOut'] = new Set();
	let state: ProposalsState | null = NO_PROPOSALS;
	/** Proposals with an effect that rules look at, in total order of their opening. */
	let withEffect: readonly Proposal[] = [];
	/** What all closings held amount to, by proposal that has any. */
	const verdicts = new Map<ObjectId, Verdict>();

	const find = (id: ObjectId): Proposal | undefined => proposals.get(id);
	const life = createLifeBook({ outcomeInPast: (proposal, past) => outcomeIn(proposal, past.inPast) });
	const governance = createGovernanceBook();
	const around: Around = {
		discussion: life.discussion,
		amendment: life.amendment,
		mediation: governance.mediation,
		spoken: (proposal) => life.state().spoken.get(proposal) ?? [],
		judgeTakingUp: life.judgeTakingUp
	};

	function put(proposal: Proposal): null {
		proposals = proposals.set(proposal.id, proposal);
		return null;
	}

	function open(op: Extract<ProposalOp, { type: 'proposals/open' }>, past: ProposalPast): Refusal | null {
		const judged = judgeOpen(op, past, around);
		if (!judged.ok) return judged.error;
		const proposal = judged.value;
		put(proposal);
		if (op.discussion !== null) life.noteOpened(op.discussion, proposal);
		if (hasEffect(proposal)) withEffect = inserted(withEffect, proposal);
		return null;
	}

	/** Puts what was judged into its term, or says why not. */
	function intoTerm<T>(proposal: Proposal, term: Term, judged: Judged<T>, add: (value: T) => Partial<Term>): Refusal | null {
		return judged.ok ? put(withTerm(proposal, { ...term, ...add(judged.value) })) : judged.error;
	}

	/** The same for what may settle something. */
	function closeTerm<T>(proposal: Proposal, term: Term, judged: Judged<T>, add: (value: T) => Partial<Term>): Refusal | null {
		const wrong = intoTerm(proposal, term, judged, add);
		const closed = find(proposal.id);
		if (wrong !== null || closed === undefined) return wrong;
		const verdict = verdictOf(closed);
		verdicts.set(proposal.id, verdict);
		const { outcome, settledTerm } = verdict;
		put({ ...closed, outcome, settledTerm });
		if (outcome.status !== proposal.outcome.status) carriedOut = carriedOutOf(proposals.values());
		return null;
	}

	function recordInTerm(op: TermOp, past: ProposalPast): Refusal | null {
		const proposal = find(op.proposal);
		if (proposal === undefined || !past.inPast(proposal.entry)) return refusal('PRO4', 'There is no such proposal.');
		const term = termInPast(proposal, op.type === 'proposals/new-term' ? op.after : op.term, past);
		if (term === null) return refusal('PRO4', 'There is no such term of this proposal.');
		switch (op.type) {
			case 'proposals/cast-stance':
				return intoTerm(proposal, term, judgeCast(op, proposal, term, past, around), (stance) => ({ stances: inserted(term.stances, stance) }));
			case 'proposals/bind-stance':
				return intoTerm(proposal, term, judgeBind(op, proposal, term, past), (stance) => ({ stances: inserted(term.stances, stance) }));
			case 'proposals/close':
				return closeTerm(proposal, term, judgeClose(proposal, term, past), (closing) => ({ closings: inserted(term.closings, closing) }));
			case 'proposals/reveal':
				return intoTerm(proposal, term, judgeReveal(op, proposal, term, past), (reveal) => ({ reveals: inserted(term.reveals, reveal) }));
			case 'proposals/close-reveal':
				return closeTerm(proposal, term, judgeCloseReveal(proposal, term, past), (closing) => ({
					revealClosings: inserted(term.revealClosings, closing)
				}));
			case 'proposals/withdraw': {
				const judged = judgeWithdraw(proposal, term, past);
				if (!judged.ok) return judged.error;
				const interrupted = withTerm(proposal, { ...term, interruptions: inserted(term.interruptions, judged.value) });
				const record = { ...past.place, term: term.id, author: judged.value.author, reason: op.reason };
				return put({ ...interrupted, withdrawals: inserted(proposal.withdrawals, record) });
			}
			case 'proposals/new-term': {
				const judged = judgeNewTerm(op, proposal, term, past, around);
				if (!judged.ok) return judged.error;
				const { term: next, interruption } = judged.value;
				const interrupted = withTerm(proposal, { ...term, interruptions: inserted(term.interruptions, interruption) });
				if (next.amendment !== null) life.noteTakenUp(next.amendment, next.id, past.place);
				return put({ ...interrupted, terms: inserted(interrupted.terms, next) });
			}
			default:
				return assertNever(op);
		}
	}

	function record(op: ProposalOp, past: ProposalPast): Refusal | null {
		state = null;
		if (op.type === 'proposals/open') return open(op, past);
		if (isLifeOp(op)) return life.record(op, past);
		if (isGovernanceOp(op)) return governance.record(op, past);
		return recordInTerm(op, past);
	}

	function decisionsIn(view: View): readonly Decision[] {
		const decisions: Decision[] = [];
		for (const { id } of withEffect) {
			const proposal = find(id);
			const whole = verdicts.get(id);
			if (proposal === undefined || whole === undefined) continue;
			// what any view accepts is accepted by the whole, unless somebody spoke with two tongues
			if (!isAccepted(whole.outcome) && !isContradicted(proposal)) continue;
			const { outcome, deciding } = isCompleteIn(proposal, view) ? whole : verdictOf(proposal, view.has);
			if (isAccepted(outcome)) decisions.push({ proposal, closings: deciders(proposal, deciding, view) });
		}
		return decisions;
	}

	return {
		find,
		record,
		recordLeave(member, past) {
			state = null;
			for (const proposal of proposals.values())
				for (const term of proposal.terms) {
					const binding = bindingByLeave(proposal, term, member, past);
					if (binding === null) continue;
					const current = find(proposal.id) ?? proposal;
					put(withTerm(current, { ...term, stances: inserted(term.stances, binding) }));
				}
		},
		isRelevant(op) {
			switch (op.type) {
				case 'proposals/close':
				case 'proposals/close-reveal': {
					const proposal = find(op.proposal);
					return proposal !== undefined && hasEffect(proposal);
				}
				case 'proposals/take-measure':
				case 'proposals/join-measure':
					return true;
				default:
					return false;
			}
		},
		decisionsIn,
		measuresIn: governance.measuresIn,
		state: () => (state ??= { proposals, carriedOut, life: { ...life.state(), ...governance.state() } })
	};
}

/** Effects that rules look at; whether an amendment was accepted is asked where it is taken up. */
const hasEffect = ({ effect }: Proposal): boolean => effect.kind !== 'none' && effect.kind !== 'amend';

const withTerm = (proposal: Proposal, term: Term): Proposal => ({
	...proposal,
	terms: proposal.terms.map((each) => (each.id === term.id ? term : each))
});

/** PRO43: of the accepted proposals of one mandate, the last in total order. */
function carriedOutOf(proposals: Iterable<Proposal>): ReadonlySet<ObjectId> {
	const newest = new Map<ObjectId, Proposal>();
	for (const proposal of proposals) {
		if (!isAccepted(proposal.outcome)) continue;
		const other = newest.get(proposal.mandate);
		if (other === undefined || comparePlaces(proposal, other) > 0) newest.set(proposal.mandate, proposal);
	}
	return new Set([...newest.values()].map((proposal) => proposal.id).sort());
}

/** Has an elector closed a term twice? */
const isContradicted = ({ terms }: Proposal): boolean => terms.some((term) => term.closings.length > closersOf(term).size);

const isCompleteIn = ({ terms }: Proposal, view: View): boolean =>
	terms.every((term) => [...term.closings, ...term.revealClosings].every((closing) => view.has(closing.entry)));

/** Closings in the view of the terms that decided, one list per elector. */
function deciders(proposal: Proposal, deciding: readonly ObjectId[], view: View): readonly (readonly EntryId[])[] {
	const closings: ClosingRecord[] = deciding.flatMap((id) => termOf(proposal, id)?.closings.filter((closing) => view.has(closing.entry)) ?? []);
	return byElector(closings).map((own) => own.map((closing) => closing.entry));
}
