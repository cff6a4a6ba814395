/** Builds the editor page and serves it under the app's own content security policy, Trusted Types included. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { svelte, vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { build, type Rolldown } from 'vite';
import { contentSecurityPolicy } from '../../../scripts/lib/content-security-policy.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

function policy(): string {
	const quoted = /^(self|none|wasm-unsafe-eval|script|unsafe-.*|sha256-.*)$/;
	return Object.entries(contentSecurityPolicy(false) ?? {})
		.map(([name, values]) =>
			[name, ...(values as readonly string[]).map((value) => (quoted.test(value) ? `'${value}'` : value))].join(' ') // the app's policy has lists only
		)
		.join('; ');
}

export interface EditorServer {
	readonly url: string;
	stop(): Promise<void>;
}

/** @param entry the page's script, beside this file. */
export async function serveEditor(entry: 'main.ts' | 'agreement.ts' = 'main.ts'): Promise<EditorServer> {
	const output = (await build({
		configFile: false,
		logLevel: 'error',
		root: here('.'),
		plugins: [svelte({ preprocess: vitePreprocess(), compilerOptions: { runes: true } })],
		resolve: {
			dedupe: ['yjs'],
			alias: { $crypto: here('../../../crypto'), $crdt: here('../../../crdt'), $lib: here('../../../src/lib') }
		},
		build: {
			write: false,
			target: 'es2023',
			cssCodeSplit: false,
			rollupOptions: { input: here(`./${entry}`), output: { format: 'es', codeSplitting: false } }
		}
	})) as Rolldown.RolldownOutput; // neither watching nor several outputs
	const script = output.output.find((part) => part.type === 'chunk')?.code ?? '';
	const sheet = output.output.find((part) => part.fileName.endsWith('.css'));
	const style = sheet?.type === 'asset' ? sheet.source : '';
	const server = createServer((request, response) => {
		response.setHeader('content-security-policy', policy());
		if (request.url === '/page.js') {
			response.setHeader('content-type', 'text/javascript');
			response.end(script);
		} else if (request.url === '/page.css') {
			response.setHeader('content-type', 'text/css');
			response.end(style);
		} else {
			response.setHeader('content-type', 'text/html; charset=utf-8');
			response.end(
				'<!doctype html><html lang="en"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Notes</title>' +
					'<link rel="stylesheet" href="/page.css"><body><script type="module" src="/page.js"></script></body></html>'
			);
		}
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo; // listening on TCP, so never a string
	return {
		url: `http://localhost:${port}/`,
		async stop() {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		}
	};
}
