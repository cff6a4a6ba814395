/** What a booking is for, in words. Never who. */
import type { BookingPurpose } from '$crdt/domain/calendar/ops';

export const PURPOSES: Readonly<Record<BookingPurpose, string>> = {
	sessions: 'Sessions',
	group: 'Group',
	meeting: 'Meeting',
	supervision: 'Supervision',
	other: 'Other'
};
