/** CRY180 to CRY185: the vault's key under a passkey. */
import { beforeAll, describe, expect, it } from 'vitest';
import { openByPasskey, readPasskeyFacts, sealForPasskey } from '$crypto/passkey-seal';
import { systemRandom } from '$crypto/random';
import { createSecret } from '$crypto/secret';
import { loadSodium } from '$crypto/sodium';
import { flipped, must } from './cast';
import { createDeviceLockDouble } from './device-lock-double';

beforeAll(loadSodium);

const lock = createDeviceLockDouble(1);
const vaultKey = systemRandom.bytes(32);
const prf = createSecret(systemRandom.bytes(32));
const facts = { credential: systemRandom.bytes(48), salt: systemRandom.bytes(32) };
const sealOne = () => sealForPasskey({ ...facts, vaultKey, prf, deviceLock: lock, random: systemRandom });

describe('a passkey beside the vault', () => {
	it('[CRY180] gives the vault’s key to the same passkey, and to no other answer', async () => {
		const sealed = await sealOne();
		expect(must(await openByPasskey(sealed, prf, lock))).toEqual(vaultKey);
		expect(await openByPasskey(sealed, createSecret(systemRandom.bytes(32)), lock)).toEqual({ ok: false, error: { type: 'WrongPasskey' } });
	});
	it('[CRY181] opens in this browser profile alone', async () => {
		expect(await openByPasskey(await sealOne(), prf, createDeviceLockDouble(2))).toEqual({ ok: false, error: { type: 'ForeignProfile' } });
	});
	it('[CRY183] any flipped bit is damage, a later version is told, an empty record is none', async () => {
		const sealed = await sealOne();
		for (const at of [0, 9, 20, 70, 100, sealed.length - 1]) expect(await openByPasskey(flipped(sealed, at), prf, lock)).toEqual({ ok: false, error: { type: 'DamagedPasskey' } });
		const newer = sealed.slice();
		newer[7] = 2;
		expect(await openByPasskey(newer, prf, lock)).toEqual({ ok: false, error: { type: 'NewerPasskey' } });
		expect(readPasskeyFacts(new Uint8Array(0)).ok).toBe(false);
	});
	it('[CRY184] id and salt are readable while locked', async () => {
		expect(must(readPasskeyFacts(await sealOne()))).toEqual(facts);
	});
});
