/**
 * Booked time passed on: an offer gives hours of its author, as a present or for hours of somebody else's, and accepting it
 * makes the receiver's own bookings in the place of the old ones. Knows no clock and no money. Rules CAL60–CAL65.
 */
import { assertNever, err, ok, type MemberId, type ObjectId } from '../../../crypto/base';
import type { MemberInPast, Reduced, Refusal, RuleContext } from '../context';
import type { OpOf } from '../op';
import { markCancelled } from './cancel';
import { draftOf, finished } from './draft';
import { askerOf, place, rollFor, type Asker, type OccurrenceRefusal } from './occurrence';
import { quotaRefusal } from './quotas';
import { withFirstRoll } from './roll';
import { usableRoom } from './room-rules';
import { resolve } from './selection';
import { bookingOf, isDead } from './standing';
import { effectiveTo, overlapping, type Booking, type CalendarState, type Known, type Offer } from './state';

type OfferOp = OpOf<'calendar/offer' | 'calendar/accept-offer' | 'calendar/close-offer'>;

const MOST_OCCURRENCES = 400;

export function reduceOffers(state: CalendarState, op: OfferOp, ctx: RuleContext, known: Known): Reduced<CalendarState> {
	switch (op.type) {
		case 'calendar/offer':
			return offer(state, op, ctx, known);
		case 'calendar/accept-offer':
			return accept(state, op.offer, ctx, known);
		case 'calendar/close-offer':
			return close(state, op.offer, ctx, known);
		default:
			return assertNever(op);
	}
}

/** Neither closed nor accepted, as somebody knows it. */
export const isOpen = (offer: Offer, known: Known): boolean =>
	!offer.closedBy.some(known) && !offer.acceptances.some(({ entry }) => known(entry));

function offer(state: CalendarState, op: OpOf<'calendar/offer'>, ctx: RuleContext, known: Known): Reduced<CalendarState> {
	const by = ctx.author.memberId;
	const gives = resolve(state, op.gives, known).filter((id) => stands(state, id, known));
	const wants = resolve(state, op.wants, known).filter((id) => stands(state, id, known));
	if (gives.length === 0) return refused('CAL60', 'There is nothing in this offer that is still booked.');
	if (gives.length + wants.length > MOST_OCCURRENCES) return refused('CAL60', `An offer holds at most ${MOST_OCCURRENCES} hours.`);
	if (gives.some((id) => bookingOf(state, id).owner !== by)) return refused('CAL60', 'Only its owner can offer a booking.');
	const isWanted = op.wants.bookings.length + op.wants.series.length > 0;
	if (isWanted && wants.length === 0) return refused('CAL60', 'What is asked for is not booked any more.');
	const owners = new Set(wants.map((id) => bookingOf(state, id).owner));
	const [owner = null] = owners;
	if (owners.size > 1 || owner === by) return refused('CAL60', 'A swap is made with one other member.');
	if (owner !== null && op.to !== null && op.to !== owner) return refused('CAL60', 'The offer asks for hours of somebody else.');
	const to = owner ?? op.to;
	if (to === by) return refused('CAL60', 'An offer is made to somebody else.');
	if (to !== null && !ctx.membersInPast().some(({ memberId }) => memberId === to)) return refused('CAL60', 'The offer is made to nobody who is a member.');
	const given = new Set(gives);
	for (const other of state.offers.values()) {
		if (known(other.entry) && isOpen(other, known) && other.gives.some((id) => given.has(id))) {
			return refused('CAL60', 'One of these bookings is offered already.');
		}
	}
	const made: Offer = {
		id: ctx.objectId, entry: ctx.entry.id, by, at: ctx.entry.claimedAt, to, note: op.note, gives, wants, closedBy: [], acceptances: []
	};
	return ok({ ...state, offers: state.offers.set(made.id, made) });
}

/** Who would accept, and what they know. */
export interface Acceptor extends Asker {
	readonly members: readonly Pick<MemberInPast, 'memberId' | 'admission'>[];
}

/** Why somebody cannot accept the offer (CAL61, CAL62); null: they can. The same question for the fold and for a screen. */
export function acceptanceRefusal(state: CalendarState, offer: Offer, acceptor: Acceptor): OccurrenceRefusal | null {
	const { known, owner, members } = acceptor;
	if (!known(offer.entry)) return { rule: 'CAL61', reason: 'The offer is not known.' };
	if (offer.by === owner) return { rule: 'CAL61', reason: 'An offer is accepted by somebody else.' };
	if (offer.to !== null && offer.to !== owner) return { rule: 'CAL61', reason: 'The offer is made to somebody else.' };
	if (!isOpen(offer, known)) return { rule: 'CAL62', reason: 'The offer is not open any more.' };
	if (!members.some(({ memberId }) => memberId === offer.by)) return { rule: 'CAL62', reason: 'Whoever made the offer is no member any more.' };
	const exempt = new Set([...offer.gives, ...offer.wants]);
	for (const { old, receiver } of passedOn(state, offer, owner)) {
		if (!stands(state, old.id, known)) return { rule: 'CAL62', reason: 'One of these bookings is not there any more.' };
		const refusal = otherInTheWay(state, old, exempt, known) ?? receiverRefusal(state, old, receiver, exempt, acceptor);
		if (refusal !== null) return refusal;
	}
	return null;
}

function accept(before: CalendarState, id: ObjectId, ctx: RuleContext, known: Known): Reduced<CalendarState> {
	const state = withFirstRoll(before, ctx.founder());
	const found = state.offers.get(id);
	if (found === undefined) return refused('CAL61', 'The offer is not known.');
	const acceptor: Acceptor = { ...askerOf(ctx, known), members: ctx.membersInPast() };
	const refusal = acceptanceRefusal(state, found, acceptor);
	if (refusal !== null) return err(refusal);
	const draft = draftOf(state);
	const pairs = passedOn(state, found, acceptor.owner);
	const exempt = new Set(pairs.map(({ old }) => old.id));
	for (const { old } of pairs) markCancelled(draft, bookingOf(draft, old.id), false, ctx, known);
	const roll = rollFor(draft, known);
	const made: ObjectId[] = [];
	for (const [index, { old, receiver }] of pairs.entries()) {
		// what came before in this op counts for quotas too
		const tooMuch = receiverRefusal(draft, old, receiver, exempt, acceptor);
		const room = usableRoom(draft, old.room, known);
		const member = acceptor.members.find(({ memberId }) => memberId === receiver);
		if (!room.ok) return room;
		if (tooMuch !== null || member === undefined) return err(tooMuch ?? { rule: 'CAL61', reason: 'Only members accept offers.' });
		const newId = `${ctx.objectId}@${index}` as ObjectId; // the constructor of the brand
		const { start, end, from, to, purpose, standing } = old;
		place(draft, {
			id: newId, owner: receiver, admission: member.admission, start, end, fit: { from, to, room: room.value }, purpose, note: '',
			replaces: null, series: { series: null, seriesDate: null, moved: false, standing }, roll, exempt
		}, ctx, known);
		made.push(newId);
	}
	const acceptances = [...found.acceptances, { entry: ctx.entry.id, by: acceptor.owner, made }];
	return ok({ ...finished(draft), offers: state.offers.set(id, { ...found, acceptances }) });
}

function close(state: CalendarState, id: ObjectId, ctx: RuleContext, known: Known): Reduced<CalendarState> {
	const found = state.offers.get(id);
	if (found === undefined || !known(found.entry)) return refused('CAL65', 'The offer is not known.');
	const { memberId } = ctx.author;
	if (found.by !== memberId && found.to !== memberId) return refused('CAL65', 'An offer is closed by whoever made it, or by whom it was made to.');
	if (!isOpen(found, known)) return refused('CAL65', 'The offer is not open any more.');
	return ok({ ...state, offers: state.offers.set(id, { ...found, closedBy: [...found.closedBy, ctx.entry.id] }) });
}

/** What is given goes to who accepts, what is wanted to who offered. */
function passedOn(state: CalendarState, { gives, wants, by }: Offer, acceptor: MemberId): readonly { readonly old: Booking; readonly receiver: MemberId }[] {
	return [
		...gives.map((id) => ({ old: bookingOf(state, id), receiver: acceptor })),
		...wants.map((id) => ({ old: bookingOf(state, id), receiver: by }))
	];
}

function stands(state: CalendarState, id: ObjectId, known: Known): boolean {
	const booking = bookingOf(state, id);
	return known(booking.entry) && !booking.cancelledBy.some(known) && !isDead(state, booking, known);
}

/** A booking that is displaced cannot be passed on while what is ahead of it is known. */
function otherInTheWay(state: CalendarState, old: Booking, exempt: ReadonlySet<ObjectId>, known: Known): OccurrenceRefusal | null {
	for (const { id } of overlapping(state, old.atoms, old.from, old.to)) {
		if (exempt.has(id) || !stands(state, id, known)) continue;
		if (effectiveTo(bookingOf(state, id), known) > old.from) {
			return { rule: 'CAL62', reason: 'Another booking stands at the same time.', blockedBy: id };
		}
	}
	return null;
}

/** The room takes no new booking, or it is more than the receiver may have. Hours, lengths and the like were asked before. */
function receiverRefusal(state: CalendarState, old: Booking, receiver: MemberId, exempt: ReadonlySet<ObjectId>, acceptor: Acceptor): Refusal | null {
	const room = usableRoom(state, old.room, acceptor.known);
	if (!room.ok) return room.error;
	const { from, to, standing } = old;
	return quotaRefusal(state, { room: room.value, from, to, standing, replaces: null, exempt }, { ...acceptor, owner: receiver });
}

const refused = (rule: string, reason: string) => err({ rule, reason });
