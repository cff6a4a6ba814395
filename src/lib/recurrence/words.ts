/**
 * A rule as people say it: "every second Tuesday until 30 June 2027". What has no short and exact wording is "a custom pattern",
 * so that the words never say something else than the dates. Rule: CAL85.
 */
import { isoWeekday, parseRule, WEEKDAYS, type NthWeekday, type Rule, type Weekday } from './rule';

const CUSTOM = 'a custom pattern';

/**
 * @param text RRULE text; what cannot be read is a custom pattern too.
 * @param first the series' first date: a rule may leave its weekday or day to it.
 * @returns lower case at the start, no full stop.
 */
export function sayRule(text: string, first: string): string {
	const parsed = parseRule(text);
	if (!parsed.ok) return CUSTOM;
	return `${sayPattern(parsed.value, first)}${sayEnd(parsed.value)}`;
}

function sayPattern(rule: Rule, first: string): string {
	const given = NAMES.filter((name) => rule[name].length > 0).join(' ');
	switch (rule.frequency) {
		case 'DAILY':
			if (given === '') return every(rule.interval, 'day');
			return given === 'byDay' && rule.interval === 1 ? sayWeekdays(rule) : CUSTOM;
		case 'WEEKLY':
			return sayWeekly(rule, given, first);
		case 'MONTHLY':
			return sayMonthly(rule, given, first);
		case 'YEARLY':
			return sayYearly(rule, given, first);
	}
}

const NAMES = ['byDay', 'byMonthDay', 'byMonth', 'byYearDay', 'byWeekNo', 'bySetPos'] as const;

function sayWeekly(rule: Rule, given: string, first: string): string {
	if (given !== '' && given !== 'byDay') return CUSTOM;
	const days = weekdaysOf(rule, first);
	if (rule.interval === 1) return sayWeekdays({ ...rule, byDay: days.map((weekday) => ({ weekday, nth: 0 })) });
	if (rule.weekStart !== 'MO' && !(days.length === 1 && days[0] === weekdayOf(first))) return CUSTOM;
	if (days.length === 1 && rule.interval === 2) return `every second ${DAY_NAMES[days[0]!]}`;
	return `${every(rule.interval, 'week')} on ${days.length === 7 ? 'every day' : isWorkweek(days) ? 'weekdays' : and(days.map((day) => DAY_NAMES[day]))}`;
}

function sayWeekdays(rule: Rule): string {
	const days = weekdaysOf(rule, '');
	if (days.length === 7) return 'every day';
	return isWorkweek(days) ? 'every weekday' : `every ${and(days.map((day) => DAY_NAMES[day]))}`;
}

function sayMonthly(rule: Rule, given: string, first: string): string {
	const start = rule.interval === 1 ? 'monthly' : every(rule.interval, 'month');
	if (given === '') return `${start} on the ${ordinal(dayOf(first))}${shortMonths([dayOf(first)])}`;
	if (given === 'byMonthDay') {
		const days = rule.byMonthDay.map(sayMonthDay);
		return days.includes(null) ? CUSTOM : `${start} on the ${and(inOrder(rule.byMonthDay).map((day) => sayMonthDay(day)!))}${shortMonths(rule.byMonthDay)}`;
	}
	const which = given === 'byDay' ? sayNthWeekdays(rule.byDay) : given === 'byDay bySetPos' ? saySetPosition(rule) : null;
	return which === null ? CUSTOM : `${start} on ${which}`;
}

function sayYearly(rule: Rule, given: string, first: string): string {
	const start = every(rule.interval, 'year');
	const [month, ...otherMonths] = rule.byMonth.length === 0 ? [Number(first.slice(5, 7))] : rule.byMonth;
	if (month === undefined || otherMonths.length > 0) return CUSTOM;
	const name = MONTHS[month - 1]!;
	if (given === '' || given === 'byMonth' || given === 'byMonthDay byMonth') {
		const [day, ...otherDays] = rule.byMonthDay.length === 0 ? [dayOf(first)] : rule.byMonthDay;
		if (day === undefined || otherDays.length > 0 || day < -1) return CUSTOM;
		if (day === -1) return `${start} on the last day of ${name}`;
		if (day > LENGTHS[month - 1]!) return CUSTOM;
		return `${start} on ${day} ${name}${month === 2 && day === 29 ? ' (in leap years)' : ''}`;
	}
	if (given === 'byDay byMonth') {
		const which = sayNthWeekdays(rule.byDay);
		return which === null ? CUSTOM : `${start} on ${which} of ${name}`;
	}
	return CUSTOM;
}

/** "the second and fourth Tuesday", "the first Monday and the last Friday"; null: not every one of them is an nth. */
function sayNthWeekdays(days: readonly NthWeekday[]): string | null {
	const words = days.map(({ nth }) => NTH.get(nth));
	if (words.includes(undefined)) return null;
	const weekdays = new Set(days.map(({ weekday }) => weekday));
	const short = days.some(({ nth }) => nth === 5) ? ' (where there is a fifth)' : '';
	if (weekdays.size === 1) return `the ${and(words as string[])} ${DAY_NAMES[days[0]!.weekday]}${short}`; // undefined was ruled out
	return and(days.map(({ nth, weekday }) => `the ${NTH.get(nth)} ${DAY_NAMES[weekday]}`)) + short;
}

/** Of the month's Fridays, weekdays or days: the first, the last … */
function saySetPosition({ byDay, bySetPos }: Rule): string | null {
	const words = bySetPos.map((position) => NTH.get(position));
	if (words.includes(undefined) || byDay.some(({ nth }) => nth !== 0)) return null;
	const days = [...new Set(byDay.map(({ weekday }) => weekday))];
	if (days.length === 1) return sayNthWeekdays(bySetPos.map((nth) => ({ nth, weekday: days[0]! })));
	const kind = days.length === 7 ? 'day' : isWorkweek(days) ? 'weekday' : isWeekend(days) ? 'weekend day' : null;
	return kind === null ? null : `the ${and(words as string[])} ${kind}`; // undefined was ruled out
}

function sayEnd({ until, count }: Rule): string {
	if (until !== null) return ` until ${Number(until.slice(8, 10))} ${MONTHS[Number(until.slice(5, 7)) - 1]} ${until.slice(0, 4)}`;
	if (count !== null) return count === 1 ? ', once' : `, ${count} times`;
	return '';
}

const DAY_NAMES: Readonly<Record<Weekday, string>> = {
	MO: 'Monday', TU: 'Tuesday', WE: 'Wednesday', TH: 'Thursday', FR: 'Friday', SA: 'Saturday', SU: 'Sunday'
};
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const NTH = new Map([[1, 'first'], [2, 'second'], [3, 'third'], [4, 'fourth'], [5, 'fifth'], [-1, 'last'], [-2, 'second last']]);

const every = (interval: number, unit: string): string =>
	interval === 1 ? `every ${unit}` : interval === 2 ? `every second ${unit}` : `every ${interval} ${unit}s`;

const dayOf = (date: string): number => Number(date.slice(8, 10));
const weekdayOf = (date: string): Weekday => WEEKDAYS[isoWeekday(date) - 1]!;

/** Monday first, each once. */
function weekdaysOf(rule: Rule, first: string): readonly Weekday[] {
	if (rule.byDay.length === 0) return [weekdayOf(first)];
	return WEEKDAYS.filter((day) => rule.byDay.some(({ weekday }) => weekday === day));
}

const isWorkweek = (days: readonly Weekday[]): boolean => days.length === 5 && !days.includes('SA') && !days.includes('SU');
const isWeekend = (days: readonly Weekday[]): boolean => days.length === 2 && days.includes('SA') && days.includes('SU');

/** Ascending, those counted from the end last. */
const inOrder = (days: readonly number[]): number[] => [...new Set(days)].sort((a, b) => (a > 0 === b > 0 ? a - b : b - a));

const sayMonthDay = (day: number): string | null => (day > 0 ? ordinal(day) : day === -1 ? 'last day' : day === -2 ? 'second last day' : null);

function shortMonths(days: readonly number[]): string {
	return days.some((day) => day > 28) ? ' (where the month has one)' : '';
}

function ordinal(day: number): string {
	const tens = Math.floor(day / 10) === 1;
	return `${day}${!tens && day % 10 === 1 ? 'st' : !tens && day % 10 === 2 ? 'nd' : !tens && day % 10 === 3 ? 'rd' : 'th'}`;
}

const and = (words: readonly string[]): string =>
	words.length <= 1 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
