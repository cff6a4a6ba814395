import { describe, expect, it } from 'vitest';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import type { Slot } from '$crypto/base';
import { clientIdOf, isClientOf, MAX_SESSIONS, slotOfClient } from '$crdt/text/client-id';
import { encodeRange } from '$crdt/text/own-changes';
import { ELEMENTS, MARKS, MAX_UPDATE_BYTES, siftUpdate } from '$crdt/text/sift';
import { createTextDoc, FROM_LIVE, FROM_LOG } from '$crdt/text/text-doc';
import { createSeeded } from '../../support/seeded';

const slot = (number: number): Slot => number as Slot; // test slots are written by hand
const ANA = slot(4_294_967_295);
const BEN = slot(2_222_222_222);
const clientOf = (owner: Slot, session = 0): number => {
	const client = clientIdOf(owner, session);
	if (!client.ok) throw new Error('no client');
	return client.value;
};

/** A document of somebody who plays by no rules. */
function rawDoc(client: number): { doc: Y.Doc; text: Y.XmlText } {
	const doc = new Y.Doc();
	doc.clientID = client;
	const paragraph = new Y.XmlElement('paragraph');
	const text = new Y.XmlText();
	paragraph.insert(0, [text]);
	doc.getXmlFragment('default').insert(0, [paragraph]);
	return { doc, text };
}
const updateOf = (doc: Y.Doc): Uint8Array => Y.encodeStateAsUpdate(doc);

function textDoc(owner: Slot, session = 0) {
	const text = createTextDoc(owner, session, (fault) => {
		throw fault;
	});
	if (!text.ok) throw new Error('no doc');
	return text.value;
}

/** `structs` is written by hand after client and clock. */
function handmade(client: number, clock: number, count: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, 1);
	encoding.writeVarUint(encoder, count);
	encoding.writeVarUint(encoder, client);
	encoding.writeVarUint(encoder, clock);
	write(encoder);
	encoding.writeVarUint(encoder, 0);
	return encoding.toUint8Array(encoder);
}

describe('client ids', () => {
	it('[TXT1] ownership is arithmetic up to the last slot and session', () => {
		for (const owner of [slot(0), slot(1), BEN, ANA]) {
			for (const session of [0, 1, MAX_SESSIONS - 1]) {
				const client = clientOf(owner, session);
				expect(Number.isSafeInteger(client)).toBe(true);
				expect(slotOfClient(client)).toBe(owner);
				expect(isClientOf(owner, client)).toBe(true);
			}
		}
		expect(isClientOf(BEN, clientOf(slot(BEN + 1)))).toBe(false);
		expect(isClientOf(BEN, clientOf(slot(BEN - 1), MAX_SESSIONS - 1))).toBe(false);
	});

	it('[TXT2] the session after the last is a failure, not a reuse', () => {
		expect(clientIdOf(ANA, MAX_SESSIONS)).toEqual({
			ok: false,
			error: { type: 'SessionsUsedUp', slot: ANA }
		});
	});

	it('[TXT1] Yjs carries ids of 52 bits: updates, state vectors, deletes, positions, undo', () => {
		const client = clientOf(ANA, MAX_SESSIONS - 1);
		expect(client).toBe(2 ** 52 - 1);
		const { doc, text } = rawDoc(client);
		text.insert(0, 'Anfang');
		const undo = new Y.UndoManager(doc.getXmlFragment('default'));
		text.insert(6, ' und Ende');
		text.delete(0, 2);
		undo.undo();
		expect(text.toString()).toBe('Anfang');
		undo.redo();

		for (const [encode, apply] of [
			[Y.encodeStateAsUpdate, Y.applyUpdate],
			[Y.encodeStateAsUpdateV2, Y.applyUpdateV2]
		] as const) {
			const copy = new Y.Doc();
			apply(copy, encode(doc));
			expect(copy.getXmlFragment('default').toString()).toBe(doc.getXmlFragment('default').toString());
			expect([...copy.store.clients.keys()]).toEqual([client]);
		}
		expect(Y.decodeStateVector(Y.encodeStateVector(doc)).has(client)).toBe(true);
		expect(Y.decodeUpdate(updateOf(doc)).ds.clients.has(client)).toBe(true);

		const here = Y.createRelativePositionFromTypeIndex(text, 3);
		const bytes = Y.decodeRelativePosition(Y.encodeRelativePosition(here));
		const json = Y.createRelativePositionFromJSON(JSON.parse(JSON.stringify(here)));
		for (const position of [bytes, json])
			expect(Y.createAbsolutePositionFromRelativePosition(position, doc)?.index).toBe(3);
	});
});

describe('what passes', () => {
	it('[TXT3] own words pass, and say what they write and need', () => {
		const { doc, text } = rawDoc(clientOf(ANA));
		text.insert(0, 'Wir beginnen');
		const sifted = siftUpdate(ANA, updateOf(doc));
		expect(sifted.ok && sifted.value.writes).toEqual({ client: clientOf(ANA), from: 0, to: 14 });
		expect(sifted.ok && [...sifted.value.needs]).toEqual([]);
	});

	it("[TXT3] words under another's client id are refused whole", () => {
		const { doc } = rawDoc(clientOf(BEN));
		expect(siftUpdate(ANA, updateOf(doc))).toEqual({
			ok: false,
			error: { type: 'ForeignStructs', slot: ANA, client: clientOf(BEN) }
		});
	});

	it('[TXT3] own words beside foreign ones are refused too', () => {
		const { doc, text } = rawDoc(clientOf(BEN));
		text.insert(0, 'Ben');
		doc.clientID = clientOf(ANA);
		text.insert(3, 'Ana');
		expect(siftUpdate(ANA, updateOf(doc)).ok).toBe(false);
	});

	it("[TXT3] deletes of another's words pass", () => {
		const { doc, text } = rawDoc(clientOf(BEN));
		text.insert(0, 'Ben schrieb das');
		const before = Y.encodeStateVector(doc);
		doc.clientID = clientOf(ANA);
		text.delete(0, 4);
		const sifted = siftUpdate(ANA, Y.encodeStateAsUpdate(doc, before));
		expect(sifted.ok && sifted.value.writes).toBe(null);
		expect(sifted.ok && sifted.value.deletes).toEqual([{ client: clientOf(BEN), from: 2, to: 6 }]);
	});

	it('[TXT4] too many bytes are refused before they are read', () => {
		expect(siftUpdate(ANA, new Uint8Array(MAX_UPDATE_BYTES + 1))).toEqual({
			ok: false,
			error: { type: 'TooMany', what: 'bytes' }
		});
	});

	it('[TXT4] a few bytes that claim millions of clocks are refused', () => {
		const update = handmade(clientOf(ANA), 0, 1, (encoder) => {
			encoding.writeUint8(encoder, 0);
			encoding.writeVarUint(encoder, 2 ** 40);
		});
		expect(siftUpdate(ANA, update)).toEqual({ ok: false, error: { type: 'TooMany', what: 'units' } });
	});

	it('[TXT8] a few bytes that claim millions of structs end as malformed', () => {
		const update = handmade(clientOf(ANA), 0, 2 ** 31, () => {});
		expect(siftUpdate(ANA, update)).toMatchObject({ error: { type: 'Malformed' } });
	});

	it('[TXT5] holes and empty structs are refused', () => {
		const hole = handmade(clientOf(ANA), 0, 1, (encoder) => {
			encoding.writeUint8(encoder, 10);
			encoding.writeVarUint(encoder, 3);
		});
		const empty = handmade(clientOf(ANA), 0, 1, (encoder) => {
			encoding.writeUint8(encoder, 0);
			encoding.writeVarUint(encoder, 0);
		});
		for (const update of [hole, empty])
			expect(siftUpdate(ANA, update)).toMatchObject({ error: { type: 'Malformed' } });
	});

	it('[TXT6] a struct that refers to its own future is refused (Yjs would throw in mid-transaction)', () => {
		const update = handmade(clientOf(ANA), 0, 1, (encoder) => {
			encoding.writeUint8(encoder, 0x80 | 4);
			encoding.writeVarUint(encoder, clientOf(ANA));
			encoding.writeVarUint(encoder, 5);
			encoding.writeVarString(encoder, 'x');
		});
		expect(siftUpdate(ANA, update)).toMatchObject({ error: { type: 'Malformed' } });
	});

	it('[TXT7] another root, binary content and subdocuments are refused', () => {
		const other = new Y.Doc();
		other.clientID = clientOf(ANA);
		other.getText('hidden').insert(0, 'x');
		const binary = new Y.Doc();
		binary.clientID = clientOf(ANA);
		binary.getArray('default').insert(0, [new Uint8Array([1])]);
		const nested = new Y.Doc();
		nested.clientID = clientOf(ANA);
		nested.getArray('default').insert(0, [new Y.Doc()]);
		for (const doc of [other, binary, nested])
			expect(siftUpdate(ANA, updateOf(doc))).toMatchObject({ error: { type: 'Malformed' } });
	});

	it('[TXT7] elements and marks that an editor would delete are refused; those of the notes pass', () => {
		const withElement = (name: string): Uint8Array => {
			const doc = new Y.Doc();
			doc.clientID = clientOf(ANA);
			doc.getXmlFragment('default').insert(0, [new Y.XmlElement(name)]);
			return updateOf(doc);
		};
		const withMark = (name: string): Uint8Array => {
			const { doc, text } = rawDoc(clientOf(ANA));
			text.insert(0, 'abc', { [name]: {} });
			return updateOf(doc);
		};
		for (const update of [...[...ELEMENTS].map(withElement), ...[...MARKS].map(withMark)])
			expect(siftUpdate(ANA, update).ok).toBe(true);
		for (const update of [withElement('script'), withElement('image'), withMark('link')])
			expect(siftUpdate(ANA, update)).toMatchObject({ error: { type: 'Malformed' } });
	});

	it('[TXT8] nested data of great depth is refused, not a crash', () => {
		const update = handmade(clientOf(ANA), 0, 1, (encoder) => {
			encoding.writeUint8(encoder, 8);
			encoding.writeVarUint(encoder, 1);
			encoding.writeVarString(encoder, 'default');
			encoding.writeVarUint(encoder, 1);
			for (let i = 0; i < 80_000; i++) {
				encoding.writeUint8(encoder, 117);
				encoding.writeVarUint(encoder, 1);
			}
			encoding.writeUint8(encoder, 126);
		});
		expect(() => siftUpdate(ANA, update)).not.toThrow();
	});

	it('[TXT8] 10,000 mutated updates neither throw nor write under another client id', () => {
		const chance = createSeeded(11);
		const { doc, text } = rawDoc(clientOf(ANA));
		text.insert(0, 'Heute sprechen wir über die Miete');
		text.format(3, 6, { bold: {} });
		text.delete(8, 3);
		const good = updateOf(doc);
		let passed = 0;
		let target = textDoc(BEN);
		for (let i = 0; i < 10_000; i++) {
			const bytes = good.slice(0, chance.chance(0.2) ? chance.int(good.length) : good.length);
			for (let n = 1 + chance.int(3); n > 0 && bytes.length > 0; n--) bytes[chance.int(bytes.length)] = chance.int(256);
			const sifted = siftUpdate(ANA, bytes);
			if (!sifted.ok) continue;
			passed++;
			target.receive(sifted.value, FROM_LOG);
			for (const client of target.doc.store.clients.keys()) expect(isClientOf(ANA, client)).toBe(true);
			expect(() => target.fragment.toString()).not.toThrow();
			if (passed % 20 === 0) {
				target.destroy();
				target = textDoc(BEN);
			}
		}
		expect(passed).toBeGreaterThan(200);
	});
});

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
