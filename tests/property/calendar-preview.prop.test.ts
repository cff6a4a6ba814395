import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import { selectFreeSlots } from '$crdt/domain/calendar/free-times';
import type { Selection } from '$crdt/domain/calendar/ops';
import { planSeries } from '$crdt/domain/calendar/plan-series';
import { selectRefusal } from '$crdt/domain/calendar/refusal';
import { selectSeries } from '$crdt/domain/calendar/select-series';
import { addDays } from '$crdt/domain/wall-time';
import { addRoom, book, bookSeries, createHouse, type House } from '../unit/domain/calendar-house';

const time = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

const situation = fc.record({
	seed: fc.nat(100_000).map(String),
	grid: fc.constantFrom(5, 15, 30) as fc.Arbitrary<5 | 15 | 30>,
	buffer: fc.constantFrom(0, 10, 30),
	shortest: fc.constantFrom(5, 30, 60),
	longest: fc.constantFrom(60, 180, 1440),
	hours: fc.constantFrom([], [1, 2, 3, 4, 5]),
	closedOn: fc.nat(40),
	quota: fc.option(fc.record({ per: fc.constantFrom('day' as const, 'week' as const, 'month' as const), limit: fc.integer({ min: 1, max: 5 }) })),
	combined: fc.boolean(),
	taken: fc.array(fc.record({ by: fc.constantFrom('Ana', 'Ben', 'Dele'), day: fc.nat(40), at: fc.integer({ min: 14, max: 40 }), long: fc.integer({ min: 1, max: 6 }), other: fc.boolean() }), { maxLength: 25 }),
	from: fc.integer({ min: 28, max: 80 }).map((quarter) => quarter * 15),
	minutes: fc.constantFrom(15, 30, 50, 60, 90, 200, 900),
	every: fc.constantFrom(1, 2, 7),
	count: fc.integer({ min: 1, max: 14 }),
	replaces: fc.boolean(),
	standing: fc.boolean()
});
type Situation = typeof situation extends fc.Arbitrary<infer S> ? S : never;

function build(given: Situation): { readonly house: House; readonly room: ObjectId; readonly old: ObjectId | null } {
	const house = createHouse(['Ana', 'Ben', 'Dele'], given.seed);
	house.settle();
	const closed = addDays('2026-12-01', given.closedOn);
	const over = {
		gridMinutes: given.grid, bufferMinutes: given.buffer, minMinutes: given.shortest, maxMinutes: given.longest,
		hours: given.hours.map((weekday) => ({ weekday, from: '08:00', to: '20:00' })), closures: [{ from: closed, until: addDays(closed, 2), reason: '' }]
	};
	const [garden, attic] = house.write('Ana', addRoom('Garden room', over), addRoom('Attic')) as [ObjectId, ObjectId];
	const [both] = house.write('Ana', addRoom('Both', { gridMinutes: given.grid }, [garden, attic])) as [ObjectId];
	const room = given.combined ? both : garden;
	house.meetAll();
	for (const { by, day, at, long, other } of given.taken) {
		const date = addDays('2026-12-01', day);
		house.write(by, book(other ? attic : garden, `${date}T${time(at * 30)}`, `${date}T${time((at + long) * 30)}`));
		house.meetAll();
	}
	const [old = null] = given.replaces ? house.write('Ben', bookSeries(garden, [0, 7, 14].map((day) => addDays('2026-12-03', day)), { from: '12:00' })) : [];
	if (given.quota) house.rule('Ana', { quotas: [{ name: 'So much', counts: 'ad-hoc', unit: 'bookings', rooms: [], within: null, ...given.quota }] });
	house.settle();
	return { house, room, old: old !== null && house.fold().refusals.has(old) ? null : old };
}

describe('what a form says beforehand', { timeout: 240_000 }, () => {
	let free = 0;
	let refused = 0;

	it('[CAL41] a repeating booking makes exactly the dates that its preview lets pass', () => {
		fc.assert(
			fc.property(situation, (given) => {
				const { house, room, old } = build(given);
				const dates = Array.from({ length: given.count }, (_, at) => addDays('2026-12-02', at * given.every));
				const replaces: Selection | null = old === null ? null : { bookings: [], series: [{ series: old, from: '2026-12-01', until: null }] };
				const { from: at, minutes, standing } = given;
				const draft = { room, date: dates[0]!, from: time(at), minutes, rule: 'FREQ=DAILY', replaces, standing };
				const planned = planSeries(house.lens('Ben'), draft, dates);
				const open = planned.filter(({ refusal }) => refusal === null).map(({ date }) => date);
				if (replaces === null && !standing) {
					const instead = planned.flatMap(({ alternatives }) => alternatives).slice(0, 8);
					for (const slot of instead) expect(selectRefusal(house.lens('Ben'), { ...slot, replaces: null })).toBeNull();
				}
				const [series] = house.write('Ben', bookSeries(room, dates, { from: time(at), minutes, standing, replaces }));
				const made = selectSeries(house.lens('Ben'), series!);
				const there = (made?.occurrences ?? []).map(({ start }) => start.slice(0, 10));
				expect(there).toEqual(open);
				expect(house.fold().refusals.has(series!)).toBe(open.length === 0);
				free += open.length;
				refused += planned.length - open.length;
			}),
			{ numRuns: 150 }
		);
	});

	it('[CAL6] [CAL31] every time that is offered can be booked, and what is said to be impossible is refused with that rule', () => {
		fc.assert(
			fc.property(situation, fc.nat(40), (given, day) => {
				const { house, room } = build(given);
				const date = addDays('2026-12-01', day);
				const lens = house.lens('Ben');
				for (const slot of selectFreeSlots(lens, room, date, given.minutes, { stepMinutes: 60 }).slice(0, 3)) {
					const again = house.write('Ben', book(slot.room, slot.start, slot.end));
					expect(house.fold().refusals.get(again[0]!)).toBeUndefined();
					house.write('Ben', { type: 'calendar/cancel', selection: { bookings: [again[0]!], series: [] }, at: '2026-01-01T00:00' });
				}
				const start = `${date}T${time(given.from)}`;
				const end = given.from + given.minutes < 1440 ? `${date}T${time(given.from + given.minutes)}` : `${addDays(date, 1)}T${time(given.from + given.minutes - 1440)}`;
				const said = selectRefusal(house.lens('Ben'), { room, start, end, replaces: null });
				const [tried] = house.write('Ben', book(room, start, end));
				expect(said?.rule).toBe(house.fold().refusals.get(tried!)?.rule);
			}),
			{ numRuns: 80 }
		);
	});

	it('[CAL41] the situations were not all alike', () => {
		expect(free).toBeGreaterThan(200);
		expect(refused).toBeGreaterThan(200);
	});
});
