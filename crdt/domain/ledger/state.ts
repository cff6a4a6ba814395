/** The ledger as the fold keeps it: append-only entries with double-entry postings, and the balances they add up to. */
import { List, Map, OrderedMap, type Set } from 'immutable';
import type { EntryId, MemberId, ObjectId } from '../../../crypto/base';
import type { OpOf } from '../op';
import type { Category } from './ops';
import type { Share } from './split';

/**
 * Where money stands. Debit is above zero:
 * a member's account above zero: this member owes the collective; below: is owed. A fund above zero: holds so much.
 * A category: spent (income: below zero). `contributions`: what members were charged for it (below zero); `distributions`: what was
 * shared out to them of it (above zero).
 */
export type Account =
	| `member:${MemberId}`
	| `fund:${ObjectId}`
	| `category:${Category}`
	| `contributions:${Category}`
	| `distributions:${Category}`;

/** One text for each member: accounts are looked up by the hundred thousand, and a text made anew is hashed anew. */
export function memberAccount(member: MemberId): Account {
	let account = memberAccounts.get(member);
	if (account === undefined) memberAccounts.set(member, (account = `member:${member}`));
	return account;
}
const memberAccounts = new globalThis.Map<MemberId, Account>();
export const fundAccount = (fund: ObjectId): Account => `fund:${fund}`;

/** A change of one account. The postings of an entry sum to zero; at most one for each account. */
export interface Posting {
	readonly account: Account;
	readonly amountMinor: number;
}

interface Posted {
	readonly id: ObjectId;
	readonly entry: EntryId;
	readonly claimedAt: number;
	readonly postedBy: MemberId;
	/** YYYY-MM-DD: of the matter, not of the writing. */
	readonly date: string;
	readonly amountMinor: number;
	readonly postings: readonly Posting[];
	/**
	 * false: recorded without effect, because another one posted apart stands in its place (the same charge of a schedule, the same
	 * correction, the same approval): LED7. It is in no balance.
	 */
	readonly counts: boolean;
	/** The correction of this one that counts; null while it stands. */
	readonly reversedBy: ObjectId | null;
	/** What takes its place after the correction. */
	readonly replacedBy: ObjectId | null;
	readonly disputes: readonly ObjectId[];
	readonly comments: readonly ObjectId[];
}

/** An expense, an income or a charge. */
export interface Post extends Posted {
	readonly kind: 'post';
	readonly op: OpOf<'ledger/post'>;
	/** What each of the split bears (or gets, of an income); empty without a split. */
	readonly shares: readonly Share[];
}

export interface Transfer extends Posted {
	readonly kind: 'transfer';
	readonly op: OpOf<'ledger/transfer'>;
	/** Who said that it has arrived, and in which entry; null: nobody yet. */
	readonly confirmed: { readonly by: MemberId; readonly entry: EntryId; readonly at: number } | null;
}

export interface Reversal extends Posted {
	readonly kind: 'reversal';
	readonly target: ObjectId;
	readonly reason: string;
}

export type LedgerEntry = Post | Transfer | Reversal;

export interface Dispute {
	readonly id: ObjectId;
	readonly entry: EntryId;
	readonly target: ObjectId;
	readonly by: MemberId;
	readonly at: number;
	readonly reason: string;
	/** Who settled it; null while open. */
	readonly settledBy: MemberId | null;
}

export interface Comment {
	readonly id: ObjectId;
	readonly entry: EntryId;
	readonly target: ObjectId;
	readonly by: MemberId;
	readonly at: number;
	readonly text: string;
}

/** A pot, a bank account or a category opened by a member. */
export interface OpenedAccount {
	readonly id: ObjectId;
	readonly entry: EntryId;
	readonly kind: 'pot' | 'bank' | 'category';
	readonly name: string;
	readonly note: string;
	readonly openedBy: MemberId;
	readonly retired: boolean;
	/** Entries that said so, in total order. */
	readonly retirements: readonly EntryId[];
}

/** What a schedule posts, from a due date on. */
export interface ScheduleVersion {
	/** The entry that said so, and who. */
	readonly entry: EntryId;
	readonly by: MemberId;
	readonly from: string;
	readonly plan: Omit<OpOf<'ledger/change-schedule'>, 'type' | 'schedule' | 'from'>;
}

export interface Schedule {
	readonly id: ObjectId;
	readonly entry: EntryId;
	readonly by: MemberId;
	readonly every: OpOf<'ledger/schedule'>['every'];
	/** First due date. */
	readonly from: string;
	/** Exclusive, as it was made; null: until ended. */
	readonly until: string | null;
	/** In total order: the last one says how long it lasts. */
	readonly ends: readonly { readonly entry: EntryId; readonly until: string }[];
	/** In total order; the one in force on a due date: the last whose `from` is not after it. */
	readonly versions: readonly ScheduleVersion[];
	/** Due dates to be left out, and the entries that said so. */
	readonly skipped: Map<string, readonly EntryId[]>;
}

/** Somebody's yes to a close. */
export interface CloseSignature {
	readonly member: MemberId;
	readonly entry: EntryId;
	readonly at: number;
	/** Not beyond the frontier of its author's removal (MEM42). */
	readonly stands: boolean;
}

/** A proposed or firm closing of the books before `until`, from where `previous` ended. */
export interface Close {
	readonly id: ObjectId;
	readonly entry: EntryId;
	readonly by: MemberId;
	readonly at: number;
	readonly previous: ObjectId | null;
	/** Exclusive. */
	readonly until: string;
	/** The exact entries it names: everything in its author's own past, dated before `until`, that no close before it names. */
	readonly named: Set<ObjectId>;
	/** Members with all rights in its author's own past; more than half of them make it firm. */
	readonly electors: readonly MemberId[];
	/** In total order. Somebody who signed twice apart stands here twice and counts once. */
	readonly signatures: readonly CloseSignature[];
	/** Closes of the same predecessor that could not become firm any more when this one was made: who signed those may sign this (LED47). */
	readonly outlived: readonly ObjectId[];
}

/** Why one of several entries posted apart counts and the others do not: what they compete for, in total order (LED7). */
export type Contest = `schedule:${ObjectId}:${string}` | `reversal:${ObjectId}` | `approval:${ObjectId}` | `replacement:${ObjectId}`;

/** One line of the record of activities: who did what, to what. */
export interface LedgerEvent {
	/** What was made: an entry, a dispute, a schedule … */
	readonly id: ObjectId;
	readonly entry: EntryId;
	readonly type: OpOf<LedgerOpType>['type'];
	readonly by: MemberId;
	readonly at: number;
	/** What it is about, where it is not new itself. */
	readonly target: ObjectId | null;
}
export type LedgerOpType =
	| 'ledger/open-account' | 'ledger/change-account' | 'ledger/retire-account'
	| 'ledger/post' | 'ledger/transfer' | 'ledger/confirm-transfer' | 'ledger/reverse' | 'ledger/dispute' | 'ledger/settle-dispute'
	| 'ledger/comment' | 'ledger/schedule' | 'ledger/change-schedule' | 'ledger/skip-due' | 'ledger/end-schedule'
	| 'ledger/close-period' | 'ledger/co-sign';

export interface LedgerState {
	readonly entries: Map<ObjectId, LedgerEntry>;
	/** In order of posting (the total order), those without effect too. */
	readonly order: List<ObjectId>;
	/** Whole minor units, debit above zero; they sum to zero. */
	readonly balances: Map<Account, number>;
	readonly disputes: Map<ObjectId, Dispute>;
	readonly comments: Map<ObjectId, Comment>;
	readonly accounts: Map<ObjectId, OpenedAccount>;
	readonly schedules: Map<ObjectId, Schedule>;
	/** Candidates in total order; which of them counts: contests.ts. A schedule stands among those for the approval it names. */
	readonly contests: Map<Contest, readonly ObjectId[]>;
	/** In total order. */
	readonly closes: OrderedMap<ObjectId, Close>;
	/** Firm closes, earliest first: each the `previous` of the next. */
	readonly firm: readonly ObjectId[];
	/** In total order. */
	readonly events: List<LedgerEvent>;
}

export const emptyLedger: LedgerState = {
	entries: Map(),
	order: List(),
	balances: Map(),
	disputes: Map(),
	comments: Map(),
	accounts: Map(),
	schedules: Map(),
	contests: Map(),
	closes: OrderedMap(),
	firm: [],
	events: List()
};
