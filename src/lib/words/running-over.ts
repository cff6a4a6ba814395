/** Whoever is in the room before a booking and takes longer. Pure. */
import type { BookingView } from '$crdt/domain/calendar/views';

/** A sign of running over matters to whoever begins within so many minutes. */
const NEAR_MINUTES = 30;

/** The booking right before, if its owner has said that it takes so long that it reaches into this one. */
export function runningInto(booking: BookingView, others: readonly BookingView[]): BookingView | null {
	return (
		others.find((one) => {
			if (one.room !== booking.room || one.id === booking.id || one.owner === booking.owner || one.runsOver === 0) return false;
			const pause = (booking.startsAt - one.endsAt) / 60_000;
			return one.firmness.status !== 'cancelled' && pause >= 0 && pause < Math.min(one.runsOver, NEAR_MINUTES);
		}) ?? null
	);
}
