/**
 * From a passphrase to a key: Argon2id, with its cost stored beside the salt and capped before any work is spent.
 *
 * Knows nothing of vaults or backups, nor of how strong a passphrase is. Carries CRY60 to CRY62.
 */
import { err, ok, utf8, type Result } from './base';
import type { ByteReader, ByteWriter } from './bytes';
import type { Random } from './random';
import { createSecret, reveal, type Secret } from './secret';
import { sodium } from './sodium';

export interface PassphraseCost {
	readonly memoryKiB: number;
	readonly passes: number;
}

/** About half a second on a laptop of 2020. */
export const DEFAULT_COST: PassphraseCost = { memoryKiB: 64 * 1024, passes: 3 };
/** The least that is ever written or accepted. For tests; a few milliseconds. */
export const MIN_COST: PassphraseCost = { memoryKiB: 8 * 1024, passes: 1 };
/** The most that is ever accepted: a hostile file must not freeze a phone. */
export const MAX_COST: PassphraseCost = { memoryKiB: 256 * 1024, passes: 8 };

export const SALT_BYTES = 16;
/** A passphrase longer than this is refused by `sealVault` and friends with a thrown error. */
export const MAX_PASSPHRASE_BYTES = 4096;

export interface PassphraseParameters extends PassphraseCost {
	readonly salt: Uint8Array;
}

/** @throws when the cost lies outside `MIN_COST` and `MAX_COST`: we never write what we would not read. */
export function createPassphraseParameters(
	random: Random,
	cost: PassphraseCost
): PassphraseParameters {
	if (!checkCost(cost).ok) throw new Error('Argon2id cost out of bounds');
	return { ...cost, salt: random.bytes(SALT_BYTES) };
}

export interface CostTooHigh {
	readonly type: 'CostTooHigh';
	readonly memoryKiB: number;
	readonly passes: number;
}
export interface CostTooLow {
	readonly type: 'CostTooLow';
}

/** To be called before `derivePassphraseKey`, on whatever came from a file. */
export function checkCost(cost: PassphraseCost): Result<PassphraseCost, CostTooHigh | CostTooLow> {
	const { memoryKiB, passes } = cost;
	if (memoryKiB > MAX_COST.memoryKiB || passes > MAX_COST.passes)
		return err({ type: 'CostTooHigh', memoryKiB, passes });
	if (memoryKiB < MIN_COST.memoryKiB || passes < MIN_COST.passes) return err({ type: 'CostTooLow' });
	return ok(cost);
}

/**
 * Argon2id, one lane, 32 bytes. The passphrase is taken as NFKC, so that two keyboards writing "é" differently agree.
 * Blocks the thread for the cost chosen: run it in a worker. `CostTooHigh` also when this device has not the memory.
 */
export function derivePassphraseKey(
	passphrase: Secret<string>,
	parameters: PassphraseParameters
): Result<Secret<Uint8Array>, CostTooHigh> {
	const lib = sodium();
	const bytes = utf8(reveal(passphrase).normalize('NFKC'));
	if (bytes.length > MAX_PASSPHRASE_BYTES) throw new Error('passphrase too long');
	const { memoryKiB, passes, salt } = parameters;
	try {
		return ok(
			createSecret(
				lib.crypto_pwhash(
					32,
					bytes,
					salt,
					passes,
					memoryKiB * 1024,
					lib.crypto_pwhash_ALG_ARGON2ID13
				)
			)
		);
	} catch {
		// Lengths and bounds were checked: what is left is WebAssembly refusing to grow its memory.
		return err({ type: 'CostTooHigh', memoryKiB, passes });
	} finally {
		bytes.fill(0);
	}
}

/** u32 memory in KiB | u32 passes | salt 16. */
export function writeParameters(writer: ByteWriter, parameters: PassphraseParameters): ByteWriter {
	return writer.u32(parameters.memoryKiB).u32(parameters.passes).put(parameters.salt);
}

export function readParameters(reader: ByteReader): PassphraseParameters {
	return { memoryKiB: reader.u32(), passes: reader.u32(), salt: reader.take(SALT_BYTES).slice() };
}
