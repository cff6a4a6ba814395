/** Calendar ops. Wall times are in the room's own zone. No field for a client exists. Rules: crdt/spec/CAL.md. */
import * as z from 'zod';
import { base64, line, localDate, memberId, objectId, occurrenceId, prose, wallTime, zone } from '../schema';
import { roomDescription } from './room-description';

export const bookingPurpose = z.enum(['sessions', 'group', 'meeting', 'supervision', 'other']);
export type BookingPurpose = z.output<typeof bookingPurpose>;

/** A final proposal that this op carries out; null: a member's own word. */
const decision = objectId.nullable();

/** Occurrences of one series by their own dates. `until` is exclusive; null: all later ones. */
export const seriesRange = z.strictObject({ series: objectId, from: localDate, until: localDate.nullable() });
export type SeriesRange = z.output<typeof seriesRange>;

export const selection = z.strictObject({
	bookings: z.array(occurrenceId).max(200),
	series: z.array(seriesRange).max(60)
});
export type Selection = z.output<typeof selection>;

/** Minutes since midnight, HH:MM. */
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** An RFC 5545 recurrence rule in wall time: kept for words, extension and export, never expanded by the fold. */
const recurrenceRule = z.string().max(300).regex(/^FREQ=[A-Z0-9=;,+-]+$/);

const dates = z.array(localDate).min(1).max(400);
const note = prose(200);

export const calendarOps = [
	z.strictObject({
		type: z.literal('calendar/add-room'),
		zone,
		/** A combined room: booking it takes all of these. Empty: a room of its own. */
		parts: z.array(objectId).max(8),
		description: roomDescription,
		decision
	}),
	z.strictObject({ type: z.literal('calendar/change-room'), room: objectId, description: roomDescription, decision }),
	z.strictObject({ type: z.literal('calendar/retire-room'), room: objectId, decision }),
	z.strictObject({
		type: z.literal('calendar/book'),
		room: objectId,
		start: wallTime,
		/** Exclusive. At most 24 hours after start. */
		end: wallTime,
		purpose: bookingPurpose,
		note,
		/** A move keeps the old booking until this one is firm, then the owner's device cancels it. */
		replaces: occurrenceId.nullable()
	}),
	/** One occurrence on each of `dates`, ascending, each once. */
	z.strictObject({
		type: z.literal('calendar/book-series'),
		room: objectId,
		from: timeOfDay,
		minutes: z.number().int().min(5).max(1440),
		rule: recurrenceRule,
		dates,
		purpose: bookingPurpose,
		note,
		/** A leased recurring slot, beside hours booked as needed. */
		standing: z.boolean(),
		/** What these take the place of, paired by date. */
		replaces: selection.nullable()
	}),
	/** Further dates of a series without an end, written by its owner's device. */
	z.strictObject({ type: z.literal('calendar/extend-series'), series: objectId, dates }),
	z.strictObject({
		type: z.literal('calendar/cancel'),
		selection,
		/** The time on the room's wall when it was cancelled, as the author states it. */
		at: wallTime
	}),
	/** The owner leaves before the end: the rest of the time is free. */
	z.strictObject({ type: z.literal('calendar/end-early'), booking: occurrenceId, end: wallTime }),
	/** "Running 10 late": a sign to whoever comes next, nothing more. 0 takes it back. */
	z.strictObject({ type: z.literal('calendar/run-over'), booking: occurrenceId, minutes: z.number().int().min(0).max(120) }),
	z.strictObject({
		type: z.literal('calendar/offer'),
		/** Mine, to be taken over. */
		gives: selection,
		/** Theirs, in exchange; empty: a present. */
		wants: selection,
		/** Null: whoever takes it first. */
		to: memberId.nullable(),
		note
	}),
	z.strictObject({ type: z.literal('calendar/accept-offer'), offer: objectId }),
	/** Taken back by who made it, or declined by whom it was made to. */
	z.strictObject({ type: z.literal('calendar/close-offer'), offer: objectId }),
	/** "Tell me if it frees up." Room null: any room. */
	z.strictObject({ type: z.literal('calendar/wait'), room: objectId.nullable(), start: wallTime, end: wallTime }),
	z.strictObject({ type: z.literal('calendar/stop-waiting'), wait: objectId }),
	/**
	 * A voice's word that it grants under the current roll no more, and which changes make the next one (CAL20-CAL24).
	 * A person who came and went again before the roll changed stands in both lists.
	 */
	z.strictObject({
		type: z.literal('calendar/acknowledge-roll'),
		added: z.array(memberId).max(400),
		removed: z.array(memberId).max(400)
	}),
	/** A tablet at a door: it is shown the states of these rooms, and has no key of the collective (CAL90). */
	z.strictObject({
		type: z.literal('calendar/add-door'),
		name: line(60),
		/** Empty: all rooms, later ones too. */
		rooms: z.array(objectId).max(40),
		showNames: z.boolean(),
		/** What the tablet proves itself by; the secret to it stands in the tablet's link only. */
		publicKey: base64(32),
		/** Lets members' devices meet the tablet; opens nothing else. */
		lobbyKey: base64(32)
	}),
	z.strictObject({ type: z.literal('calendar/remove-door'), door: objectId }),
	/** A voice's grants, exclusive per wall-time overlap. */
	z.strictObject({ type: z.literal('calendar/grant'), selection })
] as const;

/** What a decision may say about rooms; carried out by the op of the same content. */
export const roomChange = z.discriminatedUnion('kind', [
	z.strictObject({ kind: z.literal('add'), zone, parts: z.array(objectId).max(8), description: roomDescription }),
	z.strictObject({ kind: z.literal('change'), room: objectId, description: roomDescription }),
	z.strictObject({ kind: z.literal('retire'), room: objectId })
]);
export type RoomChange = z.output<typeof roomChange>;

const weekdays = z.array(z.number().int().min(1).max(7)).max(7);

/** How much of the rooms one member may take in a period. Judged by what the author knew. */
export const quota = z.strictObject({
	name: line(80),
	counts: z.enum(['ad-hoc', 'standing', 'all']),
	per: z.enum(['day', 'week', 'month']),
	unit: z.enum(['minutes', 'bookings']),
	limit: z.number().int().min(0).max(50_000),
	/** Empty: all rooms together. */
	rooms: z.array(objectId).max(40),
	/** Only time within these hours counts; null: all of it. Weekdays 1 Monday … 7 Sunday; empty: every day. */
	within: z.strictObject({ weekdays, from: timeOfDay, to: timeOfDay }).nullable()
});
export type Quota = z.output<typeof quota>;

/** The collective's own rules for its rooms; changed by a final decision only. */
export const calendarRules = z.strictObject({
	roomsBy: z.enum(['members', 'decision']),
	/** Cancelled later than this before the start, it counts as used. */
	lateNoticeHours: z.number().int().min(0).max(720),
	quotas: z.array(quota).max(12)
});
export type CalendarRules = z.output<typeof calendarRules>;
export const NO_CALENDAR_RULES: CalendarRules = { roomsBy: 'members', lateNoticeHours: 0, quotas: [] };
