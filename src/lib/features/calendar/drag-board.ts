/**
 * Pointers on a board, told to its state as columns and minutes. A mouse drags at once; a finger scrolls as always and drags
 * after it has rested for a moment; near an edge the page, or the board's own region, scrolls along; Escape leaves everything as
 * it was. Columns carry `data-column`, bookings `data-booking`, their handles `data-edge`.
 */
import type { Board, Grip } from './board-state.svelte';
import { minuteAt, minutesFrom, type Hours } from './day-grid';
import type { Edge } from './plan';
import { scrollNearEdges } from './scroll-edges';

const MOVED_PX = 5;
const REST_MS = 380;
const REST_PX = 9;

interface Press {
	readonly pointer: number;
	readonly touch: boolean;
	readonly x: number;
	readonly y: number;
	/** Null: nothing here can be dragged; a tap may still mean something. */
	readonly grip: Grip | null;
	readonly onEmpty: boolean;
}

interface Spot {
	readonly column: number;
	readonly share: number;
}

export function dragBoard(board: Board): (area: HTMLElement) => () => void {
	return (area) => {
		let press: Press | null = null;
		let dragging = false;
		let last = { x: 0, y: 0 };
		let rest: ReturnType<typeof setTimeout> | undefined;
		let swallowClick = false;
		let stopScrolling: (() => void) | null = null;

		const follow = () => {
			const spot = locate(area, last.x, last.y);
			if (spot) board.follow(spot.column, minuteAt(spot.share, board.hours));
		};
		const beginDrag = () => {
			const spot = press ? locate(area, press.x, press.y) : null;
			if (!press?.grip || !spot) return;
			dragging = true;
			area.setPointerCapture(press.pointer);
			board.begin(press.grip, spot.column, minuteAt(spot.share, board.hours));
			stopScrolling = scrollNearEdges(area, () => last, follow);
		};
		const end = () => {
			clearTimeout(rest);
			stopScrolling?.();
			stopScrolling = null;
			press = null;
			dragging = false;
		};

		const down = (event: PointerEvent) => {
			if (event.button !== 0 || press || !(event.target instanceof Element)) return;
			const column = event.target.closest('[data-column]');
			if (!column || !area.contains(column)) return;
			swallowClick = false;
			const touch = event.pointerType !== 'mouse';
			const onEmpty = event.target.closest('[data-booking]') === null;
			last = { x: event.clientX, y: event.clientY };
			press = { pointer: event.pointerId, touch, ...last, grip: gripAt(board, event.target, area, last, touch), onEmpty };
			if (!touch || !press.grip) return;
			// a handle is there to be dragged: it needs no rest
			if (press.grip.kind === 'resize') beginDrag();
			else rest = setTimeout(beginDrag, REST_MS);
		};
		const move = (event: PointerEvent) => {
			if (!press || event.pointerId !== press.pointer) return;
			last = { x: event.clientX, y: event.clientY };
			const far = Math.hypot(last.x - press.x, last.y - press.y);
			if (dragging) return follow();
			if (press.touch) {
				if (far > REST_PX) clearTimeout(rest);
			} else if (far >= MOVED_PX) {
				beginDrag();
				follow();
			}
		};
		const up = (event: PointerEvent) => {
			if (!press || event.pointerId !== press.pointer) return;
			const { x, y, touch, onEmpty, grip } = press;
			const still = Math.hypot(event.clientX - x, event.clientY - y) < (touch ? REST_PX : MOVED_PX);
			const dragged = dragging;
			end();
			if (dragged) {
				swallowClick = true;
				event.stopPropagation(); // no swipe
				// a finger that rested and was lifted again asks for handles
				if (touch && still && grip?.kind === 'move') {
					board.cancel();
					board.selected = grip.booking.id;
				} else board.drop();
				return;
			}
			const spot = locate(area, x, y);
			const hadHandles = board.selected !== null;
			board.selected = null;
			if (still && onEmpty && spot && !hadHandles) board.wishAt(spot.column, tappedMinute(spot.share, board.hours));
		};
		const cancel = () => {
			if (dragging) board.cancel();
			end();
		};
		const key = (event: KeyboardEvent) => {
			if (event.key !== 'Escape' || !dragging) return;
			event.preventDefault();
			swallowClick = true;
			cancel();
		};
		const click = (event: MouseEvent) => {
			if (!swallowClick) return;
			swallowClick = false;
			event.preventDefault();
			event.stopPropagation();
		};
		const holdScroll = (event: TouchEvent) => {
			if (dragging && event.cancelable) event.preventDefault();
		};
		const menu = (event: Event) => {
			if (press?.touch) event.preventDefault();
		};

		const stop = new AbortController();
		const { signal } = stop;
		area.addEventListener('pointerdown', down, { signal });
		area.addEventListener('pointermove', move, { signal });
		area.addEventListener('pointerup', up, { signal });
		area.addEventListener('pointercancel', cancel, { signal });
		area.addEventListener('click', click, { signal, capture: true });
		area.addEventListener('touchmove', holdScroll, { signal, passive: false });
		area.addEventListener('contextmenu', menu, { signal });
		window.addEventListener('keydown', key, { signal });
		return () => {
			end();
			stop.abort();
		};
	};
}

/** Half hours, as people think of empty times. */
const tappedMinute = (share: number, hours: Hours): number => Math.floor(minuteAt(Math.min(share, 0.9999), hours) / 30) * 30;

/** What a press takes hold of. A finger finds the ends of a booking only once their handles are shown. */
function gripAt(board: Board, target: Element, area: HTMLElement, at: { readonly x: number; readonly y: number }, touch: boolean): Grip | null {
	const spot = locate(area, at.x, at.y);
	const column = spot && board.columns[spot.column];
	if (!spot || !column) return null;
	const minute = minuteAt(spot.share, board.hours);
	const id = target.closest('[data-booking]')?.getAttribute('data-booking') ?? null;
	if (id === null) return { kind: 'create', anchor: minute };
	const booking = column.bookings.find((one) => one.id === id);
	if (!booking || !board.movable(booking)) return null;
	const edge = target.closest('[data-edge]')?.getAttribute('data-edge') as Edge | null | undefined; // written by BookingBlock
	if (edge && (!touch || board.selected === id)) return { kind: 'resize', booking, edge, column: spot.column };
	return { kind: 'move', booking, grabbed: minute - minutesFrom(booking, column.date).from };
}

/** The column under a point, or the nearest one, and how far down it is. */
function locate(area: HTMLElement, x: number, y: number): Spot | null {
	let best: { readonly spot: Spot; readonly away: number } | null = null;
	for (const element of area.querySelectorAll('[data-column]')) {
		const box = element.getBoundingClientRect();
		if (box.width === 0) continue;
		const away = x < box.left ? box.left - x : x > box.right ? x - box.right : 0;
		if (best && away >= best.away) continue;
		best = { away, spot: { column: Number(element.getAttribute('data-column')), share: (y - box.top) / box.height } };
	}
	return best?.spot ?? null;
}
