/** The words of what a row becomes: read for the check, and left out where somebody says so. Pure. Carries LED64. */
import type { PlannedPost } from '$crdt/domain/ledger/views';

/** Part of a text, in UTF-16 units; `to` is exclusive. */
export interface Span {
	readonly from: number;
	readonly to: number;
}

/** What others will read of it. */
export const wordsOf = (op: PlannedPost): string => (op.type === 'ledger/transfer' ? op.note : op.description);

/** The same without those spans (ascending, apart). What has no word left is called by what it is; a transfer needs no words. */
export function withoutWords(op: PlannedPost, spans: readonly Span[]): PlannedPost {
	const words = wordsOf(op);
	let left = '';
	let at = 0;
	for (const { from, to } of spans) {
		left += `${words.slice(at, from)}…`;
		at = to;
	}
	left = (left + words.slice(at)).replace(/(?:…[\s,;]*)+/g, '… ').trim();
	const isEmpty = !/[\p{L}\p{N}]/u.test(left);
	if (op.type === 'ledger/transfer') return { ...op, note: isEmpty ? '' : left };
	return { ...op, description: isEmpty ? (op.kind === 'income' ? 'Paid into the account' : 'Paid from the account') : left };
}
