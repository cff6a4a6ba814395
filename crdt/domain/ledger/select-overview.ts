/** What the ledger opens on: how I stand, what waits for my word, what is due next, and the newest entries. Pure. */
import type { EntryId, ObjectId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { selectBalances, selectMyBalance } from './balances';
import { firstOpenDay } from './closes';
import { selectOpenDisputes } from './dispute-views';
import { lineView } from './line-views';
import { selectFunds } from './select-accounts';
import { selectToSign } from './select-closes';
import { entriesByDate } from './select-entries';
import { canConfirm } from './select-entry';
import { selectSchedules } from './select-schedules';
import { selectSpending } from './select-spending';
import type { CloseView } from './close-views';
import type { ScheduleView } from './schedule-views';
import type { BalanceView, EntryLineView, FundView, MyDisputeView, SpendingView } from './views';

/** What the ledger opens on. */
export interface LedgerView {
	readonly currency: string;
	readonly mine: MyBalanceView;
	/** Members of now, and others whose account is not even. */
	readonly balances: readonly BalanceView[];
	readonly funds: readonly FundView[];
	/** The newest twelve. */
	readonly entries: readonly EntryLineView[];
	readonly total: number;
	/** Open ones: mine first. */
	readonly disputes: readonly MyDisputeView[];
	/** Transfers that wait for my word that they have arrived: the newest thirty. */
	readonly toConfirm: readonly EntryLineView[];
	/** Closes that wait for my signature. */
	readonly toSign: readonly CloseView[];
	/** Schedules in force. */
	readonly schedules: number;
	/** The soonest due dates of all schedules, at most four. `myPartMinor`: change of my balance, above zero in my favour; null: not known yet. */
	readonly comingUp: readonly { readonly schedule: ObjectId; readonly description: string; readonly due: string; readonly amountMinor: number | null; readonly myPartMinor: number | null }[];
	/** First open day; null: nothing is closed. */
	readonly openFrom: string | null;
	readonly spending: SpendingView;
	/** Members whose devices hold the newest entry, and of how many; without entries: all. */
	readonly newestHeldBy: number;
	readonly members: number;
}

export interface MyBalanceView {
	readonly currency: string;
	/** Above zero: the others owe me. */
	readonly amountMinor: number;
}

const NEWEST = 12;
const COMING = 4;
const WAITING = 30;

export function selectOverview(lens: Lens): LedgerView {
	const { ledger, membership } = lens.state;
	const { currency } = membership.settings;
	const all = entriesByDate(ledger);
	const schedules = selectSchedules(lens).filter(({ ended }) => !ended);
	const members = membership.seated.length;
	const newest = newestEntry(lens);
	return {
		currency,
		mine: { currency, amountMinor: selectMyBalance(lens) },
		balances: selectBalances(lens),
		funds: selectFunds(lens),
		entries: all.slice(0, NEWEST).map(({ entry }) => lineView(lens, entry)),
		total: all.length,
		disputes: selectOpenDisputes(lens),
		toConfirm: all.filter(({ entry }) => canConfirm(lens, entry)).slice(0, WAITING).map(({ entry }) => lineView(lens, entry)),
		toSign: selectToSign(lens),
		schedules: schedules.length,
		comingUp: schedules
			.flatMap((schedule) =>
				schedule.nextDue.map((due) => ({ schedule: schedule.id, description: schedule.now.description, due, amountMinor: schedule.now.amountMinor, myPartMinor: myPartNext(schedule) }))
			)
			.sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : a.schedule < b.schedule ? -1 : 1))
			.slice(0, COMING),
		openFrom: firstOpenDay(ledger),
		spending: selectSpending(lens),
		newestHeldBy: newest === null ? members : lens.heldBy(newest).length,
		members
	};
}

/** What I pay or receive myself counts, too. */
function myPartNext({ now, myNextMinor }: ScheduleView): number | null {
	if (myNextMinor === null) return null;
	const paid = now.party?.mine === true ? (now.amountMinor ?? 0) : 0;
	const change = now.kind === 'income' ? myNextMinor - paid : paid - myNextMinor;
	return change === 0 ? 0 : change;
}

/** What was posted last, whatever its date. */
function newestEntry({ state: { ledger } }: Lens): EntryId | null {
	const id = ledger.order.last();
	return id === undefined ? null : (ledger.entries.get(id)?.entry ?? null);
}
