/**
 * All proposals of a log, growing entry by entry in any causal order.
 *
 * Each op is judged once, by its own past; outcomes follow from the closings alone, so the book never looks back.
 * Carries PRO10 (frozen at opening) and PRO43 (once per mandate).
 */
import { Map as ImmutableMap } from 'immutable';
import { assertNever, type EntryId, type MemberId, type ObjectId } from '../../../crypto/base';
import type { Refusal } from '../context';
import type { Decision } from '../membership/facts';
import type { View } from '../past';
import { comparePlaces } from './determine';
import {
	bindingByLeave, judgeBind, judgeCast, judgeClose, judgeComment, judgeOpen, judgeWithdraw,
	type ProposalOp, type ProposalPast
} from './judge';
import { closingsByVoter, outcomeOf } from './outcome';
import type { ClosingRecord, Place, Proposal, ProposalsState } from './state';

export interface ProposalsBook {
	find(id: ObjectId): Proposal | undefined;
	/** Returns why it has no effect, or null once it is recorded. */
	record(op: ProposalOp, past: ProposalPast): Refusal | null;
	recordLeave(member: MemberId, past: ProposalPast): void;
	/** Does closing this proposal carry something out that rules look at? */
	hasEffect(id: ObjectId): boolean;
	/** Accepted proposals with an effect, as known in a view, in total order. */
	decisionsIn(view: View): readonly Decision[];
	state(): ProposalsState;
}

export const NO_PROPOSALS: ProposalsState = { proposals: ImmutableMap(), carriedOut: new Set() };

export function createProposalsBook(): ProposalsBook {
	let state: ProposalsState = NO_PROPOSALS;
	/** Proposals with an effect, in total order of their opening. */
	const withEffect: ObjectId[] = [];

	const find = (id: ObjectId): Proposal | undefined => state.proposals.get(id);

	function put(proposal: Proposal): void {
		state = { ...state, proposals: state.proposals.set(proposal.id, proposal) };
	}

	function open(op: Extract<ProposalOp, { type: 'proposals/open' }>, past: ProposalPast): Refusal | null {
		const judged = judgeOpen(op, past);
		if (!judged.ok) return judged.error;
		put(judged.value);
		if (op.effect.kind !== 'none') {
			withEffect.push(judged.value.id);
			withEffect.sort((a, b) => comparePlaces(find(a) ?? judged.value, find(b) ?? judged.value));
		}
		return null;
	}

	function close(proposal: Proposal, past: ProposalPast): Refusal | null {
		const judged = judgeClose(proposal, past);
		if (!judged.ok) return judged.error;
		const closings = inserted<ClosingRecord>(proposal.closings, judged.value);
		const outcome = outcomeOf(proposal, closings);
		put({ ...proposal, closings, outcome });
		if (outcome.status !== proposal.outcome.status) state = { ...state, carriedOut: carriedOutOf(state.proposals.values()) };
		return null;
	}

	function record(op: ProposalOp, past: ProposalPast): Refusal | null {
		if (op.type === 'proposals/open') return open(op, past);
		const proposal = find(op.proposal);
		if (proposal === undefined || !past.inPast(proposal.entry)) return { rule: 'PRO4', reason: 'There is no such proposal.' };
		switch (op.type) {
			case 'proposals/comment': {
				const refusal = judgeComment(proposal, past);
				const author = past.author?.memberId ?? proposal.electors.find((each) => each.voice === past.device)?.memberId;
				if (refusal !== null || author === undefined) return refusal;
				const comment = { ...past.place, id: past.objectId, author, text: op.text };
				put({ ...proposal, comments: inserted(proposal.comments, comment) });
				return null;
			}
			case 'proposals/cast-stance':
			case 'proposals/bind-stance': {
				const judged = op.type === 'proposals/cast-stance' ? judgeCast(op, proposal, past) : judgeBind(op, proposal, past);
				if (!judged.ok) return judged.error;
				put({ ...proposal, stances: inserted(proposal.stances, judged.value) });
				return null;
			}
			case 'proposals/close':
				return close(proposal, past);
			case 'proposals/withdraw': {
				const judged = judgeWithdraw(proposal, past);
				if (!judged.ok) return judged.error;
				const withdrawal = { ...past.place, author: judged.value, reason: op.reason };
				put({ ...proposal, withdrawals: inserted(proposal.withdrawals, withdrawal) });
				return null;
			}
			default:
				return assertNever(op);
		}
	}

	function decisionsIn(view: View): readonly Decision[] {
		const decisions: Decision[] = [];
		for (const id of withEffect) {
			const proposal = find(id);
			if (proposal === undefined || proposal.closings.length === 0) continue;
			const known = proposal.closings.filter((closing) => view.has(closing.entry));
			if (!isAccepted(known.length === proposal.closings.length ? proposal.outcome : outcomeOf(proposal, known))) continue;
			decisions.push({ proposal, closings: entriesByVoter(known) });
		}
		return decisions;
	}

	return {
		find,
		record,
		recordLeave(member, past) {
			for (const proposal of state.proposals.values()) {
				const binding = bindingByLeave(proposal, member, past);
				if (binding !== null) put({ ...proposal, stances: inserted(proposal.stances, binding) });
			}
		},
		hasEffect: (id) => (find(id)?.effect.kind ?? 'none') !== 'none',
		decisionsIn,
		state: () => state
	};
}

export const isAccepted = (outcome: Proposal['outcome']): boolean =>
	outcome.status === 'accepted' || (outcome.status === 'contested' && outcome.accepted);

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

const entriesByVoter = (closings: readonly ClosingRecord[]): readonly (readonly EntryId[])[] =>
	closingsByVoter(closings).map((own) => own.map((closing) => closing.entry));

/** Keeps the list in total order; entries mostly come last. */
function inserted<T extends Place>(list: readonly T[], item: T): readonly T[] {
	let at = list.length;
	while (at > 0 && comparePlaces(list[at - 1]!, item) > 0) at--;
	return [...list.slice(0, at), item, ...list.slice(at)];
}
