/**
 * Live frames (typing, cursors, presence): sealed for the readers, signed by the writer, never on disk.
 *
 *     version 1 | nonce 24 | commitment 32 | sealed( pad( signature 64 | signed bytes ) )
 *     signed bytes = slot 4 | session 8 | counter 8 | body
 *
 * The signature covers collective, stream and the signed bytes, so that a durable entry may carry somebody else's live update
 * together with their signature and every reader can check it later, without the frame.
 *
 * Knows nothing of texts, awareness or transport. Carries CRY120 to CRY124.
 */
import { err, ok, utf8, type CollectiveId, type Result, type Slot, type StreamId } from './base';
import { open, seal, type Damaged, type WrongKey } from './aead';
import { createByteReader, createByteWriter } from './bytes';
import { encodeLabelled } from './labels';
import type { EphemeralKey } from './keyring';
import { pad, unpad } from './padme';
import type { Random } from './random';
import type { Secret } from './secret';
import { SIGNATURE_BYTES, sign, verify } from './signature';

export const FRAME_VERSION = 1;
export const SESSION_BYTES = 8;
export const MAX_FRAME_BODY_BYTES = 64 * 1024;
const MAX_FRAME_BYTES = MAX_FRAME_BODY_BYTES * 2;

export interface SignedUpdate {
	readonly slot: Slot;
	/** 8 random bytes, new for every start of the app on this device. */
	readonly session: Uint8Array;
	/** Grows by one with every frame of a session; below 2^53. */
	readonly counter: number;
	readonly body: Uint8Array;
}

export interface SealFrameOptions extends SignedUpdate {
	readonly key: EphemeralKey;
	readonly collective: CollectiveId;
	readonly stream: StreamId;
	readonly signSecretKey: Secret<Uint8Array>;
	readonly random: Random;
}

export interface SealedFrame {
	readonly frame: Uint8Array;
	/** What a durable entry keeps when it embeds this update. */
	readonly signedBytes: Uint8Array;
	readonly signature: Uint8Array;
}

/** @throws for a body over 64 KiB: write it to the log instead. */
export function sealFrame(options: SealFrameOptions): SealedFrame {
	const { key, collective, stream, random } = options;
	if (options.body.length > MAX_FRAME_BODY_BYTES) throw new Error('frame body too long');
	if (options.session.length !== SESSION_BYTES) throw new Error('a session has 8 bytes');
	const signedBytes = createByteWriter()
		.u32(options.slot)
		.put(options.session)
		.u32(Math.floor(options.counter / 2 ** 32))
		.u32(options.counter % 2 ** 32)
		.put(options.body)
		.bytes();
	const signature = sign(
		'sign/live-update',
		collective,
		[utf8(stream), signedBytes],
		options.signSecretKey
	);
	const text = new Uint8Array(SIGNATURE_BYTES + signedBytes.length);
	text.set(signature, 0);
	text.set(signedBytes, SIGNATURE_BYTES);
	const sealed = seal(key, frameContext(collective, stream), pad(text), random);
	const frame = new Uint8Array(1 + sealed.length);
	frame[0] = FRAME_VERSION;
	frame.set(sealed, 1);
	return { frame, signedBytes, signature };
}

export interface OpenedFrame extends SignedUpdate {
	readonly signedBytes: Uint8Array;
	readonly signature: Uint8Array;
}

export interface BadFrame {
	readonly type: 'BadFrame';
}
/** No device with this slot is known to us (yet). */
export interface UnknownSlot {
	readonly type: 'UnknownSlot';
	readonly slot: Slot;
}
export interface BadSignature {
	readonly type: 'BadSignature';
	readonly slot: Slot;
}

/**
 * Opens and verifies. `WrongKey`: try another epoch or stream key. Replay is the guard's business, not checked here.
 * @param publicKeyOf the signing key of the CURRENT device with a slot.
 */
export function openFrame(
	frame: Uint8Array,
	options: {
		readonly key: EphemeralKey;
		readonly collective: CollectiveId;
		readonly stream: StreamId;
		readonly publicKeyOf: (slot: Slot) => Uint8Array | undefined;
	}
): Result<OpenedFrame, BadFrame | WrongKey | Damaged | UnknownSlot | BadSignature> {
	const { key, collective, stream, publicKeyOf } = options;
	if (frame[0] !== FRAME_VERSION || frame.length > MAX_FRAME_BYTES) return err({ type: 'BadFrame' });
	const opened = open(key, frameContext(collective, stream), frame.subarray(1));
	if (!opened.ok) return opened.error.type === 'TooShort' ? err({ type: 'BadFrame' }) : err(opened.error);
	const text = unpad(opened.value);
	if (!text.ok || text.value.length < SIGNATURE_BYTES) return err({ type: 'BadFrame' });
	const signature = text.value.subarray(0, SIGNATURE_BYTES);
	const signedBytes = text.value.subarray(SIGNATURE_BYTES);
	const update = parseSignedUpdate(signedBytes);
	if (update === null) return err({ type: 'BadFrame' });
	const { slot } = update;
	const publicKey = publicKeyOf(slot);
	if (publicKey === undefined) return err({ type: 'UnknownSlot', slot });
	if (!verifySignedUpdate({ collective, stream, signedBytes, signature, publicKey }))
		return err({ type: 'BadSignature', slot });
	return ok({ ...update, signedBytes, signature });
}

/** For updates embedded in durable entries: did the device with this key type exactly this into this stream? */
export function verifySignedUpdate(options: {
	readonly collective: CollectiveId;
	readonly stream: StreamId;
	readonly signedBytes: Uint8Array;
	readonly signature: Uint8Array;
	readonly publicKey: Uint8Array;
}): boolean {
	const { collective, stream, signedBytes, signature, publicKey } = options;
	return verify('sign/live-update', collective, [utf8(stream), signedBytes], signature, publicKey);
}

/** Null for anything that `sealFrame` would not have signed; does not check the signature. */
export function parseSignedUpdate(signedBytes: Uint8Array): SignedUpdate | null {
	const reader = createByteReader(signedBytes);
	const slot = reader.u32() as Slot; // the parser of the brand
	const session = reader.take(SESSION_BYTES);
	const counter = reader.u32() * 2 ** 32 + reader.u32();
	const body = reader.rest();
	if (reader.failed || counter > Number.MAX_SAFE_INTEGER || body.length > MAX_FRAME_BODY_BYTES)
		return null;
	return { slot, session, counter, body };
}

function frameContext(collective: CollectiveId, stream: StreamId): Uint8Array {
	return encodeLabelled('live-frame', [utf8(collective), utf8(stream)]);
}
