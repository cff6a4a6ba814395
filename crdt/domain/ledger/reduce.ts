/**
 * The ledger's fold step. Double entry: whatever is posted sums to zero; nothing is ever changed, only reversed by an
 * opposite entry. Called in the total order. Rules LED1–LED9, LED20 and LED21.
 */
import { List } from 'immutable';
import { assertNever, err, ok, type EntryId, type MemberId, type ObjectId } from '../../../crypto/base';
import type { Reduced, RuleContext } from '../context';
import type { OpOf } from '../op';
import { parseDate } from '../wall-time';
import { approvalRefusal } from './approval';
import { splitAmount, turnOf, type Share } from './split';
import type { Dispute, LedgerEntry, LedgerState, Posting } from './state';

type ExpenseOp = OpOf<'ledger/post-expense'>;
type LedgerOp = OpOf<
	'ledger/post-expense' | 'ledger/record-payment' | 'ledger/reverse' | 'ledger/dispute' | 'ledger/settle-dispute'
>;

export function reduceLedger(state: LedgerState, op: LedgerOp, ctx: RuleContext): Reduced<LedgerState> {
	const known = (entry: EntryId) => entry === ctx.entry.id || ctx.inPast(entry);
	switch (op.type) {
		case 'ledger/post-expense':
			return postExpense(state, op, ctx);
		case 'ledger/record-payment':
			return recordPayment(state, op, ctx);
		case 'ledger/reverse':
			return reverse(state, op, ctx, known);
		case 'ledger/dispute':
			return dispute(state, op, ctx, known);
		case 'ledger/settle-dispute':
			return settleDispute(state, op.target, ctx, known);
		default:
			return assertNever(op);
	}
}

/** What is wrong with an expense by itself, whoever is a member; null: nothing. The same for the fold and for a form. */
export function checkExpense(op: Omit<ExpenseOp, 'type'>): { readonly rule: string; readonly reason: string } | null {
	const payers = op.paidBy.map((payer) => payer.member);
	const sharers = op.split.between.map((share) => share.member);
	if (parseDate(op.date) === null) return problem('LED1', 'The date does not exist.');
	if (repeats(payers)) return problem('LED1', 'Somebody stands twice among those who paid.');
	if (repeats(sharers)) return problem('LED1', 'Somebody stands twice among those who share it.');
	const paid = op.paidBy.reduce((sum, payer) => sum + payer.amountMinor, 0);
	if (paid !== op.amountMinor) return problem('LED2', 'What was paid does not add up to the amount.');
	if (op.split.method === 'equal' && op.split.between.some((share) => share.shares !== 1)) {
		return problem('LED2', 'An equal split gives everybody one share.');
	}
	return null;
}

function postExpense(state: LedgerState, op: ExpenseOp, ctx: RuleContext): Reduced<LedgerState> {
	const wrong = checkExpense(op) ?? checkMembers(ctx, [...op.paidBy, ...op.split.between].map(({ member }) => member));
	if (wrong !== null) return err(wrong);
	const unapproved = approvalRefusal(op, ctx.settingsInPast().spendingBands, (id) => ctx.approvalInPast(id), (id) => state.usedApprovals.has(id));
	if (unapproved !== null) return err(unapproved);
	const shares = splitAmount(op.amountMinor, op.split.between, turnOf(ctx.hash('odd-cents', ctx.objectId)));
	const usedApprovals = op.approval === null ? state.usedApprovals : state.usedApprovals.set(op.approval, ctx.objectId);
	return post({ ...state, usedApprovals }, { ...posted(ctx, op.amountMinor, postingsOf(op.paidBy, shares)), kind: 'expense', op, shares });
}

function recordPayment(state: LedgerState, op: OpOf<'ledger/record-payment'>, ctx: RuleContext): Reduced<LedgerState> {
	if (parseDate(op.date) === null) return refused('LED1', 'The date does not exist.');
	if (op.from === op.to) return refused('LED5', 'A payment goes from one person to another.');
	const wrong = checkMembers(ctx, [op.from, op.to]);
	if (wrong !== null) return err(wrong);
	const { amountMinor } = op;
	const postings = postingsOf([{ member: op.from, amountMinor }], [{ member: op.to, amountMinor }]);
	return post(state, { ...posted(ctx, amountMinor, postings), kind: 'payment', op });
}

function reverse(state: LedgerState, op: OpOf<'ledger/reverse'>, ctx: RuleContext, known: (entry: EntryId) => boolean): Reduced<LedgerState> {
	const target = state.entries.get(op.target);
	if (target === undefined || !known(target.entry)) return refused('LED6', 'The entry to correct is not known.');
	if (target.kind === 'reversal') return refused('LED6', 'A correction is not corrected again; post the entry anew.');
	if (target.reversedBy !== null) return refused('LED7', 'The entry has already been corrected.');
	const postings = target.postings.map(({ member, amountMinor }) => ({ member, amountMinor: -amountMinor }));
	const reversal: LedgerEntry = {
		...posted(ctx, target.amountMinor, postings),
		kind: 'reversal',
		target: op.target,
		reason: op.reason
	};
	// a corrected expense gives its approval back: it is posted anew with the right figures
	const approval = target.kind === 'expense' ? target.op.approval : null;
	const usedApprovals = approval === null ? state.usedApprovals : state.usedApprovals.delete(approval);
	const entries = state.entries.set(op.target, { ...target, reversedBy: ctx.objectId });
	return post({ ...state, usedApprovals, entries }, reversal);
}

function dispute(state: LedgerState, op: OpOf<'ledger/dispute'>, ctx: RuleContext, known: (entry: EntryId) => boolean): Reduced<LedgerState> {
	const target = state.entries.get(op.target);
	const by = ctx.author.memberId;
	if (target === undefined || !known(target.entry)) return refused('LED8', 'The disputed entry is not known.');
	if (!concerns(target, by)) return refused('LED8', 'Only those who paid or are charged can dispute an entry.');
	const open = target.disputes.some((id) => {
		const earlier = state.disputes.get(id);
		return earlier?.by === by && earlier.settledBy === null && known(earlier.entry);
	});
	if (open) return refused('LED8', 'The author already disputes this entry.');
	const id = ctx.objectId;
	const raised: Dispute = { id, entry: ctx.entry.id, target: op.target, by, reason: op.reason, settledBy: null };
	return ok({
		...state,
		entries: state.entries.set(op.target, { ...target, disputes: [...target.disputes, id] }),
		disputes: state.disputes.set(id, raised)
	});
}

/** `target` is one dispute, or the disputed entry: then all of the author's disputes about it. */
function settleDispute(state: LedgerState, target: ObjectId, ctx: RuleContext, known: (entry: EntryId) => boolean): Reduced<LedgerState> {
	const by = ctx.author.memberId;
	const ids = state.disputes.has(target) ? [target] : (state.entries.get(target)?.disputes ?? []);
	const mine = ids
		.flatMap((id) => state.disputes.get(id) ?? [])
		.filter((each) => each.by === by && known(each.entry) && each.settledBy === null);
	if (mine.length === 0) return refused('LED9', 'There is no open dispute that the author raised.');
	let disputes = state.disputes;
	for (const each of mine) disputes = disputes.set(each.id, { ...each, settledBy: by });
	return ok({ ...state, disputes });
}

/** Paid or charged, however much: someone who paid exactly their own share is concerned too. */
export function concerns(entry: LedgerEntry, member: MemberId): boolean {
	if (entry.kind !== 'expense') return entry.postings.some((posting) => posting.member === member);
	return entry.op.paidBy.some((payer) => payer.member === member) || entry.shares.some((share) => share.member === member);
}

/** Paid minus share, per member; those who come out even keep a posting of zero, so that their statement shows the entry. */
function postingsOf(paid: readonly Share[], shares: readonly Share[]): readonly Posting[] {
	const amounts = new Map<MemberId, number>();
	for (const { member, amountMinor } of paid) amounts.set(member, (amounts.get(member) ?? 0) + amountMinor);
	for (const { member, amountMinor } of shares) amounts.set(member, (amounts.get(member) ?? 0) - amountMinor);
	return [...amounts].map(([member, amountMinor]) => ({ member, amountMinor }));
}

function posted(ctx: RuleContext, amountMinor: number, postings: readonly Posting[]) {
	const { id: entry, claimedAt } = ctx.entry;
	const { objectId: id, author } = ctx;
	const disputes: readonly ObjectId[] = [];
	return { id, entry, claimedAt, postedBy: author.memberId, amountMinor, postings, reversedBy: null, disputes };
}

function post(state: LedgerState, entry: LedgerEntry): Reduced<LedgerState> {
	let { balances, orderByMember } = state;
	for (const { member, amountMinor } of entry.postings) {
		const balance = (balances.get(member) ?? 0) + amountMinor;
		if (!Number.isSafeInteger(balance)) return refused('LED4', 'A balance would grow beyond what can be counted exactly.');
		balances = balances.set(member, balance);
		orderByMember = orderByMember.set(member, (orderByMember.get(member) ?? List<ObjectId>()).push(entry.id));
	}
	return ok({
		...state,
		balances,
		orderByMember,
		entries: state.entries.set(entry.id, entry),
		order: state.order.push(entry.id)
	});
}

function checkMembers(ctx: RuleContext, members: readonly MemberId[]) {
	return members.every((member) => ctx.wasMember(member)) ? null : problem('LED2', 'Somebody named here has never been a member.');
}

const repeats = (members: readonly MemberId[]): boolean => new Set(members).size !== members.length;
const problem = (rule: string, reason: string) => ({ rule, reason });
const refused = (rule: string, reason: string) => err({ rule, reason });
