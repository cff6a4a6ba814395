/** A `VaultStore` in memory, with the faults a disk has and bytes that a test may damage. */
import type { VaultStore } from '$lib/adapters/vault-store';
import { StoreRefused, type StoreFailure } from '$crdt/log/ports';
import { createDeviceLockDouble } from '../unit/crypto/device-lock-double';

export interface MemoryVault extends VaultStore {
	refuseWith(failure: StoreFailure | null): void;
	/** What lies on disk now; a test may change it. */
	readonly disk: { vault: Uint8Array | null; secrets: Uint8Array | null };
	/** Sealed bytes of other kinds, by name. */
	readonly kept: Map<string, Uint8Array>;
}

/** Each profile number is another browser profile. */
export function createMemoryVault(profile: number): MemoryVault {
	const disk: MemoryVault['disk'] = { vault: null, secrets: null };
	const notes = new Map<string, number>();
	const kept = new Map<string, Uint8Array>();
	let failure: StoreFailure | null = null;
	const check = (): void => {
		if (failure !== null) throw new StoreRefused(failure);
	};
	return {
		disk,
		kept,
		lock: createDeviceLockDouble(profile),
		refuseWith(next) {
			failure = next;
		},
		loadVault: async () => disk.vault,
		loadSecrets: async () => disk.secrets,
		loadPrivate: async (name) => kept.get(name) ?? null,
		async savePrivate(name, sealed) {
			check();
			kept.set(name, sealed);
		},
		async save({ vault, secrets }) {
			check();
			if (vault) disk.vault = vault;
			if (secrets) disk.secrets = secrets;
		},
		note: async (name) => notes.get(name) ?? null,
		async setNote(name, value) {
			check();
			notes.set(name, value);
		},
		async clear() {
			disk.vault = disk.secrets = null;
			notes.clear();
			kept.clear();
		},
		close: () => undefined
	};
}
