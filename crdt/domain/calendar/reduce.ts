/**
 * The calendar's fold step: one op on the calendar, allowed or refused by what lies in the op's own past.
 *
 * Called in the total order, so everything in an op's past is in the state already; what is concurrent may be there too
 * and is told apart by `ctx.inPast`. Rules CAL1–CAL19; rolls (CAL20–CAL24) live in roll.ts.
 */
import { Map } from 'immutable';
import { assertNever, err, ok, type EntryId, type ObjectId } from '../../../crypto/base';
import type { Reduced, Refusal, RuleContext } from '../context';
import type { OpOf } from '../op';
import { MINUTES_A_DAY, parseWallTime } from '../wall-time';
import { acknowledgeRoll, newestRoll, retiredFrom, rollOf, withFirstRoll } from './roll';
import { bookingOf, hasMajority, isCancelled, isDead } from './standing';
import {
	dayOf, overlapping, replacesInChain, turnKey, type Booking, type CalendarState, type Known, type Room, type Span
} from './state';

type CalendarOp = OpOf<
	| 'calendar/add-room'
	| 'calendar/change-room'
	| 'calendar/retire-room'
	| 'calendar/book'
	| 'calendar/cancel'
	| 'calendar/acknowledge-roll'
	| 'calendar/grant'
>;

export function reduceCalendar(state: CalendarState, op: CalendarOp, ctx: RuleContext): Reduced<CalendarState> {
	// An earlier op of the same entry is part of the past too.
	const known: Known = (entry: EntryId) => entry === ctx.entry.id || ctx.inPast(entry);
	switch (op.type) {
		case 'calendar/add-room':
			return ok({ ...state, rooms: state.rooms.set(ctx.objectId, roomFrom(op, ctx)) });
		case 'calendar/change-room': {
			const room = knownRoom(state, op.room, known);
			if (!room.ok) return room;
			const { name, colour, about } = op;
			return ok({ ...state, rooms: state.rooms.set(op.room, { ...room.value, name, colour, about }) });
		}
		case 'calendar/retire-room': {
			const room = knownRoom(state, op.room, known);
			if (!room.ok) return room;
			const retiredBy = [...room.value.retiredBy, ctx.entry.id];
			return ok({ ...state, rooms: state.rooms.set(op.room, { ...room.value, retiredBy }) });
		}
		case 'calendar/book':
			return book(withFirstRoll(state, ctx.founder()), op, ctx, known);
		case 'calendar/cancel':
			return cancel(state, op.booking, ctx, known);
		case 'calendar/grant':
			return grant(state, op.bookings, ctx, known);
		case 'calendar/acknowledge-roll':
			return acknowledgeRoll(state, op, ctx, known);
		default:
			return assertNever(op);
	}
}

export interface Occurrence {
	readonly room: ObjectId;
	readonly start: string;
	readonly end: string;
	readonly replaces: ObjectId | null;
}

/**
 * May this be booked by someone who knows `known`? The same question for the fold and for a form that asks beforehand.
 * @returns the span in floating minutes.
 */
export function checkOccurrence(state: CalendarState, draft: Occurrence, owner: string, known: Known): Reduced<{ readonly from: number; readonly to: number }> {
	const room = knownRoom(state, draft.room, known);
	if (!room.ok) return room;
	const from = parseWallTime(draft.start);
	const to = parseWallTime(draft.end);
	if (from === null || to === null) return refused('CAL4', 'The booking names a day or time that does not exist.');
	if (to <= from) return refused('CAL4', 'The booking ends before it begins.');
	if (to - from > MINUTES_A_DAY) return refused('CAL4', 'A booking lasts at most 24 hours.');
	if (draft.replaces !== null) {
		const old = state.bookings.get(draft.replaces);
		if (old === undefined || !known(old.entry)) return refused('CAL16', 'The booking it replaces is not known.');
		if (old.owner !== owner) return refused('CAL16', 'Only its owner can move a booking.');
	}
	for (const span of overlapping(state, draft.room, from, to)) {
		const other = bookingOf(state, span.id);
		if (known(other.entry) && standsInTheWay(state, draft, other, known)) {
			return refused('CAL6', 'The room was already taken at that time.');
		}
	}
	return ok({ from, to });
}

function standsInTheWay(state: CalendarState, draft: Occurrence, other: Booking, known: Known): boolean {
	if (other.cancelledBy.some(known)) return false;
	if (replacesInChain(state, draft.replaces, other.id)) return false;
	return !isDead(state, other, known);
}

function book(state: CalendarState, op: OpOf<'calendar/book'>, ctx: RuleContext, known: Known): Reduced<CalendarState> {
	const owner = ctx.author.memberId;
	const checked = checkOccurrence(state, op, owner, known);
	if (!checked.ok) return checked;
	const { from, to } = checked.value;
	const member = ctx.membersInPast().find((each) => each.memberId === owner);
	if (member === undefined) return refused('CAL1', 'Only members book rooms.');
	const rivals: ObjectId[] = [];
	const afterDead: ObjectId[] = [];
	for (const span of overlapping(state, op.room, from, to)) {
		if (replacesInChain(state, op.replaces, span.id)) continue;
		const other = bookingOf(state, span.id);
		if (!known(other.entry)) rivals.push(other.id);
		else if (!other.cancelledBy.some(known)) afterDead.push(other.id);
	}
	const id = ctx.objectId;
	const draft: Booking = {
		id,
		entry: ctx.entry.id,
		room: op.room,
		owner,
		admission: member.admission,
		start: op.start,
		end: op.end,
		from,
		to,
		purpose: op.purpose,
		replaces: op.replaces,
		roll: newestRoll(state, known).id,
		grants: [],
		cancelledBy: [],
		rivals,
		afterDead,
		turn: null
	};
	const alone = rivals.length + afterDead.length === 0;
	const booking = alone ? draft : { ...draft, turn: turnKey(draft, ctx.hash) };
	let bookings = state.bookings.set(id, booking);
	for (const other of rivals) bookings = bookings.update(other, (each) => each && joinedTo(each, 'rivals', id, ctx));
	for (const other of afterDead) bookings = bookings.update(other, (each) => each && joinedTo(each, 'afterDead', id, ctx));
	return ok({
		...state,
		bookings,
		spansByRoomDay: withSpan(state.spansByRoomDay, op.room, { id, from, to }),
		unsettled: state.unsettled.add(id),
		pendingMoves: isMove(bookings, booking) ? state.pendingMoves.add(id) : state.pendingMoves,
		replacements:
			op.replaces === null
				? state.replacements
				: state.replacements.set(op.replaces, [...(state.replacements.get(op.replaces) ?? []), id])
	});
}

function joinedTo(booking: Booking, by: 'rivals' | 'afterDead', id: ObjectId, ctx: RuleContext): Booking {
	return { ...booking, [by]: [...booking[by], id], turn: booking.turn ?? turnKey(booking, ctx.hash) };
}

function cancel(state: CalendarState, id: ObjectId, ctx: RuleContext, known: Known): Reduced<CalendarState> {
	const booking = state.bookings.get(id);
	if (booking === undefined || !known(booking.entry)) return refused('CAL7', 'The booking is not known.');
	const isOwner = booking.owner === ctx.author.memberId;
	const ownerIsGone = () => !ctx.membersInPast().some((member) => member.memberId === booking.owner);
	if (!isOwner && !ownerIsGone()) return refused('CAL7', 'Only its owner can cancel a booking.');
	if (booking.cancelledBy.some(known)) return refused('CAL7', 'The booking was already cancelled.');
	const bookings = state.bookings.set(id, { ...booking, cancelledBy: [...booking.cancelledBy, ctx.entry.id] });
	let pendingMoves = state.pendingMoves.delete(id);
	for (const later of replacementsOf(state, id)) {
		if (!isMove(bookings, bookingOf(state, later))) pendingMoves = pendingMoves.delete(later);
	}
	return ok({ ...state, bookings, unsettled: state.unsettled.delete(id), pendingMoves });
}

/** Does anything it replaces, directly or through others, still stand? */
function isMove(bookings: CalendarState['bookings'], booking: Booking): boolean {
	for (let at = booking.replaces; at !== null; ) {
		const old = bookings.get(at);
		if (old === undefined) return false;
		if (!isCancelled(old)) return true;
		at = old.replaces;
	}
	return false;
}

/** Those that replace it, directly or through others. */
function replacementsOf(state: CalendarState, id: ObjectId): readonly ObjectId[] {
	const found = [...(state.replacements.get(id) ?? [])];
	for (let at = 0; at < found.length; at++) found.push(...(state.replacements.get(found[at]!) ?? [])); // below the length
	return found;
}

/** Each booking by itself: those that the rules allow count, the op is refused only when none does (CAL9). */
function grant(before: CalendarState, ids: readonly ObjectId[], ctx: RuleContext, known: Known): Reduced<CalendarState> {
	if (!ctx.author.isVoice) return refused('CAL8', 'Only the device that speaks for a member can grant bookings.');
	let state = before;
	let first: Refusal | null = null;
	for (const id of ids) {
		const granted = grantOne(state, id, ctx, known);
		if (granted.ok) state = granted.value;
		else first ??= granted.error;
	}
	return state === before && first !== null ? err(first) : ok(state);
}

function grantOne(state: CalendarState, id: ObjectId, ctx: RuleContext, known: Known): Reduced<CalendarState> {
	const member = ctx.author.memberId;
	const booking = state.bookings.get(id);
	if (booking === undefined || !known(booking.entry)) return refused('CAL9', 'The booking is not known.');
	const roll = rollOf(state, booking.roll);
	if (!roll.members.includes(member)) return refused('CAL9', 'The author is not one of those who grant this booking.');
	if (booking.grants.some((each) => each.member === member && known(each.entry))) {
		return refused('CAL9', 'The author has already granted this booking.');
	}
	if (retiredFrom(state, roll, known).has(member)) {
		return refused('CAL21', 'The author has acknowledged a newer roll and grants nothing under the old one.');
	}
	const rivalGranted = booking.rivals.some((rival) =>
		bookingOf(state, rival).grants.some((each) => each.member === member && known(each.entry))
	);
	if (rivalGranted) return refused('CAL9', 'The author has already granted an overlapping booking.');
	const granted = { ...booking, grants: [...booking.grants, { member, entry: ctx.entry.id }] };
	const bookings = state.bookings.set(id, granted);
	const settled = state.unsettled.has(id) && hasMajority(state, granted);
	return ok({ ...state, bookings, unsettled: settled ? state.unsettled.delete(id) : state.unsettled });
}

function knownRoom(state: CalendarState, id: ObjectId, known: Known): Reduced<Room> {
	const room = state.rooms.get(id);
	if (room === undefined || !known(room.entry)) return refused('CAL2', 'The room is not known.');
	if (room.retiredBy.some(known)) return refused('CAL3', 'The room has been retired.');
	return ok(room);
}

function roomFrom(op: OpOf<'calendar/add-room'>, ctx: RuleContext): Room {
	const { name, zone, colour, about } = op;
	return { id: ctx.objectId, entry: ctx.entry.id, name, zone, colour, about, addedBy: ctx.author.memberId, retiredBy: [] };
}

function withSpan(index: CalendarState['spansByRoomDay'], room: ObjectId, span: Span): CalendarState['spansByRoomDay'] {
	let days = index.get(room) ?? Map<number, readonly Span[]>();
	for (let day = dayOf(span.from); day <= dayOf(span.to - 1); day++) days = days.set(day, [...(days.get(day) ?? []), span]);
	return index.set(room, days);
}

const refused = (rule: string, reason: string) => err({ rule, reason });
