/**
 * Rooms and days as the screens show them. Pure; asks for one room and day at a time, so the cost does not grow with the
 * years. Wording and formatting are the screens' own.
 */
import type { ObjectId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { dateOfDay, isoWeekOfDay, MINUTES_A_DAY, mondayOf, parseDate, parseWallTime, wallTimeOf } from '../wall-time';
import { bookingView } from './booking-view';
import { allRooms, bookingsOn, roomsInUse, roomView } from './rooms';
import { standingOf } from './standing';
import { dayOf, effectiveTo, everything } from './state';
import type { BookingView, DayView, FreeNowView, RoomDayView, RoomView, WeekView } from './views';

const MOST_DAYS = 62;

/** By name; retired ones last. */
export function selectRooms(lens: Lens): readonly RoomView[] {
	const rooms = allRooms(lens.state.calendar);
	return [...rooms.filter((room) => !room.retired), ...rooms.filter((room) => room.retired)];
}

export function selectRoom(lens: Lens, id: ObjectId): RoomView | null {
	const room = lens.state.calendar.rooms.get(id);
	return room === undefined ? null : roomView(room);
}

export function selectBooking(lens: Lens, id: ObjectId): BookingView | null {
	const booking = lens.state.calendar.bookings.get(id);
	return booking === undefined ? null : bookingView(lens, booking);
}

/**
 * Rooms as columns; a retired room only where something still stands in it. A booking of a combined room stands in the
 * columns of its parts too, and the other way round. `date` must be a real date.
 */
export function selectDay(lens: Lens, date: string): DayView {
	const rooms = allRooms(lens.state.calendar)
		.map((room) => ({ room, bookings: roomDay(lens, room.id, date) }))
		.filter(({ room, bookings }) => !room.retired || bookings.length > 0);
	return { date, rooms };
}

/** `until` is exclusive. At most 62 days, the rest is left out; empty where either is no date. */
export function selectDays(lens: Lens, from: string, until: string): readonly DayView[] {
	const [first, end] = [parseDate(from), parseDate(until)];
	if (first === null || end === null) return [];
	const days = Math.max(0, Math.min(MOST_DAYS, end - first));
	return Array.from({ length: days }, (_, offset) => selectDay(lens, dateOfDay(first + offset)));
}

/** Monday to Sunday of the week that holds `date`. Null: no such room. */
export function selectWeek(lens: Lens, room: ObjectId, date: string): WeekView | null {
	const found = lens.state.calendar.rooms.get(room);
	if (found === undefined) return null;
	const monday = parseDate(mondayOf(date)) ?? 0;
	const days = [0, 1, 2, 3, 4, 5, 6].map((offset) => {
		const day = dateOfDay(monday + offset);
		return { date: day, bookings: roomDay(lens, room, day) };
	});
	return { room: roomView(found), isoWeek: isoWeekOfDay(monday), days };
}

/** Home: today's rooms, only those in which something stands today. */
export function selectTodaysRooms(lens: Lens): readonly RoomDayView[] {
	return selectDay(lens, lens.today).rooms.filter((each) => each.bookings.length > 0);
}

/** One line per room in use: free until when, or taken by whom and until when. Today only. */
export function selectFreeNow(lens: Lens): readonly FreeNowView[] {
	const now = parseWallTime(lens.nowWall) ?? 0;
	const midnight = (dayOf(now) + 1) * MINUTES_A_DAY;
	const { calendar } = lens.state;
	return roomsInUse(calendar).map((room) => {
		const standing = bookingsOn(calendar, room.id, dayOf(now))
			.map((booking) => ({ booking, to: effectiveTo(booking, everything), status: standingOf(calendar, booking.id).status }))
			.filter(({ to, status }) => to > now && status !== 'dead');
		const shown = standing.filter(({ status }) => status !== 'displaced');
		const current = shown.find(({ booking }) => booking.from <= now)?.booking ?? null;
		const next = shown.find(({ booking }) => booking.from > now)?.booking ?? null;
		let busyUntil = now;
		for (const { booking, to } of standing) if (booking.from <= busyUntil) busyUntil = Math.max(busyUntil, to);
		const isFree = busyUntil === now;
		return {
			room,
			current: current && bookingView(lens, current),
			next: next && bookingView(lens, next),
			isFree,
			freeUntil: isFree && next !== null && next.from < midnight ? next.start : null,
			busyUntil: isFree ? null : wallTimeOf(busyUntil)
		};
	});
}

function roomDay(lens: Lens, room: ObjectId, date: string): readonly BookingView[] {
	return bookingsOn(lens.state.calendar, room, parseDate(date) ?? NaN).map((booking) => bookingView(lens, booking));
}
