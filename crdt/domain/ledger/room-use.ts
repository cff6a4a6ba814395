/**
 * What members used of the rooms in a period, for splits: minutes, and what they cost. The same for a form, a schedule's posting and
 * the comparison on an entry's page (LED24). Knows no split.
 */
import type { MemberId } from '../../../crypto/base';
import { roomHours } from '../calendar/room-hours';
import type { CalendarState } from '../calendar/state';
import type { Period } from './ops';

export interface RoomUse {
	readonly member: MemberId;
	/** Firm, or cancelled too late. */
	readonly minutes: number;
	/** What they cost at the rooms' prices, rounded once, half a minor unit up. */
	readonly priceMinor: number;
	/** First in turn but not firm yet: in neither of the others. */
	readonly tentativeMinutes: number;
}

/** By member id; nobody without any. `rooms` empty: all of them. */
export function roomUse(calendar: CalendarState, period: Period, rooms: readonly string[]): readonly RoomUse[] {
	const wanted = new Set(rooms);
	const found = new Map<MemberId, { minutes: number; minuteMinors: number; tentativeMinutes: number }>();
	for (const line of roomHours(calendar, period)) {
		if (wanted.size > 0 && !wanted.has(line.room)) continue;
		const sum = found.get(line.member) ?? { minutes: 0, minuteMinors: 0, tentativeMinutes: 0 };
		sum.minutes += line.minutes;
		sum.minuteMinors += line.minutes * line.perHourMinor;
		sum.tentativeMinutes += line.tentativeMinutes;
		found.set(line.member, sum);
	}
	return [...found]
		.map(([member, { minutes, minuteMinors, tentativeMinutes }]) => ({ member, minutes, priceMinor: Math.floor((minuteMinors + 30) / 60), tentativeMinutes }))
		.sort((a, b) => (a.member < b.member ? -1 : 1));
}

/** Minutes of one member, as the calendar counts them now. */
export const minutesNow = (use: readonly RoomUse[], member: MemberId): number => use.find((each) => each.member === member)?.minutes ?? 0;
