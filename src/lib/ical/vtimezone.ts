/**
 * A zone's clock as a VTIMEZONE (RFC 5545 §3.6.5): every change within a span, written out by its moment, as this browser knows
 * them. Nothing is said in yearly rules: those of today would be wrong for last year in zones that have changed theirs. ICS11.
 */
import { wallTimeOf } from '$crdt/domain/wall-time';
import type { ZoneClock } from '$lib/time/zone-clock';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** @param from @param until milliseconds since 1970; the years they lie in are covered. */
export function writeTimeZone(clock: ZoneClock, from: number, until: number): string[] {
	const begin = Date.UTC(new Date(from).getUTCFullYear(), 0, 1) - DAY_MS;
	const end = Date.UTC(new Date(until).getUTCFullYear() + 1, 0, 1) + DAY_MS;
	const first = clock.offsetAt(begin);
	const lines = ['BEGIN:VTIMEZONE', `TZID:${clock.zone}`, `X-LIC-LOCATION:${clock.zone}`, ...observance('STANDARD', first, first, wallTimeOf(begin / MINUTE_MS))];
	let offset = first;
	for (let day = begin; day < end; day += DAY_MS) {
		const next = clock.offsetAt(day + DAY_MS);
		if (next === offset) continue;
		// One part for each change: some readers forget DTSTART where there is an RDATE.
		lines.push(...observance(next > offset ? 'DAYLIGHT' : 'STANDARD', offset, next, wallTimeOf(momentOf(clock, day, offset) / MINUTE_MS + offset)));
		offset = next;
	}
	return [...lines, 'END:VTIMEZONE'];
}

/** "20260329T020000" */
export const basicTime = (wall: string): string => `${wall.replace(/[-:]/g, '')}00`;

function observance(kind: 'STANDARD' | 'DAYLIGHT', from: number, to: number, wall: string): string[] {
	return [
		`BEGIN:${kind}`,
		`TZNAME:${sayOffset(to)}`,
		`TZOFFSETFROM:${sayOffset(from)}`,
		`TZOFFSETTO:${sayOffset(to)}`,
		`DTSTART:${basicTime(wall)}`,
		`END:${kind}`
	];
}

/** The first minute of a day's span at which the offset is another. */
function momentOf(clock: ZoneClock, day: number, offset: number): number {
	let [low, high] = [day, day + DAY_MS];
	while (high - low > MINUTE_MS) {
		const middle = low + Math.floor((high - low) / 2 / MINUTE_MS) * MINUTE_MS;
		if (clock.offsetAt(middle) === offset) low = middle;
		else high = middle;
	}
	return high;
}

function sayOffset(minutes: number): string {
	const size = Math.abs(Math.round(minutes));
	return `${minutes < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}${String(size % 60).padStart(2, '0')}`;
}
