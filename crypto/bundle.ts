/**
 * The bundle file: what one device hands to others without any server, sealed for them alone and signed by the device that made it.
 *
 *     "COMMONHOLD-BUNDLE\n" 18 | version 1 | number of boxes 2 | boxes of 96 | key commitment 32 | stream header 24
 *     | checksum of all this 16 | chunks of at most 65,536 + 17 bytes, the last one marked final
 *     chunks hold: maker's sign key 32 | body | signature 64
 *
 * Whoever finds it learns its size and no name: boxes carry no address, and throw-away ones hide how many there are. Nothing is given out
 * before every chunk and the signature have been checked; then it can be read chunk by chunk, so that a phone reads a large one.
 *
 * Knows nothing of what is inside, or of who may make one. Carries CRY160 to CRY169.
 */
import { equalBytes, err, ok, utf8, type CollectiveId, type Result } from './base';
import { createByteReader, createByteWriter } from './bytes';
import { deriveBytes, deriveKey, hash } from './hash';
import { deviceKeysFromSeed, type KeyPair } from './keys';
import { unwrapKey, wrapKey, WRAPPED_KEY_BYTES, type BundleKey } from './keyring';
import { padmeLength } from './padme';
import type { Random } from './random';
import { createSecret, reveal } from './secret';
import { sign, SIGNATURE_BYTES, verify } from './signature';
import { sodium } from './sodium';

export const BUNDLE_VERSION = 1;
export const BUNDLE_CHUNK_BYTES = 64 * 1024;
export const MAX_BUNDLE_BYTES = 256 * 1024 * 1024;
/** Devices that one bundle can be sealed for. */
export const MAX_BUNDLE_DEVICES = 4096;

export interface SealBundleOptions {
	readonly collective: CollectiveId;
	/** X25519 keys of the devices that may open it, at least one; keys that were admitted (CRY15). */
	readonly recipients: readonly Uint8Array[];
	readonly maker: KeyPair;
	readonly random: Random;
	/** Ends itself: what follows is zeros. Read once, piece by piece. */
	readonly body: Iterable<Uint8Array>;
}

/** @throws for no or too many recipients. `TooLarge` beyond 256 MiB. */
export function sealBundle(options: SealBundleOptions): Result<Uint8Array<ArrayBuffer>, BundleTooLarge> {
	const { collective, recipients, maker, random, body } = options;
	if (recipients.length === 0 || recipients.length > MAX_BUNDLE_DEVICES) throw new Error('a bundle is for 1 to 4,096 devices');
	const lib = sodium();
	const key = createSecret(random.bytes(32)) as BundleKey; // the constructor of the brand
	const stream = lib.crypto_secretstream_xchacha20poly1305_init_push(reveal(deriveKey(key, 'bundle-stream')));
	const writer = createByteWriter().put(MAGIC).u8(BUNDLE_VERSION);
	const boxes = roundedUp(recipients.length);
	writer.u16(boxes);
	for (let i = 0; i < boxes; i++) {
		// Thrown away at once: nobody has its secret half, and nobody can tell.
		const target = recipients[i] ?? deviceKeysFromSeed(random.bytes(32)).box.publicKey;
		writer.put(wrapKey('bundle', collective, key, target, random));
	}
	const head = writer.put(deriveBytes(key, 'bundle-commitment', utf8(collective))).put(stream.header).bytes();
	const bound = hash('bundle-head', head);

	const parts: Uint8Array[] = [head, bound.subarray(0, CHECKSUM_BYTES)];
	const digest = createDigest();
	let chunk = new Uint8Array(BUNDLE_CHUNK_BYTES);
	let filled = 0;
	let total = 0;
	const flush = (tag: number): void => {
		parts.push(lib.crypto_secretstream_xchacha20poly1305_push(stream.state, chunk.subarray(0, filled), bound, tag));
		filled = 0;
	};
	const put = (bytes: Uint8Array): void => {
		total += bytes.length;
		for (let at = 0; at < bytes.length; ) {
			if (filled === chunk.length) flush(TAG_MESSAGE());
			const piece = bytes.subarray(at, at + chunk.length - filled);
			chunk.set(piece, filled);
			filled += piece.length;
			at += piece.length;
		}
	};
	put(maker.publicKey);
	for (const piece of body) {
		if (total + piece.length > MAX_BODY_BYTES) return err({ type: 'BundleTooLarge' });
		digest.add(piece);
		put(piece);
	}
	for (let left = padmeLength(total) - total; left > 0; left -= ZEROS.length) {
		const zeros = ZEROS.subarray(0, left);
		digest.add(zeros);
		put(zeros);
	}
	put(sign('sign/bundle', collective, [bound, digest.done()], maker.secretKey));
	flush(TAG_FINAL());
	chunk = EMPTY;
	return ok(joined(parts));
}

export interface BundleTooLarge {
	readonly type: 'BundleTooLarge';
}
export interface NotABundle {
	readonly type: 'NotABundle';
}
export interface NewerBundle {
	readonly type: 'NewerBundle';
	readonly version: number;
}
/** Cut short or changed on its way; another copy of the file may be whole. */
export interface DamagedBundle {
	readonly type: 'DamagedBundle';
}
/** None of its boxes opens with this key: it was made for other devices, or for another collective. */
export interface NotForThisDevice {
	readonly type: 'NotForThisDevice';
}
export type OpenBundleFailure = NotABundle | NewerBundle | DamagedBundle | NotForThisDevice;

export interface OpenBundle {
	/** Signing key of the device that made it; its signature has been checked, who it is has not. */
	readonly maker: Uint8Array;
	/** Body and the zeros behind it, in order; may be read again. */
	body(): Iterable<Uint8Array>;
}

/** Checks the whole of it first: every chunk, the end and the signature. */
export function openBundle(file: Uint8Array, collective: CollectiveId, box: KeyPair): Result<OpenBundle, OpenBundleFailure> {
	const read = readHead(file);
	if (!read.ok) return read;
	const { boxes, commitment, streamHeader, bound, chunks } = read.value;
	const key = openBoxes(boxes, collective, box, commitment);
	if (!key) return err({ type: 'NotForThisDevice' });
	const streamKey = deriveKey(key, 'bundle-stream');
	const pieces = () => openChunks(chunks, bound, streamHeader, reveal(streamKey));

	const count = Math.ceil(chunks.length / SEALED_CHUNK_BYTES);
	const bodyBytes = chunks.length - count * STREAM_OVERHEAD_BYTES - MAKER_BYTES - SIGNATURE_BYTES;
	if (bodyBytes < 0) return DAMAGED;
	const edge = createByteWriter();
	const digest = createDigest();
	let at = 0;
	for (const piece of pieces()) {
		if (piece === null) return DAMAGED;
		const [from, to] = [clamp(MAKER_BYTES - at, piece.length), clamp(MAKER_BYTES + bodyBytes - at, piece.length)];
		edge.put(piece.subarray(0, from)).put(piece.subarray(to));
		digest.add(piece.subarray(from, to));
		at += piece.length;
	}
	const ends = edge.bytes();
	const maker = ends.slice(0, MAKER_BYTES);
	if (!verify('sign/bundle', collective, [bound, digest.done()], ends.subarray(MAKER_BYTES), maker)) return DAMAGED;
	return ok({
		maker,
		*body() {
			let seen = 0;
			for (const piece of pieces()) {
				if (piece === null) throw new Error('a checked bundle changed while it was read');
				yield piece.subarray(clamp(MAKER_BYTES - seen, piece.length), clamp(MAKER_BYTES + bodyBytes - seen, piece.length));
				seen += piece.length;
			}
		}
	});
}

/** Does it begin as a bundle does? For telling files apart before anything is opened. */
export const isBundle = (file: Uint8Array): boolean => equalBytes(file.subarray(0, MAGIC.length), MAGIC);

interface Head {
	readonly boxes: Uint8Array;
	readonly commitment: Uint8Array;
	readonly streamHeader: Uint8Array;
	readonly bound: Uint8Array;
	readonly chunks: Uint8Array;
}

function readHead(file: Uint8Array): Result<Head, NotABundle | NewerBundle | DamagedBundle> {
	const reader = createByteReader(file);
	if (!equalBytes(reader.take(MAGIC.length), MAGIC)) return err({ type: 'NotABundle' });
	const version = reader.u8();
	if (reader.failed || version === 0) return DAMAGED;
	if (version > BUNDLE_VERSION) return err({ type: 'NewerBundle', version });
	const count = reader.u16();
	if (count === 0 || count > MAX_BUNDLE_DEVICES || count !== roundedUp(count) || file.length > MAX_BUNDLE_BYTES) return DAMAGED;
	const boxes = reader.take(count * WRAPPED_KEY_BYTES);
	const commitment = reader.take(32);
	const streamHeader = reader.take(STREAM_HEADER_BYTES);
	const checksum = reader.take(CHECKSUM_BYTES);
	if (reader.failed) return DAMAGED;
	const bound = hash('bundle-head', file.subarray(0, MAGIC.length + 3 + boxes.length + 32 + STREAM_HEADER_BYTES));
	if (!equalBytes(bound.subarray(0, CHECKSUM_BYTES), checksum)) return DAMAGED;
	return ok({ boxes, commitment, streamHeader, bound, chunks: reader.rest() });
}

function openBoxes(boxes: Uint8Array, collective: CollectiveId, box: KeyPair, commitment: Uint8Array): BundleKey | null {
	for (let at = 0; at < boxes.length; at += WRAPPED_KEY_BYTES) {
		const opened = unwrapKey('bundle', collective, boxes.subarray(at, at + WRAPPED_KEY_BYTES), box);
		if (opened.ok && equalBytes(deriveBytes(opened.value, 'bundle-commitment', utf8(collective)), commitment)) return opened.value;
	}
	return null;
}

/** Ends with null where something does not open, or where the final mark is not exactly at the end. */
function* openChunks(sealed: Uint8Array, bound: Uint8Array, streamHeader: Uint8Array, key: Uint8Array): Iterable<Uint8Array | null> {
	const lib = sodium();
	const state = lib.crypto_secretstream_xchacha20poly1305_init_pull(streamHeader, key);
	if (sealed.length === 0) yield null;
	for (let at = 0; at < sealed.length; ) {
		const chunk = sealed.subarray(at, at + SEALED_CHUNK_BYTES);
		at += chunk.length;
		const pulled = chunk.length < STREAM_OVERHEAD_BYTES ? false : lib.crypto_secretstream_xchacha20poly1305_pull(state, chunk, bound);
		if (!pulled || (pulled.tag === TAG_FINAL()) !== (at === sealed.length)) {
			yield null;
			return;
		}
		yield pulled.message;
	}
}

function createDigest(): { add(bytes: Uint8Array): void; done(): Uint8Array } {
	const lib = sodium();
	const state = lib.crypto_generichash_init(null, 32);
	return {
		add: (bytes) => lib.crypto_generichash_update(state, bytes),
		done: () => hash('bundle-body', lib.crypto_generichash_final(state, 32))
	};
}

/** Each part is let go of once it is copied: at the end there is one copy of a large file. */
function joined(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
	const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (let i = 0; i < parts.length; i++) {
		all.set(parts[i]!, at);
		at += parts[i]!.length;
		parts[i] = EMPTY;
	}
	return all;
}

const roundedUp = (count: number): number => Math.ceil(count / BOXES_STEP) * BOXES_STEP;
const clamp = (value: number, most: number): number => Math.max(0, Math.min(value, most));

const MAGIC = utf8('COMMONHOLD-BUNDLE\n');
const BOXES_STEP = 8;
const MAKER_BYTES = 32;
const STREAM_HEADER_BYTES = 24;
const STREAM_OVERHEAD_BYTES = 17;
const SEALED_CHUNK_BYTES = BUNDLE_CHUNK_BYTES + STREAM_OVERHEAD_BYTES;
const CHECKSUM_BYTES = 16;
/** So that padding, boxes and overhead stay within the limit of a file. */
const MAX_BODY_BYTES = 240 * 1024 * 1024;
const EMPTY = new Uint8Array(0);
const ZEROS = new Uint8Array(BUNDLE_CHUNK_BYTES);
const DAMAGED = err({ type: 'DamagedBundle' } as const);
const TAG_FINAL = (): number => sodium().crypto_secretstream_xchacha20poly1305_TAG_FINAL;
const TAG_MESSAGE = (): number => sodium().crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
