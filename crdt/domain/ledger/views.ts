/** What the ledger's screens show: plain data, made by the selectors here. Amounts are whole minor units, never floats. */
import type { EntryId, MemberId, ObjectId } from '../../../crypto/base';
import type { Refusal } from '../context';
import type { OpInput } from '../op';
import type { SpendingBand } from '../proposals/settings-ops';
import type { Category, EntryKind, Foreign, Receipt, Split } from './ops';

/** A member or a fund by name. */
export interface PartyView {
	readonly kind: 'member' | 'fund';
	/** Member id or the fund's object id. */
	readonly id: string;
	readonly name: string;
	readonly mine: boolean;
}

export interface CategoryView {
	readonly category: Category;
	/** Of one opened by members; null: built in, named by the screen. */
	readonly name: string | null;
	readonly note: string;
	readonly retired: boolean;
	/** Entries in it. */
	readonly uses: number;
}

/** A common pot or a bank account. */
export interface FundView {
	readonly id: ObjectId;
	readonly kind: 'pot' | 'bank';
	readonly name: string;
	readonly note: string;
	readonly openedByName: string;
	readonly retired: boolean;
	/** What it holds; below zero: overdrawn. */
	readonly amountMinor: number;
}

export interface AccountsView {
	/** In use first, by name. */
	readonly funds: readonly FundView[];
	/** Built-in ones first. */
	readonly categories: readonly CategoryView[];
}

export interface BalanceView {
	readonly member: MemberId;
	readonly name: string;
	readonly mine: boolean;
	/** Left or removed, with an account that is not even. */
	readonly former: boolean;
	/** Above zero: the others owe this member; below: this member owes. */
	readonly amountMinor: number;
	/** Part of an entry of this member is disputed. */
	readonly disputed: boolean;
}

/** One party's part in an entry. */
export interface PartView {
	readonly party: PartyView;
	readonly amountMinor: number;
}

/** One person's share, with what it was reckoned by. */
export interface ShareView {
	readonly member: MemberId;
	readonly name: string;
	readonly mine: boolean;
	readonly amountMinor: number;
	/** Shares, basis points, units, days times shares, minutes …; null where the method has none. */
	readonly weight: number | null;
	/** For room hours: minutes as the calendar counts them now; null elsewhere. Differs from `weight`: show it. */
	readonly minutesNow: number | null;
}

export interface DisputeView {
	readonly id: ObjectId;
	readonly by: MemberId;
	readonly byName: string;
	readonly mine: boolean;
	readonly at: number;
	readonly reason: string;
	/** Not settled and its entry not reversed. */
	readonly open: boolean;
	readonly settledByName: string | null;
}

export interface CommentView {
	readonly id: ObjectId;
	readonly byName: string;
	readonly mine: boolean;
	readonly at: number;
	readonly text: string;
}

/** Another entry of the same story: what was corrected, its correction, what took its place. */
export interface LinkedEntry {
	readonly id: ObjectId;
	readonly description: string;
	/** Of the correction; '' elsewhere. */
	readonly reason: string;
	readonly byName: string;
	readonly amountMinor: number;
}

/** Which close an entry lies in, and whether its own date says otherwise. */
export interface BookedView {
	/** The date it counts for: its own, or the first open day after the period that was closed without it. */
	readonly date: string;
	/** "Belongs to May, booked in June": its own date lies in a closed period that does not name it. */
	readonly late: boolean;
	/** In a firm close: it can be corrected, in the open period. */
	readonly closed: boolean;
}

export interface LedgerEntryView {
	readonly id: ObjectId;
	readonly entry: EntryId;
	readonly kind: EntryKind | 'transfer' | 'reversal';
	/** A transfer has none of its own; a reversal carries that of its target. */
	readonly description: string;
	readonly date: string;
	readonly booked: BookedView;
	readonly category: Category | null;
	/** Of one opened by members; null elsewhere. */
	readonly categoryName: string | null;
	readonly amountMinor: number;
	readonly foreign: Foreign | null;
	/** Who paid or received, how much. For a transfer: one, the sender. For a reversal: as in its target. */
	readonly paid: readonly PartView[];
	/** Whose share, how much, to the cent; empty where the collective bears it. */
	readonly shares: readonly ShareView[];
	/** Only of a transfer: who gets it. */
	readonly to: PartyView | null;
	readonly split: Split | null;
	readonly note: string;
	readonly receipts: readonly Receipt[];
	/** What let it be posted, where one member may not spend so much alone. */
	readonly approval: { readonly id: ObjectId; readonly by: 'members' | 'decision'; readonly title: string } | null;
	/** The schedule that posted it, and for which date. */
	readonly schedule: { readonly id: ObjectId; readonly description: string; readonly due: string } | null;
	readonly postedBy: MemberId;
	readonly postedByName: string;
	/** Posted by me. */
	readonly mine: boolean;
	/** I paid, am charged, send or receive. */
	readonly concernsMe: boolean;
	/** Change of my balance by this entry, above zero in my favour (a reversal has the opposite sign of its target). */
	readonly myPartMinor: number;
	readonly claimedAt: number;
	readonly heldBy: number;
	/** false: without effect, since `instead` was posted at the same time elsewhere. */
	readonly counts: boolean;
	readonly instead: ObjectId | null;
	/** Set on a corrected entry. */
	readonly reversedBy: LinkedEntry | null;
	readonly replacedBy: LinkedEntry | null;
	/** Set on the correction. */
	readonly reverses: LinkedEntry | null;
	/** Set on what took a corrected entry's place. */
	readonly corrects: LinkedEntry | null;
	/** Only of a transfer: who said that it has arrived. */
	readonly confirmedByName: string | null;
	readonly disputes: readonly DisputeView[];
	readonly disputed: boolean;
	readonly comments: readonly CommentView[];
	/** I am charged or paid here, it stands, and I have no open dispute on it. */
	readonly canDispute: boolean;
	readonly canReverse: boolean;
	/** A transfer to me (or into a fund, not from me) that nobody has confirmed. */
	readonly canConfirm: boolean;
}

/** One line in a list of entries: enough to read, find and open it. */
export interface EntryLineView
	extends Pick<
		LedgerEntryView,
		| 'id' | 'kind' | 'description' | 'date' | 'booked' | 'category' | 'categoryName' | 'amountMinor' | 'paid' | 'to' | 'mine' | 'concernsMe' | 'myPartMinor'
		| 'counts' | 'disputed' | 'confirmedByName' | 'claimedAt' | 'postedByName'
	> {
	/** It was corrected, or it is the correction. */
	readonly corrected: boolean;
	readonly receipts: number;
	readonly comments: number;
	readonly scheduled: boolean;
	readonly foreignCurrency: string | null;
}

/** What to look for; an empty filter finds everything. Several words: all of them, in description, note, names, category or amount. */
export interface EntryFilter {
	readonly text?: string;
	readonly kinds?: readonly LedgerEntryView['kind'][];
	readonly category?: Category;
	/** Whose part is in it. */
	readonly party?: string;
	/** By the date it counts for; `until` is exclusive. */
	readonly from?: string;
	readonly until?: string;
	readonly minMinor?: number;
	readonly maxMinor?: number;
	readonly only?: 'disputed' | 'unconfirmed' | 'corrected' | 'late' | 'mine';
}

export interface EntriesView {
	/** Newest first, by the date it counts for, then by posting. */
	readonly lines: readonly EntryLineView[];
	/** How many the filter finds in all. */
	readonly total: number;
	/** Sum of those that stand: spent and received. */
	readonly spentMinor: number;
	readonly receivedMinor: number;
}

export interface MyDisputeView {
	readonly dispute: DisputeView;
	readonly entry: EntryLineView;
	/** raised: I disputed it. posted: somebody disputes what I posted. other: neither, but it is open. */
	readonly role: 'raised' | 'posted' | 'other';
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

/** The shares of an entry before it is posted. */
export interface SplitPreview {
	readonly shares: readonly {
		readonly member: MemberId;
		readonly name: string;
		readonly mine: boolean;
		readonly amountMinor: number;
		/** This member may pay one minor unit more than `amountMinor`: an odd cent goes round, and the posted entry settles where. */
		readonly mayPayOneMore: boolean;
		/** Change of this member's balance, above zero in their favour (what they paid counts for them). */
		readonly changeMinor: number;
	}[];
	/** How many odd cents there are to go round among those who may pay one more. */
	readonly oddMinor: number;
	/** Why the fold would refuse it now; null: it would not. */
	readonly refusal: Refusal | null;
	/** The date lies in closed books: the first open day, on which it can be posted. */
	readonly firstOpenDay: string | null;
}

/** What a split by use or by dates is made of, as this copy has it. */
export interface SplitBasis {
	/** Booked time by member in the period, firm or cancelled too late; tentative apart. By name. */
	readonly roomUse: readonly {
		readonly member: MemberId;
		readonly name: string;
		readonly minutes: number;
		readonly priceMinor: number;
		readonly tentativeMinutes: number;
	}[];
	/** Days of membership in the period; nobody without any. By name. */
	readonly days: readonly { readonly member: MemberId; readonly name: string; readonly days: number; readonly joined: string | null; readonly left: string | null }[];
	readonly ownership: readonly { readonly member: MemberId; readonly name: string; readonly units: number }[];
}

/** One of a series of ops that a file would become: why it cannot be posted now; null: it can. */
export type PlannedPost = Extract<OpInput, { type: 'ledger/post' | 'ledger/transfer' }>;
