/** What the calendar's screens show: plain data, made by selectors.ts. Wall times are in the room's own zone. */
import type { EntryId, MemberId, ObjectId } from '../../../crypto/base';
import type { BookingPurpose, CalendarRules, Selection } from './ops';
import type { RoomDescription } from './room-description';

/**
 * booked: granted by more than half, only its owner ends it. tentative: first in turn, not yet granted by more than half.
 * displaced: somebody else is ahead. dead: can no longer be granted by more than half; asked again by itself, or moved.
 */
export type BookingStatus = 'booked' | 'tentative' | 'displaced' | 'dead' | 'cancelled';

export interface Firmness {
	readonly status: BookingStatus;
	/** How many members of the roll have granted it. */
	readonly grantedBy: number;
	/** How many must grant it: more than half of `of`. */
	readonly needed: number;
	/** Members on the roll of this booking. */
	readonly of: number;
	/** Somebody granted two overlapping bookings and both reached more than half: the turn order decided. */
	readonly contested: boolean;
}

export interface RoomView {
	readonly id: ObjectId;
	readonly name: string;
	readonly zone: string;
	readonly colour: string;
	readonly about: string;
	readonly retired: boolean;
	readonly description: RoomDescription;
	/** Rooms that a booking of this one takes too; empty unless combined. */
	readonly parts: readonly ObjectId[];
}

/** Who said what about a room, newest first. */
export interface RoomHistoryView {
	readonly description: RoomDescription;
	readonly byName: string;
	readonly at: number;
	readonly decision: ObjectId | null;
	/** Field names that differ from the description before; empty for the first. */
	readonly changed: readonly (keyof RoomDescription)[];
}

/** What an occurrence knows of its series. */
export interface SeriesOfBooking {
	readonly series: ObjectId;
	readonly rule: string;
	readonly standing: boolean;
	/** The occurrence's own date in the series. */
	readonly date: string;
}

export interface FreeSlot {
	readonly room: ObjectId;
	readonly roomName: string;
	readonly start: string;
	/** Exclusive. */
	readonly end: string;
}

/** The other party of a conflict, for "Ben's booking 10:00–12:00 is ahead". */
export interface RivalView {
	readonly id: ObjectId;
	readonly owner: MemberId;
	readonly ownerName: string;
	readonly start: string;
	readonly end: string;
	readonly status: BookingStatus;
}

export interface BookingView {
	readonly id: ObjectId;
	readonly entry: EntryId;
	readonly room: ObjectId;
	readonly roomName: string;
	readonly roomColour: string;
	readonly zone: string;
	readonly owner: MemberId;
	readonly ownerName: string;
	readonly mine: boolean;
	readonly start: string;
	/** Exclusive. */
	readonly end: string;
	/** The instants that start and end mean by this device's zone data: milliseconds since 1970. */
	readonly startsAt: number;
	readonly endsAt: number;
	/** gap: the wall skips that time on that day. overlap: it comes twice, the first is meant. */
	readonly clock: 'plain' | 'gap' | 'overlap';
	readonly purpose: BookingPurpose;
	readonly note: string;
	readonly series: SeriesOfBooking | null;
	/** The owner left at this wall time; null: it is used to the end. */
	readonly endedEarly: string | null;
	/** "Running 10 late"; 0: no such sign. */
	readonly runsOver: number;
	/** Something about it was decided apart and wants the owner's look; null: nothing. */
	readonly madeApart: 'moved-while-ended' | 'changed-while-cancelled' | 'replaced-twice' | null;
	/** An open offer that gives or wants it. */
	readonly offer: ObjectId | null;
	/** Members who wait for a time that overlaps it. */
	readonly waiting: readonly string[];
	readonly firmness: Firmness;
	/** Members whose copies hold it. */
	readonly heldBy: number;
	/** This booking moves (or asks again for) an earlier one. */
	readonly replaces: ObjectId | null;
	/** A newer booking by the same member that takes this one's place once it is firm. */
	readonly replacedBy: ObjectId | null;
	/** Live bookings it collides with; empty unless tentative, displaced or dead. */
	readonly rivals: readonly RivalView[];
	/** For my displaced and dead ones: free times of the same length near it, same room first. Else empty. */
	readonly alternatives: readonly FreeSlot[];
}

export interface RoomDayView {
	readonly room: RoomView;
	/** Touching that date, earliest first; cancelled ones left out. */
	readonly bookings: readonly BookingView[];
}

export interface DayView {
	readonly date: string;
	readonly rooms: readonly RoomDayView[];
}

export interface WeekView {
	readonly room: RoomView;
	/** For example 2026-W48. */
	readonly isoWeek: string;
	/** Monday to Sunday. */
	readonly days: readonly { readonly date: string; readonly bookings: readonly BookingView[] }[];
}

export interface FreeNowView {
	readonly room: RoomView;
	readonly current: BookingView | null;
	readonly next: BookingView | null;
	/** Wall time until which the room is free; null: nothing more today, or not free now. */
	readonly freeUntil: string | null;
	readonly isFree: boolean;
	/** When not free: the wall time at which it next is. */
	readonly busyUntil: string | null;
}

/** A repeating booking as its owner sees it. */
export interface SeriesView {
	readonly id: ObjectId;
	readonly room: ObjectId;
	readonly roomName: string;
	readonly roomColour: string;
	readonly zone: string;
	readonly owner: MemberId;
	readonly ownerName: string;
	readonly mine: boolean;
	readonly rule: string;
	readonly standing: boolean;
	/** HH:MM */
	readonly from: string;
	readonly minutes: number;
	readonly purpose: BookingPurpose;
	readonly note: string;
	/** Not cancelled, earliest first. */
	readonly occurrences: readonly BookingView[];
	/** Dates that could not be made because somebody else was known to be there. */
	readonly notMade: readonly string[];
	/** First date from which it was ended; null: not ended. */
	readonly endedFrom: string | null;
}

export interface OfferView {
	readonly id: ObjectId;
	readonly by: MemberId;
	readonly byName: string;
	readonly mine: boolean;
	readonly to: MemberId | null;
	readonly toName: string | null;
	readonly gives: readonly BookingView[];
	readonly wants: readonly BookingView[];
	readonly note: string;
	readonly at: number;
	readonly status: 'open' | 'accepted' | 'closed' | 'stale';
	/** I may accept it now. */
	readonly canAccept: boolean;
}

export interface WaitView {
	readonly id: ObjectId;
	readonly memberName: string;
	readonly mine: boolean;
	readonly room: ObjectId | null;
	readonly roomName: string | null;
	readonly start: string;
	readonly end: string;
	/** Rooms in which that whole time is free now. */
	readonly freeIn: readonly FreeSlot[];
}

/** One date of a planned series, before anything is posted. */
export interface PlannedDate {
	readonly date: string;
	readonly start: string;
	readonly end: string;
	/** What stands in the way; null: it can be booked. */
	readonly refusal: RefusalView | null;
	/** For those that cannot be booked: times of the same length on that day, same room first. */
	readonly alternatives: readonly FreeSlot[];
	/** The wall time does not exist, or comes twice, on that day. */
	readonly clock: 'plain' | 'gap' | 'overlap';
}

/** Why something cannot be booked: the rule in words, who is in the way, and what set the rule. */
export interface RefusalView {
	readonly rule: string;
	readonly reason: string;
	readonly blockedBy: { readonly id: ObjectId; readonly ownerName: string; readonly mine: boolean; readonly start: string; readonly end: string } | null;
	/** The decision, or the member, that set the rule; null: it is a rule of the house itself. */
	readonly setBy: { readonly decision: ObjectId | null; readonly title: string; readonly byName: string; readonly at: number } | null;
}

/** Minutes by member, room and price band, of one period. */
export interface RoomHoursLine {
	readonly member: MemberId;
	readonly memberName: string;
	readonly room: ObjectId;
	readonly roomName: string;
	/** Name of the price band; null: the room's plain price, or none. */
	readonly band: string | null;
	readonly perHourMinor: number;
	readonly minutes: number;
	/** Not yet firm: not in `minutes`. */
	readonly tentativeMinutes: number;
}

/** What is offered beside the form: everything the range covers, for calendars to be written. */
export interface SeriesDraft {
	readonly room: ObjectId;
	/** First date. */
	readonly date: string;
	readonly from: string;
	readonly minutes: number;
	readonly rule: string;
	readonly replaces: Selection | null;
	/** A leased recurring slot; false when left out. */
	readonly standing?: boolean;
}

export interface BookingDraft {
	readonly room: ObjectId;
	readonly start: string;
	readonly end: string;
	readonly replaces: ObjectId | null;
}

export interface SeriesPreview {
	/** The rule as it is kept. */
	readonly rule: string;
	/** Earliest first. Of a rule without an end, about a year. */
	readonly planned: readonly PlannedDate[];
	/** The rule has no end: its owner's device adds further dates as time goes by. */
	readonly openEnded: boolean;
}

export interface ReportView {
	readonly hours: readonly RoomHoursLine[];
	/** Minutes for which each room was open in the period, closures taken off. */
	readonly openMinutes: readonly { readonly room: ObjectId; readonly roomName: string; readonly minutes: number }[];
	/** Booked minutes by room and weekday (1 Monday … 7 Sunday), for the chart. */
	readonly byWeekday: readonly { readonly room: ObjectId; readonly weekday: number; readonly minutes: number }[];
}

export interface CalendarRulesView {
	readonly rules: CalendarRules;
	/** The decision that set them; null: nobody has, they are as they were at the beginning. */
	readonly setBy: { readonly decision: ObjectId; readonly title: string; readonly at: number } | null;
}

export interface AgendaQuery {
	/** First date. */
	readonly from: string;
	/** How many days are looked at; at most 400. */
	readonly days: number;
	/** Null: everybody. */
	readonly member: MemberId | null;
	/** Null: all rooms. */
	readonly room: ObjectId | null;
}

export interface AgendaDay {
	readonly date: string;
	/** Beginning on that date, earliest first; never empty. */
	readonly bookings: readonly BookingView[];
}

export type ExportScope =
	| { readonly kind: 'room'; readonly id: ObjectId }
	| { readonly kind: 'member'; readonly id: MemberId }
	| { readonly kind: 'all' };

/** A tablet at a door, as members see it. */
export interface DoorTabletView {
	readonly id: ObjectId;
	readonly name: string;
	/** Names of its rooms; null: all rooms. */
	readonly rooms: readonly string[] | null;
	readonly showNames: boolean;
	readonly byName: string;
	readonly at: number;
}

/** All that a tablet at a door is told of a room (CAL94). Wall times of the room; ends are exclusive. */
export interface DoorRoomView {
	readonly id: ObjectId;
	readonly name: string;
	readonly colour: string;
	readonly zone: string;
	readonly taken: readonly {
		readonly start: string;
		readonly end: string;
		/** Null: names are not shown. */
		readonly who: string | null;
		readonly tentative: boolean;
		readonly runsOver: number;
	}[];
	readonly closed: readonly { readonly start: string; readonly end: string }[];
}
