/**
 * What a column shows behind its bookings: hours in which the room is closed, and turn-over time beside bookings. Pure; what
 * may be booked is judged by the rules of the calendar, not here. Minutes since midnight; ends are exclusive.
 */
import type { RoomDescription } from '$crdt/domain/calendar/room-description';
import { minutesOf } from '$lib/ui/times';
import { minutesFrom, type Minutes, type Span } from './day-grid';

const DAY = 1440;

export interface ClosedTime extends Minutes {
	/** Why, in the words of the room's description; empty: outside its hours. */
	readonly reason: string;
}

/** When the room is closed on a date: the whole day in a closure, else what lies outside its hours. Ascending. */
export function closedTime(room: Pick<RoomDescription, 'hours' | 'closures'>, date: string): readonly ClosedTime[] {
	const closure = room.closures.find((one) => one.from <= date && date < one.until);
	if (closure) return [{ from: 0, to: DAY, reason: closure.reason || 'Closed' }];
	if (room.hours.length === 0) return [];
	const weekday = ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
	const open = room.hours
		.filter((one) => one.weekday === weekday)
		.map((one) => ({ from: minutesOf(one.from), to: minutesOf(one.to) }));
	return without([{ from: 0, to: DAY }], open).map((span) => ({ ...span, reason: '' }));
}

/** Turn-over time around bookings, as far as no booking stands in it, merged. Ascending. */
export function turnOverTime(bookings: readonly Span[], bufferMinutes: number, date: string): readonly Minutes[] {
	if (bufferMinutes === 0) return [];
	const taken = bookings.map((one) => minutesFrom(one, date));
	const around = merged(taken.map(({ from, to }) => ({ from: from - bufferMinutes, to: to + bufferMinutes })));
	return without(around, taken)
		.map(({ from, to }) => ({ from: Math.max(from, 0), to: Math.min(to, DAY) }))
		.filter(({ from, to }) => from < to);
}

/** Do the minutes touch any of the spans? */
export const touches = (spans: readonly Minutes[], { from, to }: Minutes): boolean =>
	spans.some((span) => span.from < to && span.to > from);

function merged(spans: readonly Minutes[]): readonly Minutes[] {
	const all: { from: number; to: number }[] = [];
	for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
		const last = all.at(-1);
		if (last && from <= last.to) last.to = Math.max(last.to, to);
		else all.push({ from, to });
	}
	return all;
}

/** What of `spans` (ascending, apart from each other) none of `cut` covers. */
function without(spans: readonly Minutes[], cut: readonly Minutes[]): readonly Minutes[] {
	const holes = merged(cut);
	return spans.flatMap((span) => {
		const left: Minutes[] = [];
		let from = span.from;
		for (const hole of holes) {
			if (hole.to <= from || hole.from >= span.to) continue;
			if (hole.from > from) left.push({ from, to: hole.from });
			from = hole.to;
		}
		if (from < span.to) left.push({ from, to: span.to });
		return left;
	});
}
