/**
 * Fractional order keys: texts of [0-9A-Za-z] that sort by character code, with room between any two (CON5).
 *
 * Pure. Two people who insert at the same place at the same time get different keys when each passes a `tail` of their
 * own; where keys are equal all the same, items sort by id, the same for everybody.
 */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = DIGITS.length;
export const LONGEST_KEY = 60;

/**
 * A key after `a` and before `b`; null stands for the beginning or the end. Never longer than 60 characters; if there is
 * no room left below that, or `a` is not before `b`, the answer is the nearest possible place after `a`.
 * @param tail a few characters that differ between devices, for example of the device's id; foreign characters are skipped.
 */
export function orderBetween(a: string | null, b: string | null, tail = ''): string {
	const low = a ?? '';
	const high = b === null || b <= low ? null : b;
	const middle = midpoint(low, high);
	const suffix = [...tail].filter((c) => DIGITS.includes(c)).slice(0, 4).join('').replace(/0+$/, '');
	const key = middle + suffix;
	if (key.length <= LONGEST_KEY) return key;
	return middle.length <= LONGEST_KEY ? middle : low === '' ? DIGITS[1]! : low.slice(0, LONGEST_KEY);
}

/** The shortest text strictly between, not ending in 0 (so that there is always room before it). */
function midpoint(low: string, high: string | null): string {
	let key = '';
	for (let at = 0; ; at++) {
		const from = at < low.length ? DIGITS.indexOf(low.charAt(at)) : 0;
		const to = high === null ? BASE : at < high.length ? DIGITS.indexOf(high.charAt(at)) : 0;
		if (high !== null && from === to) {
			key += DIGITS[from];
			continue;
		}
		if (to - from > 1) return key + DIGITS[Math.floor((from + to) / 2)];
		// neighbours: stay at `from`, and from here on anything after the rest of `low` will do
		key += DIGITS[from];
		high = null;
	}
}
