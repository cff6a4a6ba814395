import { describe, expect, it } from 'vitest';
import { addDays, dateOfDay, isoWeekOfDay, mondayOf, parseDate, parseWallTime, wallTimeOf, weekdayOf } from '$crdt/domain/wall-time';

describe('wall times', () => {
	it('[CAL4] only dates that exist are dates', () => {
		for (const real of ['2026-02-28', '2028-02-29', '2000-02-29', '1970-01-01', '0000-02-29', '9999-12-31'])
			expect(parseDate(real), real).not.toBeNull();
		for (const unreal of ['2026-02-29', '1900-02-29', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00', '2026-1-1', ''])
			expect(parseDate(unreal), unreal).toBeNull();
		expect(parseWallTime('2026-02-29T10:00')).toBeNull();
		expect(parseWallTime('2026-03-01T24:00')).toBeNull();
		expect(parseWallTime('2026-03-01 10:00')).toBeNull();
	});

	it('[CAL5] every day of the years 1999 to 2034 agrees with the platform, there and back', () => {
		const first = Date.UTC(1999, 0, 1) / 86_400_000;
		for (let day = first; day < Date.UTC(2035, 0, 1) / 86_400_000; day++) {
			const platform = new Date(day * 86_400_000);
			const text = platform.toISOString().slice(0, 10);
			expect(dateOfDay(day)).toBe(text);
			expect(parseDate(text)).toBe(day);
			expect(weekdayOf(day)).toBe(platform.getUTCDay() || 7);
		}
		expect(parseWallTime(wallTimeOf(-1))).toBe(-1);
		expect(wallTimeOf(-1)).toBe('1969-12-31T23:59');
	});

	it('[CAL14] ISO weeks belong to the year of their Thursday', () => {
		const week = (date: string) => isoWeekOfDay(parseDate(date) ?? NaN);
		expect(week('2026-11-22')).toBe('2026-W47');
		expect(week('2027-01-03')).toBe('2026-W53');
		expect(week('2027-01-04')).toBe('2027-W01');
		expect(week('2024-12-30')).toBe('2025-W01');
		expect(week('2021-01-03')).toBe('2020-W53');
		expect(mondayOf('2026-11-22')).toBe('2026-11-16');
		expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
	});
});
