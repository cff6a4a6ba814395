/** Whole minor units as decimal text for files, and the dates of journals. Exact; knows no locale. */

/** "-1234.50" for −123450 and two digits; no sign of groups, a point for decimals. */
export function decimal(amountMinor: number, digits: number): string {
	const whole = String(Math.abs(amountMinor)).padStart(digits + 1, '0');
	const text = digits === 0 ? whole : `${whole.slice(0, -digits)}.${whole.slice(-digits)}`;
	return amountMinor < 0 ? `-${text}` : text;
}

/** The first and the last day an entry of a journal can have: the tools read years 1 to 9999, and need a day after the last. */
const FIRST = '0001-01-01';
const LAST = '9999-12-30';

/** A day the tools can read; the nearest where a date lies outside. */
export const journalDay = (date: string): string => (date < FIRST ? FIRST : date > LAST ? LAST : date);

/** The day after. @param date at most 9999-12-30. */
export function dayAfter(date: string): string {
	const day = new Date(`${date}T00:00:00Z`);
	day.setUTCDate(day.getUTCDate() + 1);
	return day.toISOString().slice(0, 10);
}
