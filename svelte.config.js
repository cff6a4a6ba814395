import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { contentSecurityPolicy } from './scripts/lib/content-security-policy.js';
import { hashSources } from './scripts/lib/source-hash.js';

// One of four places that know SvelteKit's shape (with vite.config.ts, tsconfig.json and src/service-worker.ts).

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	compilerOptions: { runes: ({ filename }) => (filename.includes('node_modules') ? undefined : true) },
	kit: {
		adapter: adapter({ fallback: 'index.html' }),
		// the look of the first screen lies in the page itself: nothing is waited for before the first paint
		inlineStyleThreshold: 40_000,
		alias: { $crypto: './crypto', $crdt: './crdt' },
		csp: { mode: 'hash', directives: contentSecurityPolicy(process.env.COMMONHOLD_DEV === '1') },
		// The version is a hash of the sources: the same sources give the same build, and no false "new version".
		version: { name: hashSources(), pollInterval: 0 },
		// the service worker answers every address with one shell, so its references must not depend on the address
		paths: { relative: false },
		typescript: {
			config: (config) => {
				config.include.push(
					'../crypto/**/*.ts',
					'../crdt/**/*.ts',
					'../keeper/**/*.ts',
					'../scripts/**/*.js',
					'../*.config.ts'
				);
				config.exclude.push('../scripts/types/**');
			}
		}
	}
};
