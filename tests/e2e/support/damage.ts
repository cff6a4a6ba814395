/** A disk that goes wrong: turns one byte of what is stored. */
import type { Page } from '@playwright/test';

export type Spot = { readonly database: RegExp; readonly store: string; readonly key: string };

/** Key "last" is the newest row of a store. The byte turned is the last one of the stored bytes. */
export async function flipByte(page: Page, { database, store, key }: Spot): Promise<void> {
	await page.evaluate(
		async ({ pattern, store, key }) => {
			const done = <T>(request: IDBRequest<T>): Promise<T> =>
				new Promise((resolve, reject) => {
					request.onsuccess = () => resolve(request.result);
					request.onerror = () => reject(request.error ?? new Error('refused'));
				});
			const name = (await indexedDB.databases()).find((one) => new RegExp(pattern).test(one.name ?? ''))?.name;
			if (!name) throw new Error(`no database like ${pattern}`);
			const opened = await done(indexedDB.open(name));
			const objects = opened.transaction(store, 'readwrite').objectStore(store);
			const at = key === 'last' ? (await done(objects.getAllKeys())).at(-1) : key;
			if (at === undefined) throw new Error(`nothing in ${store}`);
			const value: unknown = await done(objects.get(at));
			const row = value instanceof Uint8Array ? { packed: value } : (value as { packed: Uint8Array }); // of entries
			const bytes = new Uint8Array(row.packed);
			bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 0xff;
			await done(objects.put(value instanceof Uint8Array ? bytes : { ...row, packed: bytes }, at));
			opened.close();
		},
		{ pattern: database.source, store, key }
	);
}
