/** Peers in pages: opened, prepared and driven from the test's side. */

import type { Page } from 'playwright-core';
import type { HarnessServer } from './serve';
import type { NetPage } from './page';

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
	const call: PagePeer['call'] = (name, ...args) =>
		page.evaluate(
			([method, values]) => {
				const net: Record<string, (...values: unknown[]) => unknown> = Reflect.get(window, 'net');
				return net[method]!(...values);
			},
			[name, args] as [string, unknown[]] // playwright serialises it
		) as never; // the page's type, which the call across cannot carry
	await call('prepare', { url: server.signalingUrl, ...options });
	return { page, call };
}
