/**
 * How a photo becomes small enough: from the most legible way of keeping it to the least. Decisions only: whoever asks encodes.
 * Carries LED73.
 */

export const MOST_BYTES = 200 * 1024;
/** Nothing taken with a camera is larger; what is would only stop the page. */
export const MOST_FILE_BYTES = 60 * 1024 * 1024;

/** Longest side in pixels; quality of the JPEG from 0 to 1. */
export interface Attempt {
	readonly width: number;
	readonly height: number;
	readonly quality: number;
}

/** Small print stays readable longest when sides shrink before quality does. */
const STEPS: readonly (readonly [side: number, quality: number])[] = [
	[2000, 0.8], [2000, 0.65], [1800, 0.6], [1600, 0.6], [1450, 0.55], [1300, 0.55], [1150, 0.5], [1000, 0.5], [850, 0.45], [700, 0.4], [500, 0.35]
];

/** From the largest to the smallest; nothing is ever made larger than it was. */
export function attemptsFor(width: number, height: number): readonly Attempt[] {
	const longest = Math.max(width, height);
	return STEPS.map(([side, quality]) => {
		const scale = Math.min(1, side / longest);
		return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)), quality };
	});
}

/** The first attempt that fits, found in few trials: later ones are smaller. Null: not even the last does. */
export async function firstThatFits<T extends { readonly size: number }>(attempts: readonly Attempt[], encode: (attempt: Attempt) => Promise<T>): Promise<T | null> {
	let best: T | null = null;
	let [from, until] = [0, attempts.length];
	// a photo mostly needs one of the first: look there before halving
	let at = 0;
	while (from < until) {
		const attempt = attempts[at];
		if (attempt === undefined) break;
		const made = await encode(attempt);
		if (made.size <= MOST_BYTES) {
			best = made;
			until = at;
		} else from = at + 1;
		at = Math.floor((from + until) / 2);
	}
	return best;
}
