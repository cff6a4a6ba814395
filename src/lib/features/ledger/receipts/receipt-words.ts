/** Receipts in words. */
import type { Receipt } from '$crdt/domain/ledger/ops';
import type { ReceiptPlace } from '$lib/services/ledger-types';

/** As many as an entry takes. */
export const MOST_RECEIPTS = 6;

export const isPdf = ({ kind }: Pick<Receipt, 'kind'>): boolean => kind === 'application/pdf';

/** "Photo 2", "PDF 1". */
export const nameOf = (receipt: Pick<Receipt, 'kind'>, at: number): string => `${isPdf(receipt) ? 'PDF' : 'Photo'} ${at + 1}`;

const ENDINGS: Readonly<Record<Receipt['kind'], string>> = { 'image/jpeg': 'jpg', 'image/webp': 'webp', 'image/png': 'png', 'application/pdf': 'pdf' };
export const fileNameOf = (receipt: Pick<Receipt, 'kind'>, at: number): string => `receipt-${at + 1}.${ENDINGS[receipt.kind]}`;

/** Where one is: "On 4 of 9 members’ devices"; what is not here yet is on its way. */
export function sayPlace(place: ReceiptPlace | undefined): string {
	if (place === undefined) return '';
	const spread = place.of === 1 ? 'On this device' : `On ${place.members} of ${place.of} members’ devices`;
	if (place.here) return spread;
	return place.members === 0 ? 'On its way: not on this device yet' : `On its way here: ${spread.charAt(0).toLowerCase()}${spread.slice(1)}`;
}

/** For several at once: the one on the fewest devices. */
export function sayPlaces(places: readonly ReceiptPlace[]): string {
	const missing = places.filter(({ here }) => !here).length;
	const least = [...places].sort((a, b) => a.members - b.members)[0];
	if (least === undefined) return '';
	if (missing > 0) return missing === places.length ? sayPlace(least) : `${missing} of ${places.length} on the way to this device`;
	if (places.every(({ members }) => members === least.members)) return sayPlace(least);
	return `Each on at least ${least.members} of ${least.of} members’ devices`;
}
