/**
 * Small words about bookings: "I leave early", "running 10 late", "tell me if it frees up". None of them takes time from
 * anybody. Knows no clock. Rules CAL66–CAL69.
 */
import { assertNever, err, ok, type ObjectId } from '../../../crypto/base';
import type { Reduced, RuleContext } from '../context';
import type { OpOf } from '../op';
import { MINUTES_A_DAY, parseWallTime } from '../wall-time';
import { isKnownRoom } from './room-rules';
import type { Booking, CalendarState, Known } from './state';

type SignOp = OpOf<'calendar/end-early' | 'calendar/run-over' | 'calendar/wait' | 'calendar/stop-waiting'>;

export function reduceSigns(state: CalendarState, op: SignOp, ctx: RuleContext, known: Known): Reduced<CalendarState> {
	switch (op.type) {
		case 'calendar/end-early':
			return endEarly(state, op, ctx, known);
		case 'calendar/run-over':
			return runOver(state, op, ctx, known);
		case 'calendar/wait':
			return wait(state, op, ctx, known);
		case 'calendar/stop-waiting':
			return stopWaiting(state, op.wait, ctx, known);
		default:
			return assertNever(op);
	}
}

function endEarly(state: CalendarState, op: OpOf<'calendar/end-early'>, ctx: RuleContext, known: Known): Reduced<CalendarState> {
	const found = own(state, op.booking, 'CAL66', ctx, known);
	if (!found.ok) return found;
	const to = parseWallTime(op.end);
	if (to === null || to <= found.value.from || to >= found.value.to) {
		return refused('CAL66', 'A booking is ended early at a time between its beginning and its end.');
	}
	const endedEarly = [...found.value.endedEarly, { entry: ctx.entry.id, end: op.end, to }];
	return ok(withBooking(state, { ...found.value, endedEarly }));
}

function runOver(state: CalendarState, op: OpOf<'calendar/run-over'>, ctx: RuleContext, known: Known): Reduced<CalendarState> {
	const found = own(state, op.booking, 'CAL67', ctx, known);
	if (!found.ok) return found;
	const sign = { entry: ctx.entry.id, lamport: ctx.entry.lamport, minutes: op.minutes };
	return ok(withBooking(state, { ...found.value, runsOver: [...found.value.runsOver, sign] }));
}

function wait(state: CalendarState, op: OpOf<'calendar/wait'>, ctx: RuleContext, known: Known): Reduced<CalendarState> {
	const { room, start, end } = op;
	const wanted = room === null ? null : state.rooms.get(room);
	if (wanted === undefined || (wanted !== null && !isKnownRoom(wanted, known))) return refused('CAL2', 'The room is not known.');
	const [from, to] = [parseWallTime(start), parseWallTime(end)];
	if (from === null || to === null) return refused('CAL4', 'The time waited for does not exist.');
	if (to <= from || to - from > MINUTES_A_DAY) return refused('CAL4', 'The time waited for ends after it begins, within a day.');
	const made = { id: ctx.objectId, entry: ctx.entry.id, member: ctx.author.memberId, room, start, end, from, to, stoppedBy: [] };
	return ok({ ...state, waits: state.waits.set(made.id, made) });
}

function stopWaiting(state: CalendarState, id: ObjectId, ctx: RuleContext, known: Known): Reduced<CalendarState> {
	const found = state.waits.get(id);
	if (found === undefined || !known(found.entry)) return refused('CAL69', 'Nobody is known to wait for that.');
	if (found.member !== ctx.author.memberId) return refused('CAL69', 'Only whoever waits can stop waiting.');
	if (found.stoppedBy.some(known)) return refused('CAL69', 'The waiting was ended already.');
	return ok({ ...state, waits: state.waits.set(id, { ...found, stoppedBy: [...found.stoppedBy, ctx.entry.id] }) });
}

/** A booking of the author's that stands in their past. */
function own(state: CalendarState, id: ObjectId, rule: string, ctx: RuleContext, known: Known): Reduced<Booking> {
	const booking = state.bookings.get(id);
	if (booking === undefined || !known(booking.entry)) return refused(rule, 'The booking is not known.');
	if (booking.owner !== ctx.author.memberId) return refused(rule, 'Only its owner says that of a booking.');
	if (booking.cancelledBy.some(known)) return refused(rule, 'The booking was cancelled.');
	return ok(booking);
}

const withBooking = (state: CalendarState, booking: Booking): CalendarState => ({ ...state, bookings: state.bookings.set(booking.id, booking) });

const refused = (rule: string, reason: string) => err({ rule, reason });
