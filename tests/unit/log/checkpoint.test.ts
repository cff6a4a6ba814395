import { beforeEach, describe, expect, it } from 'vitest';
import { createSecret } from '$crypto/secret';
import type { OpenedEntry } from '$crdt/log/entry';
import type { CheckpointStore } from '$crdt/log/ports';
import { createStage, pass, sitDown, type Desk, type Stage } from '../../support/cast';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store';
import { craft } from '../../support/craft';

let stage: Stage;
let store: MemoryStore;
let saved: Uint8Array | null;
let ben: Desk;

beforeEach(async () => {
	stage = createStage();
	store = createMemoryStore();
	saved = null;
	ben = await sitDown(stage, stage.person('Ben'));
});

const shelf: CheckpointStore = {
	load: async () => saved,
	save: async (bytes) => {
		saved = bytes;
	}
};
const key = createSecret(new Uint8Array(32).fill(5));
const open = (learn?: (entry: OpenedEntry) => boolean) =>
	sitDown(stage, stage.person('Ana'), { store, deps: { checkpoint: { store: shelf, key }, ...(learn && { learn }) } });

async function grow(ana: Desk, turns: number): Promise<void> {
	for (let i = 0; i < turns; i++) {
		await ana.note(`a${i}`);
		if (i % 3 === 0) await pass(ana, ben);
		await ben.note(`b${i} ✓`);
		if (i % 2 === 0) await pass(ben, ana);
	}
	await pass(ben, ana);
}

const fields = ({ id, stream, segment, slot, seq, device, prev, deps, lamport, area, epoch, payload }: OpenedEntry) => ({
	id, stream, segment, slot, seq, device, prev, deps: [...deps], lamport, area, epoch, payload
});
const contents = (desk: Desk) => [...desk.log.entries()].map(fields).sort((a, b) => (a.id < b.id ? -1 : 1));

describe('checkpoint', () => {
	it('[LOG60] a log opened from its checkpoint is the same log, and goes on', async () => {
		const before = await open();
		await grow(before, 8);
		expect(await before.log.saveCheckpoint()).toBe(true);
		await before.note('after the checkpoint');
		const learnt: string[] = [];
		const after = await open((entry) => {
			learnt.push(entry.id);
			return false;
		});
		expect(after.log.dag.size).toBe(before.log.dag.size);
		expect(learnt).toHaveLength(before.log.dag.size);
		expect(contents(after)).toEqual(contents(before));
		expect(after.log.have()).toEqual(before.log.have());
		expect([...after.log.dag.heads()].sort()).toEqual([...before.log.dag.heads()].sort());
		for (const a of before.log.entries())
			for (const b of before.log.entries()) expect(after.log.dag.isAncestor(a.id, b.id)).toBe(before.log.dag.isAncestor(a.id, b.id));
		await after.note('on and on');
		await pass(after, ben);
		await ben.note('I have it all');
		await pass(ben, after);
		expect(contents(ben)).toEqual(contents(after));
		expect(await after.log.saveCheckpoint()).toBe(true);
		expect(contents(await open())).toEqual(contents(ben));
	});

	it('[LOG61] it is used, and covers all that was there', async () => {
		const before = await open();
		await grow(before, 3);
		await before.log.saveCheckpoint();
		const { log } = await sitDown(stage, stage.person('Ana'), { store: createMemoryStore() });
		expect(log.dag.size).toBe(0);
		const again = await open();
		expect(again.loaded.fromCheckpoint).toBe(before.log.dag.size);
	});

	it.each<[string, (bytes: Uint8Array) => Uint8Array]>([
		['damaged', (bytes) => bytes.map((b, i) => (i === 200 ? b ^ 1 : b))],
		['cut short', (bytes) => bytes.slice(0, 300)],
		['empty', () => new Uint8Array(0)],
		['of another version', (bytes) => bytes.map((b, i) => (i === 0 ? 9 : b))]
	])('[LOG62] a checkpoint that is %s is ignored and nothing is lost', async (_name, spoil) => {
		const before = await open();
		await grow(before, 3);
		await before.log.saveCheckpoint();
		saved = spoil(saved!);
		const after = await open();
		expect(after.loaded.fromCheckpoint).toBe(0);
		expect(contents(after)).toEqual(contents(before));
	});

	it('[LOG62] a checkpoint newer than the disk is ignored', async () => {
		const before = await open();
		await grow(before, 2);
		const mark = store.writes;
		await grow(before, 2);
		await before.log.saveCheckpoint();
		store.rollBackTo(mark);
		const after = await open();
		expect(after.loaded.fromCheckpoint).toBe(0);
		expect(after.log.dag.size).toBeLessThan(before.log.dag.size);
	});

	it('[LOG63] a log that holds a fork is not checkpointed', async () => {
		const ana = await open();
		const eve = stage.person('Eve');
		await ana.log.receive(craft(stage, eve).batch);
		await ana.log.receive(craft(stage, eve, { header: { area: 'ledger' } }).batch);
		expect(ana.log.evidence()).toHaveLength(1);
		expect(await ana.log.saveCheckpoint()).toBe(false);
	});
});
