/**
 * What one board knows while somebody works in it: where the keyboard stands, what is being drawn, moved or resized, what was
 * said last. Knows neither pixels nor posting: pointers and keys come in as columns and minutes, results go out by `onwish` and
 * `ondrop`.
 */
import type { BookingView, RoomView } from '$crdt/domain/calendar/views';
import type { ObjectId } from '$crypto/base';
import { isMovable, layOut, roomOf, stopsOf, timeWord, type BoardColumn } from './board-column';
import type { BookingWish } from './booking-wish';
import { hoursForAll, minutesFrom, roomFor, type Hours } from './day-grid';
import { lengthsOf, nudge, planCreate, planMove, planResize, type Edge, type Lengths, type NudgeKey, type Plan } from './plan';
import { spotAt, walk, type Cursor, type Spot, type WalkKey } from './walk';

export interface BoardProps {
	readonly columns: readonly BoardColumn[];
	readonly rooms: readonly RoomView[];
	/** For what is drawn where a column has no room of its own. */
	readonly room: ObjectId;
	/** Where the keyboard begins, minutes since midnight. */
	readonly begin: { readonly column: number; readonly minute: number };
	/** The wall of a zone now. */
	readonly nowIn: (zone: string) => string;
	readonly onwish: (wish: BookingWish) => void;
	readonly ondrop: (booking: BookingView, plan: Plan, room: ObjectId, byKeyboard: boolean) => void;
}

/** What the pointer took hold of. */
export type Grip =
	| { readonly kind: 'create'; readonly anchor: number }
	| { readonly kind: 'move'; readonly booking: BookingView; readonly grabbed: number }
	| { readonly kind: 'resize'; readonly booking: BookingView; readonly edge: Edge; readonly column: number };

export interface Gesture {
	readonly kind: Grip['kind'];
	readonly booking: BookingView | null;
	/** The column it began in. */
	readonly origin: number;
	readonly plan: Plan;
	readonly byKeyboard: boolean;
}

const WALK_STEP = 30;

export class Board {
	readonly #props: () => BoardProps;
	#moved = $state.raw<Cursor | null>(null);
	gesture = $state.raw<Gesture | null>(null);
	/** By id: shows handles that a thumb can take. */
	selected = $state.raw<string | null>(null);
	/** Read out to whoever does not see the board. */
	said = $state('');

	readonly hours: Hours = $derived.by(() => hoursForAll(this.#props().columns));
	readonly layouts = $derived.by(() => this.#props().columns.map((column) => layOut(column, this.hours)));
	readonly #stops = $derived.by(() => this.layouts.map((layout, at) => stopsOf(layout, this.#props().columns[at]?.date ?? '')));
	readonly cursor: Cursor = $derived.by(() => this.#inside(this.#moved ?? { ...this.#props().begin, lane: 0 }));
	readonly spot: Spot = $derived.by(() => spotAt(this.#stops[this.cursor.column] ?? [], this.cursor, this.hours, WALK_STEP));

	constructor(props: () => BoardProps) {
		this.#props = props;
	}

	get columns(): readonly BoardColumn[] {
		return this.#props().columns;
	}

	/** The booking under the keyboard, if one is there. */
	get underCursor(): BookingView | undefined {
		const { spot } = this;
		return spot.kind === 'booking' ? this.columns[this.cursor.column]?.bookings.find((one) => one.id === spot.id) : undefined;
	}

	movable(booking: BookingView): boolean {
		return isMovable(booking, this.#props().nowIn(booking.zone));
	}

	// ---- the keyboard ----

	walk(key: WalkKey): void {
		this.#moved = walk(this.#stops, this.cursor, key, this.hours, WALK_STEP);
	}

	/** The focus came to a booking by other ways. */
	stand(column: number, id: string): void {
		const stop = this.#stops[column]?.find((one) => one.id === id);
		if (stop && !(this.cursor.column === column && this.spot.kind === 'booking' && this.spot.id === id)) this.#moved = { column, minute: stop.from, lane: stop.lane };
	}

	/** Opens the form for the slot under the keyboard. */
	wishHere(): void {
		if (this.spot.kind === 'slot') this.wishAt(this.cursor.column, this.spot.from);
	}

	/** Begins the move mode for the booking under the keyboard. False: it is not one that may be moved. */
	beginMove(): boolean {
		const booking = this.underCursor;
		if (!booking || !this.movable(booking)) return false;
		const column = this.cursor.column;
		const plan = { column, ...minutesFrom(booking, this.columns[column]!.date) };
		this.gesture = { kind: 'move', booking, origin: column, plan, byKeyboard: true };
		this.said = 'Moving. Arrow keys change the time and the column, with Shift the end. Enter saves, Escape leaves it as it was.';
		return true;
	}

	/** Draws from the slot under the keyboard, longer with each press. */
	beginDraw(): void {
		if (this.spot.kind !== 'slot') return;
		const { from, to } = this.spot;
		const { column } = this.cursor;
		this.gesture = { kind: 'create', booking: null, origin: column, plan: { column, from, to }, byKeyboard: true };
	}

	nudge(key: NudgeKey, grow: boolean): void {
		const { gesture } = this;
		if (!gesture) return;
		const plan = nudge(gesture.plan, key, grow, this.#lengths(gesture.plan.column, gesture.booking), this.hours, this.columns.length);
		this.gesture = { ...gesture, plan };
		this.said = this.planWords(plan);
	}

	planWords({ column, from, to }: Plan): string {
		return `${this.columns[column]?.name ?? ''}, ${timeWord(from)} to ${timeWord(to)}`;
	}

	// ---- the pointer ----

	begin(grip: Grip, column: number, minute: number): void {
		this.#grip = grip;
		this.gesture = {
			kind: grip.kind,
			booking: grip.kind === 'create' ? null : grip.booking,
			origin: column,
			plan: this.#planFor(grip, column, minute),
			byKeyboard: false
		};
	}

	follow(column: number, minute: number): void {
		if (!this.#grip || !this.gesture) return;
		const plan = this.#planFor(this.#grip, column, minute);
		const old = this.gesture.plan;
		if (plan.column !== old.column || plan.from !== old.from || plan.to !== old.to) this.gesture = { ...this.gesture, plan };
	}

	/** A click or a touch on an empty time. */
	wishAt(column: number, from: number): void {
		const target = this.columns[column];
		if (!target) return;
		const { min, max } = this.#lengths(column, null);
		const to = Math.min(Math.max(roomFor(from, target.bookings, target.date), from + min), from + max);
		this.#wish({ column, from, to });
	}

	// ---- both ----

	/** Ends the gesture and says what came of it. */
	drop(): void {
		const { gesture } = this;
		if (!gesture) return;
		const { booking, plan, byKeyboard } = gesture;
		const room = this.roomOf(gesture);
		this.cancel();
		if (booking === null) return this.#wish(plan);
		const before = minutesFrom(booking, this.columns[plan.column]?.date ?? '');
		if (room === booking.room && before.from === plan.from && before.to === plan.to) return;
		this.#props().ondrop(booking, plan, room, byKeyboard);
	}

	/** @returns whether there was anything to leave off. */
	cancel(): boolean {
		const was = this.gesture !== null;
		this.gesture = null;
		this.#grip = null;
		return was;
	}

	#grip: Grip | null = null;

	#planFor(grip: Grip, column: number, minute: number): Plan {
		const booking = grip.kind === 'create' ? null : grip.booking;
		const at = grip.kind === 'move' ? column : grip.kind === 'resize' ? grip.column : (this.gesture?.plan.column ?? column);
		const lengths = this.#lengths(at, booking);
		if (grip.kind === 'create') return { column: at, ...planCreate(grip.anchor, minute, lengths) };
		const span = minutesFrom(grip.booking, this.columns[at]?.date ?? '');
		if (grip.kind === 'resize') return { column: at, ...planResize(span, grip.edge, minute, lengths) };
		return { column: at, ...planMove(span.to - span.from, minute, grip.grabbed, lengths, this.hours) };
	}

	#wish({ column, from, to }: Plan): void {
		const target = this.columns[column];
		if (target) this.#props().onwish({ room: target.room?.id ?? this.#props().room, date: target.date, from, to, replaces: null });
	}

	/** Where the plan would stand. What shows in a room's columns because it takes that room too stays in its own room there. */
	roomOf({ booking, origin, plan }: Gesture): ObjectId {
		const target = this.columns[plan.column]?.room?.id;
		if (booking && (target === undefined || target === this.columns[origin]?.room?.id)) return booking.room;
		return target ?? this.#props().room;
	}

	#lengths(column: number, booking: BookingView | null): Lengths {
		const { rooms, room } = this.#props();
		return lengthsOf(roomOf(this.columns[column], rooms, booking?.room ?? room)?.description ?? null);
	}

	#inside(cursor: Cursor): Cursor {
		const { from, to } = this.hours;
		const column = Math.min(cursor.column, Math.max(this.columns.length - 1, 0));
		return { ...cursor, column, minute: Math.min(Math.max(cursor.minute, from * 60), to * 60 - 1) };
	}
}
