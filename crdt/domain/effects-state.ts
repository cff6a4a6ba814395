/** What the effects pass carries from entry to entry, and how one op of each area moves it on. */
import { Map as ImmutableMap } from 'immutable';
import { err, ok, type EntryId, type ObjectId } from '../../crypto/base';
import { reduceCalendar } from './calendar/reduce';
import { emptyCalendar, type CalendarState } from './calendar/state';
import { reduceConsultation } from './consultation/reduce';
import { emptyConsultation, type ConsultationState } from './consultation/state';
import type { Reduced, RuleContext } from './context';
import { reduceLedger } from './ledger/reduce';
import { emptyLedger, type LedgerState } from './ledger/state';
import type { Op, OpOf, OpType } from './op';

export interface EffectsState {
	readonly calendar: CalendarState;
	readonly ledger: LedgerState;
	readonly consultation: ConsultationState;
	/** Void ops taken over by a member, and by which entry (MEM43). */
	readonly adopted: ImmutableMap<ObjectId, EntryId>;
}

export const NO_EFFECTS: EffectsState = {
	calendar: emptyCalendar,
	ledger: emptyLedger,
	consultation: emptyConsultation,
	adopted: ImmutableMap()
};

export type EffectOp = OpOf<Extract<OpType, `calendar/${string}` | `ledger/${string}` | `consultation/${string}`>>;

export function isEffectOp(op: Op): op is EffectOp {
	return op.type.startsWith('calendar/') || op.type.startsWith('ledger/') || op.type.startsWith('consultation/');
}

export function reduceEffect(state: EffectsState, op: EffectOp, ctx: RuleContext): Reduced<EffectsState> {
	if (isCalendarOp(op)) {
		const calendar = reduceCalendar(state.calendar, op, ctx);
		return calendar.ok ? ok({ ...state, calendar: calendar.value }) : err(calendar.error);
	}
	if (isLedgerOp(op)) {
		const ledger = reduceLedger(state.ledger, op, ctx);
		return ledger.ok ? ok({ ...state, ledger: ledger.value }) : err(ledger.error);
	}
	const consultation = reduceConsultation(state.consultation, op, ctx);
	return consultation.ok ? ok({ ...state, consultation: consultation.value }) : err(consultation.error);
}

const isCalendarOp = (op: EffectOp): op is OpOf<Extract<OpType, `calendar/${string}`>> => op.type.startsWith('calendar/');
const isLedgerOp = (op: EffectOp): op is OpOf<Extract<OpType, `ledger/${string}`>> => op.type.startsWith('ledger/');
