/**
 * What an entry says: one kind byte, then a list of ops as canonical JSON, or bytes that the shared text understands.
 *
 * Knows nothing of keys, graphs or rules; ops stay unknown data here and are parsed in `crdt/domain/op.ts`. What it cannot
 * read it hands on as `unknown`, so that an older app never drops what a newer one wrote. Carries SPEC rules LOG10-LOG14.
 */
import { err, ok, textOf, utf8, type Result } from '../../crypto/base';
import { canonicalText } from '../../crypto/canonical';
import { MAX_PAYLOAD_BYTES } from '../../crypto/envelope';

export const MAX_OPS = 256;
export const MAX_INSTANT = 8_640_000_000_000_000;

const KIND_OPS = 0;
const KIND_TEXT = 1;

/** `claimedAt` is the author's clock in milliseconds: shown and flagged, never grounds for order or rejection. */
export type Payload =
	| { readonly kind: 'ops'; readonly claimedAt: number; readonly ops: readonly unknown[] }
	| { readonly kind: 'text'; readonly bytes: Uint8Array }
	/** Written by a newer app, or badly: kept and passed on, without effect. */
	| { readonly kind: 'unknown' };

export type PayloadInput = Exclude<Payload, { kind: 'unknown' }>;

export type PayloadFailure =
	| { readonly type: 'TooLarge'; readonly sizeBytes: number; readonly maxBytes: number }
	| { readonly type: 'TooManyOps'; readonly count: number; readonly max: number }
	| { readonly type: 'NotPlainData' };

/** `NotPlainData` for ops that have no canonical text (fractions, undefined, class instances). */
export function encodePayload(payload: PayloadInput): Result<Uint8Array, PayloadFailure> {
	if (payload.kind === 'text') return framed(KIND_TEXT, payload.bytes);
	if (payload.ops.length > MAX_OPS) return err({ type: 'TooManyOps', count: payload.ops.length, max: MAX_OPS });
	let text: string;
	try {
		text = canonicalText({ v: 1, at: payload.claimedAt, ops: payload.ops });
	} catch {
		return err({ type: 'NotPlainData' });
	}
	return framed(KIND_OPS, utf8(text));
}

/** Never throws; anything unreadable is `unknown`. */
export function decodePayload(bytes: Uint8Array): Payload {
	if (bytes[0] === KIND_TEXT) return { kind: 'text', bytes: bytes.subarray(1) };
	if (bytes[0] !== KIND_OPS) return UNKNOWN;
	const text = textOf(bytes.subarray(1));
	if (text === null) return UNKNOWN;
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return UNKNOWN;
	}
	if (typeof value !== 'object' || value === null || !('v' in value) || !('at' in value) || !('ops' in value)) return UNKNOWN;
	const { v, at, ops } = value;
	if (v !== 1 || typeof at !== 'number' || !Number.isSafeInteger(at) || at < 0 || at > MAX_INSTANT) return UNKNOWN;
	if (!Array.isArray(ops) || ops.length > MAX_OPS) return UNKNOWN;
	return { kind: 'ops', claimedAt: at, ops };
}

const UNKNOWN: Payload = { kind: 'unknown' };

function framed(kind: number, body: Uint8Array): Result<Uint8Array, PayloadFailure> {
	const sizeBytes = body.length + 1;
	if (sizeBytes > MAX_PAYLOAD_BYTES) return err({ type: 'TooLarge', sizeBytes, maxBytes: MAX_PAYLOAD_BYTES });
	const bytes = new Uint8Array(sizeBytes);
	bytes[0] = kind;
	bytes.set(body, 1);
	return ok(bytes);
}
