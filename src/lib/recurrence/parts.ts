/**
 * What the editor of a repeating booking shows, and the rule text it stands for. A rule that the editor cannot show whole gives
 * null, so that nothing is lost by opening it. Rule: CAL84.
 */
import { isoWeekday, parseRule, ruleText, WEEKDAYS, type Rule } from './rule';

/** 1 Monday … 7 Sunday. */
export type IsoWeekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;
/** -1: the last. */
export type Nth = 1 | 2 | 3 | 4 | 5 | -1;

/** `every`: 1 … 99; 2 is every second day, week, month, year. */
export type Repeat =
	| { readonly type: 'daily'; readonly every: number }
	/** Weekdays ascending, at least one. */
	| { readonly type: 'weekly'; readonly every: number; readonly weekdays: readonly IsoWeekday[] }
	/** Day 1 … 31, or -1 for the last; months that are too short have none. */
	| { readonly type: 'monthly-by-date'; readonly every: number; readonly day: number }
	| { readonly type: 'monthly-by-weekday'; readonly every: number; readonly nth: Nth; readonly weekday: IsoWeekday }
	| { readonly type: 'yearly'; readonly every: number; readonly month: number; readonly day: number };

export type Ending =
	| { readonly type: 'never' }
	/** That day included. */
	| { readonly type: 'until'; readonly date: string }
	| { readonly type: 'count'; readonly count: number };

export interface RuleParts {
	readonly repeat: Repeat;
	readonly ending: Ending;
}

/** Always legal if the parts are within their bounds. */
export function partsToRule({ repeat, ending }: RuleParts): string {
	return ruleText({
		...EVERY_DAY,
		...repeatFields(repeat),
		interval: repeat.every,
		until: ending.type === 'until' ? ending.date : null,
		count: ending.type === 'count' ? ending.count : null
	});
}

/**
 * @param first the series' first date: a rule may leave its weekday or day to it.
 * @returns null for a rule that is illegal or says more than the editor can show.
 */
export function ruleToParts(text: string, first: string): RuleParts | null {
	const parsed = parseRule(text);
	if (!parsed.ok) return null;
	const rule = parsed.value;
	const repeat = repeatOf(rule, first);
	if (repeat === null || rule.interval > MAX_EVERY) return null;
	const ending: Ending =
		rule.until !== null ? { type: 'until', date: rule.until } : rule.count !== null ? { type: 'count', count: rule.count } : { type: 'never' };
	return { repeat, ending };
}

/** What a first date suggests, the likeliest first; `partsToRule` and `sayRule` turn each into text. */
export function suggestRepeats(first: string): readonly Repeat[] {
	const weekday = weekdayOf(first);
	const [month, day] = [Number(first.slice(5, 7)), Number(first.slice(8, 10))];
	const nth = Math.ceil(day / 7) as Nth; // 1 … 31 divided by 7, rounded up, is 1 … 5
	const isLast = day + 7 > daysInMonth(first);
	return [
		{ type: 'weekly', every: 1, weekdays: [weekday] },
		{ type: 'weekly', every: 2, weekdays: [weekday] },
		...(nth === 5 ? [] : [{ type: 'monthly-by-weekday', every: 1, nth, weekday } as const]),
		...(isLast ? [{ type: 'monthly-by-weekday', every: 1, nth: -1, weekday } as const] : []),
		{ type: 'monthly-by-date', every: 1, day },
		{ type: 'daily', every: 1 },
		{ type: 'weekly', every: 1, weekdays: [1, 2, 3, 4, 5] },
		{ type: 'yearly', every: 1, month, day }
	];
}

const MAX_EVERY = 99;

const EVERY_DAY: Rule = {
	frequency: 'DAILY', interval: 1, until: null, count: null, weekStart: 'MO',
	byDay: [], byMonthDay: [], byMonth: [], byYearDay: [], byWeekNo: [], bySetPos: []
};

function repeatFields(repeat: Repeat): Partial<Rule> {
	switch (repeat.type) {
		case 'daily':
			return { frequency: 'DAILY' };
		case 'weekly':
			return { frequency: 'WEEKLY', byDay: repeat.weekdays.map((weekday) => ({ weekday: nameOf(weekday), nth: 0 })) };
		case 'monthly-by-date':
			return { frequency: 'MONTHLY', byMonthDay: [repeat.day] };
		case 'monthly-by-weekday':
			return { frequency: 'MONTHLY', byDay: [{ weekday: nameOf(repeat.weekday), nth: repeat.nth }] };
		case 'yearly':
			return { frequency: 'YEARLY', byMonth: [repeat.month], byMonthDay: [repeat.day] };
	}
}

function repeatOf(rule: Rule, first: string): Repeat | null {
	const every = rule.interval;
	const given = NAMES.filter((name) => rule[name].length > 0).join(' ');
	switch (`${rule.frequency} ${given}`.trim()) {
		case 'DAILY':
			return { type: 'daily', every };
		case 'DAILY byDay':
			return every === 1 ? { type: 'weekly', every, weekdays: weekdaysOf(rule) } : null;
		case 'WEEKLY':
			return { type: 'weekly', every, weekdays: [weekdayOf(first)] };
		case 'WEEKLY byDay':
			return weekStartMatters(rule, first) ? null : { type: 'weekly', every, weekdays: weekdaysOf(rule) };
		case 'MONTHLY':
			return { type: 'monthly-by-date', every, day: Number(first.slice(8, 10)) };
		case 'MONTHLY byMonthDay': {
			const [day, ...more] = rule.byMonthDay;
			return day !== undefined && more.length === 0 && day >= -1 ? { type: 'monthly-by-date', every, day } : null;
		}
		case 'MONTHLY byDay':
			return monthlyByWeekday(rule, rule.byDay[0]?.nth ?? 0);
		case 'MONTHLY byDay bySetPos':
			// the nth of all Fridays, as some calendars write it
			return rule.byDay[0]?.nth === 0 && rule.bySetPos.length === 1 ? monthlyByWeekday(rule, rule.bySetPos[0]!) : null;
		case 'YEARLY':
			return { type: 'yearly', every, month: Number(first.slice(5, 7)), day: Number(first.slice(8, 10)) };
		case 'YEARLY byMonth':
			return rule.byMonth.length === 1 ? { type: 'yearly', every, month: rule.byMonth[0]!, day: Number(first.slice(8, 10)) } : null;
		case 'YEARLY byMonthDay byMonth': {
			const [month, day] = [rule.byMonth[0]!, rule.byMonthDay[0]!];
			return rule.byMonth.length === 1 && rule.byMonthDay.length === 1 && day > 0 ? { type: 'yearly', every, month, day } : null;
		}
		default:
			return null;
	}
}

const NAMES = ['byDay', 'byMonthDay', 'byMonth', 'byYearDay', 'byWeekNo', 'bySetPos'] as const;

function monthlyByWeekday(rule: Rule, nth: number): Repeat | null {
	const [day, ...more] = rule.byDay;
	if (day === undefined || more.length > 0 || !isNth(nth)) return null;
	return { type: 'monthly-by-weekday', every: rule.interval, nth, weekday: isoOf(day.weekday) };
}

const isNth = (value: number): value is Nth => value === -1 || (value >= 1 && value <= 5);

/** Where weeks begin decides which weeks are the second ones, unless the rule has one weekday and starts on it. */
function weekStartMatters(rule: Rule, first: string): boolean {
	if (rule.weekStart === 'MO' || rule.interval === 1) return false;
	return !(rule.byDay.length === 1 && isoOf(rule.byDay[0]!.weekday) === weekdayOf(first));
}

const weekdaysOf = (rule: Rule): readonly IsoWeekday[] => [...new Set(rule.byDay.map(({ weekday }) => isoOf(weekday)))].sort((a, b) => a - b);

const nameOf = (weekday: IsoWeekday) => WEEKDAYS[weekday - 1]!;
// places in a list of seven, from one
const isoOf = (name: (typeof WEEKDAYS)[number]) => (WEEKDAYS.indexOf(name) + 1) as IsoWeekday;
const weekdayOf = (date: string) => isoWeekday(date) as IsoWeekday;

const daysInMonth = (date: string): number => new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 0)).getUTCDate();
