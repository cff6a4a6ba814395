/**
 * Epoch keys, what is derived from them, and how they are wrapped for devices.
 *
 * Knows nothing of who is a member or which epoch is valid: that is the log's to decide. Carries CRY50 to CRY57.
 */
import {
	AREAS,
	equalBytes,
	err,
	ok,
	toBase64,
	utf8,
	type Area,
	type Brand,
	type CollectiveId,
	type EpochId,
	type Result
} from './base';
import { hintNumber } from './envelope';
import { deriveBytes, deriveKey, hash } from './hash';
import type { KeyPair } from './keys';
import type { Random } from './random';
import { createSecret, hideWhenPrinted, reveal, type Secret } from './secret';
import { sodium } from './sodium';
import type { WrongKey } from './aead';

/** A group's 32 random bytes. Everything the members share is derived from it. */
export type EpochKey = Brand<Secret<Uint8Array>, 'EpochKey'>;
/** The 32 random bytes under which one bundle file is sealed. */
export type BundleKey = Brand<Secret<Uint8Array>, 'BundleKey'>;
/** The 32 random bytes of one text stream. */
export type StreamKey = Brand<Secret<Uint8Array>, 'StreamKey'>;
export type HeaderKey = Brand<Secret<Uint8Array>, 'HeaderKey'>;
export type PayloadKey = Brand<Secret<Uint8Array>, 'PayloadKey'>;
/** Seals live frames (typing, cursors); never what is stored. */
export type EphemeralKey = Brand<Secret<Uint8Array>, 'EphemeralKey'>;
/** From which the keys of a keeper's documents come (keeper-documents.ts). */
export type KeeperRootKey = Brand<Secret<Uint8Array>, 'KeeperRootKey'>;
/** Seals text stream keys for every holder of the epoch. */
export type TextWrapKey = Brand<Secret<Uint8Array>, 'TextWrapKey'>;

export const SYMMETRIC_KEY_BYTES = 32;

/** All keys and names of one epoch, derived once. Prints as a placeholder. */
export interface EpochKeys {
	readonly id: EpochId;
	readonly key: EpochKey;
	/** 4 bytes at the head of each entry. Several epochs may share a hint. */
	readonly hint: Uint8Array;
	readonly headerKey: HeaderKey;
	areaKey(area: Area): PayloadKey;
	/** 22 base64url characters; tells a signaling server nothing about the collective. */
	readonly roomName: string;
	/** 43 base64url characters (256 bits: a signaling server may search offline). */
	readonly roomPassword: string;
	readonly relayName: string;
	readonly ephemeralKey: EphemeralKey;
	readonly textWrapKey: TextWrapKey;
	readonly keeperKey: KeeperRootKey;
}

export function createEpochKey(random: Random): EpochKey {
	return createSecret(random.bytes(SYMMETRIC_KEY_BYTES)) as EpochKey; // the constructor of the brand
}

/** @throws when it has not 32 bytes. */
export function epochKeyFromBytes(bytes: Uint8Array): EpochKey {
	return checkedKey(bytes) as EpochKey; // the constructor of the brand
}

/** Names the key and commits to it: whoever unwraps a box checks it against the id in the log. */
export function epochIdOf(key: EpochKey): EpochId {
	return toBase64(hash('epoch-id', reveal(key))) as EpochId; // the constructor of the brand
}

/** The constructor of every key and name of an epoch; the collective is part of each. */
export function deriveEpochKeys(key: EpochKey, collective: CollectiveId): EpochKeys {
	const context = utf8(collective);
	const areaKeyByArea = new Map<Area, PayloadKey>();
	for (const area of AREAS)
		areaKeyByArea.set(area, deriveKey(key, 'epoch-area', context, utf8(area)) as PayloadKey);
	return hideWhenPrinted({
		id: epochIdOf(key),
		key,
		hint: deriveBytes(key, 'epoch-hint', context).slice(0, 4),
		headerKey: deriveKey(key, 'epoch-header', context) as HeaderKey,
		areaKey: (area: Area) => {
			const areaKey = areaKeyByArea.get(area);
			if (areaKey === undefined) throw new Error('unknown area');
			return areaKey;
		},
		roomName: toBase64(deriveBytes(key, 'epoch-room-name', context).subarray(0, 16)),
		roomPassword: toBase64(deriveBytes(key, 'epoch-room-password', context)),
		relayName: toBase64(deriveBytes(key, 'epoch-relay-name', context).subarray(0, 16)),
		ephemeralKey: deriveKey(key, 'epoch-ephemeral', context) as EphemeralKey,
		textWrapKey: deriveKey(key, 'epoch-text-wrap', context) as TextWrapKey,
		keeperKey: deriveKey(key, 'epoch-keeper', context) as KeeperRootKey
	});
}

/** The epochs a device holds, for one collective. */
export interface Keyring {
	/** Adding an epoch twice changes nothing. */
	add(keys: EpochKeys): void;
	get(id: EpochId): EpochKeys | undefined;
	/** All epochs with this hint, the latest added first; try each (a wrong one costs one hash). */
	candidates(hint: Uint8Array | number): readonly EpochKeys[];
	/** In the order in which they were added. */
	all(): readonly EpochKeys[];
}

export function createKeyring(initial: readonly EpochKeys[] = []): Keyring {
	const keysById = new Map<EpochId, EpochKeys>();
	const keysByHint = new Map<number, EpochKeys[]>();
	const keyring: Keyring = {
		add(keys) {
			if (keysById.has(keys.id)) return;
			keysById.set(keys.id, keys);
			const hint = hintNumber(keys.hint);
			keysByHint.set(hint, [keys, ...(keysByHint.get(hint) ?? [])]);
		},
		get: (id) => keysById.get(id),
		candidates: (hint) =>
			keysByHint.get(typeof hint === 'number' ? hint : hintNumber(hint)) ?? NO_KEYS,
		all: () => [...keysById.values()]
	};
	for (const keys of initial) keyring.add(keys);
	return keyring;
}

const NO_KEYS: readonly EpochKeys[] = [];

interface KeyByPurpose {
	readonly epoch: EpochKey;
	readonly stream: StreamKey;
	readonly bundle: BundleKey;
}
/** What a box is for; a box made for one purpose does not open for another. */
export type WrapPurpose = keyof KeyByPurpose;

const WRAP_BINDING_BYTES = 16;
export const WRAPPED_KEY_BYTES = 48 + WRAP_BINDING_BYTES + SYMMETRIC_KEY_BYTES;

/**
 * Wraps a key for one device: libsodium's sealed box around a 16-byte binding (purpose, collective) and the key; 96 bytes.
 * The ephemeral pair comes from `random`, so that a seeded run can be replayed; the bytes are those of crypto_box_seal.
 * A box says nothing about who made it: the entry that carries it is signed.
 * @throws for a box key that `areDevicePublicKeys` refuses: such a key must never have been admitted.
 */
export function wrapKey<P extends WrapPurpose>(
	purpose: P,
	collective: CollectiveId,
	key: KeyByPurpose[P],
	boxPublicKey: Uint8Array,
	random: Random
): Uint8Array {
	const lib = sodium();
	const ephemeral = lib.crypto_box_seed_keypair(random.bytes(32));
	const text = new Uint8Array(WRAP_BINDING_BYTES + SYMMETRIC_KEY_BYTES);
	text.set(wrapBinding(purpose, collective), 0);
	text.set(reveal(key), WRAP_BINDING_BYTES);
	const nonceInput = new Uint8Array(64);
	nonceInput.set(ephemeral.publicKey, 0);
	nonceInput.set(boxPublicKey, 32);
	const nonce = lib.crypto_generichash(24, nonceInput, null);
	const sealed = lib.crypto_box_easy(text, nonce, boxPublicKey, ephemeral.privateKey);
	const box = new Uint8Array(WRAPPED_KEY_BYTES);
	box.set(ephemeral.publicKey, 0);
	box.set(sealed, 32);
	return box;
}

/**
 * `WrongKey`: not for this device, or damaged (a box cannot tell). `ForeignWrap`: opened, but made for another purpose or
 * collective. Check an epoch key against its `EpochId` afterwards: the box cipher does not commit to its key.
 */
export function unwrapKey<P extends WrapPurpose>(
	purpose: P,
	collective: CollectiveId,
	box: Uint8Array,
	boxKeys: KeyPair
): Result<KeyByPurpose[P], WrongKey | ForeignWrap> {
	if (box.length !== WRAPPED_KEY_BYTES) return err({ type: 'WrongKey' });
	let text: Uint8Array;
	try {
		text = sodium().crypto_box_seal_open(box, boxKeys.publicKey, reveal(boxKeys.secretKey));
	} catch {
		return err({ type: 'WrongKey' });
	}
	if (!equalBytes(text.subarray(0, WRAP_BINDING_BYTES), wrapBinding(purpose, collective)))
		return err({ type: 'ForeignWrap' });
	return ok(checkedKey(text.slice(WRAP_BINDING_BYTES)) as KeyByPurpose[P]); // the binding has just proven the purpose
}

export interface ForeignWrap {
	readonly type: 'ForeignWrap';
}

function wrapBinding(purpose: WrapPurpose, collective: CollectiveId): Uint8Array {
	return hash('wrap', utf8(purpose), utf8(collective)).subarray(0, WRAP_BINDING_BYTES);
}

function checkedKey(bytes: Uint8Array): Secret<Uint8Array> {
	if (bytes.length !== SYMMETRIC_KEY_BYTES) throw new Error('a symmetric key has 32 bytes');
	return createSecret(bytes);
}
