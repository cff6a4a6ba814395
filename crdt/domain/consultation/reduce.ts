/**
 * The consultation's fold step: which op is judged where. Any member may edit any item; where two did so at once, the later one in the
 * total order stands. Rules: crdt/spec/CON.md.
 */
import { assertNever, ok, type EntryId } from '../../../crypto/base';
import type { Reduced, RuleContext } from '../context';
import type { OpOf, OpType } from '../op';
import { reduceAction } from './actions';
import { reduceAgenda } from './agenda';
import { reduceAgreement } from './agreements';
import { reduceAttendance } from './attendance';
import { reduceCase } from './cases';
import { reduceForgetting } from './forgetting';
import { reduceMeeting } from './meetings';
import { noteParts } from './parts';
import { reduceRole } from './roles';
import { reduceSeries } from './series';
import type { ConsultationState } from './state';
import { reduceTimer } from './timer';

export type ConsultationOp = OpOf<Extract<OpType, `consultation/${string}`>>;

/** Was this entry known to the author of the op at hand? */
export type Known = (entry: EntryId) => boolean;

export function reduceConsultation(state: ConsultationState, op: ConsultationOp, ctx: RuleContext): Reduced<ConsultationState> {
	const known: Known = (entry) => entry === ctx.entry.id || ctx.inPast(entry);
	const reduced = reduceOne(state, op, ctx, known);
	return reduced.ok ? ok(noteParts(state, reduced.value, op, ctx)) : reduced;
}

function reduceOne(state: ConsultationState, op: ConsultationOp, ctx: RuleContext, known: Known): Reduced<ConsultationState> {
	switch (op.type) {
		case 'consultation/plan-series':
		case 'consultation/change-series':
		case 'consultation/extend-series':
		case 'consultation/skip-date':
		case 'consultation/end-series':
			return reduceSeries(state, op, ctx, known);
		case 'consultation/plan-meeting':
		case 'consultation/change-meeting':
		case 'consultation/cancel-meeting':
			return reduceMeeting(state, op, ctx, known);
		case 'consultation/reply':
		case 'consultation/attend':
			return reduceAttendance(state, op, ctx, known);
		case 'consultation/set-role':
		case 'consultation/ask-swap':
		case 'consultation/answer-swap':
			return reduceRole(state, op, ctx, known);
		case 'consultation/add-item':
		case 'consultation/change-item':
		case 'consultation/move-item':
		case 'consultation/set-item-done':
		case 'consultation/withdraw-item':
		case 'consultation/carry-item':
		case 'consultation/link-proposal':
			return reduceAgenda(state, op, ctx, known);
		case 'consultation/add-action':
		case 'consultation/change-action':
		case 'consultation/set-action-done':
		case 'consultation/withdraw-action':
			return reduceAction(state, op, ctx, known);
		case 'consultation/set-timer':
			return reduceTimer(state, op, ctx, known);
		case 'consultation/add-case':
		case 'consultation/change-case':
		case 'consultation/answer-case':
		case 'consultation/open-case':
		case 'consultation/renew-case':
		case 'consultation/readmit':
			return reduceCase(state, op, ctx, known);
		case 'consultation/keep-identifier':
		case 'consultation/agree-forget':
		case 'consultation/forgot-texts':
			return reduceForgetting(state, op, ctx, known);
		case 'consultation/start-agreement':
		case 'consultation/change-agreement':
		case 'consultation/propose-agreement':
			return reduceAgreement(state, op, ctx, known);
		default:
			return assertNever(op);
	}
}
