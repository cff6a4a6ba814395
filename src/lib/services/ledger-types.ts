/** The ledger's part of the contract between screens and services: views by name. Dates are YYYY-MM-DD; ends are exclusive. */
import type { MemberId, ObjectId } from '$crypto/base';
import type { Refusal } from '$crdt/domain/context';
import type * as Clo from '$crdt/domain/ledger/close-views';
import type { Period } from '$crdt/domain/ledger/ops';
import type { LedgerView, MyBalanceView } from '$crdt/domain/ledger/select-overview';
import type * as Rep from '$crdt/domain/ledger/report-views';
import type * as Sch from '$crdt/domain/ledger/schedule-views';
import type * as Led from '$crdt/domain/ledger/views';

export type { LedgerView, MyBalanceView };

export interface LedgerViews {
	'ledger': { args: null; value: LedgerView };
	'ledger/settle': { args: { mode: Rep.SettleMode }; value: Rep.SettleView };
	'ledger/entries': { args: { filter: Led.EntryFilter; limit: number }; value: Led.EntriesView };
	'ledger/entry': { args: { id: ObjectId }; value: Led.LedgerEntryView | null };
	/** `period` null: everything. */
	'ledger/statement': { args: { member: MemberId; period: Period | null }; value: Rep.StatementView | null };
	'ledger/accounts': { args: null; value: Led.AccountsView };
	'ledger/schedules': { args: null; value: readonly Sch.ScheduleView[] };
	'ledger/schedule': { args: { id: ObjectId }; value: Sch.ScheduleView | null };
	'ledger/periods': { args: null; value: Clo.PeriodsView };
	'ledger/close-preview': { args: { until: string }; value: Clo.ClosePreview };
	'ledger/spending': { args: { period: Period }; value: Rep.SpendingReportView };
	'ledger/budget': { args: { year: number }; value: Rep.BudgetView };
	/** Newest first. */
	'ledger/activity': { args: { limit: number }; value: { readonly events: readonly Rep.EventView[]; readonly total: number } };
	/** For a form: hours, days and shares of a period; `rooms` empty: all. */
	'ledger/basis': { args: { period: Period; rooms: readonly ObjectId[] }; value: Led.SplitBasis };
	/** What each would bear; null: it is no entry that could be posted (not even refused). */
	'ledger/preview': { args: { op: Led.PlannedPost | null }; value: Led.SplitPreview | null };
	'ledger/book': { args: null; value: Rep.BookView };
	/** Entries that look the same as planned ones (date within three days, same amount), by index; for imports and double entry. */
	'ledger/similar': { args: { planned: readonly { readonly date: string; readonly amountMinor: number }[] }; value: readonly (Led.EntryLineView | null)[] };
	/** What the rules would refuse of ops posted together, by index (null: nothing of it); for imports. */
	'ledger/refusals': { args: { ops: readonly Led.PlannedPost[] }; value: readonly (Refusal | null)[] };
	/** Where the receipts of an entry are: on this device, and on how many members' devices as far as known. */
	'ledger/receipts': { args: { hashes: readonly string[] }; value: readonly ReceiptPlace[] };
}

export interface ReceiptPlace {
	readonly hash: string;
	readonly here: boolean;
	/** Members at least one of whose devices has it, me included. */
	readonly members: number;
	readonly of: number;
}

/** A receipt to be kept, as the page has shrunk it: at most 200 KiB. */
export interface ReceiptFile {
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly kind: 'image/jpeg' | 'image/webp' | 'image/png' | 'application/pdf';
}
