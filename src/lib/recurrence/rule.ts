/**
 * Recurrence rules (RFC 5545 §3.3.10) of whole days, as text and as checked parts. Knows no clock, no zone database and no
 * library. A rule speaks of the room's wall; the time of day stands elsewhere. Rules: CAL80, CAL81.
 */
import { err, ok, type Result } from '$crypto/base';

export type Frequency = 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';

export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** `nth` 0: every such weekday; negative: counted from the end of the month or year. */
export interface NthWeekday {
	readonly weekday: Weekday;
	readonly nth: number;
}

/** A legal rule. Empty lists: the part is absent. */
export interface Rule {
	readonly frequency: Frequency;
	readonly interval: number;
	/** YYYY-MM-DD, that day included. */
	readonly until: string | null;
	readonly count: number | null;
	readonly byDay: readonly NthWeekday[];
	readonly byMonthDay: readonly number[];
	readonly byMonth: readonly number[];
	readonly byYearDay: readonly number[];
	readonly byWeekNo: readonly number[];
	readonly bySetPos: readonly number[];
	readonly weekStart: Weekday;
}

/** illegal-rule: breaks RFC 5545. too-fine: it repeats within a day. unsupported-rule: other calendars (RFC 7529). */
export type RuleFailure =
	| { readonly type: 'illegal-rule'; readonly part: string; readonly value: string }
	| { readonly type: 'too-fine'; readonly part: string; readonly value: string }
	| { readonly type: 'unsupported-rule'; readonly part: string; readonly value: string };

/** What a rule from outside is read with: the time of day of its occurrences, and its zone's clock. */
export interface RuleClock {
	/** HH:MM of each occurrence. */
	readonly time: string;
	/** The wall time of an instant (milliseconds) in the zone of the rule. */
	readonly wallOf: (instant: number) => string;
}

/**
 * Reads a rule, with or without `RRULE:` before it; letter case does not matter.
 * An UNTIL with a time is turned into the last whole day that it allows. That needs `clock`; without one the time of day counts
 * as midnight and UTC as the zone. BYHOUR and its like are allowed only where they name exactly the time of `clock`.
 */
export function parseRule(text: string, clock: RuleClock | null = null): Result<Rule, RuleFailure> {
	const parts = new Map<string, string>();
	for (const piece of text.trim().toUpperCase().replace(/^RRULE:/, '').split(';')) {
		if (piece === '') continue;
		const [name = '', value = '', ...rest] = piece.split('=');
		if (value === '' || rest.length > 0 || parts.has(name) || !KNOWN.has(name)) return err({ type: 'illegal-rule', part: name, value: piece });
		parts.set(name, value);
	}
	for (const [name, value] of parts) {
		const failure = checkPart(name, value, clock);
		if (failure !== null) return err(failure);
	}
	const rule: Rule = {
		// checkPart has seen each value
		frequency: (parts.get('FREQ') ?? '') as Frequency,
		interval: Number(parts.get('INTERVAL') ?? 1),
		until: parts.has('UNTIL') ? lastDay(parts.get('UNTIL')!, clock) : null,
		count: parts.has('COUNT') ? Number(parts.get('COUNT')) : null,
		byDay: (parts.get('BYDAY')?.split(',') ?? []).map(nthWeekday),
		byMonthDay: numbers(parts.get('BYMONTHDAY')),
		byMonth: numbers(parts.get('BYMONTH')),
		byYearDay: numbers(parts.get('BYYEARDAY')),
		byWeekNo: numbers(parts.get('BYWEEKNO')),
		bySetPos: numbers(parts.get('BYSETPOS')),
		weekStart: (parts.get('WKST') ?? 'MO') as Weekday
	};
	const broken = brokenCombination(rule, parts);
	return broken === null ? ok(rule) : err({ type: 'illegal-rule', part: broken, value: parts.get(broken) ?? '' });
}

/** Canonical text: FREQ first, what is default left out, UNTIL as a date. `parseRule` reads it back to the same rule. */
export function ruleText(rule: Rule): string {
	const list = (name: string, values: readonly (number | string)[]): string => (values.length === 0 ? '' : `;${name}=${values.join(',')}`);
	return (
		`FREQ=${rule.frequency}` +
		(rule.interval === 1 ? '' : `;INTERVAL=${rule.interval}`) +
		(rule.count === null ? '' : `;COUNT=${rule.count}`) +
		(rule.until === null ? '' : `;UNTIL=${rule.until.replaceAll('-', '')}`) +
		list('BYMONTH', rule.byMonth) +
		list('BYWEEKNO', rule.byWeekNo) +
		list('BYYEARDAY', rule.byYearDay) +
		list('BYMONTHDAY', rule.byMonthDay) +
		list('BYDAY', rule.byDay.map(({ nth, weekday }) => `${nth === 0 ? '' : nth}${weekday}`)) +
		list('BYSETPOS', rule.bySetPos) +
		(rule.weekStart === 'MO' ? '' : `;WKST=${rule.weekStart}`)
	);
}

/** Whether a text is a date of the calendar, YYYY-MM-DD. */
export function isDate(text: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
	const at = Date.parse(`${text}T00:00:00Z`);
	return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text;
}

/** ISO weekday of a date: 1 Monday … 7 Sunday. */
export const isoWeekday = (date: string): number => ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;

const FREQUENCIES = new Set(['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY']);
const FINE = new Set(['HOURLY', 'MINUTELY', 'SECONDLY']);
const TIMES = ['BYHOUR', 'BYMINUTE', 'BYSECOND'];
const SIGNED_LISTS: Readonly<Record<string, number>> = { BYMONTHDAY: 31, BYYEARDAY: 366, BYWEEKNO: 53, BYSETPOS: 366 };
const KNOWN = new Set(['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'BYMONTH', 'WKST', 'RSCALE', 'SKIP', ...TIMES, ...Object.keys(SIGNED_LISTS)]);
/** Far more than anybody books, and small enough that arithmetic stays exact. */
const MAX_NUMBER = 10_000;
const UNTIL = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z)?)?$/;

function checkPart(name: string, value: string, clock: RuleClock | null): RuleFailure | null {
	const illegal: RuleFailure = { type: 'illegal-rule', part: name, value };
	if (name === 'FREQ') return FINE.has(value) ? { type: 'too-fine', part: name, value } : FREQUENCIES.has(value) ? null : illegal;
	if (name === 'INTERVAL' || name === 'COUNT') return /^\d{1,6}$/.test(value) && Number(value) >= 1 && Number(value) <= MAX_NUMBER ? null : illegal;
	if (name === 'WKST') return isWeekday(value) ? null : illegal;
	if (name === 'BYMONTH') return everyNumber(value, 1, 12, false) ? null : illegal;
	if (name === 'BYDAY') return value.split(',').every(isNthWeekday) ? null : illegal;
	if (name === 'RSCALE') return value === 'GREGORIAN' ? null : { type: 'unsupported-rule', part: name, value };
	if (name === 'SKIP') return value === 'OMIT' ? null : { type: 'unsupported-rule', part: name, value };
	if (TIMES.includes(name)) return clock !== null && value === timePart(name, clock.time) ? null : { type: 'too-fine', part: name, value };
	if (name === 'UNTIL') {
		const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00'] = UNTIL.exec(value) ?? [];
		return isDate(`${year}-${month}-${day}`) && Number(hour) < 24 && Number(minute) < 60 && Number(second) <= 60 ? null : illegal;
	}
	return everyNumber(value, 1, SIGNED_LISTS[name] ?? 0, true) ? null : illegal;
}

/** RFC 5545 §3.3.10: which parts may stand together. @returns the name of the part that may not. */
function brokenCombination(rule: Rule, parts: ReadonlyMap<string, string>): string | null {
	const { frequency } = rule;
	if (!parts.has('FREQ')) return 'FREQ';
	if (rule.count !== null && rule.until !== null) return 'COUNT';
	if (parts.has('SKIP') && !parts.has('RSCALE')) return 'SKIP';
	if (rule.byWeekNo.length > 0 && frequency !== 'YEARLY') return 'BYWEEKNO';
	if (rule.byYearDay.length > 0 && frequency !== 'YEARLY') return 'BYYEARDAY';
	if (rule.byMonthDay.length > 0 && frequency === 'WEEKLY') return 'BYMONTHDAY';
	if (rule.byDay.some(({ nth }) => nth !== 0)) {
		if (frequency === 'DAILY' || frequency === 'WEEKLY' || rule.byWeekNo.length > 0) return 'BYDAY';
	}
	const others = [rule.byDay, rule.byMonthDay, rule.byMonth, rule.byYearDay, rule.byWeekNo];
	if (rule.bySetPos.length > 0 && others.every((list) => list.length === 0)) return 'BYSETPOS';
	return null;
}

function lastDay(value: string, clock: RuleClock | null): string {
	const [, year = '', month = '', day = '', hour, minute = '', second = '', utc] = UNTIL.exec(value)!;
	const date = `${year}-${month}-${day}`;
	if (hour === undefined) return date;
	let wall = `${date}T${hour}:${minute}`;
	// Seconds are dropped: occurrences begin at whole minutes, so HH:MM:30 allows just what HH:MM:00 does.
	if (utc !== undefined && clock !== null) wall = clock.wallOf(Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Math.min(59, Number(second))));
	return clock === null || clock.time <= wall.slice(11, 16) ? wall.slice(0, 10) : dayBefore(wall.slice(0, 10));
}

const dayBefore = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

function timePart(name: string, time: string): string {
	return String(name === 'BYHOUR' ? Number(time.slice(0, 2)) : name === 'BYMINUTE' ? Number(time.slice(3, 5)) : 0);
}

// the list of weekdays is closed; the cast lets a plain text be looked up in it
const isWeekday = (text: string): text is Weekday => WEEKDAYS.includes(text as Weekday);

function isNthWeekday(text: string): boolean {
	const found = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(text);
	if (found === null || !isWeekday(found[2]!)) return false;
	return found[1] === undefined || (Math.abs(Number(found[1])) >= 1 && Math.abs(Number(found[1])) <= 53);
}

function nthWeekday(text: string): NthWeekday {
	// checked by isNthWeekday
	return { weekday: text.slice(-2) as Weekday, nth: Number(text.slice(0, -2)) };
}

const numbers = (text: string | undefined): number[] => (text === undefined ? [] : text.split(',').map(Number));

function everyNumber(text: string, least: number, most: number, signed: boolean): boolean {
	return text.split(',').every((each) => {
		if (!(signed ? /^[+-]?\d{1,3}$/ : /^\d{1,3}$/).test(each)) return false;
		const size = Math.abs(Number(each));
		return size >= least && size <= most;
	});
}
