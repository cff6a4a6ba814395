/**
 * The hours of a year as a file for a spreadsheet: one row a meeting and member, times as they were on the wall, minutes as plain
 * numbers. Pure. Carries CON24.
 */
import type { HoursView } from '$crdt/domain/consultation/views';
import { table } from '$lib/book-file/csv';
import { dateOf, timeOf } from '$lib/ui/times';
import { MEETING_KINDS } from '../meeting-words';

const HEAD = ['Name', 'Licence', 'Date', 'From', 'Meeting', 'Kind', 'Minutes', 'Signed on', 'Held by members’ devices'];

/** @param dayOf the date of an instant where the collective is, YYYY-MM-DD */
export function hoursCsv(view: HoursView, dayOf: (instant: number) => string): string {
	const licences = new Map(view.byMember.map((one) => [one.member, one.licence]));
	return table([
		HEAD,
		...view.rows.map((row) => [
			row.name, licences.get(row.member) ?? '', dateOf(row.start), timeOf(row.start), row.title, MEETING_KINDS[row.kind], { number: String(row.minutes) }, dayOf(row.signedAt), { number: String(row.heldBy) }
		])
	]);
}

/** "consultation-hours-2026.csv", with the name where it is one member's: only letters and digits of it. */
export function hoursFileName(year: number, name: string | null): string {
	const plain = (name ?? '').normalize('NFKD').replace(/\p{M}/gu, '').replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '').toLowerCase();
	return ['consultation-hours', ...(plain === '' ? [] : [plain]), String(year)].join('-') + '.csv';
}

/** Hours with two digits, as attestations ask for them: 90 minutes are "1.50". */
export const decimalHours = (minutes: number): string => (Math.round((minutes / 60) * 100) / 100).toFixed(2);

/** Every one of these is held by at least so many members' devices; 0 where there is none. */
export const leastHeld = (view: Pick<HoursView, 'rows'>): number => (view.rows.length === 0 ? 0 : Math.min(...view.rows.map((row) => row.heldBy)));
