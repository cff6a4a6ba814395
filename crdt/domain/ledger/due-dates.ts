/**
 * Due dates of a schedule: dates on the collective's wall, counted from the first one. Pure arithmetic, no clock, no zone. LED30.
 */
import { addDays, dateOfDay, parseDate } from '../wall-time';
import type { OpOf } from '../op';
import type { Period } from './ops';

export type Every = OpOf<'ledger/schedule'>['every'];

/** What due dates follow from. `until` is exclusive; null: until ended. */
export interface Rhythm {
	readonly from: string;
	readonly every: Every;
	readonly until: string | null;
}

export const MOST_DUE_DATES = 600;
const DAYS_A_WEEK = 7;
const MONTHS_A_YEAR = 12;

/** All of them, oldest first, at most 600; before `before` (exclusive) only, where it is given. */
export function dueDates(rhythm: Rhythm, before: string | null = null): readonly string[] {
	const dates: string[] = [];
	for (let n = 0; n < MOST_DUE_DATES; n++) {
		const date = stepped(rhythm, n);
		if (date === null || (rhythm.until !== null && date >= rhythm.until) || (before !== null && date >= before)) break;
		dates.push(date);
	}
	return dates;
}

export const isDueDate = (rhythm: Rhythm, date: string): boolean => placeOf(rhythm, date) !== null && (rhythm.until === null || date < rhythm.until);

/** The first `count` due dates on or after `from`. */
export function nextDueDates(rhythm: Rhythm, from: string, count: number): readonly string[] {
	return dueDates(rhythm).filter((date) => date >= from).slice(0, count);
}

/** The days from the due date before (or where it would have been) until this one. `date` is a due date. */
export const spanBefore = (rhythm: Rhythm, date: string): Period => ({ from: neighbour(rhythm, date, -1), until: date });

/** The days from this due date until the next (or where it would be). `date` is a due date. */
export const spanAfter = (rhythm: Rhythm, date: string): Period => ({ from: date, until: neighbour(rhythm, date, 1) });

function neighbour(rhythm: Rhythm, date: string, by: -1 | 1): string {
	return stepped(rhythm, (placeOf(rhythm, date) ?? 0) + by) ?? date;
}

/** Which of the dates it is, from 0; null: none of them. */
function placeOf(rhythm: Rhythm, date: string): number | null {
	const [first, day] = [parseDate(rhythm.from), parseDate(date)];
	if (first === null || day === null || day < first) return null;
	const { unit, count } = rhythm.every;
	const guess = unit === 'week' ? (day - first) / (DAYS_A_WEEK * count) : (monthOf(date) - monthOf(rhythm.from)) / monthsOf(rhythm.every);
	const n = Math.round(guess);
	return n < MOST_DUE_DATES && stepped(rhythm, n) === date ? n : null;
}

/** The n-th date; null where the calendar of four-digit years ends. Always counted from the first: a short month shortens no later one. */
function stepped({ from, every }: Pick<Rhythm, 'from' | 'every'>, n: number): string | null {
	if (every.unit === 'week') return inYears(addDays(from, n * every.count * DAYS_A_WEEK));
	const month = monthOf(from) + n * monthsOf(every);
	const first = firstOfMonth(month);
	const next = firstOfMonth(month + 1);
	if (first === null || next === null) return null;
	const last = dateOfDay(next - 1).slice(8);
	const day = from.slice(8);
	return `${dateOfDay(first).slice(0, 8)}${day < last ? day : last}`;
}

const monthsOf = ({ unit, count }: Every): number => (unit === 'year' ? MONTHS_A_YEAR * count : count);

/** Months since the year 0. */
const monthOf = (date: string): number => Number(date.slice(0, 4)) * MONTHS_A_YEAR + Number(date.slice(5, 7)) - 1;

function firstOfMonth(month: number): number | null {
	const year = String(Math.floor(month / MONTHS_A_YEAR)).padStart(4, '0');
	return parseDate(`${year}-${String((month % MONTHS_A_YEAR) + 1).padStart(2, '0')}-01`);
}

const inYears = (date: string): string | null => (parseDate(date) === null ? null : date);
