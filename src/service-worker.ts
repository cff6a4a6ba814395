/**
 * Keeps the app on the device: after the first visit it opens without any network.
 *
 * Each version has a cache of its own, filled completely before the version is installed. A new version waits until every
 * tab is closed or the page asks for it with `postMessage('activate')`: the app never changes under somebody's hands.
 * Only files of the build and `/config.json` are kept; nothing that a person wrote. A file that is shared to the app passes
 * through memory to the page that asks for it (PWA20, PWA21).
 */
import { build, files, version } from '$service-worker';
import { version as released } from '../package.json';
import { createHeldFile, HELD_ADDRESS, SHARE_ADDRESS, SHARE_FIELD } from './lib/services/held-file';

const worker = globalThis as unknown as ServiceWorkerGlobalScope; // the DOM library types it as a window
const cachePrefix = 'commonhold-';
const cacheName = cachePrefix + version;
const shell = '/';
const configuration = '/config.json';
const precached = new Set([...build, ...files]);
const held = createHeldFile<File>((ms, run) => {
	const timer = setTimeout(run, ms);
	return () => clearTimeout(timer);
});

worker.addEventListener('install', (event) => {
	event.waitUntil(fillCache());
});

worker.addEventListener('activate', (event) => {
	event.waitUntil(forgetOldVersions().then(() => worker.clients.claim()));
});

worker.addEventListener('message', (event) => {
	if (event.data === 'activate') event.waitUntil(worker.skipWaiting());
	// a page asks what waits: the version as people count it, and the short name of these sources
	else if (event.data === 'version') event.ports[0]?.postMessage(`${released} (${version.slice(0, 7)})`);
});

/** A reminder was tapped: the app that showed it comes to the front; where it is gone, it opens at its first page. */
worker.addEventListener('notificationclick', (event) => {
	event.notification.close();
	event.waitUntil(comeForward());
});

worker.addEventListener('fetch', (event) => {
	const { request } = event;
	const { origin, pathname } = new URL(request.url);
	if (origin !== worker.location.origin) return;
	if (request.method === 'POST' && pathname === SHARE_ADDRESS) event.respondWith(holdShared(request));
	else if (request.method === 'POST' && pathname === HELD_ADDRESS) event.respondWith(giveHeld());
	if (request.method !== 'GET') return;
	if (precached.has(pathname)) event.respondWith(answerFromCache(request, pathname));
	else if (pathname.startsWith('/_app/immutable/workers/')) event.respondWith(answerFromCache(request, pathname));
	else if (request.mode === 'navigate') event.respondWith(answerFromCache(request, shell));
	else if (pathname === configuration) event.respondWith(answerFromNetwork(request));
	else if (pathname.startsWith('/_app/immutable/')) event.respondWith(answerFromOldVersion(request));
});

/** The page is opened in any case: it says so where nothing came. */
async function holdShared(request: Request): Promise<Response> {
	const form = await request.formData().catch(() => null);
	const file = form?.get(SHARE_FIELD);
	if (file instanceof File) held.put(file);
	return Response.redirect(SHARE_ADDRESS, 303);
}

async function giveHeld(): Promise<Response> {
	const file = held.take();
	if (!file) return new Response(null, { status: 204 });
	return new Response(file, { headers: { 'content-type': file.type, 'x-file-name': encodeURIComponent(file.name), 'cache-control': 'no-store' } });
}

async function comeForward(): Promise<void> {
	const [open] = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
	if (open) await open.focus();
	else await worker.clients.openWindow(shell);
}

/** All or nothing: when one file fails, the version is not installed and the old one stays. */
async function fillCache(): Promise<void> {
	const cache = await caches.open(cacheName);
	const response = await fetch('/_app/worker-parts.json', { cache: 'reload' });
	const workerParts = (await response.json()) as string[]; // written by the build beside this very file
	// 'reload' passes by the HTTP cache, so that no file of an older version slips in
	await cache.addAll([...new Set([shell, ...precached, ...workerParts])].map((path) => new Request(path, { cache: 'reload' })));
}

/** The version before this one stays: a second tab may still run it and load its parts. */
async function forgetOldVersions(): Promise<void> {
	const names = (await caches.keys()).filter((name) => name.startsWith(cachePrefix) && name !== cacheName);
	await Promise.all(names.slice(0, -1).map((name) => caches.delete(name)));
}

/** The network is asked only for what the cache has lost (the browser may evict it). */
async function answerFromCache(request: Request, path: string): Promise<Response> {
	const cache = await caches.open(cacheName);
	return (await cache.match(path)) ?? fetch(request);
}

async function answerFromOldVersion(request: Request): Promise<Response> {
	return (await caches.match(request)) ?? fetch(request);
}

/** Meeting points and the public address: fresh when there is a network, else as last seen. */
async function answerFromNetwork(request: Request): Promise<Response> {
	const cache = await caches.open(cacheName);
	try {
		const response = await fetch(request);
		if (response.ok) await cache.put(configuration, response.clone());
		return response;
	} catch {
		return (await cache.match(configuration)) ?? Response.error();
	}
}
