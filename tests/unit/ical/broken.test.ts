/** Files that are broken, hostile or huge. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { busySpans } from '$lib/ical/busy';
import { importFile, importText } from '$lib/ical/import';
import { MAX_EVENTS } from '$lib/ical/import-types';
import { planFor } from '$lib/ical/plan';
import { createSeeded } from '../../support/seeded';
import { calendarOf, clockOf, eventOf, expand, instants } from './read';

const stopOf = (text: string) => {
	const { events, problems } = importText(text);
	expect(events).toEqual([]);
	return problems.map(({ line, severity, sentence }) => `${line} ${severity}: ${sentence}`);
};

describe('[ICS1] a broken skeleton stops the whole file, with the line', () => {
	it.each([
		['', '1 stop: The file is empty.'],
		['<!DOCTYPE html>\n<title>Sign in</title>', '1 stop: This is a web page, not a calendar file. Perhaps you were not signed in when it was saved.'],
		['Dear Ana,\nhere is my calendar', '1 stop: This is not a calendar file. Its name should end in .ics.'],
		['BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270101T100000Z\n', '3 stop: The file breaks off: an event that began in line 2 has no end. Export it again.'],
		['BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR', '3 stop: A calendar ends here, but an event that began in line 2 is still open.'],
		['BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCALENDAR', '3 stop: A calendar ends here that never began.'],
		['BEGIN:X\n'.repeat(30), '9 stop: The parts of this file stand inside each other too deeply.']
	])('%j', (text, told) => {
		expect(stopOf(text)).toEqual([told]);
	});

	it('a good event before the break is not used either', () => {
		const whole = calendarOf(...eventOf('UID:1', 'DTSTART:20270101T100000Z', 'DTEND:20270101T110000Z'));
		expect(importText(whole).events).toHaveLength(1);
		expect(stopOf(whole.slice(0, whole.indexOf('END:VEVENT')))[0]).toMatch(/breaks off/);
	});
});

describe('[ICS2] the reader is bounded', () => {
	it(`more than ${MAX_EVENTS} events are refused`, () => {
		const many = Array.from({ length: MAX_EVENTS + 1 }, () => 'BEGIN:VEVENT\nEND:VEVENT').join('\n');
		expect(stopOf(`BEGIN:VCALENDAR\n${many}\nEND:VCALENDAR`)[0]).toMatch(/more than 20,000 events/);
	});

	it('more than ten megabytes are refused unread', () => {
		expect(importFile(new Uint8Array(10 * 1024 * 1024 + 1)).problems[0]?.sentence).toMatch(/larger than 10 MB/);
	});

	it('a rule of every day since long ago, thousands of times, is worked out within bounds', () => {
		const rule = eventOf('DTSTART:19700101T100000Z', 'DTEND:19700101T110000Z', 'RRULE:FREQ=DAILY');
		const calendar = importText(calendarOf(...Array.from({ length: 40 }, () => rule).flat()));
		const plan = planFor({ calendar, zone: clockOf('Europe/Berlin'), now: Date.UTC(2026, 10, 22), expand });
		expect(plan).toHaveLength(40);
		for (const { pieces } of plan) for (const piece of pieces) if (piece.kind === 'series') expect(piece.dates.length).toBeLessThanOrEqual(400);
	}, 120_000);

	it('rules that were made to take long are not all worked out, and it is said', () => {
		const rule = eventOf('DTSTART:19300101T100000Z', 'DTEND:19300101T110000Z', 'RRULE:FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-31;COUNT=9999');
		const good = eventOf('DTSTART:20270111T100000Z', 'DTEND:20270111T110000Z');
		const calendar = importText(calendarOf(...Array.from({ length: 200 }, () => rule).flat(), ...good));
		const plan = planFor({ calendar, zone: clockOf('Europe/Berlin'), now: Date.UTC(2026, 10, 22), expand });
		expect(plan.filter(({ leftOut }) => leftOut.has('too-many')).length).toBeGreaterThan(50);
		expect(plan.at(-1)?.pieces).toHaveLength(1);
	}, 120_000);

	it('an event that lists too many dates is left out, by line', () => {
		const list = Array.from({ length: 5_001 }, () => '20270101T100000Z').join(',');
		const { events, problems } = importText(calendarOf(...eventOf('DTSTART:20270101T100000Z', `EXDATE:${list}`)));
		expect(events).toEqual([]);
		expect(problems[0]).toMatchObject({ line: 5, severity: 'left-out', sentence: 'The event lists more than 5000 dates.' });
	});

	it('a zone description that cannot be read leaves its events out', () => {
		const zone = ['BEGIN:VTIMEZONE', 'TZID:Mine', 'BEGIN:STANDARD', 'DTSTART:19700101T000000', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200', 'RRULE:FREQ=SECONDLY', 'END:STANDARD', 'END:VTIMEZONE'];
		const { events, problems } = importText(calendarOf(...zone, ...eventOf('DTSTART;TZID=Mine:20270101T100000')));
		expect(events).toEqual([]);
		expect(problems[0]?.sentence).toMatch(/time zone “Mine” is not described/);
	});
});

describe('[ICS2] whatever the text, the reader neither throws nor hangs', () => {
	it('2,000 mutated files', () => {
		const folder = new URL('../../fixtures/ical/', import.meta.url);
		const files = readdirSync(folder).map((name) => readFileSync(new URL(name, folder)));
		const span = { zone: clockOf('Europe/Berlin'), from: Date.UTC(2026, 10, 22), until: Date.UTC(2027, 10, 22), expand, wholeDays: true };
		let read = 0;
		let stopped = 0;
		for (let seed = 1; seed <= 2_000; seed++) {
			const calendar = importFile(mutated(files, seed));
			if (calendar.problems.some(({ severity }) => severity === 'stop')) {
				expect(calendar.events).toEqual([]);
				stopped++;
				continue;
			}
			read += calendar.events.length;
			planFor({ calendar, zone: span.zone, now: span.from, expand });
			if (seed % 10 === 0) busySpans({ ...span, calendar });
		}
		// the run was not empty, on either side
		expect(read).toBeGreaterThan(1_000);
		expect(stopped).toBeGreaterThan(100);
	}, 240_000);
});

describe('[ICS3] bytes', () => {
	const event = calendarOf(...eventOf('UID:1', 'SUMMARY:Fräulein Müller', 'DTSTART:20270101T100000Z', 'DTEND:20270101T110000Z'));
	const utf16 = (text: string) => new Uint8Array([0xff, 0xfe, ...[...text].flatMap((sign) => [sign.charCodeAt(0) & 255, sign.charCodeAt(0) >> 8])]);

	/** A fold after every byte of this value, as RFC 5545 §3.1 warns of. */
	const foldedWithin = (bytes: Uint8Array, lead: number) => new Uint8Array([...bytes].flatMap((byte) => (byte === lead ? [byte, 13, 10, 32] : [byte])));

	it.each([
		['UTF-8', new TextEncoder().encode(event)],
		['UTF-8 with a byte order mark', new Uint8Array([0xef, 0xbb, 0xbf, ...new TextEncoder().encode(event)])],
		['UTF-16', utf16(event)],
		['Windows-1252', new Uint8Array([...event].map((sign) => sign.charCodeAt(0)))],
		['line feeds alone', new TextEncoder().encode(event.replaceAll('\r\n', '\n'))],
		['folded within a character’s bytes', foldedWithin(new TextEncoder().encode(event), 0xc3)]
	])('%s', (_, bytes) => {
		const { events, problems } = importFile(bytes);
		expect(problems).toEqual([]);
		expect(events[0]?.title).toBe('Fräulein Müller');
		expect(events[0] && instants(events[0])).toEqual(['2027-01-01T10:00Z/60']);
	});
});

const PIECES = [
	'BEGIN:VEVENT', 'END:VEVENT', 'RRULE:FREQ=DAILY;INTERVAL=0', 'RRULE:FREQ=YEARLY;BYDAY=53MO;COUNT=9999', 'EXDATE:', 'DTSTART;TZID=:20270101T000000', 'DURATION:P99999W',
	'DTEND:99991231T235959Z', 'RDATE;VALUE=PERIOD:20270101T100000Z/P1D/PT', 'TZOFFSETTO:+9999', 'RECURRENCE-ID;RANGE=THISANDFUTURE:19700101', ';;;:::', '=', '\0', '\u202e', '0000', '"'
];

/** Bytes flipped, pieces of lines taken away, doubled, swapped or put in. */
function mutated(files: readonly Uint8Array[], seed: number): Uint8Array {
	const chance = createSeeded(seed);
	const bytes = chance.pick(files);
	if (chance.chance(0.3)) {
		const copy = new Uint8Array(bytes);
		for (let i = 0; i < 1 + chance.int(20); i++) copy[chance.int(copy.length)] = chance.int(256);
		return copy;
	}
	const lines = new TextDecoder().decode(bytes).split(/\r?\n|\r/);
	for (let i = 0; i < 1 + chance.int(6); i++) {
		const at = chance.int(lines.length);
		const line = lines[at] ?? '';
		const cut = chance.int(line.length + 1);
		const kind = chance.int(6);
		if (kind === 0) lines.splice(at, 1);
		else if (kind === 1) lines.splice(at, 0, chance.pick(PIECES));
		else if (kind === 2) lines[at] = line.slice(0, cut) + chance.pick(PIECES) + line.slice(cut);
		else if (kind === 3) lines[at] = line.slice(0, cut);
		else if (kind === 4) lines[at] = line.replace(/\d/g, () => String(chance.int(10)));
		else lines.splice(at, 0, chance.pick(lines));
	}
	return new TextEncoder().encode(lines.join(chance.pick(['\r\n', '\n', '\r'])));
}
