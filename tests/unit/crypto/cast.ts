/** The cast: devices that are the same in every run, and what their collective shares. */
import { CORE_STREAM, utf8, type CollectiveId, type StreamId } from '$crypto/base';
import { collectiveIdOf, deviceKeysFromSeed, type DeviceKeys } from '$crypto/keys';
import { createEpochKey, deriveEpochKeys, type EpochKeys } from '$crypto/keyring';
import { createSeededRandom, type Random } from '$crypto/random';
import { sealEnvelope } from '$crypto/envelope';

export type Name = 'ana' | 'ben' | 'chloé' | 'dele' | 'eve';

export const deviceOf = (name: Name): DeviceKeys =>
	deviceKeysFromSeed(createSeededRandom(`device of ${name}`).bytes(32));

export interface Stage {
	readonly random: Random;
	readonly ana: DeviceKeys;
	readonly ben: DeviceKeys;
	readonly eve: DeviceKeys;
	readonly collective: CollectiveId;
	readonly otherCollective: CollectiveId;
	readonly stream: StreamId;
	readonly otherStream: StreamId;
	readonly epoch: EpochKeys;
	readonly otherEpoch: EpochKeys;
}

/** Call after `loadSodium()`. */
export function createStage(seed = 'stage'): Stage {
	const random = createSeededRandom(seed);
	const [ana, ben, eve] = [deviceOf('ana'), deviceOf('ben'), deviceOf('eve')];
	const collective = collectiveIdOf(ana.sign.publicKey, random.bytes(16));
	const otherCollective = collectiveIdOf(eve.sign.publicKey, random.bytes(16));
	return {
		random,
		ana,
		ben,
		eve,
		collective,
		otherCollective,
		stream: CORE_STREAM,
		otherStream: 'AAAAAAAAAAAAAAAAAAAAAA' as StreamId,
		epoch: deriveEpochKeys(createEpochKey(random), collective),
		otherEpoch: deriveEpochKeys(createEpochKey(random), collective)
	};
}

/** Ana's entry about the calendar. */
export function sealAnasEntry(stage: Stage, header: Uint8Array, payload: Uint8Array): Uint8Array {
	return sealEnvelope({
		collective: stage.collective,
		stream: stage.stream,
		epochHint: stage.epoch.hint,
		headerKey: stage.epoch.headerKey,
		payloadKey: stage.epoch.areaKey('calendar'),
		header,
		payload,
		signSecretKey: stage.ana.sign.secretKey,
		random: stage.random
	}).bytes;
}

/** A copy with one bit of one byte changed. */
export function flipped(bytes: Uint8Array, at: number, bit = 0): Uint8Array {
	const copy = bytes.slice();
	copy[at] = copy[at]! ^ (1 << bit);
	return copy;
}

export const text = utf8;

/** The value, or a failed test that names the failure. */
export function must<T>(
	result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown }
): T {
	if (!result.ok) throw new Error(`unexpected failure: ${JSON.stringify(result.error)}`);
	return result.value;
}
