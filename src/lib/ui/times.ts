/**
 * Times as people say them. Wall times are texts "YYYY-MM-DDTHH:MM" in a zone the caller knows; instants are milliseconds.
 * Pure: "now" and the zone are arguments.
 */
import { LOCALE } from './locale';

const DAY_MS = 86_400_000;

/** The wall clock of a zone at an instant. An unknown zone falls back to the browser's own. */
export function wallAt(instant: number, zone?: string): string {
	const parts = formatter(zone).formatToParts(instant);
	const get = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? '00';
	return `${get('year').padStart(4, '0')}-${get('month')}-${get('day')}T${get('hour')}:${get('minute')}`;
}

export const dateOf = (wall: string): string => wall.slice(0, 10);
export const timeOf = (wall: string): string => wall.slice(11, 16);

/** Minutes since midnight. */
export function minutesOf(wall: string): number {
	const time = wall.length > 5 ? timeOf(wall) : wall;
	return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** 0…1440 → "HH:MM"; 1440 is written 24:00 and is for grids only. */
export function timeText(minutes: number): string {
	return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** A wall time some minutes after midnight of a date; passes midnight where it must. */
export function wallFrom(date: string, minutes: number): string {
	const days = Math.floor(minutes / 1440);
	return `${addDays(date, days)}T${timeText(minutes - days * 1440)}`;
}

export function addDays(date: string, days: number): string {
	return new Date(utc(date) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Whole days from one date to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
	return Math.round((utc(to) - utc(from)) / DAY_MS);
}

/** Minutes between two wall times of one zone, by the wall. */
export function minutesBetween(start: string, end: string): number {
	return daysBetween(dateOf(start), dateOf(end)) * 1440 + minutesOf(end) - minutesOf(start);
}

/** Monday of the week a date lies in. */
export function mondayOf(date: string): string {
	return addDays(date, -((new Date(utc(date)).getUTCDay() + 6) % 7));
}

/** "today", "tomorrow", "Thursday", "Thu 12 March", with the year where it is another. */
export function sayDay(date: string, today: string): string {
	const away = daysBetween(today, date);
	if (away === 0) return 'today';
	if (away === 1) return 'tomorrow';
	if (away === -1) return 'yesterday';
	if (away > 1 && away < 7) return format(date, { weekday: 'long' });
	const sameYear = date.slice(0, 4) === today.slice(0, 4);
	return format(date, { weekday: 'short', day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) });
}

/** "tomorrow 18:00" */
export const sayWall = (wall: string, today: string): string => `${sayDay(dateOf(wall), today)} ${timeOf(wall)}`;

/** "tomorrow 18:00–19:30"; names the second day where it is another. */
export function sayRange(start: string, end: string, today: string): string {
	return dateOf(start) === dateOf(end)
		? `${sayWall(start, today)}–${timeOf(end)}`
		: `${sayWall(start, today)} – ${sayWall(end, today)}`;
}

/** "Monday, 23 November 2026" */
export const fullDate = (wall: string): string =>
	format(dateOf(wall), { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

/** "Monday 23 November", with the year where it is another. */
export function dayTitle(date: string, today: string): string {
	const sameYear = date.slice(0, 4) === today.slice(0, 4);
	return format(date, { weekday: 'long', day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }) });
}

/** "23 Nov" or "23 Nov 2025" */
export function shortDate(date: string, today: string): string {
	const sameYear = date.slice(0, 4) === today.slice(0, 4);
	return format(date, { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) });
}

/** An instant seen from now: "just now", "5 minutes ago", "today 14:02", "3 May". */
export function sayInstant(instant: number, now: number, zone?: string): string {
	const past = now - instant;
	if (past >= 0 && past < 60_000) return 'just now';
	if (past >= 0 && past < 3_600_000) return count(Math.floor(past / 60_000), 'minute', 'ago');
	const wall = wallAt(instant, zone);
	const today = dateOf(wallAt(now, zone));
	return Math.abs(daysBetween(today, dateOf(wall))) <= 6 ? sayWall(wall, today) : sayDay(dateOf(wall), today);
}

/** Time left until an instant: "2 days left", "5 hours left", "less than an hour left", "time is up". */
export function sayLeft(deadline: number, now: number): string {
	const left = deadline - now;
	if (left <= 0) return 'time is up';
	if (left < 3_600_000) return 'less than an hour left';
	if (left < 2 * DAY_MS) return count(Math.floor(left / 3_600_000), 'hour', 'left');
	return count(Math.floor(left / DAY_MS), 'day', 'left');
}

/** "1 h 30", "45 min" */
export function sayMinutes(minutes: number): string {
	const hours = Math.floor(minutes / 60);
	const rest = minutes % 60;
	if (hours === 0) return `${rest} min`;
	return rest === 0 ? `${hours} h` : `${hours} h ${String(rest).padStart(2, '0')}`;
}

/** First letter up, for the start of a line. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function count(n: number, word: string, tail: string): string {
	return `${n} ${word}${n === 1 ? '' : 's'} ${tail}`;
}

const utc = (date: string): number => Date.parse(`${date}T00:00:00Z`);

const format = (date: string, options: Intl.DateTimeFormatOptions): string =>
	new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: 'UTC' }).format(utc(date));

function formatter(zone: string | undefined): Intl.DateTimeFormat {
	const options: Intl.DateTimeFormatOptions = {
		year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23'
	};
	try {
		return new Intl.DateTimeFormat(LOCALE, zone === undefined ? options : { ...options, timeZone: zone });
	} catch {
		return new Intl.DateTimeFormat(LOCALE, options);
	}
}
