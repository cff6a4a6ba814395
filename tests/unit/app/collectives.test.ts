/** PRF1 to PRF6, PRF12, PRF13: several collectives in one vault, behind the page. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { CollectiveId } from '$crypto/base';
import { MIN_COST } from '$crypto/passphrase';
import { systemRandom } from '$crypto/random';
import { loadSodium } from '$crypto/sodium';
import type { HomeView } from '$lib/services/types';
import { createEngine, type Engine } from '$lib/worker/engine';
import { must } from '../../support/engine-rig';
import { createFakeTimers } from '../../support/fake-timers';
import { createMemoryReceipts } from '../../support/memory-receipts';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store';
import { createMemoryVault, type MemoryVault } from '../../support/memory-vault';

beforeAll(loadSodium);

const PASSPHRASE = 'four unusual garden words';
const LINK = /#i1\.[\w-]+$/;

interface Disk {
	readonly vault: MemoryVault;
	readonly stores: Map<CollectiveId, MemoryStore>;
	readonly dropped: CollectiveId[];
}
const disk = (profile = 1): Disk => ({ vault: createMemoryVault(profile), stores: new Map(), dropped: [] });

function engineOn({ vault, stores, dropped }: Disk): Engine {
	return createEngine({
		vault,
		async openStore(id) {
			const store = stores.get(id) ?? createMemoryStore();
			stores.set(id, store);
			return store;
		},
		async deleteStore(id) {
			stores.delete(id);
			dropped.push(id);
		},
		openReceipts: async () => createMemoryReceipts(),
		deleteReceipts: async () => undefined,
		random: systemRandom,
		clock: { now: () => Date.UTC(2026, 2, 2, 8) },
		timers: createFakeTimers(),
		cost: MIN_COST,
		emit: () => undefined
	});
}

const foundingOf = (name: string) => ({
	name, currency: 'EUR', zone: 'Europe/Berlin', decisionRule: 'consensus' as const, decisionDays: 7, foundingText: '',
	profile: { name: 'Ana', discipline: '', licence: '' }, deviceName: 'Laptop'
});

/** The name says which view it is. */
const homeOf = async (engine: Engine) => (await engine.view('home', null)) as HomeView;

async function twoCollectives(on = disk()) {
	const engine = engineOn(on);
	must(await engine.createVault(PASSPHRASE));
	const lindenhof = must(await engine.found(foundingOf('Praxis Lindenhof')));
	must(await engine.rememberOpened(lindenhof));
	await engine.close();
	const hafen = must(await engine.found(foundingOf('Hafen')));
	must(await engine.rememberOpened(hafen));
	return { on, engine, lindenhof, hafen };
}

describe('several collectives in one vault', () => {
	it('[PRF1] lists them by the names they gave themselves, and opens the last one after the passphrase', async () => {
		const { on, engine, lindenhof, hafen } = await twoCollectives();
		expect((await engine.collectivesHere()).map(({ id, name }) => [id, name])).toEqual([[hafen, 'Hafen'], [lindenhof, 'Praxis Lindenhof']]);
		expect(must(await engineOn(on).openVault(PASSPHRASE)).last).toBe(hafen);
	});

	it('[PRF1] one that is not open is known by the name it had when it was', async () => {
		const { on } = await twoCollectives();
		const again = engineOn(on);
		must(await again.openVault(PASSPHRASE));
		expect((await again.collectivesHere()).map(({ name }) => name)).toEqual(['Hafen', 'Praxis Lindenhof']);
	});

	it('[PRF2] goes from one to the other without a passphrase, and each has what was written in it alone', async () => {
		const { engine, lindenhof, hafen } = await twoCollectives();
		must(await engine.post([{ type: 'membership/set-profile', profile: { name: 'Ana in the harbour', discipline: '', licence: '' } }]));
		await engine.close();
		must(await engine.open(lindenhof));
		expect((await homeOf(engine)).myName).toBe('Ana');
		expect((await homeOf(engine)).collectiveName).toBe('Praxis Lindenhof');
		await engine.close();
		must(await engine.open(hafen));
		expect((await homeOf(engine)).myName).toBe('Ana in the harbour');
	});

	it('[PRF4] another one is joined with the vault open', async () => {
		const other = engineOn(disk(2));
		must(await other.createVault(PASSPHRASE));
		must(await other.found(foundingOf('Dritte')));
		const { fragmentLink } = must(await other.invite(''));
		expect(fragmentLink).toMatch(LINK);
		const { engine } = await twoCollectives();
		await engine.close();
		const id = must(await engine.startJoin(fragmentLink, { profile: { name: 'Ana', discipline: '', licence: '' }, deviceName: 'Laptop' }));
		expect(must(await engine.open(id)).status).toBe('lobby');
		expect((await engine.collectivesHere()).find((one) => one.id === id)).toMatchObject({ name: 'Dritte', joining: true });
	});

	it('[PRF3] a tab that takes over knows what the other one has learnt since', async () => {
		const { on, engine } = await twoCollectives();
		const follower = engineOn(on);
		must(await follower.openVault(PASSPHRASE));
		await engine.close();
		const third = must(await engine.found(foundingOf('Dritte')));
		await engine.close();
		must(await follower.open(third));
		must(await follower.rememberOpened(third));
		const next = engineOn(on);
		expect(must(await next.openVault(PASSPHRASE)).collectives).toHaveLength(3);
	});

	it('[PRF5] forgets one with its entries, drafts and keys; the other one stays', async () => {
		const { on, engine, lindenhof, hafen } = await twoCollectives();
		must(await engine.saveDraft('proposal', '{"title":"gone with it"}'));
		must(await engine.forgetCollective(hafen));
		expect(on.dropped).toEqual([hafen]);
		expect((await engine.collectivesHere()).map(({ id }) => id)).toEqual([lindenhof]);
		const again = engineOn(on);
		expect(must(await again.openVault(PASSPHRASE)).collectives.map(({ id }) => id)).toEqual([lindenhof]);
		must(await again.open(lindenhof));
		expect((await homeOf(again)).collectiveName).toBe('Praxis Lindenhof');
		expect((await engine.open(hafen)).ok).toBe(false);
	});
});

describe('a backup of several collectives', () => {
	it('[PRF12] brings all of them to a new device', async () => {
		const { engine } = await twoCollectives();
		const file = must(await engine.backup('words of the file'));
		const fresh = engineOn(disk(3));
		const opened = must(await fresh.restore(file, 'words of the file', PASSPHRASE));
		expect(opened.collectives).toHaveLength(2);
		for (const { id } of opened.collectives) {
			must(await fresh.open(id));
			await fresh.close();
		}
	});

	it('[PRF13] adds to an open vault what is not in it, and never overwrites what is', async () => {
		const { engine, lindenhof, hafen } = await twoCollectives();
		const file = must(await engine.backup('words of the file'));
		must(await engine.forgetCollective(hafen));
		must(await engine.open(lindenhof));
		must(await engine.post([{ type: 'membership/set-profile', profile: { name: 'Newer', discipline: '', licence: '' } }]));
		await engine.close();
		const opened = must(await engine.restore(file, 'words of the file', ''));
		expect(opened.last).toBe(hafen);
		must(await engine.open(lindenhof));
		expect((await homeOf(engine)).myName).toBe('Newer');
		await engine.close();
		expect(await engine.restore(file, 'words of the file', '')).toMatchObject({ ok: false, error: { type: 'Refused' } });
	});
});
