/**
 * The vault: a device's secrets at rest, under a passphrase AND under a key that cannot leave this browser profile.
 *
 *     "CHVAULT" 7 | version 1 | memory KiB 4 | passes 4 | salt 16 | checksum 32 | locked
 *     locked = deviceLock.wrap( committed AEAD( Argon2id key, associated data = the first 32 bytes, contents ) )
 *
 * A copied database is useless without the passphrase, a stolen passphrase useless without the profile. The checksum is no
 * protection, only a witness: with it a worn disk, a foreign profile and a mistyped passphrase are three different failures.
 *
 * Knows nothing of what the contents mean, of IndexedDB or of WebCrypto. Carries CRY63 to CRY67.
 */
import { concatBytes, equalBytes, err, ok, utf8, type Result } from './base';
import { open, seal } from './aead';
import { createByteReader, createByteWriter } from './bytes';
import { deriveKey, hash } from './hash';
import {
	checkCost,
	createPassphraseParameters,
	DEFAULT_COST,
	derivePassphraseKey,
	readParameters,
	writeParameters,
	type CostTooHigh,
	type PassphraseCost
} from './passphrase';
import type { Random } from './random';
import type { Secret } from './secret';

export const VAULT_VERSION = 1;
export const MAX_VAULT_BYTES = 4 * 1024 * 1024;

/** A non-extractable key of this browser profile; implemented by an adapter. */
export interface DeviceLock {
	/** Authenticated encryption, nonce inside. */
	wrap(bytes: Uint8Array): Promise<Uint8Array>;
	/** `ForeignProfile` when the key is missing or another one. Must not throw for that. */
	unwrap(bytes: Uint8Array): Promise<Result<Uint8Array, ForeignProfile>>;
}

/** This vault was made in another browser profile (or the profile's key was cleared). */
export interface ForeignProfile {
	readonly type: 'ForeignProfile';
}

export interface SealVaultOptions {
	readonly contents: Uint8Array;
	readonly passphrase: Secret<string>;
	readonly deviceLock: DeviceLock;
	readonly random: Random;
	/** Default 64 MiB, 3 passes. */
	readonly cost?: PassphraseCost;
}

/** Spends the whole Argon2id cost on the calling thread. @throws for a cost out of bounds or a device out of memory. */
export async function sealVault(options: SealVaultOptions): Promise<Uint8Array> {
	const { contents, passphrase, deviceLock, random, cost = DEFAULT_COST } = options;
	const parameters = createPassphraseParameters(random, cost);
	const derived = derivePassphraseKey(passphrase, parameters);
	if (!derived.ok) throw new Error('not enough memory to seal the vault');
	const head = writeParameters(
		createByteWriter().put(MAGIC).u8(VAULT_VERSION),
		parameters
	).bytes();
	const sealed = seal(deriveKey(derived.value, 'vault'), head, contents, random);
	const locked = await deviceLock.wrap(sealed);
	if (locked.length > MAX_VAULT_BYTES) throw new Error('vault contents too large');
	return concatBytes(head, hash('vault-checksum', head, locked), locked);
}

export interface WrongPassphrase {
	readonly type: 'WrongPassphrase';
}
/** The stored bytes are not what was written: no passphrase will help, a recovery way will. */
export interface DamagedVault {
	readonly type: 'DamagedVault';
}
/** Written by a newer app. */
export interface NewerVault {
	readonly type: 'NewerVault';
	readonly version: number;
}
export type OpenVaultFailure =
	| WrongPassphrase
	| DamagedVault
	| ForeignProfile
	| NewerVault
	| CostTooHigh;

/** Checks, cheapest first: form, version, checksum, cost, profile, passphrase. Nothing is spent on what fails earlier. */
export async function openVault(
	bytes: Uint8Array,
	passphrase: Secret<string>,
	deviceLock: DeviceLock
): Promise<Result<Uint8Array, OpenVaultFailure>> {
	const damaged = err<DamagedVault>({ type: 'DamagedVault' });
	if (bytes.length > MAX_VAULT_BYTES + HEAD_BYTES + CHECKSUM_BYTES) return damaged;
	const reader = createByteReader(bytes);
	if (!equalBytes(reader.take(MAGIC.length), MAGIC)) return damaged;
	const version = reader.u8();
	if (reader.failed || version === 0) return damaged;
	if (version > VAULT_VERSION) return err({ type: 'NewerVault', version });
	const parameters = readParameters(reader);
	const checksum = reader.take(CHECKSUM_BYTES);
	const locked = reader.rest();
	if (!reader.isComplete()) return damaged;
	const head = bytes.subarray(0, HEAD_BYTES);
	if (!equalBytes(hash('vault-checksum', head, locked), checksum)) return damaged;
	const cost = checkCost(parameters);
	if (!cost.ok) return cost.error.type === 'CostTooHigh' ? err(cost.error) : damaged;

	const sealed = await deviceLock.unwrap(locked);
	if (!sealed.ok) return sealed;
	const derived = derivePassphraseKey(passphrase, parameters);
	if (!derived.ok) return derived;
	const opened = open(deriveKey(derived.value, 'vault'), head, sealed.value);
	if (opened.ok) return ok(opened.value);
	return opened.error.type === 'WrongKey' ? err({ type: 'WrongPassphrase' }) : damaged;
}

export interface ChangePassphraseOptions {
	readonly oldPassphrase: Secret<string>;
	readonly newPassphrase: Secret<string>;
	readonly deviceLock: DeviceLock;
	readonly random: Random;
	readonly cost?: PassphraseCost;
}

/** A new vault with a new salt; the caller replaces the old one in one transaction. An old copy still opens with the old words. */
export async function changePassphrase(
	bytes: Uint8Array,
	options: ChangePassphraseOptions
): Promise<Result<Uint8Array, OpenVaultFailure>> {
	const { oldPassphrase, newPassphrase, deviceLock, random, cost = DEFAULT_COST } = options;
	const opened = await openVault(bytes, oldPassphrase, deviceLock);
	if (!opened.ok) return opened;
	const contents = opened.value;
	try {
		return ok(await sealVault({ contents, passphrase: newPassphrase, deviceLock, random, cost }));
	} finally {
		contents.fill(0);
	}
}

const MAGIC = utf8('CHVAULT');
const HEAD_BYTES = MAGIC.length + 1 + 4 + 4 + 16;
const CHECKSUM_BYTES = 32;
