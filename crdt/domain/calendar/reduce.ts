/**
 * The calendar's fold step: one op on the calendar, allowed or refused by what lies in the op's own past.
 *
 * Called in the total order, so everything in an op's past is in the state already; what is concurrent may be there too
 * and is told apart by `ctx.inPast`. Rules CAL1–CAL69 and CAL90–CAL95, each in the module of its matter.
 */
import { assertNever, err, ok, type EntryId, type ObjectId } from '../../../crypto/base';
import type { Reduced, RuleContext } from '../context';
import type { OpOf, OpType } from '../op';
import { cancel } from './cancel';
import { reduceDoors } from './doors';
import { draftOf, finished, type Draft } from './draft';
import { grant } from './grant';
import { askerOf, checkOccurrence, place, rollFor, seriesPlaceOf } from './occurrence';
import { reduceOffers } from './offers';
import { acknowledgeRoll, withFirstRoll } from './roll';
import { reduceRoom } from './room-ops';
import { bookSeries, extendSeries } from './series';
import { reduceSigns } from './signs';
import type { Booking, CalendarState, Known } from './state';

type CalendarOp = OpOf<Extract<OpType, `calendar/${string}`>>;

export function reduceCalendar(state: CalendarState, op: CalendarOp, ctx: RuleContext): Reduced<CalendarState> {
	// An earlier op of the same entry is part of the past too.
	const known: Known = (entry: EntryId) => entry === ctx.entry.id || ctx.inPast(entry);
	switch (op.type) {
		case 'calendar/add-room':
		case 'calendar/change-room':
		case 'calendar/retire-room':
			return reduceRoom(state, op, ctx, known);
		case 'calendar/book':
			return book(state, op, ctx, known);
		case 'calendar/book-series':
			return bookSeries(state, op, ctx, known);
		case 'calendar/extend-series':
			return extendSeries(state, op, ctx, known);
		case 'calendar/cancel':
			return cancel(state, op, ctx, known);
		case 'calendar/grant':
			return grant(state, op, ctx, known);
		case 'calendar/acknowledge-roll':
			return acknowledgeRoll(state, op, ctx, known);
		case 'calendar/offer':
		case 'calendar/accept-offer':
		case 'calendar/close-offer':
			return reduceOffers(state, op, ctx, known);
		case 'calendar/end-early':
		case 'calendar/run-over':
		case 'calendar/wait':
		case 'calendar/stop-waiting':
			return reduceSigns(state, op, ctx, known);
		case 'calendar/add-door':
		case 'calendar/remove-door':
			return reduceDoors(state, op, ctx, known);
		default:
			return assertNever(op);
	}
}

function book(before: CalendarState, op: OpOf<'calendar/book'>, ctx: RuleContext, known: Known): Reduced<CalendarState> {
	const state = withFirstRoll(before, ctx.founder());
	const checked = checkOccurrence(state, op, askerOf(ctx, known));
	if (!checked.ok) return checked;
	const member = ctx.membersInPast().find((each) => each.memberId === ctx.author.memberId);
	if (member === undefined) return err({ rule: 'CAL1', reason: 'Only members book rooms.' });
	const draft = draftOf(state);
	const old = op.replaces === null ? undefined : state.bookings.get(op.replaces);
	const { start, end, purpose, note, replaces } = op;
	const made = place(
		draft,
		{
			id: ctx.objectId,
			owner: member.memberId,
			admission: member.admission,
			start,
			end,
			fit: checked.value,
			purpose,
			note,
			replaces,
			series: seriesPlaceOf(old, checked.value),
			roll: rollFor(state, known),
			exempt: NO_OBJECTS
		},
		ctx,
		known
	);
	if (made.series !== null) keepInSeries(draft, made.series, made);
	return ok(finished(draft));
}

const NO_OBJECTS: ReadonlySet<ObjectId> = new Set();

/** CAL48: ranges of the series reach what took the place of one of its occurrences. */
function keepInSeries(draft: Draft, id: ObjectId, booking: Booking): void {
	const series = draft.series.get(id);
	if (series === undefined || booking.seriesDate === null) return;
	const run = { kind: 'single', entry: booking.entry, dates: [booking.seriesDate], ids: [booking.id] } as const;
	draft.series.set(id, { ...series, runs: [...series.runs, run] });
}
