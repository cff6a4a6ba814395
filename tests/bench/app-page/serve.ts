/** Builds the page beside this file with its worker and serves both with our own signaling on one free local port. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { attachSignaling } from '../../../keeper/signaling';

export interface AppPageServer {
	readonly url: string;
	readonly signalingUrl: string;
	stop(): Promise<void>;
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const roots = { $crypto: '../../../crypto', $crdt: '../../../crdt', $lib: '../../../src/lib' };

export async function serveAppPage(): Promise<AppPageServer> {
	const folder = await mkdtemp(join(tmpdir(), 'commonhold-bench-'));
	await build({
		configFile: false,
		logLevel: 'error',
		resolve: {
			dedupe: ['yjs'],
			alias: Object.entries(roots).map(([find, path]) => ({ find, replacement: here(path) }))
		},
		worker: { format: 'es' },
		build: {
			outDir: folder,
			target: 'es2023',
			rollupOptions: { input: here('./page.ts'), output: { format: 'es', entryFileNames: 'page.js' } }
		}
	});
	const server = createServer((request, response) => {
		const path = new URL(request.url ?? '/', 'http://localhost').pathname;
		response.setHeader('content-type', path.endsWith('.js') ? 'text/javascript' : 'text/html');
		if (!path.endsWith('.js')) return response.end('<!doctype html><title>house</title><script type=module src=/page.js></script>');
		void readFile(join(folder, path)).then(
			(body) => response.end(body),
			() => response.writeHead(404).end()
		);
		return undefined;
	});
	const signaling = attachSignaling(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo; // listening on TCP, so never a string
	return {
		url: `http://localhost:${port}/`,
		signalingUrl: `ws://localhost:${port}/signal`,
		async stop() {
			await signaling.close();
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
			await rm(folder, { recursive: true });
		}
	};
}
