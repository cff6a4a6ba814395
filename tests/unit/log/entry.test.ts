import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AREAS, toBase64, type EntryId, type MemberId, type Slot } from '$crypto/base';
import { canonicalText } from '$crypto/canonical';
import { createDag } from '$crdt/log/dag';
import { decodeHeader, encodeHeader, MAX_DEPS, type Header } from '$crdt/log/entry';
import { heldByMembers } from '$crdt/log/held-by';
import { concatIds, idColumn } from '$crdt/log/id-column';
import { decodePayload, encodePayload } from '$crdt/log/payload';
import { packSections, unpackSections } from '$crdt/log/sections';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const idOf = (fill: number): EntryId => toBase64(new Uint8Array(32).fill(fill)) as EntryId;
const anId = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => toBase64(bytes) as EntryId);
const u32 = fc.integer({ min: 0, max: 0xffffffff });
const aHeader: fc.Arbitrary<Header> = fc.record({
	segment: u32,
	area: fc.constantFrom(...AREAS),
	slot: u32.map((n) => n as Slot),
	seq: u32,
	lamport: u32,
	prev: fc.option(anId),
	deps: fc.uniqueArray(anId, { maxLength: 8 })
});
const byBytes = (a: EntryId, b: EntryId): number => Buffer.compare(Buffer.from(a, 'base64url'), Buffer.from(b, 'base64url'));

describe('header', () => {
	const header: Header = { segment: 1, area: 'ledger', slot: 0xdeadbeef as Slot, seq: 7, lamport: 9, prev: idOf(1), deps: [idOf(2), idOf(3)] };
	const vector = `01${'00000001'}${'03'}${'deadbeef'}${'00000007'}${'00000009'}${'01'}${'01'.repeat(32)}${'02'}${'02'.repeat(32)}${'03'.repeat(32)}`;

	it('[LOG1] has this one binary form', () => {
		expect(hex(encodeHeader(header))).toBe(vector);
		expect(hex(encodeHeader({ ...header, deps: [idOf(3), idOf(2)] }))).toBe(vector);
		expect(decodeHeader(Buffer.from(vector, 'hex'))).toEqual({ ok: true, value: header });
	});

	it('[LOG1] survives the round trip', () => {
		fc.assert(
			fc.property(aHeader, (one) => {
				fc.pre(one.prev === null || !one.deps.includes(one.prev));
				const decoded = decodeHeader(encodeHeader(one), one.prev);
				expect(decoded).toEqual({ ok: true, value: { ...one, deps: [...one.deps].sort(byBytes) } });
			})
		);
	});

	it('[LOG1] anything but the one encoding is malformed, a newer version or area waits', () => {
		const failureOf = (text: string): string => {
			const decoded = decodeHeader(Buffer.from(text, 'hex'));
			return decoded.ok ? 'decoded' : decoded.error.type;
		};
		const descending = vector.replace('02'.repeat(32) + '03'.repeat(32), '03'.repeat(32) + '02'.repeat(32));
		const twice = vector.replace('03'.repeat(32), '02'.repeat(32));
		const prevAgain = vector.replace('02'.repeat(32), '01'.repeat(32));
		for (const bad of ['', vector.slice(2, 30), vector + '00', vector.slice(0, -2), descending, twice, prevAgain, vector.replace('0901', '0902')])
			expect(failureOf(bad)).toMatch(/MalformedHeader|NewerHeader/);
		expect(failureOf(descending)).toBe('MalformedHeader');
		expect(failureOf(`02${vector.slice(2)}`)).toBe('NewerHeader');
		expect(failureOf(`0100000001${'63'}${vector.slice(12)}`)).toBe('NewerHeader');
		expect(() => encodeHeader({ ...header, deps: Array.from({ length: MAX_DEPS + 1 }, (_, i) => idOf(i)) })).toThrow();
	});

	it('[LOG1] random bytes never throw', () => {
		fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void decodeHeader(bytes)));
	});
});

describe('payload', () => {
	it('[LOG10] ops are canonical JSON behind one byte', () => {
		const encoded = encodePayload({ kind: 'ops', claimedAt: 5, ops: [{ type: 'a/b', z: 1, a: [true, null, 'ü'] }] });
		expect(encoded.ok && Buffer.from(encoded.value).toString()).toBe('\u0000{"at":5,"ops":[{"a":[true,null,"ü"],"type":"a/b","z":1}],"v":1}');
	});

	it('[LOG10] what was written is read', () => {
		const { json } = fc.letrec((tie) => ({
			json: fc.oneof(
				{ depthSize: 'small' },
				fc.constantFrom(null, true, false),
				fc.maxSafeInteger(),
				fc.string(),
				fc.array(tie('json'), { maxLength: 4 }),
				fc.dictionary(fc.string(), tie('json'), { maxKeys: 4, noNullPrototype: true })
			)
		}));
		fc.assert(
			fc.property(fc.array(json, { maxLength: 5 }), fc.integer({ min: 0, max: 1e13 }), (ops, claimedAt) => {
				const encoded = encodePayload({ kind: 'ops', claimedAt, ops });
				expect(encoded.ok && decodePayload(encoded.value)).toEqual({ kind: 'ops', claimedAt, ops });
			})
		);
		const text = encodePayload({ kind: 'text', bytes: Uint8Array.of(1, 2) });
		expect(text.ok && decodePayload(text.value)).toEqual({ kind: 'text', bytes: Uint8Array.of(1, 2) });
	});

	it('[LOG12] random bytes never throw', () => {
		fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => void decodePayload(bytes)));
	});

	it('[LOG14] one value has one text; fractions, gaps and instances have none', () => {
		expect(canonicalText({ b: -0, a: { d: [], c: '"' } })).toBe('{"a":{"c":"\\"","d":[]},"b":0}');
		for (const bad of [0.1, NaN, undefined, new Date(0), { a: undefined }, 2 ** 60, () => 0]) expect(() => canonicalText(bad)).toThrow();
	});
});

describe('checkpoint columns', () => {
	it('[LOG60] ids are found among many, and only they', () => {
		fc.assert(
			fc.property(fc.uniqueArray(anId, { maxLength: 60 }), anId, (ids, other) => {
				const column = idColumn(concatIds(ids));
				ids.forEach((id, index) => {
					expect(column.indexOf(id)).toBe(index);
					expect(column.textAt(index)).toBe(id);
				});
				expect(column.indexOf(other)).toBe(ids.indexOf(other));
			})
		);
	});

	it('[LOG62] sections survive the round trip, damaged ones are refused', () => {
		const packed = packSections([Uint8Array.of(1, 2, 3), Uint32Array.of(4, 5), new Uint8Array(0)]);
		const sections = unpackSections(packed)!;
		expect(sections.map((s) => s.length)).toEqual([3, 8, 0]);
		expect(unpackSections(packed.slice(0, -1))).toBeNull();
		expect(unpackSections(new Uint8Array(3))).toBeNull();
		fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void unpackSections(bytes.slice())));
	});
});

describe('held by', () => {
	it('[LOG70] is the author and every member one of whose devices builds on it, each once', () => {
		const [ana, anaPhone, ben, chloe] = [1, 2, 3, 4] as Slot[];
		const dag = createDag();
		const entry = (id: string, slot: Slot, deps: string[], lamport: number) =>
			dag.add({ id: id as EntryId, slot, prev: null, deps: deps as EntryId[], lamport });
		const memberOf = (slot: Slot): MemberId | null =>
			slot === chloe ? null : ((slot === ben ? 'Ben' : 'Ana') as MemberId);
		entry('booking', ana!, [], 1);
		expect(heldByMembers(dag, 'booking' as EntryId, memberOf)).toEqual(['Ana']);
		entry('phone', anaPhone!, ['booking'], 2);
		entry('chloe', chloe!, ['booking'], 2);
		expect(heldByMembers(dag, 'booking' as EntryId, memberOf)).toEqual(['Ana']);
		entry('ben', ben!, ['chloe'], 3);
		expect([...heldByMembers(dag, 'booking' as EntryId, memberOf)].sort()).toEqual(['Ana', 'Ben']);
		expect(heldByMembers(dag, 'nobody' as EntryId, memberOf)).toEqual([]);
	});
});
