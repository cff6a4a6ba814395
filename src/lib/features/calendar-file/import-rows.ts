/**
 * The rows of an import: what each event of the file would become, in words, and what stands in its way. Pure: the plan and the
 * answers of the calendar come in.
 */
import type { RefusalView } from '$crdt/domain/calendar/views';
import type { FileProblem } from '$lib/ical/import-types';
import type { LeftOut, PlannedEvent, PlannedPiece } from '$lib/ical/plan';
import { sayRule } from '$lib/recurrence/words';
import { addDays, capital, dateOf, minutesOf, sayRange, shortDate, timeOf, timeText, wallFrom } from '$lib/ui/times';
import { sayCount, sayList } from '$lib/ui/words';

export interface Span {
	readonly start: string;
	readonly end: string;
}

export interface ImportRow {
	/** Line of the file: tells the rows apart. */
	readonly line: number;
	readonly title: string;
	readonly pieces: readonly PlannedPiece[];
	/** One for each date of each piece, in order. */
	readonly spans: readonly Span[];
	/** "every second Tuesday 18:00–18:50, 24 dates" */
	readonly when: string;
	/** Ticked unless the person says otherwise. */
	readonly wanted: boolean;
	/** What is not booked, or how it is meant; empty: nothing to say. */
	readonly remarks: readonly string[];
}

export interface Clash {
	readonly span: Span;
	readonly refusal: RefusalView;
}

export const rowsOf = (planned: readonly PlannedEvent[], today: string): ImportRow[] =>
	planned.map((event) => ({
		line: event.line,
		title: event.title || 'Without a title',
		pieces: event.pieces,
		spans: event.pieces.flatMap(spansOf),
		when: event.pieces.length === 0 ? '' : sayWhen(event.pieces, today),
		wanted: event.pieces.length > 0 && !event.onlyIfAsked,
		remarks: remarksOf(event)
	}));

/** The answers of the calendar, given for the spans of all these rows in order, as clashes by row. */
export function clashesByLine(rows: readonly ImportRow[], answers: readonly (RefusalView | null)[]): ReadonlyMap<number, readonly Clash[]> {
	const byLine = new Map<number, Clash[]>();
	let at = 0;
	for (const { line, spans } of rows) {
		const clashes: Clash[] = [];
		for (const span of spans) {
			const refusal = answers[at++] ?? null;
			if (refusal) clashes.push({ span, refusal });
		}
		byLine.set(line, clashes);
	}
	return byLine;
}

/** "Ben has it then, 18:00–19:00." */
export function sayClash({ span, refusal }: Clash): string {
	const { blockedBy, reason, rule } = refusal;
	if (!blockedBy) return reason;
	const when = [blockedBy.start, blockedBy.end].map((wall) => (dateOf(wall) === dateOf(span.start) ? timeOf(wall) : `${shortDate(dateOf(wall), span.start)} ${timeOf(wall)}`)).join('–');
	const who = blockedBy.mine ? 'You have' : `${blockedBy.ownerName} has`;
	return rule === 'CAL6' ? `${who} it then, ${when}.` : `${reason} ${who} it ${when}.`;
}

/** Clashes of one wording are told once: "2 Mar – 3 Aug 2027, 19 dates". */
export function groupClashes(clashes: readonly Clash[], today: string): readonly { readonly when: string; readonly why: string; readonly refusal: RefusalView }[] {
	const groups = new Map<string, Clash[]>();
	for (const clash of clashes) {
		const why = sayClash(clash);
		const group = groups.get(why);
		if (group) group.push(clash);
		else groups.set(why, [clash]);
	}
	return [...groups].flatMap(([why, group]) => {
		const [first, last] = [group[0], group.at(-1)];
		if (!first || !last) return [];
		const from = shortDate(dateOf(first.span.start), today);
		const when = group.length === 1 ? `${from} ${timeOf(first.span.start)}` : `${from} – ${shortDate(dateOf(last.span.start), today)}, ${sayCount(group.length, 'date')}`;
		return [{ when, why, refusal: first.refusal }];
	});
}

export const sayProblem = ({ line, sentence }: FileProblem): string => `Line ${line}: ${sentence}`;

function spansOf(piece: PlannedPiece): Span[] {
	if (piece.kind === 'single') return [{ start: piece.start, end: piece.end }];
	return piece.dates.map((date) => ({ start: `${date}T${piece.from}`, end: wallFrom(date, minutesOf(piece.from) + piece.minutes) }));
}

function sayWhen(pieces: readonly PlannedPiece[], today: string): string {
	const singles = pieces.filter((piece) => piece.kind === 'single');
	const series = pieces.filter((piece) => piece.kind === 'series');
	const said = series.map(({ rule, dates, from, minutes }) => {
		const to = timeText((minutesOf(from) + minutes) % 1440);
		const [first, last] = [dates[0] ?? '', dates.at(-1) ?? ''];
		// the dates beside it say how far it goes
		return `${sayRule(rule.replace(/;(UNTIL|COUNT)=[^;]*/, ''), first)}, ${from}–${to}: ${sayCount(dates.length, 'date')}, ${shortDate(first, today)} – ${shortDate(last, today)}`;
	});
	const [one] = singles;
	if (one && singles.length === 1) said.push(sayOne(one, today));
	else if (one) said.push(`${sayCount(singles.length, 'single date')}, the first ${sayOne(one, today)}`);
	return capital(said.join('; and '));
}

/** A whole day is said as a day. */
function sayOne({ start, end }: Span, today: string): string {
	if (timeOf(start) === '00:00' && end === `${addDays(dateOf(start), 1)}T00:00`) return `${sayRange(start, start, today).split(' 00:00')[0]}, the whole day`;
	return sayRange(start, end, today);
}

const REASONS: Readonly<Record<LeftOut, readonly [string, string]>> = {
	cancelled: ['was called off', 'were called off'],
	free: ['takes no time', 'take no time'],
	past: ['has begun or is over', 'have begun or are over'],
	'no-length': ['has no length', 'have no length'],
	'too-long': ['takes more than a day', 'take more than a day'],
	'clock-change': ['falls into the hour that comes twice', 'fall into the hour that comes twice'],
	'too-many': ['is too much for one file', 'are too many for one file']
};

function remarksOf(event: PlannedEvent): string[] {
	const remarks: string[] = [];
	const nothing = event.pieces.length === 0;
	const whole = nothing ? [...event.leftOut.keys()] : [];
	if (nothing) remarks.push(`${capital(sayList(whole.map((why) => REASONS[why][0])) || 'has no date ahead')}.`);
	else for (const [why, count] of event.leftOut) remarks.push(`${sayCount(count, 'date')} ${REASONS[why][count === 1 ? 0 : 1]}: not booked.`);
	if (!nothing && event.allDay) remarks.push('A whole day in your calendar: tick it if you want the room.');
	else if (!nothing && event.onlyIfAsked) remarks.push('Marked as free in your calendar: tick it if you want the room.');
	if (event.more) remarks.push('It goes on for longer than can be booked ahead.');
	if (event.clockChange) remarks.push('One date falls into the night when the clocks change; look at its hour.');
	return remarks;
}
