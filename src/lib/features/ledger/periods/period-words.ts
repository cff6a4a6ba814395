/**
 * Periods of the books: what they are called, and where one may end. Pure; dates are YYYY-MM-DD, ends are exclusive, today is an
 * argument. Whether a period may be closed is for the rules (LED40–LED46).
 */
import type { CloseView } from '$crdt/domain/ledger/close-views';
import { LOCALE } from '$lib/ui/locale';
import { addDays, daysBetween } from '$lib/ui/times';
import { sayList } from '$lib/ui/words';

export type Length = 'month' | 'quarter' | 'year' | 'half-month' | 'two-weeks' | 'other';

export const LENGTHS: readonly { readonly value: Length; readonly label: string }[] = [
	{ value: 'month', label: 'Month' },
	{ value: 'quarter', label: 'Quarter' },
	{ value: 'year', label: 'Year' },
	{ value: 'half-month', label: 'Half a month' },
	{ value: 'two-weeks', label: 'Two weeks' },
	{ value: 'other', label: 'Other' }
];

/** "May 2026", "January – March 2026", "2026", "1 – 15 May 2026"; from null: "everything up to 31 May 2026". */
export function sayPeriod(from: string | null, until: string): string {
	const last = addDays(until, -1);
	if (from === null || from >= until) return `everything up to ${day(last, true)}`;
	if (isFirst(from) && isFirst(until)) {
		if (from.slice(5) === '01-01' && last.slice(5) === '12-31' && from.slice(0, 4) === last.slice(0, 4)) return from.slice(0, 4);
		if (from.slice(0, 7) === last.slice(0, 7)) return month(from, true);
		return `${month(from, from.slice(0, 4) !== last.slice(0, 4))} – ${month(last, true)}`;
	}
	if (from === last) return day(last, true);
	const [sameYear, sameMonth] = [from.slice(0, 4) === last.slice(0, 4), from.slice(0, 7) === last.slice(0, 7)];
	return `${sameMonth ? String(Number(from.slice(8))) : day(from, !sameYear)} – ${day(last, true)}`;
}

/** As a title: "May 2026", "Up to 31 May 2026". */
export const periodTitle = (from: string | null, until: string): string => (from === null ? `Up to ${day(addDays(until, -1), true)}` : sayPeriod(from, until));

/**
 * Ends (exclusive) that a period beginning at `start` may have, newest first and at most `most`: only those that are over today.
 * `start` null (no entry yet): none.
 */
export function endsOf(length: Length, start: string | null, today: string, most = 12): readonly string[] {
	if (start === null || length === 'other') return [];
	const ends: string[] = [];
	for (let end = nextEnd(length, start, start); end <= today && ends.length < MOST_STEPS; end = nextEnd(length, end, start)) ends.push(end);
	return ends.reverse().slice(0, most);
}

/** What is offered first: the oldest period of this length that is over, so that closes follow one another. */
export const firstEnd = (length: Length, start: string | null, today: string): string | null => endsOf(length, start, today, MOST_STEPS).at(-1) ?? null;

/** The first end after a date. Two weeks are counted from the start. */
function nextEnd(length: Exclude<Length, 'other'>, after: string, start: string): string {
	const [year, monthNumber] = [Number(after.slice(0, 4)), Number(after.slice(5, 7))];
	switch (length) {
		case 'month':
			return first(year, monthNumber + 1);
		case 'quarter':
			return first(year, monthNumber + 3 - ((monthNumber - 1) % 3));
		case 'year':
			return first(year + 1, 1);
		case 'half-month':
			return Number(after.slice(8)) < 16 ? `${after.slice(0, 8)}16` : first(year, monthNumber + 1);
		case 'two-weeks':
			return addDays(start, 14 * (Math.floor(daysBetween(start, after) / 14) + 1));
	}
}

/** "Closed by 4 of 5." / "Signed by you and Ben; 1 more makes it firm." */
export function signedSentence({ firm, lost, signed, needed, waitingFor }: Pick<CloseView, 'firm' | 'lost' | 'signed' | 'needed' | 'waitingFor'>): string {
	const of = signed.length + waitingFor.length;
	if (firm) return `Closed by ${signed.length} of ${of}.`;
	const names = sayList(signed.map((one) => (one.mine ? 'you' : one.name)));
	if (lost) return `Signed by ${names}. Another close of these days has more signatures, so this one stays without effect.`;
	const more = Math.max(0, needed - signed.length);
	return `Signed by ${names}; ${more === 1 ? 'one more signature closes it' : `${more} more signatures close it`}.`;
}

/** "3 entries known here are not in it; they would count for June." */
export function leftOutSentence(count: number, until: string, firm: boolean): string {
	const next = month(until, false);
	if (count === 1) return `1 entry known here is not in it; it ${firm ? 'counts' : 'would count'} for ${next}.`;
	return `${count} entries known here are not in it; they ${firm ? 'count' : 'would count'} for ${next}.`;
}

const MOST_STEPS = 400;
const isFirst = (date: string): boolean => date.endsWith('-01');
const first = (year: number, monthNumber: number): string => new Date(Date.UTC(year, monthNumber - 1, 1)).toISOString().slice(0, 10);
const format = (date: string, options: Intl.DateTimeFormatOptions): string => new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: 'UTC' }).format(Date.parse(`${date}T00:00:00Z`));
const day = (date: string, year: boolean): string => format(date, { day: 'numeric', month: 'long', ...(year ? { year: 'numeric' } : {}) });
const month = (date: string, year: boolean): string => format(date, { month: 'long', ...(year ? { year: 'numeric' } : {}) });
