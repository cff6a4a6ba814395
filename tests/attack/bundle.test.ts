/** What hostile bundle files can do: strangers' files, re-signed ones, hostile contents, forged keys, giant claims, old ones (BUN5, BUN20–BUN22). */
import { describe, expect, it } from 'vitest';
import { concatBytes, CORE_STREAM, fromBase64, type Slot } from '$crypto/base';
import { openBundle, sealBundle } from '$crypto/bundle';
import { deriveEpochKeys, epochKeyFromBytes } from '$crypto/keyring';
import { createDeviceKeys, deviceKeysFromSeed, slotOf, type DeviceKeys } from '$crypto/keys';
import { createSeededRandom, systemRandom } from '$crypto/random';
import type { RawBatch } from '$crdt/log/ports';
import { decodeRecords, encodeRecords, MAX_KEYS, type BundleRecord } from '$lib/worker/bundle-records';
import { addRoom, booking, house, mediateInVain, pictureOf, remove } from '../support/engine-people';
import { must, type Device } from '../support/engine-rig';
import { secretsOf } from '../support/device-insides';

const keysOf = async (device: Device): Promise<DeviceKeys> => deviceKeysFromSeed(fromBase64((await secretsOf(device)).deviceSeed)!);
const STRANGER = () => createDeviceKeys(createSeededRandom('a stranger'));

async function apart(names: readonly string[] = ['Ana', 'Ben']) {
	const { rig, people } = await house(names);
	for (const a of people) for (const b of people) if (a !== b) rig.part(a, b);
	await rig.run(1_000);
	const [ana, ben, chloe] = people as [Device, Device, Device];
	const [keysOfAna, keysOfBen] = [await keysOf(ana), await keysOf(ben)];
	const room = await addRoom(ana);
	const made = must(await ana.engine.makeBundle(null)).bytes;
	return { rig, room, people, ana, ben, chloe, keysOfAna, keysOfBen, made };
}

/** The same records, changed, sealed for Ben by whoever has these keys. */
function remade({ ben, keysOfBen, made }: Awaited<ReturnType<typeof apart>>, maker: DeviceKeys, change: (records: BundleRecord[]) => Iterable<BundleRecord> = (all) => all): Uint8Array {
	const records = recordsOf(made, ben, keysOfBen);
	return sealed(ben, keysOfBen, maker, encodeRecords(change(records)));
}

function sealed(to: Device, keys: DeviceKeys, maker: DeviceKeys, body: Iterable<Uint8Array>): Uint8Array {
	const made = sealBundle({ collective: to.collective!, recipients: [keys.box.publicKey], maker: maker.sign, random: systemRandom, body });
	if (!made.ok) throw new Error(made.error.type);
	return made.value;
}

function recordsOf(file: Uint8Array, to: Device, keys: DeviceKeys): BundleRecord[] {
	const opened = openBundle(file, to.collective!, keys.box);
	if (!opened.ok) throw new Error(opened.error.type);
	return [...decodeRecords(opened.value.body())].filter((record) => record !== 'damaged');
}

const refusal = (sentence: string) => ({ ok: false, error: { sentence: expect.stringContaining(sentence) } });
const held = async (device: Device) => (await device.stores.get(device.collective!)!.load()).batches.reduce((sum, { entries }) => sum + entries.length, 0);

describe('by strangers', () => {
	it('[BUN20] a file that a stranger made of what only strangers signed changes nothing, not even what waits', async () => {
		const scene = await apart();
		const before = await held(scene.ben);
		const garbage: RawBatch = { stream: CORE_STREAM, segment: 0, entries: Array.from({ length: 50 }, (_, seq) => ({ slot: 666 as Slot, seq, bytes: systemRandom.bytes(400) })) };
		const file = remade(scene, STRANGER(), () => [{ kind: 'about', about: { madeAt: 1, entries: 50, receipts: 0 } }, { kind: 'batch', batch: garbage }]);
		expect(await scene.ben.engine.takeBundle(file)).toMatchObject(refusal('does not know'));
		expect(await held(scene.ben)).toBe(before);
		expect((await scene.ben.view('connection')).sentence).not.toContain('on their way');
	});

	it('[BUN20] [BUN22] a true file signed anew by a stranger brings no key and no receipt, and is said to be a stranger’s', async () => {
		const scene = await apart();
		const picture = await pictureOf(scene.ana);
		expect(await scene.ben.engine.takeBundle(remade(scene, STRANGER()))).toMatchObject(refusal('does not know'));
		await scene.rig.quiet();
		// what Ana signed herself is as good as from anybody's hand
		expect(await pictureOf(scene.ben)).toBe(picture);
	});

	it('[BUN22] a key of somebody removed does not count, even where something waits under its hint; of a member in use at most 64 such do', async () => {
		const { rig, people } = await house(['Ana', 'Ben', 'Chloé', 'Eve']);
		const [ana, ben, chloe, eve] = people as [Device, Device, Device, Device];
		const mediation = await mediateInVain(rig, ana, [ben, chloe], eve);
		eve.online = false;
		await remove(rig, [ana, ben, chloe], eve, mediation, 60_000);
		await rig.run(120_000);
		const rooms = (await ben.engine.plan())!.rooms.length;
		const slot = slotOf(ben.collective!, (await keysOf(chloe)).sign.publicKey);
		const keys = Array.from({ length: 80 }, () => systemRandom.bytes(32));
		const entries = keys.map((key, i) => ({ slot, seq: 10_000 + i, bytes: unopened(deriveEpochKeys(epochKeyFromBytes(key), ben.collective!).hint) }));
		const body = () => encodeRecords([
			{ kind: 'about', about: { madeAt: 1, entries: 80, receipts: 0 } },
			{ kind: 'keys', keys },
			{ kind: 'batch', batch: { stream: CORE_STREAM, segment: 0, entries } }
		]);
		must(await ben.engine.takeBundle(sealed(ben, await keysOf(ben), await keysOf(eve), body())));
		expect((await ben.engine.plan())!.rooms).toHaveLength(rooms);
		must(await ben.engine.takeBundle(sealed(ben, await keysOf(ben), await keysOf(ana), body())));
		const added = (await ben.engine.plan())!.rooms.length - rooms;
		expect([added > 0, added <= 64]).toEqual([true, true]);
	});
});

/** What has the form of an entry, sealed under a key with this hint. */
function unopened(hint: Uint8Array): Uint8Array {
	const bytes = systemRandom.bytes(63 + 100 + 208 + 64);
	bytes.set([1, ...hint]);
	bytes.set([0, 100], 61);
	return bytes;
}

describe('by a member gone wrong', () => {
	it('[BUN15] forged, misplaced and foreign entries are left out and counted; the rest is taken in', async () => {
		const scene = await apart();
		const spoil = (records: BundleRecord[]): BundleRecord[] =>
			records.map((record) => {
				if (record.kind !== 'batch' || record.batch.stream !== CORE_STREAM) return record;
				const entries = record.batch.entries.flatMap((entry, i) => {
					if (i !== record.batch.entries.length - 1) return [entry];
					const forged = entry.bytes.slice();
					forged[forged.length - 70]! ^= 1;
					return [{ ...entry, bytes: forged }, { ...entry, seq: entry.seq + 7 }, { ...entry, slot: 5 as Slot }, entry];
				});
				return { ...record, batch: { ...record.batch, entries } };
			});
		const taken = must(await scene.ben.engine.takeBundle(remade(scene, scene.keysOfAna, spoil)));
		expect(taken.refused).toBeGreaterThan(0);
		expect(taken.fresh).toBeGreaterThan(0);
		await scene.rig.quiet();
		expect(await pictureOf(scene.ben)).toBe(await pictureOf(scene.ana));
	});

	it('[BUN15] texts that nobody named are not taken in', async () => {
		const scene = await apart();
		const stream = 'A'.repeat(22) as RawBatch['stream'];
		const batch: RawBatch = { stream, segment: 0, entries: [{ slot: 5 as Slot, seq: 0, bytes: systemRandom.bytes(400) }] };
		const before = await held(scene.ben);
		must(await scene.ben.engine.takeBundle(remade(scene, scene.keysOfAna, ([about]) => [about!, { kind: 'batch', batch }])));
		expect(await held(scene.ben)).toBe(before);
	});

	it('[BUN22] keys that nothing names and nothing waits for open no rooms and are not remembered', async () => {
		const scene = await apart();
		const rooms = (await scene.ben.engine.plan())!.rooms.length;
		const keys = Array.from({ length: 200 }, () => systemRandom.bytes(32));
		must(await scene.ben.engine.takeBundle(remade(scene, scene.keysOfAna, (all) => [...all, { kind: 'keys', keys }])));
		await scene.ben.restart();
		expect((await scene.ben.engine.plan())!.rooms).toHaveLength(rooms);
	});

	it('[BUN21] receipts that no entry names are not kept', async () => {
		const scene = await apart();
		const sealedReceipt = systemRandom.bytes(20_000);
		const taken = must(await scene.ben.engine.takeBundle(remade(scene, scene.keysOfAna, (all) => [...all, { kind: 'receipt', sealed: sealedReceipt }])));
		expect(taken.receipts).toBe(0);
		expect(scene.ben.receipts.get(scene.ben.collective!)?.sealed.size ?? 0).toBe(0);
	});

	it('[BUN23] what a file says about itself decides nothing: not the time, not the numbers', async () => {
		const scene = await apart();
		const file = remade(scene, scene.keysOfAna, ([, ...rest]) => [{ kind: 'about', about: { madeAt: 8_000_000_000_000_000, entries: 2 ** 50, receipts: 2 ** 50 } }, ...rest]);
		const taken = must(await scene.ben.engine.takeBundle(file));
		expect(taken.madeAt).toBeLessThan(8_000_000_000_000_000);
		expect(taken.fresh).toBeLessThan(100);
	});

	it('[BUN4] [BUN5] giant claims, garbage and rests in a body end the take with a sentence', async () => {
		const scene = await apart();
		const { ben, keysOfBen, keysOfAna } = scene;
		const about = [...encodeRecords([{ kind: 'about', about: { madeAt: 1, entries: 0, receipts: 0 } }])];
		const end = about.at(-2)!;
		const spoiled: Uint8Array[][] = [
			[Uint8Array.of(3, 0xff, 0xff, 0xff, 0xff)],
			[Uint8Array.of(3, 0, 0, 0, 4, 1, 2, 3, 4), end],
			[Uint8Array.of(2, 0, 0, 0, 3, 1, 2, 3), end],
			[Uint8Array.of(2, 0, (MAX_KEYS * 32 + 32) >> 16, ((MAX_KEYS * 32 + 32) >> 8) & 255, (MAX_KEYS * 32 + 32) & 255), new Uint8Array(MAX_KEYS * 32 + 32), end],
			[Uint8Array.of(1, 0, 0, 0, 2, 123, 125), end],
			[end, Uint8Array.of(7)],
			[Uint8Array.of(0, 0, 0, 0, 1, 0)]
		];
		for (const body of spoiled) expect(await ben.engine.takeBundle(sealed(ben, keysOfBen, keysOfAna, body))).toMatchObject(refusal('cut short or changed'));
		// a record of a kind to come is passed over
		must(await ben.engine.takeBundle(sealed(ben, keysOfBen, keysOfAna, [Uint8Array.of(99, 0, 0, 0, 2, 1, 2), ...about])));
	});
});

describe('on its way', () => {
	it('[BUN5] cut at any chunk, or changed anywhere, nothing of it is taken in', async () => {
		const { ben, made } = await apart();
		const before = await held(ben);
		for (let at = 40; at < made.length; at += Math.ceil(made.length / 40)) {
			const changed = made.slice();
			changed[at]! ^= 1;
			expect((await ben.engine.takeBundle(changed)).ok).toBe(false);
			expect((await ben.engine.takeBundle(made.slice(0, at))).ok).toBe(false);
		}
		expect(await held(ben)).toBe(before);
	});

	it('[BUN16] an old file, taken in long after, brings nothing back', async () => {
		const { rig, room, ana, ben, made } = await apart();
		must(await ben.engine.takeBundle(made));
		rig.rejoin(ana, ben);
		await ana.post(booking(room));
		await rig.run(20_000);
		const picture = await pictureOf(ben);
		expect(must(await ben.engine.takeBundle(made))).toMatchObject({ fresh: 0, refused: 0 });
		await rig.quiet();
		expect(await pictureOf(ben)).toBe(picture);
	});

	it('[BUN18] a file for another collective of the same person is named as such', async () => {
		const scene = await apart();
		const { rig, ben } = scene;
		const dele = await rig.device('Dele');
		dele.collective = null;
		expect(await ben.engine.takeBundle(concatBytes(scene.made.subarray(0, 18), Uint8Array.of(1)))).toMatchObject({ ok: false });
		const forBen = scene.made;
		const id = must(await ben.engine.found({ name: 'Second house', currency: 'EUR', zone: 'Europe/Berlin', decisionRule: 'consensus', decisionDays: 7, foundingText: '', profile: { name: 'Ben', discipline: '', licence: '' }, deviceName: 'Laptop' }));
		must(await ben.engine.open(id));
		expect(await ben.engine.takeBundle(forBen)).toMatchObject(refusal('This file is for'));
	});
});
