import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
	plugins: [sveltekit()],
	// two copies of yjs in one page break its type checks silently
	resolve: { dedupe: ['yjs'] },
	// in one file: SvelteKit's list for the service worker does not know the parts of a worker
	worker: { format: 'es', rolldownOptions: { output: { codeSplitting: false } } },
	build: { target: 'es2023' },
	test: {
		environment: 'node',
		include: ['tests/**/*.test.ts'],
		exclude: ['tests/e2e/**', 'tests/system/**', 'node_modules/**'],
		testTimeout: 30_000,
		hookTimeout: 30_000,
		maxWorkers: 2
	}
});
