/** Reads the sources of this repository for the tests that watch over its shape. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SourceFiles } from './imports';

export const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url));

/** Text of every `.ts`, `.js` and `.svelte` file under the given folders, by path relative to the repository. */
export function readSources(folders: readonly string[]): SourceFiles {
	const files = new Map<string, string>();
	for (const folder of folders) {
		for (const entry of readdirSync(repositoryRoot + folder, { withFileTypes: true, recursive: true })) {
			if (!entry.isFile() || !/\.(ts|js|svelte)$/.test(entry.name)) continue;
			const path = `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/');
			files.set(path.slice(repositoryRoot.replaceAll('\\', '/').length), readFileSync(path, 'utf8'));
		}
	}
	return files;
}
