/** What is said about a room, and what changes in it, in words. Knows no screen; money and dates are said by the caller. */
import type { RoomChange } from '$crdt/domain/calendar/ops';
import type { RoomDescription } from '$crdt/domain/calendar/room-description';
import { sayHours, sayWeekdays } from './weekdays';

export interface Saying {
	money(minor: number): string;
	/** "12 May 2027" */
	date(date: string): string;
	roomName(id: string): string;
}

export type RoomField = keyof RoomDescription;

export const ROOM_FIELDS: Readonly<Record<RoomField, string>> = {
	name: 'Name',
	colour: 'Colour',
	about: 'About the room',
	capacity: 'Holds',
	accessibility: 'Access',
	equipment: 'What stands in it',
	hours: 'Opening hours',
	closures: 'Closed',
	bufferMinutes: 'Kept free in between',
	minMinutes: 'Shortest booking',
	maxMinutes: 'Longest booking',
	gridMinutes: 'Begins and ends on',
	windowDays: 'Can be booked',
	price: 'Price'
};

/** Is the field set to something a person would want to read? The rest stays unsaid. */
export function isSaid(field: RoomField, room: RoomDescription): boolean {
	switch (field) {
		case 'name':
		case 'colour':
			return false;
		case 'about':
		case 'accessibility':
			return room[field] !== '';
		case 'capacity':
		case 'windowDays':
		case 'price':
			return room[field] !== null;
		case 'equipment':
		case 'hours':
		case 'closures':
			return room[field].length > 0;
		case 'bufferMinutes':
			return room.bufferMinutes > 0;
		case 'minMinutes':
		case 'gridMinutes':
			return room[field] > 5;
		case 'maxMinutes':
			return room.maxMinutes < 1440;
	}
}

/** One field in words; never empty. */
export function sayRoomField(field: RoomField, room: RoomDescription, say: Saying): string {
	switch (field) {
		case 'name':
		case 'colour':
			return room[field];
		case 'about':
		case 'accessibility':
			return room[field] || 'nothing said';
		case 'capacity':
			return room.capacity === null ? 'not said' : room.capacity === 1 ? 'one person' : `${room.capacity} people`;
		case 'equipment':
			return room.equipment.join(', ') || 'nothing said';
		case 'hours':
			return sayHours(room.hours).join('; ') || 'always open';
		case 'closures':
			return room.closures.map((one) => sayClosure(one, say)).join('; ') || 'never';
		case 'bufferMinutes':
			return room.bufferMinutes === 0 ? 'nothing' : `${sayLength(room.bufferMinutes)} between two members’ bookings`;
		case 'minMinutes':
			return sayLength(room.minMinutes);
		case 'maxMinutes':
			return room.maxMinutes === 1440 ? 'a whole day' : sayLength(room.maxMinutes);
		case 'gridMinutes':
			return room.gridMinutes === 60 ? 'the full hour' : room.gridMinutes === 30 ? 'the full or half hour' : `every ${room.gridMinutes} minutes`;
		case 'windowDays':
			return room.windowDays === null ? 'as far ahead as one likes' : `up to ${room.windowDays === 1 ? '1 day' : `${room.windowDays} days`} ahead`;
		case 'price':
			return sayPrice(room.price, say);
	}
}

/** Which fields differ, in the order in which they are read. */
export const changedFields = (before: RoomDescription, after: RoomDescription): readonly RoomField[] =>
	(Object.keys(ROOM_FIELDS) as RoomField[]).filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field])); // the record names exactly the fields

/** "Opening hours: Mon–Fri 08:00–20:00 (before: always open)", one line for each difference. */
export function sayRoomDifferences(before: RoomDescription, after: RoomDescription, say: Saying): readonly string[] {
	return changedFields(before, after).map((field) => `${ROOM_FIELDS[field]}: ${sayRoomField(field, after, say)} (before: ${sayRoomField(field, before, say)})`);
}

/** What a decision about a room says, as a heading and its lines. `now`: how the room is described today, if it exists. */
export function sayRoomChange(change: RoomChange, now: RoomDescription | null, say: Saying): { readonly heading: string; readonly lines: readonly string[] } {
	switch (change.kind) {
		case 'add': {
			const parts = change.parts.length > 0 ? [`Made of: ${change.parts.map((part) => say.roomName(part)).join(' and ')}`] : [];
			return { heading: `A new room: ${change.description.name}`, lines: [...parts, ...sayRoom(change.description, say)] };
		}
		case 'retire':
			return { heading: `${say.roomName(change.room)} is retired: nobody can book it any more`, lines: [] };
		case 'change': {
			const name = say.roomName(change.room);
			if (now === null) return { heading: `${name} is described anew`, lines: sayRoom(change.description, say) };
			const lines = sayRoomDifferences(now, change.description, say);
			return { heading: lines.length > 0 ? `${name} changes` : `${name} is as described here`, lines: lines.length > 0 ? lines : sayRoom(change.description, say) };
		}
	}
}

/** Everything that is said about a room, one line a field. */
export function sayRoom(room: RoomDescription, say: Saying): readonly string[] {
	return (Object.keys(ROOM_FIELDS) as RoomField[]).filter((field) => isSaid(field, room)).map((field) => `${ROOM_FIELDS[field]}: ${sayRoomField(field, room, say)}`); // as above
}

function sayClosure({ from, until, reason }: RoomDescription['closures'][number], say: Saying): string {
	const last = dayBefore(until);
	const when = last <= from ? say.date(from) : `${say.date(from)} – ${say.date(last)}`;
	return reason ? `${when} (${reason})` : when;
}

function sayPrice(price: RoomDescription['price'], say: Saying): string {
	if (price === null) return 'free';
	const bands = price.bands.map((band) => `${band.name} (${sayWeekdays(band.weekdays)} ${band.from}–${band.to}) ${say.money(band.perHourMinor)}`);
	return [`${say.money(price.perHourMinor)} an hour`, ...bands].join('; ');
}

/** "45 minutes", "2 hours", "1 hour 30" */
export function sayLength(minutes: number): string {
	const hours = Math.floor(minutes / 60);
	const rest = minutes % 60;
	if (hours === 0) return `${rest} minutes`;
	const whole = hours === 1 ? '1 hour' : `${hours} hours`;
	return rest === 0 ? whole : `${whole} ${rest}`;
}

/** The last closed day of an exclusive end. */
export const dayBefore = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
