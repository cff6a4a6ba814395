/** Members who are never online together, through a keeper: engines with everything behind the page, a keeper in memory between them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { utf8 } from '$crypto/base';
import { formatKeeperAddress } from '$crypto/keeper';
import { parseInvitationFragment } from '$crypto/invitation-link';
import { keeperDocument } from '$crypto/keeper-documents';
import { loadSodium } from '$crypto/sodium';
import type { Receipt } from '$crdt/domain/ledger/ops';
import { addressOf, apart, isSaved, keeperView, tellApart } from '../../support/keeper-people';
import { createFakeKeeper, dialAny } from '../../support/fake-keeper';
import { createRig, must, type Device } from '../../support/engine-rig';
import { addRoom, booking, expense, found, house, invite, isMember, join, mediateInVain, MEETING, pictureOf, remove } from '../../support/engine-people';
import { addDevice, deviceNamed } from '../../support/devices-rig';
import { openBehind } from '../../support/device-insides';
import { photo } from '../../support/receipt-rig';

beforeAll(loadSodium);

const MINUTE = 60_000;
const idsOf = async (device: Device) => (await device.view('members')).members.map(({ memberId }) => memberId);
const roomsSeen = async (device: Device): Promise<number> => (await device.view('calendar/rooms')).length;
const same = (a: Device, b: Device) => async (): Promise<boolean> => (await pictureOf(a)) === (await pictureOf(b));

const isToldToGo = ({ events }: Device): boolean => events.some(({ name, value }) => name === 'session' && (value as { status: string }).status === 'removed');

describe('members who never meet', () => {
	it('[NET104] [NET105] what Ana writes and leaves behind reaches Ben, who was never there together with her, and back', async () => {
		const { rig, people, keepers } = await apart(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		await ben.engine.close();
		await ana.post(booking(await addRoom(ana)));
		await rig.until(isSaved(ana));
		await ana.engine.close();
		await ben.restart();
		await rig.until(async () => (await ben.view('calendar/day', { date: '2026-03-03' })).rooms.length === 1);
		const members = await idsOf(ben);
		await ben.post(expense(members, members[1]!, 1200));
		await rig.until(isSaved(ben));
		await ben.engine.close();
		await ana.restart();
		await ben.restart();
		await rig.until(same(ana, ben));
		expect(keepers[0]!.offences).toBe(0);
		expect(rig.links()).toEqual([]);
	});

	it('[NET110] [NET119] shared notes travel the same way, typing too', async () => {
		const { rig, people } = await apart(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		const meeting = must(await ana.engine.planMeeting(MEETING, []));
		await rig.until(async () => (await ben.view('consultation/meeting', { id: meeting })) !== null);
		const { notes } = (await ana.view('consultation/meeting', { id: meeting }))!;
		await rig.until(async () => (await ben.engine.openText(notes)).ok);
		must(await ana.engine.appendText(notes, utf8('hollyhock')));
		await rig.until(async () => must(await ben.engine.openText(notes)).entries.length === 1);
		await rig.until(async () => (await ana.view('reach')).members.some(({ route }) => route === 'keeper'));
		ben.events.length = 0;
		await ana.engine.sendLive(notes, utf8('typing'));
		await rig.quiet();
		expect(ben.events.filter(({ name }) => name === 'textFrame')).toHaveLength(1);
	});

	it('[NET110] a text that a device has forgotten is not opened there, given or fetched, while others go on', async () => {
		const { rig, people, keepers } = await apart(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		const plan = { ...MEETING, kind: 'check-in', start: '2026-03-02T12:00', end: '2026-03-02T13:00' } as const;
		const meeting = must(await ana.engine.planMeeting(plan, []));
		const { notes: stream } = (await ana.view('consultation/meeting', { id: meeting }))!;
		await rig.until(async () => (await ben.engine.openText(stream)).ok);
		must(await ana.engine.appendText(stream, utf8('hollyhock')));
		await rig.until(isSaved(ana));
		const { name } = keeperDocument((await openBehind(ana)).writeEpoch()!, { kind: 'text', stream, segment: 0, generation: 0 });
		const speaksOf = () => keepers[0]!.received.some((bytes) => Buffer.from(bytes).includes(name));
		expect(speaksOf()).toBe(true);
		ana.skewMs += 91 * 86_400_000;
		await rig.run(6 * MINUTE);
		expect(await ana.engine.openText(stream)).toMatchObject({ ok: false, error: { type: 'TextGone' } });
		await ben.engine.close();
		await rig.run(MINUTE);
		keepers[0]!.received.length = 0;
		await ana.restart();
		await rig.run(2 * MINUTE);
		expect([speaksOf(), keepers[0]!.received.length > 0]).toEqual([false, true]);
		await ana.engine.close();
		await ben.restart();
		await rig.until(speaksOf);
		expect(must(await ben.engine.openText(stream)).entries).toHaveLength(1);
	}, 60_000);

	it('[NET120] [NET121] a receipt reaches Ben too; the keeper has it under a name that says nothing', async () => {
		const { rig, people, keepers } = await apart(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		const kept: Receipt = must(await ana.engine.keepReceipt(photo(7, 150_000)));
		const members = await idsOf(ana);
		await ana.post({ ...expense(members, members[0]!, 900), receipts: [kept] } as never); // an expense has receipts
		await rig.until(isSaved(ana));
		await ana.engine.close();
		await rig.until(async () => (await ben.view('ledger/receipts', { hashes: [kept.hash] }))[0]!.here);
		expect(must(await ben.engine.openReceipt(kept))).toEqual(photo(7, 150_000));
		expect([...keepers[0]!.documents.keys()].some((name) => name.includes(kept.hash))).toBe(false);
		expect(keepers[0]!.offences).toBe(0);
	});

	it('[NET111] [NET127] [NET128] one who was away while somebody was removed comes back through the old key’s document; so does the one removed, and is told', async () => {
		const { rig, people, keepers } = await apart(['Ana', 'Ben', 'Dele', 'Chloé', 'Eve']);
		const [ana, ben, dele, chloe, eve] = people as [Device, Device, Device, Device, Device];
		await chloe.engine.close();
		const mediation = await mediateInVain(rig, ana, [ben, dele], eve);
		await eve.engine.close();
		await remove(rig, [ana, ben, dele], eve, mediation, 10 * MINUTE);
		await rig.timers.sleep(10 * MINUTE);
		await rig.run(MINUTE);
		expect((await ana.view('members')).members.some(({ profile }) => profile.name === 'Eve')).toBe(false);
		await rig.until(isSaved(ana));
		await addRoom(ana);
		await rig.until(isSaved(ana));
		expect((await keeperView(ana)).knownTo).toEqual({ members: ['Eve'], devices: [] });
		// whoever runs it makes a fresh pass; the way there comes under a key that Eve does not have
		must(await ana.engine.addKeeper(formatKeeperAddress(keepers[0]!.url, new Uint8Array(32).fill(7)), 'Shelf, new'));
		expect((await keeperView(ana, 1)).knownTo).toEqual({ members: [], devices: [] });
		await rig.until(isSaved(ana));
		await ana.engine.close();
		await ben.engine.close();
		await dele.engine.close();
		await chloe.restart();
		await rig.until(async () => (await roomsSeen(chloe)) === 1);
		await chloe.engine.close();
		eve.events.length = 0;
		await eve.restart();
		await rig.until(() => isToldToGo(eve));
		await rig.run(MINUTE);
		expect(await roomsSeen(eve)).toBe(0);
	}, 60_000);

	it('[NET111] [NET113] [NET127] [NET128] one who was away while a device was revoked comes back the same way; the revoked one, away too and meeting nobody, is told and finds nothing new', async () => {
		const { rig, people, keepers } = await apart(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		const phone = await rig.device('phone');
		await addDevice(rig, ana, phone, 'Phone');
		await rig.until(isSaved(phone));
		await rig.until(isSaved(ana));
		await ben.restart();
		await rig.until(isSaved(ben));
		await ben.engine.close();
		await tellApart(rig, [ana, ben, phone]);
		await phone.engine.close();
		must(await ana.engine.revokeDevice(await deviceNamed(ana, 'Phone')));
		await addRoom(ana);
		await rig.until(isSaved(ana));
		expect((await keeperView(ana)).knownTo).toEqual({ members: [], devices: ['Ana’s Phone'] });
		must(await ana.engine.addKeeper(formatKeeperAddress(keepers[0]!.url, new Uint8Array(32).fill(7)), 'Shelf, new'));
		const [shelf] = (await ana.view('servers')).keepers;
		await ana.post({ type: 'membership/drop-server', server: shelf!.id });
		must(await ana.engine.addKeeper(addressOf(keepers[0]!), 'Shelf, as before'));
		expect((await ana.view('servers')).keepers.map(({ name, knownTo }) => `${name}: ${knownTo.devices.join()}`)).toEqual(['Shelf, new: ', 'Shelf, as before: Ana’s Phone']);
		await rig.until(isSaved(ana, 1));
		await ana.engine.close();
		await ben.restart();
		await rig.until(async () => (await roomsSeen(ben)) === 1);
		await rig.run(MINUTE);
		await ben.engine.close();
		phone.events.length = 0;
		await phone.restart();
		await rig.until(() => isToldToGo(phone));
		await rig.run(MINUTE);
		expect((await phone.view('devices')).takenAway).toMatchObject({ fromDevice: 'Laptop' });
		expect(await roomsSeen(phone)).toBe(0);
		expect(rig.links()).toEqual([]);
	}, 60_000);

	it('a newcomer gets the log from the keeper once let in; the invitation names its meeting point', async () => {
		const keeper = createFakeKeeper();
		const { rig, people } = await house(['Ana'], { dial: dialAny([keeper]) });
		const [ana] = people as [Device];
		must(await ana.engine.addKeeper(addressOf(keeper), ''));
		await addRoom(ana);
		await rig.until(isSaved(ana));
		expect((await ana.engine.plan())!.signaling).toContain('wss://keeper.example/signal');
		const ben = await rig.device('Ben');
		const link = parseInvitationFragment(await invite(ana));
		expect(link.ok && link.value.signaling).toEqual(['wss://house.example/signal', 'wss://keeper.example/signal']);
		await join(rig, ana, ben);
		await tellApart(rig, [ana, ben]);
		await rig.until(async () => (await isMember(ben)) && (await roomsSeen(ben)) === 1);
		await rig.until(isSaved(ben));
	});
});

describe('what is said about a keeper', () => {
	it('[NET106] nothing is called saved before the keeper has acknowledged it', async () => {
		const { rig, people, keepers } = await apart(['Ana', 'Ben']);
		const [ana] = people as [Device];
		keepers[0]!.isSilent = true;
		keepers[0]!.answer = (_, kind, honest) => (kind === 'digest' ? null : honest);
		await addRoom(ana);
		await rig.run(30_000);
		expect(await keeperView(ana)).toMatchObject({ waiting: 1, holdsAll: false, state: 'connected' });
		expect((await ana.view('reach')).keepers[0]).toMatchObject({ waiting: 1, holdsAll: false });
		keepers[0]!.isSilent = false;
		keepers[0]!.answer = null;
		keepers[0]!.cut();
		await rig.until(isSaved(ana));
	});

	it('[NET106] what was acknowledged stays so while the keeper is away; what is written then waits', async () => {
		const { rig, people, keepers } = await apart(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		keepers[0]!.isUp = false;
		keepers[0]!.cut();
		await rig.run(5_000);
		expect(await keeperView(ana)).toMatchObject({ state: 'unreachable', waiting: 0 });
		await addRoom(ana);
		await rig.run(5_000);
		expect(await keeperView(ana)).toMatchObject({ state: 'unreachable', waiting: 1, holdsAll: false });
		keepers[0]!.isUp = true;
		await rig.until(isSaved(ana));
		await rig.until(async () => (await roomsSeen(ben)) === 1);
	});

	it('[NET116] a keeper that does not know the pass is left alone and shown as refusing', async () => {
		const keeper = createFakeKeeper();
		const { rig, people } = await house(['Ana'], { dial: dialAny([keeper]) });
		keeper.refuses = 'unknown-pass';
		must(await people[0]!.engine.addKeeper(addressOf(keeper), ''));
		await rig.run(2 * MINUTE);
		expect(await keeperView(people[0]!)).toMatchObject({ state: 'refused', waiting: 2, holdsAll: false });
		expect(keeper.received.length).toBeLessThan(40);
	});

	it('[NET107] a keeper that lost its disk is given everything again, and believed only then', async () => {
		const { rig, people, keepers } = await apart(['Ana', 'Ben']);
		const [ana] = people as [Device];
		const before = keepers[0]!.entries();
		keepers[0]!.documents.clear();
		keepers[0]!.cut();
		await rig.run(100);
		await rig.until(isSaved(ana));
		expect(keepers[0]!.entries()).toBe(before);
	});
});

describe('which keepers are used', () => {
	it('[NET100] [NET114] several at once; one goes and the other goes on; dropped and left aside, none is contacted', async () => {
		const { rig, people, keepers } = await apart(['Ana', 'Ben'], 2);
		const [ana, ben] = people as [Device, Device];
		const [first, second] = keepers as [(typeof keepers)[0], (typeof keepers)[0]];
		first.isUp = false;
		first.cut();
		await addRoom(ana);
		await rig.until(async () => (await roomsSeen(ben)) === 1);
		expect((await ana.view('servers')).keepers.map(({ state }) => state)).toEqual(['unreachable', 'connected']);
		first.isUp = true;
		for (const each of [ana, ben]) await rig.until(isSaved(each, 0));

		const [one, two] = (await ana.view('servers')).keepers;
		must(await ana.engine.setServerUsed(two!.id, false));
		await rig.run(1_000);
		expect(second.lines()).toBe(1);
		expect((await ana.view('servers')).keepers.map(({ state, used }) => [state, used])).toEqual([['connected', true], ['off', false]]);
		await ana.restart();
		await rig.run(5_000);
		expect([first.lines(), second.lines()]).toEqual([2, 1]);
		expect((await ben.engine.plan())!.signaling).toEqual(['wss://house.example/signal', 'wss://keeper0.example/signal', 'wss://keeper1.example/signal']);
		await ana.post({ type: 'membership/drop-server', server: one!.id });
		await ben.post({ type: 'membership/drop-server', server: two!.id });
		await rig.run(30_000);
		expect([first.lines(), second.lines()]).toEqual([0, 0]);
	});

	it('[NET123] [NET124] relay-only and the servers of the collective reach the plan of the network, on this device alone', async () => {
		const { rig, people } = await house(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		await ana.post(
			{ type: 'membership/add-server', server: { kind: 'ice', name: 'Relay', urls: ['turn:turn.example:3478'], username: 'u', credential: 'c' } },
			{ type: 'membership/add-server', server: { kind: 'signaling', name: 'Corner', address: 'wss://corner.example/signal' } }
		);
		must(await ana.engine.setRelayOnly(true));
		await rig.run(2_000);
		const [mine, theirs] = [(await ana.engine.plan())!, (await ben.engine.plan())!];
		expect([mine.relayOnly, theirs.relayOnly]).toEqual([true, false]);
		for (const plan of [mine, theirs]) {
			expect(plan.iceServers).toEqual([{ urls: ['turn:turn.example:3478'], username: 'u', credential: 'c' }]);
			expect(plan.signaling).toEqual(['wss://house.example/signal', 'wss://corner.example/signal']);
		}
		expect((await ana.view('servers')).relayOnly).toBe(true);
		await ana.restart();
		expect((await ana.engine.plan())!.relayOnly).toBe(true);
	});

	it('[NET124] a keeper that says where it answers STUN is asked for addresses there, and not once it was dropped', async () => {
		const keeper = createFakeKeeper();
		keeper.stunPort = 4173;
		const rig = await createRig({ dial: dialAny([keeper]) });
		const ana = await rig.device('Ana');
		await found(ana);
		const id = must(await ana.engine.addKeeper(addressOf(keeper), 'Laptop'));
		const ice = async () => (await ana.engine.plan())!.iceServers;
		await rig.until(async () => (await ice()).length > 0);
		expect(await ice()).toEqual([{ urls: ['stun:keeper.example:4173'] }]);
		await ana.post({ type: 'membership/drop-server', server: id });
		await rig.run(10_000);
		expect(await ice()).toEqual([]);
	});

	it('[NET125] only the whole address of a keeper is one, and the same is not added twice', async () => {
		const rig = await createRig();
		const ana = await rig.device('Ana');
		await found(ana);
		const keeper = createFakeKeeper();
		for (const wrong of ['', 'https://keeper.example', addressOf(keeper).slice(0, -2)]) expect(await ana.engine.addKeeper(wrong, '')).toMatchObject({ ok: false, error: { type: 'BadInput' } });
		expect(await ana.engine.addKeeper(addressOf(keeper).replace('https', 'http'), '')).toMatchObject({ ok: false, error: { sentence: expect.stringContaining('https') as string } });
		must(await ana.engine.addKeeper(addressOf(keeper), ' '));
		expect((await keeperView(ana)).name).toBe('keeper.example');
		expect(await ana.engine.addKeeper(addressOf(keeper), 'again')).toMatchObject({ ok: false, error: { type: 'Refused' } });
	});
});

describe('presence', () => {
	it('[NET118] those who are heard through the keeper alone are shown so, and gone when they leave', async () => {
		const { rig, people } = await apart(['Ana', 'Ben', 'Chloé']);
		const [ana, ben] = people as [Device, Device];
		const routes = async () => (await ana.view('reach')).members.map(({ name, route }) => [name, route]);
		await rig.until(async () => (await routes()).filter(([, route]) => route === 'keeper').length === 2);
		await ben.engine.close();
		await rig.run(2_000);
		expect(await routes()).toEqual(expect.arrayContaining([['Ben', null], ['Chloé', 'keeper']]));
		people[2]!.online = false;
		await rig.run(1_000);
	});
});
