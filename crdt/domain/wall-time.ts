/**
 * Arithmetic of wall times: `YYYY-MM-DD` dates and `YYYY-MM-DDTHH:MM` times as they hang on a room's wall.
 *
 * Knows no zone, no clock, no daylight saving: two browsers with different zone data must agree on every overlap
 * (CAL5). Minutes are counted in floating time from 1970-01-01T00:00. Texts of equal form sort as the times do.
 */

export const MINUTES_A_DAY = 1440;

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const WALL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Days since 1970-01-01 (negative before), or null where the text is no date that ever comes. */
export function parseDate(text: string): number | null {
	if (!DATE.test(text)) return null;
	const year = number(text, 0, 4);
	const month = number(text, 5, 7);
	const day = number(text, 8, 10);
	if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
	return daysFromCivil(year, month, day);
}

/** Minutes since 1970-01-01T00:00 in floating time, or null where the text is no real wall time. */
export function parseWallTime(text: string): number | null {
	if (!WALL.test(text)) return null;
	const days = parseDate(text.slice(0, 10));
	const hour = number(text, 11, 13);
	const minute = number(text, 14, 16);
	if (days === null || hour > 23 || minute > 59) return null;
	return days * MINUTES_A_DAY + hour * 60 + minute;
}

/** Inverse of `parseDate`, for the years 0000 to 9999. */
export function dateOfDay(day: number): string {
	// Howard Hinnant's civil_from_days: eras of 400 years that begin on 1 March.
	const shifted = day + 719_468;
	const era = Math.floor(shifted / 146_097);
	const dayOfEra = shifted - era * 146_097;
	const yearOfEra = Math.floor(
		(dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365
	);
	const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
	const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
	const date = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
	const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
	const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
	return `${pad(year, 4)}-${pad(month, 2)}-${pad(date, 2)}`;
}

/** Inverse of `parseWallTime`. */
export function wallTimeOf(minutes: number): string {
	const day = Math.floor(minutes / MINUTES_A_DAY);
	const rest = minutes - day * MINUTES_A_DAY;
	return `${dateOfDay(day)}T${pad(Math.floor(rest / 60), 2)}:${pad(rest % 60, 2)}`;
}

/** Throws on a text that is no real date: callers pass what has been checked. */
export function addDays(date: string, days: number): string {
	return dateOfDay(knownDate(date) + days);
}

/** 1 Monday … 7 Sunday. */
export function weekdayOf(day: number): number {
	return ((((day + 3) % 7) + 7) % 7) + 1; // 1970-01-01 was a Thursday
}

/** The Monday of the date's week. */
export function mondayOf(date: string): string {
	const day = knownDate(date);
	return dateOfDay(day - weekdayOf(day) + 1);
}

/** ISO 8601 week of a day number, `2026-W48`: the year is the one that holds the week's Thursday. */
export function isoWeekOfDay(day: number): string {
	const thursday = day - weekdayOf(day) + 4;
	const year = dateOfDay(thursday).slice(0, 4);
	const first = daysFromCivil(Number(year), 1, 1);
	return `${year}-W${pad(Math.floor((thursday - first) / 7) + 1, 2)}`;
}

function knownDate(date: string): number {
	const day = parseDate(date);
	if (day === null) throw new Error('not a real date');
	return day;
}

function daysInMonth(year: number, month: number): number {
	const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
	return month === 2 && leap ? 29 : (MONTH_DAYS[month - 1] ?? 0);
}

function daysFromCivil(year: number, month: number, day: number): number {
	const marchYear = month <= 2 ? year - 1 : year;
	const era = Math.floor(marchYear / 400);
	const yearOfEra = marchYear - era * 400;
	const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
	return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

const number = (text: string, from: number, to: number): number => Number(text.slice(from, to));
const pad = (value: number, width: number): string => String(value).padStart(width, '0');
