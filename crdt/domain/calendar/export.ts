/**
 * What a calendar file is written from: the bookings of a room, of a member, or all of them, as plain data. Cancelled,
 * displaced and dead ones are left out. Wall times in the room's zone; knows no file format.
 */
import type { ObjectId } from '../../../crypto/base';
import type { BookingPurpose } from './ops';

interface Exported {
	/** Stays the same for as long as the booking is known: a UID can be made of it. */
	readonly id: ObjectId;
	readonly room: ObjectId;
	readonly roomName: string;
	/** IANA name. */
	readonly zone: string;
	readonly ownerName: string;
	readonly purpose: BookingPurpose;
	readonly note: string;
	/** Not firm yet. */
	readonly tentative: boolean;
}

/** One booking by itself, or one date of a series that does not stand at the series' own time any more. */
export interface ExportedBooking extends Exported {
	readonly start: string;
	/** Exclusive. */
	readonly end: string;
}

/** Occurrences of one series that share room, time and length. */
export interface ExportedSeries extends Exported {
	/** RFC 5545 recurrence rule in wall time, as its author wrote it. `dates` decides, not the rule. */
	readonly rule: string;
	/** HH:MM */
	readonly from: string;
	readonly minutes: number;
	/** Every date on which it stands, ascending; never empty. */
	readonly dates: readonly string[];
}

export interface CalendarExport {
	/** The room's, the member's or the collective's name. */
	readonly name: string;
	/** When it was made: milliseconds since 1970. */
	readonly at: number;
	readonly bookings: readonly ExportedBooking[];
	readonly series: readonly ExportedSeries[];
}
