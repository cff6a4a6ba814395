/** What a booking in a board is called, to the eye and to the ear. Pure. */
import type { BookingView } from '$crdt/domain/calendar/views';
import { timeOf } from '$lib/ui/times';
import { statusWord } from './firmness-words';

export function blockName(booking: BookingView, byRoom: boolean, elsewhere: boolean): string {
	if (byRoom) return booking.roomName;
	const who = booking.mine ? 'You' : booking.ownerName;
	return elsewhere ? `${who}, ${booking.roomName}` : who;
}

interface Circumstances {
	readonly elsewhere: boolean;
	readonly leaving: boolean;
	/** "08:30–09:30" on the viewer's own wall. */
	readonly own: string | null;
}

/** "Ben, Garden room, 10:00 to 11:00, repeats, running 10 minutes late, booked" */
export function blockWords(booking: BookingView, { elsewhere, leaving, own }: Circumstances): string {
	return [
		booking.mine ? 'You' : booking.ownerName,
		booking.roomName,
		`${timeOf(booking.start)} to ${timeOf(booking.end)}`,
		own === null ? '' : `your time ${own}`,
		CLOCKS[booking.clock],
		elsewhere ? 'takes this room too' : '',
		booking.series === null ? '' : booking.series.standing ? 'standing slot' : 'repeats',
		booking.endedEarly !== null ? `left early at ${timeOf(booking.endedEarly)}` : booking.runsOver > 0 ? `running ${booking.runsOver} minutes late` : '',
		leaving ? 'moved, ends once the new time is firm' : '',
		statusWord(booking)
	]
		.filter((part) => part !== '')
		.join(', ');
}

const CLOCKS = { plain: '', gap: 'clocks skip that time, so it is later', overlap: 'clocks show that time twice, and the first is meant' } as const;
