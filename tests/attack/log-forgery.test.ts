import { beforeEach, describe, expect, it } from 'vitest';
import { envelopeId } from '$crypto/envelope';
import { createEpochKey, deriveEpochKeys } from '$crypto/keyring';
import { slotOf, collectiveIdOf } from '$crypto/keys';
import type { RejectReason } from '$crdt/log/admit';
import { createStage, pass, sitDown, type Desk, type Person, type Stage } from '../support/cast';
import { craft, craftNext, type Crafted } from '../support/craft';

let stage: Stage;
let ana: Desk;
let eve: Person;

beforeEach(async () => {
	stage = createStage();
	ana = await sitDown(stage, stage.person('Ana'));
	eve = stage.person('Eve');
});

async function fate(desk: Desk, crafted: Crafted): Promise<RejectReason | 'admitted' | 'pending'> {
	const report = await desk.log.receive(crafted.batch);
	return report.admitted.includes(crafted.id) ? 'admitted' : (report.rejected[0]?.reason ?? 'pending');
}

describe('attack: forged author', () => {
	it('[LOG6] a member who holds all keys still cannot write as another', async () => {
		const ben = stage.person('Ben');
		const forged = craft(stage, eve, { header: { slot: ben.slot } });
		expect(await fate(ana, forged)).toBe('bad-signature');
		expect(await fate(ana, craft(stage, eve))).toBe('admitted');
	});

	it('[LOG6] in bulk too: nobody can slip an entry into a run that its device does not vouch for', async () => {
		const ben = stage.person('Ben');
		const run: Crafted[] = [craft(stage, ben)];
		for (let i = 1; i < 60; i++) run.push(craftNext(stage, ben, run.at(-1)!));
		for (let i = 0; i < 5; i++) run.push(craftNext(stage, eve, run.at(-1)!, { header: { slot: ben.slot } }));
		const report = await ana.log.receive({ ...run[0]!.batch, entries: run.flatMap((one) => one.batch.entries) });
		expect(ana.log.dag.size).toBe(60);
		expect(report.rejected.map((r) => r.reason)).toEqual(Array(5).fill('bad-signature'));
	});

	it('[LOG8] live and bulk checks agree on an entry with a bad signature that its own device built on', async () => {
		const run: Crafted[] = [craft(stage, eve)];
		for (let i = 1; i < 60; i++) run.push(craftNext(stage, eve, run.at(-1)!));
		const spoilt = run[30]!.batch.entries[0]!.bytes;
		spoilt[spoilt.length - 1]! ^= 1;
		const id = envelopeId(spoilt);
		run.splice(31, run.length, craftNext(stage, eve, { ...run[30]!, id }));
		for (let i = 0; i < 30; i++) run.push(craftNext(stage, eve, run.at(-1)!));
		const bulk = await sitDown(stage, stage.person('Ben'));
		await bulk.log.receive({ ...run[0]!.batch, entries: run.flatMap((one) => one.batch.entries) });
		expect(bulk.log.dag.size).toBe(run.length);
		for (const one of run) await ana.log.receive(one.batch);
		expect(ana.log.dag.size).toBe(30);
		expect(ana.log.wanted()).toEqual([id]);
		await pass(bulk, ana);
		expect(ana.log.dag.size).toBe(run.length);
	});

	it('[LOG7] an honest entry moved to another place or another device is refused', async () => {
		const ben = await sitDown(stage, stage.person('Ben'));
		await ben.note('mine');
		const [batch] = [...ben.log.missing(new Map())];
		const raw = batch!.entries[0]!;
		const moved = await ana.log.receive({ ...batch!, entries: [{ ...raw, seq: 5 }] });
		expect(moved.rejected[0]?.reason).toBe('misplaced');
		const stolen = await ana.log.receive({ ...batch!, entries: [{ ...raw, slot: eve.slot }] });
		expect(stolen.rejected[0]?.reason).toBe('bad-signature');
		const elsewhere = await ana.log.receive({ ...batch!, segment: 3 });
		expect(elsewhere.rejected[0]?.reason).toBe('misplaced');
		await pass(ben, ana);
		expect(ana.log.dag.size).toBe(1);
	});

	it('[LOG9] an entry of another collective with the same people is refused', async () => {
		const collective = collectiveIdOf(eve.keys.sign.publicKey, new Uint8Array(16));
		const there = { ...stage, collective, epoch: deriveEpochKeys(stage.epoch.key, collective) };
		const slot = slotOf(collective, eve.keys.sign.publicKey);
		const foreign = craft(there, { ...eve, slot }, { header: { slot }, at: { slot: eve.slot } });
		expect(await fate(ana, foreign)).toBe('bad-signature');
	});

	it.each<[string, RejectReason, (first: Crafted) => Crafted]>([
		['a gap in the numbers', 'bad-chain', (first) => craftNext(stage, eve, first, { header: { seq: 7 } })],
		['a number again under another segment', 'bad-segment', (first) => craftNext(stage, eve, first, { header: { segment: 9, seq: 0 } })],
		['a first entry that is not the first', 'bad-chain', () => craft(stage, eve, { header: { seq: 3 } })],
		['a Lamport number of its own choice', 'bad-lamport', (first) => craftNext(stage, eve, first, { header: { lamport: 0xffff_ffff } })],
		['a Lamport number from the past', 'bad-lamport', (first) => craftNext(stage, eve, first, { header: { lamport: 1 } })]
	])('[LOG15] %s is refused', async (_name, reason, make) => {
		const first = craft(stage, eve);
		expect(await fate(ana, first)).toBe('admitted');
		expect(await fate(ana, make(first))).toBe(reason);
	});

	it("[LOG15] another device's entry as one's own previous one is refused", async () => {
		const id = await ana.note('mine');
		const grafted = craft(stage, eve, { header: { prev: id, seq: 1, lamport: 2 } });
		expect(await fate(ana, grafted)).toBe('bad-chain');
	});
});

describe('attack: keys', () => {
	it('[LOG9] key-commitment mismatch: a payload under another key than its area demands is refused', async () => {
		const other = deriveEpochKeys(createEpochKey(stage.random), stage.collective);
		ana.keyring.add(other);
		for (const payloadKey of [other.areaKey('consultation'), stage.epoch.areaKey('ledger')])
			expect(await fate(ana, craft(stage, eve, { seal: { payloadKey } }))).toBe('key-mismatch');
	});

	it('[LOG9] a header under one key with the hint of another waits for a key that never comes, and does no harm', async () => {
		const other = deriveEpochKeys(createEpochKey(stage.random), stage.collective);
		const odd = craft(stage, eve, { seal: { headerKey: other.headerKey, payloadKey: other.areaKey('consultation') } });
		expect(await fate(ana, odd)).toBe('pending');
		await ana.note('life goes on');
		expect(ana.log.dag.size).toBe(1);
	});

	it('[LOG6] a device that was never admitted writes nothing', async () => {
		ana.devices.delete(eve.slot);
		expect(await fate(ana, craft(stage, eve))).toBe('pending');
		expect(ana.log.dag.size).toBe(0);
	});
});

describe('attack: contents', () => {
	it('[LOG12] what a newer app wrote is kept and passed on, uninterpreted', async () => {
		const newer = craft(stage, eve, { payload: Uint8Array.from([77, 1, 2, 3]) });
		expect(await fate(ana, newer)).toBe('admitted');
		expect(ana.log.get(newer.id)?.payload).toEqual({ kind: 'unknown' });
		const ben = await sitDown(stage, stage.person('Ben'));
		await pass(await ana.reopen(), ben);
		expect(ben.log.get(newer.id)?.payload).toEqual({ kind: 'unknown' });
		expect(await fate(ana, craftNext(stage, eve, newer))).toBe('admitted');
	});

	it.each(['', '{', '[]', 'null', '{"v":1,"at":-1,"ops":[]}', '{"v":1,"at":1.5,"ops":[]}', '{"v":2,"at":1,"ops":[]}', '{"v":1,"at":1,"ops":{}}', `{"v":1,"at":1,"ops":[${'1,'.repeat(256)}1]}`])(
		'[LOG12] a payload of %j is kept without effect',
		async (text) => {
			const odd = craft(stage, eve, { payload: Uint8Array.from([0, ...new TextEncoder().encode(text)]) });
			expect(await fate(ana, odd)).toBe('admitted');
			expect(ana.log.get(odd.id)?.payload.kind).toBe('unknown');
		}
	);

	it('[LOG7] oversized and undersized entries are refused before any work', async () => {
		const { slot } = eve;
		const entries = [256 * 1024 + 1, 300_000, 0, 10].map((size, seq) => ({ slot, seq, bytes: new Uint8Array(size) }));
		const report = await ana.log.receive({ stream: ana.log.stream, segment: 0, entries });
		expect(report.rejected.map((r) => r.reason)).toEqual(Array(4).fill('malformed'));
	});
});
