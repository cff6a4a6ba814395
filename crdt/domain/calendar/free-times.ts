/** Free times of rooms: what a form may offer. Whatever is offered here, the rules allow (CAL6, CAL30–CAL40). Pure. */
import type { MemberId, ObjectId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { MINUTES_A_DAY, parseDate, parseWallTime, wallTimeOf } from '../wall-time';
import { checkOccurrence, checkSpan, type Occurrence } from './occurrence';
import { descriptionOf, minutesOf, usableRoom, type RoomAsKnown } from './room-rules';
import { roomsInUse } from './rooms';
import { effectiveTo, everything, overlapping, type Booking } from './state';
import { viewerOf } from './viewer';
import type { FreeSlot } from './views';

export interface FreeSlotOptions {
	/** Earliest start and latest end, minutes of the day; left out: the opening hours, or 07:00 to 22:00 where there are none. */
	readonly fromMinute?: number;
	readonly toMinute?: number;
	/** Distance of starts within one gap; 30 when left out. A gap's own beginning is always offered. */
	readonly stepMinutes?: number;
	/** A booking being moved: it and what it replaces do not stand in the way. */
	readonly moving?: ObjectId | null;
	/** Bookings of mine that this takes the place of. */
	readonly exempt?: ReadonlySet<ObjectId>;
	/** A leased recurring slot; false when left out. */
	readonly standing?: boolean;
}

const NOTHING: ReadonlySet<ObjectId> = new Set();

/** Times of `minutes` length that could be booked on that date, earliest first; none before now, none in a retired room. */
export function selectFreeSlots(lens: Lens, room: ObjectId, date: string, minutes: number, options: FreeSlotOptions = {}): readonly FreeSlot[] {
	const { calendar } = lens.state;
	const found = usableRoom(calendar, room, everything);
	const day = parseDate(date);
	if (!found.ok || day === null || minutes < 1 || minutes > MINUTES_A_DAY) return [];
	const { moving = null, exempt = NOTHING, standing = false } = options;
	const viewer = viewerOf(lens);
	const { name } = descriptionOf(found.value.room);
	return startsOn(lens, found.value, day, minutes, options)
		.filter((from) => checkSpan(calendar, { room: found.value, from, to: from + minutes, standing, replaces: moving, exempt }, viewer) === null)
		.map((from) => ({ room, roomName: name, start: wallTimeOf(from), end: wallTimeOf(from + minutes) }));
}

/** Could somebody book this now, by what is known here? */
export const isFreeFor = (lens: Lens, member: MemberId, wanted: Occurrence): boolean =>
	checkOccurrence(lens.state.calendar, wanted, viewerOf(lens, member)).ok;

/** Near a booking that was lost: three times in the same room that day, nearest first, then the same time in other rooms. */
export function alternativesTo(lens: Lens, booking: Booking): readonly FreeSlot[] {
	return alternativesNear(lens, booking, { moving: booking.id, standing: booking.standing });
}

/** The same for a time that cannot be had. */
export function alternativesNear(lens: Lens, wanted: Pick<Booking, 'room' | 'start' | 'end' | 'from' | 'to'>, options: FreeSlotOptions = {}): readonly FreeSlot[] {
	const { room, start, end, from, to } = wanted;
	const { moving = null, exempt = NOTHING, standing = false } = options;
	const { calendar } = lens.state;
	const distance = (slot: FreeSlot) => Math.abs((parseWallTime(slot.start) ?? 0) - from);
	const sameRoom = [...selectFreeSlots(lens, room, start.slice(0, 10), to - from, options)]
		.filter((slot) => slot.start !== start)
		.sort((a, b) => distance(a) - distance(b))
		.slice(0, 3);
	const viewer = viewerOf(lens);
	const elsewhere = roomsInUse(calendar)
		.filter(({ id }) => {
			const other = id === room ? null : usableRoom(calendar, id, everything);
			return other?.ok && checkSpan(calendar, { room: other.value, from, to, standing, replaces: moving, exempt }, viewer) === null;
		})
		.map(({ id, name }) => ({ room: id, roomName: name, start, end }));
	return [...sameRoom, ...elsewhere.slice(0, 3)];
}

/** Starts worth asking about: where the room opens or comes free, and every step between; on the room's grid, ascending. */
function startsOn(lens: Lens, { room, all, newest, buffer }: RoomAsKnown, day: number, minutes: number, options: FreeSlotOptions): readonly number[] {
	const { gridMinutes } = newest.description;
	const hasHours = all.some(({ description }) => description.hours.length > 0);
	const { fromMinute = hasHours ? 0 : 7 * 60, toMinute = hasHours ? MINUTES_A_DAY : 22 * 60, stepMinutes = 30 } = options;
	const midnight = day * MINUTES_A_DAY;
	const opens = Math.max(midnight + fromMinute, parseWallTime(lens.nowWall) ?? 0);
	const last = midnight + toMinute - minutes;
	const starts = new Set<number>();
	const consider = (at: number) => {
		const onGrid = Math.ceil(at / gridMinutes) * gridMinutes;
		if (onGrid >= opens && onGrid <= last) starts.add(onGrid);
	};
	consider(opens);
	const { bufferMinutes } = buffer.description;
	for (const span of overlapping(lens.state.calendar, room.atoms, midnight - bufferMinutes, midnight + toMinute)) {
		const other = lens.state.calendar.bookings.get(span.id);
		if (other === undefined || other.cancelledBy.length > 0) continue;
		consider(effectiveTo(other, everything));
		consider(effectiveTo(other, everything) + bufferMinutes);
	}
	for (const { description } of all) for (const { from } of description.hours) consider(midnight + minutesOf(from));
	for (let at = Math.ceil(opens / stepMinutes) * stepMinutes; at <= last; at += stepMinutes) consider(at);
	return [...starts].sort((a, b) => a - b);
}


