/**
 * Randomness as a named dependency, so that tests and the simulator can replay it.
 *
 * Knows nothing of what the bytes are for. Carries CRY2.
 */
import { utf8 } from './base';
import { sodium } from './sodium';

export interface Random {
	/** @returns a fresh array of `n` unpredictable bytes; never the same storage twice. */
	bytes(n: number): Uint8Array;
}

/**
 * The operating system's generator: where chance enters the house. libsodium in JavaScript draws from the very same source,
 * four bytes a call, which takes longer in Node than signing; here a whole array is drawn at once.
 */
export const systemRandom: Random = {
	bytes(n) {
		const bytes = new Uint8Array(n);
		for (let at = 0; at < n; at += MAX_DRAW_BYTES)
			source.crypto.getRandomValues(bytes.subarray(at, at + MAX_DRAW_BYTES));
		return bytes;
	}
};

/** The most that one call may ask for (Web Cryptography, 10.1.1). */
const MAX_DRAW_BYTES = 65_536;

/** Declared here and nowhere else: the lower floors compile without the DOM library. */
const source = globalThis as unknown as {
	readonly crypto: { getRandomValues(array: Uint8Array): Uint8Array };
};

/**
 * FOR TESTS AND THE SIMULATOR ONLY. Block i is BLAKE2b-512(key = BLAKE2b-256(seed), message = i as u64 little-endian), so
 * the same seed gives the same bytes for ever, in every runtime.
 */
export function createSeededRandom(seed: number | string | Uint8Array): Random {
	const seedBytes = seed instanceof Uint8Array ? seed : utf8(String(seed));
	const key = sodium().crypto_generichash(32, seedBytes, null);
	const counter = new Uint8Array(8);
	const counterView = new DataView(counter.buffer);
	let index = 0n;
	let block = new Uint8Array(0);
	let used = 0;
	return {
		bytes(n) {
			const out = new Uint8Array(n);
			let at = 0;
			while (at < n) {
				if (used === block.length) {
					counterView.setBigUint64(0, index++, true);
					block = new Uint8Array(sodium().crypto_generichash(64, counter, key));
					used = 0;
				}
				const take = Math.min(n - at, block.length - used);
				out.set(block.subarray(used, used + take), at);
				used += take;
				at += take;
			}
			return out;
		}
	};
}
