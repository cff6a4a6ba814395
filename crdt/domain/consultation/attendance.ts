/** Who comes and who was there, each by their own word alone. Rules CON20, CON21. */
import { ok } from '../../../crypto/base';
import type { Reduced, RuleContext } from '../context';
import type { OpOf } from '../op';
import { refused, standingMeeting, withMeeting } from './lookups';
import { lengthOf } from './meetings';
import type { Known } from './reduce';
import { saidNow } from './said';
import type { ConsultationState } from './state';

type AttendanceOp = OpOf<'consultation/reply' | 'consultation/attend'>;

/** How much longer than planned somebody may say to have been there. */
export const LONGER_BY_MINUTES = 60;

export function reduceAttendance(state: ConsultationState, op: AttendanceOp, ctx: RuleContext, known: Known): Reduced<ConsultationState> {
	const found = standingMeeting(state, op.meeting, known);
	if (!found.ok) return found;
	const meeting = found.value;
	const { memberId } = ctx.author;
	if (op.type === 'consultation/reply')
		return ok(withMeeting(state, { ...meeting, replies: meeting.replies.set(memberId, saidNow(ctx, op.coming)) }));
	const { was, minutes } = op;
	if (was !== 'there' && minutes > 0) return refused('CON21', 'Only who was there has minutes.');
	if (minutes > lengthOf(meeting) + LONGER_BY_MINUTES) return refused('CON21', 'Nobody was there for so much longer than the meeting.');
	const signedBy = was === 'there' ? [...meeting.signedBy, ctx.entry.id] : meeting.signedBy;
	return ok(withMeeting(state, { ...meeting, signedBy, attendance: meeting.attendance.set(memberId, saidNow(ctx, { was, minutes })) }));
}
