/** What a tablet at a door says now: free or taken, until when, by whom, and what else is on today. Pure, by the room's own wall. */
import type { BookingView, DoorRoomView, RoomView } from '$crdt/domain/calendar/views';
import { dateOf, dayTitle, minutesOf, timeText } from '$lib/ui/times';
import { usedSpan } from './board-column';
import { minutesOn, type Minutes, type Span } from './day-grid';
import { closedTime } from './shaded-time';

/** A booking as far as a door tells of it. */
export interface DoorUse extends Span {
	readonly id: string;
	/** Null: names are not shown. */
	readonly who: string | null;
	readonly tentative: boolean;
	/** Minutes that it is said to take longer. */
	readonly runsOver: number;
}

export interface DoorState {
	readonly kind: 'free' | 'taken' | 'closed';
	/** "14:00"; null: for the rest of the day. */
	readonly until: string | null;
	/** Whoever is in there now. */
	readonly current: DoorUse | null;
	/** Who comes next without a gap, while it is taken; else the next of the day. */
	readonly next: DoorUse | null;
	/** Of the day, earliest first, what is over included. */
	readonly today: readonly DoorUse[];
}

/** @param now wall time in the room's zone. Bookings that lost their place, or have moved, are not for the door. */
export function doorState(room: Pick<RoomView, 'description'>, bookings: readonly BookingView[], now: string): DoorState {
	const uses = bookings
		.filter((one) => (one.firmness.status === 'booked' || one.firmness.status === 'tentative') && one.replacedBy === null)
		.map((one) => ({ id: one.id, ...usedSpan(one), who: one.ownerName, tentative: one.firmness.status === 'tentative', runsOver: one.runsOver }));
	return stateOf(uses, closedTime(room.description, dateOf(now)), now);
}

/** The same from what a tablet was told. */
export function toldState(room: DoorRoomView, now: string): DoorState {
	const date = dateOf(now);
	const touches = (span: Span) => dateOf(span.start) <= date && span.end > `${date}T00:00`;
	const uses = room.taken.filter(touches).map((one) => ({ ...one, id: `${one.start} ${one.end}` }));
	return stateOf(uses, room.closed.filter(touches).map((one) => minutesOn(one, date)), now);
}

function stateOf(uses: readonly DoorUse[], closed: readonly Minutes[], now: string): DoorState {
	const today = [...uses].sort((a, b) => a.start.localeCompare(b.start) || a.id.localeCompare(b.id));
	const current = today.find((one) => one.start <= now && now < one.end) ?? null;
	const ahead = today.filter((one) => one.start > now);
	if (current) {
		const { end } = current;
		return { kind: 'taken', until: timeWordOf(end, now), current, next: ahead.find((one) => one.start === end) ?? null, today };
	}
	const next = ahead[0] ?? null;
	const minute = minutesOf(now);
	const shut = closed.find((one) => one.from <= minute && minute < one.to);
	if (shut) return { kind: 'closed', until: shut.to === 1440 ? null : timeText(shut.to), current, next, today };
	const closes = closed.find((one) => one.from > minute)?.from ?? 1440;
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
	const who = (use: DoorUse, other: string): string => (names && use.who !== null ? use.who : other);
	const parts: string[] = [];
	if (kind === 'taken' && current) {
		if (names && current.who !== null) parts.push(`${current.who} is here`);
		if (current.runsOver > 0) parts.push(`about ${current.runsOver} minutes longer`);
		if (next) parts.push(`then ${who(next, 'taken again')} until ${next.end.slice(11)}`);
	} else if (next) parts.push(`${who(next, 'Somebody')} comes at ${next.start.slice(11)}`);
	return parts.join(', ');
}

/** Only times of the same day are told by the clock alone. */
const timeWordOf = (wall: string, now: string): string | null => (dateOf(wall) === dateOf(now) ? wall.slice(11) : null);

const STALE_MS = 3_600_000;

/** How old what a tablet shows is. @param wallOf wall time of the room at an instant. */
export function freshness(heardAt: number, now: number, wallOf: (at: number) => string): { readonly stale: boolean; readonly sentence: string } {
	const [heard, present] = [wallOf(heardAt), wallOf(now)];
	const time = heard.slice(11);
	const when = dateOf(heard) === dateOf(present) ? time : `${dayTitle(dateOf(heard), dateOf(present))}, ${time}`;
	const stale = now - heardAt >= STALE_MS;
	return { stale, sentence: stale ? `No news from the house since ${when}. This may be out of date.` : `As of ${time}, last heard from the house.` };
}
