/**
 * Days and times of the sample, told from the day it is made on: "in three days", "five weeks ago at six". Wall times are those of the
 * sample's zone. Knows nothing of what happens then.
 */
import { addDays } from '$crdt/domain/wall-time';
import type { ZoneClock } from '$lib/time/zone-clock';
import { wallTimeAt } from '../wall-clock';

export interface Days {
	/** YYYY-MM-DD, so many days from today; negative: ago. */
	day(fromToday: number): string;
	/** YYYY-MM-DDTHH:MM */
	wall(fromToday: number, time: string): string;
	/** Milliseconds since 1970. */
	instant(fromToday: number, time: string): number;
	/** The same weekday, every week, first and last included. */
	weekly(first: number, last: number): string[];
	/** The month of a day in words. */
	month(fromToday: number): string;
}

export function daysAround(now: number, zone: string, clock: ZoneClock): Days {
	const today = wallTimeAt(now, zone).slice(0, 10);
	const day = (fromToday: number): string => addDays(today, fromToday);
	const wall = (fromToday: number, time: string): string => `${day(fromToday)}T${time}`;
	return {
		day,
		wall,
		instant: (fromToday, time) => clock.instantOf(wall(fromToday, time)).instant,
		weekly: (first, last) => Array.from({ length: Math.floor((last - first) / 7) + 1 }, (_, i) => day(first + 7 * i)),
		month: (fromToday) => new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' }).format(Date.parse(`${day(fromToday)}T00:00Z`))
	};
}
