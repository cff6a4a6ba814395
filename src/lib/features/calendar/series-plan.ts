/** Which dates of a planned series are booked, left out or moved, and the ops that say so. Pure. */
import type { ObjectId } from '$crypto/base';
import type { BookingPurpose, Selection } from '$crdt/domain/calendar/ops';
import type { FreeSlot, PlannedDate, RefusalView } from '$crdt/domain/calendar/views';
import type { OpInput } from '$crdt/domain/op';

/** What becomes of one date: as planned, left out, or another time (the key of one of its alternatives). */
export type Choice = string;
export const BOOK: Choice = 'book';
export const SKIP: Choice = 'skip';

/** By date; a date without a choice is booked if it can be, else left out. */
export type Choices = Readonly<Record<string, Choice>>;

export interface SeriesPlan {
	readonly dates: readonly string[];
	/** Booked singly, at another time of that day. */
	readonly moved: readonly FreeSlot[];
	readonly skipped: readonly string[];
}

/** A booking op takes at most this many dates. */
export const MOST_DATES = 400;

export const slotKey = (slot: FreeSlot): Choice => `${slot.room} ${slot.start} ${slot.end}`;

export function choiceFor(planned: PlannedDate, choices: Choices): Choice {
	const chosen = choices[planned.date];
	if (planned.refusal === null) return chosen === SKIP ? SKIP : BOOK;
	return chosen !== undefined && planned.alternatives.some((slot) => slotKey(slot) === chosen) ? chosen : SKIP;
}

export function planOf(planned: readonly PlannedDate[], choices: Choices): SeriesPlan {
	const dates: string[] = [];
	const moved: FreeSlot[] = [];
	const skipped: string[] = [];
	for (const one of planned) {
		const choice = choiceFor(one, choices);
		const slot = one.alternatives.find((alternative) => slotKey(alternative) === choice);
		if (choice === BOOK) dates.push(one.date);
		else if (slot) moved.push(slot);
		else skipped.push(one.date);
	}
	return { dates, moved, skipped };
}

export interface ClashGroup {
	/** The rule's id; told in words by `reason`. */
	readonly rule: string;
	readonly reason: string;
	readonly setBy: RefusalView['setBy'];
	readonly dates: readonly PlannedDate[];
}

/** The rule of how far ahead a room may be booked: a series without an end reaches those dates as time goes by. */
export const TOO_FAR_AHEAD = 'CAL34';

/** Dates that the same rule of the house keeps out are told once, from this many on. */
const TOGETHER = 3;

/** Who stands in the way is told date by date; the same rule for many dates is told once. */
export function groupClashes(clashes: readonly PlannedDate[]): { readonly single: readonly PlannedDate[]; readonly together: readonly ClashGroup[] } {
	const reasonOf = ({ refusal }: PlannedDate) => (refusal === null || refusal.blockedBy !== null ? null : refusal.reason);
	const reasons = [...new Set(clashes.map(reasonOf))].flatMap((reason) => (reason === null ? [] : [reason]));
	const together = reasons
		.map((reason) => clashes.filter((one) => reasonOf(one) === reason))
		.filter((dates) => dates.length >= TOGETHER)
		.map((dates) => ({ rule: dates[0]?.refusal?.rule ?? '', reason: dates[0]?.refusal?.reason ?? '', setBy: dates[0]?.refusal?.setBy ?? null, dates }));
	return { single: clashes.filter((one) => !together.some(({ dates }) => dates.includes(one))), together };
}

export interface SeriesFacts {
	readonly room: ObjectId;
	readonly from: string;
	readonly minutes: number;
	readonly rule: string;
	readonly purpose: BookingPurpose;
	readonly note: string;
	readonly standing: boolean;
	readonly replaces: Selection | null;
}

/** The series itself, if any date is left of it, then every moved date as a booking of its own. */
export function seriesOps(facts: SeriesFacts, plan: SeriesPlan): readonly OpInput[] {
	const { purpose, note } = facts;
	const series: readonly OpInput[] =
		plan.dates.length === 0 ? [] : [{ type: 'calendar/book-series', ...facts, dates: plan.dates.slice(0, MOST_DATES) }];
	// where no date is left as planned, the first other time takes the place of the one booking that was to repeat
	const replaced = plan.dates.length === 0 ? (facts.replaces?.bookings[0] ?? null) : null;
	return [
		...series,
		...plan.moved.map(
			(slot, at): OpInput => ({ type: 'calendar/book', room: slot.room, start: slot.start, end: slot.end, purpose, note, replaces: at === 0 ? replaced : null })
		)
	];
}
