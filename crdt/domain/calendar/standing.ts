/**
 * How bookings stand: firm, first in turn (tentative), displaced, dead, cancelled. A pure function of the calendar,
 * worked out for one conflict (the bookings joined by overlaps) at a time. Knows no viewer and no clock. CAL8–CAL15.
 */
import type { MemberId, ObjectId } from '../../../crypto/base';
import { retiredFrom, rollOf } from './roll';
import { everything, moreThanHalf, type Booking, type CalendarState, type Known } from './state';
import type { BookingStatus } from './views';

export interface Standing {
	readonly booking: Booking;
	readonly status: BookingStatus;
	/** Granted by more than half together with an overlapping one: somebody granted twice, the turn order decided. */
	readonly contested: boolean;
}

/** Throws on an id that is not a booking. */
export function standingOf(state: CalendarState, id: ObjectId): Standing {
	const booking = bookingOf(state, id);
	if (booking.cancelledBy.length > 0) return { booking, status: 'cancelled', contested: false };
	const standing = conflictOf(state, booking).find((each) => each.booking.id === id);
	if (standing === undefined) throw new Error('a booking is part of its own conflict');
	return standing;
}

/** Everything joined to the booking by overlaps among the not cancelled, in turn order, with its standing. */
export function conflictOf(state: CalendarState, booking: Booking): readonly Standing[] {
	const all = inTurn(joined(state, booking));
	const standings = new Map<ObjectId, Standing>();
	const kept = new Set<ObjectId>();
	const set = (each: Booking, status: BookingStatus, contested: boolean) => {
		standings.set(each.id, { booking: each, status, contested });
		if (status === 'booked' || status === 'tentative') kept.add(each.id);
	};
	const firm = all.filter((each) => hasMajority(state, each));
	const firmIds = new Set(firm.map((each) => each.id));
	for (const each of firm) {
		const contested = neighbours(each).some((id) => firmIds.has(id));
		set(each, neighbours(each).some((id) => kept.has(id)) ? 'displaced' : 'booked', contested);
	}
	for (const each of all) {
		if (firmIds.has(each.id)) continue;
		if (isDead(state, each, everything)) set(each, 'dead', false);
		else set(each, neighbours(each).some((id) => kept.has(id)) ? 'displaced' : 'tentative', false);
	}
	return all.flatMap((each) => standings.get(each.id) ?? []);
}

/** Granted by more than half of its roll, cancelled or not. */
export function hasMajority(state: CalendarState, booking: Booking): boolean {
	return booking.grants.length > 0 && granters(booking).size >= neededFor(state, booking);
}

export const neededFor = (state: CalendarState, booking: Booking): number =>
	moreThanHalf(rollOf(state, booking.roll).members.length);

export const granters = (booking: Booking): ReadonlySet<MemberId> => new Set(booking.grants.map((grant) => grant.member));

/**
 * Can it never be granted by more than half? So many of its roll have granted a rival, or grant nothing under that roll
 * any more, that too few are left (CAL10). With `known` as an entry's past this never changes again.
 */
export function isDead(state: CalendarState, booking: Booking, known: Known): boolean {
	const roll = rollOf(state, booking.roll);
	const gone = new Set(retiredFrom(state, roll, known));
	for (const id of booking.rivals) {
		for (const grant of bookingOf(state, id).grants) if (known(grant.entry)) gone.add(grant.member);
	}
	if (gone.size === 0) return false;
	for (const grant of booking.grants) if (known(grant.entry)) gone.delete(grant.member);
	const reachable = roll.members.filter((member) => !gone.has(member)).length;
	return reachable < moreThanHalf(roll.members.length);
}

export const isCancelled = (booking: Booking): boolean => booking.cancelledBy.length > 0;

/** Throws on an id that is not a booking. */
export function bookingOf(state: CalendarState, id: ObjectId): Booking {
	const booking = state.bookings.get(id);
	if (booking === undefined) throw new Error('unknown booking');
	return booking;
}

export const neighbours = (booking: Booking): readonly ObjectId[] =>
	booking.afterDead.length === 0 ? booking.rivals : [...booking.rivals, ...booking.afterDead];

/** CAL14: by turn key, then id. */
export function inTurn(bookings: readonly Booking[]): readonly Booking[] {
	return [...bookings].sort((a, b) => compare(a.turn ?? '', b.turn ?? '') || compare(a.id, b.id));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function joined(state: CalendarState, booking: Booking): readonly Booking[] {
	if (neighbours(booking).length === 0) return [booking];
	const seen = new Set<ObjectId>([booking.id]);
	const found = [booking];
	for (let at = 0; at < found.length; at++) {
		for (const id of neighbours(found[at]!)) { // `at` is below the length
			if (seen.has(id)) continue;
			seen.add(id);
			const next = bookingOf(state, id);
			if (!isCancelled(next)) found.push(next);
		}
	}
	return found;
}
