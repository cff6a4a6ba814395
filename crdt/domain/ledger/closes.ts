/**
 * Closing the books: who signs what, which closes are firm, what day an entry counts for. Judged by the own past. LED40–LED46.
 */
import { ok } from '../../../crypto/base';
import type { Reduced, Refusal, RuleContext } from '../context';
import type { OpOf } from '../op';
import type { LedgerEntry, LedgerState } from './state';
import type { BookedView } from './views';

export type CloseOp = OpOf<'ledger/close-period' | 'ledger/co-sign'>;

/** The fold step. Does not write the record of activities: `events` is the caller's. */
export function reduceClose(state: LedgerState, _op: CloseOp, _ctx: RuleContext): Reduced<LedgerState> {
	return ok(state);
}

/** LED46: why nothing may be posted on `date` by whoever knows what the author knows; null: the books are open there. */
export function closedRefusal(_state: LedgerState, _date: string, _ctx: RuleContext): Refusal | null {
	return null;
}

/** The exclusive end of the last firm close; null: nothing is closed. */
export function firstOpenDay(_state: LedgerState): string | null {
	return null;
}

/** LED44: which day an entry counts for. */
export function bookedOf(_state: LedgerState, entry: LedgerEntry): BookedView {
	return { date: entry.date, late: false, closed: false };
}
