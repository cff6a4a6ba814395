/**
 * XChaCha20-Poly1305 that commits to its key.
 *
 *     nonce 24 | commitment 32 | ciphertext and tag        associated data: the caller's, then nonce and commitment
 *
 * The cipher alone does not bind its key: a member could craft one ciphertext that opens to different texts under two
 * group keys (Len, Grubbs, Ristenpart, "Partitioning Oracle Attacks", 2021). XChaCha20 seals each message under a key of its
 * own, the *message key* (HChaCha20 of key and nonce). The commitment is BLAKE2b-256 keyed with that one over the nonce and is
 * compared before anything is opened, which also tells a wrong key from damaged bytes. So one message can be shown to an
 * outsider, commitment and all, by giving away its message key, which says nothing about the key or any other message.
 * Using one key in ChaCha20 and in BLAKE2b is safe: neither's output says anything about the other's.
 *
 * Knows nothing of what it seals. Carries CRY30 to CRY32 and CRY35.
 */
import { concatBytes, err, ok, type Brand, type Result } from './base';
import { blake2bShared, messageKeyShared, openXChaChaShared } from './heap';
import { encodeLabelledShared } from './labels';
import type { Random } from './random';
import { createSecret, reveal, type Secret } from './secret';
import { sodium } from './sodium';

export const NONCE_BYTES = 24;
export const COMMITMENT_BYTES = 32;
export const TAG_BYTES = 16;
export const SEALED_OVERHEAD_BYTES = NONCE_BYTES + COMMITMENT_BYTES + TAG_BYTES;

/** The key is not the one that sealed this. Another key may work. */
export interface WrongKey {
	readonly type: 'WrongKey';
}
/** The key is right, the bytes or their context are not what was sealed. No other key will help. */
export interface Damaged {
	readonly type: 'Damaged';
}
export interface TooShort {
	readonly type: 'TooShort';
}

const WRONG_KEY = err<WrongKey>({ type: 'WrongKey' });
const DAMAGED = err<Damaged>({ type: 'Damaged' });
const TOO_SHORT = err<TooShort>({ type: 'TooShort' });

/** Seals under a nonce made here (24 random bytes: no collision in any realistic life). Adds 72 bytes; does not pad. */
export function seal(
	key: Secret<Uint8Array>,
	associatedData: Uint8Array,
	plaintext: Uint8Array,
	random: Random
): Uint8Array {
	const nonce = random.bytes(NONCE_BYTES);
	const head = concatBytes(nonce, commitmentOf(key, nonce));
	return concatBytes(head, sealUnderNonce(key, nonce, concatBytes(associatedData, head), plaintext));
}

/** `WrongKey` when the commitment differs, `Damaged` when the tag fails, `TooShort` under 72 bytes. */
export function open(
	key: Secret<Uint8Array>,
	associatedData: Uint8Array,
	sealed: Uint8Array
): Result<Uint8Array, WrongKey | Damaged | TooShort> {
	if (sealed.length < SEALED_OVERHEAD_BYTES) return TOO_SHORT;
	if (!isCommitted(key, sealed.subarray(0, NONCE_BYTES), sealed, NONCE_BYTES)) return WRONG_KEY;
	const text = openXChaChaShared(
		reveal(key),
		associatedData,
		sealed,
		0,
		NONCE_BYTES + COMMITMENT_BYTES,
		sealed.length
	);
	return text === null ? DAMAGED : ok(text.bytes.slice(text.from, text.to));
}

/** For the envelope and this module only: names the key, given the nonce, without saying anything about it. */
export function commitmentOf(key: Secret<Uint8Array>, nonce: Uint8Array): Uint8Array {
	return commitmentShared(key, nonce).slice();
}

/** For the envelope and this module only: compares `bytes[at, at + 32)`, without stopping at the first difference. */
export function isCommitted(
	key: Secret<Uint8Array>,
	nonce: Uint8Array,
	bytes: Uint8Array,
	at: number
): boolean {
	const expected = commitmentShared(key, nonce);
	return isEqualAt(expected, bytes, at);
}

function isEqualAt(expected: Uint8Array, bytes: Uint8Array, at: number): boolean {
	let difference = 0;
	for (let i = 0; i < COMMITMENT_BYTES; i++) difference |= expected[i]! ^ bytes[at + i]!;
	return difference === 0 && at + COMMITMENT_BYTES <= bytes.length;
}

/** For the envelope and this module only: everyone else seals through `seal`, which makes the nonce. */
export function sealUnderNonce(
	key: Secret<Uint8Array>,
	nonce: Uint8Array,
	associatedData: Uint8Array,
	plaintext: Uint8Array
): Uint8Array {
	return sodium().crypto_aead_xchacha20poly1305_ietf_encrypt(
		plaintext,
		associatedData,
		null,
		nonce,
		reveal(key)
	);
}

function commitmentShared(key: Secret<Uint8Array>, nonce: Uint8Array): Uint8Array {
	return blake2bShared(encodeLabelledShared('key-commitment', [nonce]), messageKeyShared(reveal(key), nonce, 0));
}

/** What one message alone was sealed under. */
export type MessageKey = Brand<Secret<Uint8Array>, 'MessageKey'>;

/** The message key under this nonce. Giving it away opens that one message and nothing else (CRY35). */
export function messageKeyOf(key: Secret<Uint8Array>, nonce: Uint8Array): MessageKey {
	return createSecret(messageKeyShared(reveal(key), nonce, 0).slice()) as MessageKey; // the constructor of the brand
}

/** @throws when it has not 32 bytes. */
export function messageKeyFromBytes(bytes: Uint8Array): MessageKey {
	if (bytes.length !== 32) throw new Error('a message key has 32 bytes');
	return createSecret(bytes) as MessageKey; // the constructor of the brand
}

/** For the disclosure of entries only: opens with the message key; `WrongKey` and `Damaged` as in `open`. */
export function openWithMessageKey(
	key: MessageKey,
	nonce: Uint8Array,
	commitment: Uint8Array,
	associatedData: Uint8Array,
	ciphertext: Uint8Array
): Result<Uint8Array, WrongKey | Damaged> {
	const expected = blake2bShared(encodeLabelledShared('key-commitment', [nonce]), reveal(key));
	if (!isEqualAt(expected, commitment, 0)) return WRONG_KEY;
	// XChaCha20-Poly1305 is ChaCha20-Poly1305-IETF under the message key, with what is left of the nonce behind four zeros
	const rest = new Uint8Array(12);
	rest.set(nonce.subarray(16), 4);
	try {
		return ok(sodium().crypto_aead_chacha20poly1305_ietf_decrypt(null, ciphertext, associatedData, rest, reveal(key)));
	} catch {
		// the wrapper throws for a failed tag; lengths were checked, so nothing else can
		return DAMAGED;
	}
}
