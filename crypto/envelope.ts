/**
 * The entry envelope: the one form in which an entry exists on disk, on the wire, in the keeper and in a bundle.
 *
 *     version 1 | epoch hint 4 | nonce 24 | header commitment 32 | header length 2 | sealed header | sealed payload | signature 64
 *
 * Knows nothing of what header and payload mean, of members or of order. Collective and stream are not in the bytes: they are
 * bound as associated data, so an entry moved elsewhere does not open. Carries CRY40 to CRY47.
 */
import {
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
	openUnderNonce,
	sealUnderNonce,
	type Damaged,
	type WrongKey
} from './aead';
import type { HeaderKey, PayloadKey } from './keyring';
import { labelPrefix } from './labels';
import { MIN_PADDED_BYTES, pad, unpad, type Unpadded } from './padme';
import type { Random } from './random';
import { reveal, type Secret } from './secret';
import { SIGNATURE_BYTES, sign, verify } from './signature';
import { sodium } from './sodium';

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
const MIN_SEALED_PAYLOAD_BYTES = MIN_PADDED_BYTES + TAG_BYTES;
export const MIN_ENVELOPE_BYTES =
	HEADER_AT + MIN_SEALED_HEADER_BYTES + MIN_SEALED_PAYLOAD_BYTES + SIGNATURE_BYTES;

/** Views into one array of bytes; nothing is copied. */
export interface Envelope {
	readonly bytes: Uint8Array;
	/** The hint as a number, for looking keys up. */
	readonly epochHint: number;
	readonly nonce: Uint8Array;
	readonly headerCommit: Uint8Array;
	readonly sealedHeader: Uint8Array;
	readonly sealedPayload: Uint8Array;
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
	const context = contextOf(collective, stream);
	const sealedHeader = sealUnderNonce(
		headerKey,
		nonce,
		headerAssociatedData(context, epochHint),
		headerText
	);
	const sealedPayload = sealUnderNonce(
		payloadKey,
		nonce,
		payloadAssociatedData(context, epochHint, sealedHeader),
		pad(payload)
	);

	const signedBytes = HEADER_AT + sealedHeader.length + sealedPayload.length;
	const bytes = new Uint8Array(signedBytes + SIGNATURE_BYTES);
	bytes[0] = ENVELOPE_VERSION;
	bytes.set(epochHint, HINT_AT);
	bytes.set(nonce, NONCE_AT);
	bytes.set(commitmentOf(headerKey, nonce), COMMIT_AT);
	bytes[LENGTH_AT] = sealedHeader.length >>> 8;
	bytes[LENGTH_AT + 1] = sealedHeader.length;
	bytes.set(sealedHeader, HEADER_AT);
	bytes.set(sealedPayload, HEADER_AT + sealedHeader.length);
	bytes.set(
		sign('sign/entry', collective, [bytes.subarray(0, signedBytes)], options.signSecretKey),
		signedBytes
	);
	return { bytes, id: envelopeId(bytes) };
}

/** BLAKE2b-256 of all bytes, the signature included, keyed with a public label to keep it apart from every other hash. */
export function envelopeId(bytes: Uint8Array): EntryId {
	return toBase64(sodium().crypto_generichash(32, bytes, ID_LABEL)) as EntryId; // the constructor of the brand
}

export interface Malformed {
	readonly type: 'Malformed';
	readonly reason: 'too-short' | 'too-long' | 'header-length';
}
/** Written by a newer app: keep it, pass it on, do not interpret it. */
export interface NewerEnvelope {
	readonly type: 'NewerEnvelope';
	readonly version: number;
}

/** Checks sizes only, in constant time; says nothing about signature or keys. */
export function parseEnvelope(bytes: Uint8Array): Result<Envelope, Malformed | NewerEnvelope> {
	if (bytes.length > MAX_ENVELOPE_BYTES) return err({ type: 'Malformed', reason: 'too-long' });
	if (bytes.length < MIN_ENVELOPE_BYTES) return err({ type: 'Malformed', reason: 'too-short' });
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
		headerCommit: bytes.subarray(COMMIT_AT, LENGTH_AT),
		sealedHeader: bytes.subarray(HEADER_AT, payloadAt),
		sealedPayload: bytes.subarray(payloadAt, signatureAt)
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
	if (!isCommitted(headerKey, envelope.nonce, envelope.headerCommit))
		return err({ type: 'WrongKey' });
	const opened = openUnderNonce(
		headerKey,
		envelope.nonce,
		headerAssociatedData(contextOf(collective, stream), envelope.bytes.subarray(HINT_AT, NONCE_AT)),
		envelope.sealedHeader
	);
	if (!opened.ok) return opened;
	return ok({
		payloadCommit: opened.value.subarray(0, COMMITMENT_BYTES),
		header: opened.value.subarray(COMMITMENT_BYTES)
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
	if (!isCommitted(payloadKey, envelope.nonce, payloadCommit)) return err({ type: 'WrongKey' });
	const opened = openUnderNonce(
		payloadKey,
		envelope.nonce,
		payloadAssociatedData(
			contextOf(collective, stream),
			envelope.bytes.subarray(HINT_AT, NONCE_AT),
			envelope.sealedHeader
		),
		envelope.sealedPayload
	);
	return opened.ok ? unpad(opened.value) : opened;
}

/** The 4 bytes of a hint as an unsigned number. */
export function hintNumber(bytes: Uint8Array, at = 0): number {
	return (
		((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
	);
}

const ID_LABEL = utf8('commonhold/1/entry-id');

interface Context {
	readonly collective: CollectiveId;
	readonly stream: StreamId;
	/** version, collective and stream with their lengths: public, so keeping the last one is harmless. */
	readonly bytes: Uint8Array;
}
let lastContext: Context | null = null;

function contextOf(collective: CollectiveId, stream: StreamId): Uint8Array {
	if (lastContext?.collective === collective && lastContext.stream === stream)
		return lastContext.bytes;
	const collectiveBytes = utf8(collective);
	const streamBytes = utf8(stream);
	if (collectiveBytes.length > 255 || streamBytes.length > 255) throw new Error('id too long');
	const bytes = new Uint8Array(3 + collectiveBytes.length + streamBytes.length);
	bytes[0] = ENVELOPE_VERSION;
	bytes[1] = collectiveBytes.length;
	bytes.set(collectiveBytes, 2);
	bytes[2 + collectiveBytes.length] = streamBytes.length;
	bytes.set(streamBytes, 3 + collectiveBytes.length);
	lastContext = { collective, stream, bytes };
	return bytes;
}

/** Shared scratch: valid until the next call, and libsodium copies its inputs. */
const ASSOCIATED = new Uint8Array(1024 + MAX_SEALED_HEADER_BYTES);

function headerAssociatedData(context: Uint8Array, hint: Uint8Array): Uint8Array {
	const label = labelPrefix('entry-header');
	ASSOCIATED.set(label, 0);
	ASSOCIATED.set(hint, label.length);
	ASSOCIATED.set(context, label.length + 4);
	return ASSOCIATED.subarray(0, label.length + 4 + context.length);
}

function payloadAssociatedData(
	context: Uint8Array,
	hint: Uint8Array,
	sealedHeader: Uint8Array
): Uint8Array {
	const label = labelPrefix('entry-payload');
	const headerAt = label.length + 4 + context.length;
	ASSOCIATED.set(label, 0);
	ASSOCIATED.set(hint, label.length);
	ASSOCIATED.set(context, label.length + 4);
	ASSOCIATED.set(sealedHeader, headerAt);
	return ASSOCIATED.subarray(0, headerAt + sealedHeader.length);
}
