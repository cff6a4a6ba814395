import { describe, expect, it } from 'vitest';
import { hoursFor, hoursForAll, minutesFrom, minutesOn, placeBookings, roomFor, shareOf, slotAt, weekFrom } from '$lib/features/calendar/day-grid';

const date = '2026-11-22';
const at = (from: string, to: string) => ({ start: `${date}T${from}`, end: `${date}T${to}` });
const usual = { from: 7, to: 21 };

describe('the day grid', () => {
	it('shows the usual hours, and more where a booking needs them', () => {
		expect(hoursFor([], date)).toEqual(usual);
		expect(hoursFor([at('05:40', '06:30'), at('20:30', '22:10')], date)).toEqual({ from: 5, to: 23 });
	});

	it('cuts a booking at midnight', () => {
		const night = { start: '2026-11-21T22:00', end: '2026-11-22T01:30' };
		expect(minutesOn(night, date)).toEqual({ from: 0, to: 90 });
		expect(minutesOn(night, '2026-11-21')).toEqual({ from: 1320, to: 1440 });
	});

	it('places a booking by its share of the column', () => {
		const [one] = placeBookings([at('14:00', '17:30')], date, usual);
		expect(one).toMatchObject({ top: 50, height: 25, lane: 0, lanes: 1 });
	});

	it('overlapping bookings share the width, touching ones do not', () => {
		const placed = placeBookings([at('09:00', '11:00'), at('10:00', '12:00'), at('11:00', '13:00'), at('13:00', '14:00')], date, usual);
		expect(placed.map(({ lane, lanes }) => [lane, lanes])).toEqual([[0, 2], [1, 2], [0, 2], [0, 1]]);
	});

	it('every booking keeps a height that can be hit', () => {
		const [short] = placeBookings([at('09:00', '09:05')], date, usual);
		expect(short!.height).toBeCloseTo((20 / 840) * 100);
	});

	it('a point means the slot it lies in, and never one outside the day', () => {
		expect(slotAt(0, usual)).toBe(420);
		expect(slotAt(0.5, usual)).toBe(840);
		expect(slotAt(1, usual)).toBe(1230);
		expect(slotAt(-3, usual)).toBe(420);
	});

	it('one scale holds all columns', () => {
		expect(hoursForAll([{ date, bookings: [at('05:40', '06:30')] }, { date, bookings: [at('20:30', '22:10')] }])).toEqual({ from: 5, to: 23 });
		expect(hoursForAll([])).toEqual(usual);
	});

	it('a booking counted from the midnight of a day is not cut', () => {
		const night = { start: '2026-11-21T22:00', end: '2026-11-22T01:30' };
		expect(minutesFrom(night, date)).toEqual({ from: -120, to: 90 });
		expect(minutesFrom(night, '2026-11-21')).toEqual({ from: 1320, to: 1530 });
	});

	it('what lies outside the hours has no height', () => {
		expect(shareOf({ from: 0, to: 1440 }, usual)).toEqual({ top: 0, height: 100 });
		expect(shareOf({ from: 0, to: 300 }, usual)).toEqual({ top: 0, height: 0 });
		expect(shareOf({ from: 840, to: 1050 }, usual)).toEqual({ top: 50, height: 25 });
	});

	it('a week has seven days from its Monday', () => {
		expect(weekFrom('2026-12-28')).toEqual(['2026-12-28', '2026-12-29', '2026-12-30', '2026-12-31', '2027-01-01', '2027-01-02', '2027-01-03']);
	});

	it('a tapped time lasts an hour, less where the next booking begins or midnight comes', () => {
		expect(roomFor(600, [], date)).toBe(660);
		expect(roomFor(600, [at('10:30', '12:00')], date)).toBe(630);
		expect(roomFor(1410, [], date)).toBe(1440);
	});
});
