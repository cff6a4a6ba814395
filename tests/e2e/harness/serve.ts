/** Builds the harness page in memory and serves it with our own signaling on one free local port. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';
import { attachSignaling, type Signaling } from '../../../keeper/signaling';

export interface HarnessServer {
	readonly url: string;
	readonly signalingUrl: string;
	readonly signaling: Signaling;
	stop(): Promise<void>;
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const roots = { $crypto: '../../../crypto', $crdt: '../../../crdt', $lib: '../../../src/lib' };

async function buildPage(entry: string): Promise<string> {
	const output = (await build({
		configFile: false,
		logLevel: 'error',
		resolve: {
			dedupe: ['yjs'],
			alias: Object.entries(roots).map(([find, path]) => ({ find, replacement: here(path) }))
		},
		build: {
			write: false,
			target: 'es2023',
			rollupOptions: { input: here(entry), output: { format: 'es', codeSplitting: false } }
		}
	})) as Rolldown.RolldownOutput; // neither watching nor several outputs
	const chunk = output.output.find((part) => part.type === 'chunk');
	if (!chunk) throw new Error('the harness page was not built');
	return chunk.code;
}

export async function serveHarness(entry = './page.ts'): Promise<HarnessServer> {
	const script = await buildPage(entry);
	const server = createServer((request, response) => {
		const isScript = request.url === '/page.js';
		response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
		response.end(isScript ? script : '<!doctype html><title>net</title><script type=module src=/page.js></script>');
	});
	const signaling = attachSignaling(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo; // listening on TCP, so never a string
	return {
		url: `http://localhost:${port}/`,
		signalingUrl: `ws://localhost:${port}/signal`,
		signaling,
		async stop() {
			await signaling.close();
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		}
	};
}
