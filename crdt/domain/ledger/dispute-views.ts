/** Disputes and comments as screens see them: under an entry, and all open ones together. Pure. Shows LED8, LED9, LED19. */
import type { Lens } from '../lens';
import { isOpenDispute } from './disputes';
import { lineView } from './line-views';
import type { Dispute, LedgerEntry } from './state';
import type { CommentView, DisputeView, MyDisputeView } from './views';

/** In the order in which they were raised. */
export function disputesOf(lens: Lens, entry: LedgerEntry): readonly DisputeView[] {
	return entry.disputes.flatMap((id) => {
		const dispute = lens.state.ledger.disputes.get(id);
		return dispute === undefined ? [] : [disputeView(lens, dispute, entry)];
	});
}

export function commentsOf(lens: Lens, entry: LedgerEntry): readonly CommentView[] {
	return entry.comments.flatMap((id) => {
		const comment = lens.state.ledger.comments.get(id);
		return comment === undefined ? [] : [{ id, byName: lens.nameOf(comment.by), mine: comment.by === lens.me, at: comment.at, text: comment.text }];
	});
}

/** Open ones: those I raised or that are about what I posted first, then newest first. */
export function selectOpenDisputes(lens: Lens): readonly MyDisputeView[] {
	const found: MyDisputeView[] = [];
	for (const dispute of lens.state.ledger.disputes.values()) {
		const entry = lens.state.ledger.entries.get(dispute.target);
		if (entry === undefined || !isOpenDispute(dispute, entry)) continue;
		const role = dispute.by === lens.me ? 'raised' : entry.postedBy === lens.me ? 'posted' : 'other';
		found.push({ dispute: disputeView(lens, dispute, entry), entry: lineView(lens, entry), role });
	}
	const rank = ({ role }: MyDisputeView): number => (role === 'other' ? 1 : 0);
	return found.sort((a, b) => rank(a) - rank(b) || b.dispute.at - a.dispute.at || (a.dispute.id < b.dispute.id ? -1 : 1));
}

function disputeView(lens: Lens, dispute: Dispute, entry: LedgerEntry): DisputeView {
	const { id, by, at, reason, settledBy } = dispute;
	return {
		id, by, at, reason,
		byName: lens.nameOf(by),
		mine: by === lens.me,
		open: isOpenDispute(dispute, entry),
		settledByName: settledBy === null ? null : lens.nameOf(settledBy)
	};
}
