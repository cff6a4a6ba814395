/** The end of bookings: one, several, or a range of a series. Rules CAL7, CAL42, CAL45, CAL46, CAL50. */
import { err, ok, type ObjectId } from '../../../crypto/base';
import type { Reduced, Refusal, RuleContext } from '../context';
import type { OpOf } from '../op';
import { parseWallTime } from '../wall-time';
import { draftOf, finished, type Draft } from './draft';
import type { SeriesRange } from './ops';
import { noteCancelled, standInsFor } from './replacing';
import { idsIn, isWithin, resolve } from './selection';
import { bookingOf } from './standing';
import type { Booking, CalendarState, Known, SeriesCut } from './state';

export function cancel(before: CalendarState, op: OpOf<'calendar/cancel'>, ctx: RuleContext, known: Known): Reduced<CalendarState> {
	const at = parseWallTime(op.at);
	if (at === null) return refused('CAL4', 'The day on which it was cancelled does not exist.');
	const draft = draftOf(before);
	const notice = ctx.settingsInPast().calendarRules.lateNoticeHours * 60;
	let first: Refusal | null = null;
	let counted = 0;
	for (const id of resolve(before, op.selection, known)) {
		const judged = judge(draft, id, at, notice, ctx, known);
		if (judged.ok) counted++;
		else first ??= judged.error;
	}
	for (const range of op.selection.series) counted += cut(draft, range, { by: null, at }, ctx, known);
	if (counted === 0) return err(first ?? { rule: 'CAL7', reason: 'The booking is not known.' });
	return ok(finished(draft));
}

function judge(draft: Draft, id: ObjectId, at: number, notice: number, ctx: RuleContext, known: Known): Reduced<null> {
	const booking = bookingOf(draft, id);
	if (!mayEnd(booking.owner, ctx)) return refused('CAL7', 'Only its owner can cancel a booking.');
	if (booking.cancelledBy.some(known)) return refused('CAL7', 'The booking was already cancelled.');
	const standIns = standInsFor(draft, booking, known);
	if (booking.from <= at && standIns.length === 0) {
		return refused('CAL50', 'The booking has begun: end it early instead.');
	}
	const isOwn = booking.owner === ctx.author.memberId;
	const isCovered = standIns.some((other) => other.from < booking.to && booking.from < other.to);
	markCancelled(draft, booking, isOwn && !isCovered && booking.from - notice < at, ctx, known);
	return ok(null);
}

/** Its owner, or anybody once the owner has gone (CAL7). */
export function mayEnd(owner: Booking['owner'], ctx: RuleContext): boolean {
	return owner === ctx.author.memberId || !ctx.membersInPast().some((member) => member.memberId === owner);
}

/** Cancels without asking: the caller has judged. A late one may count as used (`isUsedUp`). */
export function markCancelled(draft: Draft, booking: Booking, isLate: boolean, ctx: RuleContext, known: Known): void {
	const { id } = ctx.entry;
	draft.bookings.set(booking.id, {
		...booking,
		cancelledBy: [...booking.cancelledBy, id],
		lateBy: isLate ? [...booking.lateBy, id] : booking.lateBy
	});
	noteCancelled(draft, booking.id, id, known);
}

interface Cutting {
	/** The series that takes its place; null: cancelled. */
	readonly by: ObjectId | null;
	/** Floating minutes: what began before is not cut. */
	readonly at: number;
}

/**
 * Keeps the range with its series, and where it has no end ends what extensions made apart have added (CAL45).
 * @returns 1 when the range counts: its series is known, and the author may end it.
 */
export function cut(draft: Draft, range: SeriesRange, { by, at }: Cutting, ctx: RuleContext, known: Known): 0 | 1 {
	const series = draft.series.get(range.series);
	if (series === undefined || !known(series.entry) || !mayEnd(series.owner, ctx)) return 0;
	const made: SeriesCut = { entry: ctx.entry.id, from: range.from, until: range.until, by, at };
	draft.series.set(range.series, { ...series, cuts: [...series.cuts, made] });
	if (range.until === null) {
		if (by !== null) settleSuccessors(draft, series.cuts, by, known);
		for (const run of series.runs) {
			if (run.kind !== 'extended' || known(run.entry)) continue;
			for (const id of idsIn(run, range)) {
				const booking = bookingOf(draft, id);
				// whoever does not know of a booking cannot be late
				if (booking.from > at) markCancelled(draft, booking, false, ctx, known);
			}
		}
	}
	return hasEffect(series.cuts, made, known) ? 1 : 0;
}

/** CAL49: of series that took the place of one apart, the latest goes on. */
function settleSuccessors(draft: Draft, earlier: readonly SeriesCut[], by: ObjectId, known: Known): void {
	for (const other of earlier) {
		if (other.by === null || other.until !== null || known(other.entry)) continue;
		const [a, b] = [draft.series.get(by)!, draft.series.get(other.by)!]; // entered before they cut
		const [first, last] = a.lamport < b.lamport || (a.lamport === b.lamport && a.entry < b.entry) ? [a, b] : [b, a];
		draft.series.set(first.id, { ...first, supersededBy: last.id });
	}
}

/** Ending what had been ended from there already changes nothing. */
function hasEffect(earlier: readonly SeriesCut[], made: SeriesCut, known: Known): boolean {
	if (made.until !== null) return false;
	return !earlier.some((other) => known(other.entry) && other.until === null && other.from <= made.from);
}

/** Did somebody end the series before that date? The cuts that did, as far as `filter` lets them count. */
export const endsAt = (cuts: readonly SeriesCut[], date: string): readonly SeriesCut[] =>
	cuts.filter((each) => each.until === null && isWithin(date, each));

const refused = (rule: string, reason: string) => err({ rule, reason });
