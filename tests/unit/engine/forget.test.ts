/** Destroying a text on one device: what survives a crash, a full disk, a clock, a colleague who sends it again or boasts of it. */
import { describe, expect, it } from 'vitest';
import type { ObjectId, StreamId } from '$crypto/base';
import type { PeerId } from '$lib/adapters/webrtc/peer';
import { encodeSide } from '$lib/worker/side-protocol';
import { house } from '../../support/engine-people';
import { must, type Device } from '../../support/engine-rig';
import { openedDisk, search } from '../../support/opened-disk';

const DAY = 86_400_000;
const MINUTE = 60_000;
const WORDS = new TextEncoder().encode('hollyhock');

async function withNotes(kind: 'check-in' | 'ethics' = 'check-in') {
	const { rig, people } = await house(['Ana', 'Ben']);
	const [ana, ben] = people as [Device, Device];
	const plan = { title: 'Circle', kind, start: '2026-03-02T12:00', end: '2026-03-02T13:00', zone: 'Europe/Berlin', room: null, link: '' };
	const meeting = must(await ana.engine.planMeeting(plan, []));
	await rig.run(MINUTE);
	const { notes } = (await ana.view('consultation/meeting', { id: meeting }))!;
	for (const each of people) must(await each.engine.appendText(notes, WORDS));
	// of two tabs
	must(await ana.engine.saveDraft(`held ${notes}`, 'hollyhock held'));
	must(await ana.engine.saveDraft(`held ${notes} 1`, 'hollyhock held'));
	await rig.run(10_000);
	return { rig, people, ana, ben, meeting, notes };
}

const rowsOf = async (device: Device, stream: StreamId) =>
	(await device.stores.get(device.collective!)!.load()).batches.filter((batch) => batch.stream === stream);
const isFound = async (device: Device): Promise<boolean> => search(await openedDisk(device), ['hollyhock']).get('hollyhock')!.size > 0;
const nameOnLine = async (at: Device, of: Device) =>
	(await at.view('members')).members.find(({ profile }) => profile.name === of.name)!.devices[0]!.deviceId as string as PeerId;
const forgetting = async (device: Device, id: ObjectId) => (await device.view('consultation/meeting', { id }))!.forgetting;

describe('a text whose time has come', () => {
	it('[TXT60] [TXT61] is marked for good: sent again it is not taken, and setting the clock back does not bring it back', async () => {
		const { rig, ana, ben, notes } = await withNotes();
		ana.skewMs += 91 * DAY;
		await rig.run(6 * MINUTE);
		expect(await isFound(ana)).toBe(false);
		expect(await isFound(ben)).toBe(true);
		const from = await nameOnLine(ana, ben);
		for (const batch of await rowsOf(ben, notes)) await ana.engine.receiveMessage(from, encodeSide({ kind: 'entries', batch }));
		ana.skewMs = 0;
		for (const batch of await rowsOf(ben, notes)) await ana.engine.receiveMessage(from, encodeSide({ kind: 'entries', batch }));
		await rig.run(MINUTE);
		await ana.restart();
		await rig.run(MINUTE);
		expect(await rowsOf(ana, notes)).toEqual([]);
		expect(await ana.engine.openText(notes)).toMatchObject({ ok: false, error: { type: 'TextGone' } });
		expect(await ana.engine.appendText(notes, WORDS)).toMatchObject({ ok: false, error: { type: 'TextGone' } });
		expect(ana.offences).toBe(0);
		expect(await ana.view('connection')).toMatchObject({ upToDate: true, copiesDiffer: false });
	}, 60_000);

	it('[TXT60] from the first moment of that day nothing of it goes into a backup, to a colleague or to the page, although nobody has looked yet', async () => {
		const { rig, ana, ben, notes } = await withNotes();
		const heard: string[] = [];
		for (const each of [ana, ben]) each.listeners.add((name) => void (name === 'textFrame' && heard.push(each.name)));
		for (const each of [ana, ben]) await each.engine.sendLive(notes, WORDS);
		await rig.run(500);
		expect(heard.sort()).toEqual(['Ana', 'Ben']);
		expect(search(await openedDisk(ana), ['hollyhock']).get('hollyhock')).toContain('backup, text');
		ana.skewMs += 91 * DAY;
		for (const each of [ana, ben]) await each.engine.sendLive(notes, WORDS);
		await rig.run(500);
		expect(heard).toEqual(['Ana', 'Ben']);
		expect(search(await openedDisk(ana), ['hollyhock']).get('hollyhock')).not.toContain('backup, text');
	}, 60_000);

	it('[TXT60] a claim about own entries in it stops nobody from writing', async () => {
		const { rig, ana, ben, notes } = await withNotes();
		ana.skewMs += 91 * DAY;
		await rig.run(6 * MINUTE);
		const slot = (await ana.engine.plan())!.ownSlot;
		const have = new Map([[notes, new Map([[0, new Map([[slot, 99]])]])]]);
		await ana.engine.receiveMessage(await nameOnLine(ana, ben), encodeSide({ kind: 'heartbeat', have, stateHash: '', epoch: '' }));
		await rig.run(5_000);
		expect(await ana.engine.planMeeting({ title: 'Next', kind: 'case', start: '2026-09-02T12:00', end: '2026-09-02T13:00', zone: 'Europe/Berlin', room: null, link: '' }, [])).toMatchObject({ ok: true });
	}, 60_000);

	it('[TXT61] a disk that refuses keeps it for the moment: it is not shown meanwhile, and gone as soon as the disk lets it', async () => {
		const { rig, ana, notes } = await withNotes();
		const store = ana.stores.get(ana.collective!)!;
		store.refuseWith({ type: 'DiskFull' });
		ana.skewMs += 91 * DAY;
		await rig.run(6 * MINUTE);
		expect((await rowsOf(ana, notes)).length).toBeGreaterThan(0);
		expect(await ana.engine.openText(notes)).toMatchObject({ ok: false, error: { type: 'TextGone' } });
		await ana.restart();
		expect((await ana.view('consultation')).past).toHaveLength(1);
		store.refuseWith(null);
		await rig.run(6 * MINUTE);
		expect(await isFound(ana)).toBe(false);
	}, 60_000);

	it('[TXT62] cut off between the text and its drafts, the next start goes on', async () => {
		const { rig, ana, notes } = await withNotes();
		ana.vault.refuseWith({ type: 'StoreClosed' });
		ana.skewMs += 91 * DAY;
		await rig.run(6 * MINUTE);
		expect(await rowsOf(ana, notes)).toEqual([]);
		expect([...search(await openedDisk(ana), ['hollyhock']).get('hollyhock')!]).toEqual(['record drafts']);
		ana.vault.refuseWith(null);
		await ana.restart();
		expect(await isFound(ana)).toBe(false);
	}, 60_000);

	it('[CON53] is said to be gone in the core log, all at once and once', async () => {
		const { rig, people, ana, ben, meeting } = await withNotes();
		const item = must(
			await ana.engine.addCase({
				meeting, minutes: 20, order: 'V', tags: { age: 'adult', setting: 'office', themes: [], wish: null },
				confirms: { consent: true, noRecording: true, notSupervision: true }
			})
		);
		expect(item).toBeTruthy();
		await rig.run(10_000);
		for (const each of people) each.skewMs += 91 * DAY;
		await rig.run(10 * MINUTE);
		expect(await forgetting(ana, meeting)).toMatchObject({ status: 'gone', because: 'time', goneOnMembers: 2 });
		const said = await Promise.all([ana, ben].map(async (each) => (await rowsOf(each, 'core' as StreamId)).flatMap(({ entries }) => entries).length));
		await rig.run(10 * MINUTE);
		const later = await Promise.all([ana, ben].map(async (each) => (await rowsOf(each, 'core' as StreamId)).flatMap(({ entries }) => entries).length));
		expect(later).toEqual(said);
	}, 60_000);
});

describe('private words', () => {
	it('[CON61] stay on this device, sealed, across a reload; too many or too long are refused', async () => {
		const { people } = await house(['Ana']);
		const [ana] = people as [Device];
		expect(await ana.engine.privateWords()).toEqual({ flag: [], pass: [] });
		must(await ana.engine.setPrivateWords({ flag: ['Oleander', ' Oleander ', 'Quince'], pass: ['Rose'] }));
		await ana.restart();
		expect(await ana.engine.privateWords()).toEqual({ flag: ['Oleander', 'Quince'], pass: ['Rose'] });
		expect(await ana.engine.setPrivateWords({ flag: Array.from({ length: 501 }, (_, i) => `w${i}`), pass: [] })).toMatchObject({ error: { type: 'TooLarge' } });
		expect(await ana.engine.setPrivateWords({ flag: ['x'.repeat(81)], pass: [] })).toMatchObject({ error: { type: 'TooLarge' } });
		expect(await ana.engine.setPrivateWords({ flag: [''], pass: [] })).toMatchObject({ error: { type: 'BadInput' } });
		const places = search(await openedDisk(ana), ['Oleander']);
		expect([...places.get('Oleander')!]).toEqual(['record words']);
		for (const sealed of ana.vault.kept.values()) expect(Buffer.from(sealed).toString('latin1')).not.toContain('Oleander');
	});
});
