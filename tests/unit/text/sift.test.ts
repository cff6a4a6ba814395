import { describe, expect, it } from 'vitest';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { clientIdOf, isClientOf, MAX_SESSIONS, slotOfClient } from '$crdt/text/client-id';
import { ELEMENTS, isLinkAddress, MARKS } from '$crdt/text/content';
import { MAX_UPDATE_BYTES, siftUpdate } from '$crdt/text/sift';
import { FROM_LOG } from '$crdt/text/text-doc';
import { createSeeded } from '../../support/seeded';
import { ANA, BEN, clientOf, rawDoc, slot, textDoc, updateOf } from './raw-docs';

const MEMBER = 'm'.repeat(43);
const GOOD_MARKS: Readonly<Record<string, object>> = {
	link: { href: 'https://example.org/' },
	insertion: { id: 'abcdefgh', by: MEMBER },
	deletion: { id: 'abcdefgh', by: MEMBER }
};

function withMark(name: string, value: unknown): Uint8Array {
	const { doc, text } = rawDoc(clientOf(ANA));
	text.insert(0, 'abc', { [name]: value });
	return updateOf(doc);
}

function withAttribute(name: string, value: unknown): Uint8Array {
	const doc = new Y.Doc();
	doc.clientID = clientOf(ANA);
	const element = new Y.XmlElement<Record<string, never>>('paragraph');
	element.setAttribute(name, value as never); // attributes are written by hand here
	doc.getXmlFragment('default').insert(0, [element]);
	return updateOf(doc);
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
		for (const update of [...ELEMENTS].map(withElement)) expect(siftUpdate(ANA, update).ok).toBe(true);
		for (const update of [...[...MARKS].map((name) => withMark(name, GOOD_MARKS[name] ?? {}))])
			expect(siftUpdate(ANA, update).ok).toBe(true);
		for (const update of [withElement('script'), withElement('image'), withElement('constructor'), withMark('underline', {}), withMark('toString', {})])
			expect(siftUpdate(ANA, update)).toMatchObject({ error: { type: 'Malformed' } });
	});

	it('[TXT51] a link leads to https, http or mailto; every other address refuses the update by its bytes', () => {
		for (const href of ['https://example.org/a?b=c#d', 'http://localhost:8080/', 'mailto:ana@example.org'])
			expect([href, siftUpdate(ANA, withMark('link', { href })).ok]).toEqual([href, true]);
		const bad = [
			'javascript:alert(1)',
			'JAVASCRIPT:alert(1)',
			' javascript:alert(1)',
			'java\nscript:alert(1)',
			'data:text/html,<script>alert(1)</script>',
			'vbscript:x',
			'file:///etc/passwd',
			'blob:https://example.org/x',
			'//example.org',
			'example.org',
			'https://exa mple.org',
			'https://example.org/"onclick=x',
			'https://\u202eexample.org',
			`https://example.org/${'a'.repeat(3_000)}`,
			'https://',
			''
		];
		for (const href of bad) {
			expect([href, isLinkAddress(href)]).toEqual([href, false]);
			expect(siftUpdate(ANA, withMark('link', { href }))).toMatchObject({ error: { type: 'Malformed' } });
		}
	});

	it('[TXT51] a mark with attributes that it does not have, or without those it has, is refused', () => {
		const { link, insertion } = GOOD_MARKS;
		const bad: readonly (readonly [string, unknown])[] = [
			['bold', { style: 'x' }],
			['bold', 'true'],
			['bold', ['x']],
			['link', {}],
			['link', { ...link, onclick: 'x' }],
			['link', { ...link, target: '_top' }],
			['link', { href: { toString: 'x' } }],
			['link', { href: ['https://example.org/'] }],
			['insertion', { ...insertion, by: 'Ana' }],
			['insertion', { ...insertion, id: '<b>' }],
			['insertion', { ...insertion, note: 'x'.repeat(100_000) }],
			['deletion', { id: 'abcdefgh' }]
		];
		for (const [name, value] of bad) expect([name, value, siftUpdate(ANA, withMark(name, value)).ok]).toEqual([name, value, false]);
	});

	it('[TXT50] attributes of elements have names and values that an editor writes, and no others', () => {
		const good: readonly (readonly [string, unknown])[] = [
			['level', 4],
			['start', 3],
			['type', 'a'],
			['checked', true],
			['checked', false],
			['suggested', `split.abcdefgh.${MEMBER}`]
		];
		const bad: readonly (readonly [string, unknown])[] = [
			['level', 'three'],
			['level', 1e9],
			['level', { valueOf: 3 }],
			['start', -1],
			['checked', 'true'],
			['checked', 1],
			['type', 'circle'],
			['suggested', 'split'],
			['suggested', 'x'.repeat(100_000)],
			['style', 'color: red'],
			['onclick', 'alert(1)'],
			['__proto__', true],
			['checked', { a: [{ b: 'x'.repeat(50_000) }] }]
		];
		for (const [name, value] of good) expect([name, siftUpdate(ANA, withAttribute(name, value)).ok]).toEqual([name, true]);
		for (const [name, value] of bad) expect([name, siftUpdate(ANA, withAttribute(name, value)).ok]).toEqual([name, false]);
	});

	it('[TXT50] an attribute that is set anew is refused too when no editor writes such a value', () => {
		for (const [value, passes] of [[true, true], [{ bomb: 'x'.repeat(10_000) }, false], ['javascript:alert(1)', false]] as const) {
			const doc = new Y.Doc();
			doc.clientID = clientOf(ANA);
			const task = new Y.XmlElement<Record<string, never>>('taskItem');
			doc.getXmlFragment('default').insert(0, [task]);
			task.setAttribute('checked', false as never); // attributes are written by hand here
			const before = Y.encodeStateVector(doc);
			task.setAttribute('checked', value as never);
			expect(siftUpdate(ANA, Y.encodeStateAsUpdate(doc, before)).ok).toBe(passes);
		}
	});

	it('[TXT50] a value among the elements, and an element as an attribute, are refused', () => {
		const loose = new Y.Doc();
		loose.clientID = clientOf(ANA);
		loose.getArray('default').insert(0, [true]);
		const nested = new Y.Doc();
		nested.clientID = clientOf(ANA);
		nested.getMap('default').set('checked', new Y.XmlElement('paragraph'));
		for (const doc of [loose, nested]) expect(siftUpdate(ANA, updateOf(doc))).toMatchObject({ error: { type: 'Malformed' } });
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
