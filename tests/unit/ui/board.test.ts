import { describe, expect, it } from 'vitest';
import { plainRoom } from '$crdt/domain/calendar/room-description';
import { lengthsOf, nudge, planCreate, planMove, planResize, tapped } from '$lib/features/calendar/plan';
import { closedTime, touches, turnOverTime } from '$lib/features/calendar/shaded-time';
import { spotAt, walk, type Cursor, type Stop, type WalkKey } from '$lib/features/calendar/walk';

const monday = '2026-11-23';
const hours = { from: 7, to: 21 };
const at = (from: string, to: string, date = monday) => ({ start: `${date}T${from}`, end: `${date}T${to}` });

describe('shaded time', () => {
	const open = (weekday: number, from: string, to: string) => ({ weekday, from, to });

	it('a room about whose hours nothing is said is never closed', () => {
		expect(closedTime(plainRoom('Attic'), monday)).toEqual([]);
	});

	it('is closed outside its hours, and all day on a weekday without any', () => {
		const room = { hours: [open(1, '08:00', '12:00'), open(1, '14:00', '20:00')], closures: [] };
		expect(closedTime(room, monday)).toEqual([
			{ from: 0, to: 480, reason: '' },
			{ from: 720, to: 840, reason: '' },
			{ from: 1200, to: 1440, reason: '' }
		]);
		expect(closedTime(room, '2026-11-24')).toEqual([{ from: 0, to: 1440, reason: '' }]);
	});

	it('hours that touch or overlap count as one, and 24:00 is midnight', () => {
		const room = { hours: [open(1, '06:00', '13:00'), open(1, '12:00', '18:00'), open(1, '18:00', '24:00')], closures: [] };
		expect(closedTime(room, monday)).toEqual([{ from: 0, to: 360, reason: '' }]);
	});

	it('a closure shades whole days, its last one excluded, and says why', () => {
		const room = { hours: [], closures: [{ from: '2026-11-21', until: monday, reason: 'Painter' }] };
		expect(closedTime(room, '2026-11-22')).toEqual([{ from: 0, to: 1440, reason: 'Painter' }]);
		expect(closedTime(room, monday)).toEqual([]);
	});

	it('turn-over time stands before and after, never on a booking', () => {
		expect(turnOverTime([at('10:00', '11:00')], 15, monday)).toEqual([{ from: 585, to: 600 }, { from: 660, to: 675 }]);
		expect(turnOverTime([at('10:00', '11:00'), at('11:10', '12:00')], 15, monday)).toEqual([
			{ from: 585, to: 600 },
			{ from: 660, to: 670 },
			{ from: 720, to: 735 }
		]);
		expect(turnOverTime([at('10:00', '11:00')], 0, monday)).toEqual([]);
	});

	it('turn-over time of a booking the evening before reaches past midnight', () => {
		expect(turnOverTime([{ start: '2026-11-22T22:00', end: '2026-11-23T00:00' }], 15, monday)).toEqual([{ from: 0, to: 15 }]);
	});

	it('touching ends do not overlap', () => {
		expect(touches([{ from: 60, to: 120 }], { from: 120, to: 180 })).toBe(false);
		expect(touches([{ from: 60, to: 120 }], { from: 119, to: 180 })).toBe(true);
	});
});

describe('what is drawn or moved', () => {
	const plain = lengthsOf(plainRoom('Attic'));
	const hourly = lengthsOf({ gridMinutes: 60, minMinutes: 60, maxMinutes: 180 });

	it('a finger steps by a quarter of an hour, or by the room’s own grid where that does not fit into one', () => {
		expect(plain).toEqual({ step: 15, min: 15, max: 1440 });
		expect(lengthsOf({ gridMinutes: 10, minMinutes: 50, maxMinutes: 120 })).toEqual({ step: 10, min: 50, max: 120 });
		expect(hourly.step).toBe(60);
		expect(tapped(0.5, hours, hourly)).toBe(840);
		expect(tapped(0.54, hours, plain)).toBe(870);
	});

	it('a drag means the same in both directions and at least one step', () => {
		expect(planCreate(545, 610, plain)).toEqual({ from: 540, to: 615 });
		expect(planCreate(610, 545, plain)).toEqual({ from: 540, to: 615 });
		expect(planCreate(540, 541, plain)).toEqual({ from: 540, to: 555 });
	});

	it('keeps the room’s shortest and longest, growing away from where it began', () => {
		expect(planCreate(540, 541, hourly)).toEqual({ from: 540, to: 600 });
		expect(planCreate(540, 1000, hourly)).toEqual({ from: 540, to: 720 });
		expect(planCreate(1000, 540, hourly)).toEqual({ from: 840, to: 1020 });
		expect(planResize({ from: 540, to: 600 }, 'end', 900, hourly)).toEqual({ from: 540, to: 720 });
		expect(planResize({ from: 540, to: 600 }, 'end', 100, hourly)).toEqual({ from: 540, to: 600 });
		expect(planResize({ from: 540, to: 720 }, 'start', 700, hourly)).toEqual({ from: 660, to: 720 });
	});

	it('a move keeps the length and the place where it was grabbed, and stays in view', () => {
		expect(planMove(90, 640, 40, plain, hours)).toEqual({ from: 600, to: 690 });
		expect(planMove(90, 0, 0, plain, hours)).toEqual({ from: 345, to: 435 });
		expect(planMove(90, 5000, 0, plain, hours)).toEqual({ from: 1245, to: 1335 });
	});

	it('arrows move by a step, or let the end grow, or change the column', () => {
		const plan = { column: 1, from: 540, to: 600 };
		expect(nudge(plan, 'ArrowDown', false, plain, hours, 3)).toEqual({ column: 1, from: 555, to: 615 });
		expect(nudge(plan, 'ArrowUp', false, plain, hours, 3)).toEqual({ column: 1, from: 525, to: 585 });
		expect(nudge(plan, 'ArrowDown', true, plain, hours, 3)).toEqual({ column: 1, from: 540, to: 615 });
		expect(nudge(plan, 'ArrowRight', false, plain, hours, 3).column).toBe(2);
		expect(nudge({ ...plan, column: 2 }, 'ArrowRight', false, plain, hours, 3).column).toBe(2);
		expect(nudge({ ...plan, column: 0 }, 'ArrowLeft', false, plain, hours, 3).column).toBe(0);
	});
});

describe('walking a board', () => {
	const stop = (id: string, from: number, to: number, lane = 0): Stop => ({ id, from, to, lane });
	const columns = [[stop('a', 540, 660), stop('b', 600, 720, 1)], [stop('c', 600, 640)], []];
	const start: Cursor = { column: 0, minute: 420, lane: 0 };
	const spot = (cursor: Cursor) => spotAt(columns[cursor.column]!, cursor, hours, 30);
	const go = (cursor: Cursor, ...keys: WalkKey[]) => keys.reduce((here, key) => walk(columns, here, key, hours, 30), cursor);

	it('down goes from slot to slot, into a booking, and on from its end', () => {
		expect(spot(start)).toEqual({ kind: 'slot', from: 420, to: 450 });
		const atA = go(start, 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown');
		expect(spot(atA)).toMatchObject({ kind: 'booking', id: 'a' });
		expect(spot(go(atA, 'ArrowDown'))).toMatchObject({ id: 'b' });
		expect(spot(go(atA, 'ArrowDown', 'ArrowDown'))).toEqual({ kind: 'slot', from: 720, to: 750 });
	});

	it('up comes back the same way', () => {
		const below: Cursor = { column: 0, minute: 720, lane: 0 };
		expect(spot(go(below, 'ArrowUp'))).toMatchObject({ id: 'b' });
		expect(spot(go(below, 'ArrowUp', 'ArrowUp'))).toMatchObject({ id: 'a' });
		expect(spot(go(below, 'ArrowUp', 'ArrowUp', 'ArrowUp'))).toEqual({ kind: 'slot', from: 510, to: 540 });
	});

	it('sideways goes to what stands beside it first, then to the next column at the same minute', () => {
		const a: Cursor = { column: 0, minute: 545, lane: 0 };
		expect(spot(go(a, 'ArrowRight'))).toMatchObject({ id: 'b' });
		expect(spot(go(a, 'ArrowRight', 'ArrowLeft'))).toMatchObject({ id: 'a' });
		const next = go(a, 'ArrowRight', 'ArrowRight');
		expect(spot(next)).toMatchObject({ id: 'c' });
		expect(go(next, 'ArrowRight')).toMatchObject({ column: 2, minute: 600 });
	});

	it('a slot beside a booking that is over by then is reached all the same', () => {
		const late: Cursor = { column: 0, minute: 650, lane: 0 };
		const shorter = [[stop('a', 540, 660), stop('b', 545, 600, 1)]];
		expect(spotAt(shorter[0]!, walk(shorter, late, 'ArrowRight', hours, 30), hours, 30)).toMatchObject({ id: 'b' });
	});

	it('stays at the edges; Home and End go to them', () => {
		expect(go(start, 'ArrowUp')).toBe(start);
		expect(go(start, 'ArrowLeft')).toBe(start);
		expect(spot(go(start, 'End'))).toEqual({ kind: 'slot', from: 1230, to: 1260 });
		expect(go(go(start, 'End'), 'ArrowDown')).toEqual(go(start, 'End'));
		expect(spot(go(start, 'End', 'Home'))).toEqual(spot(start));
	});

	it('a slot is cut where a booking ends or begins inside it', () => {
		expect(spotAt(columns[1]!, { column: 1, minute: 650, lane: 0 }, hours, 30)).toEqual({ kind: 'slot', from: 640, to: 660 });
		expect(spotAt(columns[1]!, { column: 1, minute: 640, lane: 0 }, hours, 30)).toEqual({ kind: 'slot', from: 640, to: 660 });
		expect(spotAt([stop('x', 620, 700)], { column: 0, minute: 610, lane: 0 }, hours, 30)).toEqual({ kind: 'slot', from: 600, to: 620 });
	});
});
