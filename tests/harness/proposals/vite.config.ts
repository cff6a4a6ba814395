/** The real screens over one proposal in every state: `npx vite --config tests/harness/proposals/vite.config.ts`. See look.ts. */
import { fileURLToPath } from 'node:url';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

const hashes = fileURLToPath(new URL('../../support/fake-node-crypto.ts', import.meta.url));
const fake = fileURLToPath(new URL('./fake.ts', import.meta.url));

export default defineConfig({
	root: fileURLToPath(new URL('../../..', import.meta.url)),
	cacheDir: 'node_modules/.vite-harness-proposals',
	plugins: [{ name: 'fake-app', enforce: 'pre', resolveId: (source) => (source === 'node:crypto' ? hashes : /\/services\/compose(\.ts)?$/.test(source) ? fake : null) }, sveltekit()],
	server: { fs: { allow: ['.'] } }
});
