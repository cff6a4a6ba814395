/** An expense while it is typed, and its way into an op. Pure. */
import type { MemberId } from '$crypto/base';
import type { OpInput } from '$crdt/domain/op';
import type { ExpenseCategory } from '$crdt/domain/ledger/ops';
import type { SpendingView } from '$crdt/domain/ledger/views';
import { needsOf } from '$crdt/domain/proposals/settings-rules';
import { parseMoney } from '$lib/ui/money';

export type ExpenseOp = Extract<OpInput, { type: 'ledger/post-expense' }>;
export type ExpenseField = 'amount' | 'description' | 'date' | 'payer' | 'between' | 'shares';

export interface ExpenseDraft {
	amount: string;
	description: string;
	date: string;
	category: ExpenseCategory;
	payer: MemberId | '';
	method: 'equal' | 'shares';
	/** Members in the split, with their shares as typed. */
	between: Record<string, { in: boolean; shares: string }>;
	note: string;
	/** What lets it be posted, where one member may not spend so much alone; '': nothing chosen. */
	approval: string;
}

export function toExpense(
	draft: ExpenseDraft,
	members: readonly MemberId[],
	currency: string
): { readonly ok: true; readonly value: ExpenseOp } | { readonly ok: false; readonly field: ExpenseField } {
	const amountMinor = parseMoney(draft.amount, currency);
	if (amountMinor === null) return { ok: false, field: 'amount' };
	if (draft.description.trim() === '') return { ok: false, field: 'description' };
	if (!/^\d{4}-\d{2}-\d{2}$/.test(draft.date)) return { ok: false, field: 'date' };
	if (draft.payer === '') return { ok: false, field: 'payer' };
	const taking = members.filter((member) => draft.between[member]?.in);
	if (taking.length === 0) return { ok: false, field: 'between' };
	const between = taking.map((member) => ({ member, shares: draft.method === 'equal' ? 1 : Number(draft.between[member]?.shares) }));
	if (between.some((one) => !Number.isInteger(one.shares) || one.shares < 1 || one.shares > 1_000_000)) return { ok: false, field: 'shares' };
	return {
		ok: true,
		value: {
			type: 'ledger/post-expense',
			description: draft.description.trim(),
			date: draft.date,
			category: draft.category,
			amountMinor,
			paidBy: [{ member: draft.payer, amountMinor }],
			split: { method: draft.method, between },
			note: draft.note.trim(),
			approval: draft.approval || null
		}
	};
}

/** What this amount needs, and which approvals are enough for it. Pure; the rule itself is LED20. */
export function approvalsFor(spending: SpendingView, amountMinor: number) {
	const needs = needsOf(spending.bands, amountMinor);
	const enough = spending.approvals.filter((one) => one.amountMinor >= amountMinor && (needs.kind !== 'decision' || one.by === 'decision'));
	return { needs, ready: enough.filter((one) => one.isReady), waiting: enough.filter((one) => !one.isReady) };
}
