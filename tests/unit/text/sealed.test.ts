/** The same stories with real keys, seals, signatures and logs. */
import { describe, expect, it } from 'vitest';
import { createStreamKey, deriveStreamKeys } from '$crypto/stream-keys';
import { acceptStreamKey, offerStreamKey, parseOffer, streamIdOf } from '$crdt/text/key-offer';
import { LIVE_MS } from '$crdt/text/writer';
import { reveal } from '$crypto/secret';
import { sit, STREAM } from '../../bench/text-rig';
import { createStage, pass, sitDown } from '../../support/cast';
import { createFakeClock, pictureOf, settled, type, wordsOf } from './text-world';

const stage = createStage(['Ana', 'Ben', 'Chloé', 'Eve'], 3);
const [ana, ben, chloe, eve] = stage.people;
const keys = deriveStreamKeys(createStreamKey(stage.random));

describe('sealed text', () => {
	it('[TXT16] Ana types and her phone dies; Ben, who saw it, writes it down; Chloé can check that Ana typed it', async () => {
		const clock = createFakeClock();
		const anas = await sit(stage, ana!, keys, clock, true);
		const bens = await sit(stage, ben!, keys, clock, true);
		const chloes = await sit(stage, chloe!, keys, clock, true);
		anas.desk.store.refuseWith({ type: 'StoreClosed' });
		type(anas.session, 0, 'Die Heizung fällt aus');
		clock.advance(LIVE_MS);
		for (const frame of anas.frames.splice(0)) bens.openFrame(frame);
		expect(wordsOf(bens.session)).toBe('Die Heizung fällt aus');

		for (let i = 0; i < 20; i++) {
			clock.advance(1_000);
			await settled();
			await bens.writing();
			await settled();
		}
		await pass(bens.desk, chloes.desk);
		expect(wordsOf(chloes.session)).toBe('Die Heizung fällt aus');
		expect(pictureOf(chloes.session)).toEqual(pictureOf(bens.session));

		const again = await sit(stage, ana!, keys, clock, true, 1);
		await pass(bens.desk, again.desk);
		expect(wordsOf(again.session)).toBe('Die Heizung fällt aus');
	});

	it('[TXT20] a reload from the disk gives the same text', async () => {
		const clock = createFakeClock();
		const before = await sit(stage, ana!, keys, clock, false);
		type(before.session, 0, 'Montag');
		expect(await before.session.close()).toBe(true);
		const after = await sit(stage, ana!, keys, clock, false, 1, before.desk.store);
		expect(pictureOf(after.session)).toEqual(pictureOf(before.session));
	});

	it('[TXT23] whoever has the epoch but not the key of the text reads nothing of it', async () => {
		const clock = createFakeClock();
		const anas = await sit(stage, ana!, keys, clock, false);
		type(anas.session, 0, 'nur für uns drei');
		await anas.session.flush();
		const eves = await sitDown(stage, eve!, {
			stream: STREAM,
			deps: { payloadKeyOf: (header, epoch) => (header.area === 'text' ? null : epoch.areaKey(header.area)) }
		});
		await pass(anas.desk, eves);
		expect([eves.log.entries().length, eves.log.pendingCount()]).toEqual([0, 1]);
	});
});

describe('the key of a text', () => {
	const key = createStreamKey(stage.random);
	const stream = streamIdOf(key, stage.collective);
	const readers = [ana!, ben!].map(({ slot, keys: own }) => ({ slot, boxPublicKey: own.box.publicKey }));
	const offer = offerStreamKey(key, stage.collective, readers, stage.random);

	it('[TXT23] opens for the devices it is boxed to, and for nobody else', () => {
		const accepted = acceptStreamKey(offer, stage.collective, stream, ben!.slot, ben!.keys.box);
		expect(accepted.ok && reveal(accepted.value)).toEqual(reveal(key));
		expect(acceptStreamKey(offer, stage.collective, stream, chloe!.slot, chloe!.keys.box)).toEqual({
			ok: false,
			error: { type: 'NotOffered' }
		});
		expect(acceptStreamKey(offer, stage.collective, stream, ben!.slot, chloe!.keys.box)).toEqual({
			ok: false,
			error: { type: 'BadBox' }
		});
		const named = parseOffer(offer);
		expect(named.ok && [...named.value.keys()]).toEqual([ana!.slot, ben!.slot]);
	});

	it('[TXT24] another key, offered for this stream, is not taken', () => {
		const other = offerStreamKey(createStreamKey(stage.random), stage.collective, readers, stage.random);
		expect(acceptStreamKey(other, stage.collective, stream, ben!.slot, ben!.keys.box)).toEqual({
			ok: false,
			error: { type: 'BadBox' }
		});
		expect(stream).toMatch(/^[A-Za-z0-9_-]{22}$/);
	});

	it('[TXT23] damaged and newer offers are told apart', () => {
		for (const bad of [new Uint8Array(), offer.slice(0, -1), Uint8Array.of(...offer, 0), Uint8Array.of(1, 255, 255, 255, 255)])
			expect(parseOffer(bad)).toMatchObject({ error: { type: 'Malformed' } });
		expect(parseOffer(Uint8Array.of(2, 0, 0, 0, 0))).toEqual({ ok: false, error: { type: 'NewerPayload', version: 2 } });
	});
});
