/**
 * The bookings of a period with the instants at which they begin and end. Wall times are the truth (CAL5); an instant is
 * what a zone database makes of one, for display and export, so the question is passed in as `InstantOf`.
 *
 * Cheap to ask again: what was worked out for a booking is kept for as long as the booking object lives, and a day whose
 * bookings have not changed keeps its order.
 */
import { parseDate, wallTimeOf } from '../wall-time';
import { compare } from './rooms';
import { dayOf, type Booking, type CalendarState } from './state';

export interface WallInstant {
	/** Milliseconds since 1970. */
	readonly instant: number;
	/** gap: the wall skips this time. overlap: the wall shows it twice, and the first is meant. */
	readonly kind: 'plain' | 'gap' | 'overlap';
}

/** @param wall "YYYY-MM-DDTHH:MM", a time that passed the schema and CAL4. */
export type InstantOf = (zone: string, wall: string) => WallInstant;

export interface Occurrence {
	readonly booking: Booking;
	readonly startsAt: number;
	readonly endsAt: number;
	/** Of the start; of the end where the start is plain. */
	readonly clock: WallInstant['kind'];
}

/** As if every wall were that of Greenwich: for callers without zone data. */
export const floatingInstant: InstantOf = (_zone, wall) => {
	const day = parseDate(wall.slice(0, 10)) ?? 0;
	return { instant: (day * 1440 + Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16))) * 60_000, kind: 'plain' };
};

/** Kept by the zone data that was asked, so that nothing of one zone database is shown under another. */
const kept = new WeakMap<InstantOf, { readonly occurrences: WeakMap<Booking, Occurrence>; last: Expanded | null }>();

interface Expanded {
	readonly fromDay: number;
	readonly arrived: readonly (readonly Occurrence[])[];
	readonly sorted: readonly (readonly Occurrence[])[];
}

function keeperOf(instantOf: InstantOf) {
	const known = kept.get(instantOf);
	if (known !== undefined) return known;
	const fresh = { occurrences: new WeakMap<Booking, Occurrence>(), last: null };
	kept.set(instantOf, fresh);
	return fresh;
}

export function occurrenceOf(calendar: CalendarState, booking: Booking, instantOf: InstantOf): Occurrence {
	const { occurrences } = keeperOf(instantOf);
	const known = occurrences.get(booking);
	if (known !== undefined) return known;
	const zone = calendar.rooms.get(booking.room)?.zone ?? 'UTC';
	const start = instantOf(zone, booking.start);
	const end = instantOf(zone, booking.end);
	const clock = start.kind === 'plain' ? end.kind : start.kind;
	// An end that the wall skips may be read before the beginning; then the length on the wall is kept.
	const endsAt = end.instant > start.instant ? end.instant : start.instant + (booking.to - booking.from) * 60_000;
	const fresh: Occurrence = { booking, startsAt: start.instant, endsAt, clock };
	occurrences.set(booking, fresh);
	return fresh;
}

/**
 * Not cancelled and beginning on the days [fromDay, untilDay), one list for each day, earliest first. Days are those of
 * each room's own wall. At most 1,200 days, the rest is left out.
 */
export function expandPeriod(calendar: CalendarState, fromDay: number, untilDay: number, instantOf: InstantOf): readonly (readonly Occurrence[])[] {
	const keeper = keeperOf(instantOf);
	const days = Math.max(0, Math.min(1200, untilDay - fromDay));
	const arrived: Occurrence[][] = Array.from({ length: days }, () => []);
	const { occurrences } = keeper;
	calendar.bookings.forEach((booking) => {
		const day = dayOf(booking.from) - fromDay;
		if (day < 0 || day >= days || booking.cancelledBy.length > 0) return;
		arrived[day]?.push(occurrences.get(booking) ?? occurrenceOf(calendar, booking, instantOf));
	});
	const before = keeper.last;
	const sorted = arrived.map((list, index) => {
		const at = before === null ? -1 : index + fromDay - before.fromDay;
		const same = before?.arrived[at];
		return same !== undefined && isSame(same, list) ? (before?.sorted[at] ?? []) : [...list].sort(byInstant);
	});
	keeper.last = { fromDay, arrived, sorted };
	return sorted;
}

/** All bookings, cancelled ones too, that touch [from, to) in floating minutes; in no order. */
export function bookingsTouching(calendar: CalendarState, from: number, to: number): readonly Booking[] {
	const found: Booking[] = [];
	calendar.bookings.forEach((booking) => {
		if (booking.from < to && booking.to > from) found.push(booking);
	});
	return found;
}

/** The wall date on which something begins. */
export const dateOf = (minutes: number): string => wallTimeOf(minutes).slice(0, 10);

const byInstant = (a: Occurrence, b: Occurrence): number =>
	a.startsAt - b.startsAt || a.endsAt - b.endsAt || compare(a.booking.id, b.booking.id);

const isSame = (a: readonly Occurrence[], b: readonly Occurrence[]): boolean =>
	a.length === b.length && a.every((one, index) => one === b[index]);
