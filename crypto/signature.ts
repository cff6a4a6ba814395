/**
 * Ed25519 signatures over labelled bytes.
 *
 * Knows nothing of who may sign what. Acceptance is libsodium's and nobody else's: implementations differ on edge cases
 * (small-order keys, S not reduced), and two verifiers would mean two logs. Carries CRY20 to CRY22.
 */
import { utf8, type CollectiveId } from './base';
import { encodeLabelledShared } from './labels';
import { reveal, type Secret } from './secret';
import { sodium } from './sodium';

export const SIGNATURE_BYTES = 64;

/** Everything that is ever signed. A signature under one label is worthless under another. */
export type SignatureLabel =
	| 'sign/entry'
	| 'sign/live-update'
	| 'sign/join-by-invitation'
	| 'sign/join-by-device'
	| 'sign/enrol-device'
	| 'sign/peer-member'
	| 'sign/peer-invitation'
	| 'sign/bundle'
	| 'sign/keeper';

/** @returns 64 bytes; the same input always gives the same signature. */
export function sign(
	label: SignatureLabel,
	collective: CollectiveId,
	parts: readonly Uint8Array[],
	secretKey: Secret<Uint8Array>
): Uint8Array {
	const message = encodeLabelledShared(label, [utf8(collective), ...parts]);
	return sodium().crypto_sign_detached(message, reveal(secretKey));
}

/** False for anything libsodium refuses, wrong lengths included; never throws on hostile bytes. About 100 µs. */
export function verify(
	label: SignatureLabel,
	collective: CollectiveId,
	parts: readonly Uint8Array[],
	signature: Uint8Array,
	publicKey: Uint8Array
): boolean {
	if (signature.length !== SIGNATURE_BYTES || publicKey.length !== 32) return false;
	const message = encodeLabelledShared(label, [utf8(collective), ...parts]);
	return sodium().crypto_sign_verify_detached(signature, message, publicKey);
}
