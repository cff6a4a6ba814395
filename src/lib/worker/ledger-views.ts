/** The ledger's views by name: pure selections from the folded state; where receipts lie, this device is asked. */
import type { Refusal, RuleContext } from '$crdt/domain/context';
import { selectAccounts } from '$crdt/domain/ledger/select-accounts';
import { selectActivity } from '$crdt/domain/ledger/select-activity';
import { selectBasis } from '$crdt/domain/ledger/select-basis';
import { selectBook } from '$crdt/domain/ledger/select-book';
import { selectBudget } from '$crdt/domain/ledger/select-budget';
import { selectClosePreview, selectPeriods } from '$crdt/domain/ledger/select-closes';
import { selectEntries } from '$crdt/domain/ledger/select-entries';
import { selectEntry } from '$crdt/domain/ledger/select-entry';
import { selectOverview } from '$crdt/domain/ledger/select-overview';
import { selectPreview } from '$crdt/domain/ledger/select-preview';
import { selectRefusals } from '$crdt/domain/ledger/select-refusals';
import { selectReport } from '$crdt/domain/ledger/select-report';
import { selectSchedule, selectSchedules } from '$crdt/domain/ledger/select-schedules';
import { selectSettle } from '$crdt/domain/ledger/select-settle';
import { selectSimilar } from '$crdt/domain/ledger/select-similar';
import { selectStatement } from '$crdt/domain/ledger/select-statement';
import type { PlannedPost } from '$crdt/domain/ledger/views';
import type { Lens } from '$crdt/domain/lens';
import { opSchema } from '$crdt/domain/op';
import type { LedgerViews, ReceiptPlace } from '$lib/services/ledger-types';

export type LedgerViewName = keyof LedgerViews;

/** What the folded state does not tell. */
export interface LedgerSources {
	receiptPlaces(hashes: readonly string[]): Promise<readonly ReceiptPlace[]>;
	/** That of the rules: a close is named by it. */
	readonly hash: RuleContext['hash'];
}

type Answer<N extends LedgerViewName> = LedgerViews[N]['value'] | Promise<LedgerViews[N]['value']>;
type Table = { readonly [N in LedgerViewName]: (lens: Lens, args: LedgerViews[N]['args'], sources: LedgerSources) => Answer<N> };

const TABLE: Table = {
	'ledger': (lens) => selectOverview(lens),
	'ledger/settle': (lens, { mode }) => selectSettle(lens, mode),
	'ledger/entries': (lens, { filter, limit }) => selectEntries(lens, filter, limit),
	'ledger/entry': (lens, { id }) => selectEntry(lens, id),
	'ledger/statement': (lens, { member, period }) => selectStatement(lens, member, period),
	'ledger/accounts': (lens) => selectAccounts(lens),
	'ledger/schedules': (lens) => selectSchedules(lens),
	'ledger/schedule': (lens, { id }) => selectSchedule(lens, id),
	'ledger/periods': (lens) => selectPeriods(lens),
	'ledger/close-preview': (lens, { until }, { hash }) => selectClosePreview(lens, until, hash),
	'ledger/spending': (lens, { period }) => selectReport(lens, period),
	'ledger/budget': (lens, { year }) => selectBudget(lens, year),
	'ledger/activity': (lens, { limit }) => selectActivity(lens, limit),
	'ledger/basis': (lens, { period, rooms }) => selectBasis(lens, period, rooms),
	'ledger/preview': (lens, { op }) => preview(lens, op),
	'ledger/book': (lens) => selectBook(lens),
	'ledger/similar': (lens, { planned }) => selectSimilar(lens, planned),
	'ledger/refusals': (lens, { ops }) => refusals(lens, ops),
	'ledger/receipts': (_lens, { hashes }, { receiptPlaces }) => receiptPlaces(hashes)
};

export const isLedgerView = (name: string): name is LedgerViewName => Object.hasOwn(TABLE, name);

export function computeLedgerView<N extends LedgerViewName>(lens: Lens, name: N, args: LedgerViews[N]['args'], sources: LedgerSources): Answer<N> {
	return TABLE[name](lens, args, sources);
}

/** A form's op may be no op yet: then there is nothing to show. */
function preview(lens: Lens, op: PlannedPost | null): LedgerViews['ledger/preview']['value'] {
	const parsed = opSchema.safeParse(op);
	if (!parsed.success) return null;
	const { data } = parsed;
	return data.type === 'ledger/post' || data.type === 'ledger/transfer' ? selectPreview(lens, data) : null;
}

/** What is no op that could be written is refused as such. */
function refusals(lens: Lens, ops: readonly PlannedPost[]): readonly (Refusal | null)[] {
	const parsed = ops.map((op) => opSchema.safeParse(op).data);
	const written = parsed.flatMap((op) => (op?.type === 'ledger/post' || op?.type === 'ledger/transfer' ? [op] : []));
	const answers = selectRefusals(lens, written);
	let at = 0;
	return parsed.map((op) => (op === undefined ? NO_OP : (answers[at++] ?? null)));
}

const NO_OP: Refusal = { rule: 'LED61', reason: 'Something in it does not fit: too long, or too large.' };
