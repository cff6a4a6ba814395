/** Ledger ops: double entry in whole minor units, append-only. Rules: crdt/spec/LED.md. */
import * as z from 'zod';
import { amountMinor, line, localDate, memberId, objectId, prose } from '../schema';

export const expenseCategory = z.enum([
	'rent', 'utilities', 'cleaning', 'supplies', 'website', 'insurance', 'training', 'other'
]);
export type ExpenseCategory = z.output<typeof expenseCategory>;

const payer = z.strictObject({ member: memberId, amountMinor });
const share = z.strictObject({ member: memberId, shares: z.number().int().min(1).max(1_000_000) });

export const ledgerOps = [
	z.strictObject({
		type: z.literal('ledger/post-expense'),
		description: line(160),
		date: localDate,
		category: expenseCategory,
		amountMinor,
		/** Sum of what they paid equals `amountMinor`. */
		paidBy: z.array(payer).min(1).max(60),
		/** equal: every `shares` is 1. */
		split: z.strictObject({ method: z.enum(['equal', 'shares']), between: z.array(share).min(1).max(60) }),
		note: prose(400),
		/** What lets it be posted where one member may not spend so much alone: a measure or a decision (LED20). */
		approval: objectId.nullable()
	}),
	z.strictObject({
		type: z.literal('ledger/record-payment'),
		from: memberId,
		to: memberId,
		amountMinor,
		date: localDate,
		note: prose(200)
	}),
	/** Posts the exact opposite of an earlier entry; the two are shown as one story. */
	z.strictObject({ type: z.literal('ledger/reverse'), target: objectId, reason: line(400) }),
	z.strictObject({ type: z.literal('ledger/dispute'), target: objectId, reason: line(400) }),
	z.strictObject({ type: z.literal('ledger/settle-dispute'), target: objectId })
] as const;
