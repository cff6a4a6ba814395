/** The comments of an open text as screens see them. */
import { describe, expect, it } from 'vitest';
import { err, ok, type EntryId, type MemberId, type ObjectId, type Slot } from '$crypto/base';
import { decodePayload, encodePayload, isRemark } from '$crdt/text/payload';
import { failure } from '$lib/errors';
import { createTextComments } from '$lib/services/text-comments';
import type { Writer } from '$lib/worker/api';

const ANA: Writer = { member: 'ana' as MemberId, name: 'Ana', discipline: 'Psychologist', licence: 'PSY 123', isMe: true };
const BEN: Writer = { member: 'ben' as MemberId, name: 'Ben', discipline: 'Social worker', licence: '', isMe: false };
const ITEM = `${'A'.repeat(43)}.0` as ObjectId; // a test id

/** A text written from slot 1, with writers that become known as the test says. */
function openText(writers: Map<number, Writer>) {
	let count = 0;
	let full = false;
	const take = (slot: number, payload: Uint8Array): EntryId => {
		const parts = decodePayload(payload);
		const id = String(++count).padStart(43, '0') as EntryId; // a test id
		comments.take({ id, slot: slot as Slot, lamport: count, remarks: (parts.ok ? parts.value : []).filter(isRemark) });
		return id;
	};
	const comments = createTextComments(
		(slot) => writers.get(slot) ?? null,
		(payload) => Promise.resolve(full ? err(failure('DiskFull')) : ok(take(1, payload))),
		() => 1_700_000_000_000
	);
	return { comments, setFull: (now: boolean) => (full = now), from: (slot: number, payload: Uint8Array) => take(slot, payload) };
}

describe('comments of an open text', () => {
	it('[TXT57] carry name, discipline and licence as the membership has them, also when it is learnt later', async () => {
		const writers = new Map([[1, ANA]]);
		const { comments, from } = openText(writers);
		await comments.say('  I wonder about the sister.  ', null);
		const remark = { kind: 'comment', at: 5, about: ITEM, text: 'Late' } as const;
		from(7, encodePayload([remark]));
		expect(comments.list.current).toMatchObject([
			{ name: 'Ana', discipline: 'Psychologist', licence: 'PSY 123', mine: true, about: null, text: 'I wonder about the sister.', at: 1_700_000_000_000 },
			{ name: '', discipline: '', licence: '', mine: false, about: ITEM, text: 'Late' }
		]);
		writers.set(7, BEN);
		comments.retell();
		expect(comments.list.current[1]).toMatchObject({ name: 'Ben', discipline: 'Social worker', licence: '' });
	});

	it('[TXT56] nothing blank and nothing too long is written', async () => {
		const { comments } = openText(new Map([[1, ANA]]));
		for (const text of ['', ' \n ', 'a'.repeat(2_001)]) expect((await comments.say(text, null)).ok).toBe(false);
		expect(comments.list.current).toEqual([]);
	});

	it('[TXT58] only one’s own can be withdrawn, once', async () => {
		const { comments, from } = openText(new Map([[1, ANA], [2, BEN]]));
		const bens = from(2, encodePayload([{ kind: 'comment', at: 5, about: '', text: 'Ben’s' }]));
		await comments.say('Mine', null);
		expect((await comments.withdraw(bens)).ok).toBe(false);
		const mine = comments.list.current[1]!.id;
		expect((await comments.withdraw(mine)).ok).toBe(true);
		expect((await comments.withdraw(mine)).ok).toBe(true);
		expect(comments.list.current).toMatchObject([{ text: 'Ben’s', withdrawn: false }, { text: '', withdrawn: true }]);
	});

	it('[TXT57] what the disk refuses is told, and is in no list', async () => {
		const { comments, setFull } = openText(new Map([[1, ANA]]));
		setFull(true);
		expect(await comments.say('Not kept', null)).toMatchObject({ ok: false, error: { type: 'DiskFull' } });
		expect(comments.list.current).toEqual([]);
	});
});
