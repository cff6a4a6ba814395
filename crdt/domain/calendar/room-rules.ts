/**
 * What a room says about itself, as somebody knows it, and whether a span of wall time fits: lengths, grid, hours,
 * closures, window. Knows nothing of other bookings. Rules CAL2, CAL3, CAL30–CAL35.
 */
import { err, ok, type ObjectId } from '../../../crypto/base';
import type { Reduced, Refusal } from '../context';
import { dateOfDay, MINUTES_A_DAY, parseDate, weekdayOf } from '../wall-time';
import type { RoomChange } from './ops';
import type { RoomDescription } from './room-description';
import { dayOf, everything, type CalendarState, type Known, type Room, type RoomVersion } from './state';

/** A room and its newest descriptions in somebody's past. */
export interface RoomAsKnown {
	readonly room: Room;
	/** Of the room itself. */
	readonly newest: RoomVersion;
	/** Of the room and of everything it takes (CAL35). */
	readonly all: readonly RoomVersion[];
	/** The longest turn-over time among them, and where it is said. */
	readonly buffer: RoomVersion;
}

export const isKnownRoom = (room: Room, known: Known): boolean => room.addedIn.some(known);

/** CAL30. Throws on a room that is not known at all. */
export function newestVersion(room: Room, known: Known): RoomVersion {
	for (let at = room.versions.length - 1; at >= 0; at--) {
		const version = room.versions[at]!; // below the length
		if (known(version.entry)) return version;
	}
	throw new Error('a known room has a known description');
}

/** The description in force, for views. */
export const descriptionOf = (room: Room): RoomDescription => room.versions[room.versions.length - 1]!.description; // never empty

/** A room that may be used or changed by somebody who knows this much. */
export function usableRoom(state: CalendarState, id: ObjectId, known: Known): Reduced<RoomAsKnown> {
	const room = state.rooms.get(id);
	if (room === undefined || !isKnownRoom(room, known)) return refused('CAL2', 'The room is not known.');
	if (room.retiredBy.some(known)) return refused('CAL3', 'The room has been retired.');
	const newest = newestVersion(room, known);
	if (room.parts.length === 0) return ok({ room, newest, all: [newest], buffer: newest });
	const all = [newest];
	for (const atom of room.atoms) {
		const part = state.rooms.get(atom);
		if (part === undefined) throw new Error('a combined room has parts');
		if (part.retiredBy.some(known)) return refused('CAL3', 'One of the rooms it is made of has been retired.');
		all.push(newestVersion(part, known));
	}
	const buffer = all.reduce((a, b) => (b.description.bufferMinutes > a.description.bufferMinutes ? b : a));
	return ok({ room, newest, all, buffer });
}

/** Why the room itself does not take a booking of [from, to); null: it does. `today`: day number by the claimed time, UTC. */
export function roomRefusal(asKnown: RoomAsKnown, from: number, to: number, isStanding: boolean, today: number): Refusal | null {
	const { newest } = asKnown;
	const { minMinutes, maxMinutes, gridMinutes, windowDays } = newest.description;
	if (to - from < minMinutes) return said(newest, 'CAL31', `The room is booked for at least ${minMinutes} minutes.`);
	if (to - from > maxMinutes) return said(newest, 'CAL31', `The room is booked for at most ${maxMinutes} minutes.`);
	if (from % gridMinutes !== 0 || to % gridMinutes !== 0) {
		return said(newest, 'CAL31', `Bookings of this room begin and end on multiples of ${gridMinutes} minutes.`);
	}
	for (const version of asKnown.all) {
		const closure = closureAt(version.description, from, to);
		if (closure !== undefined) return said(version, 'CAL32', closedWords(closure.reason));
		if (!isOpen(version.description, from, to)) return said(version, 'CAL32', 'The room is not open at that time.');
	}
	// a claimed time, and a wall that may be a day ahead of it: nobody honest is turned away
	if (windowDays !== null && !isStanding && dayOf(from) > today + windowDays + 1) {
		return said(newest, 'CAL34', `The room is booked at most ${windowDays} days ahead.`);
	}
	return null;
}

export const said = (version: RoomVersion, rule: string, reason: string): Refusal => ({
	rule,
	reason,
	setBy: { decision: version.decision, entry: version.entry }
});

const closedWords = (reason: string): string => (reason.trim() === '' ? 'The room is closed on that day.' : `The room is closed on that day: ${reason.trim()}`);

function closureAt({ closures }: RoomDescription, from: number, to: number) {
	if (closures.length === 0) return undefined;
	const first = dateOfDay(dayOf(from));
	const last = dateOfDay(dayOf(to - 1));
	return closures.find((closure) => closure.from <= last && first < closure.until);
}

/** Is every minute within the opening hours? Hours until 24:00 go over into those of the next day. */
export function isOpen({ hours }: Pick<RoomDescription, 'hours'>, from: number, to: number): boolean {
	if (hours.length === 0) return true;
	for (let at = from; at < to; ) {
		const midnight = dayOf(at) * MINUTES_A_DAY;
		const weekday = weekdayOf(dayOf(at));
		let until = at;
		for (const span of hours) {
			if (span.weekday !== weekday || midnight + minutesOf(span.from) > at) continue;
			until = Math.max(until, midnight + minutesOf(span.to));
		}
		if (until === at) return false;
		at = until;
	}
	return true;
}

/** HH:MM, up to 24:00, as minutes of the day. */
export const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** Can a decision about a room still be carried out, by whoever knows everything? (CAL37) */
export function isSoundChange(state: CalendarState, change: RoomChange): boolean {
	const inUse = (id: ObjectId): boolean => state.rooms.get(id)?.retiredBy.length === 0;
	if (change.kind !== 'retire' && descriptionRefusal(change.description) !== null) return false;
	return change.kind === 'add' ? atomsOf(state, change.parts, change.zone, everything).ok : inUse(change.room);
}

/** CAL35: what a booking of a room made of `parts` takes; empty for a room of its own. */
export function atomsOf(state: CalendarState, parts: readonly ObjectId[], zone: string, known: Known): Reduced<readonly ObjectId[]> {
	const atoms = new Set<ObjectId>();
	for (const id of parts) {
		const part = state.rooms.get(id);
		if (part === undefined || !isKnownRoom(part, known)) return refused('CAL2', 'A room it is made of is not known.');
		if (part.retiredBy.some(known)) return refused('CAL3', 'A room it is made of has been retired.');
		if (part.zone !== zone) return refused('CAL35', 'Rooms that are combined keep the same time.');
		for (const atom of part.atoms) {
			if (atoms.has(atom)) return refused('CAL35', 'A room is part of the combined room twice.');
			atoms.add(atom);
		}
	}
	return atoms.size === 1 ? refused('CAL35', 'A combined room is made of two rooms or more.') : ok([...atoms].sort());
}

export function descriptionRefusal({ minMinutes, maxMinutes, hours, closures }: RoomDescription): Refusal | null {
	if (minMinutes > maxMinutes) return { rule: 'CAL31', reason: 'The shortest booking is longer than the longest.' };
	if (hours.some((span) => span.to <= span.from)) return { rule: 'CAL32', reason: 'Opening hours end before they begin.' };
	if (!closures.every(isSoundClosure)) return { rule: 'CAL32', reason: 'A closure names days that do not exist, or ends before it begins.' };
	return null;
}

/** Are both dates real, and the second after the first? For closures (CAL32). */
function isSoundClosure(closure: RoomDescription['closures'][number]): boolean {
	return parseDate(closure.from) !== null && parseDate(closure.until) !== null && closure.from < closure.until;
}

const refused = (rule: string, reason: string) => err({ rule, reason });
