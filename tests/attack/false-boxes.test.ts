/** Group keys with boxes that do not open, or with none: what is written under them must reach every member's device all the same. */
import { beforeAll, describe, expect, it } from 'vitest';
import { fromBase64, toBase64 } from '$crypto/base';
import { createEpochKey, deriveEpochKeys, wrapKey } from '$crypto/keyring';
import { createDeviceKeys, deviceIdOf } from '$crypto/keys';
import { createSeededRandom } from '$crypto/random';
import { loadSodium } from '$crypto/sodium';
import { currentDevices } from '$crdt/domain/membership/state';
import { signEnrolment } from '$lib/worker/proofs';
import { createMemoryStore, type MemoryStore } from '../support/memory-store';
import { createNode, type SimNode } from '../sim/node';
import { createBeginning, START_MS, type Actor, type Beginning } from '../sim/setup';

await loadSodium();
const random = createSeededRandom('false boxes');
let beginning: Beginning;
let now = START_MS;
beforeAll(async () => {
	beginning = await createBeginning(4, 4);
}, 120_000);

async function nodeOf(actor: Actor, store: MemoryStore = createMemoryStore()): Promise<SimNode> {
	const vouched = beginning.actors.map(({ keys }) => toBase64(keys.sign.publicKey));
	const { collective, epoch, log } = beginning;
	const node = createNode({ actor, collective, random, epochs: [epoch], vouched, store, now: () => now });
	if (store.writes === 0) for (const batch of log) await store.commitReceived(batch);
	await node.start();
	return node;
}
const named = (name: string): Actor => beginning.actors.find((each) => each.name === name)!;

/** Everybody hears everything from everybody and does what is due, again and again. */
async function goOn(nodes: readonly SimNode[], rounds = 8): Promise<void> {
	for (let round = 0; round < rounds; round++) {
		for (const from of nodes)
			for (const to of nodes)
				if (from !== to) for (const batch of from.open().log.missing(to.open().log.have())) await to.open().log.receive(batch);
		now += 3_600_000;
		for (const node of nodes) await node.doDuties();
	}
}

async function expectReads(reader: SimNode, writer: SimNode, others: readonly SimNode[]): Promise<void> {
	const written = await writer.open().write('membership', [{ type: 'membership/receipt' }]);
	if (!written.ok) throw new Error(written.error.type);
	await goOn([reader, writer, ...others], 2);
	expect(reader.open().log.get(written.value.id), `${reader.actor.name} reads ${writer.actor.name}`).toBeDefined();
}

describe('a group key that not everybody can open', () => {
	it('[MEM37] opened with a false box for one device: that device says so, and is given it by somebody else', async () => {
		const [ana, ben, chloe, eve] = await Promise.all(['Ana', 'Ben', 'Chloé', 'Dele'].map((name) => nodeOf(named(name)))) as [SimNode, SimNode, SimNode, SimNode];
		const { collective } = beginning;
		const key = createEpochKey(random);
		const target = ben.actor.deviceId;
		const boxes = currentDevices(eve.open().state().membership).map(({ deviceId, boxKey }) => ({
			device: deviceId as string,
			box: toBase64(deviceId === target ? random.bytes(96) : wrapKey('epoch', collective, key, fromBase64(boxKey)!, random))
		}));
		const opened = await eve.open().passOnKeys([{ type: 'membership/open-epoch', epoch: deriveEpochKeys(key, collective).id as string, boxes }]);
		expect(opened.ok).toBe(true);
		await goOn([ana, ben, chloe, eve]);
		expect(ana.open().writeEpoch()!.id).toBe(deriveEpochKeys(key, collective).id);
		await expectReads(ben, ana, [chloe]);
		await expectReads(chloe, ben, [ana]);
		expect(ben.open().log.pendingCount()).toBe(0);
	});

	it('[MEM32] opened by one who did not know yet of a device: somebody who does passes it on', async () => {
		const [ana, ben, chloe, dele] = await Promise.all(['Ana', 'Ben', 'Chloé', 'Dele'].map((name) => nodeOf(named(name)))) as [SimNode, SimNode, SimNode, SimNode];
		const keys = createDeviceKeys(random);
		const phone: Actor = { name: 'Ben’s phone', keys, deviceId: deviceIdOf(keys.sign.publicKey), memberId: ben.actor.memberId, isVoice: false };
		const shown = { signKey: toBase64(keys.sign.publicKey), boxKey: toBase64(keys.box.publicKey), name: phone.name };
		await ben.open().write('membership', [{ type: 'membership/add-device', device: shown, proof: toBase64(signEnrolment(beginning.collective, keys, ben.actor.deviceId)) }]);
		await dele.open().write('membership', [{ type: 'membership/leave' }]);
		await goOn([ana, dele], 2);
		const fresh = await nodeOf(phone);
		await goOn([ben, fresh], 1);
		await goOn([ana, ben, chloe, fresh]);
		await expectReads(fresh, ana, [ben, chloe]);
		await expectReads(ana, fresh, [ben, chloe]);
		expect(fresh.open().log.pendingCount()).toBe(0);
	});
});
