/** What is mine, and the agenda of anybody: bookings in the order of time. Pure. */
import type { Lens } from '../lens';
import { dateOfDay, parseDate } from '../wall-time';
import { bookingView } from './booking-view';
import { expandPeriod, floatingInstant } from './expand';
import { byStart } from './rooms';
import type { Booking } from './state';
import type { AgendaDay, AgendaQuery, BookingView } from './views';

const MOST_AGENDA_DAYS = 400;

/** My bookings that are not over, earliest first, `days` days ahead from today. */
export function selectMyUpcoming(lens: Lens, days = 60): readonly BookingView[] {
	const today = parseDate(lens.today) ?? 0;
	// an overnight booking may have begun yesterday
	return mineBetween(lens, today - 1, today + days + 1)
		.filter((booking) => booking.end > lens.nowWall)
		.map((booking) => bookingView(lens, booking));
}

/** Beginning on the dates [from, until), past ones too, earliest first; empty where either is no date. */
export function selectMyHours(lens: Lens, from: string, until: string): readonly BookingView[] {
	const [first, end] = [parseDate(from), parseDate(until)];
	if (first === null || end === null) return [];
	return mineBetween(lens, first, Math.min(end, first + MOST_AGENDA_DAYS)).map((booking) => bookingView(lens, booking));
}

/** Home: mine, not over, that somebody else is ahead of. */
export function selectMyDisplaced(lens: Lens, days = 120): readonly BookingView[] {
	return selectMyUpcoming(lens, days).filter(
		({ firmness, replacedBy }) => replacedBy === null && (firmness.status === 'displaced' || firmness.status === 'dead')
	);
}

/** Dates on which something begins; the others are left out. */
export function selectAgenda(lens: Lens, query: AgendaQuery): readonly AgendaDay[] {
	const first = parseDate(query.from);
	if (first === null) return [];
	const { calendar } = lens.state;
	const atoms = query.room === null ? null : (calendar.rooms.get(query.room)?.atoms ?? []);
	const isWanted = (booking: Booking): boolean =>
		(query.member === null || booking.owner === query.member) && (atoms === null || atoms.some((atom) => booking.atoms.includes(atom)));
	const days = expandPeriod(calendar, first, first + Math.min(MOST_AGENDA_DAYS, query.days), lens.instantOf ?? floatingInstant);
	return days.flatMap((day, offset) => {
		const wanted = day.filter(({ booking }) => isWanted(booking));
		if (wanted.length === 0) return [];
		return [{ date: dateOfDay(first + offset), bookings: wanted.map(({ booking }) => bookingView(lens, booking)) }];
	});
}

/** By the day of the start; not cancelled. */
function mineBetween(lens: Lens, fromDay: number, untilDay: number): readonly Booking[] {
	const { calendar } = lens.state;
	const byDay = calendar.byOwnerDay.get(lens.me);
	const found: Booking[] = [];
	for (let day = fromDay; day < untilDay; day++) {
		for (const id of byDay?.get(day) ?? []) {
			const booking = calendar.bookings.get(id);
			if (booking?.cancelledBy.length === 0) found.push(booking);
		}
	}
	return found.sort(byStart);
}
