/** Numbers as people type them, without fractions of anything in between: whole numbers of a given smallness. Knows no currency. */

/**
 * "12,5" with two digits → 1250n. A point or a comma, no thousands.
 * @returns null where it is no number of zero or more, or has more digits than that.
 */
export function parseDecimal(text: string, digits: number): bigint | null {
	const found = /^(\d{1,15})(?:[.,](\d*))?$/.exec(text.trim());
	if (!found) return null;
	const part = found[2] ?? '';
	return part.length > digits ? null : BigInt(found[1] + part.padEnd(digits, '0')); // the first group is there
}

/** 1250n with two digits → "12.5". */
export function decimalText(scaled: bigint, digits: number): string {
	const text = scaled.toString().padStart(digits + 1, '0');
	const part = text.slice(text.length - digits).replace(/0+$/, '');
	const whole = text.slice(0, text.length - digits);
	return digits === 0 || part === '' ? whole : `${whole}.${part}`;
}

/** Half a unit is rounded up. Both above or at zero, `by` above it. */
export const divideRounded = (what: bigint, by: bigint): bigint => (2n * what + by) / (2n * by);
