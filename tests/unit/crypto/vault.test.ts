/** CRY60 to CRY67: passphrase and vault. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { concatBytes, utf8 } from '$crypto/base';
import { hash } from '$crypto/hash';
import { checkCost, createPassphraseParameters, DEFAULT_COST, MAX_COST, MIN_COST } from '$crypto/passphrase';
import { systemRandom } from '$crypto/random';
import { createSecret } from '$crypto/secret';
import { loadSodium } from '$crypto/sodium';
import { changePassphrase, openVault, sealVault, type DeviceLock } from '$crypto/vault';
import { flipped, must } from './cast';
import { createDeviceLockDouble, testDeviceLock } from './device-lock-double';

beforeAll(loadSodium);

const passphrase = createSecret('correct horse battery');
const contents = utf8('every secret of this device');
const lock = createDeviceLockDouble(1);
const sealOne = (cost = MIN_COST): Promise<Uint8Array> =>
	sealVault({ contents, passphrase, deviceLock: lock, random: systemRandom, cost });

/** The bytes with a checksum that fits, as an attacker can always make it. */
function withChecksum(vault: Uint8Array): Uint8Array {
	const [head, locked] = [vault.subarray(0, 32), vault.subarray(64)];
	return concatBytes(head, hash('vault-checksum', head, locked), locked);
}

const neverAsked: DeviceLock = {
	wrap: () => Promise.reject(new Error('asked')),
	unwrap: () => Promise.reject(new Error('work was spent before the limits were checked'))
};

describe('the device lock double', () => {
	testDeviceLock(createDeviceLockDouble);
});

describe('the vault', () => {
	it('[CRY63] opens with the passphrase in the profile that made it', async () => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.string({ maxLength: 40 }), async (bytes, words) => {
				const vault = await sealVault({
					contents: bytes,
					passphrase: createSecret(words),
					deviceLock: lock,
					random: systemRandom,
					cost: MIN_COST
				});
				expect(must(await openVault(vault, createSecret(words), lock))).toEqual(bytes);
			}),
			{ numRuns: 8 }
		);
	});

	it('[CRY60] the default cost works and two ways of typing é are one passphrase', async () => {
		const vault = await sealVault({
			contents,
			passphrase: createSecret('Chloé'),
			deviceLock: lock,
			random: systemRandom
		});
		expect(new DataView(vault.buffer).getUint32(8)).toBe(DEFAULT_COST.memoryKiB);
		expect(must(await openVault(vault, createSecret('Chloe\u0301'), lock))).toEqual(contents);
	});

	it('[CRY64] a wrong passphrase is WrongPassphrase and says nothing else', async () => {
		const vault = await sealOne();
		for (const wrong of ['', 'correct horse', 'Correct horse battery', 'correct horse battery '])
			expect(await openVault(vault, createSecret(wrong), lock)).toEqual({
				ok: false,
				error: { type: 'WrongPassphrase' }
			});
	});

	it('[CRY64] another browser profile is ForeignProfile even with the right passphrase', async () => {
		expect(await openVault(await sealOne(), passphrase, createDeviceLockDouble(2))).toEqual({
			ok: false,
			error: { type: 'ForeignProfile' }
		});
	});

	it('[CRY64] any flipped bit is DamagedVault (or NewerVault in the version), before any work is spent', async () => {
		const vault = await sealOne();
		for (let at = 0; at < vault.length; at++) {
			const opened = await openVault(flipped(vault, at, 1), passphrase, neverAsked);
			expect(opened, `byte ${at}`).toEqual({
				ok: false,
				error: at === 7 ? { type: 'NewerVault', version: 3 } : { type: 'DamagedVault' }
			});
		}
		for (const length of [0, 6, 8, 63, vault.length - 1])
			expect(await openVault(vault.subarray(0, length), passphrase, neverAsked)).toEqual({
				ok: false,
				error: { type: 'DamagedVault' }
			});
	});

	it('[CRY65] a repaired checksum does not help: changed salt and cost are WrongPassphrase, changed seal is refused', async () => {
		const vault = await sealOne();
		expect(await openVault(withChecksum(flipped(vault, 20)), passphrase, lock)).toEqual({
			ok: false,
			error: { type: 'WrongPassphrase' }
		});
		expect(await openVault(withChecksum(flipped(vault, vault.length - 1)), passphrase, lock)).toEqual({
			ok: false,
			error: { type: 'ForeignProfile' }
		});
	});

	it('[CRY64] a seal that is damaged under both right keys is DamagedVault', async () => {
		const spoiling: DeviceLock = {
			wrap: (bytes) => lock.wrap(flipped(bytes, bytes.length - 1)),
			unwrap: lock.unwrap
		};
		const vault = await sealVault({ contents, passphrase, deviceLock: spoiling, random: systemRandom, cost: MIN_COST });
		expect(await openVault(vault, passphrase, lock)).toEqual({ ok: false, error: { type: 'DamagedVault' } });
	});

	it('[CRY61] the bounds of the cost are kept in writing and in reading', async () => {
		expect(checkCost(DEFAULT_COST).ok).toBe(true);
		expect(checkCost(MAX_COST).ok).toBe(true);
		expect(checkCost({ ...MIN_COST, memoryKiB: MIN_COST.memoryKiB - 1 })).toEqual({
			ok: false,
			error: { type: 'CostTooLow' }
		});
		expect(() => createPassphraseParameters(systemRandom, { memoryKiB: 1, passes: 1 })).toThrow(/out of bounds/);
		const weak = await sealOne();
		new DataView(weak.buffer).setUint32(8, 8);
		expect(await openVault(withChecksum(weak), passphrase, neverAsked)).toEqual({
			ok: false,
			error: { type: 'DamagedVault' }
		});
	});

	it('[CRY62] [CRY66] changing the passphrase makes a new salt; the old words no longer open it', async () => {
		const vault = await sealOne();
		const newPassphrase = createSecret('new words entirely');
		const options = { oldPassphrase: passphrase, newPassphrase, deviceLock: lock, random: systemRandom, cost: MIN_COST };
		const changed = must(await changePassphrase(vault, options));
		expect(changed.subarray(16, 32)).not.toEqual(vault.subarray(16, 32));
		expect(must(await openVault(changed, newPassphrase, lock))).toEqual(contents);
		expect(await openVault(changed, passphrase, lock)).toEqual({ ok: false, error: { type: 'WrongPassphrase' } });
		expect(await changePassphrase(vault, { ...options, oldPassphrase: newPassphrase })).toEqual({
			ok: false,
			error: { type: 'WrongPassphrase' }
		});
	});
});
