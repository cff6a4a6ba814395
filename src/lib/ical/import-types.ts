/**
 * What is read from a calendar file: events in the file's own words of time, and what could not be read, by line.
 *
 * Titles are for the screen alone, so that a person recognises their own events: they often hold clients' names. Nothing
 * here is ever stored as it is. Knows no rooms and no bookings.
 */
import type { ZoneClock } from '$lib/time/zone-clock';

/** A moment as the file writes it. */
export interface ImportedTime {
	/** `YYYY-MM-DDTHH:MM`, a real one; seconds are dropped. Midnight for a date without a time. */
	readonly wall: string;
	/** The clock it hangs on: a zone that this browser knows, or one that the file describes. Null: the wall of whoever reads it. */
	readonly zone: ZoneClock | null;
	readonly dateOnly: boolean;
}

/** How long an event takes. Days are days on the wall, minutes are minutes on any clock. */
export interface ImportedLength {
	readonly days: number;
	readonly minutes: number;
}

/** An end of its own, or a length from the start. */
export type ImportedEnd = { readonly at: ImportedTime } | { readonly length: ImportedLength };

/** One date of a series that the file describes apart. */
export interface ImportedOverride {
	/** The moment in the series that it stands for. */
	readonly of: ImportedTime;
	/** All later ones move along. */
	readonly andLater: boolean;
	readonly start: ImportedTime;
	readonly end: ImportedEnd;
	readonly cancelled: boolean;
	readonly free: boolean;
	readonly title: string;
}

export interface ImportedEvent {
	/** The file's own id; made from the line where the file gives none. Never shown, never stored. */
	readonly uid: string;
	/** Line of the file at which it begins, counted from 1. */
	readonly line: number;
	/** Shown on screen so that a person recognises the event. */
	readonly title: string;
	readonly start: ImportedTime;
	readonly end: ImportedEnd;
	readonly allDay: boolean;
	/** Marked as not taking the time. */
	readonly free: boolean;
	readonly cancelled: boolean;
	/** RFC 5545 recurrence rule, its UNTIL a wall time in the zone of `start`; null: happens once. */
	readonly rule: string | null;
	/** Moments left out of the series. */
	readonly without: readonly ImportedTime[];
	/** Moments added to it, some with an end of their own. */
	readonly added: readonly { readonly start: ImportedTime; readonly end: ImportedEnd | null }[];
	readonly overrides: readonly ImportedOverride[];
}

/** stop: nothing of the file is used. left-out: this event is not. note: read, but not all of it, or in a certain way. */
export interface FileProblem {
	/** Counted from 1. */
	readonly line: number;
	readonly severity: 'stop' | 'left-out' | 'note';
	readonly sentence: string;
}

export interface ImportedCalendar {
	/** What the file calls itself; may be empty. */
	readonly name: string;
	/** Empty whenever a problem says stop. */
	readonly events: readonly ImportedEvent[];
	readonly problems: readonly FileProblem[];
}

export const MAX_FILE_BYTES = 10 * 1024 * 1024;
export const MAX_EVENTS = 20_000;
