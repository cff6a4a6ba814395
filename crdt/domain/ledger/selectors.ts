/** What the ledger's screens show, from the folded state and a lens. Pure. */
import { List } from 'immutable';
import type { MemberId, ObjectId } from '../../../crypto/base';
import type { Lens } from '../lens';
import type { OpOf } from '../op';
import { expenseCategory } from './ops';
import { approvalRefusal } from './approval';
import { checkExpense, concerns } from './reduce';
import { approvalNamed } from './select-spending';
import { suggestTransfers } from './settle-up';
import { previewShares, type Share } from './split';
import type { Dispute, LedgerEntry } from './state';
import type {
	BalanceView, CategoryTotalView, DisputeView, LedgerEntryView, LinkedEntry, MyDisputeView, PartView, SplitPreview,
	StatementView, TransferView
} from './views';

/** Above zero: the others owe me. */
export function selectMyBalance(lens: Lens): number {
	return lens.state.ledger.balances.get(lens.me) ?? 0;
}

/** `members` (those of now) and everybody else whose account is not even, by name. */
export function selectBalances(lens: Lens, members: readonly MemberId[]): readonly BalanceView[] {
	const { balances } = lens.state.ledger;
	const shown = new Set(members);
	for (const [member, amount] of balances) if (amount !== 0) shown.add(member);
	return [...shown]
		.map((member) => ({
			member,
			name: lens.nameOf(member),
			mine: member === lens.me,
			amountMinor: balances.get(member) ?? 0
		}))
		.sort((a, b) => compare(a.name, b.name) || compare(a.member, b.member));
}

/** Newest first; `limit` entries from the `skip`-th. */
export function selectEntries(lens: Lens, limit = 50, skip = 0): readonly LedgerEntryView[] {
	return newestFirst(lens.state.ledger.order, limit, skip).flatMap((id) => selectEntry(lens, id) ?? []);
}

export const countEntries = (lens: Lens): number => lens.state.ledger.order.size;

export function selectEntry(lens: Lens, id: ObjectId): LedgerEntryView | null {
	const entry = lens.state.ledger.entries.get(id);
	return entry === undefined ? null : entryView(lens, entry);
}

/** Everything that concerns a member, newest first, with the balance after each line. */
export function selectStatement(lens: Lens, member: MemberId): StatementView {
	let balanceMinor = 0;
	const lines = (lens.state.ledger.orderByMember.get(member) ?? List<ObjectId>()).toArray().flatMap((id) => {
		const entry = lens.state.ledger.entries.get(id);
		if (entry === undefined) return [];
		const changeMinor = changeFor(entry, member);
		balanceMinor += changeMinor;
		return [{ entry: entryView(lens, entry), changeMinor, balanceAfterMinor: balanceMinor }];
	});
	return { member, name: lens.nameOf(member), balanceMinor, lines: lines.reverse() };
}

/** Few payments after which everybody is even. */
export function selectSettleUp(lens: Lens): readonly TransferView[] {
	return suggestTransfers(lens.state.ledger.balances).map(({ from, to, amountMinor }) => ({
		from,
		fromName: lens.nameOf(from),
		to,
		toName: lens.nameOf(to),
		amountMinor,
		mine: from === lens.me
	}));
}

/** What each would pay: the code of the fold. Fits a form in progress: with nobody to share, there are no shares. */
export function previewSplit(lens: Lens, op: Omit<OpOf<'ledger/post-expense'>, 'type'>): SplitPreview {
	const countable = Number.isSafeInteger(op.amountMinor) && op.amountMinor >= 0;
	if (op.split.between.length === 0 || !countable) {
		return { shares: [], oddMinor: 0, refusal: { rule: 'LED2', reason: 'Somebody has to share it.' } };
	}
	const { shares, oddMinor } = previewShares(op.amountMinor, op.split.between);
	return {
		shares: shares.map((share) => ({ ...part(lens, share), mayPayOneMore: share.mayPayOneMore })),
		oddMinor,
		refusal: checkExpense(op) ?? unapproved(lens, op)
	};
}

function unapproved({ state }: Lens, op: Omit<OpOf<'ledger/post-expense'>, 'type'>) {
	const { settings, approvals } = state.membership;
	return approvalRefusal(op, settings.spendingBands, (id) => approvals.get(id) ?? null, (id) => state.ledger.usedApprovals.has(id));
}

/** Spending by category of the expenses that stand, most first; dates inclusive, null: no bound. Payments are no spending. */
export function selectCategoryTotals(lens: Lens, from: string | null = null, to: string | null = null): readonly CategoryTotalView[] {
	const totals = new Map(expenseCategory.options.map((category) => [category, { category, amountMinor: 0, count: 0 }]));
	for (const entry of lens.state.ledger.entries.values()) {
		if (entry.kind !== 'expense' || entry.reversedBy !== null) continue;
		const total = totals.get(entry.op.category);
		const inside = (from === null || entry.op.date >= from) && (to === null || entry.op.date <= to);
		if (total === undefined || !inside) continue;
		total.amountMinor += entry.amountMinor;
		total.count++;
	}
	return [...totals.values()].filter((total) => total.count > 0).sort((a, b) => b.amountMinor - a.amountMinor || compare(a.category, b.category));
}

/** Home: open disputes that I raised or that concern what I posted, newest first. */
export function selectMyDisputes(lens: Lens): readonly MyDisputeView[] {
	const found = [...lens.state.ledger.disputes.values()].flatMap((dispute): readonly MyDisputeView[] => {
		const entry = lens.state.ledger.entries.get(dispute.target);
		if (entry === undefined || !isOpen(dispute, entry)) return [];
		const role = dispute.by === lens.me ? 'raised' : entry.postedBy === lens.me ? 'posted' : null;
		return role === null ? [] : [{ dispute: disputeView(lens, dispute, entry), entry: entryView(lens, entry), role }];
	});
	return found.sort((a, b) => b.entry.claimedAt - a.entry.claimedAt || compare(a.dispute.id, b.dispute.id));
}

function entryView(lens: Lens, entry: LedgerEntry): LedgerEntryView {
	const { ledger } = lens.state;
	const told = entry.kind === 'reversal' ? ledger.entries.get(entry.target) : entry;
	const disputes = entry.disputes.flatMap((id) => {
		const dispute = ledger.disputes.get(id);
		return dispute === undefined ? [] : [disputeView(lens, dispute, entry)];
	});
	const stands = entry.reversedBy === null && entry.kind !== 'reversal';
	const reversal = entry.reversedBy === null ? undefined : ledger.entries.get(entry.reversedBy);
	return {
		...story(lens, told),
		id: entry.id,
		entry: entry.entry,
		kind: entry.kind,
		amountMinor: entry.amountMinor,
		postedBy: entry.postedBy,
		postedByName: lens.nameOf(entry.postedBy),
		mine: entry.postedBy === lens.me,
		myPartMinor: changeFor(entry, lens.me),
		claimedAt: entry.claimedAt,
		heldBy: lens.heldBy(entry.entry).length,
		reversedBy: reversal?.kind === 'reversal' ? linked(lens, reversal.id, told, reversal.reason, reversal.postedBy) : null,
		reverses: entry.kind === 'reversal' && told ? linked(lens, told.id, told, entry.reason, entry.postedBy) : null,
		disputes,
		disputed: disputes.some((dispute) => dispute.open),
		canDispute: stands && concerns(entry, lens.me) && !disputes.some((dispute) => dispute.open && dispute.mine),
		canReverse: stands
	};
}

/** What was paid by whom for whom, told by an entry or, for a reversal, by its target. */
function story(lens: Lens, entry: LedgerEntry | undefined) {
	const parts = (shares: readonly Share[]) => shares.map((share) => part(lens, share));
	if (entry?.kind === 'expense') {
		const { description, date, category, paidBy, split, note, approval } = entry.op;
		const approvedBy = approval === null ? null : approvalNamed(lens, approval);
		return { description, date, category, paidBy: parts(paidBy), charged: parts(entry.shares), split: split.method, note, approval: approvedBy };
	}
	const none = { description: '', date: '', category: null, paidBy: [], charged: [], split: null, note: '', approval: null };
	if (entry?.kind !== 'payment') return none;
	const { from, to, amountMinor, date, note } = entry.op;
	return { ...none, date, note, paidBy: parts([{ member: from, amountMinor }]), charged: parts([{ member: to, amountMinor }]) };
}

function linked(lens: Lens, id: ObjectId, told: LedgerEntry | undefined, reason: string, by: MemberId): LinkedEntry {
	return { id, description: told?.kind === 'expense' ? told.op.description : '', reason, byName: lens.nameOf(by) };
}

function disputeView(lens: Lens, dispute: Dispute, entry: LedgerEntry): DisputeView {
	const { id, by, reason, settledBy } = dispute;
	return {
		id,
		by,
		byName: lens.nameOf(by),
		mine: by === lens.me,
		reason,
		open: isOpen(dispute, entry),
		settledByName: settledBy === null ? null : lens.nameOf(settledBy)
	};
}

const isOpen = (dispute: Dispute, entry: LedgerEntry): boolean => dispute.settledBy === null && entry.reversedBy === null;

const changeFor = (entry: LedgerEntry, member: MemberId): number =>
	entry.postings.find((posting) => posting.member === member)?.amountMinor ?? 0;

const part = (lens: Lens, { member, amountMinor }: Share): PartView => ({ member, name: lens.nameOf(member), amountMinor });

function newestFirst(order: List<ObjectId>, limit: number, skip: number): readonly ObjectId[] {
	const end = Math.max(0, order.size - skip);
	return order.slice(Math.max(0, end - limit), end).toArray().reverse();
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
