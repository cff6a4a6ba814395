/** Offers of booked time, as gifts and swaps, seen by one person. Pure. CAL60–CAL65. */
import type { Lens } from '../lens';
import { bookingView } from './booking-view';
import { acceptanceRefusal } from './offers';
import { byStart } from './rooms';
import { everything, type Offer } from './state';
import { viewerOf } from './viewer';
import type { OfferView } from './views';

/** Settled ones beyond these are old news. */
const SETTLED_SHOWN = 40;

/** Open ones first, newest first in each part. */
export function selectOffers(lens: Lens): readonly OfferView[] {
	const all = [...lens.state.calendar.offers.values()].sort((a, b) => b.at - a.at).map((offer) => offerView(lens, offer));
	const settled = all.filter(({ status }) => status !== 'open');
	return [...all.filter(({ status }) => status === 'open'), ...settled.slice(0, SETTLED_SHOWN)];
}

/** Home: open ones that I may accept, and that are not over. */
export function selectOffersToMe(lens: Lens): readonly OfferView[] {
	return selectOffers(lens).filter(({ canAccept, gives }) => canAccept && gives.some(({ end }) => end > lens.nowWall));
}

export function offerView(lens: Lens, offer: Offer): OfferView {
	const { id, by, to, note, at } = offer;
	const status = statusOf(lens, offer);
	return {
		id, by, note, at, to,
		byName: lens.nameOf(by),
		mine: by === lens.me,
		toName: to === null ? null : lens.nameOf(to),
		gives: views(lens, offer.gives),
		wants: views(lens, offer.wants),
		status,
		canAccept: status === 'open' && by !== lens.me && acceptanceRefusal(lens.state.calendar, offer, { ...viewerOf(lens), members: lens.state.membership.seated }) === null
	};
}

/** stale: what it is about is not there any more as it was said. */
function statusOf(lens: Lens, offer: Offer): OfferView['status'] {
	if (offer.acceptances.length > 0) return 'accepted';
	if (offer.closedBy.length > 0) return 'closed';
	const { bookings } = lens.state.calendar;
	const isThere = [...offer.gives, ...offer.wants].every((id) => {
		const booking = bookings.get(id);
		return booking !== undefined && !booking.cancelledBy.some(everything);
	});
	return isThere ? 'open' : 'stale';
}

function views(lens: Lens, ids: Offer['gives']): OfferView['gives'] {
	const { bookings } = lens.state.calendar;
	return ids
		.flatMap((id) => bookings.get(id) ?? [])
		.sort(byStart)
		.map((booking) => bookingView(lens, booking));
}
