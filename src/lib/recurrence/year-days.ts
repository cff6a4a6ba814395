/**
 * Yearly rules that name weekdays, week numbers or days of the year: rrule-temporal does not combine these parts as RFC 5545
 * does (docs/decisions/0011-recurrence.md), so their days are found here, by looking at each day of a year. Rule: CAL82.
 */
import { isoWeekday, WEEKDAYS, type Rule } from './rule';

/** Whether the days of a rule are found here. */
export const needsYearDays = (rule: Rule): boolean =>
	rule.frequency === 'YEARLY' && (rule.byDay.length > 0 || rule.byWeekNo.length > 0 || rule.byYearDay.length > 0);

/** All dates of a yearly rule from `first` to `last`, both included; COUNT is the caller's. */
export function yearDays(rule: Rule, first: string, last: string): string[] {
	const dates: string[] = [];
	for (let year = Number(first.slice(0, 4)); year <= Number(last.slice(0, 4)); year += rule.interval) {
		const start = Date.UTC(year, 0, 1);
		const length = (Date.UTC(year + 1, 0, 1) - start) / DAY_MS;
		const days: string[] = [];
		for (let index = 0; index < length; index++) {
			const date = new Date(start + index * DAY_MS).toISOString().slice(0, 10);
			if (fits(rule, first, date, index + 1, length)) days.push(date);
		}
		dates.push(...positions(days, rule.bySetPos));
	}
	return dates.filter((date) => date >= first && date <= last);
}

const DAY_MS = 86_400_000;

/** Each part that is there must allow the day. A week number alone leaves the weekday to the first date. */
function fits(rule: Rule, first: string, date: string, dayOfYear: number, yearLength: number): boolean {
	const [month, day] = [Number(date.slice(5, 7)), Number(date.slice(8, 10))];
	const monthLength = new Date(Date.UTC(Number(date.slice(0, 4)), month, 0)).getUTCDate();
	if (rule.byMonth.length > 0 && !rule.byMonth.includes(month)) return false;
	if (!counts(rule.byYearDay, dayOfYear, yearLength)) return false;
	if (!counts(rule.byMonthDay, day, monthLength)) return false;
	if (rule.byWeekNo.length > 0) {
		const { week, weeks } = weekOf(date, WEEKDAYS.indexOf(rule.weekStart));
		if (!counts(rule.byWeekNo, week, weeks)) return false;
	}
	if (rule.byDay.length === 0) {
		const alone = rule.byWeekNo.length > 0 && rule.byYearDay.length === 0 && rule.byMonthDay.length === 0;
		return !alone || isoWeekday(date) === isoWeekday(first);
	}
	// numbered weekdays are counted within the month where months are named
	const [place, length] = rule.byMonth.length > 0 ? [day, monthLength] : [dayOfYear, yearLength];
	return rule.byDay.some(({ weekday, nth }) => {
		if (WEEKDAYS[isoWeekday(date) - 1] !== weekday) return false;
		return nth === 0 || nth === Math.ceil(place / 7) || nth === -Math.ceil((length - place + 1) / 7);
	});
}

/** Whether a list, if there is one, names a place counted from the front or from the end. */
function counts(list: readonly number[], place: number, length: number): boolean {
	return list.length === 0 || list.includes(place) || list.includes(place - length - 1);
}

/** The week of its own week year that a day lies in, and how many weeks that year has. `weekStart`: 0 Monday … 6 Sunday. */
function weekOf(date: string, weekStart: number): { readonly week: number; readonly weeks: number } {
	const at = Date.parse(`${date}T00:00:00Z`);
	// a week belongs to the year of its fourth day
	const fourth = at - ((isoWeekday(date) - 1 - weekStart + 7) % 7) * DAY_MS + 3 * DAY_MS;
	const year = new Date(fourth).getUTCFullYear();
	const week = Math.floor((fourth - Date.UTC(year, 0, 1)) / DAY_MS / 7) + 1;
	const left = Math.floor((Date.UTC(year, 11, 31) - fourth) / DAY_MS / 7);
	return { week, weeks: week + left };
}

function positions(days: readonly string[], bySetPos: readonly number[]): readonly string[] {
	if (bySetPos.length === 0) return days;
	return days.filter((_, index) => counts(bySetPos, index + 1, days.length));
}
