/** Who was heard when, who holds what, and a disk that is full for a while: through whole engines. */
import { describe, expect, it } from 'vitest';
import { addRoom, booking, house } from '../../support/engine-people';
import { RIG_START_MS, type Device } from '../../support/engine-rig';

const MINUTE = 60_000;
const reachOf = async (device: Device, name: string) => (await device.view('reach')).members.find((one) => one.name === name)!;

describe('who is here and who was', () => {
	it('[NET133] a colleague who leaves was last heard from then, also after a restart', async () => {
		const { rig, people } = await house(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		expect(await reachOf(ana, 'Ben')).toMatchObject({ route: 'direct', isMe: false });
		await rig.run(20 * MINUTE);
		ben.online = false;
		await rig.quiet();
		const leftAt = RIG_START_MS + rig.timeMs;
		await rig.run(30 * MINUTE);
		const { route, lastHeardAt } = await reachOf(ana, 'Ben');
		expect(route).toBeNull();
		expect(Math.abs(lastHeardAt! - leftAt)).toBeLessThan(MINUTE);
		await ana.restart();
		expect((await reachOf(ana, 'Ben')).lastHeardAt).toBe(lastHeardAt);
		expect((await ana.view('connection')).sentence).toMatch(/^Nobody else is here right now\./);
	}, 60_000);

	it('[NET133] a clock that runs ahead claims no time to come', async () => {
		const { rig, people } = await house(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		ben.skewMs = 9 * 24 * 60 * MINUTE;
		await addRoom(ben);
		await rig.run(MINUTE);
		ben.online = false;
		await rig.run(MINUTE);
		const now = RIG_START_MS + rig.timeMs;
		expect((await reachOf(ana, 'Ben')).lastHeardAt).toBeLessThanOrEqual(now);
	}, 60_000);

	it('[NET134] who holds an entry is told by name', async () => {
		const { rig, people } = await house(['Ana', 'Ben', 'Chloé']);
		const [ana, ben, chloe] = people as [Device, Device, Device];
		const room = await addRoom(ana);
		await rig.run(5 * MINUTE);
		chloe.online = false;
		await rig.quiet();
		const [booked] = await ana.post(booking(room));
		await rig.run(5 * MINUTE);
		expect(await ana.view('held', { id: booked! })).toEqual({ by: ['Ana', 'Ben'], notBy: ['Chloé'] });
		expect((await ana.view('reach')).latestHeldBy).toBe(2);
		expect([(await reachOf(ana, 'Ben')).hasMyLatest, (await reachOf(ana, 'Chloé')).hasMyLatest]).toEqual([true, false]);
		void ben;
	}, 60_000);
});

describe('a full disk', () => {
	it('[NET136] is said at once, and it goes on by itself when there is room', async () => {
		const { rig, people } = await house(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		const room = await addRoom(ana);
		await rig.run(MINUTE);
		const disk = [...ana.stores.values()];
		for (const store of disk) store.refuseWith({ type: 'DiskFull' });
		expect(await ana.engine.post([booking(room)])).toMatchObject({ ok: false, error: { type: 'DiskFull' } });
		expect((await ana.view('connection')).writing).toBe('disk-full');
		const [theirs] = await ben.post(booking(room, 14));
		await rig.run(MINUTE);
		expect((await ana.view('connection')).writing).toBe('disk-full');
		for (const store of disk) store.refuseWith(null);
		await rig.run(2 * MINUTE);
		expect((await ana.view('connection')).writing).toBe('ok');
		expect((await ana.view('held', { id: theirs! })).by).toContain('Ana');
		expect((await ana.engine.post([booking(room)])).ok).toBe(true);
	}, 60_000);
});
