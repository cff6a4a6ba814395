/** Who can read a case: what a member who may know the person has on their device, keeps in a copy, asks for, or is given by another. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CORE_STREAM, fromBase64, type ObjectId, type Slot, type StreamId } from '$crypto/base';
import { deviceKeysFromSeed } from '$crypto/keys';
import { systemRandom } from '$crypto/random';
import { offerStreamKey, parseOffer, acceptStreamKey } from '$crdt/text/key-offer';
import type { PeerId } from '$lib/adapters/webrtc/peer';
import { decodeSide, encodeSide } from '$lib/worker/side-protocol';
import { openBehind, secretsOf } from '../support/device-insides';
import { house } from '../support/engine-people';
import { must, type Device, type Rig } from '../support/engine-rig';
import { createMemoryStore } from '../support/memory-store';
import { openedBatches, openedDisk, search } from '../support/opened-disk';
import { openPage, run, stubPage, unstubPage, until } from '../support/text-page';

beforeEach(stubPage);
afterEach(unstubPage);

const MINUTE = 60_000;
const PLAN = { title: 'Circle', kind: 'case', start: '2026-03-09T18:00', end: '2026-03-09T19:30', zone: 'Europe/Berlin', room: null, link: '' } as const;
const CASE: Omit<Parameters<Device['engine']['addCase']>[0], 'meeting'> = {
	minutes: 30, order: 'V', tags: { age: 'adult', setting: 'office', themes: ['grief'], wish: 'ideas' },
	confirms: { consent: true, noRecording: true, notSupervision: true }
};

interface Scene {
	readonly rig: Rig;
	readonly ana: Device;
	readonly ben: Device;
	readonly eve: Device;
	readonly meeting: ObjectId;
	readonly item: ObjectId;
}

/** Ana presents; Ben and Eve come. Nobody has answered yet. */
async function aCase(): Promise<Scene> {
	const { rig, people } = await house(['Ana', 'Ben', 'Eve']);
	const [ana, ben, eve] = people as [Device, Device, Device];
	const meeting = must(await ana.engine.planMeeting(PLAN, []));
	await rig.run(10_000);
	for (const each of people) await each.post({ type: 'consultation/reply', meeting, coming: 'yes' });
	await rig.run(10_000);
	const item = must(await ana.engine.addCase({ meeting, ...CASE }));
	await rig.run(30_000);
	return { rig, ana, ben, eve, meeting, item };
}

const answer = (device: Device, item: ObjectId, knows: 'no' | 'maybe') => device.post({ type: 'consultation/answer-case', item, knows });
const caseOf = async (device: Device, { meeting }: Scene) => (await device.view('consultation/meeting', { id: meeting }))!.items[0]!.case!;
const textsOf = async ({ ana, ...scene }: Scene): Promise<readonly StreamId[]> => (await caseOf(ana, { ana, ...scene })).texts;
const rowsOf = async (device: Device, stream: StreamId) =>
	(await device.stores.get(device.collective!)!.load()).batches.filter((batch) => batch.stream === stream).flatMap(({ entries }) => entries);
const slotOf = async (device: Device): Promise<Slot> => (await device.engine.plan())!.ownSlot;
const nameOnLine = async (at: Device, of: Device) =>
	(await at.view('members')).members.find(({ profile }) => profile.name === of.name)!.devices[0]!.deviceId as string as PeerId;

/** How many boxes anybody has written for a device in this text, as a device that carries it sees. */
async function boxesFor(carrier: Device, stream: StreamId, reader: Device): Promise<number> {
	const inside = await openBehind(carrier);
	const slot = await slotOf(reader);
	const log = await inside.texts.ensure(stream);
	let count = 0;
	for (const { area, payload } of log.entries()) {
		const boxes = area === 'consultation' && payload.kind === 'text' ? parseOffer(payload.bytes) : null;
		if (boxes?.ok && boxes.value.has(slot)) count++;
	}
	return count;
}

describe('the key of a case', () => {
	it('[CON35] [CON36] stays with the presenter until everybody who comes has answered, and goes to those alone who do not know the person', async () => {
		const scene = await aCase();
		const { rig, ana, ben, eve, item } = scene;
		const [text] = (await textsOf(scene)) as [StreamId];
		expect(must(await ana.engine.openText(text)).stream).toBe(text);
		await answer(ben, item, 'no');
		await rig.run(MINUTE);
		expect(await caseOf(ben, scene)).toMatchObject({ access: { status: 'waiting', forNames: ['Eve'] }, texts: [] });
		expect(await ben.engine.openText(text)).toMatchObject({ ok: false, error: { type: 'MissingKey' } });
		await answer(eve, item, 'maybe');
		await rig.run(MINUTE);
		expect(await caseOf(ben, scene)).toMatchObject({ access: { status: 'open' }, texts: [text] });
		expect(must(await ben.engine.openText(text)).stream).toBe(text);
		expect(await caseOf(eve, scene)).toMatchObject({ access: { status: 'recused', seen: null }, texts: [] });
		expect(await eve.engine.openText(text)).toMatchObject({ ok: false, error: { type: 'SteppedOut' } });
		expect(await boxesFor(ana, text, eve)).toBe(0);
		expect(await rowsOf(eve, text)).toEqual([]);
		// nobody could read who stepped out: the text goes on as it is
		expect(await textsOf(scene)).toEqual([text]);
		expect(await ana.view('connection')).toMatchObject({ upToDate: true });
		expect(await eve.view('connection')).toMatchObject({ upToDate: true });
	}, 60_000);

	it('[CON35] the presenter may open it for those who have answered', async () => {
		const scene = await aCase();
		const { rig, ana, ben, eve, item } = scene;
		await answer(ben, item, 'no');
		await rig.run(10_000);
		await ana.post({ type: 'consultation/open-case', item });
		await rig.run(MINUTE);
		const [text] = (await textsOf(scene)) as [StreamId];
		expect(must(await ben.engine.openText(text)).stream).toBe(text);
		expect(await caseOf(eve, scene)).toMatchObject({ access: { status: 'ask' }, texts: [], openedEarly: true });
		expect(await boxesFor(ana, text, eve)).toBe(0);
		// a device that has not been let in may carry the sealed bytes
		expect((await rowsOf(eve, text)).length).toBeGreaterThan(0);
	}, 60_000);
});

describe('somebody who could read steps out', () => {
	/** Eve reads, keeps a copy of all that her device has, and steps out. */
	async function stepsOut() {
		const scene = await aCase();
		const { rig, ana, ben, eve, item } = scene;
		for (const each of [ben, eve]) await answer(each, item, 'no');
		await rig.run(MINUTE);
		const [text] = (await textsOf(scene)) as [StreamId];
		const page = openPage(ana, text);
		const read = openPage(eve, text);
		await until(rig, () => page.text !== null && read.text !== null);
		page.type('earlierwords');
		await run(rig, 10_000);
		await eve.engine.saveDraft(`held ${text}`, 'heldbyeve');
		const copy = createMemoryStore();
		for (const batch of (await eve.stores.get(eve.collective!)!.load()).batches) await copy.commitReceived(batch);
		await answer(eve, item, 'maybe');
		await run(rig, MINUTE);
		return { scene, text, page, read, copy };
	}

	it('[CON36] [CON37] their device destroys it, and what is written afterwards is under a key that no copy has', async () => {
		const { scene, text, page, read, copy } = await stepsOut();
		const { rig, ana, ben, eve } = scene;
		expect(read.text!.gone.current).toBe('stepped-out');
		await read.close();
		expect(search(await openedDisk(eve), ['earlierwords', 'heldbyeve']).get('earlierwords')!.size).toBe(0);
		expect(search(await openedDisk(eve), ['heldbyeve']).get('heldbyeve')!.size).toBe(0);
		expect(await caseOf(eve, scene)).toMatchObject({ access: { status: 'recused', seen: { from: expect.any(Number), until: expect.any(Number) } }, texts: [] });

		const texts = await textsOf(scene);
		expect(texts).toHaveLength(2);
		expect(texts[0]).toBe(text);
		const fresh = texts[1]!;
		const boxes = await boxesFor(ana, text, eve);
		await page.close();
		const next = openPage(ana, fresh);
		const bens = openPage(ben, fresh);
		await until(rig, () => next.text !== null && bens.text !== null);
		next.type('laterwords');
		await run(rig, 30_000);
		expect(bens.words()).toBe('laterwords');
		expect(must(await ben.engine.openText(text)).entries.length).toBeGreaterThan(0);
		expect(await boxesFor(ana, text, eve)).toBe(boxes);
		expect(await boxesFor(ana, fresh, eve)).toBe(0);

		// the copy, with the keys of her device and given all that colleagues' devices hold, opens what it could before and nothing that came after
		const held = (await ben.stores.get(ben.collective!)!.load()).batches;
		expect(held.some(({ stream }) => stream === fresh)).toBe(true);
		const opened = search(await openedBatches(eve, [...(await copy.load()).batches, ...held]), ['earlierwords', 'laterwords']);
		expect(opened.get('earlierwords')!.size).toBeGreaterThan(0);
		expect(opened.get('laterwords')!.size).toBe(0);
		expect(search(await openedBatches(ben, held), ['laterwords']).get('laterwords')!.size).toBeGreaterThan(0);
		// and nothing of either text was sent to her afterwards
		const sent = eve.heard.flatMap(({ bytes }) => decodeSide(bytes) ?? []).filter((message) => 'stream' in message && message.stream === fresh);
		expect(sent).toEqual([]);
		await next.close();
		await bens.close();
	}, 90_000);

	it('[CON36] what is asked for, pushed or offered to a device whose member stepped out is neither given nor taken', async () => {
		const { scene, text, page, read } = await stepsOut();
		const { rig, ana, ben, eve } = scene;
		await page.close();
		await read.close();
		// asked for
		const before = eve.heard.length;
		const want = encodeSide({ kind: 'want', have: new Map([[text, new Map([[0, new Map()]])]]) });
		await ben.engine.receiveMessage(await nameOnLine(ben, eve), want);
		await run(rig, 5_000);
		const got = eve.heard.slice(before).flatMap(({ bytes }) => decodeSide(bytes) ?? []);
		expect(got.filter((message) => message.kind === 'entries' && message.batch.stream !== CORE_STREAM)).toEqual([]);
		// pushed, with the key for her in it: Ben could also have told her
		const inside = await openBehind(ben);
		const log = await inside.texts.ensure(text);
		const bens = deviceKeysFromSeed(fromBase64((await secretsOf(ben)).deviceSeed)!);
		const eves = deviceKeysFromSeed(fromBase64((await secretsOf(eve)).deviceSeed)!);
		const slot = await slotOf(ben);
		const key = log.entries().flatMap(({ area, payload }) => {
			const accepted = area === 'consultation' && payload.kind === 'text' ? acceptStreamKey(payload.bytes, inside.id, text, slot, bens.box) : null;
			return accepted?.ok ? [accepted.value] : [];
		})[0]!;
		const offer = offerStreamKey(key, inside.id, [{ slot: await slotOf(eve), boxPublicKey: eves.box.publicKey }], systemRandom);
		await log.append(inside.signer, 'consultation', { kind: 'text', bytes: offer });
		const from = await nameOnLine(eve, ben);
		for (const batch of log.missing(new Map())) await eve.engine.receiveMessage(from, encodeSide({ kind: 'entries', batch }));
		await run(rig, 20_000);
		expect(await rowsOf(eve, text)).toEqual([]);
		expect(await eve.engine.openText(text)).toMatchObject({ ok: false, error: { type: 'SteppedOut' } });
		await eve.restart();
		await run(rig, 20_000);
		expect(await rowsOf(eve, text)).toEqual([]);
		expect((await ana.view('connection')).copiesDiffer).toBe(false);
	}, 90_000);

	it('[CON38] whoever is let in again reads all of it and writes on, without a fork', async () => {
		const { scene, page, read } = await stepsOut();
		const { rig, ana, eve, item } = scene;
		await page.close();
		await read.close();
		const { memberId } = (await ana.view('members')).members.find(({ profile }) => profile.name === 'Eve')!;
		expect((await caseOf(ana, scene)).mayReadmit).toEqual([memberId]);
		await ana.post({ type: 'consultation/readmit', item, member: memberId });
		await run(rig, 2 * MINUTE);
		const texts = (await caseOf(eve, scene)).texts;
		expect(texts).toHaveLength(2);
		for (const text of texts) expect(must(await eve.engine.openText(text)).stream).toBe(text);
		for (const text of texts) expect((await eve.engine.appendText(text, Uint8Array.of(1, 0))).ok).toBe(true);
		await run(rig, MINUTE);
		expect((await ana.view('members')).members.every(({ devices }) => devices.every(({ status }) => status === 'active'))).toBe(true);
		for (const text of texts) expect((await rowsOf(ana, text)).length).toBe((await rowsOf(eve, text)).length);
	}, 90_000);
});
