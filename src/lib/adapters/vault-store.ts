/**
 * Where the vault lies on this device: sealed bytes and a non-extractable WebCrypto key, in IndexedDB by `idb`.
 * Everything stored here is ciphertext except the two dates in `notes`. Knows neither passphrase nor contents.
 */
import { openDB, type DBSchema } from 'idb';
import { err, ok, type Result } from '$crypto/base';
import type { DeviceLock } from '$crypto/vault';
import { refusing } from './refusing';

interface Schema extends DBSchema {
	vault: { key: string; value: Uint8Array };
	lock: { key: string; value: CryptoKey };
	notes: { key: string; value: number };
}

export interface VaultStore {
	readonly lock: DeviceLock;
	loadVault(): Promise<Uint8Array | null>;
	/** The secrets under the vault's own key. */
	loadSecrets(): Promise<Uint8Array | null>;
	/** Sealed bytes of other kinds, by name, under the vault's own key; they stay on this device. */
	loadPrivate(name: string): Promise<Uint8Array | null>;
	/** Strictly durable. */
	savePrivate(name: string, sealed: Uint8Array): Promise<void>;
	/** Both or neither, strictly durable. */
	save(parts: { readonly vault?: Uint8Array; readonly secrets?: Uint8Array }): Promise<void>;
	/** Harmless numbers that must be readable while locked: when the last backup was made, minutes to auto-lock. */
	note(name: string): Promise<number | null>;
	setNote(name: string, value: number): Promise<void>;
	/** Forgets vault, secrets and the device lock. */
	clear(): Promise<void>;
	close(): void;
}

export const VAULT_DATABASE = 'commonhold/vault';

/** @throws StoreRefused where the browser keeps nothing (private windows, storage switched off). */
export async function openVaultStore(): Promise<VaultStore> {
	const database = await refusing(() =>
		openDB<Schema>(VAULT_DATABASE, 1, {
			upgrade(fresh) {
				fresh.createObjectStore('vault');
				fresh.createObjectStore('lock');
				fresh.createObjectStore('notes');
			}
		})
	);
	const lockKey = async (): Promise<CryptoKey> => {
		const known = await database.get('lock', 'lock');
		if (known) return known;
		const fresh = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
		// Two tabs may race: the first one stored wins, and both read it back.
		const transaction = database.transaction('lock', 'readwrite', { durability: 'strict' });
		const winner = (await transaction.store.get('lock')) ?? fresh;
		if (winner === fresh) await transaction.store.put(fresh, 'lock');
		await transaction.done;
		return winner;
	};
	return {
		lock: createDeviceLock(lockKey),
		loadVault: () => refusing(async () => (await database.get('vault', 'vault')) ?? null),
		loadSecrets: () => refusing(async () => (await database.get('vault', 'secrets')) ?? null),
		loadPrivate: (name) => refusing(async () => (await database.get('vault', PRIVATE + name)) ?? null),
		savePrivate: (name, sealed) =>
			refusing(async () => {
				const transaction = database.transaction('vault', 'readwrite', { durability: 'strict' });
				void transaction.store.put(sealed, PRIVATE + name);
				await transaction.done;
			}),
		save: (parts) =>
			refusing(async () => {
				const transaction = database.transaction('vault', 'readwrite', { durability: 'strict' });
				if (parts.vault) void transaction.store.put(parts.vault, 'vault');
				if (parts.secrets) void transaction.store.put(parts.secrets, 'secrets');
				await transaction.done;
			}),
		note: (name) => refusing(async () => (await database.get('notes', name)) ?? null),
		setNote: (name, value) => refusing(async () => void (await database.put('notes', value, name))),
		clear: () =>
			refusing(async () => {
				const transaction = database.transaction(['vault', 'lock', 'notes'], 'readwrite', { durability: 'strict' });
				for (const name of ['vault', 'lock', 'notes'] as const) void transaction.objectStore(name).clear();
				await transaction.done;
			}),
		close: () => database.close()
	};
}

const PRIVATE = 'private/';
const IV_BYTES = 12;

/** AES-GCM with a key the browser does not give out: a copied database alone opens nothing. */
export function createDeviceLock(lockKey: () => Promise<CryptoKey>): DeviceLock {
	return {
		async wrap(bytes) {
			const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
			const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await lockKey(), new Uint8Array(bytes));
			const wrapped = new Uint8Array(IV_BYTES + sealed.byteLength);
			wrapped.set(iv);
			wrapped.set(new Uint8Array(sealed), IV_BYTES);
			return wrapped;
		},
		async unwrap(wrapped): Promise<Result<Uint8Array, { readonly type: 'ForeignProfile' }>> {
			try {
				const copy = new Uint8Array(wrapped);
				const opened = await crypto.subtle.decrypt(
					{ name: 'AES-GCM', iv: copy.subarray(0, IV_BYTES) },
					await lockKey(),
					copy.subarray(IV_BYTES)
				);
				return ok(new Uint8Array(opened));
			} catch {
				return err({ type: 'ForeignProfile' });
			}
		}
	};
}
