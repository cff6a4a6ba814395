/**
 * All proposals of a log, growing entry by entry in any causal order.
 *
 * Each op is judged once, by its own past; outcomes follow from the closings alone, so the book never looks back. What binds
 * nobody is kept by books of its own. Carries PRO4, PRO10 (frozen at opening) and PRO43 (once per mandate).
 */
import { Map as ImmutableMap } from 'immutable';
import type { EntryId, MemberId, ObjectId } from '../../../crypto/base';
import type { Refusal } from '../context';
import type { Decision } from '../membership/facts';
import type { View } from '../past';
import { applyLeave, applyTermOp, type TermOp } from './apply';
import { comparePlaces, inserted } from './determine';
import { createGovernanceBook, isGovernanceOp } from './governance-book';
import { refusal, type Around, type ProposalOp, type ProposalPast } from './judge';
import { judgeOpen } from './judge-open';
import { createLifeBook, isLifeOp } from './life-book';
import { NO_LIFE, type Measure } from './life-state';
import { isAccepted, outcomeIn, verdictOf, type Verdict } from './outcome';
import type { ClosingRecord, Proposal, ProposalsState } from './state';
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

type Accepted = ImmutableMap<ObjectId, Decision>;
const NOTHING: Accepted = ImmutableMap();
const NEAREST = 4;

export const NO_PROPOSALS: ProposalsState = { proposals: ImmutableMap(), carriedOut: new Set(), life: NO_LIFE };

export function createProposalsBook(): ProposalsBook {
	let proposals: ProposalsState['proposals'] = ImmutableMap();
	let carriedOut: ProposalsState['carriedOut'] = new Set();
	let state: ProposalsState | null = NO_PROPOSALS;
	/** Proposals with an effect that rules look at, in total order of their opening. */
	let withEffect: readonly Proposal[] = [];
	/** What all closings held amount to, by proposal that has any. */
	const verdicts = new Map<ObjectId, Verdict>();
	/** Decisions accepted in a view, removals left out, so that a later view looks at what is new only. */
	const remembered = new WeakMap<View, Accepted>();

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

	function recordInTerm(op: TermOp, past: ProposalPast): Refusal | null {
		const proposal = find(op.proposal);
		if (proposal === undefined || !past.inPast(proposal.entry)) return refusal('PRO4', 'There is no such proposal.');
		const applied = applyTermOp(op, proposal, past, around);
		if (!applied.ok) return applied.error;
		const { proposal: after, verdict, begun } = applied.value;
		put(after);
		if (begun !== null && begun.amendment !== null) life.noteTakenUp(begun.amendment, begun.id, past.place);
		if (verdict !== null) verdicts.set(after.id, verdict);
		if (isAccepted(after.outcome) !== isAccepted(proposal.outcome)) carriedOut = carriedOutOf(proposals.values());
		return null;
	}

	function record(op: ProposalOp, past: ProposalPast): Refusal | null {
		state = null;
		if (op.type === 'proposals/open') return open(op, past);
		if (isLifeOp(op)) return life.record(op, past);
		if (isGovernanceOp(op)) return governance.record(op, past);
		return recordInTerm(op, past);
	}

	/** What the views that this one contains have accepted, and it therefore accepts too (PRO32). */
	function inheritedBy(view: View): Accepted {
		const [first = NOTHING, ...others] = acceptedWithin(view, NEAREST).sort((a, b) => b.size - a.size);
		return first.withMutations((all) => {
			for (const other of others) other.forEach((decision, id) => all.has(id) || all.set(id, decision));
		});
	}

	/** Of the nearest parts that have been looked at: most views between two entries never are. */
	const acceptedWithin = (view: View, depth: number): Accepted[] =>
		depth === 0 ? [] : view.parts.flatMap((part) => remembered.get(part) ?? acceptedWithin(part, depth - 1));

	function decisionsIn(view: View): readonly Decision[] {
		const decisions: Decision[] = [];
		const inherited = inheritedBy(view);
		let accepted = inherited;
		for (const { id, effect } of withEffect) {
			const decision = inherited.get(id) ?? decisionIn(view, id);
			if (decision === null) continue;
			decisions.push(decision);
			// what stands of a removed member depends on each closing (MEM41)
			if (effect.kind !== 'remove-member' && !inherited.has(id)) accepted = accepted.set(id, decision);
		}
		remembered.set(view, accepted);
		return decisions;
	}

	function decisionIn(view: View, id: ObjectId): Decision | null {
		const proposal = find(id);
		const whole = verdicts.get(id);
		if (proposal === undefined || whole === undefined) return null;
		// what any view accepts is accepted by the whole, unless somebody spoke with two tongues
		if (!isAccepted(whole.outcome) && !isContradicted(proposal)) return null;
		const { outcome, deciding } = isCompleteIn(proposal, view) ? whole : verdictOf(proposal, view.has);
		return isAccepted(outcome) ? { proposal, closings: deciders(proposal, deciding, view) } : null;
	}

	return {
		find,
		record,
		recordLeave(member, past) {
			state = null;
			for (const proposal of proposals.values()) {
				const bound = applyLeave(proposal, member, past);
				if (bound !== proposal) put(bound);
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
