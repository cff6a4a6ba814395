/**
 * Which parts of the app travel together. Left alone, the bundler makes a file of every set of modules that two parts share:
 * some fifty before the first screen, each asked for by itself. What is always needed together is one file instead: the page
 * up to unlocking (with one stylesheet), what comes right after it, and the worker up to opening the vault.
 * What they fetch by `import()` stays apart.
 */

/** What each file of the page begins with; everything that these import comes along. */
export const PAGE_FILES = {
	first: [/\/client-optimized\/(app|nodes\/0)\.js$/, /\/kit\/src\/runtime\/client\/entry\.js$/],
	home: [/\/src\/lib\/features\/(shell\/Shell|home\/Home)\.svelte$/]
};

export const WORKER_FILES = { first: [/\/src\/lib\/worker\/worker\.ts$/] };

/**
 * What an earlier file holds, a later one does not hold again.
 *
 * @param {Readonly<Record<string, readonly RegExp[]>>} files
 */
export function groupsOf(files) {
	return Object.entries(files).map(([name, beginnings], at, { length }) => ({
		name,
		priority: length - at,
		includeDependenciesRecursively: true,
		test: (/** @type {string} */ id) => beginnings.some((beginning) => beginning.test(id))
	}));
}
