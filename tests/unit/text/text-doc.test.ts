import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { encodeRange } from '$crdt/text/own-changes';
import { siftUpdate } from '$crdt/text/sift';
import { FROM_LIVE, FROM_LOG } from '$crdt/text/text-doc';
import { createSeeded } from '../../support/seeded';
import { ANA, BEN, clientOf, rawDoc, textDoc, updateOf } from './raw-docs';

describe('the document', () => {
	it('[TXT6] an update waits for what it needs and is applied when that has come', () => {
		const { doc, text } = rawDoc(clientOf(ANA));
		text.insert(0, 'eins');
		const first = updateOf(doc);
		const before = Y.encodeStateVector(doc);
		text.insert(4, ' zwei');
		const second = Y.encodeStateAsUpdate(doc, before);
		const reader = textDoc(BEN);
		const sifted = [second, first].map((update) => siftUpdate(ANA, update));
		const fates = sifted.map((one) => one.ok && reader.receive(one.value, FROM_LOG));
		expect(fates).toEqual(['pending', 'applied']);
		expect(reader.pending).toBe(0);
		expect(reader.fragment.toString()).toBe('<paragraph>eins zwei</paragraph>');
	});

	it('[TXT10] local edits are heard, foreign ones are not', () => {
		const ana = textDoc(ANA);
		const heard: number[] = [];
		ana.onLocalChange(({ clock }) => heard.push(clock));
		const { doc } = rawDoc(clientOf(BEN));
		const sifted = siftUpdate(BEN, updateOf(doc));
		expect(sifted.ok && ana.receive(sifted.value, FROM_LIVE)).toBe('applied');
		expect(heard).toEqual([]);
		const paragraph = ana.fragment.get(0) as Y.XmlElement; // what rawDoc inserted
		(paragraph.get(0) as Y.XmlText).insert(0, 'hier');
		expect(heard).toEqual([4]);
	});

	it('[TXT11] tidying marks after a foreign change deletes nothing', () => {
		const { doc, text } = rawDoc(clientOf(BEN));
		text.insert(0, 'abc');
		text.format(0, 3, { bold: {} });
		const ana = textDoc(ANA);
		const apply = (update: Uint8Array): void => {
			const sifted = siftUpdate(BEN, update);
			if (!sifted.ok) throw new Error(sifted.error.type);
			ana.receive(sifted.value, FROM_LOG);
		};
		apply(updateOf(doc));
		let local = 0;
		ana.onLocalChange(() => local++);
		const plain = new Y.Doc();
		Y.applyUpdate(plain, updateOf(doc));
		const before = Y.encodeStateVector(doc);
		// a delete without Yjs' own tidying on the author's side: the marks around the gap stay
		doc.transact((transaction) => {
			for (const struct of doc.store.clients.get(clientOf(BEN)) ?? [])
				if (struct instanceof Y.Item && struct.content instanceof Y.ContentString) struct.delete(transaction);
		});
		const update = Y.encodeStateAsUpdate(doc, before);
		Y.applyUpdate(plain, update);
		apply(update);
		const deletedIn = (one: Y.Doc): number =>
			[...Y.createDeleteSetFromStructStore(one.store).clients.values()].flat().reduce((sum, { len }) => sum + len, 0);
		expect(deletedIn(plain)).toBeGreaterThan(3); // this is what stock Yjs adds by itself
		expect(deletedIn(ana.doc)).toBe(3);
		expect(local).toBe(0);
	});

	it('[TXT1] structs under our own session from outside raise the alarm', () => {
		const ana = textDoc(ANA);
		let lost = 0;
		ana.onClientLost(() => lost++);
		const { doc } = rawDoc(clientOf(ANA));
		const sifted = siftUpdate(ANA, updateOf(doc));
		expect(sifted.ok && ana.receive(sifted.value, FROM_LOG)).toBe('applied');
		expect(lost).toBe(1);
	});
});

describe('own changes', () => {
	it('[TXT9] a run of letters is one struct, deleted words go without content', () => {
		const ana = textDoc(ANA);
		const paragraph = new Y.XmlElement('paragraph');
		const text = new Y.XmlText();
		paragraph.insert(0, [text]);
		ana.fragment.insert(0, [paragraph]);
		for (const letter of 'geheim und offen') text.insert(text.length, letter);
		text.delete(0, 7);
		const { update, nextClock } = encodeRange(ana.doc, ana.client, 0, [], Infinity);
		expect(nextClock).toBe(ana.stateOf(ana.client));
		expect(new TextDecoder().decode(update)).not.toContain('geheim');
		expect(Y.decodeUpdate(update).structs.length).toBeLessThan(6);
		expect(Y.decodeUpdate(update).ds.clients.get(ana.client)?.length).toBe(1);
	});

	it('[TXT9] [TXT19] cut anywhere, the pieces give the same text, and no surrogate pair is parted', () => {
		const ana = textDoc(ANA);
		const paragraph = new Y.XmlElement('paragraph');
		const text = new Y.XmlText();
		paragraph.insert(0, [text]);
		ana.fragment.insert(0, [paragraph]);
		text.insert(0, 'a🌲b🌳🌲🌲cdefg🌲'.repeat(9));
		text.delete(5, 4);
		for (let maxUnits = 1; maxUnits < 40; maxUnits++) {
			const reader = textDoc(BEN);
			for (let clock = 0; clock < ana.stateOf(ana.client); ) {
				const { update, nextClock } = encodeRange(ana.doc, ana.client, clock, [], maxUnits);
				const sifted = siftUpdate(ANA, update);
				expect(sifted.ok && reader.receive(sifted.value, FROM_LOG)).toBe('applied');
				clock = nextClock;
			}
			expect(reader.fragment.toString()).toBe(ana.fragment.toString());
		}
	});
});

describe('own changes and the sieve', () => {
	it('[TXT9] what is encoded is what others will read out of it', () => {
		const ana = textDoc(ANA);
		const { doc, text } = rawDoc(clientOf(BEN));
		text.insert(0, 'Ben hat angefangen');
		const first = siftUpdate(BEN, updateOf(doc));
		if (!first.ok) throw new Error(first.error.type);
		ana.receive(first.value, FROM_LOG);
		const chance = createSeeded(5);
		const shared = (ana.fragment.get(0) as Y.XmlElement).get(0) as Y.XmlText; // what rawDoc inserted
		let clock = 0;
		for (let i = 0; i < 200; i++) {
			const before = [...Y.createDeleteSetFromStructStore(ana.doc.store).clients];
			expect(before.length).toBeLessThan(3);
			const deletes: { client: number; from: number; to: number }[] = [];
			const stop = ana.onLocalChange((change) => deletes.push(...change.deletes));
			const at = chance.int(shared.length + 1);
			if (chance.chance(0.6)) shared.insert(at, 'xyz'.slice(chance.int(3)));
			else if (chance.chance(0.5)) shared.format(at, Math.min(3, shared.length - at), { bold: {} });
			else shared.delete(at, Math.min(2, shared.length - at));
			stop();
			const encoded = encodeRange(ana.doc, ana.client, clock, deletes, Infinity);
			const sifted = siftUpdate(ANA, encoded.update);
			if (!sifted.ok) throw new Error(sifted.error.type);
			expect(sifted.value.needs).toEqual(encoded.needs);
			expect(sifted.value.deletes).toEqual(encoded.deletes);
			expect(sifted.value.writes?.to ?? clock).toBe(encoded.nextClock);
			clock = encoded.nextClock;
		}
		expect(clock).toBeGreaterThan(200);
	});
});
