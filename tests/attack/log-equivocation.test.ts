import { beforeEach, describe, expect, it } from 'vitest';
import { createStage, pass, sitDown, type Desk, type Person, type Stage } from '../support/cast';
import { craft, craftNext, notePayload, type Crafted } from '../support/craft';

let stage: Stage;
let ana: Desk;
let ben: Desk;
let eve: Person;
let shared: Crafted;
let left: Crafted;
let right: Crafted;

beforeEach(async () => {
	stage = createStage();
	ana = await sitDown(stage, stage.person('Ana'));
	ben = await sitDown(stage, stage.person('Ben'));
	eve = stage.person('Eve');
	shared = craft(stage, eve);
	left = craftNext(stage, eve, shared, { payload: notePayload('yes') });
	right = craftNext(stage, eve, shared, { payload: notePayload('no') });
	for (const crafted of [shared, left]) await ana.log.receive(crafted.batch);
	for (const crafted of [shared, right]) await ben.log.receive(crafted.batch);
});

const ids = (desk: Desk): string[] => desk.log.entries().map((e) => e.id).sort();

describe('attack: equivocation', () => {
	it('[LOG50] two entries for one place are both kept, as evidence, and nothing already counted is taken back', async () => {
		const report = await ana.log.receive(right.batch);
		const pair = [left.id, right.id].sort();
		expect(report.evidence).toEqual([{ slot: eve.slot, device: eve.device, entries: pair }]);
		expect(ana.log.evidence()).toEqual(report.evidence);
		expect(ana.log.get(left.id)).toBeDefined();
		expect(ana.log.get(right.id)).toBeDefined();
		expect(ana.log.raw(right.id)?.bytes).toEqual(right.batch.entries[0]!.bytes);
	});

	it('[LOG51] equal version vectors do not hide it: whoever builds on the other branch makes us ask for it', async () => {
		expect(ana.log.have()).toEqual(ben.log.have());
		await ben.note('I saw Eve say no');
		for (const batch of ben.log.missing(ana.log.have())) await ana.log.receive(batch);
		expect(ana.log.wanted()).toEqual([right.id]);
		await pass(ben, ana);
		await pass(ana, ben);
		expect(ana.log.evidence()).toHaveLength(1);
		await ana.note('and I saw her say yes');
		await pass(ana, ben);
		expect(ids(ana)).toEqual(ids(ben));
		expect(ana.log.evidence()).toEqual(ben.log.evidence());
	});

	it('[LOG52] with the evidence in hand nothing more of that device is taken, except what others build on', async () => {
		await ana.log.receive(right.batch);
		const later = craftNext(stage, eve, left);
		expect((await ana.log.receive(later.batch)).pending['device-forked']).toBe(1);
		expect(ana.log.get(later.id)).toBeUndefined();
		await ben.log.receive(left.batch);
		const chloe = await sitDown(stage, stage.person('Chloé'));
		for (const crafted of [shared, left, later]) await chloe.log.receive(crafted.batch);
		await chloe.note('I had already seen this');
		await pass(chloe, ben);
		await pass(ben, ana);
		await pass(ana, ben);
		expect(ben.log.get(later.id)).toBeDefined();
		expect(ana.log.get(later.id)).toBeDefined();
		expect(ids(ana)).toEqual(ids(ben));
	});

	it('[LOG53] the evidence survives a reload', async () => {
		await ana.log.receive(right.batch);
		const again = await ana.reopen();
		expect(again.log.evidence()).toEqual(ana.log.evidence());
		expect(ids(again)).toEqual(ids(ana));
	});

	it('[LOG50] a log begun twice, and one continued twice across segments, are forks too', async () => {
		const again = craft(stage, eve, { payload: notePayload('another beginning') });
		expect((await ana.log.receive(again.batch)).evidence).toHaveLength(1);
	});

	it('[LOG20] entries on either branch know exactly what they saw', async () => {
		const onLeft = await ana.note('on the left');
		const onRight = await ben.note('on the right');
		await pass(ana, ben);
		await pass(ben, ana);
		for (const { log } of [ana, ben]) {
			expect(log.dag.isAncestor(left.id, onLeft)).toBe(true);
			expect(log.dag.isAncestor(right.id, onLeft)).toBe(false);
			expect(log.dag.isAncestor(right.id, onRight)).toBe(true);
			expect(log.dag.isAncestor(shared.id, onRight)).toBe(true);
		}
	});
});

describe('attack: storage rollback', () => {
	it('[LOG45] a device whose colleagues hold more of its log takes it back before it writes', async () => {
		await ana.note('one');
		const mark = ana.store.writes;
		await ana.note('two');
		await pass(ana, ben);
		ana.store.rollBackTo(mark);
		const again = await ana.reopen();
		again.log.heardHave(ben.log.have());
		expect(again.log.ownLogAhead()).toBe(true);
		await expect(again.note('three')).rejects.toThrow('OwnLogAhead');
		await pass(ben, again);
		expect(again.log.ownLogAhead()).toBe(false);
		await again.note('three');
		await pass(again, ben);
		expect(ben.log.evidence().filter((e) => e.slot === ana.person.slot)).toEqual([]);
		expect((await again.reopen()).log.entries()).toHaveLength(again.log.entries().length);
	});

	it('[LOG46] one that wrote before it heard finds its log forked and writes no more', async () => {
		await ana.note('one');
		const mark = ana.store.writes;
		await ana.note('two');
		await pass(ana, ben);
		ana.store.rollBackTo(mark);
		const again = await ana.reopen();
		await again.note('another two');
		await pass(again, ben);
		await pass(ben, again);
		await ben.note('I build on the first two');
		await pass(ben, again);
		expect(again.log.evidence()).toContainEqual(expect.objectContaining({ slot: ana.person.slot }));
		await expect(again.note('three')).rejects.toThrow('OwnLogForked');
	});

	it('[LOG47] a claim that nobody can prove is dismissed', async () => {
		await ana.note('one');
		ana.log.heardHave(new Map([[0, new Map([[ana.person.slot, 500]])]]));
		await expect(ana.note('two')).rejects.toThrow('OwnLogAhead');
		ana.log.dismissClaims();
		await ana.note('two');
	});
});
