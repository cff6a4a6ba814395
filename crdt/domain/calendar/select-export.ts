/** Picks what a calendar file is written from, and puts together what a series still has in common. Pure. */
import type { ObjectId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { wallTimeOf } from '../wall-time';
import type { CalendarExport, ExportedBooking, ExportedSeries } from './export';
import { byStart, roomView } from './rooms';
import { standingOf } from './standing';
import type { Booking } from './state';
import type { ExportScope } from './views';

/** Null: no such room or member. What is displaced or dead is nobody's time and is left out. */
export function selectExport(lens: Lens, scope: ExportScope): CalendarExport | null {
	const name = nameOf(lens, scope);
	if (name === null) return null;
	const bySeries = new Map<string, Booking[]>();
	const single: Booking[] = [];
	for (const booking of bookingsIn(lens, scope)) {
		if (booking.series === null || booking.seriesDate === null || booking.moved) single.push(booking);
		else {
			const key = `${booking.series} ${booking.room} ${wallTimeOf(booking.from).slice(11)} ${booking.to - booking.from}`;
			const parts = bySeries.get(key);
			if (parts === undefined) bySeries.set(key, [booking]);
			else parts.push(booking);
		}
	}
	const series: ExportedSeries[] = [];
	const named = new Set<ObjectId>();
	for (const parts of bySeries.values()) {
		const [first] = parts;
		const known = first?.series == null ? undefined : lens.state.calendar.series.get(first.series);
		if (first === undefined || known === undefined) continue;
		// what was moved as a whole and still belongs to the series is another event with another id
		const id = named.has(known.id) ? first.id : known.id;
		named.add(id);
		series.push({
			...shared(lens, first, id),
			rule: known.rule,
			from: first.start.slice(11),
			minutes: first.to - first.from,
			dates: parts.map(({ start }) => start.slice(0, 10)).sort()
		});
	}
	const bookings = single.map((booking): ExportedBooking => ({
		...shared(lens, booking, booking.id), start: booking.start, end: booking.end
	}));
	return { name, at: lens.now, bookings, series };
}

function nameOf(lens: Lens, scope: ExportScope): string | null {
	switch (scope.kind) {
		case 'room': {
			const room = lens.state.calendar.rooms.get(scope.id);
			return room === undefined ? null : roomView(room).name;
		}
		case 'member':
			return lens.nameOf(scope.id) || null;
		case 'all':
			return lens.state.membership.settings.name;
	}
}

function bookingsIn(lens: Lens, scope: ExportScope): readonly Booking[] {
	const { calendar } = lens.state;
	const atoms = scope.kind === 'room' ? (calendar.rooms.get(scope.id)?.atoms ?? []) : null;
	const found: Booking[] = [];
	calendar.bookings.forEach((booking) => {
		if (booking.cancelledBy.length > 0) return;
		if (scope.kind === 'member' && booking.owner !== scope.id) return;
		if (atoms !== null && !atoms.some((atom) => booking.atoms.includes(atom))) return;
		const { status } = standingOf(calendar, booking.id);
		if (status === 'booked' || status === 'tentative') found.push(booking);
	});
	return found.sort(byStart);
}

function shared(lens: Lens, booking: Booking, id: ObjectId) {
	const room = lens.state.calendar.rooms.get(booking.room);
	return {
		id,
		room: booking.room,
		roomName: room === undefined ? '' : roomView(room).name,
		zone: room?.zone ?? 'UTC',
		ownerName: lens.nameOf(booking.owner),
		purpose: booking.purpose,
		note: booking.note,
		tentative: standingOf(lens.state.calendar, booking.id).status === 'tentative'
	};
}
