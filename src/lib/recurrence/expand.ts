/**
 * A rule's dates. The arithmetic is rrule-temporal's, asked in UTC at midnight: no clock change of any zone can drop or shift a
 * date, and nothing depends on a zone database. Always bounded. Rules: CAL81, CAL82.
 */
import type { RRuleTemporal } from 'rrule-temporal';
import { err, ok, type Result } from '$crypto/base';
import { isDate, parseRule, type Rule, type RuleFailure } from './rule';
import { needsYearDays, yearDays } from './year-days';

/** Most dates of one expansion, and most years it looks ahead. */
export const MAX_DATES = 400;
export const MAX_YEARS = 3;
/** Most years between a rule's first date and the dates wanted of it: longer ones cost too long a search. */
export const MAX_SPAN_YEARS = 100;

export interface Expansion {
	/** RRULE text; see `parseRule`. */
	readonly rule: string;
	/** YYYY-MM-DD from which the rule counts. One of the dates only if it fits the rule. */
	readonly first: string;
	/** Only dates later than this; null or absent: from `first` on. The bounds count from here. */
	readonly after?: string | null;
	/** Last date wanted, itself included; never more than MAX_YEARS ahead. */
	readonly through?: string | null;
	/** 1 … MAX_DATES; default MAX_DATES. */
	readonly limit?: number;
}

export interface ExpandedDates {
	/** Ascending, each once, YYYY-MM-DD. May be empty: nothing fits. */
	readonly dates: readonly string[];
	/** The rule itself may go on after these: a bound, not its own end, cut it. */
	readonly more: boolean;
}

/** no-such-date: not in the calendar. too-far: more than MAX_SPAN_YEARS from `first` to `after`, or years beyond 1000 to 9990. */
export type ExpandFailure = RuleFailure | { readonly type: 'no-such-date' | 'too-far'; readonly date: string };

export type Expand = (expansion: Expansion) => Result<ExpandedDates, ExpandFailure>;

/** Fetches the library, once; what it gives is then synchronous. */
export function loadExpand(): Promise<Expand> {
	loading ??= import('rrule-temporal').then((library) => createExpand(library.RRuleTemporal));
	return loading;
}

/** The same in one step, for a single rule. */
export const expandRule = async (expansion: Expansion): Promise<Result<ExpandedDates, ExpandFailure>> => (await loadExpand())(expansion);

let loading: Promise<Expand> | null = null;

type Library = typeof RRuleTemporal;

const DAY_MS = 86_400_000;
/** Beyond them the arithmetic of dates leaves four-digit years. */
const [EARLIEST, LATEST] = ['1000-01-01', '9990-01-01'];
/** No rule takes so many within MAX_SPAN_YEARS. */
const MAX_STEPS = 1_000_000;

function createExpand(library: Library): Expand {
	return ({ rule: text, first, after = null, through = null, limit = MAX_DATES }) => {
		for (const date of [first, after, through]) if (date !== null && !isDate(date)) return err({ type: 'no-such-date', date });
		for (const date of [first, after]) if (date !== null && (date < EARLIEST || date > LATEST)) return err({ type: 'too-far', date });
		const parsed = parseRule(text);
		if (!parsed.ok) return parsed;
		const rule = parsed.value;
		const from = after === null || after < first ? first : nextDay(after);
		if (from > yearsLater(first, MAX_SPAN_YEARS)) return err({ type: 'too-far', date: from });
		const farthest = yearsLater(from, MAX_YEARS);
		const horizon = through === null || through > farthest ? farthest : through;
		const last = rule.until !== null && rule.until < horizon ? rule.until : horizon;
		const most = Math.max(1, Math.min(MAX_DATES, Math.floor(limit)));
		if (last < from) return ok({ dates: [], more: rule.until === null || rule.until > last });
		// a COUNT counts from the first date on
		const start = rule.count === null ? from : first;
		const all = needsYearDays(rule) ? yearDays(rule, first, last).filter((date) => date >= start) : askLibrary(library, rule, first, start, last);
		const counted = rule.count === null ? all : all.slice(0, rule.count);
		const dates = counted.filter((date) => date >= from);
		const ended = rule.count !== null ? all.length >= rule.count : rule.until !== null && rule.until <= horizon;
		return ok({ dates: dates.slice(0, most), more: dates.length > most || !ended });
	};
}

/** An end is always given, so that a rule that never fits ends the search too. COUNT is applied by the caller. */
function askLibrary(library: Library, rule: Rule, first: string, from: string, last: string): string[] {
	const expander = new library({
		freq: rule.frequency,
		interval: rule.interval,
		until: midnight(last),
		dtstart: midnight(first),
		wkst: rule.weekStart,
		cache: false,
		// the library's own caps are below what a daily rule of thirty years needs; ours are the dates above
		maxIterations: MAX_STEPS,
		maxCandidateEvaluations: MAX_STEPS,
		...(rule.byDay.length > 0 && { byDay: rule.byDay.map(({ nth, weekday }) => `${nth === 0 ? '' : nth}${weekday}`) }),
		...(rule.byMonth.length > 0 && { byMonth: [...rule.byMonth] }),
		...(rule.byMonthDay.length > 0 && { byMonthDay: [...rule.byMonthDay] }),
		...(rule.byYearDay.length > 0 && { byYearDay: [...rule.byYearDay] }),
		...(rule.byWeekNo.length > 0 && { byWeekNo: [...rule.byWeekNo] }),
		...(rule.bySetPos.length > 0 && { bySetPos: [...rule.bySetPos] })
	});
	return expander.between(new Date(utc(from)), new Date(utc(last)), true).map(({ epochMilliseconds }) => dateAt(epochMilliseconds));
}

/** The library takes anything that names its zone and prints as a zoned time. */
const midnight = (date: string) => ({ timeZoneId: 'UTC', toString: () => `${date}T00:00:00+00:00[UTC]` });

const utc = (date: string): number => Date.parse(`${date}T00:00:00Z`);
const dateAt = (instant: number): string => new Date(instant).toISOString().slice(0, 10);
const nextDay = (date: string): string => dateAt(utc(date) + DAY_MS);

function yearsLater(date: string, years: number): string {
	const at = new Date(utc(date));
	at.setUTCFullYear(at.getUTCFullYear() + years);
	return dateAt(at.getTime());
}
