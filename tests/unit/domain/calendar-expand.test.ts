import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import { expandPeriod, type InstantOf } from '$crdt/domain/calendar/expand';
import { planSeries } from '$crdt/domain/calendar/plan-series';
import { selectExport } from '$crdt/domain/calendar/select-export';
import { selectBooking, selectDay } from '$crdt/domain/calendar/select-days';
import { selectAgenda, selectMyHours } from '$crdt/domain/calendar/select-mine';
import { selectRoomHistory } from '$crdt/domain/calendar/select-rooms';
import { selectSeries } from '$crdt/domain/calendar/select-series';
import { selectReport } from '$crdt/domain/calendar/report';
import type { CalendarState } from '$crdt/domain/calendar/state';
import { addDays, parseDate } from '$crdt/domain/wall-time';
import { zoneClock } from '$lib/time/zone-clock';
import { createSeeded } from '../../support/seeded';
import { addRoom, book, bookSeries, cancel, changeRoom, createHouse, idOf } from './calendar-house';

const instants = (): InstantOf => (zone, wall) => {
	const clock = zoneClock(zone);
	if (!clock.ok) throw new Error(`no zone ${zone}`);
	return clock.value.instantOf(wall);
};
const plain = (calendar: CalendarState, from: string, until: string, instantOf: InstantOf) =>
	expandPeriod(calendar, parseDate(from)!, parseDate(until)!, instantOf).map((day) => day.map(({ booking, startsAt, endsAt, clock }) => [booking.id, startsAt, endsAt, clock]));

function practice() {
	const house = createHouse(['Ana', 'Ben', 'Dele']);
	house.settle();
	const [garden, attic] = house.write('Ana', addRoom(), addRoom('Attic')) as [ObjectId, ObjectId];
	house.meetAll();
	return { house, garden, attic };
}
const weekly = (first: string, count: number) => Array.from({ length: count }, (_, week) => addDays(first, 7 * week));

describe('a period of bookings', () => {
	it('[CAL5] asked again after any change it gives what it gives from nothing', () => {
		const { house, garden, attic } = practice();
		const kept = instants();
		const chance = createSeeded(11);
		house.write('Ana', bookSeries(garden, weekly('2026-12-01', 8)));
		for (let step = 0; step < 60; step++) {
			const { calendar } = house.seenBy('Ana');
			const live = [...calendar.bookings.values()].filter((each) => each.cancelledBy.length === 0 && each.owner === idOf('Ana'));
			const date = addDays('2026-12-01', chance.int(40));
			const hour = 10 + chance.int(9);
			if (chance.chance(0.3) && live.length > 0) house.write('Ana', cancel(chance.pick(live).id));
			else if (chance.chance(0.3) && live.length > 0) house.write('Ana', book(attic, `${date}T2${chance.int(4)}:00`, `${addDays(date, 1)}T06:30`, chance.pick(live).id));
			else house.write('Ana', book(chance.pick([garden, attic]), `${date}T${hour}:00`, `${date}T${hour + 1}:00`));
			const now = house.seenBy('Ana').calendar;
			for (const [from, until] of [['2026-12-01', '2027-01-20'], ['2026-12-10', '2026-12-12']]) {
				expect(plain(now, from!, until!, kept)).toEqual(plain(now, from!, until!, instants()));
			}
		}
		// an older state is told rightly too
		expect(plain(house.seenBy('Ben').calendar, '2026-12-01', '2027-01-20', kept)).toEqual(plain(house.seenBy('Ben').calendar, '2026-12-01', '2027-01-20', instants()));
	});

	it('[CAL83] a booking in the hour that the wall skips or shows twice is there once, at the instant of RFC 5545, and says so', () => {
		const { house, garden } = practice();
		// Vienna: 29 March 2026 02:00 becomes 03:00, 25 October 2026 03:00 becomes 02:00
		const [gap, overlap, across] = house.write(
			'Ana', book(garden, '2026-03-29T02:30', '2026-03-29T04:00'), book(garden, '2026-10-25T02:30', '2026-10-25T02:45'), book(garden, '2026-03-28T23:00', '2026-03-29T01:30')
		) as [ObjectId, ObjectId, ObjectId];
		const lens = { ...house.lens('Ana'), instantOf: instants() };
		expect(selectBooking(lens, gap)).toMatchObject({ clock: 'gap', startsAt: Date.UTC(2026, 2, 29, 1, 30), endsAt: Date.UTC(2026, 2, 29, 2), start: '2026-03-29T02:30' });
		expect(selectBooking(lens, overlap)).toMatchObject({ clock: 'overlap', startsAt: Date.UTC(2026, 9, 25, 0, 30), endsAt: Date.UTC(2026, 9, 25, 0, 45) });
		expect(selectBooking(lens, across)?.clock).toBe('plain');
		expect(selectAgenda(lens, { from: '2026-03-29', days: 1, member: null, room: null }).map(({ bookings }) => bookings.map(({ id }) => id))).toEqual([[gap]]);
		expect(selectDay(lens, '2026-03-29').rooms.find(({ room }) => room.id === garden)?.bookings.map(({ id }) => id)).toEqual([across, gap]);
	});

	it('[CAL83] a preview says which dates fall into a change of the clock', () => {
		const { house, garden } = practice();
		const lens = { ...house.lens('Ana'), instantOf: instants() };
		const dates = ['2026-03-22', '2026-03-29', '2026-10-25'];
		const draft = { room: garden, date: dates[0]!, from: '02:15', minutes: 30, rule: 'FREQ=WEEKLY', replaces: null };
		expect(planSeries(lens, draft, dates).map(({ clock, refusal }) => [clock, refusal])).toEqual([['plain', null], ['gap', null], ['overlap', null]]);
	});
});

describe('what is shown of series, rooms and months', () => {
	it('[CAL41] a preview names for each date what stands in its way and what is free instead, and posting makes exactly the rest', () => {
		const { house, garden, attic } = practice();
		house.write('Ben', book(garden, '2026-12-08T10:30', '2026-12-08T11:30'));
		house.write('Ana', changeRoom(garden, { closures: [{ from: '2026-12-15', until: '2026-12-16', reason: 'Oiled floor' }] }));
		house.meetAll();
		const dates = weekly('2026-12-01', 4);
		const draft = { room: garden, date: dates[0]!, from: '10:00', minutes: 60, rule: 'FREQ=WEEKLY', replaces: null };
		const planned = planSeries(house.lens('Dele'), draft, dates);
		expect(planned.map(({ refusal }) => refusal?.rule ?? null)).toEqual([null, 'CAL6', 'CAL32', null]);
		expect(planned[1]!.refusal?.blockedBy).toMatchObject({ ownerName: 'Ben', start: '2026-12-08T10:30' });
		expect(planned[1]!.alternatives[0]).toMatchObject({ room: garden, start: '2026-12-08T09:30' });
		expect(planned[1]!.alternatives.at(-1)).toMatchObject({ room: attic, start: '2026-12-08T10:00' });
		expect(planned[2]!.refusal?.setBy).toMatchObject({ decision: null, byName: 'Ana', title: 'Garden room' });
		const [series] = house.write('Dele', bookSeries(garden, dates));
		expect(selectSeries(house.lens('Dele'), series!)).toMatchObject({
			mine: true, notMade: ['2026-12-08', '2026-12-15'], endedFrom: null, occurrences: [{ start: '2026-12-01T10:00' }, { start: '2026-12-22T10:00' }]
		});
		expect(selectSeries(house.lens('Dele'), garden)).toBeNull();
	});

	it('[CAL51] a preview counts quotas date after date', () => {
		const { house, garden } = practice();
		house.rule('Ana', { quotas: [{ name: 'Two a month', counts: 'all', per: 'month', unit: 'bookings', limit: 2, rooms: [], within: null }] });
		house.meetAll();
		const dates = weekly('2026-12-01', 6);
		const draft = { room: garden, date: dates[0]!, from: '10:00', minutes: 60, rule: 'FREQ=WEEKLY', replaces: null };
		expect(planSeries(house.lens('Ben'), draft, dates).map(({ refusal }) => refusal?.rule ?? null)).toEqual([null, null, 'CAL51', 'CAL51', 'CAL51', null]);
	});

	it('[CAL30] who changed what about a room stays readable', () => {
		const { house, garden } = practice();
		house.write('Ben', changeRoom(garden, { colour: 'moss', bufferMinutes: 10, capacity: 4 }));
		expect(selectRoomHistory(house.lens('Ben'), garden).map(({ byName, changed }) => [byName, [...changed].sort()])).toEqual([
			['Ben', ['bufferMinutes', 'capacity']], ['Ana', []]
		]);
	});

	it('[CAL72] a report adds up minutes by member and weekday, and what the rooms were open', () => {
		const { house, garden, attic } = practice();
		house.write('Ana', changeRoom(attic, { hours: [{ weekday: 2, from: '08:00', to: '12:00' }, { weekday: 2, from: '11:00', to: '13:00' }] }));
		house.write('Ben', book(garden, '2026-12-01T22:00', '2026-12-02T02:00'));
		house.settle();
		const report = selectReport(house.lens('Ana'), { from: '2026-12-01', until: '2026-12-08' });
		expect(report.hours).toMatchObject([{ memberName: 'Ben', roomName: 'Garden room', minutes: 240, tentativeMinutes: 0 }]);
		expect(report.byWeekday).toEqual([{ room: garden, weekday: 2, minutes: 120 }, { room: garden, weekday: 3, minutes: 120 }]);
		expect(report.openMinutes.map(({ roomName, minutes }) => [roomName, minutes])).toEqual([['Garden room', 7 * 1440], ['Garden room', 300]]);
		expect(selectReport(house.lens('Ana'), { from: '2026-12-08', until: '2026-12-01' }).hours).toEqual([]);
	});

	it('[CAL48] what is exported keeps a series together and tells what was moved by itself', () => {
		const { house, garden } = practice();
		const dates = weekly('2026-12-01', 4);
		const [series] = house.write('Ben', bookSeries(garden, dates)) as [ObjectId];
		house.settle();
		house.write('Ben', cancel(`${series}@${dates[1]!}` as ObjectId), book(garden, '2026-12-16T12:00', '2026-12-16T13:00', `${series}@${dates[2]!}` as ObjectId));
		house.settle();
		const made = selectExport(house.lens('Ana'), { kind: 'member', id: idOf('Ben') });
		expect(made?.series).toMatchObject([{ id: series, from: '10:00', minutes: 60, dates: [dates[0], dates[3]], zone: 'Europe/Vienna', tentative: false }]);
		expect(made?.bookings).toMatchObject([{ start: '2026-12-16T12:00', ownerName: 'Ben' }]);
		expect(selectExport(house.lens('Ana'), { kind: 'room', id: garden })?.series).toHaveLength(1);
		expect(selectExport(house.lens('Ana'), { kind: 'room', id: series })).toBeNull();
		expect(selectMyHours(house.lens('Ben'), '2026-12-01', '2026-12-17').map(({ start }) => start)).toEqual(['2026-12-01T10:00', '2026-12-16T12:00']);
	});
});
