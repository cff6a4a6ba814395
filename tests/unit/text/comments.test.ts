/** Comments: what counts as one, whose they are, and what takes them back. */
import * as encoding from 'lib0/encoding';
import { describe, expect, it } from 'vitest';
import type { EntryId, Slot } from '$crypto/base';
import { listComments, type RemarkEntry } from '$crdt/text/comments';
import { decodePayload, encodePayload, isRemark, MAX_COMMENT, type Remark, type TextPart } from '$crdt/text/payload';

const ID = 'A'.repeat(43);
const ITEM = `${ID}.3`;
const [ANA, BEN, ANAS_PHONE, STRANGER] = [1 as Slot, 2 as Slot, 3 as Slot, 9 as Slot]; // test slots
const memberOf = (slot: Slot): string | null => ({ 1: 'ana', 2: 'ben', 3: 'ana' })[slot as number] ?? null;

const said = (text: string, about = ''): Remark => ({ kind: 'comment', at: 1_700_000_000_000, about, text });
const back = (id: EntryId): Remark => ({ kind: 'withdraw', entry: id });
const idOf = (name: string): EntryId => name.padEnd(43, '_') as EntryId; // test ids
const entry = (name: string, slot: Slot, lamport: number, ...remarks: Remark[]): RemarkEntry => ({ id: idOf(name), slot, lamport, remarks });

/** A payload with a part of any kind, as an ill-behaved app may write it. */
function craft(kind: number, body: Uint8Array): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeUint8(encoder, 1);
	encoding.writeVarUint(encoder, 2);
	encoding.writeVarUint(encoder, kind);
	encoding.writeVarUint8Array(encoder, body);
	encoding.writeVarUint(encoder, 1);
	encoding.writeVarUint8Array(encoder, new Uint8Array([0, 0, 7]));
	return encoding.toUint8Array(encoder);
}
function commentBody(at: number, about: string, text: Uint8Array): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, at);
	encoding.writeVarString(encoder, about);
	encoding.writeUint8Array(encoder, text);
	return encoding.toUint8Array(encoder);
}
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const partsOf = (bytes: Uint8Array): readonly TextPart[] => {
	const read = decodePayload(bytes);
	if (!read.ok) throw new Error(read.error.type);
	return read.value;
};

describe('remarks in a payload', () => {
	it('[TXT56] a comment and a withdrawal come back as they went in, beside words', () => {
		const parts: TextPart[] = [said('Was it the mother who called? – 😀'), said('Here', ITEM), back(idOf('x')), { kind: 'written', session: 2, liveCount: 0, update: new Uint8Array([1, 2]) }];
		expect(partsOf(encodePayload(parts))).toEqual(parts);
	});

	it('[TXT56] what is no comment is passed over, and the words beside it count', () => {
		const good = commentBody(5, ITEM, utf8('a'));
		expect(partsOf(craft(4, good)).filter(isRemark)).toHaveLength(1);
		const bad = [
			commentBody(5, 'no id', utf8('a')),
			commentBody(5, `${ITEM}<script>`, utf8('a')),
			commentBody(5, '', utf8(' \n\t')),
			commentBody(5, '', utf8('')),
			commentBody(5, '', utf8('a'.repeat(MAX_COMMENT + 1))),
			commentBody(5, '', new Uint8Array(900_000)),
			commentBody(Number.MAX_SAFE_INTEGER, '', utf8('a')),
			commentBody(5, '', new Uint8Array([0xff, 0xfe])),
			good.slice(0, 4),
			new Uint8Array([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
			new Uint8Array()
		];
		for (const body of bad) expect(partsOf(craft(4, body)).map(({ kind }) => kind)).toEqual(['written']);
		for (const body of [utf8('short'), utf8(`${ID}A`), new Uint8Array([0xff]), new Uint8Array(500_000)])
			expect(partsOf(craft(5, body)).map(({ kind }) => kind)).toEqual(['written']);
		expect(partsOf(craft(4, commentBody(5, '', utf8('a'.repeat(MAX_COMMENT))))).filter(isRemark)).toHaveLength(1);
	});
});

describe('the list of comments', () => {
	it('[TXT57] is ordered by Lamport number and id, whatever the order of arrival', () => {
		const all = [entry('c', BEN, 4, said('third')), entry('b', ANA, 4, said('second')), entry('a', BEN, 2, said('first')), entry('d', ANA, 9, said('last', ITEM))];
		const list = listComments(all, memberOf);
		expect(list.map(({ text }) => text)).toEqual(['first', 'second', 'third', 'last']);
		expect(listComments([...all].reverse(), memberOf)).toEqual(list);
		expect(list.map(({ slot }) => slot)).toEqual([BEN, ANA, BEN, ANA]);
		expect(list[3]?.about).toBe(ITEM);
	});

	it('[TXT57] has one comment an entry: the first', () => {
		expect(listComments([entry('a', ANA, 1, back(idOf('z')), said('one'), said('two'))], memberOf).map(({ text }) => text)).toEqual(['one']);
	});

	it('[TXT58] one takes back what one said oneself, also from another device of one’s own, and its words are not in the list', () => {
		const comments = [entry('a', ANA, 1, said('hasty')), entry('b', ANA, 2, said('rash'))];
		const list = listComments([...comments, entry('c', ANA, 3, back(idOf('a'))), entry('d', ANAS_PHONE, 3, back(idOf('b')))], memberOf);
		expect(list.map(({ withdrawn, text }) => [withdrawn, text])).toEqual([[true, ''], [true, '']]);
	});

	it('[TXT58] anybody else’s withdrawal has no effect', () => {
		const list = listComments([entry('a', ANA, 1, said('stays')), entry('b', BEN, 2, back(idOf('a'))), entry('c', STRANGER, 2, back(idOf('a')))], memberOf);
		expect(list).toMatchObject([{ withdrawn: false, text: 'stays' }]);
	});

	it('[TXT58] two devices that nobody knows yet are not the same member; the one that spoke is', () => {
		const [one, other] = [20 as Slot, 21 as Slot]; // test slots
		expect(listComments([entry('a', one, 1, said('x')), entry('b', other, 2, back(idOf('a')))], memberOf)[0]?.withdrawn).toBe(false);
		expect(listComments([entry('a', one, 1, said('x')), entry('b', one, 2, back(idOf('a')))], memberOf)[0]?.withdrawn).toBe(true);
	});

	it('[TXT58] a withdrawal that comes before its comment counts when the comment is there', () => {
		expect(listComments([entry('b', ANA, 1, back(idOf('a'))), entry('a', ANA, 1, said('x'))], memberOf)[0]?.withdrawn).toBe(true);
	});
});
