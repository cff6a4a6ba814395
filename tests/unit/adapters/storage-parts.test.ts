/** What takes room on a device, over an IndexedDB in memory. */
import 'fake-indexeddb/auto';
import { beforeAll, expect, it } from 'vitest';
import { openDB } from 'idb';
import { loadSodium } from '$crypto/sodium';
import { CORE_STREAM, type CollectiveId, type Slot, type StreamId } from '$crypto/base';
import { deleteEntryStore, openEntryStore } from '$lib/adapters/entry-store';
import { openReceiptStore } from '$lib/adapters/receipt-store';
import { measureStorage } from '$lib/adapters/storage-parts';

beforeAll(loadSodium);

const noCaches = { keys: async () => [] } as unknown as CacheStorage; // all that is asked of it
const appFiles = { keys: async () => ['app'], open: async () => ({ keys: async () => ['/'], match: async () => new Response('x'.repeat(500)) }) } as unknown as CacheStorage; // likewise
const batch = (stream: StreamId, sizes: readonly number[]) => ({ stream, segment: 0, entries: sizes.map((size, seq) => ({ slot: 1 as Slot, seq, bytes: new Uint8Array(size) })) });

it('[PRF26] tells records, texts, receipts, what is the device’s own and the app apart, over all collectives', async () => {
	expect(await measureStorage({ indexedDB, caches: noCaches })).toEqual([]);
	const [one, other] = ['one', 'other'] as unknown as [CollectiveId, CollectiveId];
	const stores = await Promise.all([one, other].map((id) => openEntryStore(id, () => undefined)));
	for (const store of stores) await store.commitReceived(batch(CORE_STREAM, [10_000]));
	await stores[0]?.commitReceived(batch('AAAAAAAAAAAAAAAAAAAAAA' as StreamId, [3_000]));
	const receipts = await openReceiptStore(one);
	await receipts.put('name', new Uint8Array(70_000), 1);
	const vault = await openDB('commonhold/vault', 1, { upgrade: (found) => void found.createObjectStore('records') });
	await vault.put('records', { sealed: new Uint8Array(900) }, 'secrets');
	await openDB('somebody-else', 1, { upgrade: (found) => void found.createObjectStore('records') });

	const parts = (await measureStorage({ indexedDB, caches: appFiles })) ?? [];
	expect(parts.map(({ kind }) => kind)).toEqual(['records', 'texts', 'receipts', 'own', 'app']);
	for (const [kind, least] of [['records', 20_000], ['texts', 3_000], ['receipts', 70_000], ['own', 900], ['app', 500]] as const) {
		const bytes = parts.find((one) => one.kind === kind)?.bytes ?? 0;
		expect(bytes, kind).toBeGreaterThanOrEqual(least);
		expect(bytes, kind).toBeLessThan(least + 400);
	}
});

it('[PRF26] keeps nobody from forgetting a collective', async () => {
	const id = 'forgotten' as CollectiveId;
	const store = await openEntryStore(id, () => undefined);
	await store.commitReceived(batch(CORE_STREAM, Array.from({ length: 50 }, () => 1_000)));
	const [parts] = await Promise.all([measureStorage({ indexedDB, caches: noCaches }), deleteEntryStore(id)]);
	expect(parts).not.toBeNull();
});

it('says that it cannot tell where the browser does not name its databases', async () => {
	expect(await measureStorage({ indexedDB: {} as IDBFactory, caches: noCaches })).toBeNull();
});
