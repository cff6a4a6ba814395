/** Busy times laid over the calendar: on this device, sealed, and nowhere else. */
import { describe, expect, it } from 'vitest';
import { utf8 } from '$crypto/base';
import { createBusyOverlays, MAX_OVERLAYS } from '$lib/worker/busy';
import { createSeededRandom } from '$crypto/random';
import { createKeychain, openKeychain } from '$lib/worker/keychain';
import { createSecret } from '$crypto/secret';
import { MIN_COST } from '$crypto/passphrase';
import { loadSodium } from '$crypto/sodium';
import { StoreRefused } from '$crdt/log/ports';
import { house } from '../../support/engine-people';
import { must, PASSPHRASE } from '../../support/engine-rig';
import { createMemoryVault } from '../../support/memory-vault';

const minute = (text: string): number => Date.parse(text) / 60_000;
const NAME = 'Gänseblümchen practice';
const OVERLAY = {
	name: NAME,
	until: Date.parse('2027-03-01T00:00Z'),
	spans: [
		{ start: minute('2026-03-03T08:00Z'), end: minute('2026-03-03T09:00Z') },
		{ start: minute('2026-03-03T22:00Z'), end: minute('2026-03-04T06:00Z') }
	]
};
const DAY = { from: '2026-03-03', until: '2026-03-04', zone: 'Europe/Berlin' };

describe('[ICS14] busy times of one’s own', () => {
	it('are shown on the wall that is asked for, cut at the dates, and survive a reload', async () => {
		const { people } = await house(['Ana', 'Ben']);
		const [ana] = people;
		const id = must(await ana!.engine.addBusyOverlay(OVERLAY));
		await ana!.restart();
		expect(await ana!.view('calendar/overlays')).toMatchObject([{ id, name: NAME, spans: 2, until: OVERLAY.until }]);
		expect(await ana!.view('calendar/busy', DAY)).toEqual([
			{ overlay: id, name: NAME, start: '2026-03-03T09:00', end: '2026-03-03T10:00' },
			{ overlay: id, name: NAME, start: '2026-03-03T23:00', end: '2026-03-04T00:00' }
		]);
		expect(await ana!.view('calendar/busy', { ...DAY, from: '2026-03-04', until: '2026-03-05' })).toMatchObject([{ start: '2026-03-04T00:00', end: '2026-03-04T07:00' }]);
		must(await ana!.engine.removeBusyOverlay(id));
		expect(await ana!.view('calendar/busy', DAY)).toEqual([]);
	});

	it('leave no entry, no message and no word in clear, and are in no backup', async () => {
		const { rig, people } = await house(['Ana', 'Ben']);
		const [ana, ben] = people;
		await rig.run(60_000);
		const writes = () => [...ana!.stores.values()].map((store) => store.writes);
		const before = writes();
		must(await ana!.engine.addBusyOverlay(OVERLAY));
		await rig.run(60_000);
		expect(writes()).toEqual(before);
		expect(await ben!.view('calendar/overlays')).toEqual([]);
		const kept = [...ana!.vault.kept.values()];
		expect(kept.length).toBeGreaterThan(0);
		for (const sealed of kept) expect(sealed.length % 4096).toBe(72);
		for (const bytes of [...kept, ...ben!.heard.map((each) => each.bytes)]) expect(Buffer.from(bytes).includes(Buffer.from(utf8('nseblümchen')))).toBe(false);

		const backup = must(await ana!.engine.backup('a passphrase of the file'));
		const eve = await rig.device('Eve');
		must(await eve.engine.restore(new Uint8Array(backup), 'a passphrase of the file', PASSPHRASE));
		expect(await eve.view('calendar/overlays')).toEqual([]);
	});

	it('are gone when the device is forgotten', async () => {
		const { people } = await house(['Ana', 'Ben']);
		must(await people[0]!.engine.addBusyOverlay(OVERLAY));
		await people[0]!.engine.wipe();
		expect(people[0]!.vault.kept.size).toBe(0);
	});
});

describe('[ICS14] the record on the disk', () => {
	const opened = async () => {
		await loadSodium();
		const store = createMemoryVault(1);
		const deps = { store, random: createSeededRandom('busy'), cost: MIN_COST };
		const chain = await createKeychain(createSecret(PASSPHRASE), deps);
		let changes = 0;
		const overlaysOf = (keychain: typeof chain) => createBusyOverlays({ keychain: () => keychain, random: deps.random, clock: { now: () => 1_000 }, changed: () => void changes++ });
		const again = async () => {
			const next = await openKeychain(createSecret(PASSPHRASE), deps);
			if (!next.ok) throw new Error(next.error.type);
			return overlaysOf(next.value);
		};
		return { store, overlays: overlaysOf(chain), again, changes: () => changes };
	};

	it('is what the disk took: a full disk changes nothing and says so', async () => {
		const { store, overlays, again, changes } = await opened();
		await overlays.add(OVERLAY);
		store.refuseWith({ type: 'DiskFull' });
		await expect(overlays.add({ ...OVERLAY, name: 'Second' })).rejects.toThrow(StoreRefused);
		store.refuseWith(null);
		expect(await overlays.view('calendar/overlays', null)).toHaveLength(1);
		expect(await (await again()).view('calendar/overlays', null)).toHaveLength(1);
		expect(changes()).toBe(1);
	});

	it('when damaged, counts as empty and can be written anew', async () => {
		const { store, overlays, again } = await opened();
		await overlays.add(OVERLAY);
		store.kept.get('busy')![100]! ^= 1;
		const next = await again();
		expect(await next.view('calendar/overlays', null)).toEqual([]);
		await next.add(OVERLAY);
		expect(await (await again()).view('calendar/overlays', null)).toHaveLength(1);
	});

	it('two changes at once both count; there is an end to how many', async () => {
		const { overlays } = await opened();
		await Promise.all(Array.from({ length: MAX_OVERLAYS }, (_, i) => overlays.add({ ...OVERLAY, name: `Calendar ${i}` })));
		expect(await overlays.view('calendar/overlays', null)).toHaveLength(MAX_OVERLAYS);
		expect(await overlays.add(OVERLAY)).toMatchObject({ ok: false, error: { type: 'Refused' } });
		expect(await overlays.add({ ...OVERLAY, name: '' })).toMatchObject({ ok: false, error: { type: 'BadInput' } });
	});
});
