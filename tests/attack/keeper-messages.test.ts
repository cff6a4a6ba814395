/** What somebody who got in tries with messages: a member gone bad, or a stranger with a stolen laptop. */
import fc from 'fast-check';
import * as encoding from 'lib0/encoding';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Keeper } from '../../keeper/keeper';
import { encodeRuns } from '../../crdt/log/outer-doc';
import { connectKeeper, documentOf, encodeStep1, entryOf, message, type KeeperClient } from '../support/keeper-client';
import { createKeepers } from '../support/keeper-rig';

const keepers = await createKeepers();
const house = documentOf(1);
let keeper: Keeper;
let address = '';
let ana: KeeperClient;
let mallory: KeeperClient;
beforeEach(async () => {
	keeper = await keepers.start();
	address = keeper.addresses()[0]!;
	[ana, mallory] = await Promise.all([connectKeeper(address), connectKeeper(address)]);
	await ana.open(house);
	await ana.write(house, [entryOf(7, 0), entryOf(7, 1)]);
	await mallory.open(house);
});
afterEach(() => keepers.end());

/** What somebody who comes now is given. */
async function newcomerGets(): Promise<string[]> {
	const ben = await connectKeeper(address);
	expect(await ben.open(house)).toBeNull();
	await ben.sync(house);
	return [...ben.entries(house).keys()].sort();
}

const updateMessage = (update: Uint8Array) =>
	message(house.name, 0, (encoder) => {
		encoding.writeVarUint(encoder, 2);
		encoding.writeVarUint8Array(encoder, update);
	});

describe('hostile messages', () => {
	it('[KEE15] a delete, which empties a stock server for every newcomer, takes nothing away', async () => {
		await mallory.sync(house);
		const doc = new Y.Doc();
		Y.applyUpdate(doc, encodeRuns([{ slot: entryOf(7, 0).slot, fromSeq: 0, entries: [entryOf(7, 0).bytes, entryOf(7, 1).bytes] }]));
		const before = Y.encodeStateVector(doc);
		doc.getArray('L7').delete(0, 2);
		expect(await mallory.writeRaw(house, Y.encodeStateAsUpdate(doc, before))).toBe(false);
		expect(await newcomerGets()).toEqual(['7.0', '7.1']);
		expect(ana.heard.some(({ kind }) => kind === 'update')).toBe(false);
	});

	it('[KEE15] maps, texts and arrays of other names are left out, good entries beside them are kept', async () => {
		const doc = new Y.Doc();
		doc.clientID = 99;
		doc.getMap('m').set('k', 'v'.repeat(100));
		doc.getText('t').insert(0, 'x'.repeat(50_000));
		doc.getArray('L98').push([new Uint8Array(500)]);
		expect(await mallory.writeRaw(house, Y.encodeStateAsUpdate(doc))).toBe(false);
		const mixed = Y.mergeUpdates([Y.encodeStateAsUpdate(doc), encodeRuns([{ slot: entryOf(8, 0).slot, fromSeq: 0, entries: [entryOf(8, 0).bytes] }])]);
		expect(await mallory.writeRaw(house, mixed)).toBe(false);
		expect(await newcomerGets()).toEqual(['7.0', '7.1', '8.0']);
	});

	it('[KEE21] another entry at a held place is refused and said, once an offence', async () => {
		for (let i = 1; i < 20; i++) expect(await mallory.write(house, [entryOf(7, 0, i)])).toBe(false);
		expect(mallory.heard.some(({ text }) => text === '{"t":"conflict"}')).toBe(true);
		expect(keeper.stats()).toMatchObject({ conflicts: 19, offences: 1 });
		const ben = await connectKeeper(address);
		await ben.open(house);
		await ben.sync(house);
		expect(ben.entries(house).get('7.0')).toEqual(entryOf(7, 0).bytes);
	});

	it('[KEE21] two different entries for one place in one message: the first stays', async () => {
		const both = Y.mergeUpdates([encodeRuns([{ slot: entryOf(9, 0).slot, fromSeq: 0, entries: [entryOf(9, 0, 1).bytes] }])]);
		const [a, b] = await Promise.all([ana.writeRaw(house, both), mallory.write(house, [entryOf(9, 0, 2)])]);
		expect([a, b].sort()).toEqual([false, true]);
		expect(keeper.store.find(house.name)?.entries).toBe(3);
	});

	it('[KEE10] awareness, presence questions, broadcasts and unknown kinds are offences and reach nobody', async () => {
		for (const kind of [1, 3, 6, 8, 9, 77]) mallory.send(message(house.name, kind, (encoder) => encoding.writeVarString(encoder, '{"t":"frame","b":"AAAA"}')));
		mallory.stateless(house, '{"t":"frame","b":"AAAA","x":1}');
		mallory.stateless(house, 'x');
		expect(await mallory.closed).toBe(1008);
		expect(ana.heard.some(({ kind }) => kind === 'stateless' || kind === 'other')).toBe(false);
	});

	it('[KEE31] a message above four megabytes ends its connection alone', async () => {
		mallory.send(new Uint8Array(4 * 1024 * 1024 + 1));
		expect(await mallory.closed).toBe(1009);
		expect(await ana.write(house, [entryOf(7, 2)])).toBe(true);
	});

	it('[KEE31] one who has opened nothing cannot make the keeper hold a large message', async () => {
		const eve = await connectKeeper(address);
		eve.send(new Uint8Array(5000));
		expect(await eve.closed).toBe(1009);
	});

	it('[KEE31] a long frame is not passed on', async () => {
		mallory.stateless(house, `{"t":"frame","b":"${'A'.repeat(96 * 1024)}"}`);
		mallory.stateless(house, '{"t":"frame","b":"AAEC"}');
		expect((await ana.waitFor(({ kind }) => kind === 'stateless')).text).toBe('{"t":"frame","b":"AAEC"}');
	});

	it('[KEE14] a flood of frames is thinned out', async () => {
		for (let i = 0; i < 500; i++) mallory.stateless(house, '{"t":"frame","b":"AAEC"}');
		await mallory.digest(house);
		await ana.digest(house);
		expect(ana.heard.filter(({ text }) => text.includes('frame')).length).toBeLessThan(150);
	});

	it('[KEE25] a document takes what it may and no more, and says so without an offence', async () => {
		const small = await keepers.start({ limits: { documentBytes: 10 * (400 + 96) } });
		const eve = await connectKeeper(small.addresses()[0]!);
		await eve.open(house);
		const twelve = Array.from({ length: 12 }, (_, i) => entryOf(3, i));
		expect(await eve.write(house, twelve)).toBe(false);
		expect(await eve.waitFor(({ kind }) => kind === 'stateless')).toMatchObject({ text: '{"t":"full","of":"document"}' });
		expect(await eve.digest(house)).toMatchObject({ count: 10 });
		expect(small.stats().offences).toBe(0);
	});

	it('[KEE11] no bytes whatever end the keeper or reach another member', async () => {
		const bodies = fc.oneof(
			fc.uint8Array({ maxLength: 200 }),
			fc.tuple(fc.nat(10), fc.uint8Array({ maxLength: 300 })).map(([kind, body]) => message(house.name, kind, (encoder) => encoding.writeUint8Array(encoder, body))),
			fc.tuple(fc.nat(3), fc.uint8Array({ maxLength: 300 })).map(([step, body]) =>
				message(house.name, 0, (encoder) => {
					encoding.writeVarUint(encoder, step);
					encoding.writeVarUint8Array(encoder, body);
				})
			),
			// a good message with a byte changed, or cut
			fc.tuple(fc.nat(600), fc.nat(255), fc.nat(600)).map(([at, byte, cut]) => {
				const good = updateMessage(encodeRuns([{ slot: entryOf(5, 0).slot, fromSeq: 0, entries: [entryOf(5, 0).bytes] }]));
				good[at % good.length] = byte;
				return good.slice(0, good.length - (cut % good.length));
			})
		);
		let attackers = 0;
		await fc.assert(
			fc.asyncProperty(fc.array(bodies, { minLength: 1, maxLength: 12 }), async (messages) => {
				attackers++;
				const eve = await connectKeeper(address);
				await eve.open(house);
				for (const bytes of messages) eve.send(bytes);
				// answered, thrown out, or closed by a message that happened to say so
				const isDone = (kind: string, text: string) => kind === 'close' || text.includes('"digest"');
				eve.stateless(house, '{"t":"digest"}');
				await Promise.race([eve.waitFor(({ kind, text }) => isDone(kind, text)).catch(() => {}), eve.closed]);
				await eve.close();
			}),
			{ numRuns: 60, seed: 20 }
		);
		expect(attackers).toBeGreaterThan(50);
		expect(keeper.stats().offences).toBeGreaterThan(50);
		expect(await ana.write(house, [entryOf(7, 2)])).toBe(true);
		expect(await newcomerGets()).toEqual(expect.arrayContaining(['7.0', '7.1', '7.2']));
	});

	it('[KEE11] a state vector that is none is an offence', async () => {
		mallory.send(message(house.name, 0, (encoder) => {
			encoding.writeVarUint(encoder, 0);
			encoding.writeVarUint8Array(encoder, Uint8Array.of(255, 255, 255, 255, 7));
		}));
		await mallory.sync(house);
		expect(keeper.stats().offences).toBe(1);
		expect(encodeStep1(house.name, new Map()).length).toBeLessThan(60);
	});
});
