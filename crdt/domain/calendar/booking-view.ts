/** One booking as the screens show it: how firm it is, who is in its way, what it is part of. Pure. */
import type { EntryId, MemberId, ObjectId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { floatingInstant, occurrenceOf } from './expand';
import { alternativesTo } from './free-times';
import { familyOf, isUnder } from './replacing';
import { rollOf } from './roll';
import { isLive } from './rooms';
import { descriptionOf } from './room-rules';
import { granters, neighbours, neededFor, standingOf, type Standing } from './standing';
import type { Booking, CalendarState, Wait } from './state';
import type { BookingView, RivalView } from './views';

export function bookingView(lens: Lens, booking: Booking): BookingView {
	const { calendar } = lens.state;
	const standing = standingOf(calendar, booking.id);
	const room = calendar.rooms.get(booking.room);
	const description = room && descriptionOf(room);
	const { startsAt, endsAt, clock } = occurrenceOf(calendar, booking, lens.instantOf ?? floatingInstant);
	const mine = booking.owner === lens.me;
	const isLost = standing.status === 'displaced' || standing.status === 'dead';
	return {
		id: booking.id,
		entry: booking.entry,
		room: booking.room,
		roomName: description?.name ?? '',
		roomColour: description?.colour ?? '',
		zone: room?.zone ?? '',
		owner: booking.owner,
		ownerName: lens.nameOf(booking.owner),
		mine,
		start: booking.start,
		end: booking.end,
		startsAt,
		endsAt,
		clock,
		purpose: booking.purpose,
		note: booking.note,
		series: seriesOf(calendar, booking),
		endedEarly: earliestEnd(booking),
		runsOver: booking.runsOver.at(-1)?.minutes ?? 0,
		madeApart: madeApart(calendar, booking),
		offer: openOffers(calendar).get(booking.id) ?? null,
		waiting: waitersFor(lens, booking),
		firmness: {
			status: standing.status,
			grantedBy: granters(booking).size,
			needed: neededFor(calendar, booking),
			of: rollOf(calendar, booking.roll).members.length,
			contested: standing.contested
		},
		heldBy: heldBy(lens, booking.entry),
		replaces: booking.replaces,
		replacedBy: (calendar.replacements.get(booking.id) ?? []).find((id) => isLive(calendar, id)) ?? null,
		rivals: hasRivals(standing) ? rivalsOf(lens, booking) : [],
		alternatives: mine && isLost ? alternativesTo(lens, booking) : []
	};
}

const hasRivals = ({ status, contested }: Standing): boolean => status !== 'booked' || contested;

function seriesOf(calendar: CalendarState, { series: id, seriesDate }: Booking): BookingView['series'] {
	const series = id === null ? undefined : calendar.series.get(id);
	if (series === undefined || seriesDate === null) return null;
	return { series: series.id, rule: series.rule, standing: series.standing, date: seriesDate };
}

function earliestEnd({ endedEarly }: Booking): string | null {
	let earliest: string | null = null;
	for (const { end } of endedEarly) if (earliest === null || end < earliest) earliest = end;
	return earliest;
}

/** CAL46–CAL48: what two did to one booking without knowing of each other, on the one that stands. */
function madeApart(calendar: CalendarState, booking: Booking): BookingView['madeApart'] {
	if (booking.cancelledBy.length > 0) return null;
	if (booking.apart.length > 0) return booking.moved ? 'moved-while-ended' : 'changed-while-cancelled';
	if (booking.replaces === null) return null;
	const isBeside = (other: Booking): boolean => !isUnder(calendar, other.id, booking.id) && !isUnder(calendar, booking.id, other.id);
	return familyOf(calendar, booking.id).some((other) => other.cancelledBy.length === 0 && isBeside(other)) ? 'replaced-twice' : null;
}

function rivalsOf(lens: Lens, booking: Booking): readonly RivalView[] {
	const { calendar } = lens.state;
	return neighbours(booking)
		.filter((id) => isLive(calendar, id))
		.map((id) => {
			const { booking: other, status } = standingOf(calendar, id);
			const { owner, start, end } = other;
			return { id, owner, ownerName: lens.nameOf(owner), start, end, status };
		});
}

/** Booking → the open offer that gives or wants it. Kept for as long as no offer changes. */
function openOffers({ offers }: CalendarState): ReadonlyMap<ObjectId, ObjectId> {
	const known = offersByBooking.get(offers);
	if (known !== undefined) return known;
	const fresh = new Map<ObjectId, ObjectId>();
	for (const offer of offers.values()) {
		if (offer.closedBy.length > 0 || offer.acceptances.length > 0) continue;
		for (const id of [...offer.gives, ...offer.wants]) fresh.set(id, offer.id);
	}
	offersByBooking.set(offers, fresh);
	return fresh;
}
const offersByBooking = new WeakMap<CalendarState['offers'], ReadonlyMap<ObjectId, ObjectId>>();

/** Not taken back. */
export function activeWaits({ waits }: Pick<CalendarState, 'waits'>): readonly Wait[] {
	const known = active.get(waits);
	if (known !== undefined) return known;
	const fresh = [...waits.values()].filter((wait) => wait.stoppedBy.length === 0);
	active.set(waits, fresh);
	return fresh;
}
const active = new WeakMap<CalendarState['waits'], readonly Wait[]>();

function waitersFor(lens: Lens, booking: Booking): readonly string[] {
	const { calendar } = lens.state;
	const names = new Set<string>();
	for (const wait of activeWaits(calendar)) {
		if (wait.member === booking.owner || wait.from >= booking.to || booking.from >= wait.to) continue;
		const atoms = wait.room === null ? booking.atoms : (calendar.rooms.get(wait.room)?.atoms ?? []);
		if (atoms.some((atom) => booking.atoms.includes(atom))) names.add(lens.nameOf(wait.member));
	}
	return [...names];
}

/** A series is one entry: who holds it is asked once. */
function heldBy(lens: Lens, entry: EntryId): number {
	let known = holders.get(lens);
	if (known === undefined) holders.set(lens, (known = new Map()));
	let members = known.get(entry);
	if (members === undefined) known.set(entry, (members = lens.heldBy(entry)));
	return members.length;
}
const holders = new WeakMap<Lens, Map<EntryId, readonly MemberId[]>>();
