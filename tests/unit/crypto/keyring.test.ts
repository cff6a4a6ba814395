/** CRY50 to CRY59: epochs, areas, streams, boxes. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { AREAS, toBase64 } from '$crypto/base';
import {
	createEpochKey,
	createKeyring,
	deriveEpochKeys,
	epochIdOf,
	epochKeyFromBytes,
	unwrapKey,
	wrapKey,
	WRAPPED_KEY_BYTES,
	type EpochKeys
} from '$crypto/keyring';
import { createSeededRandom, systemRandom } from '$crypto/random';
import { reveal } from '$crypto/secret';
import { loadSodium, sodium } from '$crypto/sodium';
import {
	createStreamKey,
	deriveStreamKeys,
	streamKeyFromBytes,
	unwrapStreamKey,
	wrapStreamKey
} from '$crypto/stream-keys';
import { createStage, flipped, must, type Stage } from './cast';

let stage: Stage;
beforeAll(async () => {
	await loadSodium();
	stage = createStage();
});

const allOf = (keys: EpochKeys): string[] => [
	keys.id,
	toBase64(keys.hint),
	keys.roomName,
	keys.roomPassword,
	keys.relayName,
	...[keys.key, keys.headerKey, keys.ephemeralKey, keys.textWrapKey, keys.keeperKey, ...AREAS.map(keys.areaKey)].map((k) =>
		toBase64(reveal(k))
	)
];

describe('epochs', () => {
	it('[CRY50] the id is a hash of the key; another key has another id', () => {
		const key = createEpochKey(stage.random);
		expect(epochIdOf(epochKeyFromBytes(reveal(key).slice()))).toBe(epochIdOf(key));
		expect(epochIdOf(createEpochKey(stage.random))).not.toBe(epochIdOf(key));
		expect(() => epochKeyFromBytes(new Uint8Array(31))).toThrow(/32 bytes/);
	});

	it('[CRY51] no two keys or names of two epochs and two collectives are equal', () => {
		const key = createEpochKey(stage.random);
		const sets = [
			allOf(deriveEpochKeys(key, stage.collective)),
			allOf(deriveEpochKeys(createEpochKey(stage.random), stage.collective)),
			// the id and the key itself do not depend on the collective
			allOf(deriveEpochKeys(key, stage.otherCollective)).filter((_, i) => i !== 0 && i !== 5)
		];
		expect(new Set(sets.flat()).size).toBe(sets.flat().length);
	});

	it('[CRY51] names and passwords have the promised strength', () => {
		expect(stage.epoch.roomName).toMatch(/^[\w-]{22}$/);
		expect(stage.epoch.roomPassword).toMatch(/^[\w-]{43}$/);
		expect(stage.epoch.hint).toHaveLength(4);
	});

	it('[CRY52] a keyring finds all epochs with a hint, the latest first', () => {
		const { epoch, otherEpoch } = stage;
		const twin: EpochKeys = { ...otherEpoch, hint: epoch.hint };
		const ring = createKeyring([epoch, twin]);
		ring.add(epoch);
		expect(ring.candidates(epoch.hint)).toEqual([twin, epoch]);
		expect(ring.candidates(new DataView(epoch.hint.buffer).getUint32(0))).toEqual([twin, epoch]);
		expect(ring.candidates(flipped(epoch.hint, 2))).toEqual([]);
		expect(ring.get(epoch.id)).toBe(epoch);
		expect(ring.all()).toEqual([epoch, twin]);
	});
});

describe('boxes', () => {
	it('[CRY53] a wrapped key opens for its device, purpose and collective', () => {
		const { ana, collective, epoch, random } = stage;
		const box = wrapKey('epoch', collective, epoch.key, ana.box.publicKey, random);
		expect(box).toHaveLength(WRAPPED_KEY_BYTES);
		expect(WRAPPED_KEY_BYTES).toBe(96);
		const key = must(unwrapKey('epoch', collective, box, ana.box));
		expect(epochIdOf(key)).toBe(epoch.id);
	});

	it('[CRY54] another device or any flipped bit is WrongKey, another purpose or collective ForeignWrap', () => {
		const { ana, eve, collective, otherCollective, epoch, random } = stage;
		const box = wrapKey('epoch', collective, epoch.key, ana.box.publicKey, random);
		const wrongKey = { ok: false, error: { type: 'WrongKey' } };
		const foreign = { ok: false, error: { type: 'ForeignWrap' } };
		expect(unwrapKey('epoch', collective, box, eve.box)).toEqual(wrongKey);
		for (let at = 0; at < box.length; at++) {
			// X25519 ignores the highest bit of a public key: flip another one there
			expect(unwrapKey('epoch', collective, flipped(box, at, at === 31 ? 3 : 7), ana.box), `byte ${at}`).toEqual(wrongKey);
		}
		expect(unwrapKey('epoch', collective, box.subarray(1), ana.box)).toEqual(wrongKey);
		expect(unwrapKey('stream', collective, box, ana.box)).toEqual(foreign);
		expect(unwrapKey('epoch', otherCollective, box, ana.box)).toEqual(foreign);
	});

	it('[CRY56] the same random bytes give the same box, which libsodium opens as its own', () => {
		const { ana, collective, epoch } = stage;
		const wrap = () => wrapKey('epoch', collective, epoch.key, ana.box.publicKey, createSeededRandom('box'));
		expect(wrap()).toEqual(wrap());
		const opened = sodium().crypto_box_seal_open(wrap(), ana.box.publicKey, reveal(ana.box.secretKey));
		expect(opened.subarray(16)).toEqual(reveal(epoch.key));
	});
});

describe('text streams', () => {
	it('[CRY58] a stream key is random and its derived keys differ', () => {
		const [a, b] = [createStreamKey(systemRandom), createStreamKey(systemRandom)];
		const all = [a, b].flatMap((key) => {
			const keys = deriveStreamKeys(key);
			return [keys.key, keys.payloadKey, keys.ephemeralKey].map((k) => toBase64(reveal(k)));
		});
		expect(new Set(all).size).toBe(6);
		expect(() => streamKeyFromBytes(new Uint8Array(33))).toThrow(/32 bytes/);
	});

	it('[CRY59] a stream key wrapped for an epoch opens there and nowhere else', () => {
		const { collective, otherCollective, stream, otherStream, epoch, otherEpoch, random } = stage;
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
				const key = streamKeyFromBytes(bytes);
				const wrapped = wrapStreamKey(key, collective, otherStream, epoch.textWrapKey, random);
				expect(wrapped).toHaveLength(104);
				const unwrapped = must(unwrapStreamKey(wrapped, collective, otherStream, epoch.textWrapKey));
				expect(reveal(unwrapped)).toEqual(bytes);
				const damaged = { ok: false, error: { type: 'Damaged' } };
				expect(unwrapStreamKey(wrapped, collective, stream, epoch.textWrapKey)).toEqual(damaged);
				expect(unwrapStreamKey(wrapped, otherCollective, otherStream, epoch.textWrapKey)).toEqual(damaged);
				expect(unwrapStreamKey(wrapped.subarray(60), collective, otherStream, epoch.textWrapKey)).toEqual(damaged);
				expect(unwrapStreamKey(wrapped, collective, otherStream, otherEpoch.textWrapKey)).toEqual({
					ok: false,
					error: { type: 'WrongKey' }
				});
			}),
			{ numRuns: 20 }
		);
	});
});
