/** A sideways swipe with a finger: −1 to the one before, +1 to the next. Every swipe has a tab that does the same. */
const FAR_PX = 60;

export function swipe(step: (by: -1 | 1) => void): (area: HTMLElement) => () => void {
	return (area) => {
		let from: { x: number; y: number } | null = null;
		const down = (event: PointerEvent) => {
			from = event.pointerType === 'touch' ? { x: event.clientX, y: event.clientY } : null;
		};
		const up = (event: PointerEvent) => {
			if (!from) return;
			const x = event.clientX - from.x;
			const y = event.clientY - from.y;
			from = null;
			if (Math.abs(x) > FAR_PX && Math.abs(x) > 2 * Math.abs(y)) step(x < 0 ? 1 : -1);
		};
		area.addEventListener('pointerdown', down);
		area.addEventListener('pointerup', up);
		return () => {
			area.removeEventListener('pointerdown', down);
			area.removeEventListener('pointerup', up);
		};
	};
}
