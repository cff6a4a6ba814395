/** What a person's answer becomes as ops: a first word, or the given word. Pure. */
import type { ObjectId } from '$crypto/base';
import type { OpInput } from '$crdt/domain/op';
import type { ProposalView, StanceView } from '$crdt/domain/proposals/views';
import type { Answer } from '../answer/answer-draft';

/** What somebody has said to the present text; null: nothing. */
export const answerOf = (stance: Pick<StanceView, 'ballot' | 'reason' | 'harms'>): Answer | null =>
	stance.ballot ? { ballot: stance.ballot, reason: stance.reason, harms: stance.harms } : null;

type Asked = Pick<ProposalView, 'id' | 'term'>;

/** @param confirms what a colleague had written down for me, where this says yes to it. */
export const castOp = (proposal: Asked, { ballot, reason, harms }: Answer, confirms: ObjectId | null): OpInput => ({
	type: 'proposals/cast-stance', proposal: proposal.id, term: proposal.term, ballot, reason, harms, confirms
});

export const bindOp = (proposal: Asked, { ballot, reason, harms }: Answer): OpInput => ({
	type: 'proposals/bind-stance', proposal: proposal.id, term: proposal.term, ballot, reason, harms
});
