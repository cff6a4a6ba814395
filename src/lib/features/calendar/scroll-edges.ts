/** While something is dragged near an edge, what lies around it scrolls: the page up and down, the board's region both ways. */

const EDGE_PX = 56;
const FASTEST_PX = 14;

/** Runs every frame until it is stopped; tells when something has moved under the pointer. */
export function scrollNearEdges(area: HTMLElement, pointer: () => { readonly x: number; readonly y: number }, onscroll: () => void): () => void {
	const region = area.closest('[data-scrolls]') ?? area;
	let frame = requestAnimationFrame(step);

	function step(): void {
		const { x, y } = pointer();
		const box = region.getBoundingClientRect();
		const top = Math.max(box.top, 0);
		const bottom = Math.min(box.bottom, innerHeight);
		const before = [region.scrollLeft, region.scrollTop, scrollY];
		region.scrollBy(pull(x, box.left, box.right), pull(y, top, bottom));
		if (region.scrollTop === before[1]) scrollBy(0, pull(y, 0, innerHeight));
		if (region.scrollLeft !== before[0] || region.scrollTop !== before[1] || scrollY !== before[2]) onscroll();
		frame = requestAnimationFrame(step);
	}

	return () => cancelAnimationFrame(frame);
}

/** How many pixels a frame: none in the middle, more the nearer to the edge. */
export function pull(at: number, low: number, high: number): number {
	if (high - low < 3 * EDGE_PX) return 0;
	if (at < low + EDGE_PX) return -Math.ceil(FASTEST_PX * Math.min((low + EDGE_PX - at) / EDGE_PX, 1));
	if (at > high - EDGE_PX) return Math.ceil(FASTEST_PX * Math.min((at - (high - EDGE_PX)) / EDGE_PX, 1));
	return 0;
}
