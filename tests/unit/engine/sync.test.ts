/** How devices catch up with each other: nothing twice, no asking in circles, an alarm when pictures differ. */
import { describe, expect, it } from 'vitest';
import type { DeviceId, MemberId, StreamId } from '$crypto/base';
import type { PeerId } from '$lib/adapters/webrtc/peer';
import { decodeSide, encodeSide, type SideMessage } from '$lib/worker/side-protocol';
import { createRig, type Device } from '../../support/engine-rig';
import { found, house, join, pictureOf, proposing } from '../../support/engine-people';

/** A colleague's line worked by hand. */
async function lineTo(device: Device, colleague: Device) {
	const fact = (await device.view('members')).members.find(({ profile }) => profile.name === colleague.name)!;
	const id = fact.devices[0]!.deviceId;
	const peer = id as string as PeerId;
	await device.engine.peersChanged([{ peer, identity: { kind: 'member', device: id as DeviceId, member: fact.memberId as MemberId }, room: 'live', roomName: '', heardMs: 0, route: 'direct' }]);
	const sent = (): SideMessage[] =>
		device.events.flatMap(({ name, value }) => {
			const message = name === 'send' && (value as { peer: PeerId }).peer === peer ? decodeSide((value as { bytes: Uint8Array }).bytes) : null;
			return message ? [message] : [];
		});
	return { peer, sent, say: (message: SideMessage) => device.engine.receiveMessage(peer, encodeSide(message)) };
}

describe('catching up', () => {
	it('[NET72] [NET73] a newcomer gets a log of several megabytes in portions, hardly anything twice', async () => {
		const rig = await createRig({ carriesOuter: false });
		const [ana, ben] = [await rig.device('Ana'), await rig.device('Ben')];
		await found(ana);
		for (let i = 0; i < 240; i++) await ana.post({ ...proposing(`Text ${i}`, rig), text: 'x'.repeat(19_000) } as never);
		const start = rig.timeMs;
		await join(rig, ana, ben);
		expect(rig.timeMs - start).toBeLessThan(14_000); // one portion follows the other at once
		await rig.run(5_000);
		expect(await pictureOf(ben)).toBe(await pictureOf(ana));
		const size = (await [...ana.stores.values()][0]!.load()).batches.flatMap(({ entries }) => entries).reduce((sum, { bytes }) => sum + bytes.length, 0);
		const got = ben.heard.reduce((sum, { bytes }) => sum + (decodeSide(bytes)?.kind === 'entries' ? bytes.length : 0), 0);
		expect(size).toBeGreaterThan(4_000_000);
		expect(got / size).toBeLessThan(1.1);
	});

	it('[NET72] entries that cannot be opened yet are not asked for again and again', async () => {
		const { rig, people } = await house(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		ben.online = false;
		await rig.run(1_000);
		const dele = await rig.device('Dele');
		await found(dele);
		const [batch] = (await [...dele.stores.values()][0]!.load()).batches;
		const line = await lineTo(ana, ben);
		const have = new Map([['core' as StreamId, new Map([[0, new Map(batch!.entries.map(({ slot }) => [slot, 5]))]])]]);
		const wants = () => line.sent().filter(({ kind }) => kind === 'want').length;
		const before = wants();
		let answered = before;
		for (let second = 0; second < 180; second++) {
			await line.say({ kind: 'heartbeat', have, stateHash: '', epoch: '' });
			await rig.run(1_000);
			for (; answered < wants(); answered++) {
				await line.say({ kind: 'entries', batch: batch! });
				await line.say({ kind: 'served' });
			}
		}
		expect(answered - before).toBeGreaterThan(0);
		expect(answered - before).toBeLessThanOrEqual(13);
	});

	it('[NET72] a request that nobody answers is made again after 20 s, not before', async () => {
		const { rig, people } = await house(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		ben.online = false;
		await rig.run(1_000);
		const line = await lineTo(ana, ben);
		const have = new Map([['core' as StreamId, new Map([[0, new Map([[42 as never, 5]])]])]]);
		const wants = () => line.sent().filter(({ kind }) => kind === 'want').length;
		for (let second = 0; second < 10; second++) {
			await line.say({ kind: 'heartbeat', have, stateHash: '', epoch: '' });
			await rig.run(1_000);
		}
		expect(wants()).toBe(1);
		for (let second = 0; second < 20; second++) {
			await line.say({ kind: 'heartbeat', have, stateHash: '', epoch: '' });
			await rig.run(1_000);
		}
		expect(wants()).toBe(2);
	});

	it('[NET78] equal holdings with different pictures, seen twice, raise the alarm; once does not', async () => {
		const { rig, people } = await house(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		await rig.run(5_000);
		const line = await lineTo(ana, ben);
		const theirs = [...ben.events].reverse().find(({ name }) => name === 'heartbeat')!.value as { bytes: Uint8Array };
		const beat = decodeSide(theirs.bytes);
		if (beat?.kind !== 'heartbeat') throw new Error('no heartbeat');
		const other = { ...beat, stateHash: 'A'.repeat(43) };
		await line.say(other);
		expect((await ana.view('connection')).copiesDiffer).toBe(false);
		await line.say(other);
		expect((await ana.view('connection')).copiesDiffer).toBe(true);
		expect((await ana.view('home')).notices.map(({ kind }) => kind)).toContain('copies-differ');
		await line.say(beat);
		expect((await ana.view('connection')).copiesDiffer).toBe(false);
	});

	it('[NET73] a request is answered with what it names and nothing else', async () => {
		const { rig, people } = await house(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		ben.online = false;
		await rig.run(1_000);
		const line = await lineTo(ana, ben);
		const from = line.sent().length;
		await line.say({ kind: 'want', have: new Map([['AAAAAAAAAAAAAAAAAAAAAA' as StreamId, new Map([[0, new Map()]])], ['core' as StreamId, new Map([[7, new Map()]])]]) });
		expect(line.sent().slice(from)).toEqual([{ kind: 'served' }]);
		await line.say({ kind: 'want', have: new Map([['core' as StreamId, new Map([[0, new Map()]])]]) });
		expect(line.sent().slice(from + 1).map(({ kind }) => kind)).toContain('entries');
	});
});
