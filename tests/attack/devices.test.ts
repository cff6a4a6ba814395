/** What can be tried where further devices come in: by whoever photographed the code, by a liar on the line, with old proofs, without the words. */
import { describe, expect, it } from 'vitest';
import { toBase64, type CollectiveId } from '$crypto/base';
import { deriveOffer, parseDeviceLink, phraseLobby } from '$crypto/device-link';
import { lobbyKeys } from '$crypto/invitation';
import { parseRecoveryPhrase, recoveryDeviceKeys } from '$crypto/recovery';
import { createDeviceKeys, deviceIdOf, type DeviceKeys } from '$crypto/keys';
import { systemRandom } from '$crypto/random';
import { createPeerCrypto } from '$lib/adapters/webrtc/peer-crypto';
import type { PeerIdentity } from '$lib/adapters/webrtc/peer';
import { createGuest, type LobbyMessage } from '$lib/worker/lobby';
import { signEnrolment } from '$lib/worker/proofs';
import { must, type Device } from '../support/engine-rig';
import { house } from '../support/engine-people';
import { comeWithLink, deviceNamed, isIn, memberNamed } from '../support/devices-rig';
import { openBehind } from '../support/device-insides';
import { standBefore } from '../support/lobby-actor';

function readOffer(link: string) {
	const parsed = parseDeviceLink(link);
	if (!parsed.ok) throw new Error('not a device link');
	const { collective, seed, madeBy } = parsed.value;
	const invitation = deriveOffer(seed, collective);
	const place = { room: lobbyKeys(invitation.lobbyKey), collective, invitation: invitation.id };
	return { collective, invitation, place, sponsor: deviceIdOf(madeBy), identity: { kind: 'invitation', invitation: invitation.id, session: 'test' } satisfies PeerIdentity };
}

/** A new device made by hand, so that it can lie. */
function newDevice(link: string, sponsor = readOffer(link).sponsor, device: DeviceKeys = createDeviceKeys(systemRandom)) {
	const { collective, invitation, place } = readOffer(link);
	const profile = { name: 'Ana', discipline: '', licence: '' };
	return createGuest({ collective, invitation, place, accepted: true, device, profile, deviceName: 'Phone', sponsor, random: systemRandom });
}

function replyTo(guest: ReturnType<typeof newDevice>, message: LobbyMessage): LobbyMessage {
	const answer = guest.receive(message);
	if (!answer.ok || !answer.value.reply) throw new Error('the new device has nothing to say');
	return answer.value.reply;
}

/** Does `device` take somebody with these keys, who shows themselves as a member's device, in the first of its rooms or in that one? */
async function isTaken(device: Device, collective: CollectiveId, keys: DeviceKeys, roomName?: string): Promise<boolean> {
	const name = roomName ?? (await device.engine.plan())!.rooms[0]!.name;
	const other = createPeerCrypto({ collective, random: systemRandom, credential: () => ({ kind: 'member', keys: keys.sign }), identify: () => null });
	const [one, two] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
	const facts = { role: 'offerer', ownFingerprint: one, theirFingerprint: two, room: { kind: 'lobby', name } } as const;
	const theirs = { role: 'answerer', ownFingerprint: two, theirFingerprint: one, room: { kind: 'lobby', name } } as const;
	const [ownHello, theirHello] = [await device.engine.peerHello(facts), await other.hello(theirs)];
	const proof = await other.prove({ ...theirs, ownHello: theirHello, theirHello: ownHello });
	return (await device.engine.peerVerify({ ...facts, ownHello, theirHello }, proof!)).ok;
}

async function anaOffers(names: readonly string[] = ['Ana']) {
	const { rig, people } = await house(names);
	const [ana] = people as [Device];
	const { link } = must(await ana.engine.offerDevice());
	return { rig, people, ana, link };
}

describe('where a further device comes in', { timeout: 60_000 }, () => {
	it('[MEM81] whoever photographed the code waits with digits of their own, and is turned away or left outside', async () => {
		const { rig, ana, link } = await anaOffers();
		const [phone, eve] = [await rig.device('phone'), await rig.device('Eve')];
		await comeWithLink(eve, link, 'Phone');
		await comeWithLink(phone, link, 'Phone');
		await rig.until(async () => (await ana.view('devices')).waiting.length === 2);
		const codeOf = async (device: Device) => (await device.view('lobby'))!.codes[0]!.code;
		expect(await codeOf(eve)).not.toBe(await codeOf(phone));
		const mine = await codeOf(phone);
		const waiting = (await ana.view('devices')).waiting;
		expect((await ana.view('knocks'))).toEqual([]);
		must(await ana.engine.refuseDevice(waiting.find(({ code }) => code !== mine)!.id));
		must(await ana.engine.acceptDevice(waiting.find(({ code }) => code === mine)!.id));
		await rig.until(() => isIn(phone));
		await rig.run(10_000);
		expect((await eve.view('lobby'))?.stage).toBe('refused');
		expect((await ana.view('devices')).devices).toHaveLength(2);
	});

	it('[MEM81] nothing is given before the person has said yes, and nothing at all by a link that was taken back', async () => {
		const { rig, ana, link } = await anaOffers();
		const line = await standBefore(ana, 'eve', readOffer(link).identity);
		const guest = newDevice(link);
		await line.say(replyTo(guest, line.last()!));
		await line.say(replyTo(guest, line.last()!));
		expect(line.said().map(({ type }) => type)).toEqual(['offer', 'reveal']);
		must(await ana.engine.withdrawDeviceOffer());
		await rig.run(1_000);
		expect(line.said().some(({ type }) => type === 'welcome' || type === 'charter')).toBe(false);
		expect((await ana.view('devices')).waiting).toEqual([]);
		expect((await ana.engine.acceptDevice(`${readOffer(link).invitation.id}.x`)).ok).toBe(false);
	});

	it('[CRY173] a device without a proof for the very device that adds it ends the line', async () => {
		const { ana, link } = await anaOffers();
		const another = deviceIdOf(createDeviceKeys(systemRandom).sign.publicKey);
		for (const sponsor of [null, another]) {
			const line = await standBefore(ana, `eve ${sponsor}`, readOffer(link).identity);
			const guest = newDevice(link, sponsor as never);
			await line.say(replyTo(guest, line.last()!));
			await line.say(replyTo(guest, line.last()!));
			expect(line.isBanned()).toBe(true);
			await line.leave();
		}
		expect((await ana.view('devices')).waiting).toEqual([]);
	});

	it('[CRY94] [CRY172] an answer recorded on one line is worth nothing on the next', async () => {
		const { ana, link } = await anaOffers();
		const keys = createDeviceKeys(systemRandom);
		const first = await standBefore(ana, 'first', readOffer(link).identity);
		const guest = newDevice(link, readOffer(link).sponsor, keys);
		const request = replyTo(guest, first.last()!);
		await first.say(request);
		const answer = replyTo(guest, first.last()!);
		await first.say(answer);
		await first.leave();
		const second = await standBefore(ana, 'second', readOffer(link).identity);
		await second.say(request);
		await second.say(answer);
		expect(second.isBanned()).toBe(true);
	});

	it('[CRY174] a new device speaks to the one that its link names and to nobody else who knows the link', async () => {
		const { rig, ana, link } = await anaOffers();
		const { collective } = readOffer(link);
		ana.online = false;
		await rig.quiet();
		const phone = await rig.device('phone');
		await comeWithLink(phone, link, 'Phone');
		expect(await isTaken(phone, collective, createDeviceKeys(systemRandom))).toBe(false);
	});
});

describe('phrases and recoveries', { timeout: 60_000 }, () => {
	it('[CRY175] who knows a collective’s code and a phrase’s lobby, but not the words, is a stranger there', async () => {
		const { rig, people } = await house(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		const { words, ask } = must(await ana.engine.makePhrase());
		must(await ana.engine.confirmPhrase(ask.map((at) => words[at]!)));
		await rig.run(10_000);
		const seed = parseRecoveryPhrase(words.join(' '));
		if (!seed.ok) throw new Error(seed.error.type);
		const phrase = recoveryDeviceKeys(seed.value);
		const lobby = lobbyKeys(phraseLobby(phrase.sign.publicKey, ana.collective!).lobbyKey).roomName;
		expect((await ben.engine.plan())!.rooms.map(({ name }) => name)).toContain(lobby);
		expect(await isTaken(ben, ana.collective!, createDeviceKeys(systemRandom), lobby)).toBe(false);
		expect(await isTaken(ben, ana.collective!, phrase, lobby)).toBe(true);
	});

	it('[MEM91] [MEM93] a stolen device can neither recover its member alone nor keep two colleagues from it by staying silent', async () => {
		const { rig, people } = await house(['Ana', 'Ben', 'Chloé']);
		const [ana, ben] = people as [Device, Device, Device];
		const stolen = ben;
		const own = await stolen.engine.startRecovery(await memberNamed(stolen, 'Ben'));
		expect(own.ok).toBe(false);
		// behind the app's back: the op itself is refused by everybody
		const refused = await stolen.engine.post([{ type: 'membership/invite', publicKey: toBase64(createDeviceKeys(systemRandom).sign.publicKey), lobbyKey: toBase64(systemRandom.bytes(32)), expiresAt: 9e12, note: '', recovers: await memberNamed(stolen, 'Ben') }]);
		expect(refused.ok ? '' : refused.error.sentence).toContain('begun by a colleague');
		await rig.run(5_000);
		expect((await ana.view('devices')).recoveries).toEqual([]);
	});

	it('[MEM87] devices that a stolen laptop adds after it was taken away are nobody’s: they get no key and no line', async () => {
		const { rig, people } = await house(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		const { link } = must(await ana.engine.offerDevice());
		const phone = await rig.device('phone');
		await comeWithLink(phone, link, 'Phone');
		await rig.until(async () => (await ana.view('devices')).waiting.length > 0);
		must(await ana.engine.acceptDevice((await ana.view('devices')).waiting[0]!.id));
		await rig.until(() => isIn(phone));
		await rig.run(10_000);
		// the laptop is stolen: it hears nothing any more, and is taken away
		ana.online = false;
		await rig.run(1_000);
		must(await phone.engine.revokeDevice(await deviceNamed(phone, 'Laptop')));
		await rig.run(10_000);
		const secret = createDeviceKeys(systemRandom);
		const collective = ana.collective!;
		const [laptop] = (await ana.view('devices')).devices;
		await ana.post({
			type: 'membership/add-device',
			device: { signKey: toBase64(secret.sign.publicKey), boxKey: toBase64(secret.box.publicKey), name: 'Thief' },
			proof: toBase64(signEnrolment(collective, secret, laptop!.deviceId))
		});
		// what it wrote reaches Ben all the same, as a keeper or a file would bring it
		const segment = (await ana.engine.plan())!.liveSegment;
		await ben.engine.receiveUpdate('a keeper' as never, segment, await ana.engine.outerUpdate(segment));
		await rig.run(20_000);
		const shown = (await ben.view('members')).members.find(({ profile }) => profile.name === 'Ana')!.devices;
		expect(shown.map(({ name, status }) => `${name} ${status}`)).toEqual(['Laptop revoked', 'Phone active', 'Thief revoked']);
		expect(await isTaken(ben, collective, secret)).toBe(false);
		expect(await isTaken(ben, collective, (await openBehind(phone)).keys)).toBe(true);
	});
});
