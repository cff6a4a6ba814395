/** What every `ReceiptStore` promises: bytes as they were given, across a reopening; what was dropped is gone, the rest is not. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { DeviceId } from '$crypto/base';
import type { ReceiptStore } from '$lib/adapters/receipt-store';

const nameNo = (n: number): string => 'r'.repeat(42) + n;
const device = 'device' as DeviceId;

/** @param reopen gives the same store again after a close, as a reload does. */
export function receiptStoreContract(name: string, create: () => Promise<{ store: ReceiptStore; reopen(): Promise<ReceiptStore> }>): void {
	describe(`receipt store: ${name}`, () => {
		let store: ReceiptStore;
		let reopen: () => Promise<ReceiptStore>;
		beforeEach(async () => ({ store, reopen } = await create()));

		it('is empty at first', async () => {
			expect([...(await store.kept())]).toEqual([]);
			expect([...(await store.holdings())]).toEqual([]);
			expect(await store.get(nameNo(1))).toBeNull();
		});

		it('[LED74] keeps the sealed bytes and when they came, across a reopening', async () => {
			await store.put(nameNo(1), Uint8Array.of(1, 2, 3), 100);
			await store.put(nameNo(2), Uint8Array.of(4), 200);
			await store.put(nameNo(2), Uint8Array.of(4), 300);
			const again = await reopen();
			expect(await again.get(nameNo(1))).toEqual(Uint8Array.of(1, 2, 3));
			expect([...(await again.kept())].sort()).toEqual([[nameNo(1), 100], [nameNo(2), 300]]);
		});

		it('[LED75] touches what is kept and nothing else; drops what it is told to and nothing else', async () => {
			await store.put(nameNo(1), Uint8Array.of(1), 100);
			await store.put(nameNo(2), Uint8Array.of(2), 100);
			await store.touch(nameNo(1), 500);
			await store.touch(nameNo(3), 500);
			await store.drop([nameNo(2), nameNo(4)]);
			const again = await reopen();
			expect([...(await again.kept())]).toEqual([[nameNo(1), 500]]);
			expect(await again.get(nameNo(2))).toBeNull();
		});

		it('[LED72] remembers what each device was last known to hold', async () => {
			await store.setHoldings(device, [nameNo(1)]);
			await store.setHoldings(device, [nameNo(1), nameNo(2)]);
			await store.setHoldings('other' as DeviceId, []);
			expect([...(await (await reopen()).holdings())].sort()).toEqual([[device, [nameNo(1), nameNo(2)]], ['other', []]]);
		});
	});
}
