/** What can be tried at the door: by holders of an old link, by a man in the middle, by somebody who poses as a member. */
import { describe, expect, it } from 'vitest';
import { toBase64 } from '$crypto/base';
import { welcome, type LobbyMessage } from '$lib/worker/lobby';
import { systemRandom } from '$crypto/random';
import { createRig, must } from '../support/engine-rig';
import { found, house, invite, isMember, join, knock, knockOf, letIn } from '../support/engine-people';
import { falseCharter, falseHost, falseKeys, guestIdentity, joinerOf, readLink, standBefore, strangerAsMember } from '../support/lobby-actor';

const DAY = 86_400_000;
const stageOf = async (device: Parameters<typeof knock>[0]) => (await device.view('lobby'))?.stage;

async function anaAndLink() {
	const rig = await createRig();
	const ana = await rig.device('Ana');
	await found(ana);
	const link = await invite(ana);
	await rig.quiet();
	return { rig, ana, link };
}

describe('an invitation at the door', () => {
	it('[NET83] a used invitation lets nobody else in: other keys under the same link hear that it was used', async () => {
		const { rig, ana, link } = await anaAndLink();
		const [ben, eve] = [await rig.device('Ben'), await rig.device('Eve')];
		await knock(ben, link);
		await letIn(rig, ana, ben);
		await knock(eve, link);
		await rig.until(async () => (await stageOf(eve)) === 'refused');
		expect((await eve.view('lobby'))!.refusedBecause).toMatchObject({ type: 'InvitationUsed', next: expect.stringContaining('new one') });
		expect(await knockOf(ana, eve)).toBeUndefined();
	});

	it('[NET83] [NET80] expired and cancelled invitations are answered with the reason', async () => {
		const { rig, ana, link } = await anaAndLink();
		const second = await invite(ana);
		const [ben, eve] = [await rig.device('Ben'), await rig.device('Eve')];
		await ana.post({ type: 'membership/cancel-invitation', invitation: readLink(second).invitation.id });
		await rig.run(2_000);
		await knock(eve, second);
		await rig.until(async () => (await stageOf(eve)) === 'refused');
		expect((await eve.view('lobby'))!.refusedBecause!.type).toBe('InvitationCancelled');
		await rig.timers.sleep(15 * DAY);
		await knock(ben, link);
		await rig.until(async () => (await stageOf(ben)) === 'refused');
		expect((await ben.view('lobby'))!.refusedBecause!.type).toBe('InvitationExpired');
	});

	it('[NET80] a lobby that lets nobody in any more is kept by the member who invited, and by nobody else', async () => {
		const { people } = await house(['Ana', 'Ben', 'Chloé']);
		const lobbiesOf = async (device: (typeof people)[0]) => (await device.engine.plan())!.rooms.filter(({ kind }) => kind === 'lobby').length;
		expect(await Promise.all(people.map(lobbiesOf))).toEqual([2, 0, 0]);
		await invite(people[1]!);
		expect(await lobbiesOf(people[1]!)).toBe(1);
	});

	it('[NET83] whoever was turned away hears it, and Ana sees them no more', async () => {
		const { rig, ana, link } = await anaAndLink();
		const eve = await rig.device('Eve');
		await knock(eve, link);
		await rig.until(async () => (await knockOf(ana, eve)) !== undefined);
		must(await ana.engine.turnAway((await knockOf(ana, eve))!.id));
		await rig.run(1_000);
		expect((await eve.view('lobby'))!.refusedBecause!.type).toBe('TurnedAway');
		expect(await knockOf(ana, eve)).toBeUndefined();
	});

	it('[NET80] a joiner who was away when admitted gets the keys on coming back', async () => {
		const { rig, ana, link } = await anaAndLink();
		const ben = await rig.device('Ben');
		await knock(ben, link);
		await rig.until(async () => (await knockOf(ana, ben)) !== undefined);
		const { id } = (await knockOf(ana, ben))!;
		ben.online = false;
		must(await ana.engine.admit(id));
		await rig.run(60_000);
		expect(await isMember(ben)).toBe(false);
		await ben.restart();
		ben.online = true;
		await rig.until(() => isMember(ben));
	});
});

describe('liars at the door', () => {
	it('[NET81] a proof about another profile than the one first shown ends the line', async () => {
		const { ana, link } = await anaAndLink();
		const line = await standBefore(ana, 'eve', guestIdentity(link));
		const { guest } = joinerOf(link, 'Dr Eve');
		const request = replyTo(guest, line.last()!);
		await line.say({ ...request, profile: { name: 'Ben', discipline: '', licence: '' } } as LobbyMessage);
		await line.say(replyTo(guest, line.last()!));
		expect(line.isBanned()).toBe(true);
		expect(await ana.view('knocks')).toEqual([]);
	});

	it('[NET81] keys exchanged on the way make the proof fail', async () => {
		const { ana, link } = await anaAndLink();
		const line = await standBefore(ana, 'eve', guestIdentity(link));
		const { guest } = joinerOf(link, 'Ben');
		const other = joinerOf(link, 'Ben').device;
		const request = replyTo(guest, line.last()!);
		await line.say({ ...request, boxKey: toBase64(other.box.publicKey) } as LobbyMessage);
		await line.say(replyTo(guest, line.last()!));
		expect(line.isBanned()).toBe(true);
	});

	it('[NET81] messages out of turn end the line', async () => {
		const { ana, link } = await anaAndLink();
		const early = await standBefore(ana, 'early', guestIdentity(link));
		await early.say({ type: 'answer', proof: 'AAAA' });
		expect(early.isBanned()).toBe(true);
		await early.leave();
		const line = await standBefore(ana, 'twice', guestIdentity(link));
		const request = replyTo(joinerOf(link, 'Ben').guest, line.last()!);
		await line.say(request);
		await line.say(request);
		expect(line.isBanned()).toBe(true);
	});

	it('[NET81] a host whose challenge does not fit its commitment is left', async () => {
		const { rig, link } = await anaAndLink();
		const ben = await rig.device('Ben');
		await knock(ben, link);
		const line = await standBefore(ben, 'mallory', strangerAsMember);
		await line.say(falseHost(link).offer);
		await line.say(falseCharter(link));
		must(await ben.engine.acceptCharter());
		await line.say({ type: 'reveal', challenge: toBase64(systemRandom.bytes(32)) });
		expect(line.isBanned()).toBe(true);
		expect((await ben.view('lobby'))!.codes).toEqual([]);
	});

	it('[NET82] a man in the middle shows the joiner and the member different codes', async () => {
		const { rig, ana, link } = await anaAndLink();
		const ben = await rig.device('Ben');
		await knock(ben, link);
		ana.online = ben.online = false;
		await rig.quiet();
		// Mallory holds the link and stands between: a host towards Ben, a joiner with her own keys towards Ana.
		const toBen = await standBefore(ben, 'mallory', strangerAsMember);
		const toAna = await standBefore(ana, 'mallory', guestIdentity(link));
		const host = falseHost(link);
		const { guest } = joinerOf(link, 'Ben');
		await toBen.say(host.offer);
		await toBen.say(falseCharter(link));
		must(await ben.engine.acceptCharter());
		await toAna.say(replyTo(guest, toAna.last()!));
		await toAna.say(replyTo(guest, toAna.last()!));
		const answered = host.receive(toBen.last()!);
		await toBen.say(answered.ok ? answered.value.reply! : (null as never));
		const [knocked] = await ana.view('knocks');
		const [shown] = (await ben.view('lobby'))!.codes;
		expect(knocked!.profile.name).toBe('Ben');
		expect(shown!.code).not.toBe(knocked!.code);
	});

	it('[NET88] keys from somebody who only holds the link lead nowhere: the joiner stands at the door again and is let in by Ana', async () => {
		const { rig, ana, link } = await anaAndLink();
		ana.online = false;
		await rig.quiet();
		const ben = await rig.device('Ben');
		await knock(ben, link);
		const { collective } = readLink(link);
		const line = await standBefore(ben, 'mallory', strangerAsMember);
		const host = falseHost(link);
		await line.say(host.offer);
		await line.say(falseCharter(link));
		must(await ben.engine.acceptCharter());
		const answered = host.receive(line.last()!);
		await line.say(answered.ok ? answered.value.reply! : (null as never));
		const { boxKey } = line.said().find(({ type }) => type === 'request') as Extract<LobbyMessage, { type: 'request' }>;
		await line.say(welcome(collective, boxKey, falseKeys(collective), [], systemRandom)!);
		await rig.run(5_000);
		expect(await isMember(ben)).toBe(false);
		await ben.restart();
		expect(await isMember(ben)).toBe(false);
		await rig.run(100_000);
		expect(await ben.view('lobby')).toMatchObject({ stage: 'searching' });
		ana.online = true;
		await letIn(rig, ana, ben);
		expect((await ben.view('members')).members).toHaveLength(2);
	});

	it('[NET84] a box that this device cannot open, or that holds another key than it names, ends the line', async () => {
		const { rig, link } = await anaAndLink();
		const ben = await rig.device('Ben');
		await knock(ben, link);
		const { collective } = readLink(link);
		const line = await standBefore(ben, 'mallory', strangerAsMember);
		const other = joinerOf(link, 'Eve').device;
		await line.say(welcome(collective, toBase64(other.box.publicKey), falseKeys(collective), [], systemRandom)!);
		expect(line.isBanned()).toBe(true);
	});

	it('the link of another collective finds nobody and harms nobody', async () => {
		const { rig, ana } = await anaAndLink();
		const dele = await rig.device('Dele');
		await found(dele);
		const ben = await rig.device('Ben');
		await knock(ben, await invite(dele));
		dele.online = false;
		await rig.run(20_000);
		expect(rig.links()).toEqual([]);
		expect(await stageOf(ben)).toBe('searching');
		expect(await ana.view('knocks')).toEqual([]);
	});

	it('[NET83] two yeses are needed in a larger house, and the second member sees the first one’s', async () => {
		const { rig, people } = await house(['Ana', 'Ben']);
		const [ana, ben] = people as [(typeof people)[0], (typeof people)[0]];
		const dele = await rig.device('Dele');
		const link = await invite(ana);
		await rig.run(2_000);
		await knock(dele, link);
		await rig.until(async () => (await knockOf(ben, dele)) !== undefined);
		expect(await knockOf(ben, dele)).toMatchObject({ approvals: 1, needed: 2 });
		await join(rig, [ana, ben], await rig.device('Fay'));
		expect(await isMember(dele)).toBe(false);
		must(await ben.engine.admit((await knockOf(ben, dele))!.id));
		await rig.until(() => isMember(dele));
	});
});

/** What an honest joiner answers. */
function replyTo(guest: ReturnType<typeof joinerOf>['guest'], message: LobbyMessage): LobbyMessage {
	const answer = guest.receive(message);
	if (!answer.ok || !answer.value.reply) throw new Error('the joiner has nothing to say');
	return answer.value.reply;
}
