/** What the form begins with when a booking is moved, made to repeat, or its series is changed. Pure. */
import type { BookingView, SeriesView } from '$crdt/domain/calendar/views';
import { dateOf, minutesBetween, minutesOf } from '$lib/ui/times';
import type { BookingWish } from './booking-wish';
import { fromRule, noRepeat, toRule } from '$lib/parts/repeat-draft';
import { countFor, selectionFor, toCome, type Scope } from './scope';

/** The same room, time and words as the booking has. */
export function sameAgain(booking: BookingView): BookingWish {
	const from = minutesOf(booking.start);
	return {
		room: booking.room,
		date: dateOf(booking.start),
		from,
		to: from + minutesBetween(booking.start, booking.end),
		purpose: booking.purpose,
		note: booking.note,
		replaces: null
	};
}

export function repeatWish(booking: BookingView): BookingWish {
	const date = dateOf(booking.start);
	const weekly = toRule({ ...noRepeat(date), unit: 'week' }, date);
	return { ...sameAgain(booking), replaces: booking.id, title: 'Make it repeat', ...(weekly === null ? {} : { rule: weekly }) };
}

/** @param now wall time in the room's zone. */
export function changeWish(booking: BookingView, scope: Scope, series: SeriesView | null, now: string): BookingWish {
	if (booking.series === null || scope === 'this') return { ...sameAgain(booking), replaces: booking.id };
	const first = scope === 'all' ? (toCome(series, now)[0] ?? booking) : booking;
	const date = first.series?.date ?? dateOf(first.start);
	return {
		...sameAgain(booking),
		date,
		replacesSeries: selectionFor(booking, scope, series, now),
		rule: ruleOfRest(booking.series.rule, date, countFor(booking, scope, series, now)),
		standing: booking.series.standing,
		title: 'Change the series'
	};
}

/** Further dates in the rhythm of a series that ends. @param date the day on which it would have gone on. */
export function furtherWish(series: SeriesView, date: string): BookingWish {
	const from = minutesOf(series.from);
	const plain = noRepeat(date);
	const rule = toRule({ ...fromRule(endless(series.rule), date), ends: 'on', until: plain.until }, date);
	return {
		room: series.room, date, from, to: from + series.minutes, purpose: series.purpose, note: series.note, standing: series.standing, replaces: null,
		title: 'Book further dates', ...(rule === null ? {} : { rule })
	};
}

/** The rule without its end. */
export const endless = (rule: string): string => rule.replaceAll(/;(UNTIL|COUNT)=[^;]*/g, '');

/** A rule that ends after a number of times has fewer of them left. */
function ruleOfRest(rule: string, date: string, left: number): string {
	const draft = fromRule(rule, date);
	return draft.ends === 'after' && draft.unit !== 'custom' ? (toRule({ ...draft, times: Math.max(1, left) }, date) ?? rule) : rule;
}
