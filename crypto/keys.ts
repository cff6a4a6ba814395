/**
 * A device's key pairs and the ids that are hashes of public keys.
 *
 * Knows nothing of collectives' rules, storage or networks. Carries CRY10 to CRY15.
 */
import {
	toBase64,
	utf8,
	type CollectiveId,
	type DeviceId,
	type MemberId,
	type Slot
} from './base';
import { deriveKey, hash } from './hash';
import type { Random } from './random';
import { createSecret, reveal, type Secret } from './secret';
import { sodium } from './sodium';

export const SIGN_PUBLIC_KEY_BYTES = 32;
export const BOX_PUBLIC_KEY_BYTES = 32;
export const DEVICE_SEED_BYTES = 32;

export interface KeyPair {
	readonly publicKey: Uint8Array;
	readonly secretKey: Secret<Uint8Array>;
}

/** Both pairs come from `seed`, which is all a vault or a recovery phrase has to keep. */
export interface DeviceKeys {
	readonly seed: Secret<Uint8Array>;
	/** Ed25519. */
	readonly sign: KeyPair;
	/** X25519. */
	readonly box: KeyPair;
}

export function createDeviceKeys(random: Random): DeviceKeys {
	return deriveDeviceKeys(random.bytes(DEVICE_SEED_BYTES));
}

/**
 * The same seed gives the same device.
 * @throws when the seed has not 32 bytes.
 */
export function deviceKeysFromSeed(seed32: Uint8Array | Secret<Uint8Array>): DeviceKeys {
	return deriveDeviceKeys((seed32 instanceof Uint8Array ? seed32 : reveal(seed32)).slice());
}

/** Who made this signature: the hash of the device's signing key. */
export function deviceIdOf(signPublicKey: Uint8Array): DeviceId {
	return toBase64(hash('device-id', signPublicKey)) as DeviceId; // the constructor of the brand
}

/** A person, named after the first device they were admitted with. */
export function memberIdOf(signPublicKey: Uint8Array): MemberId {
	return toBase64(hash('member-id', signPublicKey)) as MemberId; // the constructor of the brand
}

/**
 * The first 32 bits of a hash of collective and key, never 0 (Yjs client id 0 is what careless code writes). Slots can be
 * ground to collide; the rules of admission deal with that, this function does not.
 */
export function slotOf(collective: CollectiveId, signPublicKey: Uint8Array): Slot {
	const digest = hash('slot', utf8(collective), signPublicKey);
	const view = new DataView(digest.buffer, digest.byteOffset, digest.byteLength);
	for (let at = 0; at + 4 <= digest.length; at += 4) {
		const slot = view.getUint32(at);
		if (slot !== 0) return slot as Slot; // the constructor of the brand
	}
	throw new Error('a BLAKE2b hash of nothing but zeros');
}

/** @param nonce16 16 random bytes, so that one founder can found many collectives. */
export function collectiveIdOf(
	founderSignPublicKey: Uint8Array,
	nonce16: Uint8Array
): CollectiveId {
	if (nonce16.length !== 16) throw new Error('a founding nonce has 16 bytes');
	return toBase64(hash('collective-id', founderSignPublicKey, nonce16)) as CollectiveId; // the constructor of the brand
}

/**
 * Whether these can be the public keys of a device: right lengths, a sign key of prime order, a box key that is not of small
 * order. To be asked before keys from outside enter the log: a box key of small order makes wrapping for everybody fail, a
 * sign key of mixed order makes signatures that other verifiers judge differently (CRY15).
 */
export function areDevicePublicKeys(signPublicKey: Uint8Array, boxPublicKey: Uint8Array): boolean {
	const lib = sodium();
	if (signPublicKey.length !== SIGN_PUBLIC_KEY_BYTES || boxPublicKey.length !== BOX_PUBLIC_KEY_BYTES) return false;
	if (!lib.crypto_core_ed25519_is_valid_point(signPublicKey)) return false;
	try {
		lib.crypto_scalarmult(PROBE, boxPublicKey);
		return true;
	} catch {
		// libsodium refuses a shared secret of zeros, which is what a point of small order gives with every scalar.
		return false;
	}
}

/** An Ed25519 pair from a 32-byte seed, for devices and for invitations. */
export function deriveSignPair(seed: Secret<Uint8Array>): KeyPair {
	const pair = sodium().crypto_sign_seed_keypair(reveal(seed));
	return { publicKey: pair.publicKey, secretKey: createSecret(pair.privateKey) };
}

function deriveDeviceKeys(seedBytes: Uint8Array): DeviceKeys {
	if (seedBytes.length !== DEVICE_SEED_BYTES) throw new Error('a device seed has 32 bytes');
	const seed = createSecret(seedBytes);
	const box = sodium().crypto_box_seed_keypair(reveal(deriveKey(seed, 'device-box')));
	return {
		seed,
		// Independent seeds: one pair is never the image of the other, so a signature cannot help against a box.
		sign: deriveSignPair(deriveKey(seed, 'device-sign')),
		box: { publicKey: box.publicKey, secretKey: createSecret(box.privateKey) }
	};
}

/** Any scalar shows a point of small order: clamping makes it a multiple of 8. */
const PROBE = new Uint8Array(32).fill(1);
