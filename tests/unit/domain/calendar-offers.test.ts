import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import { selectBooking } from '$crdt/domain/calendar/select-days';
import { selectOffers, selectOffersToMe } from '$crdt/domain/calendar/select-offers';
import { standingOf } from '$crdt/domain/calendar/standing';
import type { OpInput } from '$crdt/domain/op';
import { addRoom, book, cancel, createHouse, idOf, type House } from './calendar-house';

const none = { bookings: [], series: [] };
const these = (...ids: readonly ObjectId[]) => ({ bookings: [...ids], series: [] });
const offer = (gives: readonly ObjectId[], wants: readonly ObjectId[] = [], to: string | null = null): OpInput => ({
	type: 'calendar/offer', gives: these(...gives), wants: wants.length === 0 ? none : these(...wants), to: to === null ? null : idOf(to), note: ''
});
const accept = (id: ObjectId): OpInput => ({ type: 'calendar/accept-offer', offer: id });
const close = (id: ObjectId): OpInput => ({ type: 'calendar/close-offer', offer: id });

const status = (house: House, id: ObjectId) => standingOf(house.fold().calendar, id).status;
const refusal = (house: House, id: ObjectId | undefined) => house.fold().refusals.get(id!)?.rule;
/** The nth booking that an acceptance made. */
const made = (acceptance: ObjectId, n = 0) => `${acceptance}@${n}` as ObjectId;

/** Everybody holds: a room, Ana's 10–11 and Ben's 14–15, both firm. */
function shared(names: readonly string[] = ['Ana', 'Ben', 'Dele']) {
	const house = createHouse(names);
	house.settle();
	const [room] = house.write('Ana', addRoom()) as [ObjectId];
	house.meetAll();
	const [mine] = house.write('Ana', book(room, '10:00', '11:00')) as [ObjectId];
	const [theirs] = house.write('Ben', book(room, '14:00', '15:00')) as [ObjectId];
	house.settle();
	return { house, room, mine, theirs };
}

describe('offers', () => {
	it('[CAL60] only what the author holds can be given, once, and a swap is made with one other member', () => {
		const { house, room, mine, theirs } = shared();
		const [dele] = house.write('Dele', book(room, '16:00', '17:00'));
		house.meetAll();
		const tried = house.write(
			'Ana', offer([theirs]), offer([]), offer([mine], [mine]), offer([mine], [theirs, dele!]), offer([mine], [theirs], 'Dele'),
			offer([mine], [], 'Ana'), offer([mine], [], 'Eve'), offer([mine]), offer([mine], [], 'Ben')
		);
		expect(tried.map((id) => refusal(house, id))).toEqual(['CAL60', 'CAL60', 'CAL60', 'CAL60', 'CAL60', 'CAL60', 'CAL60', undefined, 'CAL60']);
		house.write('Ana', close(tried[7]!));
		const [swap] = house.write('Ana', offer([mine], [theirs]));
		expect(house.fold().calendar.offers.get(swap!)).toMatchObject({ to: idOf('Ben'), gives: [mine], wants: [theirs] });
	});

	it('[CAL61] a present to one is accepted by that one, an open one by anybody else', () => {
		const { house, mine } = shared();
		const [toBen] = house.write('Ana', offer([mine], [], 'Ben'));
		house.meetAll();
		const [byDele] = house.write('Dele', accept(toBen!));
		const [byAna] = house.write('Ana', accept(toBen!));
		expect([byDele, byAna].map((id) => refusal(house, id))).toEqual(['CAL61', 'CAL61']);
		const [byBen] = house.write('Ben', accept(toBen!));
		expect(refusal(house, byBen)).toBeUndefined();
	});

	it('[CAL63] whoever accepts has the hour, the old booking ends at once and is not late, and it becomes firm', () => {
		const { house, room, mine } = shared();
		const [present] = house.write('Ana', offer([mine]));
		house.meetAll();
		const [taken] = house.write('Dele', accept(present!));
		house.settle();
		expect(status(house, mine)).toBe('cancelled');
		expect(house.fold().calendar.bookings.get(mine)?.lateBy).toEqual([]);
		expect(house.fold().calendar.bookings.get(made(taken!))).toMatchObject({ owner: idOf('Dele'), room, start: '2026-12-01T10:00', note: '' });
		expect(status(house, made(taken!))).toBe('booked');
		const [again] = house.write('Ben', accept(present!));
		expect(refusal(house, again)).toBe('CAL62');
	});

	it('[CAL63] in a swap both have the other’s hour', () => {
		const { house, mine, theirs } = shared();
		const [swap] = house.write('Ana', offer([mine], [theirs]));
		house.meetAll();
		const [taken] = house.write('Ben', accept(swap!));
		house.settle();
		const { bookings } = house.fold().calendar;
		expect([made(taken!, 0), made(taken!, 1)].map((id) => [bookings.get(id)?.owner, bookings.get(id)?.start, status(house, id)])).toEqual([
			[idOf('Ben'), '2026-12-01T10:00', 'booked'],
			[idOf('Ana'), '2026-12-01T14:00', 'booked']
		]);
		expect([status(house, mine), status(house, theirs)]).toEqual(['cancelled', 'cancelled']);
	});

	it('[CAL62] a swap with one side gone is refused, and shown as out of date', () => {
		const { house, mine, theirs } = shared();
		const [swap] = house.write('Ana', offer([mine], [theirs]));
		house.meetAll();
		expect(selectOffersToMe(house.lens('Ben')).map(({ id }) => id)).toEqual([swap]);
		house.write('Ben', cancel(theirs));
		const [late] = house.write('Ben', accept(swap!));
		expect(refusal(house, late)).toBe('CAL62');
		expect(status(house, mine)).toBe('booked');
		expect(selectOffers(house.lens('Ben'))).toMatchObject([{ status: 'stale', canAccept: false, byName: 'Ana', toName: 'Ben' }]);
	});

	it('[CAL62] whoever would pass the quota cannot accept', () => {
		const { house, mine } = shared();
		house.rule('Ana', {
			quotas: [{ name: 'One a day', counts: 'all', per: 'day', unit: 'bookings', limit: 1, rooms: [], within: null }]
		});
		const [present] = house.write('Ana', offer([mine]));
		house.meetAll();
		const [byBen] = house.write('Ben', accept(present!));
		expect(refusal(house, byBen)).toBe('CAL51');
		const [byDele] = house.write('Dele', accept(present!));
		expect(refusal(house, byDele)).toBeUndefined();
	});

	it('[CAL62] a displaced booking cannot be given away', () => {
		const { house, room } = shared();
		const [ana] = house.write('Ana', book(room, '18:00', '19:00')) as [ObjectId];
		const [ben] = house.write('Ben', book(room, '18:00', '19:00')) as [ObjectId];
		house.meetAll();
		const loser = status(house, ana) === 'displaced' ? (['Ana', ana] as const) : (['Ben', ben] as const);
		const [present] = house.write(loser[0], offer([loser[1]]));
		house.meetAll();
		const [taken] = house.write('Dele', accept(present!));
		expect(refusal(house, taken)).toBe('CAL62');
	});

	it('[CAL64] of two who accept apart one gets the hour, the other is told', () => {
		const { house, mine } = shared();
		const [present] = house.write('Ana', offer([mine]));
		house.meetAll();
		const [ben] = house.write('Ben', accept(present!));
		const [dele] = house.write('Dele', accept(present!));
		house.settle();
		expect([status(house, made(ben!)), status(house, made(dele!))].sort()).toEqual(['booked', 'dead']);
		expect(selectOffers(house.lens('Ana'))).toMatchObject([{ status: 'accepted' }]);
	});

	it('[CAL64] what is accepted while it is taken back, cancelled or moved stands', () => {
		for (const meanwhile of ['closed', 'cancelled', 'moved'] as const) {
			const { house, room, mine } = shared();
			const [present] = house.write('Ana', offer([mine]));
			house.meetAll();
			const [taken] = house.write('Dele', accept(present!));
			const [moved] = house.write('Ana', meanwhile === 'closed' ? close(present!) : meanwhile === 'cancelled' ? cancel(mine) : book(room, '12:00', '13:00', mine));
			house.settle();
			expect([refusal(house, taken), refusal(house, moved), status(house, made(taken!)), status(house, mine)]).toEqual([undefined, undefined, 'booked', 'cancelled']);
			if (meanwhile !== 'moved') continue;
			expect(status(house, moved!)).toBe('booked');
			expect(selectBooking(house.lens('Ana'), moved!)?.madeApart).not.toBeNull();
		}
	});

	it('[CAL65] an offer is taken back by its author or declined by whom it was made to, while it is open', () => {
		const { house, mine } = shared();
		const [present] = house.write('Ana', offer([mine], [], 'Ben'));
		house.meetAll();
		const [byDele] = house.write('Dele', close(present!));
		expect(refusal(house, byDele)).toBe('CAL65');
		const [declined] = house.write('Ben', close(present!));
		expect(refusal(house, declined)).toBeUndefined();
		const [again] = house.write('Ben', close(present!));
		const [late] = house.write('Ben', accept(present!));
		expect([refusal(house, again), refusal(house, late)]).toEqual(['CAL65', 'CAL62']);
		expect(status(house, mine)).toBe('booked');
	});
});
