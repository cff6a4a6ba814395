import { describe, expect, it } from 'vitest';
import { must, type Device, type Rig } from '../../support/engine-rig';
import { addRoom, booking, house, knockOf, pictureOf } from '../../support/engine-people';
import { comeWithLink, deviceNamed, isIn, memberNamed } from '../../support/devices-rig';
import { openBehind } from '../../support/device-insides';

/** `starter` gives the link to the person, who comes with a fresh device; each of `others` compares digits and says yes. */
async function recover(rig: Rig, starter: Device, others: readonly Device[], name: string, fresh: Device): Promise<void> {
	const { link } = must(await starter.engine.startRecovery(await memberNamed(starter, name)));
	await rig.run(3_000);
	await comeWithLink(fresh, link, 'New laptop');
	for (const each of others) {
		await rig.until(async () => (await each.view('knocks')).some(({ recovers }) => recovers === name));
		const knock = (await each.view('knocks')).find(({ recovers }) => recovers === name)!;
		expect((await fresh.view('lobby'))!.codes.map(({ code }) => code)).toContain(knock.code);
		must(await each.engine.admit(knock.id));
		await rig.run(3_000);
	}
	await rig.until(() => isIn(fresh));
	await rig.run(15_000);
}

describe('colleagues recover a member', { timeout: 90_000 }, () => {
	it('[MEM90] [MEM91] [MEM92] a lost laptop: two colleagues bind a fresh one, which reads everything, speaks for its member and takes the lost one away; that one reads nothing new', async () => {
		const { rig, people } = await house(['Ana', 'Ben', 'Chloé']);
		const [ana, ben, chloe] = people as [Device, Device, Device];
		const room = await addRoom(ben);
		await ben.post(booking(room));
		await rig.run(15_000);
		const lost = ben;
		const memberId = await memberNamed(ana, 'Ben');
		lost.online = false;
		await rig.run(2_000);

		const fresh = await rig.device('Ben again');
		await recover(rig, ana, [chloe], 'Ben', fresh);
		expect((await fresh.view('members')).members.find(({ isMe }) => isMe)?.memberId).toBe(memberId);
		expect((await fresh.view('members')).members).toHaveLength(3);
		expect((await fresh.view('devices')).devices).toMatchObject([
			{ status: 'active', isVoice: false, isThis: false },
			{ name: 'New laptop', status: 'active', isVoice: true, isThis: true }
		]);
		expect((await chloe.view('devices')).recoveries).toMatchObject([{ memberName: 'Ben', startedByName: 'Ana', approvals: 2, needed: 2, status: 'done', aboutMe: false }]);
		expect(new Set([await pictureOf(ana), await pictureOf(chloe), await pictureOf(fresh)]).size).toBe(1);
		expect(await pictureOf(fresh)).toContain('firm');

		must(await fresh.engine.revokeDevice((await fresh.view('devices')).devices[0]!.deviceId));
		await rig.run(20_000);
		await fresh.post(booking(room, 14));
		await ana.post({ type: 'membership/set-profile', profile: { name: 'Ana after the loss', discipline: '', licence: '' } });
		await rig.run(40_000);
		expect((await chloe.view('members')).members.map(({ profile }) => profile.name)).toContain('Ana after the loss');

		// the thief has the laptop, its passphrase, and everything that ever lay on anybody's disk or went over any line since
		const thief = await openBehind(lost);
		const sealed = [...(await openBehind(chloe)).log.missing(new Map())];
		for (const batch of sealed) await thief.log.receive(batch);
		expect(thief.log.entries().some(({ payload }) => JSON.stringify(payload).includes('after the loss'))).toBe(false);
		expect(thief.state().membership.members.get(memberId)?.voice).toBe(await deviceNamed(fresh, 'New laptop'));
		lost.online = true;
		const before = lost.heard.length;
		await rig.run(60_000);
		expect(lost.heard.slice(before).filter(({ kind }) => kind === 'outer')).toEqual([]);
		expect(rig.links().some(({ a, b }) => a === 'Ben' || b === 'Ben')).toBe(false);
	});

	it('[MEM95] whom it is about is told on the devices they still have, and stops it', async () => {
		const { rig, people } = await house(['Ana', 'Ben', 'Chloé']);
		const [ana, ben, chloe] = people as [Device, Device, Device];
		const { link, invitation } = must(await ana.engine.startRecovery(await memberNamed(ana, 'Ben')));
		await rig.run(5_000);
		expect((await ben.view('home')).notices).toMatchObject([{ kind: 'recovery-of-me', sentence: expect.stringContaining('Ana has begun') }]);
		expect((await ben.view('devices')).recoveries).toMatchObject([{ aboutMe: true, status: 'open', needed: 2, approvals: 1 }]);
		expect((await ana.view('members')).invitations.filter(({ status }) => status === 'open')).toEqual([]);
		await ben.post({ type: 'membership/cancel-invitation', invitation });
		await rig.run(5_000);
		const eve = await rig.device('Eve');
		await comeWithLink(eve, link, 'Phone');
		await rig.until(async () => (await eve.view('lobby'))?.stage === 'refused');
		expect(await knockOf(chloe, eve)).toBeUndefined();
		expect((await ana.view('devices')).recoveries).toMatchObject([{ status: 'cancelled' }]);
		expect((await ben.view('home')).notices).toEqual([]);
	});

	it('[MEM91] in a collective of two the other one is enough; nobody recovers themselves', async () => {
		const { rig, people } = await house(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		ben.online = false;
		await rig.run(2_000);
		const fresh = await rig.device('Ben again');
		await recover(rig, ana, [ana], 'Ben', fresh);
		expect((await fresh.view('members')).members).toHaveLength(2);
		const own = await ana.engine.startRecovery(await memberNamed(ana, 'Ana'));
		expect(own.ok ? null : own.error.sentence).toContain('Colleagues do this for you');
	});
});
