/** What the calendar says of the room for a meeting, beforehand, and the op that books it. Knows no screen. */
import type { ObjectId } from '$crypto/base';
import type { PlannedDate, RefusalView, SeriesPreview } from '$crdt/domain/calendar/views';
import type { OpInput } from '$crdt/domain/op';
import type { App } from '$lib/services/types';

export interface RoomWish {
	readonly room: ObjectId;
	/** First date. */
	readonly date: string;
	readonly start: string;
	readonly end: string;
	readonly minutes: number;
	/** Null: once. */
	readonly rule: string | null;
}

/** The calendar's rule of how far ahead a room may be booked. */
const TOO_FAR_AHEAD = 'CAL34';

/** A booking op takes at most this many dates. */
const MOST_DATES = 400;
// asked while nothing is wished for: a room that does not exist is refused
const NOTHING = { room: '' as ObjectId, date: '2000-01-01', start: '2000-01-01T00:00', end: '2000-01-01T01:00', minutes: 60, rule: null } satisfies RoomWish;

export class RoomPlan {
	readonly #wish: () => RoomWish | null;
	readonly #single: { readonly current: RefusalView | null | undefined };
	readonly #series: { readonly current: SeriesPreview | null | undefined };

	/** @param wish null while no room is to be booked. */
	constructor(app: App, wish: () => RoomWish | null) {
		this.#wish = wish;
		this.#single = app.view('calendar/refusal', () => {
			const { room, start, end } = wish() ?? NOTHING;
			return { room, start, end, replaces: null };
		});
		this.#series = app.view('calendar/series-preview', () => {
			const { room, date, start, minutes, rule } = wish() ?? NOTHING;
			return { room, date, from: start.slice(11), minutes, rule: rule ?? '', replaces: null };
		});
	}

	/** Why a single booking cannot be made; null: it can. */
	get refusal(): RefusalView | null {
		return this.#wish()?.rule === null ? (this.#single.current ?? null) : null;
	}

	get planned(): readonly PlannedDate[] {
		return this.#isSeries ? (this.#series.current?.planned ?? []) : [];
	}

	/** Dates on which the room cannot be had, without those that are only too far ahead: a series without an end reaches them in time. */
	get taken(): readonly PlannedDate[] {
		return this.planned.filter((one) => one.refusal !== null && !this.#comesLater(one));
	}

	/** How many dates are booked when their time comes. */
	get later(): number {
		return this.planned.filter((one) => this.#comesLater(one)).length;
	}

	/** How many dates can be booked now. */
	get free(): number {
		return this.planned.filter((one) => one.refusal === null).length;
	}

	/** Null: nothing can be booked. */
	get op(): OpInput | null {
		const wish = this.#wish();
		if (!wish) return null;
		const { room, start, end, minutes } = wish;
		const words = { purpose: 'meeting' as const, note: '' };
		if (wish.rule === null) return this.refusal ? null : { type: 'calendar/book', room, start, end, replaces: null, ...words };
		const dates = this.planned.filter((one) => one.refusal === null).map((one) => one.date).slice(0, MOST_DATES);
		const rule = this.#series.current?.rule;
		return rule === undefined || dates.length === 0 ? null : { type: 'calendar/book-series', room, from: start.slice(11), minutes, rule, dates, standing: false, replaces: null, ...words };
	}

	#comesLater({ refusal }: PlannedDate): boolean {
		return refusal?.rule === TOO_FAR_AHEAD && this.#series.current?.openEnded === true;
	}

	get #isSeries(): boolean {
		const rule = this.#wish()?.rule;
		return rule !== undefined && rule !== null;
	}
}

export interface TakenLine {
	readonly dates: readonly string[];
	readonly reason: string;
}

/** One line for each reason: the same colleague, or the same rule of the house. In the order of their first dates. */
export function takenLines(taken: readonly PlannedDate[]): readonly TakenLine[] {
	const reasonOf = ({ refusal }: PlannedDate): string => (refusal?.blockedBy ? `${refusal.blockedBy.mine ? 'you are' : `${refusal.blockedBy.ownerName} is`} there` : (refusal?.reason ?? ''));
	const reasons = taken.map(reasonOf).filter((reason, at, all) => all.indexOf(reason) === at);
	return reasons.map((reason) => ({ reason, dates: taken.filter((one) => reasonOf(one) === reason).map((one) => one.date) }));
}
