/**
 * The occurrences of an imported event as instants: rule, listed dates, left-out dates and dates described apart, within a span
 * (RFC 5545 §3.8.5, §3.8.4.4). Always bounded. Rules: ICS6, ICS7.
 */
import { addDays, MINUTES_A_DAY, parseDate, parseWallTime, wallTimeOf } from '$crdt/domain/wall-time';
import type { Expand } from '$lib/recurrence/expand';
import { parseRule, type Rule } from '$lib/recurrence/rule';
import type { ZoneClock } from '$lib/time/zone-clock';
import type { ImportedEnd, ImportedEvent, ImportedOverride, ImportedTime } from './import-types';

/** Times in milliseconds since 1970. */
export interface Occurrence {
	readonly start: number;
	/** Exclusive. */
	readonly end: number;
	/** The rule made it, and it stands there. */
	readonly regular: boolean;
	readonly free: boolean;
	/** The wall of the event's own zone skips this time, or shows it twice. */
	readonly clock: 'plain' | 'gap' | 'overlap';
}

export interface OccurrenceSpan {
	/** Occurrences that end after this instant … */
	readonly from: number;
	/** … and begin before this one. */
	readonly until: number;
	/** Whose wall floating times and whole days hang on. */
	readonly wall: ZoneClock;
	readonly expand: Expand;
	/** What may still be spent on one file; goes down. */
	readonly effort: Effort;
}

/** Days of the calendar that rules may be tried on: no file, whatever its rules, can hold the page for long. */
export interface Effort {
	days: number;
}

/** Some 2,000 series of a busy practice; at worst a quarter of a minute for rules that were made to take long. */
export const effortForFile = (): Effort => ({ days: 3_000_000 });

export interface Occurrences {
	/** Earliest first; cancelled ones are not among them. */
	readonly all: readonly Occurrence[];
	/** The series goes on after what is listed here. */
	readonly more: boolean;
	/** Not worked out: the effort for the file is spent. */
	readonly tooMuch: boolean;
}

export function occurrencesOf(event: ImportedEvent, span: OccurrenceSpan): Occurrences {
	const { from, until, wall } = span;
	if (event.cancelled && event.overrides.every(({ cancelled }) => cancelled)) return { all: [], more: false, tooMuch: false };
	const clock = event.start.zone ?? wall;
	/** A floating time beside a start in a zone is meant on that zone's wall. */
	const instantIn = ({ wall: text, zone }: ImportedTime): number => (zone ?? clock).instantOf(text).instant;
	const endOf = (start: string, at: number, end: ImportedEnd): number => endInstant(event, clock, start, at, end);

	const made = wallsOf(event, span, clock);
	if (!made) return { all: [], more: true, tooMuch: true };
	const { walls, more } = made;
	const apart = [...event.overrides].sort((a, b) => instantIn(a.of) - instantIn(b.of));
	const shifts = apart.filter(({ andLater }) => andLater);
	/** What tells the moments of a series apart: the instant, or the date where either side knows no more. */
	const keyOf = (time: ImportedTime): number | string =>
		time.dateOnly ? time.wall.slice(0, 10) : event.start.dateOnly ? clock.wallOf(instantIn(time)).slice(0, 10) : instantIn(time);
	const without = new Set(event.without.map(keyOf));
	const apartByKey = new Map(apart.map((one) => [keyOf(one.of), one]));
	const left = new Set(apartByKey.values());
	const found: Occurrence[] = [];

	const place = (text: string, end: ImportedEnd, regular: boolean) => {
		const { instant, kind } = clock.instantOf(text);
		// A date without a time leaves out, or describes, whatever begins on it: many programs write EXDATE so.
		if (without.has(instant) || without.has(text.slice(0, 10))) return;
		const own = apartByKey.get(instant) ?? apartByKey.get(text.slice(0, 10));
		if (own) {
			left.delete(own);
			if (own.cancelled) return;
			return void found.push(overrideOccurrence(own, clock, endInstant(event, own.start.zone ?? clock, own.start.wall, instantIn(own.start), own.end)));
		}
		const shift = shifts.findLast((one) => instantIn(one.of) <= instant);
		if (shift?.cancelled || event.cancelled) return;
		if (!shift) return void found.push({ start: instant, end: endOf(text, instant, end), regular, free: event.free, clock: kind });
		// Later ones move along by the wall.
		const moved = wallTimeOf((parseWallTime(text) ?? 0) + (parseWallTime(clock.wallOf(instantIn(shift.start))) ?? 0) - (parseWallTime(clock.wallOf(instantIn(shift.of))) ?? 0));
		const at = clock.instantOf(moved);
		const length = endInstant(event, shift.start.zone ?? clock, shift.start.wall, instantIn(shift.start), shift.end) - instantIn(shift.start);
		found.push({ start: at.instant, end: at.instant + length, regular: false, free: shift.free, clock: at.kind });
	};

	for (const { text, ruled } of walls) place(text, event.end, ruled);
	for (const { start, end } of event.added) {
		const instant = instantIn(start);
		place(clock.wallOf(instant), end ?? event.end, false);
	}
	// Described apart, but of no moment in the span or in the series: they stand where they say.
	for (const one of left) {
		if (one.cancelled || without.has(keyOf(one.of))) continue;
		found.push(overrideOccurrence(one, clock, endInstant(event, one.start.zone ?? clock, one.start.wall, instantIn(one.start), one.end)));
	}
	const seen = new Set<string>();
	const all = found
		.filter(({ start, end }) => (end > from || (end === start && start >= from)) && start < until)
		.sort((a, b) => a.start - b.start || a.end - b.end)
		.filter(({ start, end }) => !seen.has(`${start} ${end}`) && seen.add(`${start} ${end}`));
	return { all, more, tooMuch: false };
}

const DAY_MS = 86_400_000;
const MAX_DAYS = 1_000_000;

/** Wall times of the start and of what the rule makes of it, as far as they may touch the span. Null: too much effort. */
function wallsOf(event: ImportedEvent, { from, until, expand, effort }: OccurrenceSpan, clock: ZoneClock): { walls: { text: string; ruled: boolean }[]; more: boolean } | null {
	const [first, time] = [event.start.wall.slice(0, 10), event.start.wall.slice(10)];
	const alone = { walls: [{ text: event.start.wall, ruled: false }], more: false };
	const parsed = event.rule === null ? null : parseRule(event.rule);
	if (event.rule === null || !parsed?.ok) return alone;
	const longest = 'length' in event.end ? event.end.length.days : Math.ceil(((event.end.at.zone ?? clock).instantOf(event.end.at.wall).instant - clock.instantOf(event.start.wall).instant) / DAY_MS);
	const after = clock.wallOf(from - (longest + 2) * DAY_MS).slice(0, 10);
	const through = clock.wallOf(until + DAY_MS).slice(0, 10);
	if (lastPossible(parsed.value, first) < after) return { walls: [], more: false };
	// a COUNT is counted from the first date on
	effort.days -= daysFrom(parsed.value.count === null && after > first ? after : first, through);
	if (effort.days < 0) return null;
	const expanded = expand({ rule: event.rule, first, after: after < first ? null : after, through: through < first ? first : through });
	if (!expanded.ok) return alone;
	const { dates, more } = expanded.value;
	// DTSTART is the first of the series even where the rule would not make it, and it counts (RFC 5545 §3.8.5.3).
	const own = after < first && !dates.includes(first);
	const counted = own && parsed.value.count !== null && !more ? dates.slice(0, -1) : dates;
	return { walls: [...(own ? [{ text: first + time, ruled: false }] : []), ...counted.map((date) => ({ text: date + time, ruled: true }))], more };
}

const daysFrom = (from: string, to: string): number => Math.max(1, (parseDate(to) ?? 0) - (parseDate(from) ?? 0));

/** A date that no occurrence lies beyond, where that is plain without working the rule out: most series of an old file are over. */
function lastPossible(rule: Rule, first: string): string {
	if (rule.until !== null) return rule.until;
	const { frequency, count, interval } = rule;
	const others = rule.byMonth.length + rule.byMonthDay.length + rule.bySetPos.length + (frequency === 'DAILY' ? rule.byDay.length : 0);
	if (count === null || others > 0 || (frequency !== 'DAILY' && frequency !== 'WEEKLY')) return '9999-12-31';
	return addDays(first, Math.min(MAX_DAYS, (count + 1) * interval * (frequency === 'DAILY' ? 1 : 7)));
}

/** The end of an occurrence that begins at `start` on the wall of `clock`, which is the instant `at`. */
function endInstant(event: ImportedEvent, clock: ZoneClock, start: string, at: number, end: ImportedEnd): number {
	if ('length' in end) {
		const { days, minutes } = end.length;
		const until = days === 0 ? at : clock.instantOf(wallTimeOf((parseWallTime(start) ?? 0) + days * MINUTES_A_DAY)).instant;
		return until + minutes * 60_000;
	}
	const stated = (end.at.zone ?? clock).instantOf(end.at.wall);
	// An end of one's own (RDATE, RECURRENCE-ID) is meant as it stands; that of the event gives the length of all.
	if (end !== event.end) return Math.max(at, stated.instant);
	const first = clock.instantOf(event.start.wall);
	const isOneWall = (end.at.zone ?? clock) === clock;
	// In an hour that is skipped or comes twice the wall says better what is meant: not nothing, and not an hour too much.
	if (isOneWall && (first.kind !== 'plain' || stated.kind !== 'plain'))
		return at + Math.max(0, (parseWallTime(end.at.wall) ?? 0) - (parseWallTime(event.start.wall) ?? 0)) * 60_000;
	return at + Math.max(0, stated.instant - first.instant);
}

function overrideOccurrence(one: ImportedOverride, clock: ZoneClock, end: number): Occurrence {
	const { instant, kind } = (one.start.zone ?? clock).instantOf(one.start.wall);
	return { start: instant, end, regular: false, free: one.free, clock: kind };
}

