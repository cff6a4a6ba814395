/** What an amount needs before it may be spent, and which approvals are enough for it. Pure; the rule itself is LED20. */
import type { ApprovalView, SpendingView } from '$crdt/domain/ledger/views';
import { needsOf } from '$crdt/domain/proposals/settings-rules';

/** @param own the approval of the entry that is corrected: the correction gives it back (LED21); '': none. */
export function approvalsFor(spending: SpendingView, amountMinor: number, own: string) {
	const needs = needsOf(spending.bands, amountMinor);
	const enough = spending.approvals.filter((one) => one.amountMinor >= amountMinor && (needs.kind !== 'decision' || one.by === 'decision'));
	const isReady = (one: ApprovalView): boolean => one.isReady || one.id === own;
	return { needs, ready: enough.filter(isReady), waiting: enough.filter((one) => !isReady(one)) };
}

/** The one that was chosen, as long as it fits; the only one there is goes without saying. */
export function approvalOf(found: ReturnType<typeof approvalsFor> | null, chosen: string): string {
	if (found === null || found.needs.kind === 'member') return '';
	if (found.ready.some((one) => one.id === chosen)) return chosen;
	const [first, second] = found.ready;
	return first && !second ? first.id : '';
}
