import { describe, expect, it } from 'vitest';
import {
	addDays, dayTitle, daysBetween, fullDate, minutesBetween, mondayOf, sayDay, sayInstant, sayLeft, sayMinutes, sayRange, sayWall, timeText, wallAt, wallFrom
} from '$lib/ui/times';

const noon = Date.UTC(2026, 10, 22, 11, 0); // 12:00 in Berlin

describe('times as people say them', () => {
	it('the wall clock of a zone follows summer time', () => {
		expect(wallAt(noon, 'Europe/Berlin')).toBe('2026-11-22T12:00');
		expect(wallAt(Date.UTC(2026, 6, 1, 22, 30), 'Europe/Berlin')).toBe('2026-07-02T00:30');
		expect(wallAt(noon, 'Asia/Kolkata')).toBe('2026-11-22T16:30');
		expect(wallAt(noon, 'No/Such_Zone')).toMatch(/^2026-11-2\dT/);
	});

	it('near days have names, far ones a date', () => {
		const today = '2026-11-22';
		expect(sayDay('2026-11-22', today)).toBe('today');
		expect(sayDay('2026-11-23', today)).toBe('tomorrow');
		expect(sayDay('2026-11-21', today)).toBe('yesterday');
		expect(sayDay('2026-11-26', today)).toBe('Thursday');
		expect(sayDay('2026-11-29', today)).toBe('Sun 29 Nov');
		expect(sayDay('2027-01-04', today)).toBe('Mon, 4 Jan 2027');
		expect(sayWall('2026-11-23T18:00', today)).toBe('tomorrow 18:00');
		expect(sayRange('2026-11-23T18:00', '2026-11-23T19:30', today)).toBe('tomorrow 18:00–19:30');
		expect(sayRange('2026-11-22T22:00', '2026-11-23T01:00', today)).toBe('today 22:00 – tomorrow 01:00');
		expect(fullDate('2026-11-22T18:00')).toBe('Sunday, 22 November 2026');
		expect(dayTitle('2026-11-22', today)).toBe('Sunday 22 November');
	});

	it('instants are said from now', () => {
		expect(sayInstant(noon - 20_000, noon)).toBe('just now');
		expect(sayInstant(noon - 60_000, noon)).toBe('1 minute ago');
		expect(sayInstant(noon - 50 * 60_000, noon)).toBe('50 minutes ago');
		expect(sayInstant(noon - 26 * 3_600_000, noon, 'Europe/Berlin')).toBe('yesterday 10:00');
		expect(sayInstant(noon - 40 * 86_400_000, noon, 'Europe/Berlin')).toBe('Tue 13 Oct');
	});

	it('what is left is rounded down, never up', () => {
		expect(sayLeft(noon - 1, noon)).toBe('time is up');
		expect(sayLeft(noon + 59 * 60_000, noon)).toBe('less than an hour left');
		expect(sayLeft(noon + 3_600_000, noon)).toBe('1 hour left');
		expect(sayLeft(noon + 47 * 3_600_000, noon)).toBe('47 hours left');
		expect(sayLeft(noon + 7 * 86_400_000 - 1, noon)).toBe('6 days left');
	});

	it('dates add up over months, leap days and clock changes', () => {
		expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
		expect(addDays('2026-10-25', 1)).toBe('2026-10-26');
		expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
		expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
		expect(mondayOf('2026-11-22')).toBe('2026-11-16');
		expect(mondayOf('2026-11-16')).toBe('2026-11-16');
		expect(minutesBetween('2026-11-22T22:00', '2026-11-23T01:30')).toBe(210);
		expect(wallFrom('2026-11-22', 1500)).toBe('2026-11-23T01:00');
		expect(wallFrom('2026-11-22', 1440)).toBe('2026-11-23T00:00');
		expect(timeText(545)).toBe('09:05');
		expect([sayMinutes(45), sayMinutes(60), sayMinutes(95)]).toEqual(['45 min', '1 h', '1 h 35']);
	});
});
