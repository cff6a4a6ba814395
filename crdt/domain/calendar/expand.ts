/**
 * The bookings of a period with the instants at which they begin and end. Wall times are the truth (CAL5); an instant is
 * what a zone database makes of one, for display and export, so the question is passed in as `InstantOf`.
 *
 * Cheap to ask again: what was worked out for a booking is kept for as long as the booking object lives, and of a period that
 * was asked for before only the days are put together anew in which something changed.
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

interface Kept {
	readonly occurrences: WeakMap<Booking, Occurrence>;
	/** The periods asked for last, the newest first. */
	periods: readonly Expanded[];
}

/** By the zone data that was asked, so that nothing of one zone database is shown under another. */
const kept = new WeakMap<InstantOf, Kept>();
const PERIODS_KEPT = 3;

interface Expanded {
	readonly fromDay: number;
	/** Every booking there was, in the order in which the map gave them. */
	readonly all: readonly Booking[];
	readonly days: readonly (readonly Occurrence[])[];
}

function keeperOf(instantOf: InstantOf): Kept {
	const known = kept.get(instantOf);
	if (known !== undefined) return known;
	const fresh: Kept = { occurrences: new WeakMap(), periods: [] };
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
	const length = Math.max(0, Math.min(MOST_DAYS, untilDay - fromDay));
	const before = keeper.periods.find((each) => each.fromDay === fromDay && each.days.length === length);
	const changes = changesSince(calendar, before?.all ?? []);
	const days: (readonly Occurrence[])[] = before === undefined ? Array.from({ length }, () => []) : [...before.days];
	const touched = new Map<number, Occurrence[]>();
	const open = (booking: Booking): Occurrence[] | null => {
		const day = dayOf(booking.from) - fromDay;
		if (day < 0 || day >= length) return null;
		let list = touched.get(day);
		if (list === undefined) {
			list = (days[day] ?? []).filter((each) => !changes.gone.has(each.booking));
			touched.set(day, list);
		}
		return list;
	};
	for (const booking of changes.gone) open(booking);
	for (const booking of changes.come) if (booking.cancelledBy.length === 0) open(booking)?.push(occurrenceOf(calendar, booking, instantOf));
	for (const [day, list] of touched) days[day] = list.sort(byInstant);
	const expanded: Expanded = { fromDay, all: changes.all, days };
	keeper.periods = [expanded, ...keeper.periods.filter((each) => each !== before)].slice(0, PERIODS_KEPT);
	return days;
}

const MOST_DAYS = 1200;
/** How far behind a booking that has gone the next one is looked for. */
const LOOK_AHEAD = 4;

/**
 * Which booking objects are there now and were not, or are not any more. The map gives most of them in the same order as
 * before, so nearly all are passed over by comparing two references; out of order, one counts as gone and come again.
 */
function changesSince(calendar: CalendarState, before: readonly Booking[]) {
	const all: Booking[] = [];
	const come: Booking[] = [];
	const gone = new Set<Booking>();
	let at = 0;
	calendar.bookings.forEach((booking) => {
		all.push(booking);
		if (before[at] === booking) {
			at++;
			return;
		}
		for (let ahead = 1; ahead <= LOOK_AHEAD; ahead++) {
			if (before[at + ahead] !== booking) continue;
			for (const each of before.slice(at, at + ahead)) gone.add(each);
			at += ahead + 1;
			return;
		}
		const instead = before[at];
		if (instead?.id === booking.id) {
			gone.add(instead);
			at++;
		}
		come.push(booking);
	});
	for (const each of before.slice(at)) gone.add(each);
	return { all, come, gone };
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
