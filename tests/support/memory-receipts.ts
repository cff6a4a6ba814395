/** A `ReceiptStore` in memory that can refuse, as a full disk does, and whose bytes can be damaged. */
import type { DeviceId } from '$crypto/base';
import { StoreRefused, type StoreFailure } from '$crdt/log/ports';
import type { ReceiptStore } from '$lib/adapters/receipt-store';

export interface MemoryReceipts extends ReceiptStore {
	/** What lies there, for tests to damage or lose. */
	readonly sealed: Map<string, Uint8Array>;
	/** From now on every write fails so, until null. */
	refuseWith(failure: StoreFailure | null): void;
	/** How often it was opened. */
	opened: number;
}

export function createMemoryReceipts(): MemoryReceipts {
	const times = new Map<string, number>();
	const held = new Map<DeviceId, readonly string[]>();
	let failure: StoreFailure | null = null;
	const check = (): void => {
		if (failure !== null) throw new StoreRefused(failure);
	};
	const store: MemoryReceipts = {
		sealed: new Map(),
		opened: 0,
		refuseWith: (next) => void (failure = next),
		kept: async () => new Map(times),
		get: async (name) => store.sealed.get(name)?.slice() ?? null,
		async put(name, sealed, now) {
			check();
			store.sealed.set(name, sealed.slice());
			times.set(name, now);
		},
		async touch(name, now) {
			if (times.has(name)) times.set(name, now);
		},
		async drop(names) {
			for (const name of names) {
				store.sealed.delete(name);
				times.delete(name);
			}
		},
		holdings: async () => new Map(held),
		async setHoldings(device, names) {
			check();
			held.set(device, [...names]);
		},
		close: () => undefined
	};
	return store;
}
