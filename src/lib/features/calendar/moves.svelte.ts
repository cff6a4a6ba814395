/**
 * What becomes of a booking that was dropped elsewhere: a single one is posted at once, with a shadow until the screen shows
 * it; a date of a series first asks which dates are meant, and the wider ones go through the form, which previews each.
 */
import type { ObjectId } from '$crypto/base';
import type { BookingDraft, BookingView, SeriesView } from '$crdt/domain/calendar/views';
import type { Failure } from '$lib/errors';
import type { App } from '$lib/services/types';
import type { Toasts } from '$lib/ui/toasts.svelte';
import { addDays, dateOf, daysBetween, minutesBetween, minutesOf, sayRange } from '$lib/ui/times';
import type { BookingWish } from './booking-wish';
import { changeWish } from './change-wish';
import type { Plan } from './plan';
import type { Scope } from './scope';
import { shiftRule } from './shift-rule';

export interface Move {
	readonly booking: BookingView;
	readonly draft: BookingDraft;
	readonly plan: Plan;
	/** Of the column it was dropped in. */
	readonly key: string;
	readonly byKeyboard: boolean;
}

interface Ways {
	readonly app: App;
	readonly toasts: Toasts;
	readonly onwish: (wish: BookingWish) => void;
	readonly roomName: (room: ObjectId) => string;
	readonly nowIn: (zone: string) => string;
}

export class Moves {
	/** Posted, not yet seen among the bookings. */
	pending = $state.raw<(Move & { readonly id: ObjectId | null }) | null>(null);
	/** A date of a series: which ones? */
	asking = $state.raw<Move | null>(null);
	refused = $state.raw<{ readonly draft: BookingDraft; readonly booking: BookingView; readonly failure: Failure } | null>(null);

	constructor(private readonly ways: Ways) {}

	async start(move: Move): Promise<void> {
		this.refused = null;
		if (move.booking.series) this.asking = move;
		else await this.#post(move);
	}

	async choose(scope: Scope, series: SeriesView | null): Promise<void> {
		const move = this.asking;
		this.asking = null;
		if (!move) return;
		if (scope === 'this' || !series) await this.#post(move);
		else this.ways.onwish(seriesWish(move, scope, series, this.ways.nowIn(move.booking.zone)));
	}

	/** Somebody took a free time instead of the refused one. */
	async take(start: string, end: string): Promise<void> {
		const { refused } = this;
		if (!refused) return;
		this.refused = null;
		await this.#book({ ...refused.draft, start, end }, refused.booking);
	}

	async #post(move: Move): Promise<void> {
		this.pending = { ...move, id: null };
		const id = await this.#book(move.draft, move.booking);
		this.pending = id === null ? null : { ...move, id };
	}

	async #book(draft: BookingDraft, booking: BookingView): Promise<ObjectId | null> {
		const { app, toasts, roomName, nowIn } = this.ways;
		const words = { type: 'calendar/book', purpose: booking.purpose, note: booking.note } as const;
		const done = await app.post({ ...words, ...draft });
		const id = done.ok ? done.value[0] : undefined;
		if (!done.ok) this.refused = { draft, booking, failure: done.error };
		if (id === undefined) return null;
		const { room, start, end } = booking;
		toasts.say(`Moved: ${roomName(draft.room)}, ${sayRange(draft.start, draft.end, dateOf(nowIn(booking.zone)))}.`, {
			label: 'Undo',
			run: () => void app.post({ ...words, room, start, end, replaces: id })
		});
		return id;
	}
}

/** The form for the dates meant, each moved as the one that was dropped. */
function seriesWish({ booking, draft }: Move, scope: Scope, series: SeriesView, now: string): BookingWish {
	const wish = changeWish(booking, scope, series, now);
	const shift = daysBetween(dateOf(booking.start), dateOf(draft.start));
	const from = minutesOf(draft.start);
	return {
		...wish,
		room: draft.room,
		date: addDays(wish.date, shift),
		from,
		to: from + minutesBetween(draft.start, draft.end),
		...(wish.rule === undefined ? {} : { rule: shiftRule(wish.rule, shift) }),
		title: scope === 'all' ? 'Move all dates to come' : 'Move this and the following dates'
	};
}
