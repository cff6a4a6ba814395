/** Rooms and what stands in them on a day: the plain reads under the selectors. Pure. */
import type { ObjectId } from '../../../crypto/base';
import { descriptionOf } from './room-rules';
import type { Booking, CalendarState, Room } from './state';
import type { RoomView } from './views';

/** Retired ones included; by name. */
export function allRooms(calendar: CalendarState): readonly RoomView[] {
	return [...calendar.rooms.values()].map(roomView).sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id));
}

export const roomsInUse = (calendar: CalendarState): readonly RoomView[] => allRooms(calendar).filter((room) => !room.retired);

export function roomView(room: Room): RoomView {
	const known = views.get(room);
	if (known !== undefined) return known;
	const description = descriptionOf(room);
	const { id, zone, parts } = room;
	const { name, colour, about } = description;
	const fresh: RoomView = { id, name, zone, colour, about, retired: room.retiredBy.length > 0, description, parts };
	views.set(room, fresh);
	return fresh;
}

const views = new WeakMap<Room, RoomView>();

/** Not cancelled, touching the day (a day number) in the room or in a part of it, earliest first. */
export function bookingsOn(calendar: CalendarState, room: ObjectId, day: number): readonly Booking[] {
	const found = new Set<Booking>();
	for (const atom of calendar.rooms.get(room)?.atoms ?? []) {
		for (const { id } of calendar.spansByRoomDay.get(atom)?.get(day) ?? []) {
			const booking = calendar.bookings.get(id);
			if (booking?.cancelledBy.length === 0) found.add(booking);
		}
	}
	return [...found].sort(byStart);
}

export const isLive = (calendar: CalendarState, id: ObjectId): boolean => calendar.bookings.get(id)?.cancelledBy.length === 0;

export const byStart = (a: Booking, b: Booking): number => a.from - b.from || a.to - b.to || compare(a.id, b.id);

/** By code units: the same in every browser and language. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
