/** What is said about a room: schema and the plain reads of it. Weekdays 1 Monday … 7 Sunday. Rules: crdt/spec/CAL.md. */
import * as z from 'zod';
import { line, localDate, prose } from '../schema';

export const roomColour = z.enum(['clay', 'moss', 'sky', 'plum', 'straw', 'slate', 'rose', 'pine']);

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
/** Exclusive end of a span within a day; 24:00 is midnight. */
const endOfDay = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/);
const weekday = z.number().int().min(1).max(7);
const perHourMinor = z.number().int().min(0).max(1e9);

export const roomDescription = z.strictObject({
	name: line(60),
	colour: roomColour,
	about: prose(400),
	/** People it holds; null: not said. */
	capacity: z.number().int().min(1).max(500).nullable(),
	accessibility: prose(400),
	equipment: z.array(line(60)).max(30),
	/** Empty: always open. */
	hours: z.array(z.strictObject({ weekday, from: timeOfDay, to: endOfDay })).max(28),
	/** Days on which it is closed; `until` is exclusive. */
	closures: z.array(z.strictObject({ from: localDate, until: localDate, reason: prose(80) })).max(60),
	/** Kept free between bookings of different members. */
	bufferMinutes: z.number().int().min(0).max(120),
	minMinutes: z.number().int().min(5).max(1440),
	maxMinutes: z.number().int().min(5).max(1440),
	/** Starts and ends stand on multiples of this within the day. */
	gridMinutes: z.union([z.literal(5), z.literal(10), z.literal(15), z.literal(30), z.literal(60)]),
	/** How many days ahead it may be booked; null: any. */
	windowDays: z.number().int().min(1).max(1100).nullable(),
	/** In minor units of the book currency; null: free. The first band that holds a minute prices it. */
	price: z
		.strictObject({
			perHourMinor,
			bands: z
				.array(z.strictObject({ name: line(40), weekdays: z.array(weekday).max(7), from: timeOfDay, to: endOfDay, perHourMinor }))
				.max(12)
		})
		.nullable()
});
export type RoomDescription = z.output<typeof roomDescription>;

/** A room about which nothing is said but its name. */
export function plainRoom(name: string, colour: RoomDescription['colour'] = 'clay'): RoomDescription {
	return {
		name,
		colour,
		about: '',
		capacity: null,
		accessibility: '',
		equipment: [],
		hours: [],
		closures: [],
		bufferMinutes: 0,
		minMinutes: 5,
		maxMinutes: 1440,
		gridMinutes: 5,
		windowDays: null,
		price: null
	};
}
