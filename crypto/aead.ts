/**
 * XChaCha20-Poly1305 that commits to its key.
 *
 *     nonce 24 | commitment 32 | ciphertext and tag
 *
 * The cipher alone does not bind its key: a member could craft one ciphertext that opens to different texts under two
 * group keys (Len, Grubbs, Ristenpart, "Partitioning Oracle Attacks", 2021). The commitment is BLAKE2b-256 keyed with the
 * key over the nonce and is compared before anything is opened, which also tells a wrong key from damaged bytes. Using one
 * key in ChaCha20 and in BLAKE2b is safe: neither's output says anything about the other's.
 *
 * Knows nothing of what it seals. Carries CRY30 to CRY32.
 */
import { concatBytes, err, ok, type Result } from './base';
import { deriveBytes } from './hash';
import type { Random } from './random';
import { reveal, type Secret } from './secret';
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
	return concatBytes(
		nonce,
		commitmentOf(key, nonce),
		sealUnderNonce(key, nonce, associatedData, plaintext)
	);
}

/** `WrongKey` when the commitment differs, `Damaged` when the tag fails, `TooShort` under 72 bytes. */
export function open(
	key: Secret<Uint8Array>,
	associatedData: Uint8Array,
	sealed: Uint8Array
): Result<Uint8Array, WrongKey | Damaged | TooShort> {
	if (sealed.length < SEALED_OVERHEAD_BYTES) return TOO_SHORT;
	const nonce = sealed.subarray(0, NONCE_BYTES);
	const commitment = sealed.subarray(NONCE_BYTES, NONCE_BYTES + COMMITMENT_BYTES);
	if (!isCommitted(key, nonce, commitment)) return WRONG_KEY;
	return openUnderNonce(
		key,
		nonce,
		associatedData,
		sealed.subarray(NONCE_BYTES + COMMITMENT_BYTES)
	);
}

/** For the envelope and this module only: names the key, given the nonce, without saying anything about it. */
export function commitmentOf(key: Secret<Uint8Array>, nonce: Uint8Array): Uint8Array {
	return deriveBytes(key, 'key-commitment', nonce);
}

/** For the envelope and this module only. */
export function isCommitted(
	key: Secret<Uint8Array>,
	nonce: Uint8Array,
	commitment: Uint8Array
): boolean {
	const expected = commitmentOf(key, nonce);
	let difference = expected.length ^ commitment.length;
	for (let i = 0; i < COMMITMENT_BYTES; i++) difference |= expected[i]! ^ (commitment[i] ?? 0);
	return difference === 0;
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

/** For the envelope and this module only; the commitment has been checked before. */
export function openUnderNonce(
	key: Secret<Uint8Array>,
	nonce: Uint8Array,
	associatedData: Uint8Array,
	ciphertext: Uint8Array
): Result<Uint8Array, Damaged> {
	if (ciphertext.length < TAG_BYTES) return DAMAGED;
	const keyBytes = reveal(key);
	if (keyBytes.length !== 32) throw new Error('an AEAD key has 32 bytes');
	try {
		return ok(
			sodium().crypto_aead_xchacha20poly1305_ietf_decrypt(
				null,
				ciphertext,
				associatedData,
				nonce,
				keyBytes
			)
		);
	} catch {
		// libsodium's wrapper throws for a failed tag; the lengths were checked above, so nothing else can.
		return DAMAGED;
	}
}
