/** How firm a booking is, what stands in its way and what set a rule, in words. Pure. */
import type { BookingView, RefusalView } from '$crdt/domain/calendar/views';
import { dateOf, shortDate, timeOf } from '$lib/ui/times';

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
	const { status, needed } = booking.firmness;
	const whose = booking.mine ? 'you' : booking.ownerName;
	const rival = booking.rivals[0];
	const ahead = rival ? `${rival.ownerName}’s booking ${timeOf(rival.start)}–${timeOf(rival.end)} is ahead of it.` : 'Another booking is ahead of it.';
	switch (status) {
		case 'booked':
			return `Booked: ${sayConfirmed(booking)}. Only ${whose} can cancel it.`;
		case 'tentative':
			return `Tentative: ${sayConfirmed(booking)}, ${needed} needed. It becomes firm by itself as colleagues’ devices see it.`;
		case 'displaced':
			return `Displaced: ${ahead} It is not lost; it moves up if that one is cancelled.`;
		case 'dead':
			return `Displaced: ${ahead} It cannot become firm at this time any more.`;
		case 'cancelled':
			return booking.replacedBy ? 'Moved to another time.' : 'Cancelled. The time is free for others.';
	}
}

/** "3 of 9 members’ devices have confirmed it" */
function sayConfirmed({ firmness: { grantedBy, of } }: BookingView): string {
	if (of === 1) return grantedBy === 1 ? 'this device has confirmed it' : 'this device has not confirmed it yet';
	if (grantedBy === 0) return `none of ${of} members’ devices has confirmed it yet`;
	return grantedBy === 1 ? `1 of ${of} members’ devices has confirmed it` : `${grantedBy} of ${of} members’ devices have confirmed it`;
}

/** What was decided apart about a booking, and what the owner may do about it. Null where nothing was. */
export function madeApartSentence(booking: BookingView): string | null {
	switch (booking.madeApart) {
		case null:
			return null;
		case 'moved-while-ended':
			return 'This date was moved while the whole series was being ended elsewhere. It still stands: keep it, or cancel it too.';
		case 'changed-while-cancelled':
			return 'The series was changed while this date of it was being cancelled elsewhere. It still stands: keep it, or cancel it too.';
		case 'replaced-twice':
			return 'This booking was moved twice at the same time. The other one gives way as soon as this one is firm.';
	}
}

/** Who or what is behind a rule: "Decided on 3 May" leads to the decision, "Ana said so on 3 May" to the room. */
export function setByWords(setBy: NonNullable<RefusalView['setBy']>, day: string): string {
	return setBy.decision ? `Decided ${day}` : `${setBy.byName} set this ${day}`;
}

/** Why not, in a sentence or two: the rule in words, and who has the room when. @param date the day that was asked for */
export function refusalSentence({ rule, reason, blockedBy }: RefusalView, date: string): string {
	if (blockedBy === null) return reason;
	const when = [blockedBy.start, blockedBy.end].map((wall) => (dateOf(wall) === date ? timeOf(wall) : `${shortDate(dateOf(wall), date)} ${timeOf(wall)}`)).join('–');
	const who = blockedBy.mine ? 'You have' : `${blockedBy.ownerName} has`;
	return rule === TAKEN ? `${who} it then, ${when}.` : `${reason} ${who} it ${when}.`;
}

/** The rule that a room is had by one at a time. */
const TAKEN = 'CAL6';
