/**
 * y-webrtc's messages as bytes: read strictly, and written anew, so that nothing malformed and nothing unknown ever
 * reaches it (its own reader throws on the first and answers nonsense to the second).
 *
 *     on our wire:  segment (u32, big-endian) · y-webrtc's message
 *
 * Does not look inside updates and never touches a document. Carries NET40–NET42.
 */

import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

const SYNC = 0;
const AWARENESS = 1;
const QUERY_AWARENESS = 3;
const STEP_1 = 0;
const STEP_2 = 1;
const UPDATE = 2;
const EMPTY_UPDATE = Uint8Array.of(0, 0); // no structs, no deletes
/** A state vector of 20,000 devices fits; more is an attack. */
const VECTOR_LIMIT_BYTES = 256 * 1024;

export type YMessage =
	| { readonly type: 'step1'; readonly vector: Uint8Array }
	| { readonly type: 'step2'; readonly update: Uint8Array }
	| { readonly type: 'update'; readonly update: Uint8Array }
	| { readonly type: 'awareness' };

/** null for anything that y-webrtc would choke on: unknown types, bytes left over, a broken state vector. */
export function readYMessage(bytes: Uint8Array): YMessage | null {
	try {
		const decoder = decoding.createDecoder(bytes);
		const type = decoding.readVarUint(decoder);
		if (type === AWARENESS || type === QUERY_AWARENESS) return { type: 'awareness' };
		if (type !== SYNC) return null;
		const step = decoding.readVarUint(decoder);
		const body = decoding.readVarUint8Array(decoder);
		if (decoding.hasContent(decoder)) return null;
		if (step === STEP_1) return isStateVector(body) ? { type: 'step1', vector: body } : null;
		if (step === STEP_2) return { type: 'step2', update: body };
		return step === UPDATE ? { type: 'update', update: body } : null;
	} catch {
		return null;
	}
}

/** The messages that may be handed to y-webrtc: a state vector, or a step 2 that carries nothing. */
export const writeStep1 = (vector: Uint8Array): Uint8Array<ArrayBuffer> => writeSync(STEP_1, vector);
export const writeEmptyStep2 = (): Uint8Array<ArrayBuffer> => writeSync(STEP_2, EMPTY_UPDATE);

function writeSync(step: number, body: Uint8Array): Uint8Array<ArrayBuffer> {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, SYNC);
	encoding.writeVarUint(encoder, step);
	encoding.writeVarUint8Array(encoder, body);
	return new Uint8Array(encoding.toUint8Array(encoder)); // own buffer, no larger than the message
}

/** True where an update says nothing at all. */
export const isEmptyUpdate = (update: Uint8Array): boolean =>
	update.length === 2 && update[0] === 0 && update[1] === 0;

export function tagSegment(segment: number, bytes: Uint8Array): Uint8Array {
	const tagged = new Uint8Array(4 + bytes.length);
	new DataView(tagged.buffer).setUint32(0, segment);
	tagged.set(bytes, 4);
	return tagged;
}

export function readSegment(
	tagged: Uint8Array
): { readonly segment: number; readonly bytes: Uint8Array } | null {
	if (tagged.length < 4) return null;
	const segment = new DataView(tagged.buffer, tagged.byteOffset, 4).getUint32(0);
	return { segment, bytes: tagged.subarray(4) };
}

function isStateVector(bytes: Uint8Array): boolean {
	if (bytes.length > VECTOR_LIMIT_BYTES) return false;
	const decoder = decoding.createDecoder(bytes);
	const size = decoding.readVarUint(decoder);
	if (size > bytes.length) return false;
	const seen = new Set<number>();
	for (let i = 0; i < size; i++) {
		const client = decoding.readVarUint(decoder);
		decoding.readVarUint(decoder);
		if (seen.has(client)) return false;
		seen.add(client);
	}
	return !decoding.hasContent(decoder);
}
