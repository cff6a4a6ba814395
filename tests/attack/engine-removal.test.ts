/** Eve is removed: what she can read afterwards, where she is refused, and how those who were away come back. */
import { describe, expect, it } from 'vitest';
import type { DeviceId, MemberId, ObjectId } from '$crypto/base';
import type { OpInput } from '$crdt/domain/op';
import type { PeerId } from '$lib/adapters/webrtc/peer';
import { encodeSide } from '$lib/worker/side-protocol';
import { must, type Device, type Rig } from '../support/engine-rig';
import { addRoom, booking, house, isMember, join, knock as standAtTheDoor, mediateInVain, pictureOf, proposing, remove } from '../support/engine-people';

const MINUTE = 60_000;
const commentOp = (about: ObjectId, text: string): OpInput => ({ type: 'proposals/comment', about, text, replyTo: null, mentions: [] });

async function removeForGood(rig: Rig, deciders: readonly Device[], subject: Device, mediated?: ObjectId): Promise<void> {
	const mediation = mediated ?? (await mediateInVain(rig, deciders[0]!, deciders.slice(1), subject));
	await remove(rig, deciders, subject, mediation, 10 * MINUTE);
	await rig.timers.sleep(10 * MINUTE);
	await rig.run(MINUTE);
}

const livePlan = async (device: Device) => (await device.engine.plan())!.rooms.find(({ kind }) => kind === 'live')!;

describe('after the removal of Eve', () => {
	it('the group key rotates, Eve is refused and told, and opens nothing of the later log with every key she ever held', async () => {
		const { rig, people } = await house(['Ana', 'Ben', 'Eve']);
		const [ana, ben, eve] = people as [Device, Device, Device];
		const room = await addRoom(ana);
		const oldRoom = await livePlan(ana);
		await removeForGood(rig, [ana, ben], eve);
		expect((await livePlan(ana)).name).not.toBe(oldRoom.name);
		expect((await ana.engine.plan())!.rooms.find(({ name }) => name === oldRoom.name)!.kind).toBe('handover');
		expect(eve.events.some(({ name, value }) => name === 'session' && (value as { status: string }).status === 'removed')).toBe(true);
		expect(rig.links()).toEqual([{ a: 'Ana', b: 'Ben', room: 'live' }]);
		// A ban ends with the page; that she is nobody's colleague stays.
		for (const each of [ana, ben]) each.banned.clear();
		await rig.run(20_000);
		expect(rig.links()).toHaveLength(1);
		expect(rig.refusal(ana, eve)).toContain('Ana refuses Eve: Stranger');
		expect(rig.refusal(ben, eve)).toContain('Ben refuses Eve: Stranger');

		const sinceRemoval = eve.heard.length;
		const upToRemoval = await placesIn(ana);
		await ben.post(booking(room));
		await ana.post(commentOp((await ana.view('proposals')).decided[0]!.id, 'canary: a new lock'));
		await rig.run(2 * MINUTE);
		expect(eve.heard.length).toBe(sinceRemoval);

		// Even given the whole later log: her engine takes it from the wire, and none of it opens.
		const stranger = { peer: 'a thief' as PeerId, identity: { kind: 'member', device: 'a thief' as DeviceId, member: 'a thief' as MemberId }, room: 'live', roomName: '', heardMs: 0, route: 'direct' } as const;
		await eve.engine.peersChanged([stranger]);
		const before = await textOfEverything(eve);
		const stolen = (await [...ana.stores.values()][0]!.load()).batches;
		const later = [...(await placesIn(ana))].filter((place) => !upToRemoval.has(place));
		for (const batch of stolen) await eve.engine.receiveMessage(stranger.peer, encodeSide({ kind: 'entries', batch }));
		await rig.quiet();
		const opened = await placesIn(eve);
		expect(later.length).toBeGreaterThan(2);
		expect(later.filter((place) => opened.has(place))).toEqual([]);
		expect(await textOfEverything(eve)).toBe(before);
		expect(before).not.toContain('canary');
		// The control: with Ana's keys the same log opens whole.
		expect(JSON.stringify(await ana.view('proposal', { id: (await ana.view('proposals')).decided[0]!.id }))).toContain('canary');
	});

	it('who was away meets the others in the room of the earlier key, and catches up', async () => {
		const { rig, people } = await house(['Ana', 'Ben', 'Dele', 'Chloé', 'Eve']);
		const [ana, ben, dele, chloe, eve] = people as [Device, Device, Device, Device, Device];
		chloe.online = false;
		await removeForGood(rig, [ana, ben, dele], eve);
		expect((await ana.view('members')).members.map(({ profile }) => profile.name)).not.toContain('Eve');
		chloe.online = true;
		eve.online = false;
		await rig.run(2 * MINUTE);
		expect((await livePlan(chloe)).name).toBe((await livePlan(ana)).name);
		expect(rig.links().filter(({ room }) => room === 'live')).toHaveLength(6);
		expect(new Set(await Promise.all([ana, ben, dele, chloe].map(pictureOf))).size).toBe(1);
	});

	it('a newcomer gets the earlier keys too, and one admitted while the key rotated elsewhere gets the new one', async () => {
		const { rig, people } = await house(['Ana', 'Ben', 'Chloé', 'Eve']);
		const [ana, ben, chloe, eve] = people as [Device, Device, Device, Device];
		await ana.post(commentOp((await ana.post(proposing('Old words', rig)))[0]!, 'from the first days'));
		const dele = await rig.device('Dele');
		const link = must(await chloe.engine.invite('')).fragmentLink;
		await rig.run(10_000);
		const mediation = await mediateInVain(rig, ana, [ben, chloe], eve);
		// Chloé and Dele on one side; on the other the removal of Eve, and with it a new key.
		for (const other of [ana, ben, eve]) {
			rig.part(chloe, other);
			rig.part(dele, other);
		}
		rig.part(eve, dele);
		await standAtTheDoor(dele, link);
		await removeForGood(rig, [ana, ben], eve, mediation);
		eve.online = false;
		await rig.run(5_000);
		const [knock] = await chloe.view('knocks');
		must(await chloe.engine.admit(knock!.id));
		await rig.run(10_000);
		for (const other of [ana, ben]) {
			rig.rejoin(chloe, other);
			rig.rejoin(dele, other);
		}
		await rig.run(MINUTE);
		for (const member of [ana, ben]) for (const each of await member.view('knocks')) await member.engine.admit(each.id);
		await rig.run(3 * MINUTE);
		expect(await isMember(dele)).toBe(true);
		expect((await livePlan(dele)).name).toBe((await livePlan(ana)).name);
		expect(await pictureOf(dele)).toBe(await pictureOf(ana));
		expect(JSON.stringify(await dele.view('proposals'))).toContain('Old words');

		const fay = await rig.device('Fay');
		await join(rig, [ana, ben, chloe, dele], fay);
		await rig.run(MINUTE);
		expect(await pictureOf(fay)).toBe(await pictureOf(ana));
		expect(JSON.stringify(await fay.view('proposals'))).toContain('Old words');
	});
});

const placesIn = async (device: Device): Promise<ReadonlySet<string>> =>
	new Set((await [...device.stores.values()][0]!.load()).batches.flatMap(({ stream, segment, entries }) => entries.map(({ slot, seq }) => `${stream}/${segment}/${slot}/${seq}`)));

async function textOfEverything(device: Device): Promise<string> {
	const { open, decided } = await device.view('proposals');
	const each = await Promise.all([...open, ...decided].map(({ id }) => device.view('proposal', { id })));
	return JSON.stringify([each, await device.view('calendar/day', { date: '2026-03-03' }), await device.view('members')]);
}
