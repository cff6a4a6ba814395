/** Calendar ops. Wall times are in the room's own zone. No field for a client exists. Rules: crdt/spec/CAL.md. */
import * as z from 'zod';
import { line, memberId, objectId, prose, wallTime, zone } from '../schema';

export const bookingPurpose = z.enum(['sessions', 'group', 'meeting', 'supervision', 'other']);
export type BookingPurpose = z.output<typeof bookingPurpose>;

export const roomColour = z.enum(['clay', 'moss', 'sky', 'plum', 'straw', 'slate', 'rose', 'pine']);

export const calendarOps = [
	z.strictObject({
		type: z.literal('calendar/add-room'),
		name: line(60),
		zone,
		colour: roomColour,
		about: prose(400)
	}),
	z.strictObject({
		type: z.literal('calendar/change-room'),
		room: objectId,
		name: line(60),
		colour: roomColour,
		about: prose(400)
	}),
	z.strictObject({ type: z.literal('calendar/retire-room'), room: objectId }),
	z.strictObject({
		type: z.literal('calendar/book'),
		room: objectId,
		start: wallTime,
		/** Exclusive. At most 24 hours after start. */
		end: wallTime,
		purpose: bookingPurpose,
		/** A move keeps the old booking until this one is firm, then the owner's device cancels it. */
		replaces: objectId.nullable()
	}),
	z.strictObject({ type: z.literal('calendar/cancel'), booking: objectId }),
	/**
	 * A voice's word that it grants under the current roll no more, and which changes make the next one (CAL20-CAL24).
	 * A person who came and went again before the roll changed stands in both lists.
	 */
	z.strictObject({
		type: z.literal('calendar/acknowledge-roll'),
		added: z.array(memberId).max(400),
		removed: z.array(memberId).max(400)
	}),
	/** A voice's grants, exclusive per wall-time overlap. */
	z.strictObject({ type: z.literal('calendar/grant'), bookings: z.array(objectId).min(1).max(200) })
] as const;
