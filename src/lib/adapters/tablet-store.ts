/**
 * Where a tablet at a door keeps its link's secret and the last state it was told: one sealed record, under a WebCrypto key that
 * the browser does not give out. Nobody types a passphrase there. Carries CRY134.
 */
import { openDB, type DBSchema } from 'idb';
import { refusing } from './refusing';
import { createDeviceLock } from './vault-store';

interface Schema extends DBSchema {
	lock: { key: string; value: CryptoKey };
	sealed: { key: string; value: Uint8Array };
}

export interface TabletStore {
	/** Null where there is nothing, or nothing that opens. */
	load(): Promise<Uint8Array | null>;
	/** Durable when it resolves. @throws StoreRefused */
	save(plain: Uint8Array): Promise<void>;
}

export const TABLET_DATABASE = 'commonhold/door';

/** @throws StoreRefused where the browser keeps nothing. */
export async function openTabletStore(): Promise<TabletStore> {
	const database = await refusing(() =>
		openDB<Schema>(TABLET_DATABASE, 1, {
			upgrade(fresh) {
				fresh.createObjectStore('lock');
				fresh.createObjectStore('sealed');
			}
		})
	);
	const lock = createDeviceLock(async () => {
		const known = await database.get('lock', 'lock');
		if (known) return known;
		const fresh = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
		const transaction = database.transaction('lock', 'readwrite', { durability: 'strict' });
		const winner = (await transaction.store.get('lock')) ?? fresh;
		if (winner === fresh) await transaction.store.put(fresh, 'lock');
		await transaction.done;
		return winner;
	});
	return {
		load: () =>
			refusing(async () => {
				const sealed = await database.get('sealed', 'door');
				const opened = sealed && (await lock.unwrap(sealed));
				return opened?.ok ? opened.value : null;
			}),
		save: (plain) =>
			refusing(async () => {
				const sealed = await lock.wrap(plain);
				const transaction = database.transaction('sealed', 'readwrite', { durability: 'strict' });
				void transaction.store.put(sealed, 'door');
				await transaction.done;
			})
	};
}
