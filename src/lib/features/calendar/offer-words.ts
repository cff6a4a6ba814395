/** Offers and swaps in a sentence. Pure. */
import type { OfferView } from '$crdt/domain/calendar/views';

export function offerSentence({ mine, byName, to, toName, wants, canAccept }: OfferView): string {
	const whom = to === null ? 'anybody' : canAccept ? 'you' : (toName ?? 'a colleague');
	if (wants.length > 0) return mine ? `You propose a swap to ${whom}` : `${byName} proposes a swap to ${whom}`;
	return mine ? `You offer to ${whom}` : `${byName} offers to ${whom}`;
}

export function offerStatus({ status }: OfferView): string {
	switch (status) {
		case 'open':
			return 'Open.';
		case 'accepted':
			return 'Accepted.';
		case 'closed':
			return 'Taken back or declined; nothing changed.';
		case 'stale':
			return 'No longer possible: one of the times was moved or cancelled meanwhile.';
	}
}

/** Only who was asked by name can say no; an offer to anybody is simply left. */
export const canDecline = (offer: OfferView): boolean => offer.canAccept && offer.to !== null;
