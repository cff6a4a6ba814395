/**
 * The one encoding under every hash, derived key, signature and associated data: a versioned label, then parts, each with
 * its length in front, so that no two different inputs give the same bytes (CRY4).
 *
 *     u16 length of label | label | for each part: u32 length | bytes          (big-endian)
 *
 * Knows nothing of hashing or keys.
 */
import { utf8 } from './base';

const PREFIX = 'commonhold/1/';
const prefixByLabel = new Map<string, Uint8Array>();

/** The encoded label alone. Labels are constants of the code, so remembering them is bounded. */
export function labelPrefix(label: string): Uint8Array {
	const known = prefixByLabel.get(label);
	if (known !== undefined) return known;
	const text = utf8(PREFIX + label);
	if (text.length > 255) throw new Error('a label is at most 255 bytes');
	const bytes = new Uint8Array(2 + text.length);
	bytes[1] = text.length;
	bytes.set(text, 2);
	if (prefixByLabel.size < 1024) prefixByLabel.set(label, bytes);
	return bytes;
}

const SCRATCH = new Uint8Array(16 * 1024);

/**
 * Encodes into a shared buffer when it fits. The result is valid only until the next call: hand it straight to a
 * primitive (libsodium copies its input), never keep it.
 */
export function encodeLabelledShared(label: string, parts: readonly Uint8Array[]): Uint8Array {
	const prefix = labelPrefix(label);
	let size = prefix.length;
	for (const part of parts) size += 4 + part.length;
	const out = size <= SCRATCH.length ? SCRATCH : new Uint8Array(size);
	out.set(prefix, 0);
	let at = prefix.length;
	for (const part of parts) {
		const length = part.length;
		out[at] = length >>> 24;
		out[at + 1] = length >>> 16;
		out[at + 2] = length >>> 8;
		out[at + 3] = length;
		out.set(part, at + 4);
		at += 4 + length;
	}
	return out.subarray(0, size);
}

/** As `encodeLabelledShared`, in storage of its own. */
export function encodeLabelled(label: string, parts: readonly Uint8Array[]): Uint8Array {
	return encodeLabelledShared(label, parts).slice();
}

/** As `encodeLabelledShared` over UTF-8 texts; plain ASCII goes in without a detour, which is most of what the folds hash. */
export function encodeLabelledTextsShared(label: string, texts: readonly string[]): Uint8Array {
	const prefix = labelPrefix(label);
	let size = prefix.length;
	for (const text of texts) size += 4 + text.length;
	if (size > SCRATCH.length) return encodeLabelledShared(label, texts.map(utf8));
	SCRATCH.set(prefix, 0);
	let at = prefix.length;
	for (const text of texts) {
		const length = text.length;
		SCRATCH[at] = 0;
		SCRATCH[at + 1] = 0;
		SCRATCH[at + 2] = length >>> 8;
		SCRATCH[at + 3] = length;
		at += 4;
		for (let i = 0; i < length; i++) {
			const code = text.charCodeAt(i);
			if (code > 127) return encodeLabelledShared(label, texts.map(utf8));
			SCRATCH[at++] = code;
		}
	}
	return SCRATCH.subarray(0, size);
}
