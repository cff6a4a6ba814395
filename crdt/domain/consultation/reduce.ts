/**
 * The consultation's fold step: meetings and their agendas. Any member may edit any item; where two did so at once, the
 * later one in the total order stands. Rules CON1–CON8.
 */
import { assertNever, err, ok, type EntryId, type ObjectId } from '../../../crypto/base';
import type { Reduced, RuleContext } from '../context';
import type { OpOf } from '../op';
import { MINUTES_A_DAY, parseWallTime } from '../wall-time';
import type { ConsultationState, Item, Meeting } from './state';

type ConsultationOp = OpOf<
	| 'consultation/plan-meeting'
	| 'consultation/cancel-meeting'
	| 'consultation/add-item'
	| 'consultation/change-item'
	| 'consultation/move-item'
	| 'consultation/set-item-done'
	| 'consultation/withdraw-item'
>;
type Known = (entry: EntryId) => boolean;

export function reduceConsultation(state: ConsultationState, op: ConsultationOp, ctx: RuleContext): Reduced<ConsultationState> {
	const known: Known = (entry) => entry === ctx.entry.id || ctx.inPast(entry);
	switch (op.type) {
		case 'consultation/plan-meeting':
			return planMeeting(state, op, ctx);
		case 'consultation/cancel-meeting': {
			const meeting = standingMeeting(state, op.meeting, known);
			if (!meeting.ok) return meeting;
			const cancelledBy = [...meeting.value.cancelledBy, ctx.entry.id];
			return ok({ ...state, meetings: state.meetings.set(op.meeting, { ...meeting.value, cancelledBy }) });
		}
		case 'consultation/add-item':
			return addItem(state, op, ctx, known);
		case 'consultation/change-item': {
			const { title, presenter, minutes } = op;
			if (presenter !== null && !ctx.wasMember(presenter)) return refused('CON3', 'The presenter has never been a member.');
			return changed(state, op.item, known, (item) => ({ ...item, title, presenter, minutes }));
		}
		case 'consultation/move-item':
			return changed(state, op.item, known, (item) => ({ ...item, order: op.order }));
		case 'consultation/set-item-done':
			return changed(state, op.item, known, (item) => ({ ...item, done: op.done }));
		case 'consultation/withdraw-item':
			return changed(state, op.item, known, (item) => ({ ...item, withdrawnBy: [...item.withdrawnBy, ctx.entry.id] }));
		default:
			return assertNever(op);
	}
}

/** What is wrong with the times of a meeting; null: nothing. The same for the fold and for a form. */
export function checkMeetingTimes(start: string, end: string): { readonly rule: string; readonly reason: string } | null {
	const from = parseWallTime(start);
	const to = parseWallTime(end);
	if (from === null || to === null) return { rule: 'CON1', reason: 'The meeting names a day or time that does not exist.' };
	if (to <= from) return { rule: 'CON1', reason: 'The meeting ends before it begins.' };
	if (to - from > MINUTES_A_DAY) return { rule: 'CON1', reason: 'A meeting lasts at most 24 hours.' };
	return null;
}

function planMeeting(state: ConsultationState, op: OpOf<'consultation/plan-meeting'>, ctx: RuleContext): Reduced<ConsultationState> {
	const wrong = checkMeetingTimes(op.start, op.end);
	if (wrong !== null) return err(wrong);
	if (state.meetingByNotes.has(op.notes)) return refused('CON2', 'Another meeting already keeps its notes there.');
	const { title, kind, start, end, zone, room, notes } = op;
	const id = ctx.objectId;
	const plannedBy = ctx.author.memberId;
	const meeting: Meeting = {
		id, entry: ctx.entry.id, title, kind, start, end, zone, room, notes, plannedBy, cancelledBy: [], items: []
	};
	return ok({ ...state, meetings: state.meetings.set(id, meeting), meetingByNotes: state.meetingByNotes.set(notes, id) });
}

function addItem(state: ConsultationState, op: OpOf<'consultation/add-item'>, ctx: RuleContext, known: Known): Reduced<ConsultationState> {
	const meeting = standingMeeting(state, op.meeting, known);
	if (!meeting.ok) return meeting;
	if (op.presenter !== null && !ctx.wasMember(op.presenter)) return refused('CON3', 'The presenter has never been a member.');
	const { kind, title, presenter, minutes, order } = op;
	const id = ctx.objectId;
	const item: Item = {
		id, entry: ctx.entry.id, meeting: op.meeting, kind, title, presenter, minutes, order,
		addedBy: ctx.author.memberId, done: false, withdrawnBy: []
	};
	const items = [...meeting.value.items, id];
	return ok({
		...state,
		items: state.items.set(id, item),
		meetings: state.meetings.set(op.meeting, { ...meeting.value, items })
	});
}

function changed(state: ConsultationState, id: ObjectId, known: Known, change: (item: Item) => Item): Reduced<ConsultationState> {
	const item = state.items.get(id);
	if (item === undefined || !known(item.entry)) return refused('CON4', 'The agenda item is not known.');
	if (item.withdrawnBy.some(known)) return refused('CON7', 'The agenda item has been withdrawn.');
	return ok({ ...state, items: state.items.set(id, change(item)) });
}

function standingMeeting(state: ConsultationState, id: ObjectId, known: Known): Reduced<Meeting> {
	const meeting = state.meetings.get(id);
	if (meeting === undefined || !known(meeting.entry)) return refused('CON2', 'The meeting is not known.');
	if (meeting.cancelledBy.some(known)) return refused('CON2', 'The meeting has been cancelled.');
	return ok(meeting);
}

const refused = (rule: string, reason: string) => err({ rule, reason });
