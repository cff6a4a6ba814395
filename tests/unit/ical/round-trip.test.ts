/** What goes out comes back: by our own reader, and by an independent one (ical.js) that knows only the file. */
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { writeCalendar } from '$lib/ical/export';
import { importText } from '$lib/ical/import';
import { effortForFile, occurrencesOf } from '$lib/ical/occurrences';
import { calendarFrom, meant, sayInstants } from './generate';
import { clockOf, expand } from './read';

const CALENDARS = 600;
const FULL = { redacted: false, notes: true };

describe('export and import', () => {
	it(`[ICS10] ${CALENDARS} generated calendars come back with the same occurrences`, () => {
		let occurrences = 0;
		let repeating = 0;
		for (let seed = 1; seed <= CALENDARS; seed++) {
			const calendar = calendarFrom(seed);
			const text = writeCalendar(calendar, FULL, expand);
			const back = importText(text);
			const found = back.events.flatMap((event) =>
				// in slices: an expansion never reaches further than three years
				[0, 2].flatMap((years) => {
					const year = Number(event.start.wall.slice(0, 4)) + years;
					const span = { from: Date.UTC(year - 1, 11, 30), until: Date.UTC(year + 2, 0, 3), wall: clockOf('UTC'), expand, effort: effortForFile() };
					return occurrencesOf(event, span).all.map(({ start, end }) => sayInstants(start, end));
				})
			);
			const wanted = meant(calendar);
			expect({ seed, problems: back.problems, found: [...new Set(found)].sort() }).toEqual({ seed, problems: wanted.length === 0 ? expect.anything() : [], found: [...new Set(wanted)] });
			occurrences += wanted.length;
			repeating += text.split('RRULE').length - 1;
		}
		expect(occurrences).toBeGreaterThan(20_000);
		expect(repeating).toBeGreaterThan(600);
	}, 240_000);

	it('[ICS11] an independent reader that knows nothing but the file finds the same instants', () => {
		let checked = 0;
		for (let seed = 1; seed <= 80; seed++) {
			const calendar = calendarFrom(seed);
			const component = new ICAL.Component(ICAL.parse(writeCalendar(calendar, FULL, expand)));
			for (const zone of component.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
			const found: string[] = [];
			for (const sub of component.getAllSubcomponents('vevent')) {
				const event = new ICAL.Event(sub);
				const length = event.endDate.toUnixTime() - event.startDate.toUnixTime();
				const starts: number[] = [];
				if (event.isRecurring()) {
					const steps = event.iterator();
					for (let next = steps.next(); next; next = steps.next()) starts.push(next.toUnixTime());
				} else starts.push(event.startDate.toUnixTime());
				for (const start of starts) found.push(sayInstants(start * 1000, (start + length) * 1000));
			}
			ICAL.TimezoneService.reset();
			expect({ seed, found: [...new Set(found)].sort() }).toEqual({ seed, found: [...new Set(meant(calendar))] });
			checked += found.length;
		}
		expect(checked).toBeGreaterThan(2_000);
	}, 240_000);
});
