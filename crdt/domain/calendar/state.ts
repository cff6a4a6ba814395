/**
 * The calendar as the fold keeps it. What is firm, first in turn, displaced or dead is not stored: it is a pure function
 * of this state (standing.ts), asked for one conflict at a time.
 */
import { Map, Set } from 'immutable';
import type { EntryId, MemberId, ObjectId } from '../../../crypto/base';
import { isoWeekOfDay, MINUTES_A_DAY } from '../wall-time';
import type { BookingPurpose, Selection } from './ops';
import type { RoomDescription } from './room-description';

/** What somebody said about a room. */
export interface RoomVersion {
	readonly entry: EntryId;
	readonly lamport: number;
	readonly by: MemberId;
	/** Claimed time, ms. */
	readonly at: number;
	readonly description: RoomDescription;
	/** The decision it carried out; null: a member's own word. */
	readonly decision: ObjectId | null;
}

export interface Room {
	readonly id: ObjectId;
	/** Entries that added it: one, or several that carried out the same decision apart. */
	readonly addedIn: readonly EntryId[];
	readonly addedBy: MemberId;
	readonly zone: string;
	/** Rooms it is made of, as said; empty: a room of its own. */
	readonly parts: readonly ObjectId[];
	/** What a booking of it takes: rooms without parts; itself, unless combined. */
	readonly atoms: readonly ObjectId[];
	/** In total order, at least one; the last is in force. */
	readonly versions: readonly RoomVersion[];
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
	readonly lamport: number;
	readonly room: ObjectId;
	/** Rooms without parts that it takes. */
	readonly atoms: readonly ObjectId[];
	readonly owner: MemberId;
	/** Admission entry of the owner, for the turn order. */
	readonly admission: EntryId;
	readonly start: string;
	readonly end: string;
	/** Floating minutes, half-open. */
	readonly from: number;
	readonly to: number;
	readonly purpose: BookingPurpose;
	readonly note: string;
	readonly replaces: ObjectId | null;
	/** Made by a series, or in the place of one that was. */
	readonly series: ObjectId | null;
	/** Its own date in the series, wherever it was moved to. */
	readonly seriesDate: string | null;
	/** Moved by hand: no longer at the time and in the room of its series. */
	readonly moved: boolean;
	/** A leased recurring slot, not hours booked as needed. */
	readonly standing: boolean;
	/** Entry of the room's newest description in its own past: prices are read there. */
	readonly priceVersion: EntryId;
	/** The roll whose members grant it (CAL20). */
	readonly roll: RollId;
	readonly grants: readonly Grant[];
	/** Cancellations (several when concurrent); empty: not cancelled. */
	readonly cancelledBy: readonly EntryId[];
	/** Those of `cancelledBy` that came too late: the time counts as used when all of them did (`isUsedUp`). */
	readonly lateBy: readonly EntryId[];
	/** Cancellations of what it replaces by somebody who did not know of this one (CAL46). */
	readonly apart: readonly EntryId[];
	/** The owner left before the end; `to` in floating minutes. */
	readonly endedEarly: readonly { readonly entry: EntryId; readonly end: string; readonly to: number }[];
	/** Signs of running over, in total order: the last one counts. */
	readonly runsOver: readonly { readonly entry: EntryId; readonly lamport: number; readonly minutes: number }[];
	/** Overlapping ones that neither knew of the other: a voice grants only one of them. */
	readonly rivals: readonly ObjectId[];
	/** Overlapping ones of which the earlier was dead when the later was made. */
	readonly afterDead: readonly ObjectId[];
	/** Key of the turn order; null while nothing overlaps. */
	readonly turn: string | null;
}

/** Occurrences made together: by a series op, or one by one in the place of others. `dates` ascend. */
export interface SeriesRun {
	readonly kind: 'made' | 'extended' | 'single';
	readonly entry: EntryId;
	readonly dates: readonly string[];
	/** Of the same length as `dates`. */
	readonly ids: readonly ObjectId[];
}

export interface Series {
	/** Object id of its `book-series` op. */
	readonly id: ObjectId;
	readonly entry: EntryId;
	readonly lamport: number;
	readonly owner: MemberId;
	readonly room: ObjectId;
	/** HH:MM */
	readonly from: string;
	readonly minutes: number;
	readonly rule: string;
	readonly purpose: BookingPurpose;
	readonly note: string;
	readonly standing: boolean;
	readonly replaces: Selection | null;
	/** Everything that was ever made of it, cancelled or not; the first run is the op's own. */
	readonly runs: readonly SeriesRun[];
	/** Dates that could not be made, as their author knew. */
	readonly notMade: readonly { readonly entry: EntryId; readonly date: string; readonly rule: string }[];
	/** Ranges cancelled or replaced as ranges. `until` null: it was ended there. */
	readonly cuts: readonly SeriesCut[];
	/** Another that took the place of the same series apart and is extended instead (CAL49). */
	readonly supersededBy: ObjectId | null;
}

export interface SeriesCut {
	readonly entry: EntryId;
	readonly from: string;
	readonly until: string | null;
	/** The series that took its place; null: cancelled. */
	readonly by: ObjectId | null;
	/** As stated by the author, floating minutes: what began before is not cut. */
	readonly at: number;
}

export interface Offer {
	readonly id: ObjectId;
	readonly entry: EntryId;
	readonly by: MemberId;
	/** Claimed time, ms. */
	readonly at: number;
	readonly to: MemberId | null;
	readonly note: string;
	/** What the selections meant to its author. */
	readonly gives: readonly ObjectId[];
	readonly wants: readonly ObjectId[];
	readonly closedBy: readonly EntryId[];
	/** Several when accepted apart. */
	readonly acceptances: readonly { readonly entry: EntryId; readonly by: MemberId; readonly made: readonly ObjectId[] }[];
}

export interface Wait {
	readonly id: ObjectId;
	readonly entry: EntryId;
	readonly member: MemberId;
	readonly room: ObjectId | null;
	readonly start: string;
	readonly end: string;
	readonly from: number;
	readonly to: number;
	readonly stoppedBy: readonly EntryId[];
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

/** A tablet at a door (CAL90–CAL95). */
export interface Door {
	readonly id: ObjectId;
	readonly entry: EntryId;
	readonly by: MemberId;
	/** Claimed time, ms. */
	readonly at: number;
	readonly name: string;
	/** Empty: all rooms. */
	readonly rooms: readonly ObjectId[];
	readonly showNames: boolean;
	/** base64url. */
	readonly publicKey: string;
	readonly lobbyKey: string;
	/** Several when concurrent; empty: in use. */
	readonly removedBy: readonly { readonly entry: EntryId; readonly member: MemberId; readonly at: number }[];
}

export interface CalendarState {
	readonly rooms: Map<ObjectId, Room>;
	readonly bookings: Map<ObjectId, Booking>;
	readonly series: Map<ObjectId, Series>;
	readonly offers: Map<ObjectId, Offer>;
	readonly waits: Map<ObjectId, Wait>;
	readonly doors: Map<ObjectId, Door>;
	/** room without parts → day number → what touches that day. */
	readonly spansByRoomDay: Map<ObjectId, Map<number, readonly Span[]>>;
	/** owner → day number of the start → bookings, cancelled ones too. */
	readonly byOwnerDay: Map<MemberId, Map<number, readonly ObjectId[]>>;
	/** Neither cancelled nor granted by more than half. */
	readonly unsettled: Set<ObjectId>;
	/** Bookings that replace one, while another of those that stand for the same thing is not cancelled. */
	readonly pendingMoves: Set<ObjectId>;
	/** Old booking → those that replace it. */
	readonly replacements: Map<ObjectId, readonly ObjectId[]>;
	/** Decisions about rooms (the first proposal of each chain) → entries that carried them out. */
	readonly carriedOut: Map<ObjectId, readonly EntryId[]>;
	readonly rolls: Map<RollId, Roll>;
	/** Who left → the earliest acknowledgements that knew of it (several when concurrent). */
	readonly leaves: Map<MemberId, readonly EntryId[]>;
	/** Deepest first, then by id: the newest roll of a past is the first that took over in it. */
	readonly rollOrder: readonly RollId[];
}

export const emptyCalendar: CalendarState = {
	rooms: Map(),
	bookings: Map(),
	series: Map(),
	offers: Map(),
	waits: Map(),
	doors: Map(),
	spansByRoomDay: Map(),
	byOwnerDay: Map(),
	unsettled: Set(),
	pendingMoves: Set(),
	replacements: Map(),
	carriedOut: Map(),
	rolls: Map(),
	leaves: Map(),
	rollOrder: []
};

/** "Is this entry known?": to an entry's past, or (for views and duties) to everybody: `everything`. */
export type Known = (entry: EntryId) => boolean;
export const everything: Known = () => true;

export const moreThanHalf = (n: number): number => Math.floor(n / 2) + 1;

/** Spans that overlap [from, to) in one of these rooms without parts, each once. Touches at most three days. */
export function overlapping(state: CalendarState, atoms: readonly ObjectId[], from: number, to: number): readonly Span[] {
	if (atoms.length === 1) return overlappingIn(state, atoms[0]!, from, to);
	const found = new globalThis.Map<ObjectId, Span>();
	for (const atom of atoms) for (const span of overlappingIn(state, atom, from, to)) found.set(span.id, span);
	return [...found.values()];
}

function overlappingIn(state: CalendarState, atom: ObjectId, from: number, to: number): readonly Span[] {
	const days = state.spansByRoomDay.get(atom);
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

/** The minute at which the room is free again, as far as `known` tells: the owner may have left early. */
export function effectiveTo(booking: Booking, known: Known): number {
	let { to } = booking;
	for (const early of booking.endedEarly) if (early.to < to && known(early.entry)) to = early.to;
	return to;
}

/** Cancelled too late to be free of charge, by every cancellation there is. */
export const isUsedUp = (booking: Booking): boolean =>
	booking.lateBy.length > 0 && booking.lateBy.length === booking.cancelledBy.length;

/** CAL14: by room, week of the start, and the owner's admission; nobody picks their own place in it. */
export function turnKey(booking: Pick<Booking, 'room' | 'from' | 'admission'>, hash: (...texts: readonly string[]) => string): string {
	return hash('turn', booking.room, isoWeekOfDay(dayOf(booking.from)), booking.admission);
}

export const dayOf = (minutes: number): number => Math.floor(minutes / MINUTES_A_DAY);
