/**
 * What a backup file holds once opened: the secrets of each collective on this device and all its sealed entries.
 * Bytes in, typed data out; hostile bytes give null.
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { RawBatch } from '$crdt/log/ports';
import { packBatch, unpackBatch } from '$lib/adapters/packed-batch';
import { parseStored, type StoredCollective } from './keychain-schema';

const VERSION = 1;

export interface BackupPart {
	readonly stored: StoredCollective;
	readonly batches: readonly RawBatch[];
}

export function encodeBackup(parts: readonly BackupPart[]): Uint8Array {
	return encoding.encode((encoder) => {
		encoding.writeVarUint(encoder, VERSION);
		encoding.writeVarUint(encoder, parts.length);
		for (const { stored, batches } of parts) {
			encoding.writeVarString(encoder, JSON.stringify(stored));
			encoding.writeVarUint(encoder, batches.length);
			for (const batch of batches) encoding.writeVarUint8Array(encoder, packBatch(batch));
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
		if (version !== VERSION) return { status: version > VERSION ? 'newer' : 'damaged' };
		const parts: BackupPart[] = [];
		for (let left = decoding.readVarUint(decoder); left > 0; left--) {
			const stored = parseStored(JSON.parse(decoding.readVarString(decoder)));
			const batches: RawBatch[] = [];
			for (let rows = decoding.readVarUint(decoder); rows > 0; rows--) {
				const batch = unpackBatch(decoding.readVarUint8Array(decoder));
				// A row damaged on its way is left out: colleagues' devices hold it too.
				if (batch) batches.push(batch);
			}
			if (!stored) return { status: 'damaged' };
			parts.push({ stored, batches });
		}
		return { status: 'read', parts };
	} catch {
		return { status: 'damaged' };
	}
}
