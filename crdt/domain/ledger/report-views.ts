/** Statements, settling up, figures, the record of activities and the whole book: plain data. Amounts are whole minor units, never floats. */
import type { MemberId, ObjectId } from '../../../crypto/base';
import type { Category, EntryKind, Foreign, Period } from './ops';
import type { EntryLineView, FundView, PartyView } from './views';

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
