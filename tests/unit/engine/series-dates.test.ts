import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import type { OpInput } from '$crdt/domain/op';
import { addDays } from '$crdt/domain/wall-time';
import { createSeriesExtender, previewDates } from '$lib/worker/series-dates';
import { addRoom, book, bookSeries, cancel, createHouse } from '../domain/calendar-house';

const TODAY = '2026-12-02';

/** Ben has Tuesdays without an end, written for three weeks. */
function withSlot(rule = 'FREQ=WEEKLY;BYDAY=TU') {
	const house = createHouse(['Ana', 'Ben']);
	house.settle();
	const [room] = house.write('Ana', addRoom()) as [ObjectId];
	house.meetAll();
	const [slot] = house.write('Ben', bookSeries(room, ['2026-12-01', '2026-12-08', '2026-12-15'], { rule })) as [ObjectId];
	house.settle();
	const lens = (name: string, today = TODAY) => house.lens(name, { today, nowWall: `${today}T08:00` });
	return { house, room, slot, lens };
}
const all = (series: ObjectId) => ({ bookings: [], series: [{ series, from: '2026-01-01', until: null }] });

describe('the dates of a series', () => {
	it('[CAL44] one without an end is extended by its owner to about a year ahead, and then not for months', async () => {
		const { house, slot, lens } = withSlot();
		expect(await createSeriesExtender().due(lens('Ana'))).toEqual([]);
		const [op] = (await createSeriesExtender().due(lens('Ben'))) as Extract<OpInput, { type: 'calendar/extend-series' }>[];
		expect(op).toMatchObject({ type: 'calendar/extend-series', series: slot });
		expect(op!.dates[0]).toBe('2026-12-22');
		expect(op!.dates.at(-1)! > addDays(TODAY, 366)).toBe(true);
		house.write('Ben', op!);
		expect(await createSeriesExtender().due(lens('Ben'))).toEqual([]);
		expect(await createSeriesExtender().due(lens('Ben', '2027-02-01'))).toEqual([]);
		expect(await createSeriesExtender().due(lens('Ben', '2027-04-15'))).toHaveLength(1);
	});

	it('[CAL44] one that counts, or has ended, or has nothing ahead any more, is not', async () => {
		for (const rule of ['FREQ=WEEKLY;COUNT=3', 'FREQ=WEEKLY;UNTIL=20261215']) {
			const { lens } = withSlot(rule);
			expect(await createSeriesExtender().due(lens('Ben'))).toEqual([]);
		}
		const ended = withSlot();
		ended.house.write('Ben', { type: 'calendar/cancel', selection: { bookings: [], series: [{ series: ended.slot, from: '2026-12-10', until: null }] }, at: '2026-11-01T00:00' });
		expect(await createSeriesExtender().due(ended.lens('Ben'))).toEqual([]);
		const emptied = withSlot();
		for (const date of ['2026-12-08', '2026-12-15']) emptied.house.write('Ben', cancel(`${emptied.slot}@${date}` as ObjectId));
		expect(await createSeriesExtender().due(emptied.lens('Ben'))).toEqual([]);
	});

	it('[CAL63] a slot given away as far as it reaches does not come back by itself', async () => {
		const { house, slot, lens } = withSlot();
		const [offer] = house.write('Ben', { type: 'calendar/offer', gives: all(slot), wants: { bookings: [], series: [] }, to: null, note: '' });
		house.meetAll();
		expect(await createSeriesExtender().due(lens('Ben'))).toHaveLength(1);
		house.write('Ana', { type: 'calendar/accept-offer', offer: offer! });
		house.meetAll();
		expect(house.fold().refusals.size).toBe(0);
		expect(await createSeriesExtender().due(lens('Ben'))).toEqual([]);
	});

	it('[CAL44] what the rules would refuse is not written, and asked for again only on another day', async () => {
		const { house, room, lens } = withSlot();
		for (let week = 3; week < 60; week++) house.write('Ana', book(room, `${addDays('2026-12-01', 7 * week)}T10:30`, `${addDays('2026-12-01', 7 * week)}T11:30`));
		house.meetAll();
		const extender = createSeriesExtender();
		expect(await extender.due(lens('Ben'))).toEqual([]);
		const [last] = [...house.seenBy('Ana').calendar.bookings.values()].filter((each) => each.start === '2027-01-05T10:30');
		house.write('Ana', cancel(last!.id));
		house.meetAll();
		expect(await extender.due(lens('Ben'))).toEqual([]);
		expect(await extender.due(lens('Ben', '2026-12-03'))).toHaveLength(1);
	});

	it('[CAL41] a preview of one without an end shows about a year', async () => {
		const found = await previewDates('FREQ=DAILY', '2026-12-01');
		expect(found).toMatchObject({ openEnded: true, rule: 'FREQ=DAILY' });
		expect([found!.dates[0], found!.dates.at(-1)]).toEqual(['2026-12-01', '2027-12-01']);
		expect(await previewDates('FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2', '2026-12-01')).toBeNull();
		expect(await previewDates('every other day', '2026-12-01')).toBeNull();
	});
});
