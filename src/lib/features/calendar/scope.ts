/** Which dates of a series somebody means: this one, this and the following, all still to come. Pure. */
import type { Selection } from '$crdt/domain/calendar/ops';
import type { BookingView, SeriesView } from '$crdt/domain/calendar/views';

export type Scope = 'this' | 'following' | 'all';

/** All dates that have not begun; empty when the series is not known or over. */
export const toCome = (series: SeriesView | null, now: string): readonly BookingView[] => (series?.occurrences ?? []).filter((one) => one.start > now);

/** @param now wall time in the room's zone; what has begun is never meant by "all". */
export function selectionFor(booking: BookingView, scope: Scope, series: SeriesView | null, now: string): Selection {
	const own = booking.series;
	if (own === null || scope === 'this') return { bookings: [booking.id], series: [] };
	const first = toCome(series, now)[0]?.series?.date ?? own.date;
	const from = scope === 'all' && first < own.date ? first : own.date;
	return { bookings: [], series: [{ series: own.series, from, until: null }] };
}

/** How many bookings that is, as far as this device knows. */
export function countFor(booking: BookingView, scope: Scope, series: SeriesView | null, now: string): number {
	if (booking.series === null || scope === 'this') return 1;
	const from = booking.series.date;
	return toCome(series, now).filter((one) => scope === 'all' || (one.series?.date ?? '') >= from).length;
}

/** "only this one (Tue 24 Nov)" … the words on the choices. */
export const SCOPES: readonly { readonly scope: Scope; readonly label: string; readonly explained: string }[] = [
	{ scope: 'this', label: 'Only this one', explained: 'The rest of the series stays as it is.' },
	{ scope: 'following', label: 'This and all that follow', explained: 'What comes before stays as it is.' },
	{ scope: 'all', label: 'All still to come', explained: 'What is already over stays in the books.' }
];

/** Minutes between a wall time and the start are less than the notice asked for. Wall times of one zone. */
export function isLate(start: string, now: string, noticeHours: number): boolean {
	return noticeHours > 0 && minutes(start) - minutes(now) < noticeHours * 60;
}

const minutes = (wall: string): number => Date.parse(`${wall}:00Z`) / 60_000;
