import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntryId, ObjectId } from '$crypto/base';
import { isExtendable } from '$crdt/domain/calendar/series';
import { standingOf } from '$crdt/domain/calendar/standing';
import type { CalendarState } from '$crdt/domain/calendar/state';
import type { OpInput } from '$crdt/domain/op';
import { addDays } from '$crdt/domain/wall-time';
import { addRoom, book, bookSeries, cancel, createHouse, type House } from '../unit/domain/calendar-house';

/** Ana's phone (her voice) and her tablet change the same series without knowing of each other. */
function twoDevices(seed: string, weeks: number) {
	const house = createHouse(['Ana', 'Ben', 'Chloé'], seed);
	house.settle();
	const [room] = house.write('Ana', addRoom()) as [ObjectId];
	const dates = Array.from({ length: weeks }, (_, week) => addDays('2026-12-01', 7 * week));
	const [series] = house.write('Ana', bookSeries(room, dates)) as [ObjectId];
	house.settle();
	const tablet = house.tablet('Ana');
	return { house, room, series, dates, tablet };
}

const on = (series: ObjectId, date: string): ObjectId => `${series}@${date}` as ObjectId;
const all = (series: ObjectId, from = '2026-01-01', until: string | null = null) => ({ bookings: [], series: [{ series, from, until }] });
const end = (series: ObjectId, from: string): OpInput => ({ type: 'calendar/cancel', selection: all(series, from), at: '2026-01-01T00:00' });

/** Written on both devices apart, in either order; the state of the calendar must be the same in every causal order. */
function apart(house: House, tablet: string, onPhone: OpInput, onTablet: OpInput, tabletFirst: boolean): { phone: ObjectId; other: ObjectId } {
	const before = [...house.entries.keys()];
	const write = { phone: () => house.write('Ana', onPhone)[0]!, other: () => house.write(tablet, onTablet)[0]! };
	const other = tabletFirst ? write.other() : null;
	const phone = write.phone();
	const made = { phone, other: other ?? write.other() };
	const [a, b] = [made.phone, made.other].map((id) => id.split('.')[0] as EntryId) as [EntryId, EntryId];
	expect(digest(house.fold([], [...before, a, b]).calendar)).toEqual(digest(house.fold([], [...before, b, a]).calendar));
	return made;
}

const digest = (calendar: CalendarState) => [
	[...calendar.bookings.values()].map((each) => [each.id, standingOf(calendar, each.id).status, [...each.apart].sort(), [...each.cancelledBy].sort(), [...each.lateBy].sort()]).sort(),
	[...calendar.series.values()].map((each) => [each.id, each.supersededBy, each.notMade.length, each.cuts.map((cut) => cut.entry).sort(), each.runs.map((run) => run.entry).sort()]).sort()
];

const status = (house: House, id: ObjectId) => standingOf(house.fold().calendar, id).status;
const settle = (house: House, tablet: string) => house.settle('Ana', tablet, 'Ben', 'Chloé');

const plan = fc.record({
	seed: fc.nat(1_000_000).map(String),
	weeks: fc.integer({ min: 2, max: 7 }),
	which: fc.nat(100),
	from: fc.nat(100),
	hour: fc.integer({ min: 11, max: 20 }),
	shift: fc.integer({ min: 0, max: 3 }),
	first: fc.boolean()
});
const RUNS = { numRuns: 60 };

describe('two edits of one series, made apart', { timeout: 240_000 }, () => {
	it('[CAL46] moved ∥ ended: what was ended is cancelled, what was moved stands, and it is marked exactly where the end reached', () => {
		fc.assert(
			fc.property(plan, ({ seed, weeks, which, from, hour, shift, first }) => {
				const { house, room, series, dates, tablet } = twoDevices(seed, weeks);
				const date = dates[which % weeks]!;
				const start = dates[from % weeks]!;
				const moved = book(room, `${addDays(date, shift)}T${hour}:00`, `${addDays(date, shift)}T${hour}:30`, on(series, date));
				const { phone, other } = apart(house, tablet, moved, end(series, start), first);
				settle(house, tablet);
				for (const each of dates) {
					const replaced = each === date;
					expect(status(house, on(series, each))).toBe(each >= start || replaced ? 'cancelled' : 'booked');
				}
				expect(status(house, phone)).toBe('booked');
				expect(house.fold().calendar.bookings.get(phone)!.apart).toEqual(date >= start ? [other.split('.')[0]] : []);
			}),
			RUNS
		);
	});

	it('[CAL46] series changed ∥ one cancelled: its counterpart stands and is marked, the others are not', () => {
		fc.assert(
			fc.property(plan, ({ seed, weeks, which, hour, first }) => {
				const { house, room, series, dates, tablet } = twoDevices(seed, weeks);
				const date = dates[which % weeks]!;
				const changed = bookSeries(room, dates, { from: `${hour}:00`, replaces: all(series) });
				const { phone } = apart(house, tablet, changed, cancel(on(series, date)), first);
				settle(house, tablet);
				for (const each of dates) {
					expect(status(house, on(series, each))).toBe('cancelled');
					expect(status(house, on(phone, each))).toBe('booked');
					expect(house.fold().calendar.bookings.get(on(phone, each))!.apart.length).toBe(each === date ? 1 : 0);
				}
			}),
			RUNS
		);
	});

	it('[CAL47] one moved ∥ series changed: that date remains as set by hand, every other as the series says, nothing twice', () => {
		fc.assert(
			fc.property(plan, ({ seed, weeks, which, from, hour, shift, first }) => {
				const { house, room, series, dates, tablet } = twoDevices(seed, weeks);
				const date = dates[which % weeks]!;
				const start = dates[from % weeks]!;
				const later = dates.filter((each) => each >= start);
				const moved = book(room, `${addDays(date, shift)}T07:00`, `${addDays(date, shift)}T07:30`, on(series, date));
				const changed = bookSeries(room, later, { from: `${hour}:00`, replaces: all(series, start) });
				const { phone, other } = apart(house, tablet, moved, changed, first);
				settle(house, tablet);
				expect(status(house, phone)).toBe('booked');
				for (const each of dates) {
					expect(status(house, on(series, each))).toBe(each === date || each >= start ? 'cancelled' : 'booked');
					if (each >= start) expect(status(house, on(other, each))).toBe(each === date ? 'cancelled' : 'booked');
				}
			}),
			RUNS
		);
	});

	it('[CAL47] one moved ∥ the same one moved: one remains, the later in the total order', () => {
		fc.assert(
			fc.property(plan, ({ seed, weeks, which, hour, shift, first }) => {
				const { house, room, series, dates, tablet } = twoDevices(seed, weeks);
				const date = dates[which % weeks]!;
				const move = (to: string): OpInput => book(room, `${addDays(date, shift)}T${to}:00`, `${addDays(date, shift)}T${to}:30`, on(series, date));
				const { phone, other } = apart(house, tablet, move(String(hour)), move('07'), first);
				const [a, b] = [phone, other].map((id) => house.entries.get(id.split('.')[0] as EntryId)!);
				const phoneIsLater = a!.lamport !== b!.lamport ? a!.lamport > b!.lamport : a!.id > b!.id;
				settle(house, tablet);
				expect([phone, other].map((id) => status(house, id))).toEqual(phoneIsLater ? ['booked', 'cancelled'] : ['cancelled', 'booked']);
				expect(status(house, on(series, date))).toBe('cancelled');
			}),
			RUNS
		);
	});

	it('[CAL45] extended ∥ ended: it is ended, and nothing behind the end stands', () => {
		fc.assert(
			fc.property(plan, fc.integer({ min: 1, max: 5 }), ({ seed, weeks, from, first }, more) => {
				const { house, series, dates, tablet } = twoDevices(seed, weeks);
				const start = dates[from % weeks]!;
				const further = Array.from({ length: more }, (_, week) => addDays(dates.at(-1)!, 7 * (week + 1)));
				const { phone } = apart(house, tablet, { type: 'calendar/extend-series', series, dates: further }, end(series, start), first);
				settle(house, tablet);
				for (const each of dates) expect(status(house, on(series, each))).toBe(each >= start ? 'cancelled' : 'booked');
				for (const each of further) expect(status(house, on(phone, each))).toBe('cancelled');
				expect(isExtendable(house.fold().calendar.series.get(series)!)).toBe(false);
			}),
			RUNS
		);
	});

	it('[CAL45] extended ∥ ended ∥ ended: every end reaches the extension, in any order of arrival', () => {
		fc.assert(
			fc.property(plan, fc.nat(5), ({ seed, weeks, which, from }, order) => {
				const { house, series, dates, tablet } = twoDevices(seed, weeks);
				const before = [...house.entries.keys()];
				const further = addDays(dates.at(-1)!, 7);
				const one = house.write(tablet, end(series, dates[which % weeks]!))[0]!;
				const [more] = house.write('Ana', { type: 'calendar/extend-series', series, dates: [further] }) as [ObjectId];
				// a third device of Ana's, which knows of neither
				const two = house.fork('Ana', [more], end(series, dates[from % weeks]!))[0]!;
				const ids = [one, more, two].map((id) => id.split('.')[0] as EntryId);
				const orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] as const;
				const folds = [orders[0], orders[order]!].map((each) => house.fold([], [...before, ...each.map((at) => ids[at]!)]).calendar);
				expect(digest(folds[0]!)).toEqual(digest(folds[1]!));
				expect(folds[0]!.bookings.get(on(more, further))!.cancelledBy).toHaveLength(2);
			}),
			RUNS
		);
	});

	it('[CAL45] ended ∥ ended: it ends at the earlier of both', () => {
		fc.assert(
			fc.property(plan, ({ seed, weeks, which, from, first }) => {
				const { house, series, dates, tablet } = twoDevices(seed, weeks);
				const [one, two] = [dates[which % weeks]!, dates[from % weeks]!];
				apart(house, tablet, end(series, one), end(series, two), first);
				settle(house, tablet);
				const earlier = one < two ? one : two;
				for (const each of dates) expect(status(house, on(series, each))).toBe(each >= earlier ? 'cancelled' : 'booked');
			}),
			RUNS
		);
	});

	it('[CAL49] series changed ∥ series changed: the later remains on every date, only it goes on', () => {
		fc.assert(
			fc.property(plan, ({ seed, weeks, hour, first }) => {
				const { house, room, series, dates, tablet } = twoDevices(seed, weeks);
				const change = (from: string): OpInput => bookSeries(room, dates, { from, replaces: all(series) });
				const { phone, other } = apart(house, tablet, change(`${hour}:00`), change('07:00'), first);
				settle(house, tablet);
				const { calendar } = house.fold();
				const [a, b] = [phone, other].map((id) => calendar.series.get(id)!);
				const aIsLater = a!.lamport !== b!.lamport ? a!.lamport > b!.lamport : a!.entry > b!.entry;
				const [later, earlier] = aIsLater ? [phone, other] : [other, phone];
				for (const each of dates) expect([on(later, each), on(earlier, each)].map((id) => status(house, id))).toEqual(['booked', 'cancelled']);
				expect([later, earlier].map((id) => isExtendable(calendar.series.get(id)!))).toEqual([true, false]);
			}),
			RUNS
		);
	});
});
