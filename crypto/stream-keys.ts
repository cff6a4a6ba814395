/**
 * Keys of one text stream: made at random, never derived from an epoch, so that an old agenda can stay closed to newcomers
 * and forgetting the key forgets the text.
 *
 * Knows nothing of texts or of who may read. Carries CRY58 and CRY59.
 */
import { err, ok, utf8, type CollectiveId, type Result, type StreamId } from './base';
import { open, seal, type Damaged, type WrongKey } from './aead';
import { deriveKey } from './hash';
import {
	SYMMETRIC_KEY_BYTES,
	type EphemeralKey,
	type PayloadKey,
	type StreamKey,
	type TextWrapKey
} from './keyring';
import { encodeLabelled } from './labels';
import type { Random } from './random';
import { createSecret, reveal } from './secret';

export interface StreamKeys {
	readonly key: StreamKey;
	readonly payloadKey: PayloadKey;
	readonly ephemeralKey: EphemeralKey;
}

export function createStreamKey(random: Random): StreamKey {
	return createSecret(random.bytes(SYMMETRIC_KEY_BYTES)) as StreamKey; // the constructor of the brand
}

/** @throws when it has not 32 bytes. */
export function streamKeyFromBytes(bytes: Uint8Array): StreamKey {
	if (bytes.length !== SYMMETRIC_KEY_BYTES) throw new Error('a stream key has 32 bytes');
	return createSecret(bytes) as StreamKey; // the constructor of the brand
}

/** The entries of a text stream carry headers under the epoch's header key and payloads under this `payloadKey`. */
export function deriveStreamKeys(key: StreamKey): StreamKeys {
	return {
		key,
		payloadKey: deriveKey(key, 'stream-payload') as PayloadKey,
		ephemeralKey: deriveKey(key, 'stream-ephemeral') as EphemeralKey
	};
}

/** For every holder of an epoch at once (104 bytes). For single devices use `wrapKey('stream', …)`. */
export function wrapStreamKey(
	key: StreamKey,
	collective: CollectiveId,
	stream: StreamId,
	wrapWith: TextWrapKey,
	random: Random
): Uint8Array {
	return seal(wrapWith, wrapContext(collective, stream), reveal(key), random);
}

/** `WrongKey`: another epoch. `Damaged`: other bytes, collective or stream. */
export function unwrapStreamKey(
	wrapped: Uint8Array,
	collective: CollectiveId,
	stream: StreamId,
	wrapWith: TextWrapKey
): Result<StreamKey, WrongKey | Damaged> {
	const opened = open(wrapWith, wrapContext(collective, stream), wrapped);
	if (!opened.ok) return err(opened.error.type === 'WrongKey' ? opened.error : { type: 'Damaged' });
	if (opened.value.length !== SYMMETRIC_KEY_BYTES) return err({ type: 'Damaged' });
	return ok(streamKeyFromBytes(opened.value));
}

function wrapContext(collective: CollectiveId, stream: StreamId): Uint8Array {
	return encodeLabelled('stream-wrap', [utf8(collective), utf8(stream)]);
}
