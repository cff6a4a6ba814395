/** What a bad member can do to the others through their keeper, and what a bad keeper can do to anybody. */
import { beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Slot } from '$crypto/base';
import { keeperDocument } from '$crypto/keeper-documents';
import { createSeededRandom } from '$crypto/random';
import { loadSodium } from '$crypto/sodium';
import { sift } from '$crdt/log/gate';
import { createOuterDoc } from '$crdt/log/outer-doc';
import { addressOf, apart, isSaved, keeperView } from '../support/keeper-people';
import { openBehind } from '../support/device-insides';
import { addRoom, booking, expense, house, pictureOf } from '../support/engine-people';
import { createFakeKeeper, dialAny, encodeCounts, encodeSync, type FakeKeeper } from '../support/fake-keeper';
import { must, type Device } from '../support/engine-rig';
import { createMemoryStore } from '../support/memory-store';

beforeAll(loadSodium);

const rooms = async (device: Device): Promise<number> => (await device.view('calendar/rooms')).length;
const rubbish = (length = 400): Uint8Array => createSeededRandom(`rubbish ${length}`).bytes(length);

/** The name that any member's device can work out. */
async function coreName(device: Device, generation = 0): Promise<string> {
	const behind = await openBehind(device);
	return keeperDocument(behind.writeEpoch()!, { kind: 'core', segment: 0, generation }).name;
}
async function nextPlaceOf(device: Device): Promise<{ slot: Slot; seq: number }> {
	const { ownSlot } = (await device.engine.plan())!;
	const behind = await openBehind(device);
	return { slot: ownSlot, seq: behind.log.have().get(0)?.get(ownSlot) ?? 0 };
}

describe('a member who puts rubbish at a keeper', () => {
	it('[NET108] [NET109] at the next place of a colleague: the copy goes to a fresh document, and everybody gets everything, newcomers too', async () => {
		const { rig, people, keepers } = await apart(['Ana', 'Ben', 'Eve']);
		const [ana, ben, eve] = people as [Device, Device, Device];
		const [keeper] = keepers as [FakeKeeper];
		const { slot, seq } = await nextPlaceOf(ben);
		const early = (await ben.stores.get(ben.collective!)!.load()).batches;
		keeper.put(await coreName(eve), slot, seq, rubbish());
		await ben.post(expense((await ben.view('members')).members.map(({ memberId }) => memberId), (await ben.view('members')).members[0]!.memberId, 500));
		await addRoom(ben);
		await rig.until(async () => (await rooms(ana)) === 1);
		await rig.until(isSaved(ben));
		expect(await keeperView(ben)).toMatchObject({ disturbed: true, waiting: 0, holdsAll: true });
		await addRoom(ana);
		for (const each of people) await rig.until(async () => (await rooms(each)) === 2);
		expect(await pictureOf(ana)).toBe(await pictureOf(ben));
		// like one who has just been let in: all keys, and the few entries that name the keeper
		const seen = await pictureOf(ana);
		for (const each of people) await each.engine.close();
		const fresh = createMemoryStore();
		for (const batch of early) await fresh.commitReceived(batch);
		ben.stores.set(ben.collective!, fresh);
		await ben.restart();
		expect(await rooms(ben)).toBe(0);
		await rig.until(async () => (await rooms(ben)) === 2);
		await rig.until(isSaved(ben));
		expect(await pictureOf(ben)).toBe(seen);
	}, 60_000);

	it('[NET109] in every generation there is: the keeper is of no use any more, and nothing else suffers', async () => {
		const { rig, people, keepers } = await apart(['Ana', 'Ben', 'Eve']);
		const [ana, ben, eve] = people as [Device, Device, Device];
		const { slot, seq } = await nextPlaceOf(ana);
		for (let generation = 0; generation < 20; generation++) keepers[0]!.put(await coreName(eve, generation), slot, seq, rubbish());
		await addRoom(ana);
		await rig.run(60_000);
		expect(await keeperView(ana)).toMatchObject({ holdsAll: false, disturbed: true });
		rig.rejoin(ana, ben);
		await rig.until(async () => (await rooms(ben)) === 1);
		const before = keepers[0]!.received.length;
		await rig.run(120_000);
		expect(keepers[0]!.received.length - before).toBeLessThan(80);
	}, 60_000);

	it('one delete empties a stock server for every newcomer; ours refuses it, and a device that meets it loses nothing', async () => {
		const outer = createOuterDoc();
		outer.appendRuns([{ slot: 7 as Slot, fromSeq: 0, entries: [rubbish(300), rubbish(301)] }]);
		const stock = new Y.Doc();
		Y.applyUpdate(stock, outer.encode());
		const mallory = new Y.Doc();
		Y.applyUpdate(mallory, outer.encode());
		mallory.getArray('L7').delete(0, 2);
		const wipe = Y.encodeStateAsUpdate(mallory, Y.encodeStateVector(stock));
		expect(sift(wipe)).toMatchObject({ entries: [], offenceCount: 1 });
		Y.applyUpdate(stock, wipe);
		const newcomer = new Y.Doc();
		Y.applyUpdate(newcomer, Y.encodeStateAsUpdate(stock));
		expect(newcomer.getArray('L7').toArray()).toEqual([]);
		expect(Y.encodeStateVector(newcomer)).toEqual(Y.encodeStateVector(stock));

		const { rig, people, keepers } = await apart(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		const name = await coreName(ana);
		const emptied = Y.encodeStateAsUpdate(stock);
		keepers[0]!.answer = (document, kind, honest) => (document === name && kind === 'entries' ? encodeSync(document, 1, emptied) : honest);
		keepers[0]!.cut();
		await addRoom(ana);
		await rig.until(async () => (await rooms(ben)) === 1);
		await rig.until(isSaved(ana));
		expect((await keeperView(ana)).disturbed).toBe(true);
	}, 60_000);
});

describe('a keeper that lies', () => {
	it('[NET106] [NET107] claims to have everything and has nothing: nothing is called kept', async () => {
		const keeper = createFakeKeeper();
		const { rig, people } = await house(['Ana', 'Ben'], { dial: dialAny([keeper]) });
		const [ana, ben] = people as [Device, Device];
		await ana.post(booking(await addRoom(ana)));
		await rig.run(2_000);
		const all = new Map([ana, ben].map((each) => [each, 0]));
		for (const each of all.keys()) all.set(each, (await nextPlaceOf(each)).slot);
		const boast = encodeCounts(new Map([...all.values()].map((slot) => [slot, 4_000_000])));
		keeper.answer = (document, kind) => (kind === 'has' ? encodeSync(document, 0, boast) : kind === 'entries' ? encodeSync(document, 1, Uint8Array.of(0, 0)) : null);
		must(await ana.engine.addKeeper(addressOf(keeper), ''));
		await rig.run(60_000);
		for (const each of people) expect((await keeperView(each)).holdsAll).toBe(false);
		expect((await keeperView(ana)).waiting).toBeGreaterThan(0);
		expect((await ana.engine.post([expense((await ana.view('members')).members.map(({ memberId }) => memberId), (await ana.view('members')).members[0]!.memberId, 100)])).ok).toBe(true);
	});

	it('[NET104] withholds, or shows an old state: another keeper gives what it does not', async () => {
		const { rig, people, keepers } = await apart(['Ana', 'Ben'], 2);
		const [ana, ben] = people as [Device, Device];
		const [bad, good] = keepers as [FakeKeeper, FakeKeeper];
		bad.answer = (document, kind, honest) => (kind === 'entries' ? encodeSync(document, 1, Uint8Array.of(0, 0)) : kind === 'has' ? encodeSync(document, 0, encodeCounts(new Map())) : honest);
		await ben.engine.close();
		bad.cut();
		good.isUp = true;
		await addRoom(ana);
		await rig.until(isSaved(ana, 1));
		await ana.engine.close();
		await ben.restart();
		await rig.until(async () => (await rooms(ben)) === 1);
		expect((await keeperView(ben, 1)).holdsAll).toBe(true);
	});

	it('[NET101] [NET102] sends what makes no sense, too much, or nothing: bounded work, and it is left alone', async () => {
		const { rig, people, keepers } = await apart(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		const bad = [new Uint8Array(0), new Uint8Array([255, 255, 255, 255, 255, 255, 255, 255, 255]), rubbish(5_000), new Uint8Array(33 * 1024 * 1024)];
		for (const bytes of bad) {
			keepers[0]!.answer = () => bytes;
			keepers[0]!.cut();
			await rig.run(20_000);
		}
		const before = keepers[0]!.received.length;
		await rig.run(300_000);
		expect(keepers[0]!.received.length - before).toBeLessThan(400);
		await addRoom(ana);
		rig.rejoin(ana, ben);
		await rig.until(async () => (await rooms(ben)) === 1);
	}, 60_000);

	it('[NET104] what it says about this device’s own log stops nobody from writing', async () => {
		const { rig, people, keepers } = await apart(['Ana', 'Ben']);
		const [ana] = people as [Device];
		const { slot } = await nextPlaceOf(ana);
		keepers[0]!.answer = (document, kind, honest) => (kind === 'has' ? encodeSync(document, 0, encodeCounts(new Map([[slot, 999]]))) : honest);
		keepers[0]!.cut();
		await rig.run(20_000);
		await addRoom(ana);
		expect(await rooms(ana)).toBe(1);
	});
});
