/**
 * Moving a row of a list by hand, with a mouse, a pen or a thumb: which row is held and where it would land. Knows nothing of what the
 * rows are. Every move has buttons and keys besides.
 */
const EDGE_PX = 72;
const STEP_PX = 12;
const START_PX = 5;

export class Dragging {
	/** The row that is held. */
	id = $state<string | null>(null);
	/** Where it would stand, counted in the whole list. */
	target = $state<number | null>(null);
	/** How far the hand has gone, in pixels. */
	offset = $state(0);
	#onDrop: (id: string, target: number) => void;

	constructor(onDrop: (id: string, target: number) => void) {
		this.#onDrop = onDrop;
	}

	/** From a handle inside a row of `list`. */
	begin(event: PointerEvent, list: HTMLElement, id: string): void {
		const handle = event.currentTarget;
		if (event.button !== 0 || !(handle instanceof HTMLElement)) return;
		const startY = event.clientY + scrollY;
		handle.setPointerCapture(event.pointerId);
		const finish = (drop: boolean): void => {
			const { target } = this;
			stop.abort();
			const held = this.id !== null;
			this.id = this.target = null;
			this.offset = 0;
			if (drop && held && target !== null) this.#onDrop(id, target);
		};
		const stop = new AbortController();
		const { signal } = stop;
		handle.addEventListener(
			'pointermove',
			(move) => {
				const offset = move.clientY + scrollY - startY;
				if (this.id === null && Math.abs(offset) < START_PX) return;
				this.id = id;
				this.offset = offset;
				this.target = this.#place(list, id, move.clientY);
				if (move.clientY < EDGE_PX * 2) scrollBy(0, -STEP_PX);
				else if (move.clientY > innerHeight - EDGE_PX) scrollBy(0, STEP_PX);
			},
			{ signal }
		);
		handle.addEventListener('pointerup', () => finish(true), { signal });
		handle.addEventListener('pointercancel', () => finish(false), { signal });
		addEventListener('keydown', (key) => key.key === 'Escape' && finish(false), { signal });
	}

	/** Rows above whose middle the hand is, the held one left out. */
	#place(list: HTMLElement, id: string, y: number): number {
		const others = [...list.children].filter((row) => row instanceof HTMLElement && row.dataset['id'] !== id);
		return others.filter((row) => {
			const box = row.getBoundingClientRect();
			return box.top + box.height / 2 < y;
		}).length;
	}
}
