/**
 * Periods people ask for: months, quarters, years, and the pay periods of two weeks and of half a month; which of them a pair of
 * dates is, and the one before or after. Dates are YYYY-MM-DD, ends exclusive. Pure: today is an argument.
 */
import type { Period } from '$crdt/domain/ledger/ops';
import { LOCALE } from '$lib/ui/locale';
import { addDays, daysBetween } from '$lib/ui/times';

export const PERIOD_KINDS = ['month', 'quarter', 'year', 'two-weeks', 'half-month'] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

/** What a list of periods offers. `everything`: no period; `own`: two dates of one's own. */
export const PRESETS = ['month', 'last-month', 'quarter', 'year', 'last-year', 'twelve-months', 'two-weeks', 'half-month', 'everything', 'own'] as const;
export type Preset = (typeof PRESETS)[number];

export const PRESET_NAMES: Readonly<Record<Preset, string>> = {
	'month': 'This month',
	'last-month': 'Last month',
	'quarter': 'This quarter',
	'year': 'This year',
	'last-year': 'Last year',
	'twelve-months': 'Twelve months',
	'two-weeks': 'Pay: two weeks',
	'half-month': 'Pay: half a month',
	'everything': 'Everything',
	'own': 'Own dates'
};

/** A Monday from which all two-week periods are counted, so that everybody has the same ones. */
const FIRST_MONDAY = '1970-01-05';

/** The period of a kind that a date lies in. */
export function periodAround(kind: PeriodKind, date: string): Period {
	const [year, month] = [Number(date.slice(0, 4)), Number(date.slice(5, 7))];
	switch (kind) {
		case 'month':
			return { from: first(year, month), until: first(year, month + 1) };
		case 'quarter': {
			const begin = month - ((month - 1) % 3);
			return { from: first(year, begin), until: first(year, begin + 3) };
		}
		case 'year':
			return { from: first(year, 1), until: first(year + 1, 1) };
		case 'two-weeks': {
			const from = addDays(FIRST_MONDAY, Math.floor(daysBetween(FIRST_MONDAY, date) / 14) * 14);
			return { from, until: addDays(from, 14) };
		}
		case 'half-month': {
			const middle = `${date.slice(0, 8)}16`;
			return date < middle ? { from: first(year, month), until: middle } : { from: middle, until: first(year, month + 1) };
		}
	}
}

/** @returns null for everything, and for own dates, which only their owner knows. */
export function presetPeriod(preset: Preset, today: string): Period | null {
	switch (preset) {
		case 'last-month':
			return stepPeriod(periodAround('month', today), -1);
		case 'last-year':
			return stepPeriod(periodAround('year', today), -1);
		case 'twelve-months': {
			const { until } = periodAround('month', today);
			return { from: shiftMonths(until, -12), until };
		}
		case 'everything':
		case 'own':
			return null;
		default:
			return periodAround(preset, today);
	}
}

/** Which preset a period is today; two weeks of own dates that happen to be a pay period are one. */
export const presetOf = (period: Period | null, today: string): Preset =>
	period === null ? 'everything' : (PRESETS.find((one) => isSame(presetPeriod(one, today), period)) ?? 'own');

/** The kind a period is; null: dates of one's own. */
export const kindOf = (period: Period): PeriodKind | null => PERIOD_KINDS.find((kind) => isSame(periodAround(kind, period.from), period)) ?? null;

/** The one before (−1) or after (1): of the same kind, of as many whole months, or of as many days. */
export function stepPeriod(period: Period, by: -1 | 1): Period {
	const kind = kindOf(period);
	if (kind !== null) return periodAround(kind, by === 1 ? period.until : addDays(period.from, -1));
	const months = wholeMonths(period);
	if (months !== null) return { from: shiftMonths(period.from, months * by), until: shiftMonths(period.until, months * by) };
	const days = daysBetween(period.from, period.until) * by;
	return { from: addDays(period.from, days), until: addDays(period.until, days) };
}

/** "November 2026", "2026", "1 Nov – 14 Nov 2026"; the last day is named, not the end. */
export function sayPeriod(period: Period | null): string {
	if (period === null) return 'From the beginning until now';
	const kind = kindOf(period);
	if (kind === 'month') return say(period.from, { month: 'long', year: 'numeric' });
	if (kind === 'year') return period.from.slice(0, 4);
	const months = wholeMonths(period);
	if (months !== null && period.from > BEGINNING) return `${say(period.from, { month: 'short', year: 'numeric' })} – ${say(addDays(period.until, -1), { month: 'short', year: 'numeric' })}`;
	const last = addDays(period.until, -1);
	const end = say(last, { day: 'numeric', month: 'short', year: 'numeric' });
	if (period.from <= BEGINNING) return `Until ${end}`;
	if (last === period.from) return end;
	const sameYear = last.slice(0, 4) === period.from.slice(0, 4);
	return `${say(period.from, { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) })} – ${end}`;
}

/** "November 2026" of "2026-11"; short: "Nov". */
export const sayMonth = (month: string, short = false): string => say(`${month}-01`, short ? { month: 'short' } : { month: 'long', year: 'numeric' });

/** Stands for the beginning of the books where only an end is known. */
export const BEGINNING = '1900-01-01';

/** Two dates from an address; null where they are none, or the end is not after the beginning. */
export function readPeriod(from: string | null, until: string | null): Period | null {
	if (!isDate(until)) return null;
	const begin = from === null || from === '' ? BEGINNING : from;
	return isDate(begin) && begin < until ? { from: begin, until } : null;
}

export const isDate = (text: string | null): text is string =>
	text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(Date.parse(text)).toISOString().startsWith(text);

const isSame = (a: Period | null, b: Period): boolean => a !== null && a.from === b.from && a.until === b.until;

/** Null: it does not begin and end with a month. */
const wholeMonths = ({ from, until }: Period): number | null =>
	from.endsWith('-01') && until.endsWith('-01') ? (Number(until.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(until.slice(5, 7)) - Number(from.slice(5, 7)) : null;

/** Of the first of a month. */
const shiftMonths = (date: string, by: number): string => first(Number(date.slice(0, 4)), Number(date.slice(5, 7)) + by);

/** The first of a month; months beyond a year belong to the years around it. */
function first(year: number, month: number): string {
	const years = year + Math.floor((month - 1) / 12);
	return `${String(years).padStart(4, '0')}-${String(((((month - 1) % 12) + 12) % 12) + 1).padStart(2, '0')}-01`;
}

const say = (date: string, options: Intl.DateTimeFormatOptions): string => new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: 'UTC' }).format(Date.parse(date));
