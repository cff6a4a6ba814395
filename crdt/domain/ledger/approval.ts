/**
 * Who may spend how much: what an expense of a certain amount needs, and whether the approval it names is enough.
 *
 * Knows nothing of how members or the collective came to say yes. Carries LED20 and LED21.
 */
import type { ObjectId } from '../../../crypto/base';
import type { Refusal, SpendApproval } from '../context';
import type { SpendingBand } from '../proposals/settings-ops';
import { needsOf } from '../proposals/settings-rules';

/**
 * Null: it may be posted. The same for the fold (everything from the own past, `isUsed` as the total order has it) and for a form.
 */
export function approvalRefusal(
	expense: { readonly amountMinor: number; readonly approval: ObjectId | null },
	bands: readonly SpendingBand[],
	approvalOf: (id: ObjectId) => SpendApproval | null,
	isUsed: (id: ObjectId) => boolean
): Refusal | null {
	const needs = needsOf(bands, expense.amountMinor);
	if (expense.approval === null) return needs.kind === 'member' ? null : refusal('LED20', NEEDS[needs.kind]);
	const approval = approvalOf(expense.approval);
	if (approval === null) return refusal('LED20', 'What it names is no approval, or not enough members have agreed to it.');
	if (approval.amount < expense.amountMinor) return refusal('LED20', 'The approval it names is for a smaller amount.');
	if (needs.kind === 'decision' && approval.by !== 'decision') return refusal('LED20', NEEDS.decision);
	return isUsed(expense.approval) ? refusal('LED21', 'The approval it names has been used for another expense.') : null;
}

const NEEDS = {
	members: 'An amount like this is spent by several members together.',
	decision: 'An amount like this takes a decision.'
} as const;

const refusal = (rule: string, reason: string): Refusal => ({ rule, reason });
