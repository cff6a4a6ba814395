/**
 * A batch of sealed entries as one run of bytes with a checksum: a row on disk, or a message between devices.
 * Layout: checksum 16 · version 1 · stream (varstring) · segment · count · (slot, seq, bytes)*. Hostile input gives null.
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { equalBytes, type Slot, type StreamId } from '$crypto/base';
import { hash } from '$crypto/hash';
import type { RawBatch, RawEntry } from '$crdt/log/ports';

const VERSION = 1;
const CHECKSUM_BYTES = 16;
const MAX_ENTRIES = 100_000;
const MAX_ENTRY_BYTES = 256 * 1024;
const STREAM_NAME = /^(core|[A-Za-z0-9_-]{22})$/;

export function packBatch(batch: RawBatch): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeUint8(encoder, VERSION);
	encoding.writeVarString(encoder, batch.stream);
	encoding.writeVarUint(encoder, batch.segment);
	encoding.writeVarUint(encoder, batch.entries.length);
	for (const entry of batch.entries) {
		encoding.writeVarUint(encoder, entry.slot);
		encoding.writeVarUint(encoder, entry.seq);
		encoding.writeVarUint8Array(encoder, entry.bytes);
	}
	const body = encoding.toUint8Array(encoder);
	const packed = new Uint8Array(CHECKSUM_BYTES + body.length);
	packed.set(hash('packed-batch', body).subarray(0, CHECKSUM_BYTES));
	packed.set(body, CHECKSUM_BYTES);
	return packed;
}

/** Entries are views into `packed`. Null when it is damaged or not a batch at all. */
export function unpackBatch(packed: Uint8Array): RawBatch | null {
	if (!(packed instanceof Uint8Array) || packed.length <= CHECKSUM_BYTES) return null;
	const body = packed.subarray(CHECKSUM_BYTES);
	const checksum = hash('packed-batch', body).subarray(0, CHECKSUM_BYTES);
	if (!equalBytes(checksum, packed.subarray(0, CHECKSUM_BYTES))) return null;
	try {
		const decoder = decoding.createDecoder(body);
		if (decoding.readUint8(decoder) !== VERSION) return null;
		const stream = decoding.readVarString(decoder);
		const segment = decoding.readVarUint(decoder);
		const count = decoding.readVarUint(decoder);
		if (!STREAM_NAME.test(stream) || count > MAX_ENTRIES || segment > 0xffffffff) return null;
		const entries: RawEntry[] = [];
		for (let i = 0; i < count; i++) {
			const slot = decoding.readVarUint(decoder);
			const seq = decoding.readVarUint(decoder);
			const bytes = decoding.readVarUint8Array(decoder);
			if (slot > 0xffffffff || bytes.length > MAX_ENTRY_BYTES) return null;
			entries.push({ slot: slot as Slot, seq, bytes }); // range checked on the line above
		}
		return decoding.hasContent(decoder) ? null : { stream: stream as StreamId, segment, entries }; // matched STREAM_NAME
	} catch {
		return null;
	}
}
