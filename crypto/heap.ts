/**
 * The hot path into libsodium: BLAKE2b, HChaCha20 and XChaCha20-Poly1305 over a region of its WebAssembly memory that is reserved once.
 *
 * The wrapper reserves, fills and frees memory for every argument of every call; for entries of half a kilobyte that is most
 * of the time (opening 50,000 entries: 470 ms through the wrapper, about half of that here). Same functions of the same
 * library, so the results are equal by construction; a test compares them all the same. Where the module does not show its
 * memory, or an input is too long, the wrapper is used.
 *
 * The region is wiped of nothing: libsodium's own heap keeps traces of earlier arguments too (see THREATS.md, memory).
 * Knows nothing of labels, formats or keys' purposes. Carries CRY7.
 */
import { concatBytes } from './base';
import { sodium } from './sodium';

const INPUT_BYTES = 320 * 1024;

/** BLAKE2b-256. @param key empty for none, else 16 to 64 bytes. */
export function blake2b(input: Uint8Array, key: Uint8Array): Uint8Array {
	return blake2bShared(input, key).slice();
}

/** As `blake2b`; the result is a view that the next call of this module overwrites. Saves an allocation of its own. */
export function blake2bShared(input: Uint8Array, key: Uint8Array): Uint8Array {
	const region = currentRegion();
	if (region === null || input.length > INPUT_BYTES)
		return sodium().crypto_generichash(32, input, key.length === 0 ? null : key);
	const { module, heap, inputAt, keyAt, outputAt, output } = region;
	heap.set(input, inputAt);
	heap.set(key, keyAt);
	const keyArgument = key.length === 0 ? 0 : keyAt;
	if (module._crypto_generichash(outputAt, 32, inputAt, input.length, 0, keyArgument, key.length) !== 0)
		throw new Error('BLAKE2b refused its arguments');
	return output;
}

/**
 * HChaCha20 of a key and the first 16 of the 24 nonce bytes at `nonceAt`: what XChaCha20 uses as its key for this one message.
 * A view that the next call of this function overwrites.
 */
export function messageKeyShared(key: Uint8Array, nonceIn: Uint8Array, nonceAt: number): Uint8Array {
	if (key.length !== 32 || nonceAt + 16 > nonceIn.length) throw new Error('lengths are to be checked before');
	const input = nonceIn.subarray(nonceAt, nonceAt + 16);
	const region = currentRegion();
	if (region === null) return sodium().crypto_core_hchacha20(input, key, null);
	const { module, heap, inputAt, keyAt, messageKeyAt, messageKey } = region;
	heap.set(input, inputAt);
	heap.set(key, keyAt);
	module._crypto_core_hchacha20(messageKeyAt, inputAt, keyAt, 0);
	return messageKey;
}

/** A plaintext where it was opened: valid until the next call of this module, to be copied or read at once. */
export interface SharedText {
	readonly bytes: Uint8Array;
	readonly from: number;
	/** Exclusive. */
	readonly to: number;
}

/**
 * XChaCha20-Poly1305-IETF on the ciphertext `message[from, to)`; the nonce stands in the message too. Associated data: `prefix`,
 * then every byte of the message before the ciphertext. Null when the tag is wrong. The caller has checked the lengths.
 */
export function openXChaChaShared(
	key: Uint8Array,
	prefix: Uint8Array,
	message: Uint8Array,
	nonceAt: number,
	from: number,
	to: number
): SharedText | null {
	if (key.length !== 32 || nonceAt + 24 > from || to - from < 16 || to > message.length)
		throw new Error('lengths are to be checked before opening');
	const region = currentRegion();
	if (region === null || prefix.length + message.length > INPUT_BYTES)
		return openThroughWrapper(key, prefix, message, nonceAt, from, to);
	const { module, heap, inputAt, keyAt } = region;
	const messageAt = inputAt + prefix.length;
	heap.set(prefix, inputAt);
	heap.set(message, messageAt);
	heap.set(key, keyAt);
	const failed = module._crypto_aead_xchacha20poly1305_ietf_decrypt(
		messageAt + from, // in place, which libsodium allows
		0,
		0,
		messageAt + from,
		to - from,
		0,
		inputAt,
		prefix.length + from,
		0,
		messageAt + nonceAt,
		keyAt
	);
	return failed === 0 ? { bytes: heap, from: messageAt + from, to: messageAt + to - 16 } : null;
}

function openThroughWrapper(
	key: Uint8Array,
	prefix: Uint8Array,
	message: Uint8Array,
	nonceAt: number,
	from: number,
	to: number
): SharedText | null {
	try {
		const bytes = sodium().crypto_aead_xchacha20poly1305_ietf_decrypt(
			null,
			message.subarray(from, to),
			concatBytes(prefix, message.subarray(0, from)),
			message.subarray(nonceAt, nonceAt + 24),
			key
		);
		return { bytes, from: 0, to: bytes.length };
	} catch {
		// The wrapper throws for a failed tag; lengths were checked, so nothing else can.
		return null;
	}
}

/** The part of the compiled module that is used here; 64-bit lengths are passed as two halves. */
interface RawModule {
	/** Another object after the memory has grown. */
	readonly HEAPU8: Uint8Array;
	_malloc(size: number): number;
	_crypto_generichash(
		out: number,
		outLength: number,
		input: number,
		inputLow: number,
		inputHigh: number,
		key: number,
		keyLength: number
	): number;
	_crypto_core_hchacha20(out: number, input: number, key: number, constant: number): number;
	_crypto_aead_xchacha20poly1305_ietf_decrypt(
		message: number,
		messageLength: number,
		secretNonce: number,
		ciphertext: number,
		ciphertextLow: number,
		ciphertextHigh: number,
		ad: number,
		adLow: number,
		adHigh: number,
		nonce: number,
		key: number
	): number;
}

interface Region {
	readonly module: RawModule;
	readonly heap: Uint8Array;
	readonly inputAt: number;
	readonly keyAt: number;
	readonly outputAt: number;
	/** The 32 bytes at `outputAt`. */
	readonly output: Uint8Array;
	readonly messageKeyAt: number;
	/** The 32 bytes at `messageKeyAt`. */
	readonly messageKey: Uint8Array;
}

let region: Region | null | undefined;

function currentRegion(): Region | null {
	if (region === null) return null;
	// Argon2id makes the memory grow, which replaces its views; what was reserved stays where it is.
	if (region !== undefined)
		return region.heap === region.module.HEAPU8 ? region : (region = viewsOf(region.module, region.inputAt));
	// The wrapper shows the compiled module as `libsodium`, which its typings leave out: looked at before it is trusted.
	const { libsodium: module } = sodium() as unknown as { readonly libsodium?: Partial<RawModule> };
	const at = isRawModule(module) ? module._malloc(INPUT_BYTES + 64 + 32 + 32) : 0;
	region = isRawModule(module) && at !== 0 ? viewsOf(module, at) : null;
	return region;
}

function viewsOf(module: RawModule, inputAt: number): Region {
	const heap = module.HEAPU8;
	const keyAt = inputAt + INPUT_BYTES;
	const outputAt = keyAt + 64;
	const messageKeyAt = outputAt + 32;
	return {
		module,
		heap,
		inputAt,
		keyAt,
		outputAt,
		output: heap.subarray(outputAt, outputAt + 32),
		messageKeyAt,
		messageKey: heap.subarray(messageKeyAt, messageKeyAt + 32)
	};
}

function isRawModule(module: Partial<RawModule> | undefined): module is RawModule {
	return (
		module?.HEAPU8 instanceof Uint8Array &&
		typeof module._malloc === 'function' &&
		typeof module._crypto_generichash === 'function' &&
		typeof module._crypto_core_hchacha20 === 'function' &&
		typeof module._crypto_aead_xchacha20poly1305_ietf_decrypt === 'function'
	);
}
