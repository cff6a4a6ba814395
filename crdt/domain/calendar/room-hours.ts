/**
 * Hours by member, room and price band, for the ledger: exact to the minute on the room's wall. A pure function of the
 * folded state, so the same entries give the same hours on every device, whatever the order of arrival. CAL72–CAL74.
 *
 * Booked time is what counts, not presence: leaving early or running over changes nothing. Knows no currency and no names.
 */
import type { MemberId, ObjectId } from '../../../crypto/base';
import { MINUTES_A_DAY, parseDate, weekdayOf } from '../wall-time';
import { bookingsTouching } from './expand';
import type { RoomDescription } from './room-description';
import { minutesOf } from './room-rules';
import { compare } from './rooms';
import { hasMajority, standingOf } from './standing';
import { dayOf, isUsedUp, type Booking, type CalendarState, type Room } from './state';

/** Dates on the rooms' walls; `until` is exclusive. */
export interface Period {
	readonly from: string;
	readonly until: string;
}

export interface RoomHours {
	readonly member: MemberId;
	readonly room: ObjectId;
	/** Name of the price band; null: the room's plain price, or none. */
	readonly band: string | null;
	/** In minor units; 0 where the room is free. */
	readonly perHourMinor: number;
	/** Firm, or cancelled too late. */
	readonly minutes: number;
	/** That part of `minutes` which was cancelled too late. */
	readonly lateMinutes: number;
	/** First in turn but not firm yet: not in `minutes`. */
	readonly tentativeMinutes: number;
}

type Counted = 'firm' | 'late' | 'tentative';

/** By member, room, band, price. Empty for a period that is none. */
export function roomHours(state: CalendarState, period: Period): readonly RoomHours[] {
	const [first, end] = [parseDate(period.from), parseDate(period.until)];
	if (first === null || end === null || first >= end) return [];
	const [from, to] = [first * MINUTES_A_DAY, end * MINUTES_A_DAY];
	const lines = new Map<string, RoomHours>();
	for (const booking of bookingsTouching(state, from, to)) {
		const counted = countedAs(state, booking);
		if (counted === null) continue;
		for (const { band, perHourMinor, minutes } of priced(state, booking, Math.max(from, booking.from), Math.min(to, booking.to))) {
			const key = JSON.stringify([booking.owner, booking.room, band, perHourMinor]);
			const line = lines.get(key) ?? {
				member: booking.owner, room: booking.room, band, perHourMinor, minutes: 0, lateMinutes: 0, tentativeMinutes: 0
			};
			lines.set(key, {
				...line,
				minutes: line.minutes + (counted === 'tentative' ? 0 : minutes),
				lateMinutes: line.lateMinutes + (counted === 'late' ? minutes : 0),
				tentativeMinutes: line.tentativeMinutes + (counted === 'tentative' ? minutes : 0)
			});
		}
	}
	return [...lines.values()].sort(
		(a, b) =>
			compare(a.member, b.member) || compare(a.room, b.room) || compare(a.band ?? '', b.band ?? '') || a.perHourMinor - b.perHourMinor
	);
}

/** Null: it does not count. What a firm booking has taken the place of counts no more, cancelled or not yet. */
export function countedAs(state: CalendarState, booking: Booking): Counted | null {
	if (booking.cancelledBy.length > 0) return isUsedUp(booking) && hasMajority(state, booking) ? 'late' : null;
	const { status } = standingOf(state, booking.id);
	if (status !== 'booked' && status !== 'tentative') return null;
	if (isTakenOver(state, booking)) return null;
	return status === 'booked' ? 'firm' : 'tentative';
}

function isTakenOver(state: CalendarState, booking: Booking): boolean {
	const seen = new Set<ObjectId>();
	const queue = [...(state.replacements.get(booking.id) ?? [])];
	for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
		if (seen.has(id)) continue;
		seen.add(id);
		const later = state.bookings.get(id);
		if (later?.cancelledBy.length === 0 && standingOf(state, id).status === 'booked') return true;
		queue.push(...(state.replacements.get(id) ?? []));
	}
	return false;
}

interface Piece {
	readonly band: string | null;
	readonly perHourMinor: number;
	readonly minutes: number;
}

/** The span cut at midnights and at the edges of price bands, priced by the description its author knew. */
function priced(state: CalendarState, booking: Booking, from: number, to: number): readonly Piece[] {
	const price = priceOf(state.rooms.get(booking.room), booking);
	if (price === null) return [{ band: null, perHourMinor: 0, minutes: to - from }];
	const pieces: Piece[] = [];
	for (let day = dayOf(from); day <= dayOf(to - 1); day++) {
		const midnight = day * MINUTES_A_DAY;
		const [start, end] = [Math.max(from, midnight) - midnight, Math.min(to, midnight + MINUTES_A_DAY) - midnight];
		const bands = price.bands.filter(({ weekdays }) => weekdays.length === 0 || weekdays.includes(weekdayOf(day)));
		const edges = bands.flatMap((band) => [minutesOf(band.from), minutesOf(band.to)]).filter((edge) => edge > start && edge < end);
		const cuts = [...new Set([start, ...edges, end])].sort((a, b) => a - b);
		cuts.slice(1).forEach((cut, index) => {
			const at = cuts[index] ?? start;
			const band = bands.find((each) => minutesOf(each.from) <= at && at < minutesOf(each.to));
			pieces.push({ band: band?.name ?? null, perHourMinor: band?.perHourMinor ?? price.perHourMinor, minutes: cut - at });
		});
	}
	return pieces;
}

/** The price in the booking's own past: what was said about the room since does not change what it costs. */
function priceOf(room: Room | undefined, booking: Booking): RoomDescription['price'] {
	return room?.versions.find(({ entry }) => entry === booking.priceVersion)?.description.price ?? null;
}

