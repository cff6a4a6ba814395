/**
 * A calendar file as events: RFC 5545 as Google, Outlook, Apple and practice software write it. Never throws and never hangs on
 * any text; what could not be read is told by line. Either the skeleton of the file holds, or nothing of it is used.
 * Rules: ICS1 to ICS5.
 */
import { readComponents, type Component } from './components';
import { readEvent, type ReadEvent } from './event-reader';
import { MAX_FILE_BYTES, type FileProblem, type ImportedCalendar, type ImportedEvent } from './import-types';
import { decodeFile, unfold } from './lines';
import { parseProperty, readText } from './property';
import { createFileZones } from './zones';

/** Problems beyond these are counted, not listed. */
const MAX_PROBLEMS = 200;

export function importFile(bytes: Uint8Array): ImportedCalendar {
	if (bytes.length > MAX_FILE_BYTES)
		return stopped([{ line: 1, severity: 'stop', sentence: 'The file is larger than 10 MB. Export a shorter period.' }]);
	return importText(decodeFile(bytes));
}

export function importText(text: string): ImportedCalendar {
	if (text.length > MAX_FILE_BYTES)
		return stopped([{ line: 1, severity: 'stop', sentence: 'The file is larger than 10 MB. Export a shorter period.' }]);
	const problems: FileProblem[] = [];
	const calendars = readComponents(unfold(text), problems);
	if (!calendars.ok) return stopped([calendars.error]);
	const events: ImportedEvent[] = [];
	for (const calendar of calendars.value) events.push(...readCalendar(calendar, problems));
	if (events.length === 0 && !problems.some(({ severity }) => severity === 'left-out'))
		problems.push({ line: 1, severity: 'note', sentence: 'There are no events in this file.' });
	return { name: nameOf(calendars.value), events, problems: capped(problems) };
}

function readCalendar(calendar: Component, problems: FileProblem[]): ImportedEvent[] {
	const zones = createFileZones(calendar.parts.filter(({ name }) => name === 'VTIMEZONE'));
	const calledOff = valueOf(calendar, 'METHOD').toUpperCase() === 'CANCEL';
	const read: ReadEvent[] = [];
	const passedOver = new Map<string, { line: number; count: number }>();
	for (const part of calendar.parts) {
		if (part.name === 'VEVENT') {
			const event = readEvent(part, zones);
			if (!event.ok) problems.push(event.error);
			else {
				problems.push(...event.value.notes);
				read.push(calledOff ? { ...event.value, cancelled: true } : event.value);
			}
		} else if (part.name !== 'VTIMEZONE') {
			const known = passedOver.get(part.name);
			if (known) known.count++;
			else passedOver.set(part.name, { line: part.line, count: 1 });
		}
	}
	for (const [name, { line, count }] of passedOver)
		problems.push({ line, severity: 'note', sentence: `${NOT_EVENTS[name] ?? `Parts named ${name.slice(0, 40)}`} in the file (${count}): only events are read.` });
	return joinSeries(read, problems);
}

const NOT_EVENTS: Readonly<Record<string, string>> = { VTODO: 'Tasks', VJOURNAL: 'Journal notes', VFREEBUSY: 'Lists of busy times', VALARM: 'Alarms' };

/** Events with the dates that the file describes apart; of two versions of one event the newer. */
function joinSeries(read: readonly ReadEvent[], problems: FileProblem[]): ImportedEvent[] {
	const byUid = new Map<string, ReadEvent[]>();
	for (const event of read) {
		const same = byUid.get(event.uid);
		if (same) same.push(event);
		else byUid.set(event.uid, [event]);
	}
	const events: ImportedEvent[] = [];
	for (const group of byUid.values()) {
		const masters = newest(group.filter(({ of }) => of === null), (event) => `${event.start.wall} ${event.start.zone?.zone ?? ''}`, problems);
		const apart = newest(group.filter(({ of }) => of !== null), ({ of }) => `${of?.wall} ${of?.zone?.zone ?? ''}`, problems);
		const series = masters.find(({ rule, added }) => rule !== null || added.length > 0) ?? masters[0];
		for (const master of masters) events.push(eventOf(master, master === series ? apart : []));
		// Dates of a series that the file does not hold: events by themselves.
		if (!series) for (const event of apart) events.push(eventOf({ ...event, rule: null, added: [], without: [] }, []));
	}
	return events.sort((a, b) => a.line - b.line);
}

/** Of those of one key the one with the highest number, then the one that stands last. */
function newest(group: readonly ReadEvent[], keyOf: (event: ReadEvent) => string, problems: FileProblem[]): ReadEvent[] {
	if (group.length < 2) return [...group];
	const top = Math.max(...group.map(({ sequence }) => sequence));
	const byKey = new Map<string, ReadEvent>();
	for (const event of group) {
		// Another time under a lower number is the same event before it was moved.
		const isOld = event.of === null && event.sequence < top;
		const other = byKey.get(keyOf(event));
		if (isOld || other) {
			const dropped = isOld || (other && other.sequence > event.sequence) ? event : (other ?? event);
			problems.push({ line: dropped.line, severity: 'note', sentence: 'An older version of an event that the file holds twice; the newer one counts.' });
		}
		if (!isOld && !(other && other.sequence > event.sequence)) byKey.set(keyOf(event), event);
	}
	return [...byKey.values()];
}

const eventOf = (
	{ uid, line, title, start, end, allDay, free, cancelled, rule, without, added }: ReadEvent,
	apart: readonly ReadEvent[]
): ImportedEvent => ({
	uid, line, title, start, end, allDay, free, cancelled, rule, without, added,
	overrides: apart.map((one) => ({
		of: one.of ?? one.start, andLater: one.andLater, start: one.start, end: one.end, cancelled: one.cancelled, free: one.free, title: one.title
	}))
});

function nameOf(calendars: readonly Component[]): string {
	for (const calendar of calendars) {
		const line = calendar.lines.find(({ text }) => /^(X-WR-CALNAME|NAME)[;:]/i.test(text));
		const property = line && parseProperty(line);
		if (property) return readText(property).slice(0, 80);
	}
	return '';
}

function valueOf(component: Component, name: string): string {
	const line = component.lines.find(({ text }) => text.toUpperCase().startsWith(name));
	return (line && parseProperty(line)?.value.trim()) ?? '';
}

const stopped = (problems: readonly FileProblem[]): ImportedCalendar => ({ name: '', events: [], problems });

/** Worst first, by line; notes of one wording are told once. */
function capped(problems: readonly FileProblem[]): FileProblem[] {
	const notes = new Map<string, { line: number; more: number }>();
	const told = problems.filter(({ severity }) => severity !== 'note');
	for (const { line, severity, sentence } of problems) {
		if (severity !== 'note') continue;
		const known = notes.get(sentence);
		if (known) known.more++;
		else notes.set(sentence, { line, more: 0 });
	}
	for (const [sentence, { line, more }] of notes)
		told.push({ line, severity: 'note', sentence: more === 0 ? sentence : `${sentence} (So too in ${more} further places.)` });
	told.sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) || a.line - b.line);
	const rest = told.slice(MAX_PROBLEMS);
	const [first] = rest;
	return first ? [...told.slice(0, MAX_PROBLEMS), { ...first, sentence: `And ${rest.length} further lines that could not be read.` }] : told;
}
const ORDER = ['stop', 'left-out', 'note'];
