/**
 * The entry envelope: the one form in which an entry exists on disk, on the wire, in the keeper and in a bundle.
 *
 *     version 1 | epoch hint 4 | nonce 24 | header commitment 32 | header length 2 | sealed header | sealed payload | signature 64
 *
 * Knows nothing of what header and payload mean, of members or of order. Collective and stream are not in the bytes: they are
 * bound as associated data, so an entry moved elsewhere does not open. Carries CRY40 to CRY47.
 */
import {
	CORE_STREAM,
	concatBytes,
	equalBytes,
	err,
	ok,
	toBase64,
	utf8,
	type CollectiveId,
	type EntryId,
	type Result,
	type StreamId
} from './base';
import {
	COMMITMENT_BYTES,
	NONCE_BYTES,
	TAG_BYTES,
	commitmentOf,
	isCommitted,
	sealUnderNonce,
	type Damaged,
	type WrongKey
} from './aead';
import { blake2bShared, openXChaChaShared } from './heap';
import type { HeaderKey, PayloadKey } from './keyring';
import { encodeLabelled } from './labels';
import { MIN_PADDED_BYTES, MIN_PADDED_TEXT_BYTES, pad, unpaddedEnd, type Unpadded } from './padme';
import type { Random } from './random';
import { reveal, type Secret } from './secret';
import { SIGNATURE_BYTES, sign, verify } from './signature';

export const ENVELOPE_VERSION = 1;
export const MAX_ENVELOPE_BYTES = 256 * 1024;
/** What the caller may put into a header. */
export const MAX_HEADER_BYTES = 8 * 1024;
/** What the caller may put into a payload so that any header still fits. */
export const MAX_PAYLOAD_BYTES = 224 * 1024;

const HINT_AT = 1;
const NONCE_AT = 5;
const COMMIT_AT = NONCE_AT + NONCE_BYTES;
const LENGTH_AT = COMMIT_AT + COMMITMENT_BYTES;
const HEADER_AT = LENGTH_AT + 2;
const MIN_SEALED_HEADER_BYTES = COMMITMENT_BYTES + TAG_BYTES;
const MAX_SEALED_HEADER_BYTES = MAX_HEADER_BYTES + MIN_SEALED_HEADER_BYTES;
const MIN_SEALED_PAYLOAD_BYTES = MIN_PADDED_TEXT_BYTES + TAG_BYTES;
export const MIN_ENVELOPE_BYTES =
	HEADER_AT + MIN_SEALED_HEADER_BYTES + MIN_SEALED_PAYLOAD_BYTES + SIGNATURE_BYTES;

/** Votes and payments live in the core stream and must look alike; a text's entries stand apart from them anyway. */
export const leastOf = (stream: StreamId): number => (stream === CORE_STREAM ? MIN_PADDED_BYTES : MIN_PADDED_TEXT_BYTES);

/** Views into one array of bytes; nothing is copied. */
export interface Envelope {
	readonly bytes: Uint8Array;
	/** The hint as a number, for looking keys up. */
	readonly epochHint: number;
	readonly nonce: Uint8Array;
	/** Where the sealed payload begins; the sealed header ends there. */
	readonly payloadAt: number;
}

export interface SealOptions {
	readonly collective: CollectiveId;
	readonly stream: StreamId;
	/** 4 bytes, `EpochKeys.hint`. */
	readonly epochHint: Uint8Array;
	readonly headerKey: HeaderKey;
	readonly payloadKey: PayloadKey;
	readonly header: Uint8Array;
	readonly payload: Uint8Array;
	readonly signSecretKey: Secret<Uint8Array>;
	readonly random: Random;
}

/**
 * Pads, seals and signs one entry. @throws when header or payload exceed their limits (callers split before).
 *
 * One random nonce serves both ciphers. Safe because the two keys are independent outputs of a keyed hash and a nonce may
 * only never repeat under the SAME key; it saves 24 bytes in every entry. Equal keys are refused.
 */
export function sealEnvelope(options: SealOptions): { readonly bytes: Uint8Array; readonly id: EntryId } {
	const { collective, stream, epochHint, headerKey, payloadKey, header, payload } = options;
	if (epochHint.length !== 4) throw new Error('an epoch hint has 4 bytes');
	if (header.length > MAX_HEADER_BYTES) throw new Error('header too long');
	if (payload.length > MAX_PAYLOAD_BYTES) throw new Error('payload too long');
	if (equalBytes(reveal(headerKey), reveal(payloadKey)))
		throw new Error('header and payload need different keys: they share a nonce');

	const nonce = options.random.bytes(NONCE_BYTES);
	const headerText = new Uint8Array(COMMITMENT_BYTES + header.length);
	headerText.set(commitmentOf(payloadKey, nonce), 0);
	headerText.set(header, COMMITMENT_BYTES);
	const paddedPayload = pad(payload, leastOf(stream));
	const headerLength = headerText.length + TAG_BYTES;
	const payloadAt = HEADER_AT + headerLength;
	const signatureAt = payloadAt + paddedPayload.length + TAG_BYTES;
	const bytes = new Uint8Array(signatureAt + SIGNATURE_BYTES);
	bytes[0] = ENVELOPE_VERSION;
	bytes.set(epochHint, HINT_AT);
	bytes.set(nonce, NONCE_AT);
	bytes.set(commitmentOf(headerKey, nonce), COMMIT_AT);
	bytes[LENGTH_AT] = headerLength >>> 8;
	bytes[LENGTH_AT + 1] = headerLength;
	// Each ciphertext is bound to the place it belongs to and to every byte that stands before it.
	const place = placeOf(collective, stream);
	const seal = (key: Secret<Uint8Array>, at: number, text: Uint8Array): void =>
		bytes.set(sealUnderNonce(key, nonce, concatBytes(place, bytes.subarray(0, at)), text), at);
	seal(headerKey, HEADER_AT, headerText);
	seal(payloadKey, payloadAt, paddedPayload);
	bytes.set(
		sign('sign/entry', collective, [bytes.subarray(0, signatureAt)], options.signSecretKey),
		signatureAt
	);
	return { bytes, id: envelopeId(bytes) };
}

/** BLAKE2b-256 of all bytes, the signature included, keyed with a public label to keep it apart from every other hash. */
export function envelopeId(bytes: Uint8Array): EntryId {
	return toBase64(blake2bShared(bytes, ID_LABEL)) as EntryId; // the constructor of the brand
}

export interface Malformed {
	readonly type: 'Malformed';
	readonly reason: 'too-short' | 'too-long' | 'version' | 'header-length';
}
/** Written by a newer app: verify it (CRY47), keep it, pass it on, do not interpret it. */
export interface NewerEnvelope {
	readonly type: 'NewerEnvelope';
	readonly version: number;
}

/** Checks sizes only, in constant time; says nothing about signature or keys. */
export function parseEnvelope(bytes: Uint8Array): Result<Envelope, Malformed | NewerEnvelope> {
	if (bytes.length > MAX_ENVELOPE_BYTES) return err({ type: 'Malformed', reason: 'too-long' });
	if (bytes.length < MIN_ENVELOPE_BYTES) return err({ type: 'Malformed', reason: 'too-short' });
	if (bytes[0] === 0) return err({ type: 'Malformed', reason: 'version' });
	if (bytes[0] !== ENVELOPE_VERSION) return err({ type: 'NewerEnvelope', version: bytes[0]! });
	const headerLength = (bytes[LENGTH_AT]! << 8) | bytes[LENGTH_AT + 1]!;
	const payloadAt = HEADER_AT + headerLength;
	const signatureAt = bytes.length - SIGNATURE_BYTES;
	if (
		headerLength < MIN_SEALED_HEADER_BYTES ||
		headerLength > MAX_SEALED_HEADER_BYTES ||
		signatureAt - payloadAt < MIN_SEALED_PAYLOAD_BYTES
	)
		return err({ type: 'Malformed', reason: 'header-length' });
	return ok({
		bytes,
		epochHint: hintNumber(bytes, HINT_AT),
		nonce: bytes.subarray(NONCE_AT, COMMIT_AT),
		payloadAt
	});
}

/** Whether the device with this key made exactly these bytes for this collective. Needs no epoch key. About 100 µs. */
export function verifyEnvelope(
	bytes: Uint8Array,
	collective: CollectiveId,
	publicKey: Uint8Array
): boolean {
	if (bytes.length < MIN_ENVELOPE_BYTES || bytes.length > MAX_ENVELOPE_BYTES) return false;
	const signatureAt = bytes.length - SIGNATURE_BYTES;
	return verify(
		'sign/entry',
		collective,
		[bytes.subarray(0, signatureAt)],
		bytes.subarray(signatureAt),
		publicKey
	);
}

export interface OpenedHeader {
	readonly header: Uint8Array;
	/** Hand it to `openPayload`. */
	readonly payloadCommit: Uint8Array;
}

/** `WrongKey`: try the next candidate of the keyring. `Damaged`: other bytes, other collective or other stream. */
export function openHeader(
	envelope: Envelope,
	collective: CollectiveId,
	stream: StreamId,
	headerKey: HeaderKey
): Result<OpenedHeader, WrongKey | Damaged> {
	const { bytes, nonce, payloadAt } = envelope;
	if (!isCommitted(headerKey, nonce, bytes, COMMIT_AT)) return WRONG_KEY;
	const place = placeOf(collective, stream);
	const text = openXChaChaShared(reveal(headerKey), place, bytes, NONCE_AT, HEADER_AT, payloadAt);
	if (text === null) return DAMAGED;
	const headerFrom = text.from + COMMITMENT_BYTES;
	return ok({
		payloadCommit: text.bytes.slice(text.from, headerFrom),
		header: text.bytes.slice(headerFrom, text.to)
	});
}

/** `WrongKey` also for the key of another area; `Unpadded` when the author padded otherwise than CRY33. */
export function openPayload(
	envelope: Envelope,
	collective: CollectiveId,
	stream: StreamId,
	payloadKey: PayloadKey,
	payloadCommit: Uint8Array
): Result<Uint8Array, WrongKey | Damaged | Unpadded> {
	const { bytes, nonce, payloadAt } = envelope;
	if (!isCommitted(payloadKey, nonce, payloadCommit, 0)) return WRONG_KEY;
	const place = placeOf(collective, stream);
	const signatureAt = bytes.length - SIGNATURE_BYTES;
	const text = openXChaChaShared(reveal(payloadKey), place, bytes, NONCE_AT, payloadAt, signatureAt);
	if (text === null) return DAMAGED;
	const end = unpaddedEnd(text.bytes, text.from, text.to, leastOf(stream));
	return end < 0 ? err({ type: 'Unpadded' }) : ok(text.bytes.slice(text.from, end));
}

/** For `disclosure.ts` only: the parts of a parsed envelope, each ciphertext with its associated data. */
export function partsOf(envelope: Envelope, collective: CollectiveId, stream: StreamId) {
	const { bytes, payloadAt } = envelope;
	const place = placeOf(collective, stream);
	return {
		headerCommit: bytes.subarray(COMMIT_AT, LENGTH_AT),
		header: { associatedData: concatBytes(place, bytes.subarray(0, HEADER_AT)), ciphertext: bytes.subarray(HEADER_AT, payloadAt) },
		payload: {
			associatedData: concatBytes(place, bytes.subarray(0, payloadAt)),
			ciphertext: bytes.subarray(payloadAt, bytes.length - SIGNATURE_BYTES)
		}
	};
}

/** The 4 bytes of a hint as an unsigned number. */
export function hintNumber(bytes: Uint8Array, at = 0): number {
	return (
		((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
	);
}

const WRONG_KEY = err<WrongKey>({ type: 'WrongKey' });
const DAMAGED = err<Damaged>({ type: 'Damaged' });
const ID_LABEL = utf8('commonhold/1/entry-id');

interface Place {
	readonly collective: CollectiveId;
	readonly stream: StreamId;
	readonly bytes: Uint8Array;
}
/** The last one used; public values, and a whole log asks for the same one. */
let lastPlace: Place | null = null;

/** What is bound but not sent: label, collective, stream. */
function placeOf(collective: CollectiveId, stream: StreamId): Uint8Array {
	if (lastPlace?.collective === collective && lastPlace.stream === stream) return lastPlace.bytes;
	const bytes = encodeLabelled('entry', [utf8(collective), utf8(stream)]);
	lastPlace = { collective, stream, bytes };
	return bytes;
}
