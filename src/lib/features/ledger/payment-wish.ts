/** A payment somebody is about to record. */
import type { MemberId } from '$crypto/base';

export interface PaymentWish {
	readonly from: MemberId | '';
	readonly to: MemberId | '';
	readonly amountMinor: number | null;
}
