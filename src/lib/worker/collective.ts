/**
 * One collective, opened: its keys, its log, its fold, its texts, and the one place where entries are written.
 *
 * Effects (disk, clock, randomness, events) come in as arguments, so the same code runs in the worker, in tests and in the
 * simulator. Knows nothing of browsers or connections.
 */
import {
	CORE_STREAM, err, fromBase64, ok, toBase64, utf8,
	type Area, type CollectiveId, type EntryId, type EpochId, type MemberId, type ObjectId, type Result, type StreamId
} from '$crypto/base';
import { deriveKey } from '$crypto/hash';
import { createKeyring, deriveEpochKeys, epochKeyFromBytes, unwrapKey, type EpochKeys, type Keyring } from '$crypto/keyring';
import { collectiveIdOf, deviceIdOf, deviceKeysFromSeed, memberIdOf, slotOf, type DeviceKeys } from '$crypto/keys';
import type { Random } from '$crypto/random';
import { reveal } from '$crypto/secret';
import type { Clock, EntryStore, RawBatch } from '$crdt/log/ports';
import type { OpenedEntry } from '$crdt/log/entry';
import { createLog } from '$crdt/log/log';
import type { AppendFailure, DeviceSigner, LoadReport, Log } from '$crdt/log/log-types';
import { createHashes } from '$crdt/log/hashes';
import type { Hashes } from '$crdt/domain/context';
import { createFold, type Fold } from '$crdt/domain/fold';
import { epochOffers, introducedKeys, passOnEpochOf, writeEpochOf } from '$crdt/domain/membership/directory';
import { areaOf, opSchema, parseOp, type Op, type OpInput } from '$crdt/domain/op';
import type { State } from '$crdt/domain/state';
import { failure, type Failure } from '$lib/errors';
import { createDevices, type Devices } from './devices';
import { appendFailure } from './failures';
import { createOrigins, type Origins } from './origins';
import type { StoredCollective } from './keychain-schema';
import { createOwnTexts, type OwnTexts } from './own-texts';
import { createTexts, type Texts } from './texts';
import { toLogged } from './wire-entry';
import type { TextEntry, TextFrame } from './api';

export interface CollectiveEvents {
	/** Entries were admitted: views may have changed, duties may be due. */
	admitted(entries: readonly OpenedEntry[]): void;
	textEntry(stream: StreamId, entry: TextEntry): void;
	textFrame(frame: TextFrame): void;
	/** Own entries of text streams, for whoever is here. */
	ownText(batch: RawBatch): void;
	changed(): void;
}

export interface CollectiveDependencies {
	readonly stored: StoredCollective;
	readonly store: EntryStore;
	readonly random: Random;
	readonly clock: Clock;
	readonly events: CollectiveEvents;
	/** False while this device must first hear what colleagues hold of its own log (after a restore). */
	mayWrite(): boolean;
}

export interface OpenCollective {
	readonly id: CollectiveId;
	readonly keys: DeviceKeys;
	readonly signer: DeviceSigner;
	readonly me: MemberId;
	readonly keyring: Keyring;
	readonly devices: Devices;
	readonly origins: Origins;
	readonly log: Log;
	readonly fold: Fold;
	readonly texts: Texts;
	readonly ownTexts: OwnTexts;
	readonly hashes: Hashes;
	readonly loaded: LoadReport;
	state(): State;
	/** The group key this device writes under now; null: none that knows all losses. */
	writeEpoch(): EpochKeys | null;
	/** Writes one entry of one area; durable when it resolves. Refusals by the rules come back with their sentence. */
	post(ops: readonly OpInput[]): Promise<Result<readonly ObjectId[], Failure>>;
	/** The same for what the app does by itself: no check beforehand, no sentence. */
	write(area: Area, ops: readonly OpInput[]): Promise<Result<OpenedEntry, AppendFailure>>;
	/** As `write`, for entries that carry group keys: under the one given; else where none is safe, under the last one opened (MEM36). */
	passOnKeys(ops: readonly OpInput[], under?: EpochId): Promise<Result<OpenedEntry, AppendFailure>>;
	close(): Promise<void>;
}

/** @throws StoreRefused when the disk does not open. */
export async function openCollective(deps: CollectiveDependencies): Promise<OpenCollective> {
	const { stored, store, random, clock, events } = deps;
	const id = stored.id;
	const keys = deviceKeysFromSeed(mustDecode(stored.deviceSeed));
	const device = deviceIdOf(keys.sign.publicKey);
	const slot = slotOf(id, keys.sign.publicKey);
	const signer: DeviceSigner = { slot, device, signSecretKey: keys.sign.secretKey };
	const keyring = createKeyring(stored.epochs.map((text) => deriveEpochKeys(epochKeyFromBytes(mustDecode(text)), id)));
	const devices = createDevices(id, [toBase64(keys.sign.publicKey), ...stored.vouched]);
	const hashes = createHashes(id);
	const origins = createOrigins(id, keyring);

	/** Group keys boxed for this device, and devices that the entry introduces. True when something was new. */
	const learn = (entry: OpenedEntry): boolean => {
		if (entry.area !== 'membership' || entry.payload.kind !== 'ops') return false;
		let learnt = false;
		for (const raw of entry.payload.ops) {
			const op = parseOp(raw);
			for (const key of introducedKeys(op)) {
				learnt = devices.learn(key) || learnt;
				origins.noteDevice(key, entry.id);
			}
			for (const { epoch, boxes } of epochOffers(op)) {
				origins.noteKey(epoch, boxes, entry.id);
				const box = boxes.find((each) => each.device === device)?.box;
				if (box === undefined || keyring.get(epoch)) continue;
				const opened = unwrapKey('epoch', id, fromBase64(box) ?? new Uint8Array(0), keys.box);
				if (!opened.ok) continue;
				const derived = deriveEpochKeys(opened.value, id);
				if (derived.id !== epoch) continue;
				keyring.add(derived);
				learnt = true;
			}
		}
		return learnt;
	};

	let fold: Fold | null = null;
	let passingOnKeys = false;
	const holds = (epoch: EpochId): boolean => keyring.get(epoch) !== undefined;
	const writeEpoch = (): EpochKeys | null => {
		const named = fold && (writeEpochOf(fold.state(), holds) ?? (passingOnKeys ? passOnEpochOf(fold.state(), holds) : null));
		if (named) return keyring.get(named) ?? null;
		// The founding entry comes before any group key in the log.
		return fold?.state().entries === 0 ? (keyring.all().at(-1) ?? null) : null;
	};

	const shelf = store.checkpoint?.(CORE_STREAM);
	const log = createLog({
		collective: id,
		...(shelf && { checkpoint: { store: shelf, key: deriveKey(keys.seed, 'device-checkpoint', utf8(id)) } }),
		stream: CORE_STREAM,
		keyring,
		directory: devices,
		store,
		random,
		writeEpoch,
		ownSlot: slot,
		learn,
		introduce: (_header, payload) => {
			// The founding entry vouches for itself: its key is the one the collective's id commits to.
			const op = payload.kind === 'ops' ? parseOp(payload.ops[0]) : null;
			if (op?.type !== 'membership/found') return null;
			const [signKey, nonce] = [fromBase64(op.device.signKey), fromBase64(op.nonce)];
			if (signKey?.length !== 32 || nonce?.length !== 16 || collectiveIdOf(signKey, nonce) !== id) return null;
			return { device: deviceIdOf(signKey), signKey };
		}
	});
	const opened = createFold({ dag: log.dag, hashes });
	fold = opened;

	const onDisk = await store.load();
	const byStream = new Map<StreamId, readonly RawBatch[]>();
	for (const batch of onDisk.batches) byStream.set(batch.stream, [...(byStream.get(batch.stream) ?? []), batch]);
	const core = byStream.get(CORE_STREAM) ?? [];
	byStream.delete(CORE_STREAM);
	const loaded = await log.load({ batches: core, damagedRows: onDisk.damagedRows });
	opened.insert(log.entries().map((entry) => toLogged(id, entry)));

	const meNow = (): MemberId => memberOf(opened.state(), device) ?? memberIdOf(keys.sign.publicKey);
	const ownTexts = createOwnTexts({ state: () => opened.state(), me: meNow, isGone: (stream) => texts.isGone(stream), slot, clock });
	const texts = createTexts({
		collective: id, keyring, devices, store, random, keys, signer, loaded: byStream, writeEpoch,
		mayWrite: deps.mayWrite,
		gone: await store.gone(),
		isNamed: ownTexts.has,
		onEntry: events.textEntry,
		onFrame: events.textFrame,
		onOwn: events.ownText,
		changed: events.changed
	});
	// before anything else: what is to be destroyed is not opened, nor offered to anybody
	const refused = new Set([...texts.gone(), ...ownTexts.due(), ...ownTexts.recused()]);
	for (const stream of [...byStream.keys()]) if (!refused.has(stream)) await texts.ensure(stream);

	const stop = log.onAdmitted((entries) => {
		opened.insert(entries.map((entry) => toLogged(id, entry)));
		events.admitted(entries);
	});

	const write = async (area: Area, ops: readonly OpInput[], under?: EpochKeys): Promise<Result<OpenedEntry, AppendFailure>> =>
		deps.mayWrite()
			? log.append(signer, area, { kind: 'ops', claimedAt: clock.now(), ops }, under)
			: err({ type: 'OwnLogAhead' });

	return {
		id, keys, signer, keyring, devices, origins, log, texts, ownTexts, hashes, loaded,
		get me() {
			return meNow();
		},
		fold: opened,
		state: () => opened.state(),
		writeEpoch,
		write: (area, ops) => write(area, ops),
		async passOnKeys(ops, under) {
			passingOnKeys = true;
			try {
				return await write('membership', ops, under && keyring.get(under));
			} finally {
				passingOnKeys = false;
			}
		},
		async post(ops) {
			const [first] = ops;
			if (!first) return err(failure('BadInput'));
			const parsed: Op[] = [];
			for (const op of ops) {
				const checked = opSchema.safeParse(op);
				if (!checked.success) return err(failure('BadInput'));
				parsed.push(checked.data);
			}
			const area = areaOf(first.type);
			if (parsed.some((op) => areaOf(op.type) !== area)) return err(failure('BadInput'));
			const written = await write(area, ops);
			if (!written.ok) return err(appendFailure(written.error));
			const ids = ops.map((_, i) => objectIdOf(written.value.id, i));
			const refusals = opened.refusals();
			const refusal = ids.map((made) => refusals.get(made)).find(Boolean);
			return refusal ? err(failure('Refused', refusal.reason)) : ok(ids);
		},
		async close() {
			stop();
			await store.close();
		}
	};
}

export const memberOf = (state: State, device: DeviceSigner['device']): MemberId | null =>
	state.membership.devices.get(device)?.memberId ?? null;

export const objectIdOf = (entry: EntryId, index: number): ObjectId => `${entry}.${index}` as ObjectId; // its constructor

/** The group keys a device must remember: those it cannot learn again from its own log. */
export const epochTexts = (keyring: Keyring): string[] => keyring.all().map(({ key }) => toBase64(reveal(key)));

function mustDecode(text: string): Uint8Array {
	const bytes = fromBase64(text);
	if (!bytes) throw new Error('the keychain holds a damaged value');
	return bytes;
}
