/**
 * Looks for words where they must not lie: everything the browser stores (read through the API, because files on disk are
 * compressed), and everything that left a page. Words are found as they are, as UTF-16, in base64 and in hex.
 */
import type { BrowserContext, Page } from '@playwright/test';

/** What leaves the pages of a browser, from now on. `opened` is the one address that the person was given to open. */
export type Tap = {
	/** "signaling: …", "console: …", "request: …", "address: …" */
	readonly overheard: string[];
};

export function tap(context: BrowserContext, opened: () => string = () => ''): Tap {
	const overheard: string[] = [];
	const listen = (page: Page) => {
		page.on('websocket', (socket) => {
			overheard.push(`signaling: ${socket.url()}`);
			const keep = ({ payload }: { payload: string | Buffer }) => overheard.push(`signaling: ${asText(payload)}`);
			socket.on('framesent', keep);
			socket.on('framereceived', keep);
		});
		page.on('framenavigated', (frame) => {
			if (frame.url() !== opened()) overheard.push(`address: ${frame.url()}`);
		});
	};
	context.on('page', listen);
	for (const page of context.pages()) listen(page);
	context.on('console', (message) => overheard.push(`console: ${message.text()}`));
	context.on('request', (request) => {
		// what follows the # stays in the browser
		overheard.push(`request: ${request.url().replace(/#.*/, '')} ${request.postDataBuffer()?.toString('latin1') ?? ''}`);
	});
	return { overheard };
}

const asText = (payload: string | Buffer): string => (typeof payload === 'string' ? payload : payload.toString('latin1'));

/** Every way in which a word of plain letters may be written down, by how it is written. */
export function disguises(word: string): { readonly as: string; readonly text: string }[] {
	const bytes = Buffer.from(word, 'utf8');
	const base64 = [0, 1, 2].map((shift) => {
		const whole = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64url');
		// only the letters that depend on the word alone
		return whole.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
	});
	return [
		{ as: 'plain', text: word },
		{ as: 'utf16', text: [...word].map((letter) => `${letter}\0`).join('') },
		{ as: 'hex', text: bytes.toString('hex') },
		...base64.flatMap((text) => [
			{ as: 'base64', text },
			{ as: 'base64', text: text.replaceAll('-', '+').replaceAll('_', '/') }
		])
	];
}

/** @returns one line for each place in which one of the words lies: "word in indexedDB commonhold/vault/vault (plain)". */
export async function findWords(words: readonly string[], page: Page, tapped: Tap): Promise<string[]> {
	const needles = words.flatMap((word) => disguises(word).map((one) => ({ word, ...one })));
	const cdp = await page.context().newCDPSession(page);
	const { entries } = await cdp.send('Page.getNavigationHistory');
	await cdp.detach();
	const visited = entries.map(({ url }) => `history: ${url}`);
	const found = needles.flatMap(({ word, as, text }) =>
		[...tapped.overheard, ...visited].filter((line) => line.includes(text)).map((line) => `${word} in ${line.slice(0, 80)} (${as})`)
	);
	return [...new Set([...found, ...(await page.evaluate(searchStores, needles))])].sort();
}

/** Runs inside the page. */
async function searchStores(needles: { word: string; as: string; text: string }[]): Promise<string[]> {
	const found: string[] = [];
	const latin1 = new TextDecoder('latin1');
	const look = (place: string, text: string) => {
		for (const needle of needles) if (text.includes(needle.text)) found.push(`${needle.word} in ${place} (${needle.as})`);
	};
	const seen = new Set<object>();
	const lookDeep = async (place: string, value: unknown): Promise<void> => {
		if (typeof value !== 'object' || value === null) return look(place, String(value));
		if (seen.has(value)) return;
		seen.add(value);
		if (value instanceof Blob) return lookDeep(place, await value.arrayBuffer());
		if (value instanceof ArrayBuffer) return look(place, latin1.decode(value));
		if (ArrayBuffer.isView(value)) return look(place, latin1.decode(value));
		if (value instanceof Map) {
			for (const [key, one] of value) {
				await lookDeep(place, key);
				await lookDeep(place, one);
			}
			return;
		}
		if (value instanceof Set) {
			for (const one of value) await lookDeep(place, one);
			return;
		}
		for (const [key, one] of Object.entries(value)) {
			look(place, key);
			await lookDeep(place, one);
		}
	};
	const done = <T>(request: IDBRequest<T>): Promise<T> =>
		new Promise((resolve, reject) => {
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error ?? new Error('refused'));
		});
	for (const { name } of await indexedDB.databases()) {
		if (!name) continue;
		look(`the name of ${name}`, name);
		const database = await done(indexedDB.open(name));
		for (const store of database.objectStoreNames) {
			const objects = database.transaction(store).objectStore(store);
			const [keys, values] = await Promise.all([done(objects.getAllKeys()), done(objects.getAll())]);
			await lookDeep(`indexedDB ${name}/${store}`, [keys, values]);
		}
		database.close();
	}
	for (const [name, storage] of Object.entries({ localStorage, sessionStorage })) look(name, JSON.stringify(storage));
	for (const name of await caches.keys()) {
		const cache = await caches.open(name);
		for (const request of await cache.keys()) {
			look(`cache ${name}`, request.url);
			const response = await cache.match(request);
			if (response) await lookDeep(`cache ${name} ${new URL(request.url).pathname}`, await response.arrayBuffer());
		}
	}
	look('cookies', document.cookie);
	look('the name of the window', window.name);
	look('history', JSON.stringify(history.state) + location.href);
	return found;
}
