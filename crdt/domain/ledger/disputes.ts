/** Disputes and comments: what members say about entries. No balance changes by them. Carries LED8, LED9, LED19. */
import { err, ok, type MemberId } from '../../../crypto/base';
import type { Reduced, RuleContext } from '../context';
import type { OpOf } from '../op';
import { memberAccount, type Comment, type Dispute, type LedgerEntry, type LedgerState } from './state';
import { knows, withEvent } from './verdicts';

export function dispute(state: LedgerState, op: OpOf<'ledger/dispute'>, ctx: RuleContext): Reduced<LedgerState> {
	const target = state.entries.get(op.target);
	const by = ctx.author.memberId;
	const isKnown = knows(ctx);
	if (target === undefined || !isKnown(target.entry)) return refused('LED8', 'The disputed entry is not known.');
	if (!concerns(target, by)) return refused('LED8', 'Only those who paid or are charged can dispute an entry.');
	if (isCorrectedFor(state, target, ctx)) return refused('LED9', 'The entry has been corrected; there is nothing left to dispute.');
	const isOpen = target.disputes.some((id) => {
		const earlier = state.disputes.get(id);
		return earlier?.by === by && earlier.settledBy === null && isKnown(earlier.entry);
	});
	if (isOpen) return refused('LED8', 'The author already disputes this entry.');
	const id = ctx.objectId;
	const raised: Dispute = { id, entry: ctx.entry.id, target: op.target, by, at: ctx.entry.claimedAt, reason: op.reason, settledBy: null };
	const next: LedgerState = {
		...state,
		entries: state.entries.set(op.target, { ...target, disputes: [...target.disputes, id] }),
		disputes: state.disputes.set(id, raised)
	};
	return ok(withEvent(next, ctx, op.type, op.target));
}

/** The target is one dispute, or the disputed entry: then all of the author's disputes about it. */
export function settleDispute(state: LedgerState, op: OpOf<'ledger/settle-dispute'>, ctx: RuleContext): Reduced<LedgerState> {
	const by = ctx.author.memberId;
	const isKnown = knows(ctx);
	const ids = state.disputes.has(op.target) ? [op.target] : (state.entries.get(op.target)?.disputes ?? []);
	const mine = ids
		.flatMap((id) => state.disputes.get(id) ?? [])
		.filter((each) => each.by === by && isKnown(each.entry) && each.settledBy === null);
	const [first] = mine;
	if (first === undefined) return refused('LED9', 'There is no open dispute that the author raised.');
	const disputes = state.disputes.withMutations((all) => {
		for (const each of mine) all.set(each.id, { ...each, settledBy: by });
	});
	return ok(withEvent({ ...state, disputes }, ctx, op.type, first.target));
}

export function comment(state: LedgerState, op: OpOf<'ledger/comment'>, ctx: RuleContext): Reduced<LedgerState> {
	const target = state.entries.get(op.target);
	if (target === undefined || !knows(ctx)(target.entry)) return refused('LED19', 'The entry to comment on is not known.');
	const id = ctx.objectId;
	const { claimedAt: at } = ctx.entry;
	const said: Comment = { id, entry: ctx.entry.id, target: op.target, by: ctx.author.memberId, at, text: op.text };
	const next: LedgerState = {
		...state,
		entries: state.entries.set(op.target, { ...target, comments: [...target.comments, id] }),
		comments: state.comments.set(id, said)
	};
	return ok(withEvent(next, ctx, op.type, op.target));
}

/** Paid or charged, however much: someone who paid exactly their own share is concerned too. */
export function concerns(entry: LedgerEntry, member: MemberId): boolean {
	const account = memberAccount(member);
	return entry.postings.some((posting) => posting.account === account);
}

/** Open: not settled, and its entry not corrected (LED9). */
export const isOpenDispute = (dispute: Dispute, entry: LedgerEntry): boolean => dispute.settledBy === null && entry.reversedBy === null;

/** Has the author seen a correction of it? */
export function isCorrectedFor(state: LedgerState, { id }: LedgerEntry, ctx: RuleContext): boolean {
	const isKnown = knows(ctx);
	return (state.contests.get(`reversal:${id}`) ?? []).some((each) => {
		const reversal = state.entries.get(each);
		return reversal !== undefined && isKnown(reversal.entry);
	});
}

const refused = (rule: string, reason: string) => err({ rule, reason });
