/** CRY1 to CRY14: encodings, hashes, randomness, secrets, devices, ids. */
import { inspect } from 'node:util';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { fromBase64, toBase64, utf8 } from '$crypto/base';
import { createByteReader, createByteWriter } from '$crypto/bytes';
import { deriveKey, hash, hashText } from '$crypto/hash';
import { blake2b, messageKeyShared, openXChaChaShared } from '$crypto/heap';
import {
	areDevicePublicKeys,
	collectiveIdOf,
	createDeviceKeys,
	deviceIdOf,
	deviceKeysFromSeed,
	memberIdOf,
	slotOf
} from '$crypto/keys';
import { encodeLabelled } from '$crypto/labels';
import { createSeededRandom, systemRandom } from '$crypto/random';
import { createSecret, hideWhenPrinted, reveal, wipe } from '$crypto/secret';
import { loadSodium, sodium } from '$crypto/sodium';
import { fromHex } from '../../vectors/hex';
import { createStage, deviceOf } from './cast';

beforeAll(loadSodium);

const bytes = (max = 300) => fc.uint8Array({ maxLength: max });

describe('base64url', () => {
	it('inverts for any bytes and refuses stray bits, padding and foreign characters', () => {
		const inverts = fc.property(bytes(40_000), (b) => {
			expect(fromBase64(toBase64(b))).toEqual(b);
		});
		fc.assert(inverts, { numRuns: 30 });
		for (const bad of ['A', 'AB', 'AA==', 'A+AA', 'A/AA', 'AAA\n', 'é']) expect(fromBase64(bad)).toBeNull();
	});
});

describe('randomness', () => {
	it('[CRY2] the same seed gives the same bytes however they are cut', () => {
		const whole = createSeededRandom(7).bytes(200);
		const cut = createSeededRandom(7);
		const pieces = [1, 63, 64, 65, 7].flatMap((n) => [...cut.bytes(n)]);
		expect(Uint8Array.from(pieces)).toEqual(whole);
		expect(createSeededRandom(8).bytes(200)).not.toEqual(whole);
	});

	it('[CRY2] the system gives fresh storage and fresh bytes each time', () => {
		const [a, b] = [systemRandom.bytes(32), systemRandom.bytes(32)];
		expect(a).toHaveLength(32);
		expect(a).not.toEqual(b);
		expect(a.buffer).not.toBe(b.buffer);
		expect(systemRandom.bytes(0)).toHaveLength(0);
		const many = systemRandom.bytes(200_000);
		for (let at = 0; at < many.length; at += 1000) expect(many.subarray(at, at + 32).some((byte) => byte !== 0)).toBe(true);
	});
});

describe('secrets', () => {
	it('[CRY3] a secret prints, inspects and serialises as a placeholder', () => {
		const secret = createSecret('correct horse');
		const shown = [`${secret}`, JSON.stringify({ secret }), inspect({ secret }), String(secret)];
		for (const one of shown) {
			expect(one).not.toContain('horse');
			expect(one).toContain('[secret]');
		}
		expect(reveal(secret)).toBe('correct horse');
	});

	it('[CRY57] device keys and epoch keys tell nothing when printed', () => {
		const { ana, epoch } = createStage();
		const seed = toBase64(reveal(ana.seed));
		for (const one of [inspect(ana, { depth: 9 }), JSON.stringify(ana), inspect(epoch), JSON.stringify(epoch)]) {
			expect(one).not.toContain(seed);
			expect(one).not.toContain(epoch.roomPassword);
		}
		expect(JSON.stringify(hideWhenPrinted({ password: 'x' }))).toBe('"[secret]"');
	});

	it('[CRY3] wiping overwrites the bytes', () => {
		const secret = createSecret(Uint8Array.of(1, 2, 3));
		wipe(secret);
		expect(reveal(secret)).toEqual(new Uint8Array(3));
	});
});

describe('labelled hashes', () => {
	it('[CRY4] different lists of parts never encode alike', () => {
		fc.assert(
			fc.property(fc.array(bytes(8), { maxLength: 4 }), fc.array(bytes(8), { maxLength: 4 }), (a, b) => {
				const alike = JSON.stringify(a.map((x) => [...x])) === JSON.stringify(b.map((x) => [...x]));
				expect(toBase64(encodeLabelled('l', a)) === toBase64(encodeLabelled('l', b))).toBe(alike);
			})
		);
		expect(encodeLabelled('ab', [])).not.toEqual(encodeLabelled('a', [utf8('b')]));
	});

	it('[CRY5] a hash is BLAKE2b-256 of the encoding, for short and long input', () => {
		for (const size of [0, 1, 100, 20_000, 400_000]) {
			const part = createSeededRandom(size).bytes(size);
			const expected = sodium().crypto_generichash(32, encodeLabelled('x', [part]), null);
			expect(hash('x', part)).toEqual(expected);
		}
	});

	it('[CRY5] hashing texts equals hashing their UTF-8 bytes', () => {
		fc.assert(
			fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { maxLength: 5 }), (texts) => {
				expect(hashText('t', ...texts)).toBe(toBase64(hash('t', ...texts.map(utf8))));
			})
		);
		expect(hashText('t', 'a'.repeat(40_000))).toBe(toBase64(hash('t', utf8('a'.repeat(40_000)))));
	});

	it('[CRY5] derived keys differ by key, label and context', () => {
		const key = createSecret(new Uint8Array(32).fill(1));
		const other = createSecret(new Uint8Array(32).fill(2));
		const all = [
			deriveKey(key, 'a'),
			deriveKey(key, 'b'),
			deriveKey(key, 'a', utf8('c')),
			deriveKey(other, 'a')
		].map((k) => toBase64(reveal(k)));
		expect(new Set(all).size).toBe(4);
		expect(() => deriveKey(createSecret(new Uint8Array(15)), 'a')).toThrow(/16 to 64/);
	});

	it('[CRY7] the hot path gives byte for byte what the wrapper gives, also after the memory has grown', () => {
		const lib = sodium();
		const check = () =>
			fc.assert(
				fc.property(bytes(), fc.uint8Array({ minLength: 32, maxLength: 32 }), bytes(), bytes(), (a, key, prefix, m) => {
					expect(blake2b(a, key)).toEqual(lib.crypto_generichash(32, a, key));
					const nonce = blake2b(a, key).slice(0, 24);
					const ad = Uint8Array.from([...prefix, ...nonce]);
					const sealed = lib.crypto_aead_xchacha20poly1305_ietf_encrypt(m, ad, null, nonce, key);
					const message = Uint8Array.from([...nonce, ...sealed]);
					const opened = openXChaChaShared(key, prefix, message, 0, 24, message.length);
					expect(opened?.bytes.slice(opened.from, opened.to)).toEqual(m);
					expect(messageKeyShared(key, message, 0)).toEqual(lib.crypto_core_hchacha20(nonce.subarray(0, 16), key, null));
				}),
				{ numRuns: 40 }
			);
		check();
		lib.crypto_pwhash(32, 'x', new Uint8Array(16), 1, 96 * 1024 * 1024, lib.crypto_pwhash_ALG_ARGON2ID13);
		check();
		const long = new Uint8Array(400_000).fill(5);
		expect(blake2b(long, new Uint8Array(0))).toEqual(lib.crypto_generichash(32, long, null));
	});
});

describe('binary layouts', () => {
	it('[CRY6] a reader inverts a writer and fails on trailing or missing bytes', () => {
		fc.assert(
			fc.property(fc.nat(255), fc.nat(65535), fc.nat(0xffffffff), fc.string(), bytes(50), (a, b, c, t, rest) => {
				const all = createByteWriter().u8(a).u16(b).u32(c).text(t).put(rest).bytes();
				const read = (from: Uint8Array) => {
					const r = createByteReader(from);
					return { values: [r.u8(), r.u16(), r.u32(), r.text(1000), r.take(rest.length)], done: r.isComplete() };
				};
				expect(read(all)).toEqual({ values: [a, b, c, t, rest], done: true });
				expect(read(Uint8Array.from([...all, 0])).done).toBe(false);
				if (all.length > 0) expect(read(all.subarray(0, all.length - 1)).done).toBe(false);
			})
		);
	});

	it('[CRY6] a reader never throws on hostile bytes', () => {
		fc.assert(
			fc.property(bytes(20), (b) => {
				const r = createByteReader(b);
				r.text(5);
				r.take(1e9);
				expect(r.u32()).toBe(0);
				expect(r.rest()).toHaveLength(0);
			})
		);
		expect(() => createByteWriter().u8(256)).toThrow();
		expect(() => createByteWriter().u32(-1)).toThrow();
	});
});

describe('devices and ids', () => {
	it('[CRY10] the same seed gives the same device, another seed another', () => {
		const seed = createSeededRandom('s').bytes(32);
		expect(deviceKeysFromSeed(seed).sign.publicKey).toEqual(deviceKeysFromSeed(createSecret(seed)).sign.publicKey);
		const other = createDeviceKeys(systemRandom);
		expect(other.sign.publicKey).not.toEqual(createDeviceKeys(systemRandom).sign.publicKey);
		expect(reveal(other.sign.secretKey)).toHaveLength(64);
		expect(reveal(other.box.secretKey)).toHaveLength(32);
		expect(() => deviceKeysFromSeed(new Uint8Array(31))).toThrow(/32 bytes/);
	});

	it('[CRY10] wiping the seed that was passed in does not touch the device', () => {
		const seed = createSeededRandom('s').bytes(32);
		const device = deviceKeysFromSeed(seed);
		seed.fill(0);
		expect(reveal(device.seed)).toEqual(createSeededRandom('s').bytes(32));
	});

	it('[CRY11] [CRY12] [CRY14] ids have 43 characters and never mix', () => {
		const key = deviceOf('ana').sign.publicKey;
		const ids = [deviceIdOf(key), memberIdOf(key), collectiveIdOf(key, new Uint8Array(16))];
		expect(new Set(ids).size).toBe(3);
		for (const id of ids) expect(fromBase64(id)).toHaveLength(32);
		expect(collectiveIdOf(key, new Uint8Array(16).fill(1))).not.toBe(ids[2]);
	});

	it('[CRY15] keys of small or mixed order and of wrong length are no keys of a device', () => {
		const { sign, box } = deviceOf('ana');
		expect(areDevicePublicKeys(sign.publicKey, box.publicKey)).toBe(true);
		const order8 = fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a');
		const mixed = sodium().crypto_core_ed25519_add(sign.publicKey, order8);
		for (const bad of [order8, mixed, new Uint8Array(32), new Uint8Array(31), new Uint8Array(0)])
			expect(areDevicePublicKeys(bad, box.publicKey)).toBe(false);
		const order8Box = fromHex('e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800');
		for (const bad of [order8Box, new Uint8Array(32), Uint8Array.of(1, ...new Uint8Array(31)), new Uint8Array(33)])
			expect(areDevicePublicKeys(sign.publicKey, bad)).toBe(false);
	});

	it('[CRY13] a slot is 32 bits, never 0, and depends on the collective', () => {
		const { ana, collective, otherCollective } = createStage();
		const slot = slotOf(collective, ana.sign.publicKey);
		expect(slot).toBeGreaterThan(0);
		expect(slot).toBeLessThan(2 ** 32);
		expect(Number.isInteger(slot)).toBe(true);
		expect(slotOf(otherCollective, ana.sign.publicKey)).not.toBe(slot);
	});
});
