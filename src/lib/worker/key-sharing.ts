/**
 * Group keys for devices that lack them: under which key the entry travels that brings one, and which this device must ask for. Knows no
 * rules of membership but what they say of boxes. Carries MEM36, MEM37.
 */
import type { EpochId } from '$crypto/base';
import type { EpochShare } from '$crdt/domain/membership/epochs';
import type { DeviceFact } from '$crdt/domain/membership/state';
import type { OpenCollective } from './collective';

type Part = Pick<OpenCollective, 'log' | 'keyring'>;

/** MEM36: what each device is to get, by the group key that it can read the entry with; undefined where none is known. */
export function parcelsOf(open: Part, shares: readonly EpochShare[]): ReadonlyMap<EpochId | undefined, readonly EpochShare[]> {
	const parcels = new Map<EpochId | undefined, EpochShare[]>();
	for (const share of shares) {
		const under = shownToHold(open, share.device);
		parcels.set(under, [...(parcels.get(under) ?? []), share]);
	}
	return parcels;
}

/** What it has written with; before its first entry, what the entry was written with that brought it in and that it was shown. */
function shownToHold({ log, keyring }: Part, device: DeviceFact): EpochId | undefined {
	const epoch = (log.entries().findLast(({ slot }) => slot === device.slot) ?? log.get(device.introducedBy))?.epoch;
	return epoch !== undefined && keyring.get(epoch) ? epoch : undefined;
}

/** MEM37: keys that were boxed for this device, as the log says, and that none of the boxes gave. */
export function lackedKeys({ signer, keyring, state }: Pick<OpenCollective, 'signer' | 'keyring' | 'state'>): readonly EpochId[] {
	const { epochs, boxed } = state().membership;
	return [...epochs.keys()].filter((epoch) => boxed.get(epoch)?.has(signer.device) === true && keyring.get(epoch) === undefined).slice(0, MAX_ASKED);
}

/** As many as one entry may offer. */
const MAX_ASKED = 64;
