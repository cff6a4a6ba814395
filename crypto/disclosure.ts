/**
 * Showing single entries to somebody who has no key of the group: the message keys of their header or payload.
 *
 * A message key is HChaCha20 of the real key and the entry's nonce. It opens that one ciphertext and its commitment can be
 * checked, so that nobody can show another text than the members read; no other entry, area or epoch opens by it. Knows nothing
 * of what is worth showing. Carries CRY35 to CRY37.
 */
import { err, ok, type CollectiveId, type Result, type StreamId } from './base';
import { COMMITMENT_BYTES, messageKeyOf, openWithMessageKey, type Damaged, type MessageKey, type WrongKey } from './aead';
import { leastOf, partsOf, type Envelope, type OpenedHeader } from './envelope';
import type { HeaderKey, PayloadKey } from './keyring';
import { unpaddedEnd, type Unpadded } from './padme';

/** The message key of an entry's header. The caller has opened the entry with this key before. */
export const discloseHeader = (envelope: Envelope, headerKey: HeaderKey): MessageKey => messageKeyOf(headerKey, envelope.nonce);

/** The message key of an entry's payload. The caller has opened the entry with this key before. */
export const disclosePayload = (envelope: Envelope, payloadKey: PayloadKey): MessageKey => messageKeyOf(payloadKey, envelope.nonce);

/** `WrongKey`: not the message key that the entry names. `Damaged`: other bytes, other collective or other stream. */
export function openDisclosedHeader(
	envelope: Envelope,
	collective: CollectiveId,
	stream: StreamId,
	key: MessageKey
): Result<OpenedHeader, WrongKey | Damaged> {
	const { headerCommit, header } = partsOf(envelope, collective, stream);
	const text = openWithMessageKey(key, envelope.nonce, headerCommit, header.associatedData, header.ciphertext);
	if (!text.ok) return text;
	return ok({ payloadCommit: text.value.slice(0, COMMITMENT_BYTES), header: text.value.slice(COMMITMENT_BYTES) });
}

/** @param payloadCommit from the opened header. Failures as in `openPayload`. */
export function openDisclosedPayload(
	envelope: Envelope,
	collective: CollectiveId,
	stream: StreamId,
	key: MessageKey,
	payloadCommit: Uint8Array
): Result<Uint8Array, WrongKey | Damaged | Unpadded> {
	const { payload } = partsOf(envelope, collective, stream);
	const text = openWithMessageKey(key, envelope.nonce, payloadCommit, payload.associatedData, payload.ciphertext);
	if (!text.ok) return text;
	const end = unpaddedEnd(text.value, 0, text.value.length, leastOf(stream));
	return end < 0 ? err({ type: 'Unpadded' }) : ok(text.value.slice(0, end));
}
