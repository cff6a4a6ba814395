import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Slot } from '$crypto/base';
import { sift } from '$crdt/log/gate';
import { createOuterDoc, encodeRuns, readHave, type Run } from '$crdt/log/outer-doc';
import { createSeeded } from '../support/seeded';

const logs = fc
	.record({ seed: fc.integer(), lengths: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 }) })
	.map(({ seed, lengths }): Run[] => {
		const chance = createSeeded(seed);
		return lengths.map((length, i) => ({
			slot: (((chance.next() >>> 3) * 8 + i) >>> 0 || 1) as Slot,
			fromSeq: 0,
			entries: Array.from({ length }, () => chance.bytes(420 + chance.int(60)))
		}));
	});

/** Cuts each device's run into consecutive pieces and mixes the devices. */
function pieces(runs: readonly Run[], seed: number): Run[] {
	const chance = createSeeded(seed);
	const queues = runs.map((run) => ({ run, at: 0 }));
	const out: Run[] = [];
	while (queues.some(({ run, at }) => at < run.entries.length)) {
		const queue = chance.pick(queues.filter(({ run, at }) => at < run.entries.length));
		const take = 1 + chance.int(queue.run.entries.length - queue.at);
		out.push({ slot: queue.run.slot, fromSeq: queue.at, entries: queue.run.entries.slice(queue.at, queue.at + take) });
		queue.at += take;
	}
	return out;
}

const expectSame = (a: Uint8Array, b: Uint8Array): void => expect(Buffer.compare(a, b)).toBe(0);

describe('canonical outer document', () => {
	it('[DOC2] equal sets of entries give equal bytes whatever their arrival order', () => {
		fc.assert(
			fc.property(logs, fc.integer(), (runs, seed) => {
				const a = createOuterDoc();
				const b = createOuterDoc();
				for (const piece of pieces(runs, seed)) expect(a.appendRuns([piece])).toBe('appended');
				for (const piece of pieces(runs, seed + 1)) expect(b.appendRuns([piece])).toBe('appended');
				expectSame(a.encode(), b.encode());
				expectSame(a.encode(), encodeRuns(runs));
				expect(readHave(Y.encodeStateVector(a.doc))).toEqual(new Map(runs.map((r) => [r.slot, r.entries.length])));
			}),
			{ numRuns: 100 }
		);
	});

	it('[DOC3] a document that Yjs itself wrote with slot as client id is the same, and the difference too', () => {
		fc.assert(
			fc.property(logs, fc.integer({ min: 0, max: 12 }), (runs, keep) => {
				const doc = new Y.Doc({ gc: false });
				for (const run of runs) {
					doc.clientID = run.slot;
					for (const entry of run.entries) doc.getArray(`L${run.slot}`).push([entry]);
				}
				expectSame(Y.encodeStateAsUpdate(doc), encodeRuns(runs));
				const behind = createOuterDoc();
				behind.appendRuns(runs.map((r) => ({ ...r, entries: r.entries.slice(0, keep) })));
				const missing = runs.map((r) => ({ slot: r.slot, fromSeq: keep, entries: r.entries.slice(keep) }));
				expectSame(Y.encodeStateAsUpdate(doc, Y.encodeStateVector(behind.doc)), encodeRuns(missing));
			}),
			{ numRuns: 100 }
		);
	});

	it('[DOC4] a run that starts beyond the end is a gap, one that overlaps adds only what is new', () => {
		const entries = [1, 2, 3, 4].map((n) => new Uint8Array(420).fill(n));
		const outer = createOuterDoc();
		const slot = 7 as Slot;
		expect(outer.appendRuns([{ slot, fromSeq: 1, entries }])).toBe('gap');
		outer.appendRuns([{ slot, fromSeq: 0, entries: entries.slice(0, 2) }]);
		expect(outer.appendRuns([{ slot, fromSeq: 1, entries: entries.slice(1) }])).toBe('appended');
		expect(outer.encode()).toEqual(encodeRuns([{ slot, fromSeq: 0, entries }]));
	});

	it('[GATE1] everything in a canonical update passes the gate unchanged', () => {
		fc.assert(
			fc.property(logs, (runs) => {
				const { entries, offenceCount } = sift(encodeRuns(runs));
				expect(offenceCount).toBe(0);
				const expected = [...runs]
					.sort((a, b) => b.slot - a.slot)
					.flatMap((r) => r.entries.map((bytes, seq) => ({ slot: r.slot, seq, bytes })));
				expect(entries.map((e) => `${e.slot}/${e.seq}`)).toEqual(expected.map((e) => `${e.slot}/${e.seq}`));
				for (const [i, e] of entries.entries()) expectSame(e.bytes, expected[i]!.bytes);
			}),
			{ numRuns: 60 }
		);
	});
});
