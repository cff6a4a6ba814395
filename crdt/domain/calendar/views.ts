/** What the calendar's screens show: plain data, made by selectors.ts. Wall times are in the room's own zone. */
import type { EntryId, MemberId, ObjectId } from '../../../crypto/base';
import type { BookingPurpose } from './ops';

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
	readonly purpose: BookingPurpose;
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

export interface BookingDraft {
	readonly room: ObjectId;
	readonly start: string;
	readonly end: string;
	readonly replaces: ObjectId | null;
}
