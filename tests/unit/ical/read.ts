/** Reads fixtures and says what was found in a form that a test can state. */
import { readFileSync } from 'node:fs';
import { importFile } from '$lib/ical/import';
import type { ImportedCalendar, ImportedEvent } from '$lib/ical/import-types';
import { effortForFile, occurrencesOf } from '$lib/ical/occurrences';
import { loadExpand } from '$lib/recurrence/expand';
import { zoneClock, type ZoneClock } from '$lib/time/zone-clock';

export const expand = await loadExpand();

export function clockOf(zone: string): ZoneClock {
	const clock = zoneClock(zone);
	if (!clock.ok) throw new Error(`no zone ${zone}`);
	return clock.value;
}

export const readFixture = (name: string): ImportedCalendar => importFile(new Uint8Array(readFileSync(new URL(`../../fixtures/ical/${name}.ics`, import.meta.url))));

export function titled(calendar: ImportedCalendar, title: string): ImportedEvent {
	const found = calendar.events.find((event) => event.title === title);
	if (!found) throw new Error(`no event ${title}; there are: ${calendar.events.map((event) => event.title).join(' | ')}`);
	return found;
}

/** "2027-01-05T23:00Z/50": start in UTC and minutes, within a span of ten years. */
export const instants = (event: ImportedEvent, wall = 'Europe/Berlin', from = '2025-01-01', until = '2028-12-31'): string[] =>
	occurrencesOf(event, { from: Date.parse(from), until: Date.parse(until), wall: clockOf(wall), expand, effort: effortForFile() }).all.map(
		({ start, end }) => `${new Date(start).toISOString().slice(0, 16)}Z/${(end - start) / 60_000}`
	);

export const calendarOf = (...lines: string[]): string => ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n');
export const eventOf = (...lines: string[]): string[] => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];
