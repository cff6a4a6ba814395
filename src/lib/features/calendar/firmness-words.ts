/** How firm a booking is, in words. */
import type { BookingView } from '$crdt/domain/calendar/views';
import { timeOf } from '$lib/ui/times';
import { sayHeld } from '$lib/ui/words';

export const PURPOSES = {
	sessions: 'Sessions',
	group: 'Group',
	meeting: 'Meeting',
	supervision: 'Supervision',
	other: 'Other'
} as const;

/** One word or two for a grid or a list. */
export function statusWord(booking: BookingView): string {
	switch (booking.firmness.status) {
		case 'booked':
			return 'booked';
		case 'tentative':
			return 'tentative';
		case 'displaced':
		case 'dead':
			return 'displaced';
		case 'cancelled':
			return 'cancelled';
	}
}

/** The whole sentence for the booking's own page. */
export function firmnessSentence(booking: BookingView): string {
	const { status, grantedBy, of, needed } = booking.firmness;
	const whose = booking.mine ? 'you' : booking.ownerName;
	const rival = booking.rivals[0];
	const ahead = rival ? `${rival.ownerName}’s booking ${timeOf(rival.start)}–${timeOf(rival.end)} is ahead of it.` : 'Another booking is ahead of it.';
	switch (status) {
		case 'booked':
			return `Booked: ${sayHeld(grantedBy, of)}. Only ${whose} can cancel it.`;
		case 'tentative':
			return `Tentative: ${sayHeld(grantedBy, of)}, ${needed} needed. It becomes firm by itself when colleagues’ devices have seen it.`;
		case 'displaced':
			return `Displaced: ${ahead} It is not lost; it moves up if that one is cancelled.`;
		case 'dead':
			return `Displaced: ${ahead} It cannot become firm at this time any more.`;
		case 'cancelled':
			return 'Cancelled.';
	}
}
