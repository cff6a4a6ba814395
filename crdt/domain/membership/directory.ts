/**
 * What a log must learn from membership ops before any rule has judged them: whose signatures may turn up, and which group
 * keys were boxed for this device. Learning a key gives nobody a seat; rules alone do. Carries MEM33.
 */
import type { DeviceId, EpochId } from '../../../crypto/base';
import type { Facts } from './state';
import type { UnknownOp } from '../context';
import type { Op } from '../op';
import { epochToPassOnUnder, epochToWriteUnder } from './epochs';

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

export interface EpochOffer {
	readonly epoch: EpochId;
	readonly boxes: readonly { readonly device: DeviceId; readonly box: string }[];
}

export interface EpochBox {
	readonly epoch: EpochId;
	/** base64url. */
	readonly box: string;
}

/** Group keys that this op boxes, and for whom. */
export function epochOffers(op: Op | UnknownOp): readonly EpochOffer[] {
	switch (op.type) {
		case 'membership/found':
			return [op.epoch];
		case 'membership/open-epoch':
			return [op];
		case 'membership/share-epochs':
			return op.offers;
		default:
			return [];
	}
}

/** Group keys that this op boxes for one device. */
export const epochBoxesFor = (op: Op | UnknownOp, device: DeviceId): readonly EpochBox[] =>
	epochOffers(op).flatMap(({ epoch, boxes }) => boxes.filter((each) => each.device === device).map(({ box }) => ({ epoch, box })));

/** The group key that new entries are written under; null when somebody must open a fresh one first. */
export function writeEpochOf(state: { readonly membership: Facts }, holds?: (epoch: EpochId) => boolean): EpochId | null {
	return epochToWriteUnder(state.membership, holds)?.epoch ?? null;
}

/** The group key that entries travel under which do nothing but open or share keys; null when no key held was ever opened here. */
export const passOnEpochOf = (state: { readonly membership: Facts }, holds: (epoch: EpochId) => boolean): EpochId | null =>
	epochToPassOnUnder(state.membership, holds)?.epoch ?? null;
