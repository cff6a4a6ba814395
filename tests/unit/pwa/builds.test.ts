/** Which app runs where: told in heartbeats, kept sealed, and said where this device stands alone. */
import { describe, expect, it } from 'vitest';
import { decodeSide, encodeSide } from '$lib/worker/side-protocol';
import { house } from '../../support/engine-people';
import type { Device, Rig } from '../../support/engine-rig';

const OLD = { version: '0.1.0', name: 'a1b2c3d' };
const NEW = { version: '0.2.0', name: 'e4f5a6b' };

/** All meet again, each with that build. */
async function rebuild(rig: Rig, builds: readonly (readonly [Device, typeof OLD])[]): Promise<void> {
	for (const [device, build] of builds) {
		device.build = build;
		await device.restart();
	}
	await rig.run(30_000);
}

const heartbeat = { kind: 'heartbeat', have: new Map(), stateHash: '', epoch: '' } as const;

describe('a build in a heartbeat', () => {
	it('[NET95] arrives as it was said; none is said where there is none', () => {
		expect(decodeSide(encodeSide({ ...heartbeat, build: 'a1b2c3d' }))).toEqual({ ...heartbeat, build: 'a1b2c3d' });
		expect(decodeSide(encodeSide(heartbeat))).toEqual(heartbeat);
	});

	it.each([
		['a sentence', encodeSide({ ...heartbeat, build: 'Ring me at home.' })],
		['25 letters', encodeSide({ ...heartbeat, build: 'a'.repeat(25) })],
		['bytes that are no text', Uint8Array.of(...encodeSide(heartbeat), 0x83, 0xff, 0xfe, 0xfd)],
		['a text that breaks off', Uint8Array.of(...encodeSide(heartbeat), 40, 97)]
	])('[NET95] %s in its place is passed over, and the heartbeat counts', (_what, bytes) => {
		expect(decodeSide(bytes)).toEqual(heartbeat);
	});
});

describe('builds among members', () => {
	it('[NET96] [NET97] one device out of three with another build is told so, the others see which it is, and it is remembered sealed', async () => {
		const { rig, people } = await house(['Ana', 'Ben', 'Chloé']);
		const [ana, ben, chloe] = people as [Device, Device, Device];
		expect((await ana.view('builds')).sentence).toBe('No other device has said yet which version it runs.');
		await rebuild(rig, [[ana, OLD], [ben, OLD], [chloe, NEW]]);

		expect(await chloe.view('builds')).toMatchObject({
			mine: NEW.name,
			version: '0.2.0',
			minority: true,
			sentence: 'Your app is not the one most colleagues run. If you did not expect this, ask them before you unlock again.',
			others: [{ memberName: 'Ana', build: OLD.name }, { memberName: 'Ben', build: OLD.name }]
		});
		expect(await ana.view('builds')).toMatchObject({ minority: false, sentence: '2 of 3 devices heard of run this version.' });
		expect((await ana.view('builds')).others.find(({ memberName }) => memberName === 'Chloé')?.build).toBe(NEW.name);

		for (const each of [ana, ben]) each.online = false;
		await chloe.restart();
		expect((await chloe.view('builds')).minority).toBe(true);
		const kept = JSON.stringify(await privateRecordsOf(chloe));
		expect(kept.length).toBeGreaterThan(100);
		expect(kept).not.toContain(OLD.name);
	});

	it('[NET97] of two devices with two builds neither stands alone; all with one are told so', async () => {
		const { rig, people } = await house(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		await rebuild(rig, [[ana, OLD], [ben, NEW]]);
		expect([(await ana.view('builds')).minority, (await ben.view('builds')).minority]).toEqual([false, false]);
		await rebuild(rig, [[ana, NEW]]);
		expect((await ben.view('builds')).sentence).toBe('All 2 devices heard of run this version.');
	});

	it('[NET96] who has not been heard of for 60 days is not counted', async () => {
		const { rig, people } = await house(['Ana', 'Ben', 'Chloé']);
		const [ana, ben, chloe] = people as [Device, Device, Device];
		await rebuild(rig, [[ana, OLD], [ben, OLD], [chloe, NEW]]);
		chloe.online = false;
		chloe.skewMs = 61 * 86_400_000;
		expect(await chloe.view('builds')).toMatchObject({ others: [], minority: false });
	});
});

/** Everything that lies in this device's vault, as the disk has it. */
const privateRecordsOf = async (device: Device): Promise<unknown> => {
	const bytes = await device.vault.loadPrivate('builds');
	return bytes && [...bytes].map((byte) => String.fromCharCode(byte)).join('');
};
