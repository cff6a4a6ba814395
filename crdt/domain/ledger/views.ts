/** What the ledger's screens show: plain data, made by selectors.ts. Amounts are whole minor units, never floats. */
import type { EntryId, MemberId, ObjectId } from '../../../crypto/base';
import type { Refusal } from '../context';
import type { SpendingBand } from '../proposals/settings-ops';
import type { ExpenseCategory } from './ops';

export interface BalanceView {
	readonly member: MemberId;
	readonly name: string;
	readonly mine: boolean;
	/** Above zero: the others owe this member; below: this member owes. All balances sum to zero. */
	readonly amountMinor: number;
}

/** One person's part in an entry. */
export interface PartView {
	readonly member: MemberId;
	readonly name: string;
	readonly amountMinor: number;
}

export interface DisputeView {
	readonly id: ObjectId;
	readonly by: MemberId;
	readonly byName: string;
	readonly mine: boolean;
	readonly reason: string;
	/** Not settled and its entry not reversed. */
	readonly open: boolean;
	readonly settledByName: string | null;
}

/** The other half of a correction, so that both are told as one story. */
export interface LinkedEntry {
	readonly id: ObjectId;
	readonly description: string;
	readonly reason: string;
	readonly byName: string;
}

export interface LedgerEntryView {
	readonly id: ObjectId;
	readonly entry: EntryId;
	readonly kind: 'expense' | 'payment' | 'reversal';
	/** A payment has none of its own; a reversal carries that of its target. */
	readonly description: string;
	readonly date: string;
	readonly category: ExpenseCategory | null;
	readonly amountMinor: number;
	/** Who paid, how much. For a payment: one, the sender. For a reversal: as in its target. */
	readonly paidBy: readonly PartView[];
	/** Whose share, how much, to the cent. For a payment: one, the receiver. */
	readonly charged: readonly PartView[];
	readonly split: 'equal' | 'shares' | null;
	readonly note: string;
	/** What let it be posted, where one member may not spend so much alone. */
	readonly approval: { readonly id: ObjectId; readonly by: 'members' | 'decision'; readonly title: string } | null;
	readonly postedBy: MemberId;
	readonly postedByName: string;
	/** Posted by me. */
	readonly mine: boolean;
	/** Change of my balance by this entry (a reversal has the opposite sign of its target). */
	readonly myPartMinor: number;
	readonly claimedAt: number;
	readonly heldBy: number;
	/** Set on a corrected entry. */
	readonly reversedBy: LinkedEntry | null;
	/** Set on the correction. */
	readonly reverses: LinkedEntry | null;
	readonly disputes: readonly DisputeView[];
	readonly disputed: boolean;
	/** I am charged or paid here, it is not reversed, and I have no open dispute on it. */
	readonly canDispute: boolean;
	readonly canReverse: boolean;
}

/** Newest first. `balanceAfterMinor`: the member's balance after this line, in order of posting. */
export interface StatementLine {
	readonly entry: LedgerEntryView;
	readonly changeMinor: number;
	readonly balanceAfterMinor: number;
}

export interface StatementView {
	readonly member: MemberId;
	readonly name: string;
	readonly balanceMinor: number;
	readonly lines: readonly StatementLine[];
}

export interface TransferView {
	readonly from: MemberId;
	readonly fromName: string;
	readonly to: MemberId;
	readonly toName: string;
	readonly amountMinor: number;
	/** I am the one who pays. */
	readonly mine: boolean;
}

export interface CategoryTotalView {
	readonly category: ExpenseCategory;
	readonly amountMinor: number;
	readonly count: number;
}

export interface MyDisputeView {
	readonly dispute: DisputeView;
	readonly entry: LedgerEntryView;
	/** raised: I disputed it. posted: somebody disputes what I posted. */
	readonly role: 'raised' | 'posted';
}

/** What lets a larger expense be posted: a decision, or several members together. */
export interface ApprovalView {
	readonly id: ObjectId;
	readonly by: 'members' | 'decision';
	readonly title: string;
	/** It covers expenses up to this. */
	readonly amountMinor: number;
	/** Not used by an expense that stands; of a measure: enough have joined. */
	readonly isReady: boolean;
	/** Members who have joined so far, and how many it takes; a decision: null. */
	readonly joined: { readonly have: number; readonly needed: number } | null;
}

export interface SpendingView {
	readonly bands: readonly SpendingBand[];
	/** Ready ones and those that wait for others to join; newest first. */
	readonly approvals: readonly ApprovalView[];
	/** Not on trial: may ask others to join, and propose. */
	readonly mayAsk: boolean;
}

/** The shares of an expense before it is posted. */
export interface SplitPreview {
	readonly shares: readonly (PartView & {
		/** This member may pay one minor unit more than `amountMinor`: an odd cent goes round, and the posted entry settles where. */
		readonly mayPayOneMore: boolean;
	})[];
	/** How many odd minor units go round among those with `mayPayOneMore`. Usually 0 or 1. */
	readonly oddMinor: number;
	/** Why it cannot be posted like this; null: it can. */
	readonly refusal: Refusal | null;
}
