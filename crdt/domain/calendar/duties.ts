/**
 * What a member's device should write to the calendar by itself: grants in turn order, the end of a finished move, a new
 * request for a dead booking, the next roll. Pure; the caller decides when to ask and batches the answer (CAL13–CAL24).
 *
 * Asked of the whole state: an op written now has everything in its past.
 */
import type { DeviceId, EntryId, MemberId, ObjectId } from '../../../crypto/base';
import type { MemberInPast, RoomDecision } from '../context';
import type { OpInput } from '../op';
import { checkOccurrence, type Asker } from './occurrence';
import type { CalendarRules } from './ops';
import { familyOf, isAhead, isUnder, supersededIn } from './replacing';
import { acknowledgementDue, newestRoll, retiredFrom, withFirstRoll } from './roll';
import { opOfChange } from './room-ops';
import { isSoundChange } from './room-rules';
import { selectionsOf } from './selection';
import { bookingOf, conflictOf, granters, isCancelled, isDead, neighbours, standingOf, type Standing } from './standing';
import { everything, moreThanHalf, type Booking, type CalendarState } from './state';

export interface Self {
	readonly member: MemberId;
	readonly device: DeviceId;
	/** This device speaks for the member in binding matters. */
	readonly isVoice: boolean;
}

export interface DutyQueries {
	readonly founder: MemberId;
	/** Members as of now. */
	readonly members: readonly MemberInPast[];
	/** Members who left by their own word, as of now. */
	readonly left: readonly MemberId[];
	/** Members whose logs causally include the entry. */
	heldBy(entry: EntryId): readonly MemberId[];
	/** YYYY-MM-DDTHH:MM: what is over is not asked for again. */
	readonly nowWall: string;
	/** Milliseconds by this device's own clock. */
	readonly now: number;
	/** The collective's rules for its rooms, as of now, and the decision that set them. */
	readonly rules: CalendarRules;
	readonly rulesDecision: ObjectId | null;
	/** Accepted proposals of mine about rooms. */
	readonly roomDecisions: ReadonlyMap<ObjectId, RoomDecision>;
}

/**
 * Everything due, in the order in which it must be written: grants before the acknowledgement that ends them. Ops of two
 * areas may be among them (a receipt is a membership op), so they may need two entries. Empty when nothing is due;
 * asking again after writing the answer gives nothing new.
 */
export function calendarDuties(calendar: CalendarState, self: Self, queries: DutyQueries): readonly OpInput[] {
	const state = withFirstRoll(calendar, queries.founder);
	const ops: OpInput[] = [];
	for (const selection of grantSelections(state, grantsDue(state, self), self.member)) ops.push({ type: 'calendar/grant', selection });
	for (const selection of selectionsOf(state, movesDue(state, self), () => false)) {
		ops.push({ type: 'calendar/cancel', selection: { bookings: selection.bookings, series: selection.series }, at: queries.nowWall });
	}
	ops.push(...roomChangesDue(state, self, queries.roomDecisions));
	const roll = rollDue(state, self, queries);
	if (roll !== null) ops.push(roll);
	else for (const { op, rank } of reasksDue(state, self, queries)) if (rank === 0) ops.push(op);
	return ops;
}

/** Bookings this voice should grant now, conflicts in turn order, never two that overlap. */
export function grantsDue(state: CalendarState, self: Self): readonly ObjectId[] {
	if (!self.isVoice) return [];
	const due: ObjectId[] = [];
	const chosen = new Set<ObjectId>();
	const seen = new Set<ObjectId>();
	for (const id of state.unsettled) {
		if (seen.has(id)) continue;
		const conflict = conflictOf(state, bookingOf(state, id));
		for (const each of conflict) seen.add(each.booking.id);
		const firm = new Set(conflict.flatMap((each) => (each.status === 'booked' ? [each.booking.id] : [])));
		for (const { booking, status } of conflict) {
			if (status !== 'tentative' && status !== 'displaced') continue;
			if (neighbours(booking).some((other) => firm.has(other))) continue;
			if (!mayGrant(state, booking, self.member) || booking.rivals.some((rival) => chosen.has(rival))) continue;
			chosen.add(booking.id);
			due.push(booking.id);
		}
	}
	return due;
}

function mayGrant(state: CalendarState, booking: Booking, member: MemberId): boolean {
	const roll = state.rolls.get(booking.roll);
	return (
		roll !== undefined &&
		roll.members.includes(member) &&
		!granters(booking).has(member) &&
		!retiredFrom(state, roll, everything).has(member) &&
		!booking.rivals.some((rival) => granters(bookingOf(state, rival)).has(member))
	);
}

/** The same grants in few words: a series by ranges that touch nothing undecided (CAL42). */
function grantSelections(state: CalendarState, due: readonly ObjectId[], member: MemberId) {
	return selectionsOf(state, due, (id) => {
		const booking = bookingOf(state, id);
		return isCancelled(booking) || granters(booking).has(member) || !state.unsettled.has(id);
	});
}

/** My bookings whose place another of mine has taken for good: to be cancelled now (CAL16, CAL47). */
export function movesDue(state: CalendarState, self: Self): readonly ObjectId[] {
	const due = new Set<ObjectId>();
	const seen = new Set<ObjectId>();
	for (const id of state.pendingMoves) {
		if (seen.has(id) || bookingOf(state, id).owner !== self.member) continue;
		const family = familyOf(state, id);
		for (const each of family) seen.add(each.id);
		for (const each of supersededIn(state, family, (booking) => standingOf(state, booking.id).status === 'booked')) due.add(each.id);
	}
	return [...due];
}

/** Decisions of mine about rooms that nobody has carried out and that can be (CAL37). */
function roomChangesDue(state: CalendarState, self: Self, decisions: DutyQueries['roomDecisions']): readonly OpInput[] {
	if (!self.isVoice) return [];
	const due: OpInput[] = [];
	for (const [decision, { change, mandate }] of decisions) {
		if (state.carriedOut.has(mandate) || !isSoundChange(state, change)) continue;
		due.push(opOfChange(change, decision));
	}
	return due;
}

export interface Reask {
	readonly booking: ObjectId;
	/** 0: at once. Above: so many dead ones of the same conflict come first; ask only if they stay silent for long. */
	readonly rank: number;
	readonly op: OpInput & { readonly type: 'calendar/book' };
}

export type ReaskQueries = Pick<DutyQueries, 'nowWall' | 'members' | 'now' | 'rules' | 'rulesDecision'>;

/** My dead bookings that may be asked for again because nothing alive stands in their way (CAL15). */
export function reasksDue(state: CalendarState, self: Self, queries: ReaskQueries): readonly Reask[] {
	const members = new Set(queries.members.map((member) => member.memberId));
	if (!self.isVoice || !newestRollCanGrant(state)) return [];
	const due: Reask[] = [];
	for (const id of state.unsettled) {
		const booking = bookingOf(state, id);
		if (booking.owner !== self.member || booking.end <= queries.nowWall || isReplaced(state, id)) continue;
		const conflict = conflictOf(state, booking);
		if (conflict.find((each) => each.booking.id === id)?.status !== 'dead' || !isFree(state, booking, queries)) continue;
		const rank = rankAmongDead(state, conflict, booking, members, queries);
		const { room, start, end, purpose, note } = booking;
		due.push({ booking: id, rank, op: { type: 'calendar/book', room, start, end, purpose, note, replaces: id } });
	}
	return due;
}

/** Asked again by anybody while the roll is changing hands, a booking would be dead from birth. */
function newestRollCanGrant(state: CalendarState): boolean {
	if (state.rolls.isEmpty()) return false;
	const roll = newestRoll(state, everything);
	const retired = retiredFrom(state, roll, everything);
	return roll.members.filter((member) => !retired.has(member)).length >= moreThanHalf(roll.members.length);
}

/** Something else stands for it: in its place, or made apart and alive or ahead of it. */
function isReplaced(state: CalendarState, id: ObjectId): boolean {
	const booking = bookingOf(state, id);
	return familyOf(state, id).some((other) => {
		if (other.id === id || isCancelled(other) || isUnder(state, id, other.id)) return false;
		return isUnder(state, other.id, id) || !isDead(state, other, everything) || isAhead(state, other, booking);
	});
}

/** Would a new booking of the same span be allowed now? */
function isFree(state: CalendarState, { id, room, start, end, owner }: Booking, { now, rules, rulesDecision }: ReaskQueries): boolean {
	const asker: Asker = { owner, known: everything, rules, rulesDecision, claimedAt: now };
	return checkOccurrence(state, { room, start, end, replaces: id }, asker).ok;
}

/** How many dead ones in its way come first and could be asked for again by somebody. */
function rankAmongDead(state: CalendarState, conflict: readonly Standing[], booking: Booking, members: ReadonlySet<MemberId>, queries: ReaskQueries): number {
	const inTheWay = new Set(neighbours(booking));
	const earlier = conflict.slice(0, conflict.findIndex((each) => each.booking.id === booking.id));
	return earlier.filter(
		({ booking: other, status }) =>
			status === 'dead' &&
			inTheWay.has(other.id) &&
			members.has(other.owner) &&
			!isReplaced(state, other.id) &&
			isFree(state, other, queries)
	).length;
}

/**
 * The next word about the roll: first that I hold the change (a receipt), then, once more than half of the roll are known
 * to hold it, the acknowledgement. Waiting costs nothing but time; acknowledging alone would stop my grants (CAL24). Whoever
 * waits for the others to hold one admission still says that they hold another, or two would wait for each other for ever.
 */
function rollDue(state: CalendarState, self: Self, queries: DutyQueries): OpInput | null {
	if (!self.isVoice) return null;
	const due = acknowledgementDue(state, self.member, queries.members.map((member) => member.memberId), queries.left);
	if (due === null) return null;
	const roll = newestRoll(state, everything);
	const voters = roll.members.filter((member) => !queries.left.includes(member));
	const needed = moreThanHalf(voters.length);
	const waitedFor = queries.members.filter((member) => due.added.includes(member.memberId));
	let waits = false;
	let isUnsaid = false;
	for (const { admission } of waitedFor) {
		const holders = new Set(queries.heldBy(admission).filter((member) => voters.includes(member)));
		if (holders.size >= needed) continue;
		const isSaid = holders.has(self.member);
		if (!isSaid) isUnsaid = true;
		// an acknowledgement says as much as a receipt
		if (isSaid || holders.size + 1 < needed) waits = true;
	}
	if (!waits) return { type: 'calendar/acknowledge-roll', added: [...due.added], removed: [...due.removed] };
	return isUnsaid ? { type: 'membership/receipt' } : null;
}
