/**
 * What a backup file holds once opened: the secrets of each collective on this device, all its sealed entries and the newest of its
 * sealed receipts (LED77).
 * Bytes in, typed data out; hostile bytes give null.
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { RawBatch } from '$crdt/log/ports';
import { packBatch, unpackBatch } from '$lib/adapters/packed-batch';
import { parseStored, type StoredCollective } from './keychain-schema';

/** 1 had no receipts. */
const VERSION = 2;

export interface BackupPart {
	readonly stored: StoredCollective;
	readonly batches: readonly RawBatch[];
	/** Sealed; their names follow from them. */
	readonly receipts: readonly Uint8Array[];
}

export function encodeBackup(parts: readonly BackupPart[]): Uint8Array {
	return encoding.encode((encoder) => {
		encoding.writeVarUint(encoder, VERSION);
		encoding.writeVarUint(encoder, parts.length);
		for (const { stored, batches, receipts } of parts) {
			encoding.writeVarString(encoder, JSON.stringify(stored));
			encoding.writeVarUint(encoder, batches.length);
			for (const batch of batches) encoding.writeVarUint8Array(encoder, packBatch(batch));
			encoding.writeVarUint(encoder, receipts.length);
			for (const sealed of receipts) encoding.writeVarUint8Array(encoder, sealed);
		}
	});
}

export type BackupContents =
	| { readonly status: 'read'; readonly parts: readonly BackupPart[] }
	| { readonly status: 'newer' }
	| { readonly status: 'damaged' };

export function decodeBackup(bytes: Uint8Array): BackupContents {
	try {
		const decoder = decoding.createDecoder(bytes);
		const version = decoding.readVarUint(decoder);
		if (version < 1 || version > VERSION) return { status: version > VERSION ? 'newer' : 'damaged' };
		const parts: BackupPart[] = [];
		for (let left = decoding.readVarUint(decoder); left > 0; left--) {
			const stored = parseStored(JSON.parse(decoding.readVarString(decoder)));
			const batches: RawBatch[] = [];
			for (let rows = decoding.readVarUint(decoder); rows > 0; rows--) {
				const batch = unpackBatch(decoding.readVarUint8Array(decoder));
				// A row damaged on its way is left out: colleagues' devices hold it too.
				if (batch) batches.push(batch);
			}
			const receipts: Uint8Array[] = [];
			if (version >= 2) for (let left = decoding.readVarUint(decoder); left > 0; left--) receipts.push(decoding.readVarUint8Array(decoder).slice());
			if (!stored) return { status: 'damaged' };
			parts.push({ stored, batches, receipts });
		}
		return { status: 'read', parts };
	} catch {
		return { status: 'damaged' };
	}
}
