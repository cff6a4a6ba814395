/**
 * Serves the real screens over the double in tests/support/fake-app.svelte.ts: `npx vite --config tests/harness/vite.config.ts`,
 * then open /?as=welcome, /?as=locked, /calendar … The product's own build never reads this file.
 */
import { fileURLToPath } from 'node:url';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

const fake = fileURLToPath(new URL('../support/fake-app.svelte.ts', import.meta.url));
const hashes = fileURLToPath(new URL('../support/fake-node-crypto.ts', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

export default defineConfig({
	root,
	cacheDir: 'node_modules/.vite-harness',
	plugins: [
		{
			name: 'fake-app',
			enforce: 'pre',
			resolveId: (source) => (source === 'node:crypto' ? hashes : /\/services\/compose(\.ts)?$/.test(source) ? fake : null)
		},
		sveltekit()
	],
	server: { fs: { allow: ['.'] } }
});
