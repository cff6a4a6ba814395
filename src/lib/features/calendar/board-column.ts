/**
 * One column of a board: a date, and one room or (in "my week") any room. Pure: what stands in it, what of it may be moved,
 * how it is said.
 */
import type { ObjectId } from '$crypto/base';
import type { BookingView, RoomView } from '$crdt/domain/calendar/views';
import { dateOf, dayTitle, timeText } from '$lib/ui/times';
import { minutesOn, placeBookings, type Hours, type Minutes, type Placed } from './day-grid';
import { closedTime, touches, turnOverTime, type ClosedTime } from './shaded-time';
import type { Stop } from './walk';

export interface BoardColumn {
	/** Unique in its board. */
	readonly key: string;
	readonly date: string;
	/** Null: bookings of any room. */
	readonly room: RoomView | null;
	/** "Garden room" or "Monday 23 November". */
	readonly name: string;
	/** The same, short, over the column. */
	readonly head: string;
	/** Show the room's colour beside it. */
	readonly swatch: boolean;
	readonly bookings: readonly BookingView[];
	/** Taken in a calendar of one's own that only this device knows. */
	readonly busy: readonly BusyTime[];
}

export interface BusyTime extends Minutes {
	readonly name: string;
}

/** What of somebody's own calendar lies on a date, by the same wall. */
export const busyOn = (spans: readonly { readonly name: string; readonly start: string; readonly end: string }[], date: string): readonly BusyTime[] =>
	spans
		.filter((span) => dateOf(span.start) <= date && dateOf(span.end) >= date)
		.map((span) => ({ name: span.name, ...minutesOn(span, date) }))
		.filter(({ from, to }) => from < to);

export interface ColumnLayout {
	/** In lanes, in the order of time. */
	readonly placed: readonly Placed<BookingView>[];
	/** Mine that have moved elsewhere and end once the new one is firm: behind the others, over the whole width. */
	readonly leaving: readonly Placed<BookingView>[];
	readonly closed: readonly ClosedTime[];
	readonly turnOver: readonly Minutes[];
}

export function layOut({ bookings, date, room }: BoardColumn, hours: Hours): ColumnLayout {
	const staying = bookings.filter((one) => one.replacedBy === null && minutesOn(usedSpan(one), date).to > minutesOn(one, date).from);
	const holding = staying.filter((one) => one.firmness.status === 'booked' || one.firmness.status === 'tentative');
	const place = (list: readonly BookingView[]) =>
		placeBookings(list.map((booking) => ({ booking, ...usedSpan(booking) })), date, hours).map((placed) => ({ ...placed, booking: placed.booking.booking }));
	return {
		placed: place(staying),
		leaving: bookings.filter((one) => one.replacedBy !== null).flatMap((one) => place([one])),
		closed: room ? closedTime(room.description, date) : [],
		turnOver: room ? turnOverTime(holding.map(usedSpan), room.description.bufferMinutes, date) : []
	};
}

/** The stops of a walk, in the lanes in which they stand. */
export const stopsOf = (layout: ColumnLayout, date: string): readonly Stop[] =>
	layout.placed.map(({ booking, lane }) => ({ id: booking.id, lane, ...minutesOn(usedSpan(booking), date) }));

/** @param now wall time in the booking's own room. What has begun is ended early, not moved. */
export const isMovable = (booking: BookingView, now: string): boolean =>
	booking.mine && booking.firmness.status !== 'cancelled' && booking.replacedBy === null && booking.start > now;

/** A booking of another room that takes this one too, or needs a part of it. */
export const isFromElsewhere = (booking: BookingView, column: BoardColumn): boolean => column.room !== null && booking.room !== column.room.id;

/** From its start to where its owner left. */
export const usedSpan = (booking: BookingView): { readonly start: string; readonly end: string } => ({
	start: booking.start,
	end: booking.endedEarly ?? booking.end
});

/** The room a plan in this column is about: the column's own, else `otherwise`. */
export const roomOf = (column: BoardColumn | undefined, rooms: readonly RoomView[], otherwise: ObjectId): RoomView | null =>
	column?.room ?? rooms.find((one) => one.id === otherwise) ?? null;

/** "Garden room, Monday 23 November, 10:00 to 10:30, closed" */
export function slotWords(column: BoardColumn, span: Minutes, layout: ColumnLayout, today: string): string {
	const place = column.room && column.room.name !== column.name ? `${column.name}, ${column.room.name}` : column.name;
	const date = column.room?.name === column.name ? `, ${dayTitle(column.date, today)}` : '';
	const shut = layout.closed.find((one) => touches([one], span));
	const state = shut ? (shut.reason ? `closed: ${shut.reason}` : 'closed') : touches(layout.turnOver, span) ? 'turn-over time' : 'free';
	const own = column.busy.find((one) => touches([one], span));
	return `${place}${date}, ${timeWord(span.from)} to ${timeWord(span.to)}, ${state}${own ? `, busy in ${own.name}` : ''}`;
}

/** "10:15"; past midnight the time of the next day. */
export const timeWord = (minute: number): string => timeText(minute === 1440 ? 1440 : ((minute % 1440) + 1440) % 1440);
