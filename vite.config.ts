import { sveltekit } from '@sveltejs/kit/vite';
import { readdirSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { groupsOf, PAGE_FILES, WORKER_FILES } from './scripts/lib/file-groups.js';
import { wasmBeside } from './scripts/lib/wasm-beside.js';

/** SvelteKit's list for the service worker does not know the parts of a worker: they are listed in a file of their own. */
function listWorkerParts(): Plugin {
	return {
		name: 'commonhold-worker-parts',
		writeBundle({ dir }) {
			const folder = '_app/immutable/workers';
			if (!dir || !existsSync(join(dir, folder))) return;
			const parts = readdirSync(join(dir, folder), { recursive: true, withFileTypes: true })
				.filter((entry) => entry.isFile())
				.map((entry) => `/${join(entry.parentPath, entry.name).slice(join(dir, '/').length)}`);
			writeFileSync(join(dir, '_app/worker-parts.json'), JSON.stringify(parts.sort()));
		}
	};
}

export default defineConfig({
	plugins: [sveltekit(), listWorkerParts()],
	// two copies of yjs in one page break its type checks silently
	resolve: { dedupe: ['yjs'] },
	worker: {
		format: 'es',
		plugins: () => [wasmBeside()],
		rolldownOptions: { output: { codeSplitting: { groups: groupsOf(WORKER_FILES) } } }
	},
	build: { target: 'es2023' },
	environments: { client: { build: { rolldownOptions: { output: { codeSplitting: { groups: groupsOf(PAGE_FILES) } } } } } },
	test: {
		environment: 'node',
		include: ['tests/**/*.test.ts'],
		exclude: ['tests/e2e/**', 'tests/system/**', 'node_modules/**'],
		testTimeout: 30_000,
		hookTimeout: 30_000,
		maxWorkers: 2
	}
});
