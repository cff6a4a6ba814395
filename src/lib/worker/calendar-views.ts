/** The calendar's views by name: pure selections from the folded state; the preview of a series fetches its library first. */
import { selectBooking, selectDay, selectDays, selectFreeNow, selectRooms, selectWeek } from '$crdt/domain/calendar/select-days';
import { selectDoors } from '$crdt/domain/calendar/select-doors';
import { selectExport } from '$crdt/domain/calendar/select-export';
import { selectFreeSlots } from '$crdt/domain/calendar/free-times';
import { selectAgenda, selectMyHours, selectMyUpcoming } from '$crdt/domain/calendar/select-mine';
import { selectOffers } from '$crdt/domain/calendar/select-offers';
import { planSeries } from '$crdt/domain/calendar/plan-series';
import { planSpans } from '$crdt/domain/calendar/plan-spans';
import { selectRefusal } from '$crdt/domain/calendar/refusal';
import { selectReport } from '$crdt/domain/calendar/report';
import { selectCalendarRules, selectRoomHistory } from '$crdt/domain/calendar/select-rooms';
import { selectSeries } from '$crdt/domain/calendar/select-series';
import type { SeriesDraft, SeriesPreview } from '$crdt/domain/calendar/views';
import { selectWaits } from '$crdt/domain/calendar/select-waits';
import type { Lens } from '$crdt/domain/lens';
import type { CalendarViews } from '$lib/services/calendar-types';
import { previewDates } from './series-dates';

export type CalendarViewName = keyof CalendarViews;

type Table = {
	readonly [N in CalendarViewName]: (lens: Lens, args: CalendarViews[N]['args']) => CalendarViews[N]['value'] | Promise<CalendarViews[N]['value']>;
};

const TABLE: Table = {
	'calendar/rooms': (lens) => selectRooms(lens),
	'calendar/day': (lens, { date }) => selectDay(lens, date),
	'calendar/days': (lens, { from, until }) => selectDays(lens, from, until),
	'calendar/week': (lens, { room, date }) => selectWeek(lens, room, date),
	'calendar/mine': (lens) => selectMyUpcoming(lens),
	'calendar/my-hours': (lens, { from, until }) => selectMyHours(lens, from, until),
	'calendar/now': (lens) => selectFreeNow(lens),
	'calendar/booking': (lens, { id }) => selectBooking(lens, id),
	'calendar/free': (lens, { room, date, minutes }) => selectFreeSlots(lens, room, date, minutes),
	'calendar/series': (lens, { id }) => selectSeries(lens, id),
	'calendar/series-preview': (lens, draft) => previewSeries(lens, draft),
	'calendar/plan-spans': (lens, draft) => planSpans(lens, draft),
	'calendar/refusal': (lens, draft) => selectRefusal(lens, draft),
	'calendar/offers': (lens) => selectOffers(lens),
	'calendar/waits': (lens) => selectWaits(lens),
	'calendar/room-history': (lens, { room }) => selectRoomHistory(lens, room),
	'calendar/report': (lens, period) => selectReport(lens, period),
	'calendar/rules': (lens) => selectCalendarRules(lens),
	'calendar/doors': (lens) => selectDoors(lens),
	'calendar/agenda': (lens, query) => selectAgenda(lens, query),
	'calendar/export': (lens, scope) => selectExport(lens, scope)
};

export const isCalendarView = (name: string): name is CalendarViewName => Object.hasOwn(TABLE, name);

export function computeCalendarView<N extends CalendarViewName>(
	lens: Lens,
	name: N,
	args: CalendarViews[N]['args']
): CalendarViews[N]['value'] | Promise<CalendarViews[N]['value']> {
	return TABLE[name](lens, args);
}

async function previewSeries(lens: Lens, draft: SeriesDraft): Promise<SeriesPreview | null> {
	const expanded = await previewDates(draft.rule, draft.date);
	if (expanded === null) return null;
	return { rule: expanded.rule, planned: planSeries(lens, draft, expanded.dates), openEnded: expanded.openEnded };
}
