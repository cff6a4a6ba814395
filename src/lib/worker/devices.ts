/**
 * Whose signatures this device can check: slots and keys learnt from entries, and those that whoever let us in vouched for.
 * Implements the log's `Directory`. Says nothing about who is a member: that is the fold's.
 */
import { fromBase64, toBase64, type CollectiveId, type Slot } from '$crypto/base';
import { deviceIdOf, slotOf } from '$crypto/keys';
import type { Directory, KnownDevice } from '$crdt/log/ports';

export interface Devices extends Directory {
	/** True when it was new. False also for anything that is no key. */
	learn(signKey: string): boolean;
	byKey(signKey: Uint8Array): KnownDevice | undefined;
}

export function createDevices(collective: CollectiveId, vouched: readonly string[]): Devices {
	const bySlot = new Map<Slot, KnownDevice[]>();
	const byText = new Map<string, KnownDevice>();
	const learn = (text: string): boolean => {
		if (byText.has(text)) return false;
		const signKey = fromBase64(text);
		if (signKey?.length !== 32) return false;
		const known: KnownDevice = { device: deviceIdOf(signKey), signKey };
		byText.set(text, known);
		const slot = slotOf(collective, signKey);
		bySlot.set(slot, [...(bySlot.get(slot) ?? []), known]);
		return true;
	};
	for (const key of vouched) learn(key);
	return {
		candidates: (slot) => bySlot.get(slot) ?? NOBODY,
		learn,
		byKey: (signKey) => byText.get(toBase64(signKey))
	};
}

const NOBODY: readonly KnownDevice[] = [];
