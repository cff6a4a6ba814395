/**
 * What this device holds of the receipts, and what it knows of others' shelves: the store with its list in memory, opened when
 * first needed. Bytes that no longer hash to their name are dropped, so that they come anew. Carries LED70, LED75.
 */
import type { DeviceId } from '$crypto/base';
import { receiptName } from '$crypto/receipt-seal';
import type { ReceiptStore } from '$lib/adapters/receipt-store';

export interface ReceiptShelf {
	has(name: string): boolean;
	names(): Iterable<string>;
	/** Null: not here, or no longer whole. */
	get(name: string): Promise<Uint8Array | null>;
	/** Durable when it resolves. @throws StoreRefused; then nothing was kept. */
	put(name: string, sealed: Uint8Array): Promise<void>;
	/** Somebody looked at it. */
	touch(name: string): Promise<void>;
	/** As told last, by device. */
	readonly holdings: ReadonlyMap<DeviceId, ReadonlySet<string>>;
	/** The device holds these (`all`: and no others), as it says itself. */
	learn(device: DeviceId, names: readonly string[], all: boolean): void;
	/** Writes what was learnt since; a refusal is for another time. */
	saveLearnt(isNamed: (name: string) => boolean): Promise<void>;
	close(): void;
}

interface Dependencies {
	readonly store: ReceiptStore;
	now(): number;
}

const KEPT_UNNAMED_MS = 30 * 86_400_000;

/** @param isAbandoned what nobody names; null: not to be told now, everything stays. @throws StoreRefused */
export async function openReceiptShelf({ store, now }: Dependencies, isAbandoned: ((name: string) => boolean) | null): Promise<ReceiptShelf> {
	const kept = new Map(await store.kept());
	const old = isAbandoned ? [...kept].filter(([name, at]) => now() - at > KEPT_UNNAMED_MS && isAbandoned(name)).map(([name]) => name) : [];
	if (old.length > 0) await store.drop(old);
	for (const name of old) kept.delete(name);
	const holdings = new Map([...(await store.holdings())].map(([device, names]) => [device, new Set(names)]));
	const learnt = new Set<DeviceId>();

	return {
		holdings,
		has: (name) => kept.has(name),
		names: () => kept.keys(),
		async get(name) {
			const sealed = kept.has(name) ? await store.get(name) : null;
			if (sealed !== null && receiptName(sealed) === name) return sealed;
			if (kept.delete(name)) await store.drop([name]);
			return null;
		},
		async put(name, sealed) {
			const at = now();
			await store.put(name, sealed, at);
			kept.set(name, at);
		},
		async touch(name) {
			if (kept.has(name)) await store.touch(name, now());
		},
		learn(device, names, all) {
			const held = all ? new Set<string>() : (holdings.get(device) ?? new Set<string>());
			for (const name of names) held.add(name);
			holdings.set(device, held);
			learnt.add(device);
		},
		async saveLearnt(isNamed) {
			for (const device of [...learnt]) {
				await store.setHoldings(device, [...(holdings.get(device) ?? [])].filter(isNamed));
				learnt.delete(device);
			}
		},
		close: () => store.close()
	};
}
