import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import type { Quota, RoomChange } from '$crdt/domain/calendar/ops';
import { plainRoom } from '$crdt/domain/calendar/room-description';
import { descriptionOf } from '$crdt/domain/calendar/room-rules';
import { standingOf } from '$crdt/domain/calendar/standing';
import { isUsedUp } from '$crdt/domain/calendar/state';
import { addRoom, book, bookSeries, cancel, changeRoom, createHouse, hash, idOf, type House } from './calendar-house';

const refusal = (house: House, id: ObjectId | undefined) => house.fold().refusals.get(id!);
const rule = (house: House, id: ObjectId | undefined) => refusal(house, id)?.rule;
const status = (house: House, id: ObjectId) => standingOf(house.fold().calendar, id).status;

/** A roll of all the names, a room, everybody up to date. */
function withRoom(names: readonly string[], over: Parameters<typeof addRoom>[1] = {}) {
	const house = createHouse(names);
	house.settle();
	const [room] = house.write(names[0]!, addRoom('Garden room', over));
	house.meetAll();
	return { house, room: room! };
}

describe('what a room says about itself', () => {
	it('[CAL1] of two descriptions made at once everybody shows the later in the total order, whichever came first', () => {
		const { house, room } = withRoom(['Ana', 'Ben']);
		house.write('Ana', changeRoom(room, { about: 'by Ana' }));
		house.write('Ben', changeRoom(room, { about: 'by Ben' }));
		const ids = [...house.entries.keys()];
		const swapped = [...ids.slice(0, -2), ids.at(-1)!, ids.at(-2)!];
		const [one, other] = [house.fold([], ids), house.fold([], swapped)].map(({ calendar }) => calendar.rooms.get(room)!);
		expect(one!.versions).toEqual(other!.versions);
		expect(one!.versions).toHaveLength(3);
	});

	it('[CAL30] a booking is judged by the newest description its author knew, and keeps it', () => {
		const { house, room } = withRoom(['Ana', 'Ben']);
		const [change] = house.write('Ana', changeRoom(room, { minMinutes: 60 }));
		const [unaware] = house.write('Ben', book(room, '10:00', '10:30'));
		const [aware] = house.write('Ana', book(room, '12:00', '12:30'));
		house.meetAll();
		const [long] = house.write('Ben', book(room, '14:00', '15:00'));
		expect([unaware, aware, long].map((id) => rule(house, id))).toEqual([undefined, 'CAL31', undefined]);
		expect(refusal(house, aware)?.setBy).toEqual({ decision: null, entry: change!.split('.')[0] });
		const { bookings, rooms } = house.fold().calendar;
		const [first, second] = rooms.get(room)!.versions;
		expect([unaware, long].map((id) => bookings.get(id!)?.priceVersion)).toEqual([first!.entry, second!.entry]);
	});

	it('[CAL31] lengths and the grid are kept, and a description that allows no length is refused', () => {
		const { house, room } = withRoom(['Ana'], { minMinutes: 30, maxMinutes: 120, gridMinutes: 15 });
		const made = house.write(
			'Ana',
			book(room, '08:00', '08:15'), book(room, '09:00', '11:15'), book(room, '12:05', '13:05'), book(room, '14:15', '15:00'),
			changeRoom(room, { minMinutes: 60, maxMinutes: 30 })
		);
		expect(made.map((id) => rule(house, id))).toEqual(['CAL31', 'CAL31', 'CAL31', undefined, 'CAL31']);
	});

	it('[CAL32] no minute lies outside the hours or on a closed day; hours until midnight go over into the next day', () => {
		const hours = [
			{ weekday: 2, from: '08:00', to: '12:00' }, { weekday: 2, from: '12:00', to: '18:00' },
			{ weekday: 4, from: '20:00', to: '24:00' }, { weekday: 5, from: '00:00', to: '06:00' }
		];
		const { house, room } = withRoom(['Ana'], { hours, closures: [{ from: '2026-12-08', until: '2026-12-09', reason: 'Painting' }] });
		const made = house.write(
			'Ana',
			book(room, '11:00', '13:00'), book(room, '07:30', '08:30'), book(room, '17:30', '18:30'),
			book(room, '2026-12-03T22:00', '2026-12-04T05:00'), book(room, '2026-12-03T22:00', '2026-12-04T07:00'),
			book(room, '2026-12-08T10:00', '2026-12-08T11:00'), book(room, '2026-12-02T10:00', '2026-12-02T11:00')
		);
		expect(made.map((id) => rule(house, id))).toEqual([undefined, 'CAL32', 'CAL32', undefined, 'CAL32', 'CAL32', 'CAL32']);
		expect(refusal(house, made[5])?.reason).toContain('Painting');
		const unsound = house.write(
			'Ana',
			changeRoom(room, { hours: [{ weekday: 1, from: '10:00', to: '10:00' }] }),
			changeRoom(room, { closures: [{ from: '2026-02-30', until: '2026-03-02', reason: '' }] })
		);
		expect(unsound.map((id) => rule(house, id))).toEqual(['CAL32', 'CAL32']);
	});

	it('[CAL33] the turn-over time separates different members, not the bookings of one; made apart both stand', () => {
		const { house, room } = withRoom(['Ana', 'Ben', 'Dele'], { bufferMinutes: 15 });
		const [first, own] = house.write('Ana', book(room, '10:00', '11:00'), book(room, '11:00', '12:00'));
		const [apart] = house.write('Dele', book(room, '09:00', '10:00'));
		house.tell('Ana', 'Ben');
		const [before, after, enough] = house.write('Ben', book(room, '09:00', '09:50'), book(room, '12:10', '13:00'), book(room, '12:15', '13:00'));
		expect([first, own, apart, before, after, enough].map((id) => rule(house, id))).toEqual([
			undefined, undefined, undefined, 'CAL33', 'CAL33', undefined
		]);
		house.settle();
		expect([first, apart].map((id) => status(house, id!))).toEqual(['booked', 'booked']);
	});

	it('[CAL34] nobody books further ahead than the window, but for standing slots', () => {
		const { house, room } = withRoom(['Ana'], { windowDays: 30 });
		// entries of the house claim to be written on 1 January 1970
		const [last, beyond] = house.write('Ana', book(room, '1970-02-01T10:00', '1970-02-01T11:00'), book(room, '1970-02-02T10:00', '1970-02-02T11:00'));
		const [standing] = house.write('Ana', bookSeries(room, ['1970-05-05', '1970-05-12'], { standing: true }));
		expect([last, beyond, standing].map((id) => rule(house, id))).toEqual([undefined, 'CAL34', undefined]);
	});
});

describe('combined rooms', () => {
	function three() {
		const { house, room: garden } = withRoom(['Ana', 'Ben', 'Dele']);
		const [attic, cellar] = house.write('Ana', addRoom('Attic'), addRoom('Cellar')) as [ObjectId, ObjectId];
		const [both] = house.write('Ana', addRoom('Garden and attic', {}, [garden, attic])) as [ObjectId];
		house.meetAll();
		return { house, garden, attic, cellar, both };
	}

	it('[CAL35] a booking of a combined room takes its parts, and theirs', () => {
		const { house, garden, attic, cellar, both } = three();
		const [all] = house.write('Ana', addRoom('Everything', {}, [both, cellar])) as [ObjectId];
		const made = house.write(
			'Ana',
			book(both, '10:00', '11:00'), book(garden, '10:30', '11:30'), book(attic, '10:30', '11:30'), book(cellar, '10:30', '11:30'),
			book(all, '11:00', '12:00'), book(all, '12:00', '13:00')
		);
		expect(made.map((id) => rule(house, id))).toEqual([undefined, 'CAL6', 'CAL6', undefined, 'CAL6', undefined]);
		expect(house.fold().calendar.rooms.get(all)?.atoms).toEqual([garden, attic, cellar].sort());
	});

	it('[CAL35] [CAL12] booked apart, the whole and a part are rivals, and one of them gets the hour', () => {
		const { house, garden, attic, both } = three();
		const [whole] = house.write('Ana', book(both, '10:00', '11:00'));
		const [part] = house.write('Ben', book(garden, '10:30', '11:30'));
		const [other] = house.write('Dele', book(attic, '11:00', '12:00'));
		house.settle();
		expect([whole, part].map((id) => status(house, id!)).sort()).toEqual(['booked', 'dead']);
		expect(status(house, other!)).toBe('booked');
	});

	it('[CAL35] hours, closures and turn-over of every part bind the whole', () => {
		const { house, garden, attic, both } = three();
		house.write(
			'Ana',
			changeRoom(garden, { closures: [{ from: '2026-12-08', until: '2026-12-10', reason: '' }] }),
			{ type: 'calendar/change-room', room: attic, description: { ...plainRoom('Attic'), bufferMinutes: 30 }, decision: null }
		);
		house.meetAll();
		const [closed, first] = house.write('Ana', book(both, '2026-12-09T10:00', '2026-12-09T11:00'), book(attic, '10:00', '11:00'));
		house.meetAll();
		const [close] = house.write('Ben', book(both, '11:15', '12:00'));
		expect([closed, first, close].map((id) => rule(house, id))).toEqual(['CAL32', undefined, 'CAL33']);
	});

	it('[CAL35] parts are known, in use, of the same zone, each once; [CAL3] with a part retired the whole takes no booking', () => {
		const { house, garden, attic, both } = three();
		const made = house.write(
			'Ana',
			addRoom('One', {}, [garden]), addRoom('Twice', {}, [both, attic]), addRoom('Unknown', {}, [garden, `${hash('x')}.0` as ObjectId]),
			{ type: 'calendar/add-room', zone: 'UTC', parts: [garden, attic], description: plainRoom('Elsewhere'), decision: null },
			{ type: 'calendar/retire-room', room: attic, decision: null }, book(both, '10:00', '11:00')
		);
		expect(made.map((id) => rule(house, id))).toEqual(['CAL35', 'CAL35', 'CAL2', 'CAL35', undefined, 'CAL3']);
	});
});

describe('rooms by decision', () => {
	const change = (room: ObjectId, about: string): RoomChange => ({ kind: 'change', room, description: { ...plainRoom('Garden room'), about } });

	it('[CAL36] where rooms are changed by decision, a member’s own word is refused and names the decision', () => {
		const { house, room } = withRoom(['Ana', 'Ben']);
		const decided = house.rule('Ana', { roomsBy: 'decision' });
		const [added, changed, retired] = house.write('Ana', addRoom('Attic'), changeRoom(room), { type: 'calendar/retire-room', room, decision: null });
		expect([added, changed, retired].map((id) => rule(house, id))).toEqual(['CAL36', 'CAL36', 'CAL36']);
		expect(refusal(house, added)?.setBy).toEqual({ decision: decided, entry: null });
		const [unaware] = house.write('Ben', changeRoom(room));
		expect(rule(house, unaware)).toBeUndefined();
	});

	it('[CAL37] a decision is carried out once, exactly, by whoever knows of it; its proposer’s device does so by itself', () => {
		const { house, room } = withRoom(['Ana', 'Ben']);
		house.rule('Ana', { roomsBy: 'decision' });
		const decision = house.decide('Ana', change(room, 'With a piano'));
		const carry = (about: string) => ({ type: 'calendar/change-room' as const, room, description: { ...plainRoom('Garden room'), about }, decision });
		const [early] = house.write('Ben', carry('With a piano'));
		house.meetAll();
		const [other] = house.write('Ben', carry('With a drum'));
		expect([early, other].map((id) => rule(house, id))).toEqual(['CAL37', 'CAL37']);
		house.dutiesOf('Ben');
		expect(descriptionOf(house.fold().calendar.rooms.get(room)!).about).toBe('');
		house.settle();
		const told = house.fold().calendar.rooms.get(room)!;
		expect(descriptionOf(told).about).toBe('With a piano');
		expect(told.versions.at(-1)?.decision).toBe(decision);
		const [again] = house.write('Ben', carry('With a piano'));
		expect(rule(house, again)).toBe('CAL37');
	});

	it('[CAL37] carried out twice apart, a decision adds one room, which either side may book', () => {
		const { house } = withRoom(['Ana', 'Ben']);
		house.rule('Ana', { roomsBy: 'decision' });
		const decision = house.decide('Ana', { kind: 'add', zone: 'UTC', parts: [], description: plainRoom('Attic') });
		house.meetAll();
		const carry = { type: 'calendar/add-room' as const, zone: 'UTC', parts: [], description: plainRoom('Attic'), decision };
		const [, one] = house.write('Ana', carry, book(decision, '10:00', '11:00'));
		const [, two] = house.write('Ben', carry, book(decision, '12:00', '13:00'));
		expect([one, two].map((id) => rule(house, id))).toEqual([undefined, undefined]);
		expect(house.fold().calendar.rooms.size).toBe(2);
		house.settle();
		expect([one, two].map((id) => status(house, id!))).toEqual(['booked', 'booked']);
	});
});

describe('what a member may have', () => {
	const quota = (over: Partial<Quota>): Quota => ({ name: 'Evenings', counts: 'all', per: 'week', unit: 'minutes', limit: 120, rooms: [], within: null, ...over });

	it('[CAL51] minutes or bookings of a day, a week, a month are counted as the past knows, and the refusal names the decision', () => {
		const { house, room } = withRoom(['Ana', 'Ben']);
		const decision = house.rule('Ana', { quotas: [quota({})] });
		house.meetAll();
		const [first] = house.write('Ana', book(room, '10:00', '11:30'));
		const [over, within, next] = house.write(
			'Ana',
			book(room, '2026-12-03T10:00', '2026-12-03T10:35'), book(room, '2026-12-06T10:00', '2026-12-06T10:30'), book(room, '2026-12-07T10:00', '2026-12-07T12:00')
		);
		expect([first, over, within, next].map((id) => rule(house, id))).toEqual([undefined, 'CAL51', undefined, undefined]);
		expect(refusal(house, over)?.setBy).toEqual({ decision, entry: null });
		const [apart] = house.writeOn('Ben', true, [book(room, '16:00', '17:00')]);
		expect(rule(house, apart)).toBeUndefined();
		house.write('Ana', cancel(first!));
		const [room2] = house.write('Ana', book(room, '2026-12-04T10:00', '2026-12-04T11:00'));
		expect(rule(house, room2)).toBeUndefined();
	});

	it('[CAL51] hours, rooms and kinds outside the quota are free; a move counts once', () => {
		const { house, room } = withRoom(['Ana']);
		const [attic] = house.write('Ana', addRoom('Attic')) as [ObjectId];
		house.rule('Ana', {
			quotas: [
				quota({ rooms: [attic], unit: 'bookings', limit: 1, per: 'month' }),
				quota({ counts: 'ad-hoc', within: { weekdays: [2], from: '18:00', to: '22:00' }, limit: 60, per: 'day' })
			]
		});
		const [one, two, elsewhere] = house.write(
			'Ana', book(attic, '08:00', '09:00'), book(attic, '2026-12-30T08:00', '2026-12-30T09:00'), book(room, '2026-12-30T08:00', '2026-12-30T09:00')
		);
		const [moved] = house.write('Ana', book(attic, '2026-12-15T08:00', '2026-12-15T09:00', one!));
		const [evening, more, standing] = house.write(
			'Ana', book(room, '17:00', '19:00'), book(room, '19:00', '19:30'), bookSeries(room, ['2026-12-01'], { from: '20:00', standing: true })
		);
		expect([one, two, elsewhere, moved, evening, more, standing].map((id) => rule(house, id))).toEqual([
			undefined, 'CAL51', undefined, undefined, undefined, 'CAL51', undefined
		]);
	});
});

describe('cancelling', () => {
	it('[CAL50] what has begun is not cancelled; late ones count as used, unless something took their place', () => {
		const { house, room } = withRoom(['Ana', 'Ben', 'Dele']);
		house.rule('Ana', { lateNoticeHours: 24 });
		house.meetAll();
		const [a, b, c, d] = house.write('Ana', book(room, '10:00', '11:00'), book(room, '11:00', '12:00'), book(room, '12:00', '13:00'), book(room, '13:00', '14:00'));
		house.settle();
		const [begun, late, early] = house.write('Ana', cancel(a!, '2026-12-01T10:00'), cancel(b!, '2026-11-30T12:00'), cancel(c!, '2026-11-30T11:55'));
		expect([begun, late, early].map((id) => rule(house, id))).toEqual(['CAL50', undefined, undefined]);
		house.write('Ana', book(room, '13:00', '14:30', d!));
		house.meet('Ana', 'Ben', 'Dele');
		for (const name of ['Ana', 'Ben', 'Dele']) house.dutiesOf(name);
		house.meetAll();
		house.dutiesOf('Ana', '2026-12-01T13:20');
		const { bookings } = house.fold().calendar;
		expect([b, c, d].map((id) => isUsedUp(bookings.get(id!)!))).toEqual([true, false, false]);
		expect(status(house, d!)).toBe('cancelled');
	});

	it('[CAL50] cancelled apart, once in time and once late, it was in time', () => {
		const { house, room } = withRoom(['Ana', 'Ben']);
		house.rule('Ana', { lateNoticeHours: 24 });
		const [booking] = house.write('Ana', book(room, '10:00', '11:00'));
		const late = house.write('Ana', cancel(booking!, '2026-12-01T08:00'));
		house.fork('Ana', late, cancel(booking!, '2026-11-01T08:00'));
		const found = house.fold().calendar.bookings.get(booking!)!;
		expect([found.cancelledBy.length, found.lateBy.length, isUsedUp(found)]).toEqual([2, 1, false]);
	});

	it('[CAL7] of a selection each is judged by itself', () => {
		const { house, room } = withRoom(['Ana', 'Ben']);
		const [mine] = house.write('Ana', book(room, '10:00', '11:00'));
		const [theirs] = house.write('Ben', book(room, '12:00', '13:00'));
		house.meetAll();
		const both = { type: 'calendar/cancel' as const, selection: { bookings: [mine!, theirs!], series: [] }, at: '2026-01-01T00:00' };
		const [some, none] = house.write('Ana', both, both);
		expect([some, none].map((id) => rule(house, id))).toEqual([undefined, 'CAL7']);
		expect([mine, theirs].map((id) => house.fold().calendar.bookings.get(id!)?.cancelledBy.length)).toEqual([1, 0]);
		expect(house.fold().calendar.bookings.get(theirs!)?.owner).toBe(idOf('Ben'));
	});
});
