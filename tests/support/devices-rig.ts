/** What people do with their own further devices and with those that colleagues recover, on the rig. */
import type { DeviceId, MemberId } from '$crypto/base';
import { must, type Device, type Rig } from './engine-rig';

/** A fresh machine of the same person, with an opened vault and nothing in it. */
export async function comeWithLink(device: Device, link: string, deviceName: string): Promise<void> {
	device.collective = must(await device.engine.startJoin(link, { profile: { name: '', discipline: '', licence: '' }, deviceName }));
	must(await device.engine.open(device.collective));
}

/** Adds `fresh` to the devices of the person at `own`, comparing digits as people do. */
export async function addDevice(rig: Rig, own: Device, fresh: Device, deviceName: string): Promise<void> {
	const { link } = must(await own.engine.offerDevice());
	await rig.quiet();
	await comeWithLink(fresh, link, deviceName);
	await rig.until(async () => (await own.view('devices')).waiting.length > 0);
	const [waiting] = (await own.view('devices')).waiting;
	const lobby = await fresh.view('lobby');
	if (!lobby?.codes.some(({ code }) => code === waiting!.code)) throw new Error('the two codes differ');
	must(await own.engine.acceptDevice(waiting!.id));
	await rig.until(() => isIn(fresh));
	await rig.run(10_000);
}

/** Has the device's own copy its own name in it? */
export async function isIn(device: Device): Promise<boolean> {
	try {
		return (await device.view('devices')).devices.some(({ isThis, status }) => isThis && status === 'active');
	} catch {
		return false; // nothing is open yet
	}
}

export async function deviceNamed(device: Device, name: string): Promise<DeviceId> {
	const found = (await device.view('devices')).devices.find((each) => each.name === name);
	if (!found) throw new Error(`no device is called ${name}`);
	return found.deviceId;
}

export async function memberNamed(device: Device, name: string): Promise<MemberId> {
	const found = (await device.view('members')).members.find(({ profile }) => profile.name === name);
	if (!found) throw new Error(`nobody is called ${name}`);
	return found.memberId;
}

/** What is on the paper. */
export interface Sheet {
	readonly words: string;
	readonly collectiveCode: string;
}

export async function makeSheet(rig: Rig, device: Device): Promise<Sheet> {
	const { words, ask, collectiveCode } = must(await device.engine.makePhrase());
	must(await device.engine.confirmPhrase(ask.map((at) => ` ${words[at]!.toUpperCase()} `)));
	await rig.run(15_000);
	return { words: words.join(' '), collectiveCode };
}

export async function comeWithSheet(device: Device, sheet: Sheet): Promise<void> {
	device.collective = must(await device.engine.startPhrase({ ...sheet, deviceName: 'New phone' }));
	const { status } = must(await device.engine.open(device.collective));
	if (status !== 'lobby') throw new Error('there is no door');
}
