/**
 * `app.firstload`: what a phone fetches before it can unlock or found anything. The built app is opened in a fresh profile
 * until its first screen can be used and the network is quiet; every file that page and worker asked for is counted with its
 * size after `gzip -9`. The service worker is kept from starting: what it stores for later is not waited for.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '../../scripts/lib/source-hash.js';
import { launchBrowser } from '../e2e/harness/browser';
import { startAppServer } from '../e2e/support/app-server';
import type { Figure } from './figure';
import { medianOf } from './median';

const TARGET_KIB = 250;

export async function appFirstLoad(runs = 5): Promise<Figure> {
	const server = await startAppServer();
	const browser = await launchBrowser();
	try {
		const all: ReadonlyMap<string, number>[] = [];
		for (let run = 0; run < runs; run++) {
			const context = await browser.newContext({ serviceWorkers: 'block', viewport: { width: 390, height: 844 } });
			const asked = new Set<string>();
			context.on('request', (request) => asked.add(new URL(request.url()).pathname));
			const page = await context.newPage();
			await page.goto(server.url);
			await page.getByRole('button', { name: 'Found a collective' }).waitFor();
			await page.waitForLoadState('networkidle');
			await context.close();
			all.push(new Map([...asked].map((path) => [path, compressedSize(path)])));
		}
		const sizes = all.map((files) => [...files.values()].reduce((sum, size) => sum + size, 0) / 1024);
		const value = medianOf(sizes);
		const largest = [...all[0]!].sort((a, b) => b[1] - a[1]).slice(0, 6);
		return {
			name: 'app.firstload',
			value,
			unit: 'KiB after gzip -9, before unlock',
			target: TARGET_KIB,
			met: value <= TARGET_KIB,
			runs,
			detail: { files: all[0]!.size, largest: Object.fromEntries(largest) }
		};
	} finally {
		await browser.close();
		await server.stop();
	}
}

/** @throws when the page asked for a file that the build does not have: it would be counted as nothing. */
function compressedSize(path: string): number {
	if (path === '/config.json') return 0; // a line that the server makes up
	return gzipSync(readFileSync(join(root, 'build', path === '/' ? 'index.html' : path)), { level: 9 }).length;
}
