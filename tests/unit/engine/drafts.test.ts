/** What is being written on a device, and what its person told it alone. */
import { describe, expect, it } from 'vitest';
import { utf8, type CollectiveId } from '$crypto/base';
import { MIN_COST } from '$crypto/passphrase';
import { createSeededRandom } from '$crypto/random';
import { createSecret } from '$crypto/secret';
import { loadSodium } from '$crypto/sodium';
import { StoreRefused } from '$crdt/log/ports';
import { createDrafts, MAX_DRAFT_CHARACTERS, MAX_DRAFTS } from '$lib/worker/drafts';
import { createKeychain, openKeychain } from '$lib/worker/keychain';
import { house, invite, knock, letIn, proposing } from '../../support/engine-people';
import { must, PASSPHRASE, type Device } from '../../support/engine-rig';
import { createMemoryVault } from '../../support/memory-vault';

const HOUR = 3_600_000;
const WORDS = 'Gänseblümchen for everybody';

describe('[PRO119] drafts', () => {
	it('survive a reload, and are gone when they are taken away or the device is forgotten', async () => {
		const { people } = await house(['Ana', 'Ben']);
		const [ana] = people as [Device, Device];
		must(await ana.engine.saveDraft('proposal', WORDS));
		must(await ana.engine.saveDraft('amendment x', 'other'));
		await ana.restart();
		expect(await ana.engine.loadDraft('proposal')).toBe(WORDS);
		must(await ana.engine.removeDraft('proposal'));
		expect(await ana.engine.loadDraft('proposal')).toBeNull();
		expect(await ana.engine.loadDraft('amendment x')).toBe('other');
		expect((await ana.engine.listDrafts('amendment')).map(({ key }) => key)).toEqual(['amendment x']);
		await ana.engine.wipe();
		expect(ana.vault.kept.size).toBe(0);
	});

	it('leave no entry, no message and no word in clear, and are in no backup', async () => {
		const { rig, people } = await house(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		await rig.run(60_000);
		const writes = () => [...ana.stores.values()].map((store) => store.writes);
		const before = writes();
		must(await ana.engine.saveDraft('proposal', WORDS));
		await rig.run(60_000);
		expect(writes()).toEqual(before);
		expect(ana.vault.kept.has('drafts')).toBe(true);
		const kept = [...ana.vault.kept.values()];
		for (const sealed of kept) expect(sealed.length % 4096).toBe(72);
		for (const bytes of [...kept, ...ben.heard.map((each) => each.bytes)]) expect(Buffer.from(bytes).includes(Buffer.from(utf8('nseblümchen')))).toBe(false);
		const backup = must(await ana.engine.backup('a passphrase of the file'));
		const eve = await rig.device('Eve');
		must(await eve.engine.restore(new Uint8Array(backup), 'a passphrase of the file', PASSPHRASE));
		expect(eve.vault.kept.has('drafts')).toBe(false);
	});
});

describe('[PRO119] the record on the disk', () => {
	const HERE = 'here' as CollectiveId;
	const ELSEWHERE = 'elsewhere' as CollectiveId;
	const opened = async () => {
		await loadSodium();
		const store = createMemoryVault(1);
		const deps = { store, random: createSeededRandom('drafts'), cost: MIN_COST };
		const chain = await createKeychain(createSecret(PASSPHRASE), deps);
		const clock = { now: () => 1_000 };
		const again = async () => {
			const next = await openKeychain(createSecret(PASSPHRASE), deps);
			if (!next.ok) throw new Error(next.error.type);
			return createDrafts({ keychain: () => next.value, clock });
		};
		return { store, drafts: createDrafts({ keychain: () => chain, clock }), again };
	};

	it('is what the disk took: a full disk changes nothing and says so', async () => {
		const { store, drafts, again } = await opened();
		must(await drafts.save(HERE, 'proposal', 'first'));
		store.refuseWith({ type: 'DiskFull' });
		await expect(drafts.save(HERE, 'proposal', 'second')).rejects.toThrow(StoreRefused);
		store.refuseWith(null);
		expect(await drafts.load(HERE, 'proposal')).toBe('first');
		expect(await (await again()).load(HERE, 'proposal')).toBe('first');
	});

	it('[TXT64] takes the place of others in one step, or of none where the disk refuses', async () => {
		const { store, drafts, again } = await opened();
		const all = async () => (await (await again()).list(HERE, '')).map(({ key }) => key);
		for (const key of ['a', 'b', 'c', 'd']) must(await drafts.save(HERE, key, key));
		store.refuseWith({ type: 'DiskFull' });
		await expect(drafts.save(HERE, 'a', 'ab', ['b'])).rejects.toThrow(StoreRefused);
		store.refuseWith(null);
		expect(await all()).toEqual(['d', 'c', 'b', 'a']);
		must(await drafts.save(HERE, 'a', 'ab', ['b']));
		expect(await all()).toEqual(['a', 'd', 'c']);
		must(await drafts.remove(HERE, 'a', ['c']));
		expect(await all()).toEqual(['d']);
	});

	it('when damaged, counts as empty and can be written anew', async () => {
		const { store, drafts, again } = await opened();
		must(await drafts.save(HERE, 'proposal', 'first'));
		store.kept.get('drafts')![100]! ^= 1;
		const next = await again();
		expect(await next.load(HERE, 'proposal')).toBeNull();
		must(await next.save(HERE, 'proposal', 'again'));
		expect(await (await again()).load(HERE, 'proposal')).toBe('again');
	});

	it('lists keys that begin alike, those of this collective, newest first', async () => {
		const { drafts } = await opened();
		for (const key of ['entry a', 'entry b', 'proposal', 'entry c', 'entry a']) must(await drafts.save(HERE, key, 'x'));
		must(await drafts.save(ELSEWHERE, 'entry d', 'x'));
		expect(await drafts.list(HERE, 'entry ')).toEqual(['entry a', 'entry c', 'entry b'].map((key) => ({ key, savedAt: 1_000 })));
		expect(await drafts.list(HERE, '')).toHaveLength(4);
		expect(await drafts.list(HERE, 'x')).toEqual([]);
	});

	it('keeps collectives apart, two changes at once, and no more than its bounds', async () => {
		const { drafts } = await opened();
		await Promise.all([drafts.save(HERE, 'a', '1'), drafts.save(HERE, 'b', '2'), drafts.save(ELSEWHERE, 'a', '3')]);
		expect(await Promise.all([drafts.load(HERE, 'a'), drafts.load(HERE, 'b'), drafts.load(ELSEWHERE, 'a')])).toEqual(['1', '2', '3']);
		expect(await drafts.save(HERE, 'c', 'x'.repeat(MAX_DRAFT_CHARACTERS + 1))).toMatchObject({ ok: false, error: { type: 'TooLarge' } });
		for (let n = 0; n < MAX_DRAFTS; n++) must(await drafts.save(HERE, `more ${n}`, 'x'));
		expect(await drafts.load(HERE, 'a')).toBeNull();
		expect(await drafts.load(ELSEWHERE, 'a')).toBe('3');
	});
});

describe('[PRO27] a proposal that leaves somebody out', () => {
	it('waits for its person, who is told who is left out, also after a reload; their word outlasts one too', async () => {
		const { rig, people } = await house(['Ana', 'Ben', 'Chloé']);
		const [ana, ben, chloe] = people as [Device, Device, Device];
		const link = await invite(ben);
		await rig.run(10_000);
		ana.online = false;
		await rig.quiet();
		const dele = await rig.device('Dele');
		await knock(dele, link);
		await letIn(rig, [ben, chloe], dele);
		const [proposal] = await ana.post(proposing('Paint', rig, HOUR));
		ana.online = true;
		await rig.run(20_000);
		const seen = async () => (await ben.view('proposal', { id: proposal! }))!;
		expect((await seen()).finality.leavesOut).toEqual(['Dele']);
		await ben.restart();
		await rig.timers.sleep(HOUR);
		await rig.run(20_000);
		for (const each of [ana, ben, chloe]) expect((await each.view('proposal', { id: proposal! }))!.state.status).toBe('past-deadline');
		expect((await seen()).finality).toMatchObject({ leavesOut: ['Dele'], closings: 1 });

		must(await ben.engine.closeAllTheSame(proposal!));
		expect((await seen()).finality.leavesOut).toEqual([]);
		await ben.restart();
		await rig.run(20_000);
		expect((await seen()).finality).toMatchObject({ leavesOut: [] });
		expect((await seen()).state.status).toBe('not-accepted');
	});
});
