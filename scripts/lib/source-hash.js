/**
 * A short hash over everything that a build depends on. It names the build, so `npm start` knows when to build again
 * (file times mean nothing after a clone), and the service worker knows when there is a new version.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const inputs = [
	'src',
	'crypto',
	'crdt',
	'static',
	'scripts/lib',
	'package-lock.json',
	'svelte.config.js',
	'vite.config.ts',
	'tsconfig.json'
];

/** @returns {string} 16 hex characters, the same on every machine for the same sources */
export function hashSources() {
	const hash = createHash('sha256');
	for (const file of inputs.flatMap((name) => listFiles(join(root, name)))) {
		hash.update(relative(root, file).split(sep).join('/')).update('\0');
		hash.update(readFileSync(file)).update('\0');
	}
	return hash.digest('hex').slice(0, 16);
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function listFiles(path) {
	if (!existsSync(path)) return [];
	if (!statSync(path).isDirectory()) return [path];
	return readdirSync(path)
		.sort()
		.flatMap((name) => listFiles(join(path, name)));
}
