/** Group keys that travel on a branch of a forked log which not everybody holds: nothing written under them may be lost. */
import { beforeAll, describe, expect, it } from 'vitest';
import { toBase64 } from '$crypto/base';
import { createSeededRandom } from '$crypto/random';
import { loadSodium } from '$crypto/sodium';
import { createMemoryStore, type MemoryStore } from '../support/memory-store';
import { createLines, type Lines } from '../sim/exchange';
import type { Message } from '../sim/network';
import { createNode, type SimNode } from '../sim/node';
import { createBeginning, START_MS, type Beginning } from '../sim/setup';

let beginning: Beginning;
beforeAll(async () => {
	beginning = await createBeginning(4, 4);
}, 120_000);

await loadSodium();
const random = createSeededRandom('hidden keys');
const RECEIPT = [{ type: 'membership/receipt' }] as const;

async function nodeOf(name: string, store: MemoryStore = createMemoryStore()): Promise<SimNode> {
	const actor = beginning.actors.find((each) => each.name === name)!;
	const vouched = beginning.actors.map(({ keys }) => toBase64(keys.sign.publicKey));
	const { collective, epoch, log } = beginning;
	const node = createNode({ actor, collective, random, epochs: [epoch], vouched, store, now: () => START_MS });
	if (store.writes === 0) for (const batch of log) await store.commitReceived(batch);
	await node.start();
	return node;
}

async function pass(from: SimNode, ...to: SimNode[]): Promise<void> {
	for (const each of to)
		for (const batch of from.open().log.missing(each.open().log.have())) await each.open().log.receive(batch);
}

/** Two devices side by side until they have nothing more to say. */
async function sitTogether(a: SimNode, b: SimNode): Promise<void> {
	let now = 0;
	const mail: { readonly from: SimNode; readonly message: Message }[] = [];
	const lines = new Map<SimNode, Lines>();
	const tally = { offences: 0, rejected: 0, received: 0 };
	for (const node of [a, b]) lines.set(node, createLines({ node, tally, now: () => now, send: (_to, message) => mail.push({ from: node, message }) }));
	for (const [node, own] of lines) own.connect([(node === a ? b : a).actor.deviceId]);
	for (let beat = 0; beat < 12; beat++) {
		now += 16_000;
		for (const [node, own] of lines) mail.push({ from: node, message: own.heartbeat() });
		for (let next = mail.shift(); next !== undefined; next = mail.shift())
			await lines.get(next.from === a ? b : a)!.receive(next.from.actor.deviceId, next.message);
	}
}

describe('a group key on a hidden branch', () => {
	it('[LOG54] what was written under it reaches one who holds the other branch', async () => {
		const [ana, ben, dele] = [await nodeOf('Ana'), await nodeOf('Ben'), await nodeOf('Dele')];
		const [chloe, copy] = [await nodeOf('Chloé'), await nodeOf('Chloé')];
		// The copy goes on alone, and Ana hears of it; there is more of it than of the other branch.
		for (let i = 0; i < 3; i++) await copy.open().write('membership', RECEIPT);
		await pass(copy, ana);
		// What proves the fork is not what brings the key.
		await chloe.open().write('membership', RECEIPT);
		// Dele leaves; Chloé, who knows, opens a fresh group key, and Ben writes under it.
		await dele.open().write('membership', [{ type: 'membership/leave' }]);
		await pass(dele, chloe, ben);
		await chloe.doDuties();
		await pass(chloe, ben);
		const epoch = ben.open().writeEpoch()!.id;
		expect(epoch).not.toBe(beginning.epoch.id);
		const written = await ben.open().write('membership', RECEIPT);
		if (!written.ok) throw new Error(written.error.type);
		expect(written.value.epoch).toBe(epoch);

		await sitTogether(ana, ben);
		expect(ana.open().log.get(written.value.id)).toBeDefined();
		expect(ana.open().log.evidence().map(({ device }) => device)).toEqual([chloe.actor.deviceId]);
		expect(ana.open().log.pendingCount()).toBe(0);
	});

	it('[LOG54] the copy itself learns so that it was not alone, and writes no more', async () => {
		const [ben, dele] = [await nodeOf('Ben'), await nodeOf('Dele')];
		const [chloe, copy] = [await nodeOf('Chloé'), await nodeOf('Chloé')];
		await copy.open().write('membership', RECEIPT);
		await dele.open().write('membership', [{ type: 'membership/leave' }]);
		await pass(dele, chloe, ben);
		await chloe.doDuties();
		await chloe.open().write('membership', RECEIPT);
		await pass(chloe, ben);
		await ben.open().write('membership', RECEIPT);
		await sitTogether(copy, ben);
		expect(copy.open().log.evidence().map(({ device }) => device)).toEqual([chloe.actor.deviceId]);
		expect(await copy.open().write('membership', RECEIPT)).toMatchObject({ error: { type: 'OwnLogForked' } });
	});

	it('[MEM36] a key learnt from an entry that is not taken in is no key to write under', async () => {
		const [ana, ben, dele] = [await nodeOf('Ana'), await nodeOf('Ben'), await nodeOf('Dele')];
		const [chloe, copy] = [await nodeOf('Chloé'), await nodeOf('Chloé')];
		await copy.open().write('membership', RECEIPT);
		await chloe.open().write('membership', RECEIPT);
		await pass(chloe, ana);
		for (const batch of copy.open().log.give(copy.open().log.entries().slice(-1).map(({ id }) => id))) await ana.open().log.receive(batch);
		expect(ana.open().log.evidence()).toHaveLength(1);
		await dele.open().write('membership', [{ type: 'membership/leave' }]);
		await pass(dele, ana, ben, chloe);
		await chloe.doDuties();
		await pass(chloe, ana);
		// Chloé's fresh key has been learnt, but her entry lies by.
		expect(ana.open().keyring.all()).toHaveLength(2);
		expect(ana.open().state().membership.epochs.size).toBe(1);
		await ana.doDuties();
		const opened = ana.open().log.entries().find(({ payload }) => JSON.stringify(payload).includes('membership/open-epoch'))!;
		expect(opened.epoch).toBe(beginning.epoch.id);
		await sitTogether(ana, ben);
		expect(ben.open().log.get(opened.id)).toBeDefined();
	});
});
