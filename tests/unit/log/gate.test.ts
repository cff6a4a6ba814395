import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Slot } from '$crypto/base';
import { GATE_CAPS, sift } from '$crdt/log/gate';
import { encodeRuns } from '$crdt/log/outer-doc';

const ANA = 11 as Slot;
const BEN = 22 as Slot;
const entry = (fill: number): Uint8Array => new Uint8Array(500).fill(fill);

/** A document in which Ana's log is honest and somebody does something else beside it. */
function besides(mischief: (doc: Y.Doc) => void): Uint8Array {
	const doc = new Y.Doc({ gc: false });
	doc.clientID = ANA;
	doc.getArray(`L${ANA}`).push([entry(1)]);
	doc.getArray(`L${ANA}`).push([entry(2)]);
	doc.clientID = BEN;
	doc.transact(() => mischief(doc));
	return Y.encodeStateAsUpdate(doc);
}
const types = (update: Uint8Array): string[] => [...new Set(sift(update).offences.map((o) => o.type))];
const survivors = (update: Uint8Array): number => sift(update).entries.filter((e) => e.slot === ANA).length;

describe('gate', () => {
	it('[GATE3] a delete from a peer is refused', () => {
		const update = besides((doc) => doc.getArray(`L${ANA}`).delete(0, 1));
		expect(types(update)).toContain('deletes');
		expect(sift(update).entries.map((e) => e.seq)).toEqual([0, 1]);
	});

	it.each<[string, (doc: Y.Doc) => void, string]>([
		['text', (doc) => doc.getText(`L${BEN}`).insert(0, 'hello 🙂'), 'foreign-content'],
		['formatted text', (doc) => doc.getText(`L${BEN}`).insert(0, 'hello', { bold: true }), 'foreign-content'],
		['an embed', (doc) => doc.getText(`L${BEN}`).insertEmbed(0, { a: 1 }), 'foreign-content'],
		['nested values', (doc) => doc.getArray(`L${BEN}`).push([{ a: [1, 2.5, { b: null, c: 'x' }, -7], d: true }, 'y']), 'foreign-content'],
		['a nested type', (doc) => doc.getArray(`L${BEN}`).push([new Y.Map(), new Y.XmlElement('p')]), 'foreign-content'],
		['a sub-document', (doc) => doc.getArray(`L${BEN}`).push([new Y.Doc()]), 'foreign-content'],
		['a key of a map', (doc) => doc.getMap(`L${BEN}`).set('k', entry(3)), 'foreign-parent'],
		["another's array", (doc) => doc.getArray('L33').push([entry(3)]), 'foreign-parent'],
		['the middle of an array', (doc) => doc.getArray(`L${ANA}`).insert(1, [entry(3)]), 'foreign-origin'],
		['too small an entry', (doc) => doc.getArray(`L${BEN}`).push([new Uint8Array(9)]), 'undersized-entry'],
		['too large an entry', (doc) => doc.getArray(`L${BEN}`).push([new Uint8Array(GATE_CAPS.maxEntryBytes + 1)]), 'oversized-entry']
	])('[GATE4] %s is refused and the good entries beside it pass', (_name, mischief, offence) => {
		const update = besides(mischief);
		expect(types(update)).toContain(offence);
		expect(survivors(update)).toBe(2);
	});

	it('[GATE5] garbage collected structs are refused', () => {
		const doc = new Y.Doc({ gc: true });
		doc.clientID = BEN;
		doc.getArray('x').push([new Y.Map()]);
		doc.getArray('x').delete(0, 1);
		expect(sift(Y.encodeStateAsUpdate(doc)).entries).toEqual([]);
		expect(sift(Y.encodeStateAsUpdate(doc)).offenceCount).toBeGreaterThan(0);
	});

	it('[GATE6] skipped structs of a merged update are tolerated', () => {
		const part = (fromSeq: number): Uint8Array => encodeRuns([{ slot: ANA, fromSeq, entries: [entry(fromSeq)] }]);
		const { entries, offenceCount } = sift(Y.mergeUpdates([part(0), part(5)]));
		expect(entries.map((e) => e.seq)).toEqual([0, 5]);
		expect(offenceCount).toBe(0);
	});

	it('[GATE7] client ids that are no slots are refused', () => {
		const doc = new Y.Doc();
		doc.clientID = 0x1_0000_0001;
		doc.getArray(`L${0x1_0000_0001}`).push([entry(1)]);
		expect(types(Y.encodeStateAsUpdate(doc))).toEqual(['bad-place']);
	});

	it('[GATE8] claimed counts cost nothing', () => {
		const huge = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
		for (const bytes of [[...huge], [1, ...huge, 11, 0], [1, 1, 11, 0, 0x88, 11, 0, ...huge], [1, 1, 11, 0, 8, 1, 1, 65, ...huge, 117, ...huge]]) {
			const sifted = sift(Uint8Array.from(bytes));
			expect(sifted.entries).toEqual([]);
			expect(sifted.offenceCount).toBe(1);
		}
		const nested = new Uint8Array(200_000).fill(117);
		expect(sift(Uint8Array.from([1, 1, 11, 0, 8, 1, 1, 65, 1, ...nested.map((_, i) => (i % 2 ? 1 : 117))])).offenceCount).toBe(1);
		expect(sift(new Uint8Array(8), { ...GATE_CAPS, maxUpdateBytes: 7 }).offences[0]?.type).toBe('oversized-update');
	});
});
