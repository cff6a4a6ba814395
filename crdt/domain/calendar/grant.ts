/**
 * Grants: each booking by itself, a whole series by one range. Rules CAL8, CAL9, CAL42.
 *
 * Occurrences granted by the same ops share their list of grants, so that a year of a series costs little more than one.
 */
import { err, ok, type EntryId, type ObjectId } from '../../../crypto/base';
import type { Reduced, Refusal, RuleContext } from '../context';
import type { OpOf } from '../op';
import { draftOf, finished, type Draft } from './draft';
import { retiredFrom, rollOf } from './roll';
import { resolve } from './selection';
import { bookingOf, hasMajority } from './standing';
import type { Booking, CalendarState, Grant, Known, RollId } from './state';

/** Those that the rules allow count; the op is refused only when none does (CAL9). */
export function grant(before: CalendarState, op: OpOf<'calendar/grant'>, ctx: RuleContext, known: Known): Reduced<CalendarState> {
	if (!ctx.author.isVoice) return refused('CAL8', 'Only the device that speaks for a member can grant bookings.');
	const judge = judgeFor(before, ctx, known);
	const draft = draftOf(before);
	let first: Refusal | null = null;
	let counted = 0;
	for (const id of resolve(before, op.selection, known)) {
		const booking = bookingOf(draft, id);
		const judged = judge(draft, booking);
		if (!judged.ok) {
			first ??= judged.error;
			continue;
		}
		counted++;
		draft.bookings.set(id, { ...booking, grants: judged.value.grants });
		if (judged.value.becomesFirm) draft.unsettled.delete(id);
	}
	if (counted === 0) return err(first ?? { rule: 'CAL9', reason: 'The booking is not known.' });
	return ok(finished(draft));
}

interface Granted {
	readonly grants: readonly Grant[];
	/** Firm by this very grant. */
	readonly becomesFirm: boolean;
}

function judgeFor(state: CalendarState, ctx: RuleContext, known: Known): (draft: Draft, booking: Booking) => Reduced<Granted> {
	const member = ctx.author.memberId;
	const given: Grant = { member, entry: ctx.entry.id };
	const onRoll = new Map<RollId, Refusal | null>();
	/** By roll and list of grants before: the same for all occurrences that share them. */
	const remembered = new Map<RollId, Map<readonly Grant[], Reduced<Granted>>>();
	const byMe = (grants: readonly Grant[]): boolean => grants.some((each) => each.member === member && knows(each.entry));
	// an op on a whole series asks for the same few entries again and again
	const asked = new Map<EntryId, boolean>();
	const knows: Known = (entry) => {
		let answer = asked.get(entry);
		if (answer === undefined) asked.set(entry, (answer = known(entry)));
		return answer;
	};

	function rollRefusal(id: RollId): Refusal | null {
		const roll = rollOf(state, id);
		if (!roll.members.includes(member)) return { rule: 'CAL9', reason: 'The author is not one of those who grant this booking.' };
		if (!retiredFrom(state, roll, known).has(member)) return null;
		return { rule: 'CAL21', reason: 'The author has acknowledged a newer roll and grants nothing under the old one.' };
	}

	function alone(booking: Booking): Reduced<Granted> {
		let refusal = onRoll.get(booking.roll);
		if (refusal === undefined) onRoll.set(booking.roll, (refusal = rollRefusal(booking.roll)));
		if (refusal !== null) return err(refusal);
		let byGrants = remembered.get(booking.roll);
		if (byGrants === undefined) remembered.set(booking.roll, (byGrants = new Map<readonly Grant[], Reduced<Granted>>()));
		const seen = byGrants.get(booking.grants);
		if (seen !== undefined) return seen;
		const grants = [...booking.grants, given];
		const judged: Reduced<Granted> = byMe(booking.grants)
			? refused('CAL9', 'The author has already granted this booking.')
			: ok({ grants, becomesFirm: hasMajority(state, { ...booking, grants }) && !hasMajority(state, booking) });
		byGrants.set(booking.grants, judged);
		return judged;
	}

	return (draft, booking) => {
		if (booking.cancelledBy.some(knows)) return refused('CAL9', 'The booking was cancelled.');
		const judged = alone(booking);
		if (!judged.ok || booking.rivals.length === 0) return judged;
		const rivalGranted = booking.rivals.some((rival: ObjectId) => byMe(bookingOf(draft, rival).grants));
		return rivalGranted ? refused('CAL9', 'The author has already granted an overlapping booking.') : judged;
	};
}

const refused = (rule: string, reason: string) => err({ rule, reason });
