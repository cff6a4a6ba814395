/** Peers in pages: opened, prepared and driven from the test's side. */

import type { Page } from 'playwright-core';
import type { HarnessServer } from './serve';
import type { NetPage } from './page';
import type { RawPage } from './raw-channel';
import type { StockPage } from './stock-peer';

export type Named = readonly [name: string, slot: number];

export interface PagePeer {
	readonly page: Page;
	/** Calls `window.net` in the page. */
	call<K extends keyof NetPage>(
		name: K,
		...args: Parameters<NetPage[K]>
	): Promise<Awaited<ReturnType<NetPage[K]>>>;
}

export async function openPeer(
	page: Page,
	server: HarnessServer,
	options: { readonly room: string; readonly self: Named; readonly members: readonly Named[] }
): Promise<PagePeer> {
	await page.goto(server.url);
	await page.waitForFunction(() => 'net' in window);
	const call: PagePeer['call'] = (name, ...args) => callPage(page, 'net', name, args);
	await call('prepare', { url: server.signalingUrl, ...options });
	return { page, call };
}

/** Calls `window.raw` in a page of the harness. */
export const callRaw = <K extends keyof RawPage>(
	page: Page,
	name: K,
	...args: Parameters<RawPage[K]>
): Promise<Awaited<ReturnType<RawPage[K]>>> => callPage(page, 'raw', name, args);

/** Calls `window.stock` in a page of the harness. */
export const callStock = <K extends keyof StockPage>(
	page: Page,
	name: K,
	...args: Parameters<StockPage[K]>
): Promise<Awaited<ReturnType<StockPage[K]>>> => callPage(page, 'stock', name, args);

const callPage = (page: Page, owner: string, name: string, args: readonly unknown[]): Promise<never> =>
	page.evaluate(
		([object, method, values]) => {
			const methods: Record<string, (...values: unknown[]) => unknown> = Reflect.get(window, object);
			return methods[method]!(...values);
		},
		[owner, name, args] as [string, string, unknown[]] // playwright serialises it
	) as Promise<never>; // the page's type, which the call across cannot carry
