/** Backups, rolled-back disks, crashes and copies: an honest device never signs two entries for one place. */
import { describe, expect, it } from 'vitest';
import type { PeerId } from '$lib/adapters/webrtc/peer';
import { encodeSide } from '$lib/worker/side-protocol';
import { must, PASSPHRASE, type Device, type Rig } from '../support/engine-rig';
import { addRoom, booking, expense, house, MEETING, pictureOf, proposing } from '../support/engine-people';

const MINUTE = 60_000;
const BACKUP = 'backup phrase of mine';

/** A fresh device with the backup in it; the collective is open. */
async function restored(rig: Rig, from: Device, file: Uint8Array): Promise<Device> {
	const fresh = await rig.device(`${from.name} again`);
	await fresh.engine.wipe();
	const vault = must(await fresh.engine.restore(file, BACKUP, PASSPHRASE));
	fresh.collective = vault.collectives[0]!.id;
	must(await fresh.engine.open(fresh.collective));
	return fresh;
}

const noForks = async (people: readonly Device[]) => {
	for (const each of people)
		expect((await each.view('members')).members.flatMap(({ devices }) => devices).map(({ status }) => status)).not.toContain('forked');
};

describe('a backup on a fresh device', () => {
	it('[NET75] writes nothing before a colleague was heard, takes back what came after the backup, and goes on without a fork', async () => {
		const { rig, people } = await house(['Ana', 'Ben', 'Chloé']);
		const [ana, ben, chloe] = people as [Device, Device, Device];
		const room = await addRoom(ana);
		const meeting = must(await ben.engine.planMeeting(MEETING, []));
		await rig.run(20_000);
		const { notes } = (await ben.view('consultation/meeting', { id: meeting }))!;
		must(await ben.engine.appendText(notes, Uint8Array.of(1, 0)));
		const file = must(await ben.engine.backup(BACKUP));
		await ben.post(booking(room));
		must(await ben.engine.appendText(notes, Uint8Array.of(1, 0)));
		await rig.run(MINUTE);
		ben.online = false;
		await ben.engine.close();

		for (const each of [ana, chloe]) each.online = false;
		const again = await restored(rig, ben, file);
		expect(await again.engine.post([booking(room, 14)])).toMatchObject({ ok: false, error: { type: 'OwnLogAhead', next: expect.any(String) } });
		expect(await again.engine.appendText(notes, Uint8Array.of(1, 0))).toMatchObject({ ok: false, error: { type: 'OwnLogAhead' } });
		expect(await again.engine.planMeeting(MEETING, [])).toMatchObject({ ok: false, error: { type: 'OwnLogAhead' } });
		await rig.run(MINUTE);
		const writes = [...again.stores.values()][0]!.writes;
		await rig.run(MINUTE);
		expect([...again.stores.values()][0]!.writes).toBe(writes);

		for (const each of [ana, chloe]) each.online = true;
		await rig.run(MINUTE);
		await again.post(booking(room, 14));
		must(await again.engine.appendText(notes, Uint8Array.of(1, 0)));
		await rig.run(MINUTE);
		await noForks([ana, chloe, again]);
		expect(new Set(await Promise.all([ana, chloe, again].map(pictureOf))).size).toBe(1);
		expect((await again.view('calendar/day', { date: '2026-03-03' }))).toEqual(await again.view('calendar/day', { date: '2026-03-03' }));
		await again.restart();
		await again.post(booking(room, 16));
		await noForks([again]);
	});

	it('[NET75] alone in the house there is nobody to ask: it writes at once', async () => {
		const { rig, people } = await house(['Ana']);
		const file = must(await people[0]!.engine.backup(BACKUP));
		await people[0]!.engine.close();
		people[0]!.online = false;
		const again = await restored(rig, people[0]!, file);
		await again.post(proposing('Still here', rig));
	});

	it('the abandoned original meets the restored copy: the device is retired for everybody alike, and nothing counted is taken back', async () => {
		const { rig, people } = await house(['Ana', 'Ben', 'Chloé']);
		const [ana, ben, chloe] = people as [Device, Device, Device];
		const room = await addRoom(ana);
		await rig.run(20_000);
		const [kept] = await ben.post(booking(room));
		await rig.run(MINUTE);
		const ids = (await ana.view('members')).members.map(({ memberId }) => memberId);
		const file = must(await ben.engine.backup(BACKUP));
		ben.online = false;
		await rig.quiet();
		await ben.post(expense(ids, ids[0]!, 3000));
		const again = await restored(rig, ben, file);
		await rig.run(MINUTE);
		await again.post(expense(ids, ids[1]!, 600));
		await rig.run(MINUTE);
		again.online = false;
		ben.online = true;
		await rig.run(3 * MINUTE);
		for (const each of [ana, chloe]) {
			const states = (await each.view('members')).members.find(({ profile }) => profile.name === 'Ben')!.devices.map(({ status }) => status);
			expect(states).toEqual(['forked']);
			expect((await each.view('calendar/booking', { id: kept! }))!.firmness.status).toBe('booked');
			expect((await each.view('home')).notices.length).toBeGreaterThan(0);
		}
		expect(await pictureOf(ana)).toBe(await pictureOf(chloe));
		expect(await ben.engine.post([booking(room, 16)])).toMatchObject({ ok: false, error: { type: 'OwnLogForked', next: expect.any(String) } });
		// The other branch is refused by those who know.
		ben.online = false;
		again.online = true;
		await rig.run(MINUTE);
		expect(rig.links().map(({ a, b }) => [a, b])).toEqual([['Ana', 'Chloé']]);
		expect(rig.refusal(ana, again)).toContain('Ana refuses Ben again: Stranger');
	});
});

describe('the disk of an honest device', () => {
	it('[NET75] a disk that was rolled back is noticed through colleagues, and the log goes on where they know it', async () => {
		const { rig, people } = await house(['Ana', 'Ben', 'Chloé']);
		const [ana, ben, chloe] = people as [Device, Device, Device];
		const room = await addRoom(ana);
		await rig.run(20_000);
		const store = [...ben.stores.values()][0]!;
		const mark = store.writes;
		await ben.post(booking(room));
		await rig.run(MINUTE);
		await ben.engine.close();
		store.rollBackTo(mark);
		await ben.restart();
		await rig.run(MINUTE);
		await ben.post(booking(room, 14));
		await rig.run(MINUTE);
		await noForks(people);
		expect(new Set(await Promise.all([ana, ben, chloe].map(pictureOf))).size).toBe(1);
	});

	it('a crash after the disk took an entry and before anybody heard of it makes no second entry', async () => {
		const { rig, people } = await house(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		const room = await addRoom(ana);
		await rig.run(20_000);
		const store = [...ben.stores.values()][0]!;
		store.afterOwnCommit = () => {
			store.afterOwnCommit = null;
			throw new Error('the machine stops');
		};
		await expect(ben.engine.post([booking(room)])).rejects.toThrow('the machine stops');
		await ben.restart();
		await ben.post(booking(room, 14));
		await rig.run(MINUTE);
		await noForks(people);
		expect(await pictureOf(ana)).toBe(await pictureOf(ben));
		const mine = await ana.view('calendar/day', { date: '2026-03-03' });
		expect(JSON.stringify(mine)).toContain('T10:00');
		expect(JSON.stringify(mine)).toContain('T14:00');
	});

	it('damaged own rows stop writing until colleagues have given them back', async () => {
		const { rig, people } = await house(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		const room = await addRoom(ana);
		await rig.run(20_000);
		const store = [...ben.stores.values()][0]!;
		const mark = store.writes;
		await ben.post(booking(room));
		await rig.run(MINUTE);
		ben.online = false;
		await ben.engine.close();
		store.damageOwnRowsFrom(mark);
		await ben.restart();
		expect(await ben.engine.post([booking(room, 14)])).toMatchObject({ ok: false, error: { type: 'OwnLogAhead' } });
		ben.online = true;
		await rig.run(MINUTE);
		await ben.post(booking(room, 14));
		await rig.run(MINUTE);
		await noForks(people);
		expect(await pictureOf(ana)).toBe(await pictureOf(ben));
	});

	it('[NET75] a colleague who boasts of entries that never were stops nobody for long', async () => {
		const { rig, people } = await house(['Ana', 'Ben', 'Chloé']);
		const [ana, ben] = people as [Device, Device];
		await rig.run(20_000);
		const plan = (await ana.engine.plan())!;
		// A member's device is called by its id on the line.
		const rogue = (await ana.view('members')).members.find(({ profile }) => profile.name === 'Ben')!.devices[0]!.deviceId as string as PeerId;
		const boast = () =>
			ana.engine.receiveMessage(rogue, encodeSide({ kind: 'heartbeat', stateHash: '', epoch: '', have: new Map([['core' as never, new Map([[0, new Map([[plan.ownSlot, 9_999]])]])]]) }));
		await boast();
		expect(await ana.engine.post([proposing('Now', rig)])).toMatchObject({ ok: false, error: { type: 'OwnLogAhead' } });
		await rig.run(30_000);
		await ana.post(proposing('Later', rig));
		await boast();
		await ana.post(proposing('Still', rig));
		await rig.run(MINUTE);
		await noForks([ana, ben]);
	});
});
