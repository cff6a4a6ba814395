/** A new version of the app waits until the person takes it. */
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAppServer, listenOnFreePort } from '../../keeper/server';
import { expect, test } from './support/fixtures';

const build = fileURLToPath(new URL('../../build', import.meta.url));
const configuration = { publicUrl: '', signaling: [], iceServers: [] };

// the stage's server has made sure that there is a build
test('a new version waits, the old one goes on, and the page can ask for the change', async ({ browser, server: _built }) => {
	const directory = mkdtempSync(join(tmpdir(), 'commonhold-build-'));
	cpSync(build, directory, { recursive: true });
	let server = createAppServer({ buildDirectory: directory, configuration });
	const port = await listenOnFreePort(server, 0, '127.0.0.1');
	const context = await browser.newContext();
	try {
		const page = await context.newPage();
		await page.goto(`http://localhost:${port}`);
		await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');

		await close(server);
		appendFileSync(join(directory, 'service-worker.js'), '\n// another version\n');
		server = createAppServer({ buildDirectory: directory, configuration });
		await listenOnFreePort(server, port, '127.0.0.1');

		await page.evaluate(async () => {
			const registration = await navigator.serviceWorker.ready;
			Object.assign(window, { first: navigator.serviceWorker.controller });
			await registration.update();
		});
		// polled from here: a promise given to waitForFunction counts as true at once
		await expect
			.poll(() => page.evaluate(async () => (await navigator.serviceWorker.ready).waiting?.state), { timeout: 60_000 })
			.toBe('installed');
		expect(await page.evaluate(() => navigator.serviceWorker.controller === Reflect.get(window, 'first'))).toBe(true);

		await page.evaluate(async () => (await navigator.serviceWorker.ready).waiting?.postMessage('activate'));
		await page.waitForFunction(() => navigator.serviceWorker.controller !== Reflect.get(window, 'first'));
	} finally {
		await context.close();
		await close(server);
		rmSync(directory, { recursive: true, force: true });
	}
});

function close(server: Server): Promise<void> {
	server.closeAllConnections();
	return new Promise((resolve) => server.close(() => resolve()));
}
