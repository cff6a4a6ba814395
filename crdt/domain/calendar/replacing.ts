/**
 * Bookings that stand for the same thing: one, what takes its place, and what takes the place of that. Usually a chain of
 * moves; made apart, a tree, of which one leaf is preferred. Rules CAL16, CAL46, CAL47.
 */
import type { EntryId, ObjectId } from '../../../crypto/base';
import type { RuleContext } from '../context';
import type { Draft } from './draft';
import { bookingOf, isCancelled, isDead } from './standing';
import { everything, type Booking, type CalendarState, type Known } from './state';

/** All that stand for the same thing as this one: the oldest first, each after what it replaces. */
export function familyOf(state: CalendarState, id: ObjectId): readonly Booking[] {
	let root = bookingOf(state, id);
	while (root.replaces !== null) root = bookingOf(state, root.replaces);
	const found = [root];
	for (let at = 0; at < found.length; at++) {
		for (const next of state.replacements.get(found[at]!.id) ?? []) found.push(bookingOf(state, next)); // below the length
	}
	return found;
}

/** Is `id` the same as `other`, or in its place, directly or through others? */
export function isUnder(state: CalendarState, id: ObjectId, other: ObjectId): boolean {
	for (let at: ObjectId | null = id; at !== null; at = bookingOf(state, at).replaces) if (at === other) return true;
	return false;
}

/** CAL47: of leaves made apart, one set by hand before one from a series before one asked again; then the later. */
export function isAhead(state: CalendarState, a: Booking, b: Booking): boolean {
	const rank = rankOf(state, a) - rankOf(state, b);
	if (rank !== 0) return rank < 0;
	if (a.lamport !== b.lamport) return a.lamport > b.lamport;
	return a.entry !== b.entry ? a.entry > b.entry : a.id > b.id;
}

function rankOf(state: CalendarState, booking: Booking): number {
	if (booking.id.includes('@')) return 1;
	const old = booking.replaces === null ? undefined : state.bookings.get(booking.replaces);
	return old !== undefined && isAskedAgain(booking, old) ? 2 : 0;
}

const isAskedAgain = (booking: Booking, old: Booking): boolean =>
	booking.room === old.room &&
	booking.from === old.from &&
	booking.to === old.to &&
	booking.purpose === old.purpose &&
	booking.note === old.note;

/** The one that shall remain, of those neither cancelled nor dead; null: there is none. `family` as `familyOf` gives it. */
export function preferredOf(state: CalendarState, family: readonly Booking[]): Booking | null {
	const aliveBelow = new Set<ObjectId>();
	let best: Booking | null = null;
	// parents come before their children: from the end, all below is known
	for (const each of [...family].reverse()) {
		const isAlive = !isCancelled(each) && !isDead(state, each, everything);
		const isLeaf = !aliveBelow.has(each.id);
		if ((isAlive || !isLeaf) && each.replaces !== null) aliveBelow.add(each.replaces);
		if (isAlive && isLeaf && (best === null || isAhead(state, each, best))) best = each;
	}
	return best;
}

/** The booking made apart that is preferred to this one for the same thing (CAL47); null: none. */
export function supersededBy(state: CalendarState, booking: Booking): ObjectId | null {
	if (isAlone(state, booking) || isCancelled(booking)) return null;
	const preferred = preferredOf(state, familyOf(state, booking.id));
	if (preferred === null || isUnder(state, booking.id, preferred.id) || isUnder(state, preferred.id, booking.id)) return null;
	return preferred.id;
}

const isAlone = (state: CalendarState, booking: Booking): boolean =>
	booking.replaces === null && !state.replacements.has(booking.id);

/**
 * What of a family should be cancelled once enough is firm: what a firm one replaces (CAL16), and everything beside the
 * preferred one and what is under it (CAL47).
 */
export function supersededIn(state: CalendarState, family: readonly Booking[], isFirm: (booking: Booking) => boolean): readonly Booking[] {
	const done = new Set<ObjectId>();
	const preferred = preferredOf(state, family);
	let settles: Booking | null = null;
	for (const each of family) {
		if (each.replaces === null || isCancelled(each) || !isFirm(each)) continue;
		if (each === preferred) settles = each;
		for (let at: ObjectId | null = each.replaces; at !== null && !done.has(at); at = bookingOf(state, at).replaces) done.add(at);
	}
	if (settles !== null) {
		const kept = new Set([settles.id]);
		for (const { id, replaces } of family) {
			if (replaces !== null && kept.has(replaces)) kept.add(id);
			if (!kept.has(id)) done.add(id);
		}
	}
	return family.filter((each) => done.has(each.id) && !isCancelled(each));
}

/** Others alive in somebody's past that stand for the same thing: ending this one then ends no use of the room. */
export function standInsFor(state: CalendarState, booking: Booking, known: Known): readonly Booking[] {
	if (isAlone(state, booking)) return [];
	return familyOf(state, booking.id).filter(
		(other) => other.id !== booking.id && known(other.entry) && !other.cancelledBy.some(known) && !isDead(state, other, known)
	);
}

/** CAL46: cancellations of what a new booking replaces, by somebody who knew of neither it nor its maker's knowledge. */
export function marksOf(state: CalendarState, self: EntryId, replaces: ObjectId, known: Known, ctx: RuleContext): readonly EntryId[] {
	const marks: EntryId[] = [];
	let child = self;
	for (let at: ObjectId | null = replaces; at !== null; ) {
		const old: Booking = bookingOf(state, at);
		for (const entry of old.cancelledBy) {
			if (!known(entry) && (child === self || !ctx.isAncestor(child, entry))) marks.push(entry);
		}
		child = old.entry;
		at = old.replaces;
	}
	return marks;
}

/** Call when `id` has been cancelled by an entry with this past: marks what took its place apart, and tidies the moves. */
export function noteCancelled(draft: Draft, id: ObjectId, entry: EntryId, known: Known): void {
	const booking = bookingOf(draft, id);
	draft.unsettled.delete(id);
	if (isAlone(draft, booking)) return;
	for (const child of draft.replacements.get(id) ?? []) {
		if (known(bookingOf(draft, child).entry)) continue;
		for (const each of familyOf(draft, id)) {
			if (!isUnder(draft, each.id, child)) continue;
			draft.bookings.set(each.id, { ...each, apart: [...each.apart, entry] });
		}
	}
	refreshMoves(draft, id);
}

/** Call when a booking that replaces another has been entered. */
export function noteReplacement(draft: Draft, old: ObjectId, id: ObjectId): void {
	draft.replacements.set(old, [...(draft.replacements.get(old) ?? []), id]);
	refreshMoves(draft, id);
}

/** A move is pending while another booking of its family, but for those under it, is not cancelled. */
function refreshMoves(draft: Draft, id: ObjectId): void {
	const family = familyOf(draft, id);
	const live = family.filter((each) => !isCancelled(each)).length;
	const below = new Map<ObjectId, number>();
	for (const each of [...family].reverse()) {
		const within = (below.get(each.id) ?? 0) + (isCancelled(each) ? 0 : 1);
		if (each.replaces === null) continue;
		below.set(each.replaces, (below.get(each.replaces) ?? 0) + within);
		if (!isCancelled(each) && live > within) draft.pendingMoves.add(each.id);
		else draft.pendingMoves.delete(each.id);
	}
}
