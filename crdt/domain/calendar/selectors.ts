/**
 * What the calendar's screens show, from the folded state and a lens. Pure; asks for one room and day at a time, so the
 * cost does not grow with the years. Wording and formatting are the screens' own.
 */
import type { ObjectId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { dateOfDay, isoWeekOfDay, MINUTES_A_DAY, mondayOf, parseDate, parseWallTime, wallTimeOf } from '../wall-time';
import { alternativesTo } from './free-times';
import { rollOf } from './roll';
import { allRooms, bookingsOn, byStart, isLive, roomsInUse, roomView } from './rooms';
import { granters, neighbours, neededFor, standingOf } from './standing';
import { dayOf, type Booking } from './state';
import type { BookingView, DayView, FreeNowView, RivalView, RoomDayView, RoomView, WeekView } from './views';

/** Rooms in use, by name. */
export function selectRooms(lens: Lens): readonly RoomView[] {
	return roomsInUse(lens.state.calendar);
}

export function selectRoom(lens: Lens, id: ObjectId): RoomView | null {
	const room = lens.state.calendar.rooms.get(id);
	return room === undefined ? null : roomView(room);
}

export function selectBooking(lens: Lens, id: ObjectId): BookingView | null {
	const booking = lens.state.calendar.bookings.get(id);
	return booking === undefined ? null : bookingView(lens, booking);
}

/** Rooms as columns; a retired room only where something still stands in it. `date` must be a real date. */
export function selectDay(lens: Lens, date: string): DayView {
	const rooms = allRooms(lens.state.calendar)
		.map((room) => ({ room, bookings: roomDay(lens, room.id, date) }))
		.filter(({ room, bookings }) => !room.retired || bookings.length > 0);
	return { date, rooms };
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

/** My bookings that are not over, earliest first, `days` days ahead from today. */
export function selectMyUpcoming(lens: Lens, days = 60): readonly BookingView[] {
	const mine = bookingsBetween(lens, days).filter((booking) => booking.owner === lens.me && booking.end > lens.nowWall);
	return mine.map((booking) => bookingView(lens, booking));
}

/** Home: today's rooms, only those in which something stands today. */
export function selectTodaysRooms(lens: Lens): readonly RoomDayView[] {
	return selectDay(lens, lens.today).rooms.filter((each) => each.bookings.length > 0);
}

/** Home: mine, not over, that somebody else is ahead of. */
export function selectMyDisplaced(lens: Lens, days = 120): readonly BookingView[] {
	return selectMyUpcoming(lens, days).filter(
		({ firmness, replacedBy }) => replacedBy === null && (firmness.status === 'displaced' || firmness.status === 'dead')
	);
}

/** One line per room in use: free until when, or taken by whom and until when. Today only. */
export function selectFreeNow(lens: Lens): readonly FreeNowView[] {
	const now = parseWallTime(lens.nowWall) ?? 0;
	const midnight = (dayOf(now) + 1) * MINUTES_A_DAY;
	return roomsInUse(lens.state.calendar).map((room) => {
		const standing = bookingsOn(lens.state.calendar, room.id, dayOf(now)).filter(
			(booking) => booking.to > now && standingOf(lens.state.calendar, booking.id).status !== 'dead'
		);
		const shown = standing.filter((booking) => standingOf(lens.state.calendar, booking.id).status !== 'displaced');
		const current = shown.find((booking) => booking.from <= now) ?? null;
		const next = shown.find((booking) => booking.from > now) ?? null;
		let busyUntil = now;
		for (const booking of standing) if (booking.from <= busyUntil) busyUntil = Math.max(busyUntil, booking.to);
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

export function bookingView(lens: Lens, booking: Booking): BookingView {
	const { calendar } = lens.state;
	const standing = standingOf(calendar, booking.id);
	const room = calendar.rooms.get(booking.room);
	const mine = booking.owner === lens.me;
	const lost = standing.status === 'displaced' || standing.status === 'dead';
	return {
		id: booking.id,
		entry: booking.entry,
		room: booking.room,
		roomName: room?.name ?? '',
		roomColour: room?.colour ?? '',
		zone: room?.zone ?? '',
		owner: booking.owner,
		ownerName: lens.nameOf(booking.owner),
		mine,
		start: booking.start,
		end: booking.end,
		purpose: booking.purpose,
		firmness: {
			status: standing.status,
			grantedBy: granters(booking).size,
			needed: neededFor(calendar, booking),
			of: rollOf(calendar, booking.roll).members.length,
			contested: standing.contested
		},
		heldBy: lens.heldBy(booking.entry).length,
		replaces: booking.replaces,
		replacedBy: (calendar.replacements.get(booking.id) ?? []).find((id) => isLive(calendar, id)) ?? null,
		rivals: standing.status === 'booked' && !standing.contested ? [] : rivalsOf(lens, booking),
		alternatives: mine && lost ? alternativesTo(lens, booking) : []
	};
}

function rivalsOf(lens: Lens, booking: Booking): readonly RivalView[] {
	const { calendar } = lens.state;
	return neighbours(booking)
		.filter((id) => isLive(calendar, id))
		.map((id) => {
			const { booking: other, status } = standingOf(calendar, id);
			const { owner, start, end } = other;
			return { id, owner, ownerName: lens.nameOf(owner), start, end, status };
		});
}

function roomDay(lens: Lens, room: ObjectId, date: string): readonly BookingView[] {
	return bookingsOn(lens.state.calendar, room, parseDate(date) ?? NaN).map((booking) => bookingView(lens, booking));
}

function bookingsBetween(lens: Lens, days: number): readonly Booking[] {
	const { calendar } = lens.state;
	const first = (parseDate(lens.today) ?? 0) - 1; // an overnight booking may have begun yesterday
	const found: Booking[] = [];
	for (const [room, byDay] of calendar.spansByRoomDay) {
		for (let day = first; day <= first + 1 + days; day++) {
			if (!byDay.has(day)) continue;
			for (const booking of bookingsOn(calendar, room, day)) if (dayOf(booking.from) === day) found.push(booking);
		}
	}
	return found.sort(byStart);
}
