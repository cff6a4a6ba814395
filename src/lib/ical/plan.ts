/**
 * What of a calendar file could be booked in a room: single bookings and repeating ones in the wall time of the room's zone, and
 * for the rest the reason. Asks nobody whether the room is free. Rules: ICS6 to ICS9.
 */
import { parseWallTime } from '$crdt/domain/wall-time';
import type { Expand } from '$lib/recurrence/expand';
import { parseRule, ruleText, WEEKDAYS, type Rule } from '$lib/recurrence/rule';
import type { ZoneClock } from '$lib/time/zone-clock';
import type { ImportedCalendar, ImportedEvent } from './import-types';
import { effortForFile, occurrencesOf, type Effort, type Occurrence } from './occurrences';

/** What one booking op can say. */
export type PlannedPiece =
	| { readonly kind: 'single'; readonly start: string; /** Exclusive. */ readonly end: string }
	| { readonly kind: 'series'; readonly from: string; readonly minutes: number; readonly rule: string; readonly dates: readonly string[] };

/** Why an event, or a date of one, is not booked unless the person asks for it; or cannot be. */
export type LeftOut = 'cancelled' | 'free' | 'past' | 'no-length' | 'too-long' | 'clock-change' | 'too-many';

export interface PlannedEvent {
	/** Line of the file, and what tells it from the others. */
	readonly line: number;
	/** For the screen alone. */
	readonly title: string;
	readonly allDay: boolean;
	/** Earliest first; empty when nothing can be booked. */
	readonly pieces: readonly PlannedPiece[];
	/** Dates that are not among the pieces, by reason. */
	readonly leftOut: ReadonlyMap<LeftOut, number>;
	/** Marked as not taking the time, or a whole day: booked only if the person asks for it. */
	readonly onlyIfAsked: boolean;
	/** The file's series goes on longer than is booked. */
	readonly more: boolean;
	/** Some date falls into an hour that the event's own clock skips or shows twice. */
	readonly clockChange: boolean;
}

export interface PlanInput {
	readonly calendar: ImportedCalendar;
	/** The room's. */
	readonly zone: ZoneClock;
	/** Milliseconds since 1970: what begins earlier is past. */
	readonly now: number;
	readonly expand: Expand;
}

/** Of a series without an end a year is written; its owner's device adds the rest as time goes by. */
const OPEN_ENDED_DAYS = 366;
const HORIZON_DAYS = 3 * 366;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** A day on the wall, the longest that can be booked at once. */
const MAX_MINUTES = 1440;
const MAX_DATES = 400;
const MIN_MINUTES = 5;

export function planFor(input: PlanInput): PlannedEvent[] {
	const effort = effortForFile();
	return input.calendar.events.map((event) => planEvent(event, input, effort));
}

interface Placed {
	readonly start: string;
	readonly end: string;
	readonly minutes: number;
	readonly regular: boolean;
}

function planEvent(event: ImportedEvent, { zone, now, expand }: PlanInput, effort: Effort): PlannedEvent {
	const leftOut = new Map<LeftOut, number>();
	const leave = (why: LeftOut) => leftOut.set(why, (leftOut.get(why) ?? 0) + 1);
	const about = describe(event);
	if (event.cancelled && event.overrides.every(({ cancelled }) => cancelled)) {
		leave('cancelled');
		return { ...about, pieces: [], leftOut, more: false, clockChange: false };
	}
	const rule = event.rule === null ? null : parseRule(event.rule);
	const open = rule?.ok === true && rule.value.count === null && rule.value.until === null;
	const until = now + (open ? OPEN_ENDED_DAYS : HORIZON_DAYS) * DAY_MS;
	const { all, more, tooMuch } = occurrencesOf(event, { from: now - DAY_MS, until: rule === null ? Number.MAX_SAFE_INTEGER / 2 : until, wall: zone, expand, effort });
	if (tooMuch) {
		leave('too-many');
		return { ...about, pieces: [], leftOut, more: false, clockChange: false };
	}
	if (isOver(event, all, now, zone)) leave('past');

	const placed: Placed[] = [];
	for (const one of all) {
		if (one.start < now) {
			if (all.length > 1) leave('past');
			continue;
		}
		const fits = place(one, zone);
		if (typeof fits === 'string') leave(fits);
		else placed.push(fits);
	}
	const kept = placed.slice(0, MAX_PIECES);
	for (let i = kept.length; i < placed.length; i++) leave('too-many');
	return {
		...about,
		onlyIfAsked: about.onlyIfAsked || (all.length > 0 && all.every(({ free }) => free)),
		pieces: piecesOf(kept, rule?.ok ? rule.value : null, { goesOn: open && more, sameWall: (event.start.zone ?? zone).zone === zone.zone, expand }),
		leftOut,
		more: more && !open,
		clockChange: all.some(({ clock, start }) => clock !== 'plain' && start >= now)
	};
}

const MAX_PIECES = 1_000;

const describe = (event: ImportedEvent): Pick<PlannedEvent, 'line' | 'title' | 'allDay' | 'onlyIfAsked'> => ({
	line: event.line,
	title: event.title,
	allDay: event.allDay,
	onlyIfAsked: event.allDay || event.free
});

/** Everything it ever had lies behind us. */
function isOver(event: ImportedEvent, ahead: readonly Occurrence[], now: number, zone: ZoneClock): boolean {
	if (ahead.some(({ start }) => start >= now)) return false;
	if (ahead.length > 0) return ahead.length === 1;
	return (event.start.zone ?? zone).instantOf(event.start.wall).instant < now;
}

/** On the wall of the room. */
function place({ start, end, regular }: Occurrence, zone: ZoneClock): Placed | LeftOut {
	if (end <= start) return 'no-length';
	const [from, to] = [zone.wallOf(start), zone.wallOf(Math.ceil(end / MINUTE_MS) * MINUTE_MS)];
	const minutes = (parseWallTime(to) ?? 0) - (parseWallTime(from) ?? 0);
	// The same wall time again an hour later: the night when clocks are put back.
	if (minutes < MIN_MINUTES) return end - start < MIN_MINUTES * MINUTE_MS ? 'no-length' : 'clock-change';
	return minutes > MAX_MINUTES ? 'too-long' : { start: from, end: to, minutes, regular };
}

interface SeriesSituation {
	/** The file's series has no end, and more lies ahead than is written. */
	readonly goesOn: boolean;
	/** The event hangs on the wall of the room's own zone. */
	readonly sameWall: boolean;
	readonly expand: Expand;
}

/** As few ops as can say it: what the rule makes at one time of day is a series, the rest are single bookings. */
function piecesOf(placed: readonly Placed[], rule: Rule | null, { goesOn, sameWall, expand }: SeriesSituation): PlannedPiece[] {
	const groups = new Map<string, Placed[]>();
	const pieces: PlannedPiece[] = [];
	for (const one of placed) {
		const key = rule !== null && one.regular ? `${one.start.slice(11)} ${one.minutes}` : '';
		const group = groups.get(key);
		if (group) group.push(one);
		else groups.set(key, [one]);
	}
	const timesOfDay = groups.size - (groups.has('') ? 1 : 0);
	for (const [key, group] of groups) {
		const parts = key === '' || rule === null ? null : seriesOf(group, rule, { goesOn: goesOn && timesOfDay === 1, sameWall, expand });
		if (parts) pieces.push(...parts);
		else for (const { start, end } of group) pieces.push({ kind: 'single', start, end });
	}
	return pieces.sort((a, b) => (startOf(a) < startOf(b) ? -1 : 1));
}

const startOf = (piece: PlannedPiece): string => (piece.kind === 'single' ? piece.start : `${piece.dates[0]}T${piece.from}`);

/** Null: no rule could be found that makes these dates. */
function seriesOf(group: readonly Placed[], rule: Rule, { goesOn, sameWall, expand }: SeriesSituation): PlannedPiece[] | null {
	const [head] = group;
	if (!head || group.length < 2) return null;
	const dates = group.map(({ start }) => start.slice(0, 10));
	const last = dates.at(-1) ?? '';
	// A date that the room's zone puts on another day has another weekday there.
	const weekdays = [...new Set(dates.map(weekdayOn))].sort((a, b) => WEEKDAYS.indexOf(a) - WEEKDAYS.indexOf(b));
	const byWeek: Rule = { ...rule, frequency: 'WEEKLY', byDay: weekdays.map((weekday) => ({ weekday, nth: 0 })), byMonthDay: [], byMonth: [], byYearDay: [], byWeekNo: [], bySetPos: [] };
	for (const candidate of rule.frequency === 'WEEKLY' ? [rule, byWeek] : [rule]) {
		const ends: Rule = { ...candidate, count: null, until: last };
		// On its own wall the rule has just made them.
		if (!sameWall && !makesAll(ruleText(ends), dates, expand)) continue;
		const kept = ruleText(goesOn ? { ...candidate, count: null, until: null } : ends);
		if (kept.length > 300) return null;
		const parts: PlannedPiece[] = [];
		for (let at = 0; at < dates.length; at += MAX_DATES)
			parts.push({ kind: 'series', from: head.start.slice(11), minutes: head.minutes, rule: kept, dates: dates.slice(at, at + MAX_DATES) });
		return parts;
	}
	return null;
}

function makesAll(rule: string, dates: readonly string[], expand: Expand): boolean {
	const [first] = dates;
	if (first === undefined) return false;
	let after: string | null = null;
	const made = new Set<string>();
	for (let round = 0; round < 4; round++) {
		const part = expand({ rule, first, after });
		if (!part.ok) return false;
		for (const date of part.value.dates) made.add(date);
		after = part.value.dates.at(-1) ?? null;
		if (!part.value.more || after === null) break;
	}
	return dates.every((date) => made.has(date));
}

const weekdayOn = (date: string) => WEEKDAYS[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 'MO';
