/**
 * Bookings as a calendar file (RFC 5545) from which other calendars read the same instants. Dates decide, not rules: what a
 * rule would make besides is left out by EXDATE, what it would not make is an event by itself, and so is every date on which the
 * room's clock makes the wall ambiguous. Notes go out only if asked. Rules: ICS10 to ICS13.
 */
import { parseWallTime, wallTimeOf } from '$crdt/domain/wall-time';
import type { CalendarExport, ExportedBooking, ExportedSeries } from '$crdt/domain/calendar/export';
import type { Expand } from '$lib/recurrence/expand';
import { parseRule, ruleText } from '$lib/recurrence/rule';
import { zoneClock, type ZoneClock } from '$lib/time/zone-clock';
import { basicTime, writeTimeZone } from './vtimezone';

export interface ExportOptions {
	/** "Reserved" instead of who, what for and why. */
	readonly redacted: boolean;
	/** Members' own notes too; never when redacted. */
	readonly notes: boolean;
}

/** @param data times as the room's wall shows them; `data.at` becomes the stamp of every event. */
export function writeCalendar(data: CalendarExport, options: ExportOptions, expand: Expand): string {
	const zones = createZones();
	const events = [
		...data.bookings.flatMap((booking) => writeBooking(booking, booking.id, zones, data, options)),
		...data.series.flatMap((series) => writeSeries(series, zones, data, options, expand))
	];
	const lines = [
		'BEGIN:VCALENDAR',
		'VERSION:2.0',
		'PRODID:-//Commonhold//Calendar//EN',
		'CALSCALE:GREGORIAN',
		'METHOD:PUBLISH',
		`X-WR-CALNAME:${escapeText(data.name)}`,
		...zones.written(),
		...events,
		'END:VCALENDAR'
	];
	return lines.map(fold).join('');
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

type Common = Omit<ExportedBooking, 'start' | 'end'>;

function writeBooking({ start, end, ...about }: ExportedBooking, uid: string, zones: Zones, data: CalendarExport, options: ExportOptions): string[] {
	const [from, to] = [zones.moment(about.zone, start), zones.moment(about.zone, end)];
	// Where the wall is ambiguous the instants are written as such.
	const utc = !from.plain || !to.plain;
	return event(uid, about, data, options, [
		utc ? `DTSTART:${utcTime(from.instant)}` : `DTSTART${zoned(about.zone, start)}`,
		utc ? `DTEND:${utcTime(Math.max(from.instant, to.instant))}` : `DTEND${zoned(about.zone, end)}`
	]);
}

function writeSeries(series: ExportedSeries, zones: Zones, data: CalendarExport, options: ExportOptions, expand: Expand): string[] {
	const { rule: text, from, minutes, dates, ...about } = series;
	const spans = dates.map((date) => {
		const start = `${date}T${from}`;
		const end = wallTimeOf((parseWallTime(start) ?? 0) + minutes);
		const [first, last] = [zones.moment(about.zone, start), zones.moment(about.zone, end)];
		return { date, start, end, plain: first.plain && last.plain && last.instant - first.instant === minutes * MINUTE_MS };
	});
	const alone = (list: typeof spans) => list.flatMap(({ date, start, end }) => writeBooking({ ...about, start, end }, `${about.id}/${date}`, zones, data, options));

	const plain = spans.filter((span) => span.plain);
	const [head, last] = [plain[0], plain.at(-1)];
	const made = head && last ? datesOf(text, head.date, last.date, expand) : null;
	if (!head || !last || made === null || !made.has(head.date)) return alone(spans);
	const kept = plain.filter(({ date }) => made.has(date));
	const keptDates = new Set(kept.map(({ date }) => date));
	const without = [...made].filter((date) => !keptDates.has(date));
	// A rule that says more about what is not than about what is says nothing to anybody.
	if (kept.length < 2 || without.length > kept.length) return alone(spans);

	const parsed = parseRule(text);
	const rule = parsed.ok ? ruleText({ ...parsed.value, count: null, until: null }) : text;
	const end = zones.moment(about.zone, last.start).instant;
	return [
		...event(about.id, about, data, options, [
			`DTSTART${zoned(about.zone, head.start)}`,
			`DTEND${zoned(about.zone, head.end)}`,
			`RRULE:${rule};UNTIL=${zones.knows(about.zone) ? utcTime(end) : basicTime(last.start)}`,
			...without.map((date) => `EXDATE${zoned(about.zone, `${date}T${from}`)}`)
		]),
		...alone(spans.filter(({ date }) => !keptDates.has(date)))
	];
}

/** What the rule makes between two dates; null: more than an expansion gives, or no rule. */
function datesOf(rule: string, first: string, last: string, expand: Expand): ReadonlySet<string> | null {
	const parsed = parseRule(rule);
	if (!parsed.ok) return null;
	const made = new Set<string>();
	let after: string | null = null;
	for (let round = 0; round < 8; round++) {
		const part = expand({ rule: ruleText({ ...parsed.value, count: null, until: last }), first, after });
		if (!part.ok) return null;
		for (const date of part.value.dates) made.add(date);
		if (!part.value.more) return made;
		after = part.value.dates.at(-1) ?? null;
		if (after === null) return null;
	}
	return null;
}

function event(uid: string, about: Common, data: CalendarExport, { redacted, notes }: ExportOptions, times: readonly string[]): string[] {
	const stamp = utcTime(data.at);
	return [
		'BEGIN:VEVENT',
		`UID:${escapeText(uid.replaceAll('@', '/'))}@commonhold`,
		`DTSTAMP:${stamp}`,
		...times,
		`SUMMARY:${escapeText(redacted ? 'Reserved' : `${about.roomName} — ${about.ownerName}`)}`,
		`LOCATION:${escapeText(about.roomName)}`,
		...(redacted ? [] : [`CATEGORIES:${escapeText(about.purpose)}`]),
		...(notes && !redacted && about.note !== '' ? [`DESCRIPTION:${escapeText(about.note)}`] : []),
		`STATUS:${about.tentative ? 'TENTATIVE' : 'CONFIRMED'}`,
		'TRANSP:OPAQUE',
		'END:VEVENT'
	];
}

interface Zones {
	/** Remembers that the moment needs its zone described. A zone this browser does not know is read as if it were Greenwich. */
	moment(zone: string, wall: string): { readonly instant: number; readonly plain: boolean };
	knows(zone: string): boolean;
	written(): string[];
}

function createZones(): Zones {
	const used = new Map<string, { clock: ZoneClock | null; from: number; until: number }>();
	const useOf = (zone: string) => {
		const known = used.get(zone);
		if (known) return known;
		const clock = zoneClock(zone);
		const fresh = { clock: clock.ok ? clock.value : null, from: Infinity, until: -Infinity };
		used.set(zone, fresh);
		return fresh;
	};
	return {
		moment(zone, wall) {
			const use = useOf(zone);
			const { instant, kind } = use.clock?.instantOf(wall) ?? { instant: (parseWallTime(wall) ?? 0) * MINUTE_MS, kind: 'plain' };
			use.from = Math.min(use.from, instant);
			use.until = Math.max(use.until, instant);
			return { instant, plain: kind === 'plain' };
		},
		knows: (zone) => useOf(zone).clock !== null,
		written: () =>
			[...used.entries()].flatMap(([zone, { clock, from, until }]) => (clock && zone !== 'UTC' && from <= until ? writeTimeZone(clock, from - DAY_MS, until + DAY_MS) : []))
	};
}

const zoned = (zone: string, wall: string): string => (zone === 'UTC' ? `:${basicTime(wall)}Z` : `;TZID=${zone}:${basicTime(wall)}`);
const utcTime = (instant: number): string => `${basicTime(new Date(instant).toISOString().slice(0, 16))}Z`;

const escapeText = (text: string): string => text.replace(/[\\;,]/g, '\\$&').replace(/\r\n|[\r\n]/g, '\\n').replace(/\p{Cc}/gu, '');

/** 75 octets a line, never within a character (RFC 5545 §3.1); ends in CRLF. */
function fold(line: string): string {
	if (line.length <= 24) return `${line}\r\n`;
	const encoder = new TextEncoder();
	let folded = '';
	let octets = 0;
	for (const character of line) {
		const size = encoder.encode(character).length;
		if (octets + size > 75) {
			folded += '\r\n ';
			octets = 1;
		}
		folded += character;
		octets += size;
	}
	return `${folded}\r\n`;
}
