import { describe, expect, it } from 'vitest';
import { must } from '../../support/engine-rig';
import { addRoom, booking, house, pictureOf } from '../../support/engine-people';
import { addDevice, comeWithLink, deviceNamed, isIn } from '../../support/devices-rig';

describe('a further device of one’s own', { timeout: 60_000 }, () => {
	it('[MEM80] [MEM81] Ana’s phone comes in by a link and compared digits, sees everything, and is an equal device of hers', async () => {
		const { rig, people } = await house(['Ana', 'Ben']);
		const [ana, ben] = people as [(typeof people)[0], (typeof people)[0]];
		const room = await addRoom(ana);
		await rig.run(5_000);
		const phone = await rig.device('Ana on her phone');
		await addDevice(rig, ana, phone, 'Phone');
		expect((await phone.view('devices')).devices).toMatchObject([
			{ name: 'Laptop', isThis: false, isVoice: true, status: 'active', kind: 'device' },
			{ name: 'Phone', isThis: true, isVoice: false, status: 'active', kind: 'device' }
		]);
		await phone.post(booking(room));
		await rig.run(20_000);
		expect((await ben.view('members')).members).toHaveLength(2);
		expect(new Set([await pictureOf(ana), await pictureOf(ben), await pictureOf(phone)]).size).toBe(1);
		await phone.restart();
		await rig.run(5_000);
		expect(await isIn(phone)).toBe(true);
		expect((await ana.view('devices')).offer).toBeNull();
	});

	it('[MEM81] a link lets in one device: others hear that it was used, or that it has run out', async () => {
		const { rig, people } = await house(['Ana']);
		const [ana] = people as [(typeof people)[0]];
		const { link } = must(await ana.engine.offerDevice());
		expect(link).toMatch(/\/join#a1\./);
		expect(link.length).toBeLessThan(1600);
		expect(must(await ana.engine.offerDevice()).link).toBe(link);
		const [phone, other, late] = [await rig.device('phone'), await rig.device('other'), await rig.device('late')];
		expect(must(await phone.engine.readInvitation(link))).toMatchObject({ kind: 'device', collectiveName: 'House on the Hill', memberName: 'Ana' });
		await addDevice(rig, ana, phone, 'Phone');
		await comeWithLink(other, link, 'Tablet');
		await rig.until(async () => (await other.view('lobby'))?.stage === 'refused');
		expect((await other.view('lobby'))!.refusedBecause).toMatchObject({ type: 'InvitationUsed' });
		const second = must(await ana.engine.offerDevice()).link;
		expect(second).not.toBe(link);
		await rig.timers.sleep(31 * 60_000);
		await comeWithLink(late, second, 'Tablet');
		await rig.until(async () => (await late.view('lobby'))?.stage === 'refused');
		expect((await late.view('lobby'))!.refusedBecause).toMatchObject({ type: 'InvitationExpired', next: expect.stringContaining('other device') });
	});

	it('[MEM83] a device that is taken away is told, gets nothing more, and a fresh group key is opened at once', async () => {
		const { rig, people } = await house(['Ana', 'Ben']);
		const [ana, ben] = people as [(typeof people)[0], (typeof people)[0]];
		const phone = await rig.device('phone');
		await addDevice(rig, ana, phone, 'Phone');
		const room = await addRoom(phone);
		await rig.run(10_000);
		const epochBefore = (await ana.engine.plan())!.rooms.find(({ kind }) => kind === 'live')!.name;
		must(await ana.engine.revokeDevice(await deviceNamed(ana, 'Phone')));
		expect((await ana.engine.plan())!.rooms.find(({ kind }) => kind === 'live')!.name).not.toBe(epochBefore);
		await rig.run(10_000);
		expect((await phone.view('devices')).takenAway).toMatchObject({ fromDevice: 'Laptop' });
		expect(phone.events.some(({ name, value }) => name === 'session' && (value as { status: string }).status === 'removed')).toBe(true);
		const heardBefore = phone.heard.length;
		await ben.post(booking(room, 14));
		await rig.run(60_000);
		expect(phone.heard.length).toBe(heardBefore);
		expect(await pictureOf(ana)).toBe(await pictureOf(ben));
	});
});
