/**
 * Tells the second of two presses within `withinMs` from a single one. Times are the events' own, so it needs no clock.
 */
export function doublePress(withinMs: number): (timeStamp: number) => boolean {
	let last = Number.NEGATIVE_INFINITY;
	return (timeStamp) => {
		const second = timeStamp - last <= withinMs;
		last = second ? Number.NEGATIVE_INFINITY : timeStamp;
		return second;
	};
}
