/** A tablet at a door: what it gets, what it never gets, and who can tell it something. */
import { describe, expect, it } from 'vitest';
import { toBase64, utf8, type ObjectId } from '$crypto/base';
import { deriveDoor, doorRoom, parseDoorLink } from '$crypto/door';
import { deviceIdOf, deviceKeysFromSeed } from '$crypto/keys';
import { systemRandom } from '$crypto/random';
import type { PeerId } from '$lib/adapters/webrtc/peer';
import type { KnownPeer } from '$lib/worker/api';
import { openDoorMessage, sealDoorMessage, type DoorMessage } from '$lib/worker/door-message';
import { decodeSide, encodeSide } from '$lib/worker/side-protocol';
import { addRoom, booking, expense, house, join, MEETING, proposing } from '../support/engine-people';
import { secretsOf } from '../support/device-insides';
import { must, type Device, type Rig } from '../support/engine-rig';
import { tabletOn, type TabletOnRig } from '../support/tablet-rig';
import { bookOp } from '../support/calendar-ops';

const DAY = 86_400_000;
const hang = async (device: Device, over: { rooms?: readonly ObjectId[]; showNames?: boolean } = {}) =>
	must(await device.engine.hangDoor({ name: 'Hallway', rooms: [...(over.rooms ?? [])], showNames: over.showNames ?? true }));

const takenBy = async (tablet: TabletOnRig): Promise<readonly string[]> =>
	(await tablet.view()).rooms.flatMap(({ taken }) => taken.map(({ start, end, who }) => `${who ?? 'somebody'} ${start.slice(11)}–${end.slice(11)}`));

async function doorAt(names: readonly string[] = ['Ana', 'Ben']) {
	const { rig, people } = await house(names);
	const room = await addRoom(people[0]!);
	await rig.run(2_000);
	await people[1]!.post(booking(room, 10));
	await rig.run(10_000);
	const hung = await hang(people[0]!);
	await rig.run(2_000);
	const tablet = await tabletOn(rig);
	return { rig, people, room, tablet, ana: people[0]!, ben: people[1]!, ...hung };
}

const until = (rig: Rig, tablet: TabletOnRig, taken: readonly string[]) => rig.until(async () => String(await takenBy(tablet)) === String(taken));

describe('a tablet at a door', () => {
	it('[CAL94] is shown the rooms on meeting and follows; it keeps the last state over a reload', async () => {
		const { rig, tablet, link, ben, room, people } = await doorAt();
		expect(must(await tablet.open(link)).status).toBe('waiting');
		await until(rig, tablet, ['Ben 10:00–11:00']);
		await ben.post(booking(room, 14));
		await until(rig, tablet, ['Ben 10:00–11:00', 'Ben 14:00–15:00']);
		const before = await tablet.view();
		for (const person of people) person.online = false;
		await rig.run(2_000);
		expect(must(await tablet.open(null))).toMatchObject({ status: 'shown', name: 'Hallway', rooms: before.rooms, heardAt: before.heardAt });
	});

	it('[CAL94] is told of its own rooms only, and no names where they are not shown', async () => {
		const { rig, ana, room, tablet } = await doorAt();
		const attic = await addRoom(ana);
		await ana.post(bookOp(attic, '2026-03-03T08:00', '2026-03-03T09:00'));
		const { link } = await hang(ana, { rooms: [room], showNames: false });
		await rig.run(2_000);
		await tablet.open(link);
		await until(rig, tablet, ['somebody 10:00–11:00']);
		expect(tablet.disk()).not.toMatch(/"who":"|Ana|Ben/);
	});

	it('[CAL94] tells at most every five seconds, and again every five minutes though nothing changed', async () => {
		const { rig, tablet, link, ben, room } = await doorAt(['Ana', 'Ben']);
		await tablet.open(link);
		await until(rig, tablet, ['Ben 10:00–11:00']);
		ben.online = false;
		await rig.run(20_000);
		const said = () => tablet.device.heard.filter(({ bytes }) => decodeSide(bytes)?.kind === 'door').length;
		const before = said();
		ben.online = true;
		ben.events.length = 0;
		for (const hour of [12, 13, 14, 15, 16]) {
			await ben.post(booking(room, hour));
			await rig.run(500);
		}
		await rig.run(12_000);
		expect(said() - before).toBeLessThanOrEqual(2 * 4); // two devices, 14 s
		const settled = said();
		const heardAt = (await tablet.view()).heardAt!;
		await rig.run(7 * 60_000);
		expect(said()).toBeGreaterThan(settled);
		expect((await tablet.view()).heardAt!).toBeGreaterThan(heardAt);
	});

	it('[CAL93] [CRY135] one that was taken away hears it, forgets everything, and gets nothing more; also when it was off', async () => {
		const { rig, tablet, link, ana, ben, room, door, people } = await doorAt(['Ana', 'Ben', 'Chloé']);
		const second = await hang(ana);
		const away = await tabletOn(rig, 'Second tablet');
		await rig.run(2_000);
		await tablet.open(link);
		await away.open(second.link);
		await until(rig, tablet, ['Ben 10:00–11:00']);
		await until(rig, away, ['Ben 10:00–11:00']);
		away.device.online = false;
		await rig.run(1_000);
		await ben.post({ type: 'calendar/remove-door', door }, { type: 'calendar/remove-door', door: second.door });
		await rig.until(async () => (await tablet.view()).status === 'gone');
		expect(await tablet.view()).toMatchObject({ rooms: [], heardAt: null });
		expect(tablet.disk()).not.toMatch(/Garden|Ben/);
		tablet.device.heard.length = 0;
		await ben.post(booking(room, 16));
		await rig.run(20_000);
		expect(tablet.device.heard).toEqual([]);
		// the same link again: nobody tells it anything but that
		await tablet.open(link);
		away.device.online = true;
		await rig.until(async () => (await tablet.view()).status === 'gone' && (await away.view()).status === 'gone');
		const lobbies = async () => Promise.all(people.map(async ({ engine }) => (await engine.plan())!.rooms.filter(({ kind }) => kind === 'lobby').length));
		expect(await lobbies()).toEqual([4, 2, 0]); // two of Ana's are invitations
		await rig.timers.sleep(15 * DAY);
		expect(await lobbies()).toEqual([2, 0, 0]);
	});

	it('[CRY130] [CRY132] nothing of other areas, no group key and no length of a log reaches its disk or its line', async () => {
		const { rig, people, tablet, link, ana, room } = await doorAt();
		const members = (await ana.view('members')).members.map(({ memberId }) => memberId);
		await ana.post(proposing('Cobaltpledge', rig));
		const tea = expense(members, members[0]!, 900);
		if (tea.type !== 'ledger/post') throw new Error('an expense');
		await ana.post({ ...tea, description: 'Russetkettle' });
		must(await ana.engine.planMeeting({ ...MEETING, title: 'Saffroncircle' }, []));
		await ana.post({ ...bookOp(room, '2026-03-04T08:00', '2026-03-04T09:00'), note: 'Umbrawhisper' });
		await rig.run(2_000);
		await tablet.open(link);
		await until(rig, tablet, ['Ben 10:00–11:00', 'Ana 08:00–09:00']);
		await rig.run(30_000);

		const parsed = parseDoorLink(link);
		if (!parsed.ok) throw new Error('not a link');
		const { sign, lobbyKey } = deriveDoor(parsed.value.seed, parsed.value.collective);
		const address = { collective: parsed.value.collective, key: toBase64(sign.publicKey), room: doorRoom(lobbyKey) };
		const told = tablet.device.heard.map(({ bytes, kind }) => {
			const side = kind === 'side' ? decodeSide(bytes) : null;
			return side?.kind === 'door' ? JSON.stringify(openDoorMessage(address, side.body)) : `${side?.kind ?? kind}`;
		});
		expect(told.filter((text) => !text.startsWith('{'))).toEqual([]);
		const everything = [tablet.disk(), ...told].join('\n');
		expect(everything).toContain('Garden room');
		const stored = await Promise.all(people.map(secretsOf));
		const secrets = stored.flatMap(({ deviceSeed, epochs }) => [deviceSeed, ...epochs]);
		for (const word of ['Cobaltpledge', 'Russetkettle', 'Saffroncircle', 'Umbrawhisper', 'sessions', ...secrets]) expect(everything).not.toContain(word);
		for (const room of (await ana.engine.plan())!.rooms.filter(({ kind }) => kind !== 'lobby')) {
			expect(everything).not.toContain(room.password);
			expect(everything).not.toContain(room.name);
		}
	});

	it('[CAL95] it listens to a device that a trusted one named, and to that one alone when nobody else is there', async () => {
		const { rig, tablet, link, ana, ben, room } = await doorAt();
		const chloe = await rig.device('Chloé');
		await tablet.open(link);
		await until(rig, tablet, ['Ben 10:00–11:00']);
		await join(rig, [ana, ben], chloe);
		await rig.run(10_000);
		ana.online = ben.online = false;
		await rig.run(1_000);
		await chloe.post(booking(room, 18));
		await until(rig, tablet, ['Ben 10:00–11:00', 'Chloé 18:00–19:00']);
	});

	it('[CAL95] a stranger who has the link is refused, and so is what somebody says who is trusted no more', async () => {
		const { rig, tablet, link } = await doorAt();
		await tablet.open(link);
		await until(rig, tablet, ['Ben 10:00–11:00']);
		const parsed = parseDoorLink(link);
		if (!parsed.ok) throw new Error('not a link');
		const { collective, seed } = parsed.value;
		const { sign, lobbyKey } = deriveDoor(seed, collective);
		const address = { collective, key: toBase64(sign.publicKey), room: doorRoom(lobbyKey) };
		const eve = deviceKeysFromSeed(systemRandom.bytes(32));
		const lie: DoorMessage = { type: 'state', held: 1e9, name: 'Hallway', rooms: [], devices: [toBase64(eve.sign.publicKey)] };
		const say = (message: DoorMessage) => encodeSide({ kind: 'door', body: sealDoorMessage(address, message, systemRandom) });
		const peerOf = (key: Uint8Array): KnownPeer => {
			const device = deviceIdOf(key);
			return { peer: device as string as PeerId, identity: { kind: 'member', device, member: device as never }, room: 'lobby', roomName: '', heardMs: 0, route: 'direct' };
		};
		// Eve sits on a line, as if she had been trusted when it opened
		const line = peerOf(eve.sign.publicKey);
		await tablet.device.engine.peersChanged([line]);
		expect(await tablet.device.engine.receiveMessage(line.peer, say(lie))).toEqual({ offences: 1 });
		expect(await tablet.device.engine.receiveMessage(line.peer, say({ type: 'gone' }))).toEqual({ offences: 1 });
		expect(await takenBy(tablet)).toEqual(['Ben 10:00–11:00']);
		// a trusted device that is far behind does not turn the clock back
		const trusted = peerOf(parsed.value.hungBy);
		await tablet.device.engine.peersChanged([trusted]);
		await tablet.device.engine.receiveMessage(trusted.peer, say({ ...lie, held: 1, devices: [toBase64(parsed.value.hungBy)] }));
		expect(await takenBy(tablet)).toEqual(['Ben 10:00–11:00']);
		for (const garbage of [new Uint8Array(0), utf8('{}'), encodeSide({ kind: 'door', body: systemRandom.bytes(200) })])
			expect((await tablet.device.engine.receiveMessage(trusted.peer, garbage)).offences).toBe(1);
	});

	it('[CRY131] the key of a door opens no other room: neither an invitation’s lobby nor another door', async () => {
		const { rig, tablet, link, ana } = await doorAt();
		const other = await hang(ana);
		await rig.run(2_000);
		const parsed = parseDoorLink(link);
		const elsewhere = parseDoorLink(other.link);
		if (!parsed.ok || !elsewhere.ok) throw new Error('not a link');
		const { lobbyKey } = deriveDoor(elsewhere.value.seed, elsewhere.value.collective);
		const foreign = doorRoom(lobbyKey);
		tablet.device.online = false;
		await tablet.open(link);
		const ownPlan = tablet.device.engine.plan;
		tablet.device.engine = { ...tablet.device.engine, plan: async () => {
			const plan = (await ownPlan())!;
			return { ...plan, rooms: [{ ...plan.rooms[0]!, name: foreign.roomName, password: foreign.roomPassword }] };
		} };
		tablet.device.online = true;
		await rig.run(20_000);
		expect(rig.refusal(ana, tablet.device)).toContain('Ana refuses Tablet: Stranger');
		expect((await tablet.view()).status).toBe('waiting');
	});

	it('[CRY133] a link that is none, cut or newer is refused in words, and nothing is kept', async () => {
		const { tablet, link } = await doorAt();
		for (const bad of ['https://house.example/door', link.slice(0, -4), link.replace('#d1.', '#d9.')]) {
			const opened = await tablet.open(bad);
			expect(opened.ok).toBe(false);
		}
		expect(await tablet.open(null)).toMatchObject({ ok: true, value: { status: 'none' } });
		expect(tablet.disk()).toBe('');
	});
});
