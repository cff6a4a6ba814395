/**
 * The only door to libsodium (sumo build: the standard one has no Argon2id at run time, whatever its typings say).
 *
 * Knows nothing of formats. Everything above it is synchronous once `loadSodium()` has resolved (CRY1).
 */
import type library from 'libsodium-wrappers';

let loaded: typeof library | null = null;

/** Fetches the library and compiles its WebAssembly once; cheap to await again. Call it before anything else in this folder. */
export async function loadSodium(): Promise<void> {
	// The functions appear on the default export only after `ready`; named imports would stay undefined.
	const { default: found } = await import('libsodium-wrappers');
	await found.ready;
	loaded = found;
}

/** @throws when `loadSodium()` has not resolved yet: a bug of the caller, never of the data. */
export function sodium(): typeof library {
	if (!loaded) throw new Error('libsodium is not loaded: await loadSodium() first');
	return loaded;
}
