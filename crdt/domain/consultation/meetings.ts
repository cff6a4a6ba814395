/**
 * Meetings: planned, changed, cancelled. What is said of any of the meetings begun apart for one date is kept with the first of them in
 * the total order, so that nothing has to be merged later. Rules CON1, CON2, CON13.
 */
import { err, ok } from '../../../crypto/base';
import { Map } from 'immutable';
import type { Reduced, RuleContext } from '../context';
import type { OpOf } from '../op';
import { MINUTES_A_DAY, parseWallTime } from '../wall-time';
import { occurrenceKey, refused, standingMeeting, withMeeting } from './lookups';
import { isTextTaken, withNamedText } from './named-texts';
import type { Known } from './reduce';
import type { ConsultationState, Meeting } from './state';

type MeetingOp = OpOf<'consultation/plan-meeting' | 'consultation/change-meeting' | 'consultation/cancel-meeting'>;

export function reduceMeeting(state: ConsultationState, op: MeetingOp, ctx: RuleContext, known: Known): Reduced<ConsultationState> {
	if (op.type === 'consultation/plan-meeting') return planMeeting(state, op, ctx, known);
	const found = standingMeeting(state, op.meeting, known);
	if (!found.ok) return found;
	const meeting = found.value;
	if (op.type === 'consultation/cancel-meeting') {
		if (meeting.attendance.some(({ value, entry }) => value.was === 'there' && known(entry)))
			return refused('CON2', 'Somebody has signed that they were there: it took place.');
		return ok(withMeeting(state, { ...meeting, cancelledBy: [...meeting.cancelledBy, ctx.entry.id] }));
	}
	const wrong = checkMeetingTimes(op.start, op.end);
	if (wrong !== null) return err(wrong);
	const { title, start, end, room, link } = op;
	return ok(withMeeting(state, { ...meeting, title, start, end, room, link }));
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

/** Minutes from its start to its end by the wall. */
export const lengthOf = ({ start, end }: Pick<Meeting, 'start' | 'end'>): number => (parseWallTime(end) ?? 0) - (parseWallTime(start) ?? 0);

function planMeeting(state: ConsultationState, op: OpOf<'consultation/plan-meeting'>, ctx: RuleContext, known: Known): Reduced<ConsultationState> {
	const wrong = checkMeetingTimes(op.start, op.end);
	if (wrong !== null) return err(wrong);
	if (isTextTaken(state, op.notes, known)) return refused('CON2', 'Another text is already kept there.');
	const strange = op.occurrence === null ? null : wrongDate(state, op, op.occurrence, known);
	if (strange !== null) return strange;
	const { type: _, ...plan } = op;
	const id = ctx.objectId;
	const meeting: Meeting = {
		...plan, id, entry: ctx.entry.id, plannedBy: ctx.author.memberId, cancelledBy: [], items: [], actions: [],
		replies: Map(), signedBy: [], attendance: Map(), roles: Map(), timer: null, agreed: Map(), forgottenBy: null
	};
	const byOccurrence = plan.occurrence === null
		? state.meetingsByOccurrence
		: state.meetingsByOccurrence.update(occurrenceKey(plan.occurrence), [], (before) => [...before, id]);
	return ok(withNamedText({ ...withMeeting(state, meeting), meetingsByOccurrence: byOccurrence }, plan.notes, id));
}

function wrongDate(
	state: ConsultationState,
	{ kind, zone, start }: OpOf<'consultation/plan-meeting'>,
	occurrence: NonNullable<Meeting['occurrence']>,
	known: Known
): Reduced<never> | null {
	const series = state.series.get(occurrence.series);
	if (series === undefined || !known(series.entry)) return refused('CON13', 'The series is not known.');
	if (!series.dates.includes(occurrence.date)) return refused('CON13', 'The series has no meeting on that date.');
	if (kind !== series.kind || zone !== series.zone || start.slice(0, 10) !== occurrence.date)
		return refused('CON13', 'A meeting of a series takes place as the series says.');
	const before = state.meetingsByOccurrence.get(occurrenceKey(occurrence)) ?? [];
	if (before.some((id) => known(state.meetings.get(id)!.entry))) return refused('CON13', 'The meeting of that date has been prepared already.');
	return null;
}
