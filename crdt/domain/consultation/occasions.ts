/**
 * Meetings as people think of them: one that was planned, or a date of a series, whether or not anybody has opened it yet. Everything
 * begun apart for one date is one occasion. Pure; what it gives is kept as long as the state is the same. Carries CON9, CON12, CON13.
 */
import type { EntryId, MemberId, ObjectId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { parseWallTime, wallTimeOf } from '../wall-time';
import { mainOf, occurrenceKey, tookPlace } from './lookups';
import { versionOn } from './series';
import type { ConsultationState, Meeting, MeetingSeries } from './state';
import type { MeetingKind } from './views';

export interface Occasion {
	/** The meeting's id, or `series@date`. */
	readonly key: string;
	/** Null: nobody has opened this date yet. */
	readonly meeting: Meeting | null;
	readonly series: MeetingSeries | null;
	readonly date: string | null;
	/** The entry that says that it takes place. */
	readonly entry: EntryId;
	readonly title: string;
	readonly kind: MeetingKind;
	readonly start: string;
	readonly end: string;
	readonly zone: string;
	readonly room: ObjectId | null;
	readonly link: string;
	readonly plannedBy: MemberId;
	readonly skipped: boolean;
	/** Cancelled, skipped, or after the end of its series: it does not take place. */
	readonly off: boolean;
}

interface Occasions {
	/** Earliest first. */
	readonly all: readonly Occasion[];
	readonly byMeeting: ReadonlyMap<ObjectId, Occasion>;
	/** Each in order of date. */
	readonly bySeries: ReadonlyMap<ObjectId, readonly Occasion[]>;
}

/** By the two maps they are made of: most ops change an item and leave these alone. */
const known = new WeakMap<ConsultationState['meetings'], { readonly series: ConsultationState['series']; readonly made: Occasions }>();

export function occasionsOf(state: ConsultationState): Occasions {
	const kept = known.get(state.meetings);
	if (kept?.series === state.series) return kept.made;
	const made = makeOccasions(state);
	known.set(state.meetings, { series: state.series, made });
	return made;
}

function makeOccasions(state: ConsultationState): Occasions {
	const all: Occasion[] = [];
	const bySeries = new Map<ObjectId, readonly Occasion[]>();
	const prepared = new Map<ObjectId, Map<string, Meeting>>();
	for (const meeting of state.meetings.values()) {
		if (meeting.occurrence === null) all.push(ofMeeting(meeting, null));
		else note(state, prepared, meeting, meeting.occurrence);
	}
	for (const series of state.series.values()) {
		const own = occasionsOfSeries(series, prepared.get(series.id));
		bySeries.set(series.id, own);
		for (const each of own) all.push(each);
	}
	all.sort(byStart);
	const byMeeting = new Map<ObjectId, Occasion>();
	for (const each of all) if (each.meeting !== null) byMeeting.set(each.meeting.id, each);
	return { all, bySeries, byMeeting };
}

/** As they were made last, by the series they are of: a series in which nothing happened keeps the very same list. */
const lastOfSeries = new WeakMap<MeetingSeries, readonly Occasion[]>();

/** Of those begun apart, the one that counts. */
function note(state: ConsultationState, prepared: Map<ObjectId, Map<string, Meeting>>, meeting: Meeting, { series, date }: NonNullable<Meeting['occurrence']>): void {
	const dates = prepared.get(series) ?? new Map<string, Meeting>();
	prepared.set(series, dates);
	dates.set(date, dates.has(date) ? mainOf(state, meeting) : meeting);
}

function occasionsOfSeries(series: MeetingSeries, prepared: ReadonlyMap<string, Meeting> | undefined): readonly Occasion[] {
	const before = lastOfSeries.get(series) ?? [];
	const own: Occasion[] = [];
	for (const date of series.dates) {
		const meeting = prepared?.get(date) ?? null;
		if (meeting === null && series.endsAt !== null && date >= series.endsAt) continue;
		const same = before[own.length];
		if (same?.date === date && same.meeting === meeting) own.push(same);
		else own.push(meeting === null ? ofDate(series, date) : ofMeeting(meeting, series));
	}
	const kept = own.length === before.length && own.every((each, at) => each === before[at]) ? before : own;
	lastOfSeries.set(series, kept);
	return kept;
}

function ofMeeting(meeting: Meeting, series: MeetingSeries | null): Occasion {
	const { id, entry, title, kind, start, end, zone, room, link, plannedBy } = meeting;
	const date = meeting.occurrence?.date ?? null;
	const skipped = date !== null && series?.skipped.has(date) === true;
	const isAfterEnd = date !== null && series !== null && series.endsAt !== null && date >= series.endsAt;
	return {
		key: id, meeting, series, date, entry, title, kind, start, end, zone, room, link, plannedBy, skipped,
		off: (meeting.cancelledBy.length > 0 || skipped || isAfterEnd) && !tookPlace(meeting)
	};
}

function ofDate(series: MeetingSeries, date: string): Occasion {
	const { title, from, minutes, room, link } = versionOn(series, date);
	const start = `${date}T${from}`;
	const skipped = series.skipped.has(date);
	return {
		key: occurrenceKey({ series: series.id, date }), meeting: null, series, date, entry: series.entry, title, kind: series.kind, start,
		end: wallTimeOf((parseWallTime(start) ?? 0) + minutes), zone: series.zone, room, link, plannedBy: series.plannedBy, skipped, off: skipped
	};
}

/** The occasion of a meeting, whichever of those begun apart is named. */
export function occasionOf(state: ConsultationState, id: ObjectId): Occasion | null {
	const meeting = state.meetings.get(id);
	return meeting === undefined ? null : (occasionsOf(state).byMeeting.get(mainOf(state, meeting).id) ?? null);
}

/** Has a wall time of some zone come, by this device's clock? */
export function hasCome(lens: Lens, zone: string, wall: string): boolean {
	if (lens.instantOf === undefined || zone === lens.state.membership.settings.zone) return wall <= lens.nowWall;
	return lens.instantOf(zone, wall).instant <= lens.now;
}

export const isOver = (lens: Lens, { zone, end }: Pick<Occasion, 'zone' | 'end'>): boolean => hasCome(lens, zone, end);

export const byStart = (a: Pick<Occasion, 'start' | 'key'>, b: Pick<Occasion, 'start' | 'key'>): number => compare(a.start, b.start) || compare(a.key, b.key);
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
