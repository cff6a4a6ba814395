/**
 * Where group keys and devices come from: which entries brought them, on whatever branch those stand and admitted or not.
 * Others who cannot open what they received ask for just these (LOG54). Knows nothing of the log or of connections.
 */
import { fromBase64, type CollectiveId, type DeviceId, type EntryId, type EpochId, type Slot } from '$crypto/base';
import type { Keyring } from '$crypto/keyring';
import { slotOf } from '$crypto/keys';
import type { Sought } from '$crdt/log/pending';

/** The same key or device may have been brought again and again; any of these will do. */
const MAX_EACH = 4;

export interface Origins {
	/** `signKey`: base64url. */
	noteDevice(signKey: string, entry: EntryId): void;
	noteKey(epoch: EpochId, boxes: readonly { readonly device: DeviceId }[], entry: EntryId): void;
	/** Entries that bring what is sought to this device, the earliest known of each first. */
	find(sought: Sought, asker: DeviceId): readonly EntryId[];
}

export function createOrigins(collective: CollectiveId, keyring: Keyring): Origins {
	const bySlot = new Map<Slot, Set<EntryId>>();
	const byEpoch = new Map<EpochId, Map<EntryId, ReadonlySet<DeviceId>>>();
	return {
		noteDevice(text, entry) {
			const signKey = fromBase64(text);
			if (signKey?.length !== 32) return;
			const slot = slotOf(collective, signKey);
			bySlot.set(slot, (bySlot.get(slot) ?? new Set()).add(entry));
		},
		noteKey(epoch, boxes, entry) {
			const known = byEpoch.get(epoch) ?? new Map<EntryId, ReadonlySet<DeviceId>>();
			byEpoch.set(epoch, known);
			if (!known.has(entry)) known.set(entry, new Set(boxes.map(({ device }) => device)));
		},
		find({ hints, slots }, asker) {
			const found: EntryId[] = [];
			for (const slot of slots) found.push(...[...(bySlot.get(slot) ?? [])].slice(0, MAX_EACH));
			for (const hint of hints)
				for (const { id } of keyring.candidates(hint)) {
					const brought = [...(byEpoch.get(id) ?? [])].filter(([, devices]) => devices.has(asker));
					found.push(...brought.slice(0, MAX_EACH).map(([entry]) => entry));
				}
			return found;
		}
	};
}
