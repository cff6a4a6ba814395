/**
 * The sealed checkpoint of a log: what makes reopening fast. It is a cache: stale or damaged means ignored, never failed.
 *
 * Sealed in pieces of one mebibyte under a key of this device alone, each bound to its number, to how many there are, and to
 * collective and stream, so that pieces of two checkpoints cannot be mixed: all carry the same random name. Knows nothing of
 * entries. Carries SPEC rules LOG60-LOG63.
 */
import { open, seal, SEALED_OVERHEAD_BYTES } from '../../crypto/aead';
import { concatBytes, utf8, type CollectiveId, type StreamId } from '../../crypto/base';
import type { Random } from '../../crypto/random';
import type { Secret } from '../../crypto/secret';

const VERSION = 1;
const NAME_BYTES = 16;
const HEAD_BYTES = 1 + NAME_BYTES + 4;
const PIECE_BYTES = 1024 * 1024;
const MAX_BYTES = 256 * 1024 * 1024;

export interface CheckpointContext {
	readonly collective: CollectiveId;
	readonly stream: StreamId;
	/** 32 bytes, known to this device alone (from its vault). */
	readonly key: Secret<Uint8Array>;
}

/** version 1 | random name 16 | length u32 | sealed pieces. */
export function sealCheckpoint(context: CheckpointContext, plain: Uint8Array, random: Random): Uint8Array {
	const head = new Uint8Array(HEAD_BYTES);
	head[0] = VERSION;
	head.set(random.bytes(NAME_BYTES), 1);
	new DataView(head.buffer).setUint32(1 + NAME_BYTES, plain.length);
	const pieces: Uint8Array[] = [head];
	for (let from = 0, piece = 0; from < plain.length; from += PIECE_BYTES, piece++)
		pieces.push(seal(context.key, boundTo(context, head, piece), plain.subarray(from, from + PIECE_BYTES), random));
	return concatBytes(...pieces);
}

/** Null for anything but a whole, undamaged checkpoint sealed for this context. */
export function openCheckpoint(context: CheckpointContext, sealed: Uint8Array): Uint8Array | null {
	if (sealed.length < HEAD_BYTES || sealed[0] !== VERSION) return null;
	const head = sealed.subarray(0, HEAD_BYTES);
	const length = new DataView(sealed.buffer, sealed.byteOffset).getUint32(1 + NAME_BYTES);
	const pieces = Math.ceil(length / PIECE_BYTES);
	if (length > MAX_BYTES || sealed.length !== HEAD_BYTES + length + pieces * SEALED_OVERHEAD_BYTES) return null;
	const plain = new Uint8Array(length);
	let at = HEAD_BYTES;
	for (let piece = 0; piece < pieces; piece++) {
		const from = piece * PIECE_BYTES;
		const size = Math.min(PIECE_BYTES, length - from) + SEALED_OVERHEAD_BYTES;
		const opened = open(context.key, boundTo(context, head, piece), sealed.subarray(at, at + size));
		if (!opened.ok) return null;
		plain.set(opened.value, from);
		at += size;
	}
	return plain;
}

function boundTo({ collective, stream }: CheckpointContext, head: Uint8Array, piece: number): Uint8Array {
	return concatBytes(utf8(`commonhold/1/checkpoint ${collective} ${stream} ${piece} `), head);
}
