/**
 * Many entry ids as one run of bytes, found by text without making a text of each: a hash table over their first 32 bits.
 * Knows nothing of entries. Used by checkpoints, where most ids are never asked for.
 */
import { fromBase64, toBase64, type EntryId } from '../../crypto/base';

const ID_BYTES = 32;

export interface IdColumn {
	readonly bytes: Uint8Array;
	readonly length: number;
	textAt(index: number): EntryId;
	/** -1 where it is not among them. */
	indexOf(id: EntryId): number;
}

/** @param bytes 32 for each id. */
export function idColumn(bytes: Uint8Array): IdColumn {
	const length = Math.floor(bytes.length / ID_BYTES);
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	let size = 16;
	while (size < length * 2) size *= 2;
	/** Index plus one; 0 is free. */
	const table = new Uint32Array(size);
	for (let index = 0; index < length; index++) {
		let at = view.getUint32(index * ID_BYTES) & (size - 1);
		while (table[at] !== 0) at = (at + 1) & (size - 1);
		table[at] = index + 1;
	}
	return {
		bytes,
		length,
		textAt: (index) => toBase64(bytes.subarray(index * ID_BYTES, (index + 1) * ID_BYTES)) as EntryId, // that is what an id is
		indexOf(id) {
			const wanted = fromBase64(id);
			if (wanted === null || wanted.length !== ID_BYTES) return -1;
			const first = ((wanted[0]! << 24) | (wanted[1]! << 16) | (wanted[2]! << 8) | wanted[3]!) >>> 0;
			for (let at = first & (size - 1); table[at] !== 0; at = (at + 1) & (size - 1)) {
				const index = table[at]! - 1;
				if (isSame(bytes, index * ID_BYTES, wanted)) return index;
			}
			return -1;
		}
	};
}

/** The bytes of many ids. @throws for anything that is no id. */
export function concatIds(ids: readonly EntryId[]): Uint8Array {
	const bytes = new Uint8Array(ids.length * ID_BYTES);
	ids.forEach((id, index) => {
		const one = fromBase64(id);
		if (one === null || one.length !== ID_BYTES) throw new Error('not an entry id');
		bytes.set(one, index * ID_BYTES);
	});
	return bytes;
}

function isSame(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
	for (let i = 0; i < ID_BYTES; i++) if (bytes[at + i] !== wanted[i]) return false;
	return true;
}
