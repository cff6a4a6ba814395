import { describe, expect, it } from 'vitest';
import { err, ok, type EntryId, type Slot } from '$crypto/base';
import { SNAPSHOT_EVERY } from '$crdt/text/compose-entry';
import { encodeWords } from '$crdt/text/live-body';
import { decodePayload, encodePayload, type TextPart } from '$crdt/text/payload';
import { replayEntries, type OrderedEntry } from '$crdt/text/replay';
import { createTextSession } from '$crdt/text/session';
import { createTextDoc } from '$crdt/text/text-doc';
import { LIVE_MS, LONGEST_MS, QUIET_MS } from '$crdt/text/writer';
import { createWorld, pictureOf, settled, signFake, type, verifyFake, wordsOf, type World } from './text-world';

const [ANA, BEN, CHLOE] = [3_000_000_001, 7, 4_294_967_295];

function three(): World {
	return createWorld([ANA, BEN, CHLOE]);
}
const partsOf = (payload: Uint8Array): readonly TextPart[] => {
	const parts = decodePayload(payload);
	if (!parts.ok) throw new Error(parts.error.type);
	return parts.value;
};
const kindsOf = (payload: Uint8Array): string[] => partsOf(payload).map(({ kind }) => kind);
const entry = (slot: number, payload: Uint8Array, seq = 0, lamport = 1): OrderedEntry => ({
	slot: slot as Slot, // test slots are written by hand
	segment: 0,
	seq,
	lamport,
	id: `${lamport}-${slot}-${seq}` as EntryId, // a fake id
	payload
});

describe('typing', () => {
	it('[TXT17] a change leaves as one live frame within 30 ms', () => {
		const world = three();
		const [ana] = world.people;
		for (const letter of ['W', 'ir']) type(ana!.session, 99, letter);
		expect(world.frames).toHaveLength(0);
		world.clock.advance(LIVE_MS);
		expect(world.frames).toHaveLength(1);
		world.clock.advance(LIVE_MS * 5);
		expect(world.frames).toHaveLength(1);
	});

	it('[TXT18] [TXT22] a pause writes one entry, and only then it is saved', async () => {
		const world = three();
		const [ana] = world.people;
		type(ana!.session, 0, 'Hallo');
		world.clock.advance(QUIET_MS - 50);
		type(ana!.session, 5, ' zusammen');
		world.clock.advance(QUIET_MS - 50);
		await settled();
		expect([world.entries.length, ana!.session.state.saved]).toEqual([0, false]);
		world.clock.advance(50);
		await settled();
		expect([world.entries.length, ana!.session.state.saved]).toEqual([1, true]);
	});

	it('[TXT18] who never pauses is written every three seconds', async () => {
		const world = three();
		const [ana] = world.people;
		for (let ms = 0; ms < 4 * LONGEST_MS; ms += 200) {
			type(ana!.session, 999, 'x');
			world.clock.advance(200);
			await settled();
		}
		expect(world.entries.length).toBe(4);
	});

	it('[TXT18] flush writes at once, and tells when the disk has it', async () => {
		const world = three();
		const [ana] = world.people;
		type(ana!.session, 0, 'vor dem Zuklappen');
		expect(await ana!.session.flush()).toBe(true);
		expect(world.entries.length).toBe(1);
		expect(await ana!.session.flush()).toBe(true);
		expect(world.entries.length).toBe(1);
	});

	it('[TXT18] a refused write loses nothing and is tried again', async () => {
		const world = three();
		const [ana] = world.people;
		ana!.refusal = 'disk full';
		type(ana!.session, 0, 'wichtig');
		expect(await ana!.session.flush()).toBe(false);
		expect(ana!.session.state).toEqual({ saved: false, refusal: 'disk full' });
		type(ana!.session, 0, 'sehr ');
		ana!.refusal = null;
		world.clock.advance(LONGEST_MS);
		await settled();
		expect(ana!.session.state).toEqual({ saved: true, refusal: null });
		expect(wordsOf(world.newcomer(9, world.entries).session)).toBe('sehr wichtig');
	});

	it('[TXT19] a very long paste travels in several entries and arrives whole', async () => {
		const world = three();
		const [ana] = world.people;
		const page = 'Protokoll 🌲 der Sitzung. '.repeat(20_000);
		type(ana!.session, 0, page);
		type(ana!.session, 0, 'Anfang: ');
		const [first] = world.people;
		first!.session.text.doc.transact(() => {}, 'editor');
		expect(await ana!.session.flush()).toBe(true);
		expect(world.entries.length).toBeGreaterThan(2);
		expect(world.frames.every(({ frame }) => frame.body.length < 20_000)).toBe(true);
		expect(wordsOf(world.newcomer(9, world.entries).session)).toBe(`Anfang: ${page}`);
	});
});

describe('live words and the log', () => {
	/** Ana types, Ben sees it live and goes on from it, before Ana has written. */
	function benBuildsOnAna(): World {
		const world = three();
		const [ana, ben] = world.people;
		type(ana!.session, 0, 'Wer ruft an?');
		world.clock.advance(LIVE_MS);
		for (const { frame } of world.frames.splice(0)) world.deliverFrame(ben!, frame);
		type(ben!.session, 12, ' Ich.');
		return world;
	}

	it('[TXT15] an entry embeds the live words it stands on, with their signature', async () => {
		const world = benBuildsOnAna();
		const [, ben, chloe] = world.people;
		await ben!.session.flush();
		expect(world.entries.map(({ payload }) => kindsOf(payload))).toEqual([['embedded', 'written']]);
		world.deliverEntries(chloe!);
		expect(wordsOf(chloe!.session)).toBe('Wer ruft an? Ich.');
	});

	it('[TXT15] [TXT20] the author writing the same words later changes nothing', async () => {
		const world = benBuildsOnAna();
		const [ana, ben, chloe] = world.people;
		await ben!.session.flush();
		await ana!.session.flush();
		for (const person of world.people) world.deliverEntries(person);
		expect(wordsOf(chloe!.session)).toBe('Wer ruft an? Ich.');
		for (const { session } of [ana!, ben!]) expect(pictureOf(session)).toEqual(pictureOf(chloe!.session));
	});

	it('[TXT15] what is in the log already is not embedded again', async () => {
		const world = three();
		const [ana, ben] = world.people;
		type(ana!.session, 0, 'Wer ruft an?');
		await ana!.session.flush();
		world.deliverEntries(ben!);
		for (const { frame } of world.frames.splice(0)) world.deliverFrame(ben!, frame);
		type(ben!.session, 12, ' Ich.');
		await ben!.session.flush();
		expect(kindsOf(world.entries[1]!.payload)).toEqual(['written']);
	});

	it('[TXT16] words that one other screen showed survive the crash of their author', async () => {
		const world = three();
		const [ana, ben] = world.people;
		type(ana!.session, 0, 'Nicht vergessen: Miete');
		world.clock.advance(LIVE_MS);
		for (const { frame } of world.frames.splice(0)) world.deliverFrame(ben!, frame);
		world.crash(ana!);
		expect(wordsOf(ana!.session)).toBe('');
		world.clock.advance(20_000);
		await settled();
		expect(world.entries.map(({ slot, payload }) => [slot, kindsOf(payload)])).toEqual([[BEN, ['embedded']]]);
		for (const person of world.people) world.deliverEntries(person);
		expect(wordsOf(ana!.session)).toBe('Nicht vergessen: Miete');
		expect(ben!.session.unloggedFrames).toBe(0);
	});

	it('[TXT16] a delete that one other screen showed survives too', async () => {
		const world = three();
		const [ana, ben] = world.people;
		type(ana!.session, 0, 'falsch');
		await ana!.session.flush();
		for (const person of world.people) world.deliverEntries(person);
		world.frames.length = 0;
		const { doc, fragment } = ana!.session.text;
		doc.transact(() => fragment.delete(0, 1), 'editor');
		world.clock.advance(LIVE_MS);
		for (const { frame } of world.frames.splice(0)) world.deliverFrame(ben!, frame);
		world.crash(ana!);
		expect(wordsOf(ana!.session)).toBe('falsch');
		world.clock.advance(20_000);
		await settled();
		for (const person of world.people) world.deliverEntries(person);
		for (const { session } of world.people) expect(wordsOf(session)).toBe('');
	});

	it('[TXT16] while the author writes, nobody else writes for them', async () => {
		const world = three();
		const [ana, ben] = world.people;
		for (let i = 0; i < 100; i++) {
			type(ana!.session, 999, 'a');
			world.clock.advance(250);
			await settled();
			for (const { frame } of world.frames.splice(0)) world.deliverFrame(ben!, frame);
			world.deliverEntries(ben!);
		}
		expect(new Set(world.entries.map(({ slot }) => slot))).toEqual(new Set([ANA]));
	});

	it('[TXT2] after a crash the new session never reuses the clocks of the lost words', async () => {
		const world = three();
		const [ana, ben] = world.people;
		type(ana!.session, 0, 'verloren');
		const lost = ana!.session.text.client;
		world.clock.advance(LIVE_MS);
		const held = world.frames.splice(0);
		world.crash(ana!);
		type(ana!.session, 0, 'neu');
		expect(ana!.session.text.client).not.toBe(lost);
		await ana!.session.flush();
		world.deliverEntries(ben!);
		for (const { frame } of held) world.deliverFrame(ben!, frame);
		world.clock.advance(20_000);
		await settled();
		for (const person of world.people) world.deliverEntries(person);
		expect(pictureOf(ben!.session)).toEqual(pictureOf(ana!.session));
		expect(wordsOf(ben!.session)).toContain('neu');
		expect(wordsOf(ben!.session)).toContain('verloren');
	});
});

describe('what hostile members send', () => {
	it('[TXT3] [TXT8] an entry with words under another session or device is refused, and nothing of it is shown', async () => {
		const world = three();
		const [ana, ben] = world.people;
		type(ana!.session, 0, 'echt');
		await ana!.session.flush();
		const stolen = world.entries[0]!.payload;
		expect(ben!.session.receiveEntry(entry(CHLOE, stolen))).toMatchObject({ error: { type: 'ForeignStructs' } });
		const [part] = partsOf(stolen);
		if (part?.kind !== 'written') throw new Error('no words');
		const moved = encodePayload([{ ...part, session: part.session + 1 }]);
		expect(ben!.session.receiveEntry(entry(ANA, moved))).toMatchObject({ error: { type: 'ForeignStructs' } });
		expect(wordsOf(ben!.session)).toBe('');
	});

	it('[TXT13] embedded words with a forged signature are refused', async () => {
		const world = three();
		const [ana, ben] = world.people;
		type(ana!.session, 0, 'von Ana?');
		world.clock.advance(LIVE_MS);
		const { frame } = world.frames[0]!;
		const forged = encodePayload([
			{ kind: 'embedded', signedBytes: frame.signedBytes, signature: signFake(CHLOE as Slot, frame.body).signature } // a test slot
		]);
		expect(ben!.session.receiveEntry(entry(CHLOE, forged))).toMatchObject({ error: { type: 'BadSignature' } });
		expect(wordsOf(ben!.session)).toBe('');
	});

	it('[TXT12] unreadable payloads are refused, a newer version says so, an unknown part is passed over', () => {
		const { session } = three().people[0]!;
		const bytes = encodePayload([]);
		expect(session.receiveEntry(entry(BEN, new Uint8Array()))).toMatchObject({ error: { type: 'Malformed' } });
		expect(session.receiveEntry(entry(BEN, Uint8Array.of(1, 200, 1)))).toMatchObject({ error: { type: 'Malformed' } });
		expect(session.receiveEntry(entry(BEN, Uint8Array.of(...bytes, 0)))).toMatchObject({ error: { type: 'Malformed' } });
		expect(session.receiveEntry(entry(BEN, Uint8Array.of(3)))).toMatchObject({ error: { type: 'NewerPayload', version: 3 } });
		expect(session.receiveEntry(entry(BEN, Uint8Array.of(0)))).toMatchObject({ error: { type: 'Malformed' } });
		for (const version of [1, 2]) expect(session.receiveEntry(entry(BEN, Uint8Array.of(version, 1, 99, 2, 7, 7))).ok).toBe(true);
	});

	it('[TXT13] a frame with anything but checked words is refused', () => {
		const { session } = three().people[0]!;
		const bad = [Uint8Array.of(), Uint8Array.of(9, 9), encodeWords(0, 0, Uint8Array.of(255, 255)), encodeWords(2 ** 20, 0, Uint8Array.of(0, 0))];
		for (const body of bad) expect(session.receiveFrame(signFake(BEN as Slot, body)).ok).toBe(false); // a test slot
	});
});

describe('replay', () => {
	async function longText(): Promise<World> {
		const world = three();
		const [ana, ben] = world.people;
		for (let i = 0; i < SNAPSHOT_EVERY + 20; i++) {
			const person = i % 2 === 0 ? ana! : ben!;
			type(person.session, i * 2, `${i % 10} `);
			await person.session.flush();
			for (const other of world.people) world.deliverEntries(other);
		}
		return world;
	}

	it('[TXT21] a snapshot comes after 300 entries and spares its author the entries before it', async () => {
		const world = await longText();
		const snapshots = world.entries.filter(({ payload }) => kindsOf(payload).includes('snapshot'));
		expect(snapshots).toHaveLength(1);
		const author = world.people.find(({ slot }) => slot === snapshots[0]!.slot)!;
		const before = pictureOf(author.session);
		const replayed = world.crash(author);
		expect(replayed.skipped).toBeGreaterThan(SNAPSHOT_EVERY - 5);
		expect(pictureOf(author.session)).toEqual(before);
		type(author.session, 0, 'weiter ');
		await author.session.flush();
		for (const person of world.people) world.deliverEntries(person);
		expect(pictureOf(world.people[2]!.session)).toEqual(pictureOf(author.session));
	});

	it('[TXT21] a heavy text is written out again only once as much was added', async () => {
		const world = three();
		const [ana, ben] = world.people;
		type(ana!.session, 0, 'long '.repeat(20_000));
		await ana!.session.flush();
		for (let i = 0; i < 2 * SNAPSHOT_EVERY + 40; i++) {
			type((i % 2 === 0 ? ana! : ben!).session, i * 2, 'x ');
			await ana!.session.flush();
			await ben!.session.flush();
			for (const person of world.people) world.deliverEntries(person);
		}
		const weights = world.entries.map(({ payload }) => ({ isSnapshot: kindsOf(payload).includes('snapshot'), bytes: payload.length }));
		const [first, ...later] = weights.filter(({ isSnapshot }) => isSnapshot);
		expect(first?.bytes).toBeGreaterThan(100_000);
		expect(later).toEqual([]);
	});

	it("[TXT21] another's snapshot is not believed", () => {
		const world = three();
		const lie = encodePayload([
			{ kind: 'snapshot', frontier: new Map([[ANA as Slot, { segment: 0, seq: 9 }]]), state: Uint8Array.of(1, 2, 3) } // a test slot
		]);
		const { session, replayed } = world.newcomer(9, [entry(BEN, lie)]);
		expect([replayed.skipped, replayed.refused.length, wordsOf(session)]).toEqual([0, 0, '']);
	});

	it('[TXT20] entries given backwards give the same text', async () => {
		const world = await longText();
		const picture = pictureOf(world.people[0]!.session);
		const { session } = world.newcomer(9, []);
		for (const one of [...world.entries].reverse()) session.receiveEntry(one);
		expect(pictureOf(session)).toEqual(picture);
		expect(replayEntries(world.newcomer(10, []).session, [...world.entries].reverse(), () => false).refused).toEqual([]);
	});
});

describe('words of a device that is not known yet', () => {
	it('[TXT32] wait alone, are tried once each time, and come when the device is known', () => {
		const world = three();
		const [ana] = world.people;
		for (const word of ['Wir ', 'zahlen']) {
			type(ana!.session, 99, word);
			world.clock.advance(LIVE_MS);
		}
		const [first, second] = world.frames.map(({ frame }) => frame);
		const embedded = [first!, second!].map(({ signature, signedBytes }): TextPart => ({ kind: 'embedded', signature, signedBytes }));
		let isKnown = false;
		let judged = 0;
		const text = createTextDoc(BEN as Slot, 0); // test slots are written by hand
		if (!text.ok) throw new Error(text.error.type);
		const session = createTextSession<string>(BEN as Slot, text.value, {
			timers: world.clock,
			now: world.clock.now,
			append: () => Promise.resolve(ok(undefined)),
			broadcast: () => undefined,
			isHeard: () => false,
			verifySigned(signedBytes, signature) {
				judged++;
				return isKnown ? verifyFake(signedBytes, signature) : err({ type: 'UnknownSlot', slot: ANA as Slot });
			}
		});
		const held = session.receiveEntry(entry(CHLOE, encodePayload(embedded)));
		expect(held).toMatchObject({ ok: false, error: { type: 'UnknownSlot' } });
		expect(judged).toBe(2);
		for (let i = 0; i < 12; i++) session.retryHeld();
		expect(judged).toBe(26);
		isKnown = true;
		session.retryHeld();
		expect(wordsOf(session)).toBe('Wir zahlen');
		session.retryHeld();
		expect(judged).toBe(28);
	});
});
