/**
 * What a log must learn from membership ops before any rule has judged them: whose signatures may turn up, and which group
 * keys were boxed for this device. Learning a key gives nobody a seat; rules alone do. Carries MEM33.
 */
import type { DeviceId, EpochId } from '../../../crypto/base';
import type { Facts } from './state';
import type { UnknownOp } from '../context';
import type { Op } from '../op';
import { epochToWriteUnder } from './epochs';

/** Signing keys (base64url) of devices that this op introduces. */
export function introducedKeys(op: Op | UnknownOp): readonly string[] {
	switch (op.type) {
		case 'membership/found':
		case 'membership/admit':
		case 'membership/add-device':
			return [op.device.signKey];
		default:
			return [];
	}
}

export interface EpochBox {
	readonly epoch: EpochId;
	/** base64url. */
	readonly box: string;
}

/** Group keys that this op boxes for one device. */
export function epochBoxesFor(op: Op | UnknownOp, device: DeviceId): readonly EpochBox[] {
	switch (op.type) {
		case 'membership/found':
			return boxesIn(op.epoch, device);
		case 'membership/open-epoch':
			return boxesIn(op, device);
		case 'membership/share-epochs':
			return op.offers.flatMap((offer) => boxesIn(offer, device));
		default:
			return [];
	}
}

/** The group key that new entries are written under; null when somebody must open a fresh one first. */
export function writeEpochOf(state: { readonly membership: Facts }, holds?: (epoch: EpochId) => boolean): EpochId | null {
	return epochToWriteUnder(state.membership, holds)?.epoch ?? null;
}

interface Offer {
	readonly epoch: EpochId;
	readonly boxes: readonly { readonly device: DeviceId; readonly box: string }[];
}

const boxesIn = (offer: Offer, device: DeviceId): readonly EpochBox[] =>
	offer.boxes.filter((each) => each.device === device).map(({ box }) => ({ epoch: offer.epoch, box }));
