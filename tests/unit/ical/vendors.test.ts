/** Files in the style of the programs people come from. */
import { describe, expect, it } from 'vitest';
import { instants, readFixture, titled } from './read';

describe('a file of Google Calendar', () => {
	const file = readFixture('google');

	it('[ICS6] every second week, one left out, one moved, the end in UTC', () => {
		expect(instants(titled(file, 'Tuesday evening'))).toEqual([
			'2027-01-05T23:00Z/50', '2027-01-19T23:00Z/50',
			'2027-02-18T00:00Z/50', '2027-03-02T23:00Z/50',
			'2027-03-16T22:00Z/50', '2027-03-30T22:00Z/50', '2027-04-13T22:00Z/50', '2027-04-27T22:00Z/50',
			'2027-05-11T22:00Z/50', '2027-05-25T22:00Z/50', '2027-06-08T22:00Z/50', '2027-06-22T22:00Z/50'
		]);
	});

	it('cancelled, free and whole-day events say so', () => {
		expect(titled(file, 'Called off').cancelled).toBe(true);
		expect(titled(file, 'Conference')).toMatchObject({ allDay: true, free: true, end: { length: { days: 2, minutes: 0 } } });
		expect(file.problems).toEqual([]);
		expect(file.name).toBe('Practice');
	});

	it('[ICS3] the alarm inside an event, and its description, are not read', () => {
		expect(JSON.stringify(file.events)).not.toContain('reminder');
		expect(JSON.stringify(file.events)).not.toContain('Long words');
	});
});

describe('a file of Outlook', () => {
	const file = readFixture('outlook');

	it('[ICS4] a Windows zone is the zone it means, and folding by tabs is undone', () => {
		const event = titled(file, 'Montag früh');
		expect(event.start.zone?.zone).toBe('Europe/Berlin');
		expect(event.uid).toMatch(/^0400.*E8A5B7$/);
		const found = instants(event);
		expect(found).toHaveLength(18);
		expect(found[0]).toBe('2027-01-04T08:00Z/50');
		expect(found).not.toContain('2027-02-01T08:00Z/50');
		expect(found.at(-1)).toBe('2027-05-17T07:00Z/50');
	});

	it('a whole day from midnight to midnight is a whole day; busy status free takes no time', () => {
		expect(titled(file, 'Fortbildung')).toMatchObject({ allDay: true, free: false });
		expect(titled(file, 'Held open').free).toBe(true);
	});
});

describe('a file of Exchange', () => {
	const file = readFixture('exchange');

	it('[ICS4] a zone of the file’s own counts by its offsets, across the change of clocks', () => {
		expect(instants(titled(file, 'Across the change of clocks'))).toEqual(['2027-03-22T13:00Z/90', '2027-03-29T12:00Z/90', '2027-04-05T12:00Z/90']);
	});

	it('[ICS4] a zone name with a colon and without quotes is read', () => {
		expect(instants(titled(file, 'No quotes around the zone'))).toEqual(['2027-03-25T08:30Z/60']);
	});

	it('[ICS4] a zone that leads nowhere leaves the event out, with line and reason', () => {
		expect(file.events.map(({ title }) => title)).not.toContain('A zone that nobody describes');
		expect(file.problems).toEqual([
			{ line: 47, severity: 'left-out', sentence: 'The time zone “tzone://Microsoft/Custom” is not described in the file, so it is not clear when this is.' }
		]);
	});
});

describe('a file of Apple Calendar', () => {
	const file = readFixture('apple');

	it('[ICS6] this and all later ones move along, and become longer', () => {
		expect(instants(titled(file, 'Dienstag'), 'Europe/Berlin', '2027-01-01', '2027-09-01')).toEqual([
			'2027-03-02T09:00Z/60', '2027-04-06T08:00Z/60', '2027-05-04T08:00Z/60',
			'2027-06-01T09:00Z/90', '2027-07-06T09:00Z/90', '2027-08-03T09:00Z/90'
		]);
	});

	it('[ICS4] a time without a zone is the wall time of the room, and the file says so', () => {
		expect(instants(titled(file, 'Ohne Zone'), 'America/New_York')).toEqual(['2027-03-10T22:30Z/60']);
		expect(file.problems).toContainEqual({ line: 57, severity: 'note', sentence: 'The time names no zone; it is taken as the wall time of the room.' });
	});

	it('[ICS7] a date without an end lasts its day', () => {
		expect(instants(titled(file, 'Geburtstag'), 'Europe/Berlin', '2027-01-01', '2028-12-31')).toEqual(['2027-03-14T23:00Z/1440', '2028-03-14T23:00Z/1440']);
	});
});

describe('a file of practice software', () => {
	const file = readFixture('simplepractice');

	it('UTC times, a zone at the end of a longer name, periods of their own length, two calendars in one file', () => {
		expect(instants(titled(file, 'A. B. Appointment'))).toEqual(['2027-01-13T23:00Z/50']);
		expect(instants(titled(file, 'C. D. Appointment'))).toEqual(['2027-01-14T17:00Z/50', '2027-01-21T17:00Z/90', '2027-01-28T17:00Z/50']);
		expect(instants(titled(file, 'No end at all'))).toEqual(['2027-01-15T17:00Z/0']);
	});

	it('[ICS3] tasks and journals are passed over, and it is said', () => {
		expect(file.problems.map(({ line, sentence }) => `${line} ${sentence}`)).toEqual([
			'26 Tasks in the file (1): only events are read.',
			'40 Journal notes in the file (1): only events are read.'
		]);
	});
});

describe('a file of an old program', () => {
	const file = readFixture('old-program');

	it('[ICS3] bare carriage returns, quoted-printable over two lines, a line that was not indented', () => {
		expect(instants(titled(file, 'Café und Gespräch'))).toEqual(['2027-04-01T08:00Z/60']);
		expect(file.problems).toEqual([{ line: 11, severity: 'note', sentence: 'This line is no part of any event and was passed over.' }]);
	});
});

describe('a file that is odd but legal', () => {
	const file = readFixture('odd-but-legal');

	it('[ICS6] an hour that the clock skips is taken at the instant of RFC 5545 §3.3.5', () => {
		expect(instants(titled(file, 'Within the hour that is skipped'))).toEqual(['2027-03-28T01:30Z/60', '2027-03-29T00:30Z/60', '2027-03-30T00:30Z/60']);
	});

	it('[ICS6] a date alone in EXDATE leaves out what begins on it', () => {
		expect(instants(titled(file, 'Left out by date alone'))).toEqual(['2027-04-05T09:00Z/45', '2027-04-19T09:00Z/45']);
	});

	it('[ICS5] the newer of two versions counts; an override without its series stands by itself', () => {
		expect(instants(titled(file, 'Of a series that is not in the file'))).toEqual(['2027-04-08T10:00Z/60']);
		expect(instants(titled(file, 'New version'))).toEqual(['2027-04-09T14:00Z/60']);
		expect(file.events.map(({ title }) => title)).not.toContain('Old version');
	});

	it('[ICS1] what cannot be read is left out by line, the others stand', () => {
		expect(instants(titled(file, 'No UID'))).toEqual(['2027-04-07T09:00Z/60']);
		expect(file.problems.filter(({ severity }) => severity === 'left-out').map(({ line, sentence }) => `${line} ${sentence}`)).toEqual([
			'49 “20270231T100000Z” is no date or time.',
			'56 The event ends before it begins.',
			'63 The event repeats several times a day; bookings repeat by days.'
		]);
	});
});
