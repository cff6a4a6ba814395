/** Held words survive a reload and a kill, once. */
import { describe, expect, it } from 'vitest';
import type { HeldStore } from '$lib/features/consultation/editor/held/draft';
import { withNews } from '$lib/features/consultation/editor/held/held-state';
import { quiet } from '../../support/held-check-double';
import { Writer } from '../../support/held-writer';
import { KilledWriter } from '../../support/killed-writer';
import { createSeeded } from '../../support/seeded';
import { settled } from '../text/text-world';

class Disk implements HeldStore {
	value: unknown = null;
	load(): Promise<readonly unknown[]> {
		return Promise.resolve([structuredClone(this.value)]);
	}
	release(): void {}
	save(value: unknown): Promise<void> {
		this.value = JSON.parse(JSON.stringify(value));
		return Promise.resolve();
	}
	remove(): Promise<void> {
		this.value = null;
		return Promise.resolve();
	}
}

describe('[TXT44] the draft of held words', () => {
	it('has them within 400 ms, and says so', async () => {
		const disk = new Disk();
		const ana = new Writer({ store: disk });
		await quiet();
		ana.type('Jonathan');
		await quiet();
		expect(ana.saved).toBe(false);
		ana.clock.advance(400);
		await quiet();
		expect(ana.saved).toBe(true);
		expect(JSON.stringify(disk.value)).toContain('Jonathan');
	});

	it('gives them back at their place after a kill, unfinished ones too', async () => {
		const disk = new Disk();
		const ana = new Writer({ store: disk });
		ana.type('Saw Jonathan twice, agai');
		await quiet();
		ana.clock.advance(400);
		await quiet();
		const again = new Writer({ store: disk, slot: 9, text: ana.whole });
		again.isFocused = false;
		await quiet();
		await quiet();
		expect(again.words).toBe('Saw Jonathan twice, agai');
		expect(again.shared).toBe('Saw  twice, ');
		again.clock.advance(20_000);
		await quiet();
		expect(again.shared).toBe('Saw  twice, agai');
		expect(again.flags.map(({ text }) => text)).toEqual(['Jonathan']);
	});

	it('has what was shared until an entry has it, and is gone then', async () => {
		const world = new KilledWriter();
		await world.rest(1_000);
		world.life.writer.type('\u4e01 \u4e02');
		await settled();
		world.clock.advance(40);
		await settled();
		expect(world.bensWords, 'nothing is on Ben’s screen before it is on the disk').toBe('');
		while (world.life.draftWork.length > 0) await world.step(world.life.draftWork[0]!.isDone ? 'draft heard' : 'draft', createSeeded(1)); // there is one
		expect(world.draft).toMatch(/"unwritten":\["/);
		world.life.writer.blur();
		await world.rest(8_000);
		expect(world.bensWords).toBe('\u4e01 \u4e02');
		expect(world.draft).toBe(null);
	});

	it('does not hold the words up for long where the disk does not answer', async () => {
		const world = new KilledWriter();
		await world.rest(1_000);
		world.life.writer.type('\u4e01 \u4e02');
		await settled();
		for (let i = 0; i < 6; i++) {
			world.clock.advance(500);
			await settled();
		}
		await world.step('frame', createSeeded(1));
		expect(world.bensWords).toBe('\u4e01 ');
	});

	it('gives words whose place is gone to the end of the text', async () => {
		const disk = new Disk();
		const ana = new Writer({ store: disk });
		ana.type('Saw Jonathan twice. ');
		await quiet();
		ana.clock.advance(400);
		await quiet();
		const elsewhere = new Writer({ slot: 9 });
		elsewhere.type('Something else. ');
		await quiet();
		const again = new Writer({ store: disk, slot: 10, text: elsewhere.whole });
		await quiet();
		expect(again.words).toBe('Something else. Jonathan');
	});

	it('passes over what is no draft', async () => {
		const disk = new Disk();
		disk.value = { version: 1, runs: [{ place: { item: 'x' }, words: [] }] };
		const ana = new Writer({ store: disk });
		await quiet();
		expect(ana.words).toBe('');
		expect(ana.saved).toBe(true);
	});

	it('is tried again where the disk refuses, and nothing is called saved meanwhile', async () => {
		const disk = new Disk();
		let isFull = true;
		const store: HeldStore = { load: () => disk.load(), remove: () => disk.remove(), release: () => undefined, save: (value) => (isFull ? Promise.resolve({ ok: false }) : disk.save(value)) };
		const ana = new Writer({ store });
		await quiet();
		ana.type('Jonathan');
		ana.clock.advance(400);
		await quiet();
		expect(ana.saved).toBe(false);
		isFull = false;
		ana.clock.advance(1_000);
		await quiet();
		expect(ana.saved).toBe(true);
	});
});

describe('[TXT44] a draft whose words reached no entry', () => {
	it('gives them back in order, each once, and puts what was shared into the log as it was', async () => {
		const world = new KilledWriter();
		await world.rest(1_000);
		world.life.writer.type('\u4e01 \u4e02');
		await settled();
		world.clock.advance(400);
		await settled();
		while (world.possible.some((kind) => kind.startsWith('draft'))) await world.step(world.life.draftWork[0]!.isDone ? 'draft heard' : 'draft', createSeeded(1)); // there is one
		await world.step('frame', createSeeded(1));
		expect(world.bensWords).toBe('\u4e01 ');
		expect(world.entries).toEqual([]);
		await world.kill();
		expect(world.words).toBe('');
		await world.rest(1_000);
		expect(world.words).toBe('\u4e01 \u4e02');
		await world.rest(30_000);
		world.exchange(true, true);
		expect(world.words).toBe('\u4e01 \u4e02');
		expect(world.bensWords).toBe('\u4e01 \u4e02');
	});
});

describe('[TXT44] a draft that is older than what was shared', () => {
	it('gives back only what was not shared since', async () => {
		const disk = new Disk();
		const held = new Writer({ store: disk, check: () => new Promise(() => undefined) });
		await quiet();
		held.type('and for Jonathan, at last');
		held.clock.advance(400);
		await quiet();
		const draft = structuredClone(disk.value);
		expect(JSON.stringify(draft)).toContain('and for Jonathan, at last');
		// now the check answers, and the session is killed before it writes another draft
		const { state } = held;
		const from = state.doc.textContent.indexOf('Jonathan') + 1;
		held.dispatch(withNews(state.tr, { from: 'check', held: [{ from, to: from + 'Jonathan'.length }] }));
		const again = new Writer({ store: { load: () => Promise.resolve([draft]), release: () => undefined, save: () => Promise.resolve(), remove: () => Promise.resolve() }, slot: 10, text: held.whole });
		await quiet();
		expect(again.held).toEqual(['Jonathan']);
		expect(again.words).toBe(held.words);
	});

	it('takes back what a colleague’s device brings of it later', async () => {
		const disk = new Disk();
		const ana = new Writer({ store: disk });
		await quiet();
		ana.type('Rent ');
		await quiet();
		const early = ana.whole;
		ana.type('du');
		ana.clock.advance(400);
		await quiet();
		const draft = structuredClone(disk.value);
		ana.type('e.');
		await quiet();
		expect(ana.shared).toBe('Rent due.');
		const again = new Writer({ store: { load: () => Promise.resolve([draft]), release: () => undefined, save: () => Promise.resolve(), remove: () => Promise.resolve() }, slot: 10, text: early });
		await quiet();
		expect(again.words).toBe('Rent du');
		again.isFocused = false;
		again.receive(ana.whole);
		await quiet();
		expect(again.words).toBe('Rent due.');
		again.clock.advance(20_000);
		await quiet();
		expect(again.shared).toBe('Rent due.');
		expect(again.held).toEqual([]);
	});
});
