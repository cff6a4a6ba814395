/**
 * The calendar as the fold keeps it. What is firm, first in turn, displaced or dead is not stored: it is a pure function
 * of this state (standing.ts), asked for one conflict at a time.
 */
import { Map, Set } from 'immutable';
import type { EntryId, MemberId, ObjectId } from '../../../crypto/base';
import { isoWeekOfDay, MINUTES_A_DAY } from '../wall-time';
import type { BookingPurpose } from './ops';

export interface Room {
	readonly id: ObjectId;
	readonly entry: EntryId;
	readonly name: string;
	readonly zone: string;
	readonly colour: string;
	readonly about: string;
	readonly addedBy: MemberId;
	/** Entries that retired it (several when concurrent); empty: in use. */
	readonly retiredBy: readonly EntryId[];
}

export interface Grant {
	readonly member: MemberId;
	readonly entry: EntryId;
}

/** One occurrence: a room, a span of wall time, its owner, and who has granted it. Refused ones are never here. */
export interface Booking {
	readonly id: ObjectId;
	readonly entry: EntryId;
	readonly room: ObjectId;
	readonly owner: MemberId;
	/** Admission entry of the owner, for the turn order. */
	readonly admission: EntryId;
	readonly start: string;
	readonly end: string;
	/** Floating minutes, half-open. */
	readonly from: number;
	readonly to: number;
	readonly purpose: BookingPurpose;
	readonly replaces: ObjectId | null;
	/** The roll whose members grant it (CAL20). */
	readonly roll: RollId;
	readonly grants: readonly Grant[];
	/** The owner's cancellations (several when concurrent); empty: not cancelled. */
	readonly cancelledBy: readonly EntryId[];
	/** Overlapping ones that neither knew of the other: a voice grants only one of them. */
	readonly rivals: readonly ObjectId[];
	/** Overlapping ones of which the earlier was dead when the later was made. */
	readonly afterDead: readonly ObjectId[];
	/** Key of the turn order; null while nothing overlaps. */
	readonly turn: string | null;
}

/** Inside the index by room and day. */
export interface Span {
	readonly id: ObjectId;
	readonly from: number;
	readonly to: number;
}

export type RollId = string;

export interface Acknowledgement {
	readonly member: MemberId;
	readonly entry: EntryId;
	readonly added: readonly MemberId[];
	readonly removed: readonly MemberId[];
	readonly successor: RollId;
}

/** Who grants bookings. Rolls follow one another by acknowledgements (CAL20–CAL24). */
export interface Roll {
	readonly id: RollId;
	readonly depth: number;
	readonly members: readonly MemberId[];
	/** The roll this one follows; null for the first. */
	readonly after: RollId | null;
	readonly added: readonly MemberId[];
	readonly removed: readonly MemberId[];
	/** What this roll's voices acknowledged as its successor. */
	readonly acknowledgements: readonly Acknowledgement[];
}

export interface CalendarState {
	readonly rooms: Map<ObjectId, Room>;
	readonly bookings: Map<ObjectId, Booking>;
	/** room → day number → what touches that day. */
	readonly spansByRoomDay: Map<ObjectId, Map<number, readonly Span[]>>;
	/** Neither cancelled nor granted by more than half. */
	readonly unsettled: Set<ObjectId>;
	/** Bookings that replace one not yet cancelled. */
	readonly pendingMoves: Set<ObjectId>;
	/** Old booking → those that replace it. */
	readonly replacements: Map<ObjectId, readonly ObjectId[]>;
	readonly rolls: Map<RollId, Roll>;
	/** Who left → the earliest acknowledgements that knew of it (several when concurrent). */
	readonly leaves: Map<MemberId, readonly EntryId[]>;
	/** Deepest first, then by id: the newest roll of a past is the first that took over in it. */
	readonly rollOrder: readonly RollId[];
}

export const emptyCalendar: CalendarState = {
	rooms: Map(),
	bookings: Map(),
	spansByRoomDay: Map(),
	unsettled: Set(),
	pendingMoves: Set(),
	replacements: Map(),
	rolls: Map(),
	leaves: Map(),
	rollOrder: []
};

/** "Is this entry known?": to an entry's past, or (for views and duties) to everybody: `everything`. */
export type Known = (entry: EntryId) => boolean;
export const everything: Known = () => true;

export const moreThanHalf = (n: number): number => Math.floor(n / 2) + 1;

/** Spans that overlap [from, to) in the room, each once, in order of arrival. Touches at most three days. */
export function overlapping(state: CalendarState, room: ObjectId, from: number, to: number): readonly Span[] {
	const days = state.spansByRoomDay.get(room);
	if (days === undefined) return [];
	const found: Span[] = [];
	const first = dayOf(from);
	for (let day = first; day <= dayOf(to - 1); day++) {
		for (const span of days.get(day) ?? []) {
			const seenBefore = day > first && dayOf(span.from) < day;
			if (!seenBefore && span.from < to && from < span.to) found.push(span);
		}
	}
	return found;
}

/** Whether `booking` takes the place of `earlier`, directly or through others of the same owner. */
export function replacesInChain(state: CalendarState, replaces: ObjectId | null, earlier: ObjectId): boolean {
	for (let at = replaces; at !== null; at = state.bookings.get(at)?.replaces ?? null) if (at === earlier) return true;
	return false;
}

/** CAL14: by room, week of the start, and the owner's admission; nobody picks their own place in it. */
export function turnKey(booking: Pick<Booking, 'room' | 'from' | 'admission'>, hash: (...texts: readonly string[]) => string): string {
	return hash('turn', booking.room, isoWeekOfDay(dayOf(booking.from)), booking.admission);
}

export const dayOf = (minutes: number): number => Math.floor(minutes / MINUTES_A_DAY);
