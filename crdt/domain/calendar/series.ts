/**
 * Series: one op makes an occurrence on each of its dates, takes the place of others date by date, and is extended by its
 * owner's voice. The dates are written out in the op; no recurrence rule is expanded here. Rules CAL40–CAL45, CAL49.
 */
import { err, ok, type ObjectId } from '../../../crypto/base';
import type { Reduced, Refusal, RuleContext } from '../context';
import type { OpOf } from '../op';
import { MINUTES_A_DAY, parseDate, wallTimeOf } from '../wall-time';
import { cut, endsAt, markCancelled } from './cancel';
import { draftOf, finished, type Draft } from './draft';
import { askerOf, checkSpan, place, rollFor, type Asker } from './occurrence';
import { isUnder, standInsFor } from './replacing';
import { withFirstRoll } from './roll';
import { minutesOf, roomRefusal, usableRoom, type RoomAsKnown } from './room-rules';
import { resolve } from './selection';
import { bookingOf } from './standing';
import { everything, type Booking, type CalendarState, type Known, type Series } from './state';

export function bookSeries(before: CalendarState, op: OpOf<'calendar/book-series'>, ctx: RuleContext, known: Known): Reduced<CalendarState> {
	const unsound = datesRefusal(op.dates);
	if (unsound !== null) return err(unsound);
	const owner = ctx.author.memberId;
	const draft = draftOf(withFirstRoll(before, ctx.founder()));
	const room = usableRoom(draft, op.room, known);
	if (!room.ok) return room;
	const olds = op.replaces === null ? [] : oldsOf(draft, op.replaces, ctx, known);
	if (olds.some((old) => old.owner !== owner)) return refused('CAL16', 'Only its owner can move a booking.');
	const partners = pair(olds, op.dates);
	const { room: id, from, minutes, rule, purpose, note, standing, replaces } = op;
	const series: Series = {
		id: ctx.objectId, entry: ctx.entry.id, lamport: ctx.entry.lamport, owner, room: id,
		from, minutes, rule, purpose, note, standing, replaces, runs: [], notMade: [], cuts: [], supersededBy: null
	};
	draft.series.set(series.id, series);
	const exempt = new Set(olds.flatMap((old) => chainOf(draft, old)));
	const made = makeDates(draft, series, op.dates, { partners, exempt, room: room.value, asker: askerOf(ctx, known) }, ctx, known);
	if (!made.ok) return made;
	if (op.replaces !== null) endOlds(draft, olds, partners, op.replaces.series, ctx, known);
	return ok(finished(draft));
}

export function extendSeries(before: CalendarState, op: OpOf<'calendar/extend-series'>, ctx: RuleContext, known: Known): Reduced<CalendarState> {
	const series = before.series.get(op.series);
	if (series === undefined || !known(series.entry)) return refused('CAL44', 'The series is not known.');
	if (series.owner !== ctx.author.memberId) return refused('CAL44', 'Only its owner extends a series.');
	if (!ctx.author.isVoice) return refused('CAL44', 'Only the device that speaks for a member extends a series.');
	const unsound = datesRefusal(op.dates);
	if (unsound !== null) return err(unsound);
	if (op.dates[0]! <= lastDate(series, known)) return refused('CAL44', 'The series has been extended that far already.'); // never empty
	const dates = op.dates.filter((date) => !endsAt(series.cuts, date).some((each) => known(each.entry)));
	if (dates.length === 0) return refused('CAL44', 'The series has been ended.');
	const draft = draftOf(withFirstRoll(before, ctx.founder()));
	const room = usableRoom(draft, series.room, known);
	if (!room.ok) return room;
	const making: Making = { partners: NO_PARTNERS, exempt: NO_OBJECTS, room: room.value, asker: askerOf(ctx, known) };
	const made = makeDates(draft, series, dates, making, ctx, known);
	if (!made.ok) return made;
	for (const booking of made.value) {
		// CAL45: ended by somebody who did not know of this extension
		const ends = endsAt(series.cuts, booking.seriesDate!).filter((each) => booking.from > each.at); // a date is set by makeDates
		if (ends.length > 0) endApart(draft, booking, ends.map((each) => each.entry));
	}
	return ok(finished(draft));
}

/** May further dates be added, as far as everybody knows? Not once it was ended, or gave way to another (CAL44, CAL49). */
export const isExtendable = (series: Series): boolean =>
	series.supersededBy === null && series.cuts.every((each) => each.until !== null);

/** The rule of the booking window. */
const TOO_FAR = 'CAL34';

/**
 * Those of `dates` by which everybody could extend the series now: none of a series that was ended or whose room takes no
 * bookings, none beyond the booking window. `now`: milliseconds, the time the entry will claim.
 */
export function extendableBy(state: CalendarState, series: Series, dates: readonly string[], now: number): readonly string[] {
	const room = usableRoom(state, series.room, everything);
	if (!isExtendable(series) || !room.ok) return [];
	const after = lastDate(series, everything);
	return dates.filter((date) => {
		const from = parseDate(date)! * MINUTES_A_DAY + minutesOf(series.from); // dates as an expansion gives them
		return date > after && roomRefusal(room.value, from, from + series.minutes, series.standing, Math.floor(now / 86_400_000))?.rule !== TOO_FAR;
	});
}

/** The last date a series reaches, as somebody knows it; '' for none. Moved ones count at their own date. */
export function lastDate(series: Series, known: Known): string {
	let last = '';
	for (const run of series.runs) {
		const date = run.dates[run.dates.length - 1];
		if (run.kind !== 'single' && date !== undefined && date > last && known(run.entry)) last = date;
	}
	for (const each of series.notMade) if (each.rule !== TOO_FAR && each.date > last && known(each.entry)) last = each.date;
	return last;
}

interface Making {
	/** By date: what the new one replaces. */
	readonly partners: ReadonlyMap<string, Booking>;
	readonly exempt: ReadonlySet<ObjectId>;
	readonly room: RoomAsKnown;
	readonly asker: Asker;
}
const NO_PARTNERS: ReadonlyMap<string, Booking> = new Map();
const NO_OBJECTS: ReadonlySet<ObjectId> = new Set();

/** CAL41: what clashes with the author's own past is left out and listed; refused when nothing is left. */
function makeDates(draft: Draft, series: Series, dates: readonly string[], making: Making, ctx: RuleContext, known: Known): Reduced<readonly Booking[]> {
	const member = ctx.membersInPast().find((each) => each.memberId === series.owner);
	if (member === undefined) return refused('CAL1', 'Only members book rooms.');
	const roll = rollFor(draft, known);
	const { room, exempt, asker } = making;
	const { standing, purpose, note, minutes } = series;
	const made: Booking[] = [];
	const notMade = [...series.notMade];
	let first: Refusal | null = null;
	for (const date of dates) {
		const from = parseDate(date)! * MINUTES_A_DAY + minutesOf(series.from); // checked before
		const to = from + minutes;
		const replaces = making.partners.get(date)?.id ?? null;
		const refusal = checkSpan(draft, { room, from, to, standing, replaces, exempt }, asker);
		if (refusal !== null) {
			first ??= refusal;
			// what lies beyond the window is asked for again when time has come
			if (refusal.rule !== TOO_FAR || series.runs.length === 0) notMade.push({ entry: ctx.entry.id, date, rule: refusal.rule });
			continue;
		}
		const id = `${ctx.objectId}@${date}` as ObjectId; // the constructor of the brand
		const fit = { from, to, room };
		const inSeries = { series: series.id, seriesDate: date, moved: false, standing };
		const booking = {
			id, owner: series.owner, admission: member.admission, start: `${date}T${series.from}`, end: wallTimeOf(to),
			fit, purpose, note, replaces, series: inSeries, roll, exempt
		};
		made.push(place(draft, booking, ctx, known));
	}
	// an extension goes on after a date that clashes; a series begins with one that does not
	const isNothing = made.length === 0 && (series.runs.length === 0 || notMade.length === series.notMade.length);
	if (isNothing) return err(first!); // at least one date
	const run = {
		kind: series.runs.length === 0 ? 'made' : 'extended',
		entry: ctx.entry.id,
		dates: made.map((each) => each.seriesDate!), // set above
		ids: made.map((each) => each.id)
	} as const;
	const known_ = draft.series.get(series.id)!; // entered by the caller
	draft.series.set(series.id, { ...known_, runs: [...known_.runs, run], notMade });
	return ok(made);
}

function datesRefusal(dates: readonly string[]): Refusal | null {
	for (let at = 0; at < dates.length; at++) {
		if (parseDate(dates[at]!) === null) return { rule: 'CAL40', reason: 'The series names a day that does not exist.' };
		if (at > 0 && dates[at]! <= dates[at - 1]!) return { rule: 'CAL40', reason: 'The days of a series follow one another.' };
	}
	return null;
}

/** CAL43: what the new series takes the place of: alive, not over, not moved by hand unless named by itself. */
function oldsOf(state: CalendarState, replaces: NonNullable<OpOf<'calendar/book-series'>['replaces']>, ctx: RuleContext, known: Known): readonly Booking[] {
	const named = new Set<string>(replaces.bookings);
	const over = claimedMinute(ctx) - MINUTES_A_DAY;
	return resolve(state, replaces, known)
		.map((id) => bookingOf(state, id))
		.filter((old) => !old.cancelledBy.some(known) && old.from > over && (!old.moved || named.has(old.id)))
		.filter((old) => !standInsFor(state, old, known).some((other) => isAfter(state, other, old)))
		.sort((a, b) => compare(dateOf(a), dateOf(b)) || a.from - b.from || compare(a.id, b.id));
}

const isAfter = (state: CalendarState, other: Booking, old: Booking): boolean => isUnder(state, other.id, old.id);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const dateOf = (booking: Booking): string => booking.seriesDate ?? booking.start.slice(0, 10);

/** A booking and what it replaces, directly or through others. */
function chainOf(state: CalendarState, booking: Booking): readonly ObjectId[] {
	const chain = [booking.id];
	for (let at = booking.replaces; at !== null; at = bookingOf(state, at).replaces) chain.push(at);
	return chain;
}

/** CAL43: first those of the same date, then the rest in order. By date of the new one. */
function pair(olds: readonly Booking[], dates: readonly string[]): ReadonlyMap<string, Booking> {
	const wanted = new Set(dates);
	const partners = new Map<string, Booking>();
	const rest: Booking[] = [];
	for (const old of olds) {
		const date = dateOf(old);
		if (wanted.has(date) && !partners.has(date)) partners.set(date, old);
		else rest.push(old);
	}
	const free = dates.filter((date) => !partners.has(date));
	for (let at = 0; at < Math.min(rest.length, free.length); at++) partners.set(free[at]!, rest[at]!); // below both lengths
	return partners;
}

/** Old ones without a partner end here; the ranges are kept with their series. */
function endOlds(draft: Draft, olds: readonly Booking[], partners: ReadonlyMap<string, Booking>, ranges: NonNullable<OpOf<'calendar/book-series'>['replaces']>['series'], ctx: RuleContext, known: Known): void {
	const paired = new Set([...partners.values()].map((old) => old.id));
	const notice = ctx.settingsInPast().calendarRules.lateNoticeHours * 60;
	const at = claimedMinute(ctx);
	for (const old of olds) {
		if (paired.has(old.id)) continue;
		markCancelled(draft, bookingOf(draft, old.id), old.from - notice < at, ctx, known);
	}
	for (const range of ranges) cut(draft, range, { by: ctx.objectId, at: at - MINUTES_A_DAY }, ctx, known);
}

function endApart(draft: Draft, booking: Booking, cancelledBy: Booking['cancelledBy']): void {
	draft.bookings.set(booking.id, { ...booking, cancelledBy });
	draft.unsettled.delete(booking.id);
}

/** The op states no time on the wall: the claimed one, read as UTC, stands for it. */
const claimedMinute = (ctx: RuleContext): number => Math.floor(ctx.entry.claimedAt / 60_000);

const refused = (rule: string, reason: string) => err({ rule, reason });
