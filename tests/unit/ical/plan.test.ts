/** What of a file can be booked in a room. */
import { describe, expect, it } from 'vitest';
import { busySpans } from '$lib/ical/busy';
import { importText } from '$lib/ical/import';
import { planFor, type PlannedEvent } from '$lib/ical/plan';
import { zoneOfWindowsName } from '$lib/ical/windows-zones';
import { zoneClock } from '$lib/time/zone-clock';
import { calendarOf, clockOf, eventOf, expand, readFixture } from './read';

const NOW = Date.UTC(2026, 10, 22, 12);

const planned = (zone: string, ...lines: string[]): PlannedEvent => {
	const [only] = planFor({ calendar: importText(calendarOf(...eventOf(...lines))), zone: clockOf(zone), now: NOW, expand });
	if (!only) throw new Error('nothing was planned');
	return only;
};
const reasons = ({ leftOut }: PlannedEvent) => Object.fromEntries(leftOut);

describe('[ICS9] what is booked of an event', () => {
	it('one that happens once, at its own instant on the wall of the room', () => {
		expect(planned('Europe/Berlin', 'DTSTART:20270111T150000Z', 'DTEND:20270111T160000Z').pieces).toEqual([{ kind: 'single', start: '2027-01-11T16:00', end: '2027-01-11T17:00' }]);
	});

	it('a series without an end stays one, and a year of it is written', () => {
		const { pieces, more } = planned('Europe/Berlin', 'DTSTART;TZID=Europe/Berlin:20270105T180000', 'DURATION:PT50M', 'RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU');
		expect(pieces).toHaveLength(1);
		expect(pieces[0]).toMatchObject({ kind: 'series', from: '18:00', minutes: 50, rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU' });
		expect(pieces[0]?.kind === 'series' && [pieces[0].dates[0], pieces[0].dates.at(-1), pieces[0].dates.length]).toEqual(['2027-01-05', '2027-11-09', 23]);
		expect(more).toBe(false);
	});

	it('a series that began long ago goes on from now, its COUNT counted from its beginning', () => {
		const { pieces, leftOut } = planned('Europe/Berlin', 'DTSTART;TZID=Europe/Berlin:20260907T090000', 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY;COUNT=14');
		expect(pieces).toEqual([{ kind: 'series', from: '09:00', minutes: 60, rule: 'FREQ=WEEKLY;UNTIL=20261207', dates: ['2026-11-23', '2026-11-30', '2026-12-07'] }]);
		expect([...leftOut.keys()]).toEqual([]);
	});

	it('a series kept in UTC becomes one for each time of day that the room’s clock shows', () => {
		const { pieces } = planned('Europe/Berlin', 'DTSTART:20270308T170000Z', 'DTEND:20270308T180000Z', 'RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=6');
		expect(pieces).toEqual([
			{ kind: 'series', from: '18:00', minutes: 60, rule: 'FREQ=WEEKLY;UNTIL=20270322;BYDAY=MO', dates: ['2027-03-08', '2027-03-15', '2027-03-22'] },
			{ kind: 'series', from: '19:00', minutes: 60, rule: 'FREQ=WEEKLY;UNTIL=20270412;BYDAY=MO', dates: ['2027-03-29', '2027-04-05', '2027-04-12'] }
		]);
	});

	it('without an end, too: what the clocks divide ends where it is divided', () => {
		const { pieces } = planned('Europe/Berlin', 'DTSTART:20270308T170000Z', 'DTEND:20270308T180000Z', 'RRULE:FREQ=WEEKLY;BYDAY=MO');
		expect(pieces.every((piece) => piece.kind === 'series' && piece.rule.includes('UNTIL'))).toBe(true);
	});

	it('another weekday in the room than in the file: a rule for the room', () => {
		const { pieces } = planned('Pacific/Auckland', 'DTSTART;TZID=Pacific/Honolulu:20270510T180000', 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3');
		expect(pieces).toEqual([{ kind: 'series', from: '16:00', minutes: 60, rule: 'FREQ=WEEKLY;UNTIL=20270525;BYDAY=TU', dates: ['2027-05-11', '2027-05-18', '2027-05-25'] }]);
	});

	it('monthly dates that no rule of the room makes are single bookings', () => {
		const { pieces } = planned('Pacific/Auckland', 'DTSTART;TZID=Pacific/Honolulu:20270531T180000', 'DURATION:PT1H', 'RRULE:FREQ=MONTHLY;BYDAY=-1MO;COUNT=3');
		expect(pieces.map(({ kind }) => kind)).toEqual(['single', 'single', 'single']);
		expect(pieces[0]).toEqual({ kind: 'single', start: '2027-06-01T16:00', end: '2027-06-01T17:00' });
	});

	it('left-out dates are not booked, and a moved one is a booking by itself', () => {
		const [event] = planFor({ calendar: readFixture('google'), zone: clockOf('America/New_York'), now: NOW, expand });
		expect(event?.pieces).toEqual([
			{
				kind: 'series', from: '18:00', minutes: 50, rule: 'FREQ=WEEKLY;INTERVAL=2;UNTIL=20270622;BYDAY=TU;WKST=SU',
				dates: ['2027-01-05', '2027-01-19', '2027-03-02', '2027-03-16', '2027-03-30', '2027-04-13', '2027-04-27', '2027-05-11', '2027-05-25', '2027-06-08', '2027-06-22']
			},
			{ kind: 'single', start: '2027-02-17T19:00', end: '2027-02-17T19:50' }
		]);
	});
});

describe('[ICS9] what is not booked, and why', () => {
	it.each([
		['called off', ['DTSTART:20270111T150000Z', 'DTEND:20270111T160000Z', 'STATUS:CANCELLED'], { cancelled: 1 }],
		['over', ['DTSTART:20260111T150000Z', 'DTEND:20260111T160000Z'], { past: 1 }],
		['begun already', ['DTSTART:20261122T113000Z', 'DTEND:20261122T123000Z'], { past: 1 }],
		['without a length', ['DTSTART:20270111T150000Z'], { 'no-length': 1 }],
		['longer than a day', ['DTSTART:20270111T150000Z', 'DTEND:20270113T160000Z'], { 'too-long': 1 }],
		['over, all of a series', ['DTSTART:20250111T150000Z', 'DTEND:20250111T160000Z', 'RRULE:FREQ=WEEKLY;COUNT=3'], { past: 1 }],
		['too short for any room', ['DTSTART:20270111T150000Z', 'DTEND:20270111T150200Z'], { 'no-length': 1 }]
	])('%s', (_, lines, why) => {
		const event = planned('Europe/Berlin', ...lines);
		expect(event.pieces).toEqual([]);
		expect(reasons(event)).toEqual(why);
	});

	it('free time and whole days are booked only if asked for', () => {
		expect(planned('Europe/Berlin', 'DTSTART:20270111T150000Z', 'DTEND:20270111T160000Z', 'TRANSP:TRANSPARENT').onlyIfAsked).toBe(true);
		expect(planned('Europe/Berlin', 'DTSTART;VALUE=DATE:20270111')).toMatchObject({ onlyIfAsked: true, pieces: [{ kind: 'single', start: '2027-01-11T00:00', end: '2027-01-12T00:00' }] });
		expect(planned('Europe/Berlin', 'DTSTART:20270111T150000Z', 'DTEND:20270111T160000Z').onlyIfAsked).toBe(false);
	});

	it('an hour that the event’s own clock skips is booked where it comes to stand, and said', () => {
		const event = planned('Europe/Berlin', 'DTSTART;TZID=Europe/Berlin:20270328T023000', 'DTEND;TZID=Europe/Berlin:20270328T033000');
		expect(event).toMatchObject({ clockChange: true, pieces: [{ kind: 'single', start: '2027-03-28T03:30', end: '2027-03-28T04:30' }] });
	});
});

describe('[ICS14] busy times', () => {
	const spans = (...lines: string[]) => busySpans({ calendar: importText(calendarOf(...lines)), zone: clockOf('Europe/Berlin'), from: NOW, until: NOW + 30 * 86_400_000, expand, wholeDays: false });

	it('are spans and nothing else: what touches is one, what is free or called off is none', () => {
		const found = spans(
			...eventOf('SUMMARY:Somebody', 'DTSTART:20261201T090000Z', 'DTEND:20261201T100000Z'),
			...eventOf('SUMMARY:Else', 'DTSTART:20261201T100000Z', 'DTEND:20261201T110000Z'),
			...eventOf('DTSTART:20261201T120000Z', 'DTEND:20261201T130000Z', 'TRANSP:TRANSPARENT'),
			...eventOf('DTSTART:20261202T120000Z', 'DTEND:20261202T130000Z', 'STATUS:CANCELLED'),
			...eventOf('DTSTART;VALUE=DATE:20261203')
		);
		expect(found).toEqual([{ start: Date.UTC(2026, 11, 1, 9) / 60_000, end: Date.UTC(2026, 11, 1, 11) / 60_000 }]);
	});
});

describe('[ICS4] Windows zones', () => {
	it.each(['Eastern Standard Time', 'e. australia standard time', 'UTC', 'Samoa Standard Time', 'Central Standard Time (Mexico)'])('%s is a zone that browsers know', (name) => {
		expect(zoneClock(zoneOfWindowsName(name) ?? '').ok).toBe(true);
	});
});
