/** Free times of rooms: what a form may offer, and why it may not. Pure; wall times only. */
import type { ObjectId } from '../../../crypto/base';
import type { Refusal } from '../context';
import type { Lens } from '../lens';
import { MINUTES_A_DAY, parseDate, parseWallTime, wallTimeOf } from '../wall-time';
import { checkOccurrence } from './reduce';
import { roomsInUse } from './rooms';
import { standingOf } from './standing';
import { everything, overlapping, replacesInChain, type Booking } from './state';
import type { BookingDraft, FreeSlot } from './views';

export interface FreeSlotOptions {
	/** Earliest start and latest end, minutes of the day; 07:00 and 22:00 when left out. */
	readonly fromMinute?: number;
	readonly toMinute?: number;
	/** Distance of starts within one gap; 30 when left out. A gap's own beginning is always offered. */
	readonly stepMinutes?: number;
	/** A booking being moved: it and what it replaces do not stand in the way. */
	readonly moving?: ObjectId | null;
}

/** Times of `minutes` length that could be booked on that date, earliest first; none before now, none in a retired room. */
export function selectFreeSlots(lens: Lens, room: ObjectId, date: string, minutes: number, options: FreeSlotOptions = {}): readonly FreeSlot[] {
	const found = lens.state.calendar.rooms.get(room);
	const day = parseDate(date);
	if (found === undefined || found.retiredBy.length > 0 || day === null || minutes < 1) return [];
	const { fromMinute = 7 * 60, toMinute = 22 * 60, stepMinutes = 30, moving = null } = options;
	const now = parseWallTime(lens.nowWall) ?? 0;
	const opens = Math.max(day * MINUTES_A_DAY + fromMinute, now);
	const closes = day * MINUTES_A_DAY + toMinute;
	const slots: FreeSlot[] = [];
	const offer = (from: number, to: number) => {
		let start = from;
		while (start + minutes <= to) {
			slots.push({ room, roomName: found.name, start: wallTimeOf(start), end: wallTimeOf(start + minutes) });
			start = (Math.floor(start / stepMinutes) + 1) * stepMinutes;
		}
	};
	let free = opens;
	for (const taken of takenBetween(lens, room, opens, closes, moving)) {
		offer(free, Math.min(taken.from, closes));
		free = Math.max(free, taken.to);
	}
	offer(free, closes);
	return slots;
}

/** Near a booking that was lost: three times in the same room that day, nearest first, then the same time in other rooms. */
export function alternativesTo(lens: Lens, booking: Booking): readonly FreeSlot[] {
	const date = booking.start.slice(0, 10);
	const minutes = booking.to - booking.from;
	const distance = (slot: FreeSlot) => Math.abs((parseWallTime(slot.start) ?? 0) - booking.from);
	const sameRoom = [...selectFreeSlots(lens, booking.room, date, minutes, { moving: booking.id })]
		.filter((slot) => slot.start !== booking.start)
		.sort((a, b) => distance(a) - distance(b))
		.slice(0, 3);
	const elsewhere = roomsInUse(lens.state.calendar)
		.filter((room) => room.id !== booking.room && takenBetween(lens, room.id, booking.from, booking.to, null).length === 0)
		.map((room) => ({ room: room.id, roomName: room.name, start: booking.start, end: booking.end }));
	return [...sameRoom, ...elsewhere.slice(0, 3)];
}

/** Why this could not be booked now, before anybody presses anything; null: it can. `blockedBy`: the booking in the way. */
export function previewRefusal(lens: Lens, draft: BookingDraft): (Refusal & { readonly blockedBy: ObjectId | null }) | null {
	const checked = checkOccurrence(lens.state.calendar, draft, lens.me, everything);
	if (checked.ok) return null;
	const from = parseWallTime(draft.start);
	const to = parseWallTime(draft.end);
	const taken = from === null || to === null || from >= to ? [] : takenBetween(lens, draft.room, from, to, draft.replaces);
	return { ...checked.error, blockedBy: checked.error.rule === 'CAL6' ? (taken[0]?.id ?? null) : null };
}

/** What rule CAL6 would name, earliest first. */
function takenBetween(lens: Lens, room: ObjectId, from: number, to: number, moving: ObjectId | null): readonly Booking[] {
	const { calendar } = lens.state;
	if (from >= to) return [];
	return overlapping(calendar, room, from, to)
		.filter((span) => !replacesInChain(calendar, moving, span.id))
		.map((span) => standingOf(calendar, span.id))
		.filter(({ status }) => status !== 'cancelled' && status !== 'dead')
		.map(({ booking }) => booking)
		.sort((a, b) => a.from - b.from || a.to - b.to);
}
