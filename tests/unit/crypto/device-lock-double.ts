/** A device lock without WebCrypto, and the suite that every device lock must pass. */
import { expect, it } from 'vitest';
import { err, ok, utf8 } from '$crypto/base';
import { open, seal } from '$crypto/aead';
import { systemRandom } from '$crypto/random';
import { createSecret } from '$crypto/secret';
import type { DeviceLock } from '$crypto/vault';

const CONTEXT = utf8('device lock');

/** Each profile number is another browser profile. */
export function createDeviceLockDouble(profile: number): DeviceLock {
	const key = createSecret(new Uint8Array(32).fill(profile));
	return {
		wrap: async (bytes) => seal(key, CONTEXT, bytes, systemRandom),
		unwrap: async (bytes) => {
			const opened = open(key, CONTEXT, bytes);
			return opened.ok ? ok(opened.value) : err({ type: 'ForeignProfile' });
		}
	};
}

/** @param createLock gives the lock of the same profile for the same number. */
export function testDeviceLock(createLock: (profile: number) => DeviceLock | Promise<DeviceLock>): void {
	it('[CRY63] a device lock inverts itself within its profile', async () => {
		const bytes = utf8('the secrets');
		const locked = await (await createLock(1)).wrap(bytes);
		expect(locked).not.toEqual(bytes);
		expect(await (await createLock(1)).unwrap(locked)).toEqual({ ok: true, value: bytes });
	});

	it('[CRY63] another profile, changed and cut bytes are ForeignProfile, never thrown', async () => {
		const locked = await (await createLock(1)).wrap(utf8('the secrets'));
		const foreign = { ok: false, error: { type: 'ForeignProfile' } };
		expect(await (await createLock(2)).unwrap(locked)).toEqual(foreign);
		const lock = await createLock(1);
		const changed = locked.slice();
		changed[changed.length - 1]! ^= 1;
		expect(await lock.unwrap(changed)).toEqual(foreign);
		expect(await lock.unwrap(locked.subarray(0, 5))).toEqual(foreign);
		expect(await lock.unwrap(new Uint8Array(0))).toEqual(foreign);
	});

	it('[CRY63] wrapping twice gives different bytes', async () => {
		const lock = await createLock(1);
		expect(await lock.wrap(utf8('x'))).not.toEqual(await lock.wrap(utf8('x')));
	});
}
