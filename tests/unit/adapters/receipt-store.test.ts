/** Where receipts lie, over an IndexedDB in memory: the contract, erasing beside an open tab, and a disk that refuses. */
import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import type { CollectiveId } from '$crypto/base';
import { deleteReceiptStore, openReceiptStore, receiptDatabaseName } from '$lib/adapters/receipt-store';
import { receiptStoreContract } from '../../contracts/receipt-store.contract';
import { createMemoryReceipts } from '../../support/memory-receipts';

let count = 0;
const fresh = (): CollectiveId => `collective-${count++}` as CollectiveId;

receiptStoreContract('in memory', async () => {
	const store = createMemoryReceipts();
	return { store, reopen: async () => store };
});

receiptStoreContract('in IndexedDB', async () => {
	const id = fresh();
	const store = await openReceiptStore(id);
	return {
		store,
		async reopen() {
			store.close();
			return openReceiptStore(id);
		}
	};
});

describe('receipts in IndexedDB', () => {
	it('[LED77] are erased although another tab has them open, which then hears that its store is closed', async () => {
		const id = fresh();
		const store = await openReceiptStore(id);
		await store.put('name', Uint8Array.of(1), 1);
		await deleteReceiptStore(id);
		await expect(store.put('name', Uint8Array.of(1), 1)).rejects.toMatchObject({ failure: { type: 'StoreClosed' } });
		expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(receiptDatabaseName(id));
		expect((await (await openReceiptStore(id)).kept()).size).toBe(0);
	});

	it('[LED74] a full disk is a failure with a name, and nothing half kept', async () => {
		const store = await openReceiptStore(fresh());
		const put = IDBObjectStore.prototype.put;
		IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args) {
			if (this.name === 'kept') throw new DOMException('', 'QuotaExceededError');
			return put.apply(this, args);
		};
		try {
			await expect(store.put('name', Uint8Array.of(1), 1)).rejects.toMatchObject({ failure: { type: 'DiskFull' } });
		} finally {
			IDBObjectStore.prototype.put = put;
		}
		expect([(await store.kept()).size, await store.get('name')]).toEqual([0, null]);
	});
});
