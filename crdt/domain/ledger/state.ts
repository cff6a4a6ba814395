/** The ledger as the fold keeps it: append-only entries with double-entry postings, and the balances they add up to. */
import { List, Map } from 'immutable';
import type { EntryId, MemberId, ObjectId } from '../../../crypto/base';
import type { OpOf } from '../op';
import type { Share } from './split';

/** A change of one member's account. Above zero: the others owe this member more. The postings of an entry sum to zero. */
export interface Posting {
	readonly member: MemberId;
	readonly amountMinor: number;
}

interface Posted {
	readonly id: ObjectId;
	readonly entry: EntryId;
	readonly claimedAt: number;
	readonly postedBy: MemberId;
	readonly amountMinor: number;
	readonly postings: readonly Posting[];
	/** The reversal of this one; null while it counts. */
	readonly reversedBy: ObjectId | null;
	readonly disputes: readonly ObjectId[];
}

export interface Expense extends Posted {
	readonly kind: 'expense';
	readonly op: OpOf<'ledger/post-expense'>;
	readonly shares: readonly Share[];
}

export interface Payment extends Posted {
	readonly kind: 'payment';
	readonly op: OpOf<'ledger/record-payment'>;
}

export interface Reversal extends Posted {
	readonly kind: 'reversal';
	readonly target: ObjectId;
	readonly reason: string;
}

export type LedgerEntry = Expense | Payment | Reversal;

export interface Dispute {
	readonly id: ObjectId;
	readonly entry: EntryId;
	readonly target: ObjectId;
	readonly by: MemberId;
	readonly reason: string;
	/** Who settled it; null while open. */
	readonly settledBy: MemberId | null;
}

export interface LedgerState {
	readonly entries: Map<ObjectId, LedgerEntry>;
	/** In order of posting (the total order). */
	readonly order: List<ObjectId>;
	/** What concerns one member, in order of posting. */
	readonly orderByMember: Map<MemberId, List<ObjectId>>;
	/** Whole minor units; they sum to zero. */
	readonly balances: Map<MemberId, number>;
	readonly disputes: Map<ObjectId, Dispute>;
	/** Approvals in use, and the expense that each lets stand (LED21). */
	readonly usedApprovals: Map<ObjectId, ObjectId>;
}

export const emptyLedger: LedgerState = {
	entries: Map(),
	order: List(),
	orderByMember: Map(),
	balances: Map(),
	disputes: Map(),
	usedApprovals: Map()
};
