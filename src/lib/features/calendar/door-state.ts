/** What a tablet at a door says now: free or taken, until when, by whom, and what else is on today. Pure, by the room's own wall. */
import type { BookingView, RoomView } from '$crdt/domain/calendar/views';
import { dateOf, minutesOf, timeText } from '$lib/ui/times';
import { usedSpan } from './board-column';
import { minutesOn } from './day-grid';
import { closedTime } from './shaded-time';

export interface DoorState {
	readonly kind: 'free' | 'taken' | 'closed';
	/** "14:00"; null: for the rest of the day. */
	readonly until: string | null;
	/** Whoever is in there now. */
	readonly current: BookingView | null;
	/** Who comes next without a gap, while it is taken; else the next of the day. */
	readonly next: BookingView | null;
	/** Of the day, earliest first, what is over included. */
	readonly today: readonly BookingView[];
}

/** @param now wall time in the room's zone. Bookings that lost their place, or have moved, are not for the door. */
export function doorState(room: RoomView, bookings: readonly BookingView[], now: string): DoorState {
	const today = bookings
		.filter((one) => (one.firmness.status === 'booked' || one.firmness.status === 'tentative') && one.replacedBy === null)
		.sort((a, b) => a.start.localeCompare(b.start) || a.id.localeCompare(b.id));
	const current = today.find((one) => one.start <= now && now < usedSpan(one).end) ?? null;
	const ahead = today.filter((one) => one.start > now);
	if (current) {
		const end = usedSpan(current).end;
		return { kind: 'taken', until: timeWordOf(end, now), current, next: ahead.find((one) => one.start === end) ?? null, today };
	}
	const next = ahead[0] ?? null;
	const minute = minutesOf(now);
	const shut = closedTime(room.description, dateOf(now)).find((one) => one.from <= minute && minute < one.to);
	if (shut) return { kind: 'closed', until: shut.to === 1440 ? null : timeText(shut.to), current, next, today };
	const closes = closedTime(room.description, dateOf(now)).find((one) => one.from > minute)?.from ?? 1440;
	const until = Math.min(closes, next && dateOf(next.start) === dateOf(now) ? minutesOn(next, dateOf(now)).from : 1440);
	return { kind: 'free', until: until === 1440 ? null : timeText(until), current, next, today };
}

/** The large words. */
export function doorWords({ kind, until }: DoorState): string {
	switch (kind) {
		case 'free':
			return until === null ? 'Free for the rest of today' : `Free until ${until}`;
		case 'taken':
			return until === null ? 'Taken for the rest of today' : `Taken until ${until}`;
		case 'closed':
			return until === null ? 'Closed' : `Closed until ${until}`;
	}
}

/** The line below them. */
export function doorDetail({ kind, current, next }: DoorState, names: boolean): string {
	const who = (booking: BookingView) => (names ? booking.ownerName : 'Somebody');
	const parts: string[] = [];
	if (kind === 'taken' && current) {
		if (names) parts.push(`${current.ownerName} is here`);
		if (current.runsOver > 0) parts.push(`about ${current.runsOver} minutes longer`);
		if (next) parts.push(`then ${names ? next.ownerName : 'taken again'} until ${next.end.slice(11)}`);
	} else if (next) parts.push(`${who(next)} comes at ${next.start.slice(11)}`);
	return parts.join(', ');
}

/** Only times of the same day are told by the clock alone. */
const timeWordOf = (wall: string, now: string): string | null => (dateOf(wall) === dateOf(now) ? wall.slice(11) : null);
