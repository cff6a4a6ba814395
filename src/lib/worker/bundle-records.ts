/**
 * What a bundle's body says, record by record: about it, group keys, batches of sealed entries, sealed receipts, the end.
 * Written and read piece by piece, so that no more than one record is held. Hostile bytes give `damaged`, never an exception.
 * Knows no keys and no log. Carries BUN4, BUN5.
 *
 *     kind 1 | length 4 | bytes         kinds: 0 end  1 about  2 group keys  3 batch  4 receipt  5 what the maker holds
 */
import * as z from 'zod';
import { concatBytes, textOf, utf8 } from '$crypto/base';
import { createByteReader, createByteWriter } from '$crypto/bytes';
import { MAX_SEALED_RECEIPT_BYTES } from '$crypto/receipt-seal';
import type { RawBatch } from '$crdt/log/ports';
import { packBatch, unpackBatch } from '$lib/adapters/packed-batch';

const about = z.object({
	/** Claimed time, ms. */
	madeAt: z.int().min(0).max(8_640_000_000_000_000),
	/** How many it holds, for telling how far it is; believed for nothing else. */
	entries: z.int().min(0),
	receipts: z.int().min(0)
});
export type About = z.infer<typeof about>;

export type BundleRecord =
	| { readonly kind: 'about'; readonly about: About }
	/** 32 bytes each. */
	| { readonly kind: 'keys'; readonly keys: readonly Uint8Array[] }
	| { readonly kind: 'batch'; readonly batch: RawBatch }
	| { readonly kind: 'receipt'; readonly sealed: Uint8Array }
	/** A heartbeat, as it would be said on a line. */
	| { readonly kind: 'holds'; readonly heartbeat: Uint8Array };

const KINDS = { end: 0, about: 1, keys: 2, batch: 3, receipt: 4, holds: 5 } as const;
const KEY_BYTES = 32;
const HEAD_BYTES = 5;
/** A batch of 256 KiB and one more entry, with room to spare. */
const MAX_RECORD_BYTES = 1024 * 1024;
export const MAX_KEYS = 4096;

export function* encodeRecords(records: Iterable<BundleRecord>): Iterable<Uint8Array> {
	for (const record of records) yield* framed(KINDS[record.kind], bytesOf(record));
	yield* framed(KINDS.end, new Uint8Array(0));
}

function* framed(kind: number, bytes: Uint8Array): Iterable<Uint8Array> {
	if (bytes.length > MAX_RECORD_BYTES) throw new Error('a record of a bundle is too long');
	yield createByteWriter().u8(kind).u32(bytes.length).bytes();
	yield bytes;
}

function bytesOf(record: BundleRecord): Uint8Array {
	switch (record.kind) {
		case 'about':
			return utf8(JSON.stringify(record.about));
		case 'keys': {
			const all = createByteWriter();
			for (const key of record.keys) all.put(key);
			return all.bytes();
		}
		case 'batch':
			return packBatch(record.batch);
		case 'receipt':
			return record.sealed;
		case 'holds':
			return record.heartbeat;
	}
}

/** Records in order; after `damaged` comes nothing. Kinds that this version does not know are passed over. */
export function* decodeRecords(body: Iterable<Uint8Array>): Iterable<BundleRecord | 'damaged'> {
	let held: Uint8Array = EMPTY;
	/** Null: the head of the next record is to be read. */
	let kind: number | null = null;
	let wanted = HEAD_BYTES;
	let ended = false;
	for (const piece of body) {
		let rest = held.length === 0 ? piece : concatBytes(held, piece);
		while (!ended && rest.length >= wanted) {
			const bytes = rest.subarray(0, wanted);
			rest = rest.subarray(wanted);
			if (kind === null) {
				const reader = createByteReader(bytes);
				kind = reader.u8();
				wanted = reader.u32();
				ended = kind === KINDS.end;
				if (wanted > (ended ? 0 : MAX_RECORD_BYTES)) return yield 'damaged';
				continue;
			}
			const record = recordOf(kind, bytes);
			if (record === 'damaged') return yield 'damaged';
			if (record !== null) yield record;
			kind = null;
			wanted = HEAD_BYTES;
		}
		if (ended && rest.some((byte) => byte !== 0)) return yield 'damaged';
		held = ended ? EMPTY : rest.slice();
	}
	if (!ended) yield 'damaged';
}

function recordOf(kind: number, bytes: Uint8Array): BundleRecord | 'damaged' | null {
	switch (kind) {
		case KINDS.about:
			return aboutOf(bytes);
		case KINDS.keys: {
			if (bytes.length % KEY_BYTES !== 0 || bytes.length > MAX_KEYS * KEY_BYTES) return 'damaged';
			const keys: Uint8Array[] = [];
			for (let at = 0; at < bytes.length; at += KEY_BYTES) keys.push(bytes.slice(at, at + KEY_BYTES));
			return { kind: 'keys', keys };
		}
		case KINDS.batch: {
			// Its entries are kept: they must not hold the piece that they came in.
			const batch = unpackBatch(bytes.slice());
			return batch === null ? 'damaged' : { kind: 'batch', batch };
		}
		case KINDS.receipt:
			return bytes.length > MAX_SEALED_RECEIPT_BYTES ? 'damaged' : { kind: 'receipt', sealed: bytes.slice() };
		case KINDS.holds:
			return { kind: 'holds', heartbeat: bytes.slice() };
		default:
			return null;
	}
}

function aboutOf(bytes: Uint8Array): BundleRecord | 'damaged' {
	try {
		const parsed = about.safeParse(JSON.parse(textOf(bytes) ?? ''));
		return parsed.success ? { kind: 'about', about: parsed.data } : 'damaged';
	} catch {
		return 'damaged';
	}
}

const EMPTY = new Uint8Array(0);
