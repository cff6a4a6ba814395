/** The calendar's part of the contract between screens and services: views by name. Wall times are in the room's own zone. */
import type { ObjectId } from '$crypto/base';
import type { CalendarExport } from '$crdt/domain/calendar/export';
import type { SpansDraft } from '$crdt/domain/calendar/plan-spans';
import type * as Cal from '$crdt/domain/calendar/views';

export interface CalendarViews {
	'calendar/rooms': { args: null; value: readonly Cal.RoomView[] };
	'calendar/day': { args: { date: string }; value: Cal.DayView };
	/** Several days, all rooms; `until` is exclusive. At most 62 days, the rest is cut off. */
	'calendar/days': { args: { from: string; until: string }; value: readonly Cal.DayView[] };
	'calendar/week': { args: { room: ObjectId; date: string }; value: Cal.WeekView | null };
	/** Mine that are not over, two months ahead. */
	'calendar/mine': { args: null; value: readonly Cal.BookingView[] };
	/** Mine of a period, past ones too; `until` is exclusive. */
	'calendar/my-hours': { args: { from: string; until: string }; value: readonly Cal.BookingView[] };
	'calendar/now': { args: null; value: readonly Cal.FreeNowView[] };
	'calendar/booking': { args: { id: ObjectId }; value: Cal.BookingView | null };
	'calendar/free': { args: { room: ObjectId; date: string; minutes: number }; value: readonly Cal.FreeSlot[] };
	'calendar/series': { args: { id: ObjectId }; value: Cal.SeriesView | null };
	/** Each date of a repeating booking before it is posted; null: the rule cannot be read. */
	'calendar/series-preview': { args: Cal.SeriesDraft; value: Cal.SeriesPreview | null };
	/** Why each of many bookings of one room cannot be made, tried one after another; null: it can. */
	'calendar/plan-spans': { args: SpansDraft; value: readonly (Cal.RefusalView | null)[] };
	/** Why a booking cannot be made now; null: it can. */
	'calendar/refusal': { args: Cal.BookingDraft; value: Cal.RefusalView | null };
	/** Open ones first, then the latest others. */
	'calendar/offers': { args: null; value: readonly Cal.OfferView[] };
	/** Everybody's that are not over, soonest first. */
	'calendar/waits': { args: null; value: readonly Cal.WaitView[] };
	'calendar/room-history': { args: { room: ObjectId }; value: readonly Cal.RoomHistoryView[] };
	/** Of a period; `until` is exclusive. */
	'calendar/report': { args: { from: string; until: string }; value: Cal.ReportView };
	/** Tablets at doors in use, by name. */
	'calendar/doors': { args: null; value: readonly Cal.DoorTabletView[] };
	'calendar/rules': { args: null; value: Cal.CalendarRulesView };
	/** Dates on which something stands, from `from` on. */
	'calendar/agenda': { args: Cal.AgendaQuery; value: readonly Cal.AgendaDay[] };
	/** Plain data for a calendar file; null: no such room or member. */
	'calendar/export': { args: Cal.ExportScope; value: CalendarExport | null };
}
