/** What the screens of periods show: closes that are firm or wait for signatures, and what closing would mean. Plain data, made by select-closes.ts. */
import type { ObjectId } from '../../../crypto/base';
import type { Refusal } from '../context';
import type { BalanceView, EntryLineView } from './views';

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
