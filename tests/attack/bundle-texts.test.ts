/** No file carries a text to somebody who has stepped out of it, or from a device that may not hold it (BUN12). */
import { describe, expect, it } from 'vitest';
import { fromBase64, type MemberId, type ObjectId, type StreamId } from '$crypto/base';
import { openBundle } from '$crypto/bundle';
import { deviceKeysFromSeed } from '$crypto/keys';
import { decodeRecords } from '$lib/worker/bundle-records';
import { secretsOf } from '../support/device-insides';
import { house } from '../support/engine-people';
import { must, type Device } from '../support/engine-rig';

const PLAN = { title: 'Circle', kind: 'case', start: '2026-03-09T18:00', end: '2026-03-09T19:30', zone: 'Europe/Berlin', room: null, link: '' } as const;
const CASE = {
	minutes: 30, order: 'V', tags: { age: 'adult', setting: 'office', themes: ['grief'], wish: 'ideas' },
	confirms: { consent: true, noRecording: true, notSupervision: true }
} satisfies Omit<Parameters<Device['engine']['addCase']>[0], 'meeting'>;

const answer = (device: Device, item: ObjectId, knows: 'no' | 'maybe') => device.post({ type: 'consultation/answer-case', item, knows });

/** A case by Ana that Ben and Eve may read. */
async function openCase() {
	const { rig, people } = await house(['Ana', 'Ben', 'Eve']);
	const [ana, ben, eve] = people as [Device, Device, Device];
	const meeting = must(await ana.engine.planMeeting(PLAN, []));
	await rig.run(10_000);
	for (const each of people) await each.post({ type: 'consultation/reply', meeting, coming: 'yes' });
	await rig.run(10_000);
	const item = must(await ana.engine.addCase({ meeting, ...CASE }));
	await rig.run(30_000);
	for (const each of [ben, eve]) await answer(each, item, 'no');
	await rig.run(30_000);
	const [text] = (await ana.view('consultation/meeting', { id: meeting }))!.items[0]!.case!.texts as [StreamId];
	return { rig, ana, ben, eve, item, text };
}

/** The streams of which there is anything in a file from one for another (null: for everybody). */
async function streamsFor(from: Device, to: Device, isForAll = false): Promise<Set<StreamId>> {
	const member = (await from.view('members')).members.find(({ profile }) => profile.name === to.name)!.memberId as MemberId;
	const { bytes } = must(await from.engine.makeBundle(isForAll ? null : member));
	const opened = openBundle(bytes, to.collective!, deviceKeysFromSeed(fromBase64((await secretsOf(to)).deviceSeed)!).box);
	if (!opened.ok) throw new Error(opened.error.type);
	return new Set([...decodeRecords(opened.value.body())].flatMap((record) => (record !== 'damaged' && record.kind === 'batch' ? [record.batch.stream] : [])));
}

describe('cases in files', () => {
	it('[BUN12] a case goes to who may read it, and from the moment somebody has stepped out not to them, nor to all at once', async () => {
		const { rig, ana, ben, eve, item, text } = await openCase();
		expect((await streamsFor(ana, ben, true)).has(text)).toBe(true);
		await answer(eve, item, 'maybe');
		await rig.run(30_000);
		for (const other of [ben, eve]) rig.part(ana, other);
		await rig.run(2_000);
		must(await ana.engine.appendText(text, Uint8Array.of(1, 2, 3)));
		expect((await streamsFor(ana, ben)).has(text)).toBe(true);
		expect([(await streamsFor(ana, eve)).has(text), (await streamsFor(ana, ben, true)).has(text)]).toEqual([false, false]);
		// nor does a file of hers bring what she no longer holds
		expect((await streamsFor(eve, ben)).has(text)).toBe(false);
	});

	it('[BUN12] [BUN15] a file made before does not bring it back to who has stepped out since', async () => {
		const { rig, ana, eve, item, text } = await openCase();
		const member = (await ana.view('members')).members.find(({ profile }) => profile.name === 'Eve')!.memberId;
		const { bytes } = must(await ana.engine.makeBundle(member));
		await answer(eve, item, 'maybe');
		await rig.run(30_000);
		must(await eve.engine.takeBundle(bytes));
		await rig.run(5_000);
		const rows = (await eve.stores.get(eve.collective!)!.load()).batches.filter(({ stream }) => stream === text);
		expect(rows).toEqual([]);
	});
});
