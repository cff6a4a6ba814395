/** Opens a device's log with its own keys behind its engine's back: for what a changed app, a copy or a thief would do. */
import { createSecret } from '$crypto/secret';
import { systemRandom } from '$crypto/random';
import { openKeychain } from '$lib/worker/keychain';
import type { StoredCollective } from '$lib/worker/keychain-schema';
import { openCollective, type OpenCollective } from '$lib/worker/collective';
import type { EntryStore } from '$crdt/log/ports';
import { PASSPHRASE, RIG_START_MS, type Device } from './engine-rig';

export async function secretsOf(device: Device): Promise<StoredCollective> {
	const chain = await openKeychain(createSecret(PASSPHRASE), { store: device.vault, random: systemRandom });
	const stored = chain.ok ? chain.value.collectives.find(({ id }) => id === device.collective) : undefined;
	if (!stored) throw new Error('the device has no such collective');
	return stored;
}

/** On the device's own store, or on another one. Nothing it writes is sent by itself. */
export async function openBehind(device: Device, store: EntryStore = device.stores.get(device.collective!)!): Promise<OpenCollective> {
	const nothing = () => undefined;
	return openCollective({
		stored: await secretsOf(device), store, random: systemRandom, clock: { now: () => RIG_START_MS }, mayWrite: () => true,
		events: { admitted: nothing, textEntry: nothing, textFrame: nothing, ownText: nothing, changed: nothing }
	});
}
