/**
 * One VEVENT as an event or an override of one. Alarms, attachments, people and places are not looked at, and the description
 * is not read at all. What cannot be read leaves the event out, with the line and the reason.
 */
import { err, ok, type Result } from '$crypto/base';
import { parseWallTime } from '$crdt/domain/wall-time';
import { parseRule, ruleText } from '$lib/recurrence/rule';
import type { Component } from './components';
import type { FileProblem, ImportedEnd, ImportedEvent, ImportedTime } from './import-types';
import { parseLength, parseProperty, parseTime, readText, type Property } from './property';
import { UTC_CLOCK, type FileZones } from './zones';

export interface ReadEvent extends Omit<ImportedEvent, 'overrides'> {
	/** Which moment of a series it replaces; null: it is an event by itself. */
	readonly of: ImportedTime | null;
	readonly andLater: boolean;
	readonly sequence: number;
	readonly notes: readonly FileProblem[];
}

const MAX_LISTED = 5_000;

export function readEvent(component: Component, zones: FileZones): Result<ReadEvent, FileProblem> {
	const single = new Map<string, Property>();
	const listed: Property[] = [];
	const notes: FileProblem[] = [];
	const note = (line: number, sentence: string) => notes.push({ line, severity: 'note', sentence });
	const leftOut = (line: number, sentence: string) => err<FileProblem>({ line, severity: 'left-out', sentence });

	for (const line of component.lines) {
		if (!WANTED.test(line.text)) continue;
		const property = parseProperty(line);
		if (!property) {
			if (/^(DTSTART|DTEND|DURATION|RECURRENCE-ID|RRULE|RDATE|EXDATE)/i.test(line.text)) return leftOut(line.number, 'This line cannot be read.');
			continue;
		}
		if (property.name === 'RDATE' || property.name === 'EXDATE') listed.push(property);
		else if (property.name === 'EXRULE') return leftOut(property.line, 'The event leaves out dates by a rule of its own, which no newer calendar writes.');
		else if (!single.has(property.name)) single.set(property.name, property);
		else if (property.name === 'RRULE') return leftOut(property.line, 'The event has two rules for when it repeats.');
	}

	const timeOf = (property: Property, text: string): ImportedTime | string => {
		const written = parseTime(text);
		if (!written) return `“${shorten(text)}” is no date or time.`;
		if (written.wall < '1900') return `“${shorten(text)}” is too long ago.`;
		const tzid = property.parameters.get('TZID');
		if (written.utc) return { wall: written.wall, zone: UTC_CLOCK, dateOnly: false };
		if (written.dateOnly || !tzid) return { wall: written.wall, zone: null, dateOnly: written.dateOnly };
		const zone = zones.find(tzid);
		return zone ? { wall: written.wall, zone, dateOnly: false } : `The time zone “${shorten(tzid)}” is not described in the file, so it is not clear when this is.`;
	};

	const startLine = single.get('DTSTART');
	if (!startLine) return leftOut(component.line, 'The event does not say when it begins.');
	const start = timeOf(startLine, startLine.value);
	if (typeof start === 'string') return leftOut(startLine.line, start);

	const ended = readEnd(single, start, timeOf);
	if (!ended.ok) return leftOut(ended.error.line, ended.error.sentence);
	const allDay = start.dateOnly || isWholeDays(single, start, ended.value);

	const ruleLine = single.get('RRULE');
	let rule: string | null = null;
	if (ruleLine && ruleLine.value.trim() !== '') {
		const clock = { time: start.wall.slice(11), wallOf: (instant: number) => (start.zone ?? UTC_CLOCK).wallOf(instant) };
		const parsed = parseRule(ruleLine.value, clock);
		if (!parsed.ok)
			return leftOut(
				ruleLine.line,
				parsed.error.type === 'too-fine' ? 'The event repeats several times a day; bookings repeat by days.' : `The rule for when it repeats cannot be read (${shorten(parsed.error.value)}).`
			);
		rule = ruleText(parsed.value);
	}

	const without: ImportedTime[] = [];
	const added: { start: ImportedTime; end: ImportedEnd | null }[] = [];
	for (const property of listed) {
		for (const text of property.value.split(',')) {
			if (text.trim() === '') continue;
			const [from = '', to] = text.split('/');
			const at = timeOf(property, from);
			if (typeof at === 'string') {
				// Which date is meant is not known: booking the others could book one that was called off.
				return leftOut(property.line, at);
			}
			if (without.length + added.length >= MAX_LISTED) return leftOut(property.line, `The event lists more than ${MAX_LISTED} dates.`);
			if (property.name === 'EXDATE') without.push(at);
			else added.push({ start: at, end: to === undefined ? null : periodEnd(property, to, timeOf) });
		}
	}

	const ofLine = single.get('RECURRENCE-ID');
	const of = ofLine ? timeOf(ofLine, ofLine.value) : null;
	if (typeof of === 'string') return leftOut(ofLine?.line ?? component.line, of);

	const status = single.get('STATUS')?.value.trim().toUpperCase();
	const busy = single.get('X-MICROSOFT-CDO-BUSYSTATUS')?.value.trim().toUpperCase();
	const summary = single.get('SUMMARY');
	if (start.zone === null && !allDay) note(startLine.line, 'The time names no zone; it is taken as the wall time of the room.');
	return ok({
		uid: single.get('UID')?.value.trim().slice(0, 500) || `line ${component.line}`,
		line: component.line,
		title: summary ? readText(summary) : '',
		start,
		end: ended.value,
		allDay,
		free: single.get('TRANSP')?.value.trim().toUpperCase() === 'TRANSPARENT' || busy === 'FREE' || busy === 'WORKINGELSEWHERE',
		cancelled: status === 'CANCELLED',
		rule,
		without,
		added,
		of,
		andLater: ofLine?.parameters.get('RANGE')?.toUpperCase() === 'THISANDFUTURE',
		sequence: Number(/^\d{1,9}$/.exec(single.get('SEQUENCE')?.value.trim() ?? '')?.[0] ?? 0),
		notes
	});
}

/** Only these are looked at; a description is never even unescaped. */
const WANTED =
	/^(DTSTART|DTEND|DURATION|RECURRENCE-ID|RRULE|EXRULE|RDATE|EXDATE|UID|SUMMARY|STATUS|TRANSP|SEQUENCE|X-MICROSOFT-CDO-(BUSYSTATUS|ALLDAYEVENT))[ \t]*[;:]|^(DTSTART|DTEND|DURATION|RECURRENCE-ID|RRULE|RDATE|EXDATE)\b/i;

type ReadTime = (property: Property, text: string) => ImportedTime | string;

/** An end, or a length; without either a date lasts its day and a time is a mere moment (RFC 5545 §3.6.1). */
function readEnd(single: ReadonlyMap<string, Property>, start: ImportedTime, timeOf: ReadTime): Result<ImportedEnd, { line: number; sentence: string }> {
	const [endLine, lengthLine] = [single.get('DTEND'), single.get('DURATION')];
	if (endLine && endLine.value.trim() !== '') {
		const at = timeOf(endLine, endLine.value);
		if (typeof at === 'string') return err({ line: endLine.line, sentence: at });
		const [from, to] = [instantOf(start), instantOf(at)];
		if (to < from) return err({ line: endLine.line, sentence: 'The event ends before it begins.' });
		// Some programs write the same date twice for an event of one day.
		if (start.dateOnly && at.wall === start.wall) return ok({ length: { days: 1, minutes: 0 } });
		if (start.dateOnly && at.dateOnly) return ok({ length: { days: (minuteOf(at) - minuteOf(start)) / 1440, minutes: 0 } });
		return ok({ at });
	}
	if (lengthLine) {
		const length = parseLength(lengthLine.value);
		return length ? ok({ length }) : err({ line: lengthLine.line, sentence: `“${shorten(lengthLine.value)}” is no length of time.` });
	}
	return ok({ length: { days: start.dateOnly ? 1 : 0, minutes: 0 } });
}

function periodEnd(property: Property, text: string, timeOf: ReadTime): ImportedEnd | null {
	const length = parseLength(text);
	if (length) return { length };
	const at = timeOf(property, text);
	return typeof at === 'string' ? null : { at };
}

/** Outlook writes some whole days as midnight to midnight. */
function isWholeDays(single: ReadonlyMap<string, Property>, start: ImportedTime, end: ImportedEnd): boolean {
	if (single.get('X-MICROSOFT-CDO-ALLDAYEVENT')?.value.trim().toUpperCase() !== 'TRUE') return false;
	return start.wall.endsWith('T00:00') && (!('at' in end) || end.at.wall.endsWith('T00:00'));
}

/** For comparing two times of one event: floating ones as if they hung in Greenwich. */
const instantOf = ({ wall, zone }: ImportedTime): number => (zone ?? UTC_CLOCK).instantOf(wall).instant;
const minuteOf = ({ wall }: ImportedTime): number => parseWallTime(wall) ?? 0;
const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text).trim();
