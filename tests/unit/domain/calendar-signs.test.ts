import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import { roomHours } from '$crdt/domain/calendar/room-hours';
import { selectBooking, selectFreeNow } from '$crdt/domain/calendar/select-days';
import { selectCameFree, selectWaits } from '$crdt/domain/calendar/select-waits';
import { standingOf } from '$crdt/domain/calendar/standing';
import type { OpInput } from '$crdt/domain/op';
import { addRoom, book, cancel, createHouse, type House } from './calendar-house';

const refusal = (house: House, id: ObjectId | undefined) => house.fold().refusals.get(id!)?.rule;
const early = (booking: ObjectId, time: string): OpInput => ({ type: 'calendar/end-early', booking, end: `2026-12-01T${time}` });
const late = (booking: ObjectId, minutes: number): OpInput => ({ type: 'calendar/run-over', booking, minutes });
const wait = (room: ObjectId | null, from: string, to: string): OpInput => ({
	type: 'calendar/wait', room, start: `2026-12-01T${from}`, end: `2026-12-01T${to}`
});

/** Ana's 10–12 is firm. */
function shared() {
	const house = createHouse(['Ana', 'Ben', 'Dele']);
	house.settle();
	const [room, attic] = house.write('Ana', addRoom(), addRoom('Attic')) as [ObjectId, ObjectId];
	const [mine] = house.write('Ana', book(room, '10:00', '12:00')) as [ObjectId];
	house.settle();
	return { house, room, attic, mine };
}

describe('signs', () => {
	it('[CAL66] the owner leaves early, and whoever knows of it books the rest', () => {
		const { house, room, mine } = shared();
		const tried = house.write('Ana', early(mine, '10:00'), early(mine, '12:00'), early(mine, '13:00'));
		const [foreign] = house.write('Ben', early(mine, '11:00'));
		expect([...tried, foreign].map((id) => refusal(house, id))).toEqual(['CAL66', 'CAL66', 'CAL66', 'CAL66']);
		house.write('Ana', early(mine, '11:30'), early(mine, '11:00'));
		const [unaware] = house.write('Ben', book(room, '11:00', '12:00'));
		expect(refusal(house, unaware)).toBe('CAL6');
		house.meetAll();
		const [rest] = house.write('Ben', book(room, '11:00', '12:00'));
		const [tooMuch] = house.write('Dele', book(room, '10:30', '11:00'));
		expect([refusal(house, rest), refusal(house, tooMuch)]).toEqual([undefined, 'CAL6']);
		house.settle();
		expect([mine, rest!].map((id) => standingOf(house.fold().calendar, id).status)).toEqual(['booked', 'booked']);
		expect(selectBooking(house.lens('Ben'), mine)?.endedEarly).toBe('2026-12-01T11:00');
	});

	it('[CAL66] a room that was left early is free now', () => {
		const { house, room, mine } = shared();
		house.write('Ana', early(mine, '11:00'));
		house.meetAll();
		const [, garden] = selectFreeNow(house.lens('Ben', { nowWall: '2026-12-01T11:10' }));
		expect(garden).toMatchObject({ room: { id: room }, isFree: true, current: null });
	});

	it('[CAL66] [CAL72] who leaves early has had the room all the same', () => {
		const { house, mine } = shared();
		house.write('Ana', early(mine, '10:30'));
		expect(roomHours(house.fold().calendar, { from: '2026-12-01', until: '2026-12-02' })).toMatchObject([{ minutes: 120 }]);
	});

	it('[CAL67] running over is a word of the owner, the last one is shown', () => {
		const { house, mine } = shared();
		const [foreign] = house.write('Ben', late(mine, 10));
		expect(refusal(house, foreign)).toBe('CAL67');
		house.write('Ana', late(mine, 10), late(mine, 25));
		expect(selectBooking(house.lens('Ana'), mine)?.runsOver).toBe(25);
		house.write('Ana', late(mine, 0));
		expect(selectBooking(house.lens('Ana'), mine)?.runsOver).toBe(0);
		house.write('Ana', cancel(mine));
		const [gone] = house.write('Ana', late(mine, 5));
		expect(refusal(house, gone)).toBe('CAL67');
	});

	it('[CAL68] whoever waits is named at the booking, and told when somebody else’s hour comes free', () => {
		const { house, room, mine } = shared();
		const [backwards] = house.write('Ben', wait(room, '11:00', '10:30'));
		const [nowhere] = house.write('Ben', wait(mine, '10:00', '11:00'));
		expect([refusal(house, backwards), refusal(house, nowhere)]).toEqual(['CAL4', 'CAL2']);
		const [here] = house.write('Ben', wait(room, '10:30', '11:30'));
		house.meetAll();
		expect(selectBooking(house.lens('Ana'), mine)?.waiting).toEqual(['Ben']);
		expect(selectWaits(house.lens('Dele'))).toMatchObject([{ id: here, mine: false, memberName: 'Ben', freeIn: [] }]);
		expect(selectCameFree(house.lens('Ben'))).toEqual([]);
		house.write('Ana', cancel(mine));
		house.meetAll();
		expect(selectCameFree(house.lens('Ben'))).toMatchObject([{ id: here, freeIn: [{ room, start: '2026-12-01T10:30' }] }]);
		expect(selectCameFree(house.lens('Dele'))).toEqual([]);
	});

	it('[CAL69] only who waits stops waiting, once', () => {
		const { house, attic } = shared();
		const [any] = house.write('Ben', wait(null, '10:30', '11:30'));
		house.meetAll();
		expect(selectCameFree(house.lens('Ben'))).toMatchObject([{ roomName: null, freeIn: [{ room: attic }] }]);
		const [foreign] = house.write('Ana', { type: 'calendar/stop-waiting', wait: any! });
		house.write('Ben', { type: 'calendar/stop-waiting', wait: any! });
		const [twice] = house.write('Ben', { type: 'calendar/stop-waiting', wait: any! });
		expect([refusal(house, foreign), refusal(house, twice)]).toEqual(['CAL69', 'CAL69']);
		expect(selectWaits(house.lens('Ben'))).toEqual([]);
	});
});
