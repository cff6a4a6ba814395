import { describe, expect, it } from 'vitest';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { clientIdOf, isClientOf, MAX_SESSIONS, slotOfClient } from '$crdt/text/client-id';
import { ELEMENTS, MARKS, MAX_UPDATE_BYTES, siftUpdate } from '$crdt/text/sift';
import { FROM_LOG } from '$crdt/text/text-doc';
import { createSeeded } from '../../support/seeded';
import { ANA, BEN, clientOf, rawDoc, slot, textDoc, updateOf } from './raw-docs';

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
