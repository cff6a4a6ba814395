/**
 * Sealed receipts of one collective in IndexedDB, by `idb`, apart from the log; and which devices are known to hold which.
 * Opened when first needed. Everything in it is ciphertext or a hash. Knows neither keys nor entries. Carries LED74.
 */
import { deleteDB, openDB, type DBSchema } from 'idb';
import type { CollectiveId, DeviceId } from '$crypto/base';
import { refusing } from './refusing';

export interface ReceiptStore {
	/** Names of all that is kept, with the time at which each was last kept or touched. */
	kept(): Promise<ReadonlyMap<string, number>>;
	/** Null: not here. */
	get(name: string): Promise<Uint8Array | null>;
	/** Strictly durable. @throws StoreRefused */
	put(name: string, sealed: Uint8Array, now: number): Promise<void>;
	/** Somebody looked at it. What is not kept stays unknown. */
	touch(name: string, now: number): Promise<void>;
	drop(names: readonly string[]): Promise<void>;
	/** What each device was last known to hold. */
	holdings(): Promise<ReadonlyMap<DeviceId, readonly string[]>>;
	/** Written without haste: it is told again. */
	setHoldings(device: DeviceId, names: readonly string[]): Promise<void>;
	close(): void;
}

interface Schema extends DBSchema {
	sealed: { key: string; value: Uint8Array };
	/** Beside the bytes, so that knowing what is here reads none of them. */
	kept: { key: string; value: number };
	holdings: { key: DeviceId; value: readonly string[] };
}

export const receiptDatabaseName = (collective: CollectiveId): string => `commonhold/${collective}/receipts`;

/** Forgets every receipt of the collective on this device. */
export const deleteReceiptStore = (collective: CollectiveId): Promise<void> => deleteDB(receiptDatabaseName(collective));

/** @throws StoreRefused when the browser does not open the database; so do all its methods when the disk refuses. */
export async function openReceiptStore(collective: CollectiveId): Promise<ReceiptStore> {
	const database = await refusing(() =>
		openDB<Schema>(receiptDatabaseName(collective), 1, {
			upgrade(fresh) {
				fresh.createObjectStore('sealed');
				fresh.createObjectStore('kept');
				fresh.createObjectStore('holdings');
			}
		})
	);
	// Another tab erases everything: its deletion must not wait for us.
	database.addEventListener('versionchange', () => database.close());
	return {
		kept: () =>
			refusing(async () => {
				const { store } = database.transaction('kept');
				const [names, times] = await Promise.all([store.getAllKeys(), store.getAll()]);
				return new Map(names.map((name, i) => [name, times[i] ?? 0]));
			}),
		get: (name) => refusing(async () => (await database.get('sealed', name)) ?? null),
		put: (name, sealed, now) =>
			refusing(async () => {
				const transaction = database.transaction(['sealed', 'kept'], 'readwrite', { durability: 'strict' });
				try {
					const bytes = transaction.objectStore('sealed').put(sealed, name);
					bytes.catch(() => undefined); // told by `done`
					await Promise.all([transaction.objectStore('kept').put(now, name), transaction.done]);
				} catch (problem) {
					undo(transaction);
					throw problem;
				}
			}),
		touch: (name, now) =>
			refusing(async () => {
				const transaction = database.transaction('kept', 'readwrite', { durability: 'relaxed' });
				if ((await transaction.store.get(name)) !== undefined) void transaction.store.put(now, name);
				await transaction.done;
			}),
		drop: (names) =>
			refusing(async () => {
				const transaction = database.transaction(['sealed', 'kept'], 'readwrite');
				for (const name of names) {
					void transaction.objectStore('sealed').delete(name);
					void transaction.objectStore('kept').delete(name);
				}
				await transaction.done;
			}),
		holdings: () =>
			refusing(async () => {
				const { store } = database.transaction('holdings');
				const [devices, names] = await Promise.all([store.getAllKeys(), store.getAll()]);
				return new Map(devices.map((device, i) => [device, names[i] ?? []]));
			}),
		setHoldings: (device, names) =>
			refusing(async () => {
				const transaction = database.transaction('holdings', 'readwrite', { durability: 'relaxed' });
				await Promise.all([transaction.store.put(names, device), transaction.done]);
			}),
		close: () => database.close()
	};
}

/** Both or neither; a transaction that the disk has ended already needs no ending. */
function undo(transaction: { abort(): void; readonly done: Promise<void> }): void {
	transaction.done.catch(() => undefined);
	try {
		transaction.abort();
	} catch {
		// it was over
	}
}
