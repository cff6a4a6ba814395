import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import { selectDoorRooms, selectDoors } from '$crdt/domain/calendar/select-doors';
import type { OpInput } from '$crdt/domain/op';
import { addRoom, book, createHouse, type House } from './calendar-house';
import { retireRoomOp } from '../../support/calendar-ops';

const refusal = (house: House, id: ObjectId | undefined) => house.fold().refusals.get(id!)?.rule;
const key = (seed: string) => seed.padEnd(43, 'A');
const hang = (seed: string, over: Partial<Extract<OpInput, { type: 'calendar/add-door' }>> = {}): OpInput => ({
	type: 'calendar/add-door', name: `Door ${seed}`, rooms: [], showNames: true, publicKey: key(`p${seed}`), lobbyKey: key(`l${seed}`), ...over
});
const takeAway = (door: ObjectId): OpInput => ({ type: 'calendar/remove-door', door });

function shared() {
	const house = createHouse(['Ana', 'Ben', 'Dele']);
	house.settle();
	const [room, attic] = house.write('Ana', addRoom(), addRoom('Attic', { hours: [{ weekday: 2, from: '09:00', to: '18:00' }] })) as [ObjectId, ObjectId];
	house.settle();
	return { house, room, attic };
}

describe('tablets at doors', () => {
	it('[CAL90] any member hangs one, for rooms they know and that are in use', () => {
		const { house, room, attic } = shared();
		house.write('Ana', retireRoomOp(attic));
		const [ok, gone] = house.write('Ana', hang('1', { rooms: [room] }), hang('2', { rooms: [attic] }));
		const [unaware] = house.write('Ben', hang('3', { rooms: [attic] }));
		const [unknown, short] = house.write('Ben', hang('4', { rooms: [`${'x'.repeat(43)}.0`] }), hang('5', { publicKey: 'AAAA' }));
		expect([ok, gone, unaware, unknown, short].map((id) => refusal(house, id))).toEqual([undefined, 'CAL3', undefined, 'CAL2', 'CAL90']);
	});

	it('[CAL91] keys are never used for a second tablet, not even after the first was taken away', () => {
		const { house } = shared();
		const [door] = house.write('Ana', hang('1')) as [ObjectId];
		house.write('Ana', takeAway(door));
		const [again, meeting] = house.write('Ana', hang('1'), hang('2', { lobbyKey: key('l1') }));
		expect([again, meeting].map((id) => refusal(house, id))).toEqual(['CAL91', 'CAL91']);
	});

	it('[CAL92] the ninth in use is refused by whoever knew of eight; one that was taken away makes room', () => {
		const { house } = shared();
		const doors = house.write('Ana', ...['1', '2', '3', '4', '5', '6', '7', '8'].map((seed) => hang(seed)));
		const [ninth] = house.write('Ana', hang('9'));
		const [apart] = house.write('Ben', hang('0'));
		expect([ninth, apart].map((id) => refusal(house, id))).toEqual(['CAL92', undefined]);
		house.write('Ana', takeAway(doors[0]!));
		const [next] = house.write('Ana', hang('a'));
		expect(refusal(house, next)).toBeUndefined();
	});

	it('[CAL93] any member takes it away, once known and once; apart, both words count', () => {
		const { house } = shared();
		const [door] = house.write('Ana', hang('1')) as [ObjectId];
		const [unaware] = house.write('Ben', takeAway(door));
		house.meetAll();
		expect(selectDoors(house.lens('Dele'))).toMatchObject([{ name: 'Door 1', rooms: null, byName: 'Ana' }]);
		const [first] = house.write('Ben', takeAway(door));
		const [apart] = house.write('Dele', takeAway(door));
		house.meetAll();
		const [late] = house.write('Ana', takeAway(door));
		expect([unaware, first, apart, late].map((id) => refusal(house, id))).toEqual(['CAL93', undefined, undefined, 'CAL93']);
		expect(house.fold().calendar.doors.get(door)!.removedBy).toHaveLength(2);
		expect(selectDoors(house.lens('Ana'))).toEqual([]);
	});

	it('[CAL94] it is shown spans of its rooms and nothing that leads further; names only where they are shown', () => {
		const { house, room, attic } = shared();
		const [mine] = house.write('Ben', book(room, '10:00', '12:00')) as [ObjectId];
		house.settle();
		house.write('Ben', { type: 'calendar/end-early', booking: mine, end: '2026-12-01T11:30' });
		house.meetAll();
		const lens = house.lens('Ana', { today: '2026-12-01', nowWall: '2026-12-01T09:00' });
		const [only] = selectDoorRooms(lens, { rooms: [room], showNames: true });
		expect(only!.taken).toEqual([{ start: '2026-12-01T10:00', end: '2026-12-01T11:30', who: 'Ben', tentative: false, runsOver: 0 }]);
		const all = selectDoorRooms(lens, { rooms: [], showNames: false });
		expect(all.map(({ name }) => name)).toEqual(['Attic', only!.name]);
		expect(JSON.stringify(all.map(({ taken }) => taken))).not.toMatch(/Ben|sessions|[A-Za-z0-9_-]{43}/);
		expect(Object.keys(all[0]!).sort()).toEqual(['closed', 'colour', 'id', 'name', 'taken', 'zone']);
		expect(all[0]!.closed.filter(({ start }) => start.startsWith('2026-12-01'))).toEqual([
			{ start: '2026-12-01T00:00', end: '2026-12-01T09:00' }, { start: '2026-12-01T18:00', end: '2026-12-02T00:00' }
		]);
		expect(selectDoorRooms(lens, { rooms: [attic], showNames: true })[0]!.taken).toEqual([]);
	});
});
