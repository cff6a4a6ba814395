/** A stretch of wall time in a few words: "Mon 23 Nov, 18:00–19:30". Knows no zone: walls are said as they stand. Pure. */
import { SHORT_WEEKDAYS } from './weekdays';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** @param wall "YYYY-MM-DDTHH:MM" or "YYYY-MM-DD". */
export function sayDate(wall: string): string {
	const [year = 0, month = 1, day = 1] = wall.slice(0, 10).split('-').map(Number);
	const weekday = (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;
	return `${SHORT_WEEKDAYS[weekday] ?? ''} ${day} ${MONTHS[month - 1] ?? ''}`;
}

export function saySlot(slot: { readonly start: string; readonly end: string }): string {
	const from = `${sayDate(slot.start)}, ${slot.start.slice(11, 16)}`;
	const until = slot.end.slice(11, 16);
	return slot.start.slice(0, 10) === slot.end.slice(0, 10) ? `${from}–${until}` : `${from} – ${sayDate(slot.end)}, ${until}`;
}
