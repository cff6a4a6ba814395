/** The engine opens its log from a checkpoint it keeps itself, and a lost or spoilt one costs nothing but time. */
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { CORE_STREAM, toBase64, type CollectiveId, type StreamId } from '$crypto/base';
import { createEpochKey, deriveEpochKeys, wrapKey } from '$crypto/keyring';
import { collectiveIdOf, deviceIdOf, deviceKeysFromSeed } from '$crypto/keys';
import { createSeededRandom } from '$crypto/random';
import { reveal } from '$crypto/secret';
import { loadSodium } from '$crypto/sodium';
import { StoreRefused, type EntryStore } from '$crdt/log/ports';
import { openEntryStore } from '$lib/adapters/entry-store';
import { createCheckpointing } from '$lib/worker/checkpointing';
import { openCollective, type OpenCollective } from '$lib/worker/collective';
import type { StoredCollective } from '$lib/worker/keychain-schema';
import { FOUNDING, profileOf } from '../../support/engine-people';
import { createFakeTimers, settled } from '../../support/fake-timers';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store';
import { addRoomOp } from '../../support/calendar-ops';

const QUIET_MS = 5_000;
await loadSodium();
const random = createSeededRandom('checkpoint');
let seed: Uint8Array;
let nonce: Uint8Array;
let stored: StoredCollective;
let store: MemoryStore;

beforeEach(() => {
	seed = random.bytes(32);
	nonce = random.bytes(16);
	const id = collectiveIdOf(deviceKeysFromSeed(seed).sign.publicKey, nonce);
	const epochs = [toBase64(reveal(createEpochKey(random)))];
	stored = { id, deviceSeed: toBase64(seed), epochs, joining: null, vouched: [], issued: {}, signaling: [], restored: false };
	store = createMemoryStore();
});

const open = (disk: EntryStore = store, collective = stored): Promise<OpenCollective> =>
	openCollective({
		stored: collective,
		store: disk,
		random,
		clock: { now: () => Date.UTC(2026, 2, 2, 8) },
		events: { admitted() {}, textEntry() {}, textFrame() {}, ownText() {}, changed() {} },
		mayWrite: () => true
	});

/** Ana founds and adds some rooms. */
async function history(collective: OpenCollective, rooms: number): Promise<void> {
	const { keys, id } = collective;
	const device = deviceIdOf(keys.sign.publicKey);
	const epoch = collective.keyring.all()[0]!;
	const box = toBase64(wrapKey('epoch', id, epoch.key, keys.box.publicKey, random));
	const founded = await collective.post([
		{
			type: 'membership/found', ...FOUNDING, profile: profileOf('Ana'), nonce: toBase64(nonce),
			device: { signKey: toBase64(keys.sign.publicKey), boxKey: toBase64(keys.box.publicKey), name: 'Laptop' },
			epoch: { epoch: deriveEpochKeys(epoch.key, id).id, boxes: [{ device, box }] }
		}
	]);
	expect(founded.ok).toBe(true);
	for (let i = 0; i < rooms; i++)
		await collective.post([addRoomOp(`Room ${i}`, 'Europe/Berlin')]);
}

describe('checkpoint of an opened collective', () => {
	it('[LOG60] the next start reads it and shows the same collective', async () => {
		const before = await open();
		await history(before, 5);
		expect(await before.log.saveCheckpoint()).toBe(true);
		await before.post([addRoomOp('Attic', 'Europe/Berlin')]);
		const after = await open();
		expect(after.loaded.fromCheckpoint).toBe(6);
		expect(after.loaded.admitted).toBe(7);
		expect(after.state().calendar.rooms).toEqual(before.state().calendar.rooms);
		expect(after.me).toBe(before.me);
		expect(after.writeEpoch()?.id).toBe(before.writeEpoch()?.id);
		const posted = await after.post([addRoomOp('Cellar', 'Europe/Berlin')]);
		expect(posted.ok).toBe(true);
	});

	it.each<[string, () => void]>([
		['damaged', () => void (store.checkpoints.get(CORE_STREAM)![40]! ^= 1)],
		['cut off', () => store.checkpoints.set(CORE_STREAM, store.checkpoints.get(CORE_STREAM)!.slice(0, -3))],
		['empty', () => store.checkpoints.set(CORE_STREAM, new Uint8Array(0))],
		['lost', () => store.checkpoints.clear()]
	])('[LOG62] a checkpoint that is %s is as if there were none', async (_how, spoil) => {
		const before = await open();
		await history(before, 3);
		await before.log.saveCheckpoint();
		spoil();
		const after = await open();
		expect(after.loaded.fromCheckpoint).toBe(0);
		expect(after.state().calendar.rooms).toEqual(before.state().calendar.rooms);
	});

	it('[LOG61] it opens for the device that wrote it alone, and holds no word in clear', async () => {
		const before = await open();
		await history(before, 3);
		await before.log.saveCheckpoint();
		expect(Buffer.from(store.checkpoints.get(CORE_STREAM)!).includes('Room 1')).toBe(false);
		const other = { ...stored, deviceSeed: toBase64(random.bytes(32)), vouched: [toBase64(before.keys.sign.publicKey)] };
		expect((await open(store, other)).loaded.fromCheckpoint).toBe(0);
	});
});

describe('when it is saved', () => {
	it('in a quiet moment once enough has come, not before', async () => {
		const collective = await open();
		const timers = createFakeTimers();
		const keeping = createCheckpointing(collective.log, collective.loaded, timers, 4);
		await history(collective, 2);
		keeping.poke();
		await timers.advance(QUIET_MS);
		expect(store.checkpoints.size).toBe(0);
		await collective.post([addRoomOp('Attic', 'Europe/Berlin')]);
		keeping.poke();
		expect(store.checkpoints.size).toBe(0);
		await timers.advance(QUIET_MS);
		expect(store.checkpoints.size).toBe(1);
		expect((await open()).loaded.fromCheckpoint).toBe(4);
	});

	it('soon after a start that had none', async () => {
		await history(await open(), 5);
		const again = await open();
		const timers = createFakeTimers();
		createCheckpointing(again.log, again.loaded, timers, 4);
		await timers.advance(QUIET_MS);
		expect(store.checkpoints.size).toBe(1);
	});

	it('a full disk refuses it and nothing else happens', async () => {
		await history(await open(), 5);
		const again = await open();
		const timers = createFakeTimers();
		store.refuseWith({ type: 'DiskFull' });
		createCheckpointing(again.log, again.loaded, timers, 4);
		await timers.advance(QUIET_MS);
		await settled();
		expect(store.checkpoints.size).toBe(0);
		expect(again.state().calendar.rooms.size).toBe(5);
	});

	it('not after the collective was closed', async () => {
		await history(await open(), 5);
		const again = await open();
		const timers = createFakeTimers();
		createCheckpointing(again.log, again.loaded, timers, 4).stop();
		await timers.advance(QUIET_MS);
		expect(store.checkpoints.size).toBe(0);
	});
});

describe('checkpoint in IndexedDB', () => {
	it('is kept for each stream, replaced whole, and forgotten with its stream', async () => {
		const disk = await openEntryStore('C'.repeat(43) as CollectiveId, () => undefined);
		const notes = 'N'.repeat(22) as StreamId;
		expect(await disk.checkpoint!(CORE_STREAM).load()).toBeNull();
		await disk.checkpoint!(CORE_STREAM).save(Uint8Array.of(1, 2, 3));
		await disk.checkpoint!(CORE_STREAM).save(Uint8Array.of(4));
		await disk.checkpoint!(notes).save(Uint8Array.of(5));
		expect(await disk.checkpoint!(CORE_STREAM).load()).toEqual(Uint8Array.of(4));
		await disk.forgetStream(notes, 'for-good');
		expect(await disk.checkpoint!(notes).load()).toBeNull();
		expect(await disk.checkpoint!(CORE_STREAM).load()).toEqual(Uint8Array.of(4));
		await disk.close();
		await expect(disk.checkpoint!(CORE_STREAM).save(Uint8Array.of(6))).rejects.toThrow(StoreRefused);
	});

	it('[LOG60] a collective on a real database opens from it', async () => {
		const disk = await openEntryStore(stored.id, () => undefined);
		const before = await open(disk);
		await history(before, 3);
		await before.log.saveCheckpoint();
		await before.close();
		const again = await open(await openEntryStore(stored.id, () => undefined));
		expect(again.loaded.fromCheckpoint).toBe(4);
		await again.close();
	});
});
