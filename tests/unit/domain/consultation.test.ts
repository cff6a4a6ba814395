import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import { checkMeetingTimes } from '$crdt/domain/consultation/meetings';
import { orderBetween } from '$crdt/domain/consultation/order';
import { selectMeeting } from '$crdt/domain/consultation/select-meeting';
import { selectMyItems, selectNextMeeting, selectPastMeetings, selectUpcomingMeetings } from '$crdt/domain/consultation/selectors';
import type { OpInput } from '$crdt/domain/op';
import { addItem as add, planMeeting as plan } from '../../support/meeting-ops';
import { addRoom, createHouse, idOf, type House } from './calendar-house';

const move = (item: ObjectId, order: string): OpInput => ({ type: 'consultation/move-item', item, order });

const refusal = (house: House, id: ObjectId | undefined) => house.fold().refusals.get(id!)?.rule;
const titles = (house: House, meeting: ObjectId, name = 'Ana') => selectMeeting(house.lens(name), meeting)?.items.map(({ title }) => title);

function withMeeting() {
	const house = createHouse(['Ana', 'Ben', 'Chloé']);
	const [meeting] = house.write('Ana', plan());
	house.meetAll();
	return { house, meeting: meeting! };
}

describe('meetings', () => {
	it('[CON1] a meeting takes place at times that exist, in order, within a day', () => {
		const house = createHouse(['Ana']);
		const made = house.write('Ana', plan({ start: '2026-02-30T10:00' }), plan({ end: '2026-12-03T18:00' }), plan({ end: '2026-12-04T18:01' }));
		expect(made.map((id) => refusal(house, id))).toEqual(['CON1', 'CON1', 'CON1']);
		expect(checkMeetingTimes('2026-12-03T18:00', '2026-12-03T19:30')).toBeNull();
	});

	it('[CON2] no two meetings share their notes; a cancelled or unknown meeting takes nothing new', () => {
		const { house, meeting } = withMeeting();
		const [same] = house.write('Ben', plan());
		expect(refusal(house, same)).toBe('CON2');
		house.write('Ana', { type: 'consultation/cancel-meeting', meeting });
		const [concurrent] = house.write('Ben', add(meeting, 'Meanwhile', 'V'));
		const [late] = house.write('Ana', add(meeting, 'Too late', 'V'));
		const [again] = house.write('Ana', { type: 'consultation/cancel-meeting', meeting });
		expect([concurrent, late, again].map((id) => refusal(house, id))).toEqual([undefined, 'CON2', 'CON2']);
		const [elsewhere] = house.write('Ana', plan({ notes: 'BBBBBBBBBBBBBBBBBBBBBB' }));
		const [early] = house.write('Ben', add(elsewhere!, 'Unknown', 'V'));
		expect(refusal(house, early)).toBe('CON2');
	});

	it('[CON2] upcoming ones come earliest first, those over or cancelled are kept', () => {
		const house = createHouse(['Ana']);
		const [room] = house.write('Ana', addRoom());
		const [later, sooner, over, off] = house.write(
			'Ana',
			plan(),
			plan({ start: '2026-12-02T18:00', end: '2026-12-02T19:00', notes: 'BBBBBBBBBBBBBBBBBBBBBB', room: room! }),
			plan({ start: '2026-11-02T18:00', end: '2026-11-02T19:00', notes: 'CCCCCCCCCCCCCCCCCCCCCC' }),
			plan({ start: '2026-12-09T18:00', end: '2026-12-09T19:00', notes: 'DDDDDDDDDDDDDDDDDDDDDD' })
		);
		house.write('Ana', { type: 'consultation/cancel-meeting', meeting: off! });
		const lens = house.lens('Ana');
		expect(selectUpcomingMeetings(lens).map(({ id }) => id)).toEqual([sooner, later]);
		expect(selectPastMeetings(lens).map(({ id }) => id)).toEqual([off, over]);
		expect(selectNextMeeting(lens)).toMatchObject({ id: sooner, roomName: 'Garden room', lengthMinutes: 60, mine: true, itemCount: 0 });
	});
});

describe('agendas', () => {
	it('[CON3] a presenter is or was a member', () => {
		const { house, meeting } = withMeeting();
		const [id] = house.write('Ana', add(meeting, 'Case', 'V', { presenter: idOf('Mallory') }));
		expect(refusal(house, id)).toBe('CON3');
		const [good] = house.write('Ana', add(meeting, 'Case', 'V', { presenter: idOf('Ben') }));
		const [bad] = house.write('Ana', { type: 'consultation/change-item', item: good!, title: 'Case', presenter: idOf('Mallory'), minutes: 5 });
		expect([good, bad].map((each) => refusal(house, each))).toEqual([undefined, 'CON3']);
	});

	it('[CON4] anybody edits an item, and who added it is kept', () => {
		const { house, meeting } = withMeeting();
		const [item] = house.write('Ana', add(meeting, 'Hours', 'V'));
		const [early] = house.write('Ben', { type: 'consultation/set-item-done', item: item!, done: true });
		expect(refusal(house, early)).toBe('CON4');
		house.meetAll();
		house.write('Ben', { type: 'consultation/change-item', item: item!, title: 'Opening hours', presenter: idOf('Ben'), minutes: 100 });
		house.write('Ben', { type: 'consultation/set-item-done', item: item!, done: true });
		const view = selectMeeting(house.lens('Ben'), meeting);
		expect(view).toMatchObject({ totalMinutes: 100, lengthMinutes: 90, overMinutes: 10, doneCount: 1, itemCount: 1 });
		expect(view?.items[0]).toMatchObject({ title: 'Opening hours', addedByName: 'Ana', presenterName: 'Ben', mine: true, done: true });
	});

	it('[CON5] items sort by key, then by id, and say after how many minutes they begin', () => {
		const { house, meeting } = withMeeting();
		const [c, a] = house.write('Ana', add(meeting, 'c', 'k'), add(meeting, 'a', 'A', { minutes: 20 }));
		const [b1] = house.write('Ana', add(meeting, 'b', 'V'));
		const [b2] = house.write('Ana', add(meeting, 'b', 'V'));
		const items = selectMeeting(house.lens('Ana'), meeting)!.items;
		expect(items.map(({ id }) => id)).toEqual([a, ...[b1!, b2!].sort(), c]);
		expect(items.map(({ startsAfterMinutes }) => startsAfterMinutes)).toEqual([0, 20, 35, 50]);
	});

	it('[CON6] of two moves at once the later in the total order stands, on every device', () => {
		const { house, meeting } = withMeeting();
		const [x, , ] = house.write('Ana', add(meeting, 'x', 'A'), add(meeting, 'y', 'K'), add(meeting, 'z', 'V'));
		house.meetAll();
		const [first] = house.write('Ana', move(x!, 'P'));
		const [second] = house.write('Ben', move(x!, 'k'));
		house.meetAll();
		const winner = first! > second! ? ['y', 'x', 'z'] : ['y', 'z', 'x'];
		expect([titles(house, meeting), titles(house, meeting, 'Chloé')]).toEqual([winner, winner]);
	});

	it('[CON7] a withdrawn item is off the agenda for good', () => {
		const { house, meeting } = withMeeting();
		const [item] = house.write('Ana', add(meeting, 'x', 'A'));
		house.meetAll();
		const [meanwhile] = house.write('Ben', move(item!, 'z'));
		house.write('Ana', { type: 'consultation/withdraw-item', item: item! });
		const [late] = house.write('Ana', move(item!, 'B'));
		expect([meanwhile, late].map((id) => refusal(house, id))).toEqual([undefined, 'CON7']);
		house.meetAll();
		expect(titles(house, meeting)).toEqual([]);
	});

	it('[CON8] my items are those I present, or added for nobody in particular, in meetings to come', () => {
		const { house, meeting } = withMeeting();
		const [mine, open] = house.write(
			'Ana',
			add(meeting, 'I present', 'A', { presenter: idOf('Ana') }),
			add(meeting, 'Open', 'B'),
			add(meeting, 'Ben presents', 'C', { presenter: idOf('Ben') })
		);
		expect(selectMyItems(house.lens('Ana')).map(({ item }) => item.id)).toEqual([mine, open]);
		house.meetAll();
		expect(selectMyItems(house.lens('Ben')).map(({ item }) => item.title)).toEqual(['Ben presents']);
		expect(selectMyItems(house.lens('Ana', { nowWall: '2026-12-04T08:00' }))).toEqual([]);
	});
});

describe('order keys', () => {
	it('[CON5] there is a place at the beginning, at the end and between', () => {
		expect(orderBetween(null, null)).toBe('V');
		expect(orderBetween(null, 'V') < 'V').toBe(true);
		expect(orderBetween('V', null) > 'V').toBe(true);
		expect(orderBetween('A', 'B')).toMatch(/^A./);
		expect(orderBetween('V', null, 'x9-_') > 'V').toBe(true);
		expect(orderBetween(null, null, 'x9-_')).toBe('Vx9');
	});

	it('[CON5] equal or crossed neighbours give the nearest place after the first', () => {
		expect(orderBetween('K', 'K') > 'K').toBe(true);
		expect(orderBetween('K', 'A') > 'K').toBe(true);
	});
});
