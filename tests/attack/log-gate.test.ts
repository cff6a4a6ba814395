import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { envelopeId } from '$crypto/envelope';
import { sift } from '$crdt/log/gate';
import { createOuterDoc, encodeRuns, type Run } from '$crdt/log/outer-doc';
import { createStage, pass, sitDown, type Desk } from '../support/cast';
import { createSeeded } from '../support/seeded';

/** What the transport does with a log: its admitted entries as a canonical document. */
function outerOf(desk: Desk): Uint8Array {
	const runs: Run[] = [];
	for (const [segment, counts] of desk.log.have()) {
		expect(segment).toBe(0);
		for (const [slot, length] of counts) {
			const entries = [...desk.log.missing(new Map())].flatMap((b) => b.entries).filter((e) => e.slot === slot);
			expect(entries).toHaveLength(length);
			runs.push({ slot, fromSeq: 0, entries: entries.map((e) => e.bytes) });
		}
	}
	return encodeRuns(runs);
}

async function through(update: Uint8Array, desk: Desk): Promise<void> {
	const { entries } = sift(update);
	await desk.log.receive({ stream: desk.log.stream, segment: 0, entries });
}

async function scene() {
	const stage = createStage();
	const desks: Desk[] = [];
	for (const name of ['Ana', 'Ben', 'Chloé']) desks.push(await sitDown(stage, stage.person(name)));
	const [ana, ben, chloe] = desks as [Desk, Desk, Desk];
	for (let i = 0; i < 4; i++) {
		await ana.note(`a${i}`);
		await pass(ana, ben);
		await ben.note(`b${i}`);
		await pass(ben, ana);
	}
	return { stage, ana, ben, chloe, update: outerOf(ana) };
}

describe('attack: slot poisoning', () => {
	it("[GATE2] garbage under a victim's slot and number keeps nothing out", async () => {
		const { ana, ben, chloe, update } = await scene();
		const { slot } = ana.person;
		const garbage = Array.from({ length: 9 }, (_, i) => new Uint8Array(600).fill(i));
		await through(encodeRuns([{ slot, fromSeq: 0, entries: garbage }]), chloe);
		expect(chloe.log.dag.size).toBe(0);
		await through(update, chloe);
		expect(chloe.log.dag.size).toBe(8);
		expect(outerOf(chloe)).toEqual(update);
		expect(outerOf(ben)).toEqual(update);
	});
});

describe('attack: delete all', () => {
	it('[GATE3] a peer who deletes everything deletes nothing', async () => {
		const { chloe, update } = await scene();
		const doc = new Y.Doc({ gc: true });
		Y.applyUpdate(doc, update);
		for (const name of doc.share.keys()) doc.getArray(name).delete(0, doc.getArray(name).length);
		const hostile = Y.encodeStateAsUpdate(doc);
		expect(sift(hostile).offenceCount).toBeGreaterThan(0);
		await through(update, chloe);
		await through(hostile, chloe);
		expect(outerOf(chloe)).toEqual(update);
	});
});

describe('attack: 10,000 random mutations of valid updates', () => {
	it('[GATE9] never throw, never hang, and admit nothing but honest entries', async () => {
		const { ana, chloe, update } = await scene();
		const honest = new Set(ana.log.entries().map((e) => e.id));
		const chance = createSeeded(4711);
		let survived = 0;
		let refused = 0;
		const suspicious = new Map<string, Parameters<typeof chloe.log.receive>[0]['entries'][number]>();
		for (let i = 0; i < 10_000; i++) {
			const { entries, offenceCount } = sift(mutate(update, chance));
			refused += offenceCount;
			for (const entry of entries) {
				if (honest.has(envelopeId(entry.bytes))) survived++;
				else if (suspicious.size < 300) suspicious.set(`${entry.slot}/${entry.seq}/${i}`, entry);
			}
		}
		expect(survived).toBeGreaterThan(10_000);
		expect(refused).toBeGreaterThan(1_000);
		expect(suspicious.size).toBeGreaterThan(100);
		await chloe.log.receive({ stream: chloe.log.stream, segment: 0, entries: [...suspicious.values()] });
		for (const { id } of chloe.log.entries()) expect(honest.has(id)).toBe(true);
		await through(update, chloe);
		const rebuilt = createOuterDoc();
		Y.applyUpdate(rebuilt.doc, outerOf(chloe));
		expect(rebuilt.encode()).toEqual(update);
	}, 120_000);
});

function mutate(update: Uint8Array, chance: ReturnType<typeof createSeeded>): Uint8Array {
	let bytes = update.slice();
	for (let n = 1 + chance.int(4); n > 0; n--) {
		const at = chance.int(bytes.length);
		switch (chance.int(6)) {
			case 0:
				bytes[at] = chance.int(256);
				break;
			case 1:
				bytes[at]! ^= 1 << chance.int(8);
				break;
			case 2:
				bytes = bytes.slice(0, at);
				break;
			case 3: {
				const grown = new Uint8Array(bytes.length + 1 + chance.int(9));
				const extra = chance.bytes(grown.length - bytes.length);
				grown.set(bytes.subarray(0, at));
				grown.set(extra, at);
				grown.set(bytes.subarray(at), at + extra.length);
				bytes = grown;
				break;
			}
			case 4:
				bytes.copyWithin(at, chance.int(bytes.length), chance.int(bytes.length));
				break;
			default:
				// Near the start lie the counts and lengths.
				bytes[chance.int(Math.min(40, bytes.length))] = chance.pick([0, 1, 3, 10, 127, 128, 131, 255]);
		}
		if (bytes.length === 0) break;
	}
	return bytes;
}
