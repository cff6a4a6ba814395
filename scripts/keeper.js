#!/usr/bin/env node
/**
 * `npm run keeper`, or `npx commonhold-keeper` from a packed copy: one process that serves the app, helps browsers to meet, and stores
 * sealed entries. With a word behind it (`pass`, `passes`, `address N`, `drop N`) it looks after the passes instead.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/source-hash.js';
import { loadTypeScript } from './lib/typescript.js';

const words = process.argv.slice(2);
// A packed copy brings its build and its packages along; a clone makes them.
if (existsSync(join(root, 'src'))) {
	const { buildIfNeeded, installIfNeeded } = await import('./lib/prepare.js');
	installIfNeeded();
	if (words.length === 0 && !(await buildIfNeeded())) process.exit(1);
}
await loadTypeScript();
if (words.length === 0) {
	const { runKeeper } = await import('../keeper/main.ts');
	await runKeeper();
} else {
	const { runKeeperCommand } = await import('../keeper/main.ts');
	await runKeeperCommand(words);
}
