/**
 * Choosing a time in a column: a tap anywhere empty, or a drag with the mouse. Touch drags scroll the page as always, so a
 * finger only taps. Everything it does, the form does too.
 */
import { dragSpan } from './day-grid';

interface Drawing {
	/** Minutes since midnight at a share (0…1) of the column, rounded down to `step`. */
	minutesAt(share: number, step: number): number;
	ondraw(span: { from: number; to: number } | null): void;
	/** `to` is null for a tap: the receiver decides how long. */
	onend(span: { from: number; to: number | null }): void;
}

const MOVED_PX = 6;

export function drawTime(drawing: Drawing): (column: HTMLElement) => () => void {
	return (column) => {
		let start: { x: number; y: number; pointer: number } | null = null;
		let dragging = false;
		const share = (y: number) => {
			const box = column.getBoundingClientRect();
			return (y - box.top) / box.height;
		};
		const span = (y: number) => dragSpan(drawing.minutesAt(share(start?.y ?? y), 15), drawing.minutesAt(share(y), 15));

		const down = (event: PointerEvent) => {
			if (event.button !== 0 || isLink(event.target)) return;
			start = { x: event.clientX, y: event.clientY, pointer: event.pointerId };
			dragging = false;
		};
		const move = (event: PointerEvent) => {
			if (!start || event.pointerType !== 'mouse' || event.pointerId !== start.pointer) return;
			if (!dragging && Math.abs(event.clientY - start.y) < MOVED_PX) return;
			if (!dragging) column.setPointerCapture(event.pointerId);
			dragging = true;
			drawing.ondraw(span(event.clientY));
		};
		const up = (event: PointerEvent) => {
			if (!start) return;
			if (dragging) drawing.onend(span(event.clientY));
			else if (Math.hypot(event.clientX - start.x, event.clientY - start.y) < MOVED_PX) drawing.onend({ from: drawing.minutesAt(share(event.clientY), 30), to: null });
			start = null;
			dragging = false;
		};
		const cancel = () => {
			start = null;
			dragging = false;
			drawing.ondraw(null);
		};
		column.addEventListener('pointerdown', down);
		column.addEventListener('pointermove', move);
		column.addEventListener('pointerup', up);
		column.addEventListener('pointercancel', cancel);
		return () => {
			column.removeEventListener('pointerdown', down);
			column.removeEventListener('pointermove', move);
			column.removeEventListener('pointerup', up);
			column.removeEventListener('pointercancel', cancel);
		};
	};
}

const isLink = (target: EventTarget | null): boolean => target instanceof Element && target.closest('a') !== null;
