/**
 * One occurrence: may it be booked by somebody who knows this much, and how it comes to stand among the others. The same
 * question for the fold and for a form that asks beforehand. Rules CAL4–CAL6, CAL16, CAL33, CAL48.
 */
import { err, ok, type EntryId, type MemberId, type ObjectId, type Result } from '../../../crypto/base';
import type { Refusal, RuleContext } from '../context';
import { MINUTES_A_DAY, parseWallTime } from '../wall-time';
import { enter, type Draft } from './draft';
import type { BookingPurpose, CalendarRules } from './ops';
import { quotaRefusal } from './quotas';
import { marksOf, noteReplacement } from './replacing';
import { newestRoll } from './roll';
import { roomRefusal, said, usableRoom, type RoomAsKnown } from './room-rules';
import { bookingOf, isDead } from './standing';
import { effectiveTo, overlapping, replacesInChain, turnKey, type Booking, type CalendarState, type Grant, type Known, type RollId } from './state';

/** Who asks, and what they know. */
export interface Asker {
	readonly owner: MemberId;
	readonly known: Known;
	readonly rules: CalendarRules;
	/** The decision behind `rules`; null: as founded. */
	readonly rulesDecision: ObjectId | null;
	/** Milliseconds, as claimed by who asks: only the booking window looks at it (CAL34). */
	readonly claimedAt: number;
}

export interface Occurrence {
	readonly room: ObjectId;
	readonly start: string;
	readonly end: string;
	readonly replaces: ObjectId | null;
	/** A leased recurring slot; false when left out. */
	readonly standing?: boolean;
}

/** `blockedBy`: the booking in the way (CAL6, CAL33). */
export type OccurrenceRefusal = Refusal & { readonly blockedBy?: ObjectId };

export interface Fit {
	/** Floating minutes. */
	readonly from: number;
	readonly to: number;
	readonly room: RoomAsKnown;
}

export function askerOf(ctx: RuleContext, known: Known): Asker {
	return {
		owner: ctx.author.memberId,
		known,
		rules: ctx.settingsInPast().calendarRules,
		rulesDecision: ctx.settingDecidedInPast('calendarRules'),
		claimedAt: ctx.entry.claimedAt
	};
}

/** May this be booked? @returns the span in floating minutes. */
export function checkOccurrence(state: CalendarState, draft: Occurrence, asker: Asker): Result<Fit, OccurrenceRefusal> {
	const room = usableRoom(state, draft.room, asker.known);
	if (!room.ok) return room;
	const from = parseWallTime(draft.start);
	const to = parseWallTime(draft.end);
	if (from === null || to === null) return refused('CAL4', 'The booking names a day or time that does not exist.');
	if (to <= from) return refused('CAL4', 'The booking ends before it begins.');
	if (to - from > MINUTES_A_DAY) return refused('CAL4', 'A booking lasts at most 24 hours.');
	const old = draft.replaces === null ? undefined : state.bookings.get(draft.replaces);
	if (draft.replaces !== null) {
		if (old === undefined || !asker.known(old.entry)) return refused('CAL16', 'The booking it replaces is not known.');
		if (old.owner !== asker.owner) return refused('CAL16', 'Only its owner can move a booking.');
	}
	const standing = draft.standing ?? old?.standing ?? false;
	const refusal = checkSpan(state, { room: room.value, from, to, standing, replaces: draft.replaces, exempt: NOTHING }, asker);
	return refusal === null ? ok({ from, to, room: room.value }) : err(refusal);
}

export interface SpanWanted {
	readonly room: RoomAsKnown;
	readonly from: number;
	readonly to: number;
	readonly standing: boolean;
	/** It may overlap this one, and what that replaces. */
	readonly replaces: ObjectId | null;
	/** It may overlap these too. */
	readonly exempt: ReadonlySet<ObjectId>;
}

const NOTHING: ReadonlySet<ObjectId> = new Set();

/** Why a sound span of a usable room cannot be had; null: it can. */
export function checkSpan(state: CalendarState, wanted: SpanWanted, asker: Asker): OccurrenceRefusal | null {
	const { room, from, to, standing } = wanted;
	const today = Math.floor(asker.claimedAt / 86_400_000);
	return roomRefusal(room, from, to, standing, today) ?? inTheWay(state, wanted, asker) ?? quotaRefusal(state, wanted, asker);
}

function inTheWay(state: CalendarState, wanted: SpanWanted, { known, owner }: Asker): OccurrenceRefusal | null {
	const { from, to } = wanted;
	const { bufferMinutes } = wanted.room.buffer.description;
	for (const span of overlapping(state, wanted.room.room.atoms, from - bufferMinutes, to + bufferMinutes)) {
		const other = bookingOf(state, span.id);
		if (!known(other.entry) || other.cancelledBy.some(known) || mayOverlap(state, wanted, span.id)) continue;
		const until = effectiveTo(other, known);
		const overlaps = other.from < to && from < until;
		const isClose = other.owner !== owner && other.from < to + bufferMinutes && from < until + bufferMinutes;
		if ((!overlaps && !isClose) || isDead(state, other, known)) continue;
		const refusal = overlaps
			? { rule: 'CAL6', reason: 'The room was already taken at that time.' }
			: said(wanted.room.buffer, 'CAL33', `The room is kept free for ${bufferMinutes} minutes between bookings of different members.`);
		return { ...refusal, blockedBy: other.id };
	}
	return null;
}

const mayOverlap = (state: CalendarState, { replaces, exempt }: Pick<SpanWanted, 'replaces' | 'exempt'>, other: ObjectId): boolean =>
	exempt.has(other) || replacesInChain(state, replaces, other);

/** What a new occurrence is, beside its place among the others. */
export interface NewBooking {
	readonly id: ObjectId;
	readonly owner: MemberId;
	readonly admission: EntryId;
	readonly start: string;
	readonly end: string;
	readonly fit: Fit;
	readonly purpose: BookingPurpose;
	readonly note: string;
	readonly replaces: ObjectId | null;
	readonly series: Pick<Booking, 'series' | 'seriesDate' | 'moved' | 'standing'>;
	/** The newest roll of the past (CAL20). */
	readonly roll: RollId;
	readonly exempt: ReadonlySet<ObjectId>;
}

/** No list is made anew for what has nothing in it: grants of a whole series then share theirs. */
const NO_ENTRIES: readonly EntryId[] = [];
const NO_OBJECTS: readonly ObjectId[] = [];
const NO_GRANTS: readonly Grant[] = [];
const NO_SIGNS: readonly never[] = [];

/** Enters what `checkOccurrence` or `checkSpan` allowed. The draft must have its first roll. */
export function place(draft: Draft, made: NewBooking, ctx: RuleContext, known: Known): Booking {
	const { id, fit, exempt, replaces } = made;
	const { from, to, room } = fit;
	let rivals = NO_OBJECTS;
	let afterDead = NO_OBJECTS;
	for (const span of overlapping(draft, room.room.atoms, from, to)) {
		if (mayOverlap(draft, { replaces, exempt }, span.id)) continue;
		const other = bookingOf(draft, span.id);
		if (!known(other.entry)) rivals = [...rivals, other.id];
		else if (!other.cancelledBy.some(known) && from < effectiveTo(other, known)) afterDead = [...afterDead, other.id];
	}
	const alone: Booking = {
		id,
		entry: ctx.entry.id,
		lamport: ctx.entry.lamport,
		room: room.room.id,
		atoms: room.room.atoms,
		owner: made.owner,
		admission: made.admission,
		start: made.start,
		end: made.end,
		from,
		to,
		purpose: made.purpose,
		note: made.note,
		replaces,
		series: made.series.series,
		seriesDate: made.series.seriesDate,
		moved: made.series.moved,
		standing: made.series.standing,
		priceVersion: room.newest.entry,
		roll: made.roll,
		grants: NO_GRANTS,
		cancelledBy: NO_ENTRIES,
		lateBy: NO_ENTRIES,
		apart: replaces === null ? NO_ENTRIES : marksOf(draft, ctx.entry.id, replaces, known, ctx),
		endedEarly: NO_SIGNS,
		runsOver: NO_SIGNS,
		rivals,
		afterDead,
		turn: null
	};
	const booking = rivals.length + afterDead.length === 0 ? alone : { ...alone, turn: turnKey(alone, ctx.hash) };
	enter(draft, booking);
	for (const other of rivals) join(draft, other, 'rivals', id, ctx);
	for (const other of afterDead) join(draft, other, 'afterDead', id, ctx);
	if (replaces !== null) noteReplacement(draft, replaces, id);
	return booking;
}

function join(draft: Draft, other: ObjectId, by: 'rivals' | 'afterDead', id: ObjectId, ctx: RuleContext): void {
	const booking = bookingOf(draft, other);
	draft.bookings.set(other, { ...booking, [by]: [...booking[by], id], turn: booking.turn ?? turnKey(booking, ctx.hash) });
}

/** The newest roll of a past, for new bookings; the draft must have its first roll. */
export const rollFor = (draft: CalendarState, known: Known): RollId => newestRoll(draft, known).id;

/** CAL48: what takes the place of an occurrence of a series keeps its date in the series. */
export function seriesPlaceOf(old: Booking | undefined, fit: Fit): NewBooking['series'] {
	if (old === undefined || old.series === null) return { series: null, seriesDate: null, moved: false, standing: old?.standing ?? false };
	const sameTime = old.room === fit.room.room.id && old.from === fit.from && old.to === fit.to;
	return { series: old.series, seriesDate: old.seriesDate, moved: old.moved || !sameTime, standing: old.standing };
}

const refused = (rule: string, reason: string) => err({ rule, reason });
