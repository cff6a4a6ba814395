import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import { selectFreeSlots } from '$crdt/domain/calendar/free-times';
import { selectRefusal } from '$crdt/domain/calendar/refusal';
import { selectBooking, selectDay, selectFreeNow, selectRooms, selectTodaysRooms, selectWeek } from '$crdt/domain/calendar/select-days';
import { selectMyDisplaced, selectMyUpcoming } from '$crdt/domain/calendar/select-mine';
import { addRoom, book, cancel, createHouse, idOf } from './calendar-house';
import { retireRoomOp } from '../../support/calendar-ops';

/** Three people, two rooms; everybody up to date. */
function practice() {
	const house = createHouse(['Ana', 'Ben', 'Dele']);
	house.settle();
	const [garden, attic] = house.write('Ana', addRoom('Garden room'), addRoom('Attic')) as [ObjectId, ObjectId];
	house.meetAll();
	return { house, garden, attic };
}

describe('what the calendar shows', () => {
	it('[CAL1] rooms come by name, retired ones only where something still stands', () => {
		const { house, garden, attic } = practice();
		house.write('Ana', book(garden, '10:00', '11:00'), retireRoomOp(garden));
		const lens = house.lens('Ana');
		expect(selectRooms(lens).map((room) => [room.name, room.retired])).toEqual([['Attic', false], ['Garden room', true]]);
		expect(selectDay(lens, '2026-12-01').rooms.map(({ room }) => [room.name, room.retired])).toEqual([['Attic', false], ['Garden room', true]]);
		expect(selectDay(lens, '2026-12-02').rooms.map(({ room }) => room.id)).toEqual([attic]);
	});

	it('[CAL10] a booking says how many have granted it and on how many copies it is', () => {
		const { house, garden } = practice();
		const [id] = house.write('Ana', book(garden, '10:00', '11:00'));
		house.dutiesOf('Ana');
		expect(selectBooking(house.lens('Ana'), id!)).toMatchObject({
			mine: true, ownerName: 'Ana', heldBy: 1, firmness: { status: 'tentative', grantedBy: 1, needed: 2, of: 3, contested: false }
		});
		house.settle();
		const view = selectBooking(house.lens('Ben'), id!);
		expect(view).toMatchObject({ mine: false, roomName: 'Garden room', zone: 'Europe/Vienna', firmness: { status: 'booked' } });
		expect(view?.firmness.grantedBy).toBeGreaterThanOrEqual(2);
		expect(view?.heldBy).toBeGreaterThanOrEqual(2);
	});

	it('[CAL11] whoever is displaced sees who is ahead and free times nearby, same room first', () => {
		const { house, garden, attic } = practice();
		const [late] = house.write('Ana', book(garden, '10:00', '11:00'));
		const [firm] = house.write('Ben', book(garden, '10:30', '11:30'));
		house.settle('Ben', 'Dele');
		house.meetAll();
		const lens = house.lens('Ana');
		const [mine] = selectMyDisplaced(lens);
		expect(mine).toMatchObject({ id: late, firmness: { status: 'dead' }, rivals: [{ id: firm, ownerName: 'Ben', status: 'booked' }] });
		expect(mine?.alternatives.map(({ room, start }) => [room, start.slice(11)])).toEqual([
			[garden, '09:30'], [garden, '09:00'], [garden, '08:30'], [attic, '10:00']
		]);
		for (const slot of mine!.alternatives) expect(selectRefusal(lens, { ...slot, replaces: late! })).toBeNull();
		expect(selectMyDisplaced(house.lens('Ben'))).toEqual([]);
		house.write('Ana', book(garden, '12:00', '13:00', late!));
		expect(selectMyDisplaced(house.lens('Ana'))).toEqual([]);
	});

	it('[CAL5] a night shows on both its days, a week runs from Monday', () => {
		const { house, garden } = practice();
		const [night] = house.write('Ana', book(garden, '2026-12-06T22:00', '2026-12-07T07:00'));
		const week = selectWeek(house.lens('Ana'), garden, '2026-12-06');
		expect(week?.isoWeek).toBe('2026-W49');
		expect(week?.days.map((day) => day.bookings.length)).toEqual([0, 0, 0, 0, 0, 0, 1]);
		const next = selectWeek(house.lens('Ana'), garden, '2026-12-07');
		expect(next?.days[0]?.bookings.map(({ id }) => id)).toEqual([night]);
		expect(selectWeek(house.lens('Ana'), night!, '2026-12-07')).toBeNull();
	});

	it('[CAL7] my bookings come earliest first, without those over or cancelled', () => {
		const { house, garden } = practice();
		const [, noon, gone, tomorrow] = house.write(
			'Ana',
			book(garden, '06:00', '07:00'),
			book(garden, '12:00', '13:00'),
			book(garden, '14:00', '15:00'),
			book(garden, '2026-12-02T09:00', '2026-12-02T10:00')
		);
		house.write('Ana', cancel(gone!));
		house.meetAll();
		expect(selectMyUpcoming(house.lens('Ana')).map(({ id }) => id)).toEqual([noon, tomorrow]);
		expect(selectMyUpcoming(house.lens('Ben'))).toEqual([]);
		expect(selectTodaysRooms(house.lens('Ben')).map(({ bookings }) => bookings.length)).toEqual([2]);
	});

	it('[CAL6] free now knows the booking inside, the next one and how long it is free', () => {
		const { house, garden, attic } = practice();
		house.write('Ana', book(garden, '07:30', '09:00'), book(garden, '09:00', '09:30'), book(attic, '10:00', '11:00'));
		const [first, second] = selectFreeNow(house.lens('Ben', { state: house.lens('Ana').state }));
		expect(first).toMatchObject({ room: { id: attic }, isFree: true, freeUntil: '2026-12-01T10:00', current: null, busyUntil: null });
		expect(second).toMatchObject({ room: { id: garden }, isFree: false, busyUntil: '2026-12-01T09:30', freeUntil: null });
		expect(second?.current?.ownerName).toBe('Ana');
	});

	it('[CAL6] free slots are those that may be booked, and the form says beforehand what may not', () => {
		const { house, garden } = practice();
		const [id] = house.write('Ana', book(garden, '09:15', '12:00'), book(garden, '13:00', '21:00'));
		const lens = house.lens('Ana');
		const starts = selectFreeSlots(lens, garden, '2026-12-01', 60).map(({ start }) => start.slice(11));
		expect(starts).toEqual(['08:00', '12:00', '21:00']);
		expect(selectFreeSlots(lens, garden, '2026-12-01', 60, { moving: id! }).map(({ start }) => start.slice(11))).toContain('09:30');
		expect(selectFreeSlots(lens, garden, '2026-13-01', 60)).toEqual([]);
		expect(selectRefusal(lens, { room: garden, start: '2026-12-01T11:00', end: '2026-12-01T12:30', replaces: null })).toMatchObject({ rule: 'CAL6', blockedBy: { id } });
		expect(selectRefusal(lens, { room: garden, start: '2026-12-01T12:00', end: '2026-12-01T13:00', replaces: null })).toBeNull();
		expect(selectRefusal(lens, { room: garden, start: '2026-12-01T12:00', end: '2026-12-01T12:00', replaces: null })?.rule).toBe('CAL4');
		expect(idOf('Ana')).toBe(lens.me);
	});
});
