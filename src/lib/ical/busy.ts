/**
 * When somebody is busy, from a calendar file: spans of instants and nothing else. No title, no place, no id survives. ICS14.
 */
import type { Expand } from '$lib/recurrence/expand';
import type { ZoneClock } from '$lib/time/zone-clock';
import type { ImportedCalendar } from './import-types';
import { effortForFile, occurrencesOf } from './occurrences';

/** Minutes since 1970; `end` exclusive. */
export interface BusySpan {
	readonly start: number;
	readonly end: number;
}

export interface BusyInput {
	readonly calendar: ImportedCalendar;
	/** Where floating times and whole days are meant. */
	readonly zone: ZoneClock;
	/** Milliseconds since 1970. */
	readonly from: number;
	readonly until: number;
	readonly expand: Expand;
	/** Whole days count too: holidays do, birthdays do not. */
	readonly wholeDays: boolean;
}

const MINUTE_MS = 60_000;

/** Ascending, and no two touch. */
export function busySpans({ calendar, zone, from, until, expand, wholeDays }: BusyInput): BusySpan[] {
	const spans: BusySpan[] = [];
	const effort = effortForFile();
	for (const event of calendar.events) {
		if (event.allDay && !wholeDays) continue;
		for (const { start, end, free } of occurrencesOf(event, { from, until, wall: zone, expand, effort }).all)
			if (!free && end > start) spans.push({ start: Math.floor(start / MINUTE_MS), end: Math.ceil(end / MINUTE_MS) });
	}
	spans.sort((a, b) => a.start - b.start);
	const merged: BusySpan[] = [];
	for (const span of spans) {
		const last = merged.at(-1);
		if (last && span.start <= last.end) merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
		else merged.push(span);
	}
	return merged;
}
