/**
 * What somebody chooses under "Repeat", and its way into a recurrence rule and back. Pure. Dates are texts. Neither reads nor
 * expands a rule itself.
 */
import { partsToRule, ruleToParts, type Ending, type IsoWeekday, type Nth, type Repeat } from '$lib/recurrence/parts';
import { sayRule } from '$lib/recurrence/words';
import { WEEKDAYS } from '$lib/words/weekdays';

/** `custom`: a rule from elsewhere that the fields cannot show; it can be kept, not changed. */
export type RepeatUnit = 'never' | 'day' | 'week' | 'month-date' | 'month-weekday' | 'month-last' | 'year' | 'custom';

export interface RepeatDraft {
	unit: RepeatUnit;
	/** Every so many days, weeks, months, years. */
	every: number;
	/** For weeks; empty: the weekday of the first date. */
	weekdays: IsoWeekday[];
	ends: 'on' | 'after' | 'never';
	/** The last day it may fall on. */
	until: string;
	times: number;
	/** The rule itself, where `unit` is custom. */
	custom: string;
}

const MOST_TIMES = 400;
const HALF_A_YEAR_DAYS = 182;

export const noRepeat = (date: string): RepeatDraft => ({
	unit: 'never', every: 1, weekdays: [], ends: 'on', until: plus(date, HALF_A_YEAR_DAYS), times: 10, custom: ''
});

/** 1 Monday … 7 Sunday */
export const weekdayOf = (date: string): IsoWeekday => (((new Date(utc(date)).getUTCDay() + 6) % 7) + 1) as IsoWeekday; // 0 … 6, plus one

/** What may be chosen for a first date, with the words of that date. */
export function repeatOptions(date: string, custom = ''): readonly { readonly value: RepeatUnit; readonly label: string }[] {
	const weekday = WEEKDAYS[weekdayOf(date) - 1] ?? '';
	const nth = nthOf(date);
	return [
		{ value: 'never', label: 'Never' },
		{ value: 'day', label: 'Daily' },
		{ value: 'week', label: 'Weekly' },
		{ value: 'month-date', label: `Monthly on the ${ordinal(dayOf(date))}` },
		...(nth < 5 ? [{ value: 'month-weekday' as const, label: `Monthly on the ${ORDINALS[nth - 1]} ${weekday}` }] : []),
		...(isLastOfItsKind(date) ? [{ value: 'month-last' as const, label: `Monthly on the last ${weekday}` }] : []),
		{ value: 'year', label: `Yearly on ${dayOf(date)} ${MONTHS[monthOf(date) - 1] ?? ''}` },
		...(custom === '' ? [] : [{ value: 'custom' as const, label: `As before: ${sayRule(custom, date)}` }])
	];
}

/** A first date that moved on may have lost its own words: "the last Tuesday" of a first week. Then it is weekly. */
export const unitFor = (draft: RepeatDraft, date: string): RepeatUnit => (repeatOptions(date, draft.custom).some((one) => one.value === draft.unit) ? draft.unit : 'week');

/** "week", or "weeks" after another number than one. */
export function unitWord(unit: RepeatUnit, every: number): string {
	const word = { never: '', custom: '', day: 'day', week: 'week', 'month-date': 'month', 'month-weekday': 'month', 'month-last': 'month', year: 'year' }[unit];
	return every === 1 ? word : `${word}s`;
}

/** @returns the rule in wall time, or null where the draft makes none: never, or a field that does not fit. */
export function toRule(draft: RepeatDraft, date: string): string | null {
	if (!isDate(date)) return null;
	if (draft.unit === 'custom') return draft.custom;
	const repeat = repeatOf({ ...draft, unit: unitFor(draft, date) }, date);
	const ending = endingOf(draft, date);
	return repeat && ending ? partsToRule({ repeat, ending }) : null;
}

/** What the fields show for a rule that was written before. */
export function fromRule(rule: string, date: string): RepeatDraft {
	const parts = ruleToParts(rule, date);
	const plain = noRepeat(date);
	if (parts === null) return { ...plain, unit: 'custom', custom: rule };
	const { repeat, ending } = parts;
	const unit = unitOf(repeat, date);
	return {
		unit,
		custom: unit === 'custom' ? rule : '',
		every: repeat.every,
		// the one weekday of the first date follows that date
		weekdays: repeat.type === 'weekly' && (repeat.weekdays.length > 1 || repeat.weekdays[0] !== weekdayOf(date)) ? [...repeat.weekdays] : [],
		ends: ending.type === 'until' ? 'on' : ending.type === 'count' ? 'after' : 'never',
		until: ending.type === 'until' ? ending.date : plain.until,
		times: ending.type === 'count' ? ending.count : plain.times
	};
}

function repeatOf({ unit, every, weekdays }: RepeatDraft, date: string): Repeat | null {
	if (!Number.isInteger(every) || every < 1 || every > 99) return null;
	const weekday = weekdayOf(date);
	switch (unit) {
		case 'never':
		case 'custom':
			return null;
		case 'day':
			return { type: 'daily', every };
		case 'week':
			return { type: 'weekly', every, weekdays: weekdays.length > 0 ? [...weekdays].sort((a, b) => a - b) : [weekday] };
		case 'month-date':
			return { type: 'monthly-by-date', every, day: dayOf(date) };
		case 'month-weekday':
			return { type: 'monthly-by-weekday', every, nth: nthOf(date), weekday };
		case 'month-last':
			return { type: 'monthly-by-weekday', every, nth: -1, weekday };
		case 'year':
			return { type: 'yearly', every, month: monthOf(date), day: dayOf(date) };
	}
}

/** A rule counts from its first date; one that names another day than that date's is kept as it is. */
function unitOf(repeat: Repeat, date: string): RepeatUnit {
	switch (repeat.type) {
		case 'daily':
			return 'day';
		case 'weekly':
			return 'week';
		case 'monthly-by-date':
			return repeat.day === dayOf(date) ? 'month-date' : 'custom';
		case 'monthly-by-weekday':
			if (repeat.weekday !== weekdayOf(date)) return 'custom';
			if (repeat.nth === -1) return isLastOfItsKind(date) ? 'month-last' : 'custom';
			return repeat.nth === nthOf(date) && repeat.nth < 5 ? 'month-weekday' : 'custom';
		case 'yearly':
			return repeat.month === monthOf(date) && repeat.day === dayOf(date) ? 'year' : 'custom';
	}
}

function endingOf({ ends, until, times }: RepeatDraft, date: string): Ending | null {
	switch (ends) {
		case 'never':
			return { type: 'never' };
		case 'on':
			return isDate(until) && until >= date ? { type: 'until', date: until } : null;
		case 'after':
			return Number.isInteger(times) && times >= 1 && times <= MOST_TIMES ? { type: 'count', count: times } : null;
	}
}

/** "1st", "22nd", "13th" */
export function ordinal(n: number): string {
	const tail = n % 100 > 10 && n % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
	return `${n}${tail}`;
}

const ORDINALS = ['first', 'second', 'third', 'fourth'];
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const dayOf = (date: string): number => Number(date.slice(8));
const monthOf = (date: string): number => Number(date.slice(5, 7));
const nthOf = (date: string): Nth => Math.ceil(dayOf(date) / 7) as Nth; // 1 … 31 by sevens
const isLastOfItsKind = (date: string): boolean => plus(date, 7).slice(0, 7) !== date.slice(0, 7);
const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(utc(text));
const utc = (date: string): number => Date.parse(`${date}T00:00:00Z`);
const plus = (date: string, days: number): string => new Date((isDate(date) ? utc(date) : 0) + days * 86_400_000).toISOString().slice(0, 10);
