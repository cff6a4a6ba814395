/**
 * How the key of a text stream reaches the devices that may read it: boxed to each of them, inside the stream.
 *
 *     version 1 | count | (slot 4, box 96)*
 *
 * Carried by entries of area `consultation` in the text stream: such a payload is sealed under the epoch's consultation key,
 * while words (area `text`) are sealed under the stream's own. So whoever forgets stream and key has forgotten the text.
 * Knows nothing of who may read: the caller lists the devices. Carries TXT23 to TXT25 and TXT33.
 */
import {
	err,
	ok,
	toBase64,
	utf8,
	type CollectiveId,
	type Result,
	type Slot,
	type StreamId
} from '../../crypto/base';
import { createByteReader, createByteWriter } from '../../crypto/bytes';
import { deriveBytes } from '../../crypto/hash';
import { unwrapKey, wrapKey, WRAPPED_KEY_BYTES, type StreamKey } from '../../crypto/keyring';
import type { KeyPair } from '../../crypto/keys';
import type { Random } from '../../crypto/random';

const OFFER_VERSION = 1;
/** Boxes of one entry; a larger collective gets several entries. */
export const MAX_BOXES = 2_000;

export interface Reader {
	readonly slot: Slot;
	readonly boxPublicKey: Uint8Array;
}

/**
 * The name of the stream that has this key: 16 bytes derived from it. So every reader can tell the true key from any other
 * that a member might offer, and the name tells nothing of the key.
 */
export function streamIdOf(key: StreamKey, collective: CollectiveId): StreamId {
	return toBase64(deriveBytes(key, 'stream-id', utf8(collective)).subarray(0, 16)) as StreamId; // the constructor of the name
}

/** @throws for more than `MAX_BOXES` readers. */
export function offerStreamKey(
	key: StreamKey,
	collective: CollectiveId,
	readers: readonly Reader[],
	random: Random
): Uint8Array {
	if (readers.length > MAX_BOXES) throw new Error('too many readers for one entry');
	const writer = createByteWriter().u8(OFFER_VERSION).u32(readers.length);
	for (const { slot, boxPublicKey } of readers)
		writer.u32(slot).put(wrapKey('stream', collective, key, boxPublicKey, random));
	return writer.bytes();
}

/** An offer of no boxes: its author holds no key, though it was offered one (TXT33). */
export const askForStreamKey = (): Uint8Array => createByteWriter().u8(OFFER_VERSION).u32(0).bytes();

export type OfferFailure =
	| { readonly type: 'Malformed'; readonly reason: string }
	| { readonly type: 'NewerPayload'; readonly version: number }
	/** Nothing for this device: a later offer may have it. */
	| { readonly type: 'NotOffered' }
	/** A box for this device that it cannot open, or that holds another key than the stream's. */
	| { readonly type: 'BadBox' };

/** The key that an offer holds for this device, checked against the name of the stream. */
export function acceptStreamKey(
	payload: Uint8Array,
	collective: CollectiveId,
	stream: StreamId,
	slot: Slot,
	boxKeys: KeyPair
): Result<StreamKey, OfferFailure> {
	const boxes = parseOffer(payload);
	if (!boxes.ok) return boxes;
	const box = boxes.value.get(slot);
	if (box === undefined) return err({ type: 'NotOffered' });
	const key = unwrapKey('stream', collective, box, boxKeys);
	if (!key.ok || streamIdOf(key.value, collective) !== stream) return err({ type: 'BadBox' });
	return key;
}

/** Whom an offer names: who may read, as far as this entry says. */
export function parseOffer(
	payload: Uint8Array
): Result<ReadonlyMap<Slot, Uint8Array>, OfferFailure> {
	if (payload.length > 0 && payload[0] !== OFFER_VERSION)
		return err({ type: 'NewerPayload', version: payload[0]! });
	const reader = createByteReader(payload);
	reader.u8();
	const count = reader.u32();
	if (reader.failed || count > MAX_BOXES) return err({ type: 'Malformed', reason: 'count' });
	const boxBySlot = new Map<Slot, Uint8Array>();
	for (let i = 0; i < count; i++) {
		const slot = reader.u32() as Slot; // the parser of the brand
		boxBySlot.set(slot, reader.take(WRAPPED_KEY_BYTES));
	}
	if (!reader.isComplete()) return err({ type: 'Malformed', reason: 'length' });
	return ok(boxBySlot);
}
