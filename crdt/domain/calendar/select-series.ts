/** A repeating booking as a whole. Pure. */
import type { ObjectId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { bookingView } from './booking-view';
import { byStart, roomView } from './rooms';
import type { Series } from './state';
import type { SeriesView } from './views';

/** Null: no such series. */
export function selectSeries(lens: Lens, id: ObjectId): SeriesView | null {
	const { calendar } = lens.state;
	const series = calendar.series.get(id);
	const room = series && calendar.rooms.get(series.room);
	if (series === undefined || room === undefined) return null;
	const live = series.runs.flatMap(({ ids }) =>
		ids.flatMap((each) => {
			const booking = calendar.bookings.get(each);
			return booking?.cancelledBy.length === 0 ? [booking] : [];
		})
	);
	const view = roomView(room);
	return {
		id,
		room: series.room,
		roomName: view.name,
		roomColour: view.colour,
		zone: view.zone,
		owner: series.owner,
		ownerName: lens.nameOf(series.owner),
		mine: series.owner === lens.me,
		rule: series.rule,
		standing: series.standing,
		from: series.from,
		minutes: series.minutes,
		purpose: series.purpose,
		note: series.note,
		occurrences: live.sort(byStart).map((booking) => bookingView(lens, booking)),
		notMade: [...new Set(series.notMade.map(({ date }) => date))].sort(),
		endedFrom: endOf(series)
	};
}

/** The first date from which a series was ended for good; null: it was not. */
export function endOf({ cuts }: Pick<Series, 'cuts'>): string | null {
	let first: string | null = null;
	for (const { from, until } of cuts) if (until === null && (first === null || from < first)) first = from;
	return first;
}
