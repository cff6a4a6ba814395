/** Rooms and what stands in them on a day: the plain reads under selectors.ts and free-times.ts. Pure. */
import type { ObjectId } from '../../../crypto/base';
import type { Booking, CalendarState, Room } from './state';
import type { RoomView } from './views';

/** Retired ones included; by name. */
export function allRooms(calendar: CalendarState): readonly RoomView[] {
	return [...calendar.rooms.values()].map(roomView).sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id));
}

export const roomsInUse = (calendar: CalendarState): readonly RoomView[] => allRooms(calendar).filter((room) => !room.retired);

export function roomView(room: Room): RoomView {
	const { id, name, zone, colour, about } = room;
	return { id, name, zone, colour, about, retired: room.retiredBy.length > 0 };
}

/** Not cancelled, touching the day (a day number), earliest first. */
export function bookingsOn(calendar: CalendarState, room: ObjectId, day: number): readonly Booking[] {
	const spans = calendar.spansByRoomDay.get(room)?.get(day) ?? [];
	return spans.flatMap((span) => (isLive(calendar, span.id) ? (calendar.bookings.get(span.id) ?? []) : [])).sort(byStart);
}

export const isLive = (calendar: CalendarState, id: ObjectId): boolean => calendar.bookings.get(id)?.cancelledBy.length === 0;

export const byStart = (a: Booking, b: Booking): number => a.from - b.from || a.to - b.to || compare(a.id, b.id);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
