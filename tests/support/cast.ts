/**
 * The cast of all stories: Ana founds, Ben and Chloé join, Dele comes later, Eve is up to no good. Each has a device with
 * real keys from a fixed seed, and logs over an in-memory disk.
 */
import { collectiveIdOf, createDeviceKeys, deviceIdOf, memberIdOf, slotOf, type DeviceKeys } from '$crypto/keys';
import { CORE_STREAM, type CollectiveId, type DeviceId, type EntryId, type MemberId, type Slot, type StreamId } from '$crypto/base';
import { createEpochKey, createKeyring, deriveEpochKeys, type EpochKeys, type Keyring } from '$crypto/keyring';
import { createSeededRandom, type Random } from '$crypto/random';
import { loadSodium } from '$crypto/sodium';
import { createLog } from '$crdt/log/log';
import type { DeviceSigner, LoadReport, Log, LogDeps } from '$crdt/log/log-types';
import type { Directory, KnownDevice, RawBatch } from '$crdt/log/ports';
import { createMemoryStore, type MemoryStore } from './memory-store';

await loadSodium();

export const CAST = ['Ana', 'Ben', 'Chloé', 'Dele', 'Eve'] as const;

export interface Person {
	readonly name: string;
	readonly keys: DeviceKeys;
	readonly device: DeviceId;
	readonly memberId: MemberId;
	readonly slot: Slot;
	readonly signer: DeviceSigner;
	readonly known: KnownDevice;
}

export interface Stage {
	readonly collective: CollectiveId;
	readonly random: Random;
	readonly epoch: EpochKeys;
	readonly people: readonly Person[];
	person(name: string): Person;
}

/** The same seed gives the same keys. `names` may be any; the first founds. */
export function createStage(names: readonly string[] = CAST, seed: number | string = 1): Stage {
	const random = createSeededRandom(`stage ${seed}`);
	const all = names.map((name) => ({ name, keys: createDeviceKeys(random) }));
	const collective = collectiveIdOf(all[0]!.keys.sign.publicKey, random.bytes(16));
	const people = all.map(({ name, keys }): Person => {
		const { publicKey, secretKey } = keys.sign;
		const device = deviceIdOf(publicKey);
		const slot = slotOf(collective, publicKey);
		return {
			name,
			keys,
			device,
			slot,
			memberId: memberIdOf(publicKey),
			signer: { slot, device, signSecretKey: secretKey },
			known: { device, signKey: publicKey }
		};
	});
	const epoch = deriveEpochKeys(createEpochKey(random), collective);
	return {
		collective,
		random,
		epoch,
		people,
		person(name) {
			const found = people.find((person) => person.name === name);
			if (found === undefined) throw new Error(`nobody is called ${name}`);
			return found;
		}
	};
}

export interface Desk {
	readonly person: Person;
	readonly store: MemoryStore;
	readonly keyring: Keyring;
	readonly devices: Map<Slot, KnownDevice[]>;
	readonly log: Log;
	readonly loaded: LoadReport;
	/** The same disk, opened again, as after a reload. */
	reopen(): Promise<Desk>;
	note(text: string): Promise<EntryId>;
}

/** A person's device with a loaded log that knows everybody and the first epoch, unless told otherwise. */
export async function sitDown(
	stage: Stage,
	person: Person,
	options: { readonly store?: MemoryStore; readonly stream?: StreamId; readonly deps?: Partial<LogDeps> } = {}
): Promise<Desk> {
	const store = options.store ?? createMemoryStore();
	const keyring = createKeyring([stage.epoch]);
	const devices = new Map<Slot, KnownDevice[]>(stage.people.map((p) => [p.slot, [p.known]]));
	const directory: Directory = { candidates: (slot) => devices.get(slot) ?? [] };
	const log = createLog({
		collective: stage.collective,
		stream: options.stream ?? CORE_STREAM,
		keyring,
		directory,
		store,
		random: stage.random,
		writeEpoch: () => keyring.all().at(-1) ?? null,
		ownSlot: person.slot,
		...options.deps
	});
	const loaded = await log.load();
	const desk: Desk = {
		person,
		store,
		keyring,
		devices,
		log,
		loaded,
		reopen: () => sitDown(stage, person, { ...options, store }),
		async note(text): Promise<EntryId> {
			const written = await log.append(person.signer, 'consultation', {
				kind: 'ops',
				claimedAt: 1,
				ops: [{ type: 'test/note', text }]
			});
			if (!written.ok) throw new Error(written.error.type);
			return written.value.id;
		}
	};
	return desk;
}

/** Everything `from` has and `to` lacks, as a transport would carry it; returns the batches. */
export async function pass(from: Desk, to: Desk): Promise<RawBatch[]> {
	const batches = [...from.log.missing(to.log.have())];
	for (const batch of batches) await to.log.receive(batch);
	const asked = from.log.give(to.log.wanted());
	for (const batch of asked) await to.log.receive(batch);
	return [...batches, ...asked];
}
