/**
 * Tablets at doors as members see them, and what such a tablet is shown: plain spans of taken and closed time, nothing that
 * leads further. Pure. Rules CAL94, CAL95.
 */
import type { ObjectId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { addDays, dateOfDay, MINUTES_A_DAY, parseDate, wallTimeOf } from '../wall-time';
import { isDoorInUse } from './doors';
import { isOpen } from './room-rules';
import type { RoomDescription } from './room-description';
import { bookingsOn, compare, isLive, roomsInUse } from './rooms';
import { standingOf } from './standing';
import { effectiveTo, everything, type Door } from './state';
import type { DoorRoomView, DoorTabletView, RoomView } from './views';

/** From yesterday on, since a room's day may not be the collective's. */
export const DOOR_DAYS = 14;
const CLOSED_STEP = 5;

/** In use, by name. */
export function selectDoors(lens: Lens): readonly DoorTabletView[] {
	return [...lens.state.calendar.doors.values()]
		.filter(isDoorInUse)
		.map(({ id, name, rooms, showNames, by, at }) => ({
			id, name, showNames, at,
			rooms: rooms.length === 0 ? null : roomsOf(lens, rooms).map((room) => room.name),
			byName: lens.nameOf(by)
		}))
		.sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id));
}

/** CAL94: what the tablet is shown now. */
export function selectDoorRooms(lens: Lens, door: Pick<Door, 'rooms' | 'showNames'>): readonly DoorRoomView[] {
	const first = (parseDate(lens.today) ?? 0) - 1;
	const days = Array.from({ length: DOOR_DAYS + 1 }, (_, offset) => first + offset);
	return roomsOf(lens, door.rooms).map((room) => ({
		id: room.id,
		name: room.name,
		colour: room.colour,
		zone: room.zone,
		taken: takenOf(lens, room, days, door.showNames),
		closed: days.flatMap((day) => closedOn(room.description, day))
	}));
}

const roomsOf = (lens: Lens, chosen: readonly ObjectId[]): readonly RoomView[] =>
	roomsInUse(lens.state.calendar).filter(({ id }) => chosen.length === 0 || chosen.includes(id));

function takenOf(lens: Lens, room: RoomView, days: readonly number[], showNames: boolean): DoorRoomView['taken'] {
	const { calendar } = lens.state;
	const seen = new Set<ObjectId>();
	return days.flatMap((day) => bookingsOn(calendar, room.id, day)).flatMap((booking) => {
		const { status } = standingOf(calendar, booking.id);
		const holds = status === 'booked' || status === 'tentative';
		if (!holds || seen.has(booking.id) || (calendar.replacements.get(booking.id) ?? []).some((next) => isLive(calendar, next))) return [];
		seen.add(booking.id);
		return [{
			start: booking.start,
			end: wallTimeOf(effectiveTo(booking, everything)),
			who: showNames ? lens.nameOf(booking.owner) : null,
			tentative: status === 'tentative',
			runsOver: booking.runsOver.at(-1)?.minutes ?? 0
		}];
	});
}

/** In steps of five minutes, which is the finest a room's hours are kept in by its forms. */
function closedOn(room: RoomDescription, day: number): DoorRoomView['closed'] {
	const date = dateOfDay(day);
	if (room.closures.some((one) => one.from <= date && date < one.until)) return [{ start: `${date}T00:00`, end: `${addDays(date, 1)}T00:00` }];
	if (room.hours.length === 0) return [];
	const spans: { start: number; end: number }[] = [];
	const midnight = day * MINUTES_A_DAY;
	for (let at = midnight; at < midnight + MINUTES_A_DAY; at += CLOSED_STEP) {
		if (isOpen(room, at, at + 1)) continue;
		const last = spans.at(-1);
		if (last?.end === at) last.end = at + CLOSED_STEP;
		else spans.push({ start: at, end: at + CLOSED_STEP });
	}
	return spans.map(({ start, end }) => ({ start: wallTimeOf(start), end: wallTimeOf(end) }));
}
