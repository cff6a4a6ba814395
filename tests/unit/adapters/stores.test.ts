/** The disk's adapters over an IndexedDB in memory: contracts, damage, many small rows, the vault. */
import 'fake-indexeddb/auto';
import { beforeAll, describe, expect, it } from 'vitest';
import { deleteDB, openDB } from 'idb';
import { CORE_STREAM, type CollectiveId, type Slot } from '$crypto/base';
import { loadSodium } from '$crypto/sodium';
import { StoreRefused } from '$crdt/log/ports';
import { entryDatabaseName, openEntryStore } from '$lib/adapters/entry-store';
import { refusing } from '$lib/adapters/refusing';
import { openVaultStore, VAULT_DATABASE } from '$lib/adapters/vault-store';
import { entryStoreContract } from '../../contracts/entry-store.contract';
import { createMemoryStore } from '../../support/memory-store';
import { testDeviceLock } from '../crypto/device-lock-double';

beforeAll(loadSodium);

let count = 0;
const fresh = (): CollectiveId => `collective-${count++}` as CollectiveId;

entryStoreContract('in memory', async () => {
	const store = createMemoryStore();
	return { store, reopen: async () => store };
});

entryStoreContract('in IndexedDB', async () => {
	const id = fresh();
	const store = await openEntryStore(id, () => undefined);
	return {
		store,
		async reopen() {
			await store.close();
			return openEntryStore(id, () => undefined);
		}
	};
});

const received = (seq: number) => ({ stream: CORE_STREAM, segment: 0, entries: [{ slot: 9 as Slot, seq, bytes: new Uint8Array(30).fill(seq % 251) }] });

describe('entries in IndexedDB', () => {
	it('a damaged row is set aside and counted; the others stay', async () => {
		const id = fresh();
		const store = await openEntryStore(id, () => undefined);
		for (let seq = 0; seq < 5; seq++) await store.commitReceived(received(seq));
		await store.close();
		const raw = await openDB(entryDatabaseName(id));
		const [first, second] = await raw.getAllKeys('rows');
		const row = (await raw.get('rows', first!)) as { stream: string; packed: Uint8Array };
		row.packed[20]! ^= 1;
		await raw.put('rows', row, first);
		await raw.put('rows', { stream: 'core', packed: 'not even bytes' }, second);
		raw.close();
		const again = await openEntryStore(id, () => undefined);
		const loaded = await again.load();
		expect(loaded.damagedRows).toBe(2);
		expect(loaded.batches.flatMap(({ entries }) => entries.map(({ seq }) => seq))).toEqual([2, 3, 4]);
	});

	it('many small rows become few, and nothing is lost', async () => {
		const id = fresh();
		const store = await openEntryStore(id, () => undefined);
		for (let seq = 0; seq < 450; seq++) await store.commitReceived(received(seq));
		const seqs = async (from: typeof store) => (await from.load()).batches.flatMap(({ entries }) => entries.map(({ seq }) => seq));
		const before = await seqs(store);
		await store.close();
		const raw = await openDB(entryDatabaseName(id));
		expect(await raw.count('rows')).toBe(1);
		raw.close();
		expect(await seqs(await openEntryStore(id, () => undefined))).toEqual(before);
	});

	it('another tab that deletes the database closes this one, and says so', async () => {
		const id = fresh();
		let closed = 0;
		const store = await openEntryStore(id, () => closed++);
		await store.commitReceived(received(0));
		await deleteDB(entryDatabaseName(id));
		expect(closed).toBe(1);
		await expect(store.commitReceived(received(1))).rejects.toMatchObject({ failure: { type: 'StoreClosed' } });
		await expect(store.load()).rejects.toBeInstanceOf(StoreRefused);
	});

	it('the browser’s refusals get names of ours; bugs stay bugs', async () => {
		const failing = (name: string) => refusing(() => Promise.reject(new DOMException('', name)));
		await expect(failing('QuotaExceededError')).rejects.toMatchObject({ failure: { type: 'DiskFull' } });
		await expect(failing('InvalidStateError')).rejects.toMatchObject({ failure: { type: 'StoreClosed' } });
		await expect(failing('UnknownError')).rejects.toMatchObject({ failure: { type: 'StoreBroken', detail: 'UnknownError' } });
		await expect(refusing(() => Promise.reject(new TypeError('a bug')))).rejects.toBeInstanceOf(TypeError);
	});
});

describe('the vault in IndexedDB', () => {
	it('keeps vault, secrets and notes across a reopening, and forgets them together', async () => {
		const store = await openVaultStore();
		expect([await store.loadVault(), await store.loadSecrets(), await store.note('x')]).toEqual([null, null, null]);
		await store.save({ vault: Uint8Array.of(1), secrets: Uint8Array.of(2) });
		await store.save({ secrets: Uint8Array.of(3) });
		await store.setNote('x', 5);
		const locked = await store.lock.wrap(Uint8Array.of(9));
		store.close();
		const again = await openVaultStore();
		expect([await again.loadVault(), await again.loadSecrets(), await again.note('x')]).toEqual([Uint8Array.of(1), Uint8Array.of(3), 5]);
		expect(await again.lock.unwrap(locked)).toEqual({ ok: true, value: Uint8Array.of(9) });
		await again.clear();
		expect([await again.loadVault(), await again.loadSecrets(), await again.note('x')]).toEqual([null, null, null]);
		expect(await again.lock.unwrap(locked)).toMatchObject({ ok: false, error: { type: 'ForeignProfile' } });
		again.close();
	});

	it('the key of the lock does not leave the browser', async () => {
		const store = await openVaultStore();
		await store.lock.wrap(Uint8Array.of(1));
		store.close();
		const raw = await openDB(VAULT_DATABASE);
		const [key] = (await raw.getAll('lock')) as CryptoKey[];
		raw.close();
		expect(key!.extractable).toBe(false);
		await expect(crypto.subtle.exportKey('raw', key!)).rejects.toThrow();
	});

	// Another profile is another lock key: here, the same database after its key was forgotten.
	let profile = 0;
	testDeviceLock(async (wanted) => {
		const store = await openVaultStore();
		if (wanted !== profile) await store.clear();
		profile = wanted;
		const { lock } = store;
		return lock;
	});
});
