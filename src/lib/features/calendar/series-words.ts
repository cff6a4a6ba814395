/** A series in words, planned or booked. Pure. */
import type { BookingView, PlannedDate } from '$crdt/domain/calendar/views';
import { capital, dateOf, sayDay, timeOf } from '$lib/ui/times';
import { statusWord } from './firmness-words';

/** "Tue 24 Nov" */
export const plannedDay = (planned: Pick<PlannedDate, 'date'>, today: string): string => capital(sayDay(planned.date, today));

/** What the clocks do to a wall time on a day on which they change. */
export function clockRemark({ clock, start, date }: Pick<PlannedDate, 'clock' | 'start' | 'date'>): string {
	const time = timeOf(start);
	if (clock === 'gap') {
		const moved = dateOf(start) === date ? '' : ' of the next day';
		return `the clocks go forward that night and skip ${time}${moved}; what begins then begins an hour later on the clock.`;
	}
	return `the clocks go back that night and ${time} comes twice; the first one counts.`;
}

/** "12 booked, 3 tentative, 1 displaced" */
export function howFirm(bookings: readonly BookingView[]): string {
	const of = (word: string) => bookings.filter((one) => statusWord(one) === word).length;
	return ['booked', 'tentative', 'displaced'].flatMap((word) => (of(word) > 0 ? [`${of(word)} ${word}`] : [])).join(', ');
}
