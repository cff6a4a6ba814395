/**
 * What a live frame says, once opened: words as they are typed, or where somebody's cursor is.
 *
 *     words:    1 | session | number of the frame | update
 *     presence: 2 | session | clock | JSON of the cursor, or `null` when it leaves
 *
 * The session is that of the sender's client id (TXT1); the slot is known from the frame.
 *
 * Knows nothing of sealing (crypto/ephemeral) or of documents. Carries TXT13.
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { textOf, utf8 } from '../../crypto/base';
import { MAX_SESSIONS } from './client-id';

/** Larger changes (a pasted page) go to the log at once instead. */
export const MAX_LIVE_UPDATE_BYTES = 16 * 1024;
const MAX_PRESENCE_BYTES = 2 * 1024;

export type LiveBody =
	| {
			readonly kind: 'words';
			readonly session: number;
			readonly number: number;
			readonly update: Uint8Array;
	  }
	| {
			readonly kind: 'presence';
			readonly session: number;
			readonly clock: number;
			/** Parsed JSON of unknown shape, or null: gone. */
			readonly cursor: unknown;
	  };

export function encodeWords(session: number, number: number, update: Uint8Array): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeUint8(encoder, 1);
	encoding.writeVarUint(encoder, session);
	encoding.writeVarUint(encoder, number);
	encoding.writeUint8Array(encoder, update);
	return encoding.toUint8Array(encoder);
}

export function encodePresence(session: number, clock: number, cursor: unknown): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeUint8(encoder, 2);
	encoding.writeVarUint(encoder, session);
	encoding.writeVarUint(encoder, clock);
	encoding.writeUint8Array(encoder, utf8(JSON.stringify(cursor ?? null)));
	return encoding.toUint8Array(encoder);
}

/** Null for anything unreadable, oversized or of a newer app. Never throws. */
export function decodeLiveBody(bytes: Uint8Array): LiveBody | null {
	const own = bytes.slice();
	const decoder = decoding.createDecoder(own);
	try {
		const kind = decoding.readUint8(decoder);
		const session = decoding.readVarUint(decoder);
		if (session >= MAX_SESSIONS) return null;
		if (kind === 1) {
			const number = decoding.readVarUint(decoder);
			const update = own.slice(decoder.pos);
			return update.length > MAX_LIVE_UPDATE_BYTES ? null : { kind: 'words', session, number, update };
		}
		if (kind !== 2 || own.length > MAX_PRESENCE_BYTES) return null;
		const clock = decoding.readVarUint(decoder);
		const json = textOf(own.subarray(decoder.pos));
		if (json === null) return null;
		const cursor: unknown = JSON.parse(json);
		return { kind: 'presence', session, clock, cursor };
	} catch {
		return null;
	}
}
