/** What the ledger's screens show: plain data, made by the selectors here. Amounts are whole minor units, never floats. */
import type { EntryId, MemberId, ObjectId } from '../../../crypto/base';
import type { Refusal } from '../context';
import type { OpInput } from '../op';
import type { SpendingBand } from '../proposals/settings-ops';
import type { Category, EntryKind, Foreign, Period, Receipt, ScheduledSplit, Split } from './ops';

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

/** `balanceAfterMinor`: the member's balance after this line. */
export interface StatementLine {
	readonly entry: EntryLineView;
	readonly changeMinor: number;
	readonly balanceAfterMinor: number;
}

/** Everything that concerns one member in a period, oldest first. */
export interface StatementView {
	readonly member: MemberId;
	readonly name: string;
	readonly mine: boolean;
	/** null: from the beginning, until now. */
	readonly period: Period | null;
	readonly openingMinor: number;
	readonly closingMinor: number;
	readonly lines: readonly StatementLine[];
	/** What I was charged and credited, by category. */
	readonly byCategory: readonly { readonly category: Category; readonly categoryName: string | null; readonly chargedMinor: number; readonly creditedMinor: number }[];
	/** Payments in and out of the member's account. */
	readonly paidMinor: number;
	readonly receivedMinor: number;
	/** Every line lies in a firm close. */
	readonly closed: boolean;
}

export interface TransferView {
	readonly from: PartyView;
	readonly to: PartyView;
	readonly amountMinor: number;
	/** I am the one who pays, or who gets it. */
	readonly mine: boolean;
	readonly toMe: boolean;
}

/** fewest: as few transfers as can be. as-is: each debt to whom it arose with. through: by way of a common pot. */
export type SettleMode = { readonly kind: 'fewest' } | { readonly kind: 'as-is' } | { readonly kind: 'through'; readonly fund: ObjectId };

export interface SettleView {
	readonly mode: SettleMode;
	readonly transfers: readonly TransferView[];
	/** What members together owe to the common money (above zero) or are owed by it, not among these transfers where there is no fund. */
	readonly commonMinor: number;
	/** The fund that stands for the common money in `fewest`; null: there is none. */
	readonly fund: PartyView | null;
	/** With more people than that, `fewest` is few but perhaps not the fewest. */
	readonly provenFewest: boolean;
}

export interface CategoryTotalView {
	readonly category: Category;
	readonly categoryName: string | null;
	/** Spent, or received of an income. */
	readonly amountMinor: number;
	readonly count: number;
}

/** Figures for charts and their tables. */
export interface SpendingReportView {
	readonly period: Period;
	/** YYYY-MM, every month of the period. */
	readonly months: readonly string[];
	/** Most first. `byMonth`: one for each of `months`. */
	readonly spent: readonly (CategoryTotalView & { readonly byMonth: readonly number[] })[];
	readonly received: readonly (CategoryTotalView & { readonly byMonth: readonly number[] })[];
	/** My share of the spending by month. */
	readonly myShareByMonth: readonly number[];
	/** At the end of each of `months`: my balance, and what each fund holds. */
	readonly myBalanceByMonth: readonly number[];
	readonly fundsByMonth: readonly { readonly fund: FundView; readonly amounts: readonly number[] }[];
}

/** Decided for a year, against what was spent in it so far. */
export interface BudgetLineView {
	readonly category: Category;
	readonly categoryName: string | null;
	/** null: nothing was decided for it. */
	readonly plannedMinor: number | null;
	readonly spentMinor: number;
	/** Planned for the part of the year that is over; null with `plannedMinor`. */
	readonly expectedMinor: number | null;
}
export interface BudgetView {
	readonly year: number;
	readonly lines: readonly BudgetLineView[];
	/** The decision that set it. */
	readonly decision: ObjectId | null;
	readonly mayPropose: boolean;
}

export interface MyDisputeView {
	readonly dispute: DisputeView;
	readonly entry: EntryLineView;
	/** raised: I disputed it. posted: somebody disputes what I posted. other: neither, but it is open. */
	readonly role: 'raised' | 'posted' | 'other';
}

export interface SchedulePlanView {
	readonly from: string;
	readonly byName: string;
	readonly kind: EntryKind;
	readonly description: string;
	readonly category: Category;
	readonly categoryName: string | null;
	/** Of a due date with everybody counted who pays; null where it depends. */
	readonly amountMinor: number | null;
	readonly party: PartyView | null;
	readonly split: ScheduledSplit | null;
	/** Members named by the split, with tier and rest; empty where it names nobody. */
	readonly members: readonly {
		readonly member: MemberId;
		readonly name: string;
		readonly mine: boolean;
		readonly tier: string;
		readonly amountMinor: number | null;
		readonly weight: number | null;
		readonly rest: { readonly kind: 'hardship' | 'paused'; readonly until: string | null } | null;
	}[];
	readonly note: string;
	readonly approval: { readonly id: ObjectId; readonly by: 'members' | 'decision'; readonly title: string } | null;
}

export interface ScheduleView {
	readonly id: ObjectId;
	readonly byName: string;
	readonly mine: boolean;
	readonly every: { readonly unit: 'week' | 'month' | 'year'; readonly count: number };
	readonly from: string;
	readonly until: string | null;
	readonly ended: boolean;
	/** In force for the next due date (the last one where there is none). */
	readonly now: SchedulePlanView;
	/** All contents it has had and will have, by the date from which they hold. */
	readonly versions: readonly SchedulePlanView[];
	/** The next ones that are not skipped; at most three. */
	readonly nextDue: readonly string[];
	/** Past and next due dates, newest first, at most 40: what was posted, skipped, or waits. */
	readonly dates: readonly {
		readonly due: string;
		readonly status: 'posted' | 'skipped' | 'waiting' | 'ahead';
		readonly entry: EntryLineView | null;
	}[];
	/** Why the dates that wait cannot be posted by themselves; null: they can. */
	readonly stuck: Refusal | null;
	/** My own part next time, where it can be told. */
	readonly myNextMinor: number | null;
}

export interface CloseView {
	readonly id: ObjectId;
	/** null: from the beginning. */
	readonly from: string | null;
	/** Exclusive. */
	readonly until: string;
	readonly byName: string;
	readonly at: number;
	readonly entries: number;
	readonly spentMinor: number;
	readonly receivedMinor: number;
	readonly firm: boolean;
	/** It cannot become firm any more: another close of the same days has too many signatures. */
	readonly lost: boolean;
	readonly signed: readonly { readonly name: string; readonly mine: boolean; readonly at: number }[];
	readonly waitingFor: readonly string[];
	readonly needed: number;
	readonly canSign: boolean;
	/** I have signed it. */
	readonly mineSigned: boolean;
	/** Known here, dated before its end, and not named by it: they would fall into the next period. */
	readonly leftOut: readonly EntryLineView[];
	readonly disputed: number;
}

/** What closing the books before `until` would mean now. */
export interface ClosePreview {
	readonly from: string | null;
	readonly until: string;
	readonly previous: ObjectId | null;
	readonly count: number;
	readonly root: string;
	readonly entries: readonly EntryLineView[];
	readonly spentMinor: number;
	readonly receivedMinor: number;
	/** Members with a balance at the end of it. */
	readonly balances: readonly BalanceView[];
	readonly disputed: number;
	readonly unconfirmed: number;
	/** Due dates of schedules in it that are not posted yet. */
	readonly waiting: readonly { readonly schedule: ObjectId; readonly description: string; readonly due: string }[];
	/** Why it cannot be closed now; null: it can. */
	readonly refusal: Refusal | null;
}

export interface PeriodsView {
	/** First open day; null: nothing is closed. */
	readonly openFrom: string | null;
	/** Date of the first entry; null: no entries. */
	readonly firstDate: string | null;
	/** Waiting for signatures, newest first. */
	readonly proposed: readonly CloseView[];
	/** Firm ones, newest first. */
	readonly firm: readonly CloseView[];
	readonly mayClose: boolean;
}

export interface EventView {
	readonly id: ObjectId;
	readonly at: number;
	readonly byName: string;
	readonly mine: boolean;
	readonly what:
		| 'posted' | 'paid' | 'confirmed' | 'corrected' | 'disputed' | 'dispute-settled' | 'commented' | 'account-opened' | 'account-changed' | 'account-retired'
		| 'schedule-made' | 'schedule-changed' | 'date-skipped' | 'schedule-ended' | 'close-proposed' | 'close-signed';
	/** What it is about, in its own words: a description, a name. */
	readonly title: string;
	readonly amountMinor: number | null;
	/** Its own page: of an entry, a schedule, or the periods. */
	readonly link: { readonly to: 'entry' | 'schedule' | 'periods' | 'accounts'; readonly id: ObjectId };
	/** A date, a name or a reason that belongs to it; '' for none. */
	readonly detail: string;
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

/** The whole book as plain data, for files. Names are those of now; the same entries give the same book. */
export interface BookView {
	readonly collectiveName: string;
	readonly currency: string;
	/** Minor digits are the screen's knowledge, not the fold's. */
	readonly accounts: readonly {
		readonly account: string;
		readonly kind: 'member' | 'pot' | 'bank' | 'category' | 'contributions' | 'distributions';
		/** Of a member, fund or opened category; null: a built-in category, whose id is its name. */
		readonly name: string | null;
		/** The built-in category's id; null elsewhere. */
		readonly builtIn: string | null;
		readonly retired: boolean;
		/** Debit above zero. */
		readonly balanceMinor: number;
	}[];
	/** In order of date, then of posting; those without effect are left out. */
	readonly entries: readonly {
		readonly id: ObjectId;
		readonly kind: EntryKind | 'transfer' | 'reversal';
		readonly date: string;
		readonly bookedDate: string;
		readonly description: string;
		readonly category: string | null;
		readonly amountMinor: number;
		readonly foreign: Foreign | null;
		readonly postings: readonly { readonly account: string; readonly amountMinor: number }[];
		readonly note: string;
		readonly postedBy: string;
		readonly claimedAt: number;
		readonly reverses: ObjectId | null;
		readonly reversedBy: ObjectId | null;
		readonly corrects: ObjectId | null;
		readonly disputed: boolean;
		readonly receipts: number;
	}[];
}

/** One of a series of ops that a file would become: why it cannot be posted now; null: it can. */
export type PlannedPost = Extract<OpInput, { type: 'ledger/post' | 'ledger/transfer' }>;
