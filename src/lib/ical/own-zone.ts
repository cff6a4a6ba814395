/**
 * The clock of a zone that only the file describes: its VTIMEZONE as offsets from moment to moment (RFC 5545 §3.6.5). Yearly
 * rules and listed moments are read; whatever else makes the description useless. Bounded to the years 1970 to 2100.
 */
import { dateOfDay, MINUTES_A_DAY, parseDate, parseWallTime, weekdayOf, wallTimeOf } from '$crdt/domain/wall-time';
import { parseRule, WEEKDAYS, type Rule } from '$lib/recurrence/rule';
import type { WallInstant, ZoneClock } from '$lib/time/zone-clock';
import type { Component } from './components';
import { parseProperty, parseTime } from './property';

/** Null: the description says nothing that could be used. */
export function readOwnZone(component: Component, name: string): ZoneClock | null {
	const changes: Change[] = [];
	const kinds = component.parts.filter((part) => part.name === 'STANDARD' || part.name === 'DAYLIGHT').slice(0, MAX_OBSERVANCES);
	let earliest: { readonly from: number; readonly at: number } | null = null;
	for (const part of kinds) {
		const read = readObservance(part);
		if (!read) return null;
		if (!earliest || read.begin < earliest.at) earliest = { from: read.from, at: read.begin };
		for (const wall of read.walls) changes.push({ at: wall - read.from, offset: read.to });
	}
	if (!earliest) return null;
	changes.sort((a, b) => a.at - b.at);
	return offsetClock(name, earliest.from, changes);
}

/** A clock that never changes. @param offset minutes ahead of UTC */
export const fixedClock = (name: string, offset: number): ZoneClock => offsetClock(name, offset, []);

/** Times in minutes since 1970: instants in `at`. */
interface Change {
	readonly at: number;
	readonly offset: number;
}

interface Observance {
	readonly from: number;
	readonly to: number;
	readonly begin: number;
	/** On the wall, in minutes since 1970, by the offset before. */
	readonly walls: readonly number[];
}

const MAX_OBSERVANCES = 300;
const FIRST_YEAR = 1970;
const LAST_YEAR = 2100;
const MINUTE_MS = 60_000;

function offsetClock(zone: string, first: number, changes: readonly Change[]): ZoneClock {
	const offsetIn = (minute: number): number => {
		let low = 0;
		let high = changes.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((changes[middle]?.at ?? 0) <= minute) low = middle + 1;
			else high = middle;
		}
		return changes[low - 1]?.offset ?? first;
	};
	return {
		zone,
		offsetAt: (instant) => offsetIn(Math.floor(instant / MINUTE_MS)),
		wallOf(instant) {
			const minute = Math.floor(instant / MINUTE_MS);
			return wallTimeOf(minute + offsetIn(minute));
		},
		instantOf(wall): WallInstant {
			const floating = parseWallTime(wall);
			if (floating === null) throw new RangeError('not a wall time');
			// No offset is larger than a day: those in force a day before and after are all that can count.
			const before = offsetIn(floating - MINUTES_A_DAY);
			const after = offsetIn(floating + MINUTES_A_DAY);
			const fits = [...new Set([before, offsetIn(floating), after])].map((offset) => floating - offset).filter((minute) => minute + offsetIn(minute) === floating);
			const found = fits.length === 0 ? floating - before : Math.min(...fits);
			return { instant: found * MINUTE_MS, kind: fits.length === 0 ? 'gap' : fits.length === 1 ? 'plain' : 'overlap' };
		}
	};
}

function readObservance(part: Component): Observance | null {
	let from: number | null = null;
	let to: number | null = null;
	let begin: number | null = null;
	let rule: Rule | null = null;
	const walls: number[] = [];
	for (const line of part.lines) {
		const property = parseProperty(line);
		if (property?.name === 'TZOFFSETFROM') from = parseOffset(property.value);
		else if (property?.name === 'TZOFFSETTO') to = parseOffset(property.value);
		else if (property?.name === 'DTSTART') begin = minuteOf(property.value);
		else if (property?.name === 'RDATE') for (const each of property.value.split(',').slice(0, 400)) walls.push(minuteOf(each.split('/')[0] ?? '') ?? NaN);
		else if (property?.name === 'RRULE') {
			const parsed = parseRule(property.value);
			if (!parsed.ok || !isReadable(parsed.value)) return null;
			rule = parsed.value;
		}
	}
	if (from === null || to === null || begin === null || walls.some(Number.isNaN)) return null;
	return { from, to, begin, walls: [begin, ...walls, ...(rule ? yearly(rule, begin) : [])] };
}

/** "+0100", "-05:00", "+005730": minutes east of Greenwich, seconds rounded. Null: no offset. */
export function parseOffset(text: string): number | null {
	const [all, sign, hours, minutes, seconds = '0'] = /^([+-])(\d{2}):?(\d{2}):?(\d{2})?$/.exec(text.trim()) ?? [];
	if (all === undefined || Number(hours) > 23 || Number(minutes) > 59) return null;
	return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes) + Math.round(Number(seconds) / 60));
}

/** Once a year: on a date, or on a weekday counted within the month or within listed dates. */
const isReadable = (rule: Rule): boolean =>
	rule.frequency === 'YEARLY' && rule.interval === 1 && rule.byMonth.length <= 1 && rule.byDay.length <= 1 &&
	rule.byWeekNo.length === 0 && rule.byYearDay.length === 0 && rule.bySetPos.length === 0 && rule.byMonthDay.every((day) => day > 0);

function yearly(rule: Rule, begin: number): number[] {
	const beginDate = dateOfDay(Math.floor(begin / MINUTES_A_DAY));
	const time = begin - Math.floor(begin / MINUTES_A_DAY) * MINUTES_A_DAY;
	const month = String(rule.byMonth[0] ?? Number(beginDate.slice(5, 7))).padStart(2, '0');
	const walls: number[] = [];
	for (let year = Math.max(FIRST_YEAR, Number(beginDate.slice(0, 4))); year <= LAST_YEAR; year++) {
		const day = dayIn(rule, `${year}-${month}`, Number(beginDate.slice(8, 10)));
		if (day === null) continue;
		if (rule.until !== null && dateOfDay(day) > rule.until) break;
		if (rule.count !== null && walls.length >= rule.count) break;
		walls.push(day * MINUTES_A_DAY + time);
	}
	return walls;
}

/** The one day of a month that the rule means. */
function dayIn(rule: Rule, month: string, ownDay: number): number | null {
	const days = Array.from({ length: 31 }, (_, i) => parseDate(`${month}-${String(i + 1).padStart(2, '0')}`)).filter((day) => day !== null);
	const [asked] = rule.byDay;
	if (!asked) return days[(rule.byMonthDay[0] ?? ownDay) - 1] ?? null;
	const weekday = WEEKDAYS.indexOf(asked.weekday) + 1;
	const fitting = days.filter((day, i) => weekdayOf(day) === weekday && (rule.byMonthDay.length === 0 || rule.byMonthDay.includes(i + 1)));
	return (asked.nth < 0 ? fitting.at(asked.nth) : fitting[Math.max(0, asked.nth - 1)]) ?? null;
}

function minuteOf(text: string): number | null {
	const time = parseTime(text);
	return time ? parseWallTime(time.wall) : null;
}
