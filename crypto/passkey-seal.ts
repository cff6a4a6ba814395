/**
 * The vault's key once more, under what only a passkey of this person gives AND under the key that cannot leave this browser profile.
 *
 *     "CHPASSK" 7 | version 1 | length of the credential's id 2 | id | salt 32 | checksum 32 | locked
 *     locked = deviceLock.wrap( committed AEAD( key from the passkey, associated data = everything before the checksum, vault key ) )
 *
 * Lies beside the vault and takes nothing from it: the passphrase goes on opening it. Knows nothing of WebAuthn or IndexedDB.
 * Carries CRY180 to CRY185.
 */
import { concatBytes, equalBytes, err, ok, utf8, type Result } from './base';
import { open, seal } from './aead';
import { createByteReader, createByteWriter } from './bytes';
import { deriveKey, hash } from './hash';
import type { Random } from './random';
import type { Secret } from './secret';
import type { DeviceLock, ForeignProfile } from './vault';

const VERSION = 1;
/** WebAuthn's own limit. */
export const MAX_CREDENTIAL_BYTES = 1023;
export const PASSKEY_SALT_BYTES = 32;

/** What a passkey is asked with. Not secret. */
export interface PasskeyFacts {
	readonly credential: Uint8Array;
	readonly salt: Uint8Array;
}

export interface SealPasskeyOptions extends PasskeyFacts {
	readonly vaultKey: Uint8Array;
	/** What the passkey answers to the salt: 32 bytes, the same each time. */
	readonly prf: Secret<Uint8Array>;
	readonly deviceLock: DeviceLock;
	readonly random: Random;
}

/** @throws for an id or a salt of a wrong length. */
export async function sealForPasskey({ credential, salt, vaultKey, prf, deviceLock, random }: SealPasskeyOptions): Promise<Uint8Array> {
	if (credential.length === 0 || credential.length > MAX_CREDENTIAL_BYTES || salt.length !== PASSKEY_SALT_BYTES) throw new Error('no such passkey');
	const head = createByteWriter().put(MAGIC).u8(VERSION).u16(credential.length).put(credential).put(salt).bytes();
	const locked = await deviceLock.wrap(seal(deriveKey(prf, 'vault-passkey', salt), head, vaultKey, random));
	return concatBytes(head, hash('passkey-checksum', head, locked), locked);
}

export interface DamagedPasskey {
	readonly type: 'DamagedPasskey';
}
/** Another passkey answered, or this one with another secret. */
export interface WrongPasskey {
	readonly type: 'WrongPasskey';
}
export interface NewerPasskey {
	readonly type: 'NewerPasskey';
}
export type OpenPasskeyFailure = DamagedPasskey | WrongPasskey | NewerPasskey | ForeignProfile;

/** What to ask the passkey with; readable without any key. */
export function readPasskeyFacts(bytes: Uint8Array): Result<PasskeyFacts, DamagedPasskey | NewerPasskey> {
	const read = readParts(bytes);
	return read.ok ? ok({ credential: read.value.credential, salt: read.value.salt }) : read;
}

/** Form, checksum, profile, passkey are checked in this order, and fail apart. */
export async function openByPasskey(bytes: Uint8Array, prf: Secret<Uint8Array>, deviceLock: DeviceLock): Promise<Result<Uint8Array, OpenPasskeyFailure>> {
	const read = readParts(bytes);
	if (!read.ok) return read;
	const { head, salt, locked } = read.value;
	const sealed = await deviceLock.unwrap(locked);
	if (!sealed.ok) return sealed;
	const opened = open(deriveKey(prf, 'vault-passkey', salt), head, sealed.value);
	if (opened.ok) return ok(opened.value);
	return err({ type: opened.error.type === 'WrongKey' ? 'WrongPasskey' : 'DamagedPasskey' });
}

function readParts(bytes: Uint8Array): Result<PasskeyFacts & { readonly head: Uint8Array; readonly locked: Uint8Array }, DamagedPasskey | NewerPasskey> {
	const damaged = err<DamagedPasskey>({ type: 'DamagedPasskey' });
	if (bytes.length > MAX_BYTES) return damaged;
	const reader = createByteReader(bytes);
	if (!equalBytes(reader.take(MAGIC.length), MAGIC)) return damaged;
	const version = reader.u8();
	if (reader.failed || version === 0) return damaged;
	if (version > VERSION) return err({ type: 'NewerPasskey' });
	const length = reader.u16();
	if (reader.failed || length === 0 || length > MAX_CREDENTIAL_BYTES) return damaged;
	const credential = reader.take(length);
	const salt = reader.take(PASSKEY_SALT_BYTES);
	const checksum = reader.take(CHECKSUM_BYTES);
	const locked = reader.rest();
	if (!reader.isComplete()) return damaged;
	const head = bytes.subarray(0, MAGIC.length + 3 + length + PASSKEY_SALT_BYTES);
	if (!equalBytes(hash('passkey-checksum', head, locked), checksum)) return damaged;
	return ok({ credential: credential.slice(), salt: salt.slice(), head, locked });
}

const MAGIC = utf8('CHPASSK');
const CHECKSUM_BYTES = 32;
const MAX_BYTES = 4096;
