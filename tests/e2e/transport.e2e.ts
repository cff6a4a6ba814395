import { expect, test as base } from '@playwright/test';
import { joinPairs } from './harness/join-pairs';
import { openPeer, type Named, type PagePeer } from './harness/people';
import { serveHarness, type HarnessServer } from './harness/serve';

const test = base.extend<object, { harness: HarnessServer }>({
	harness: [
		// playwright reads the pattern to learn what a fixture needs
		async ({}, use) => {
			const harness = await serveHarness();
			await use(harness);
			await harness.stop();
		},
		{ scope: 'worker' }
	]
});

const ANA: Named = ['Ana', 11];
const BEN: Named = ['Ben', 22];
const CHLOE: Named = ['Chloé', 33];
const EVE: Named = ['Eve', 99];

test('[NET10] three browsers meet over our own signaling and share 5 MB', async ({ browser, harness }) => {
	const members = [ANA, BEN, CHLOE];
	const contexts = await Promise.all(members.map(() => browser.newContext()));
	const peers: PagePeer[] = [];
	for (const [i, self] of members.entries())
		peers.push(await openPeer(await contexts[i]!.newPage(), harness, { room: 'three', self, members }));
	const [ana, ben, chloe] = peers as [PagePeer, PagePeer, PagePeer]; // one for each member
	await ana.call('append', 100_000, 50);
	await ben.call('append', 1000, 1);
	await Promise.all(peers.map((peer) => peer.call('join')));
	await Promise.all(peers.map((peer) => peer.call('untilEntries', 51)));
	await expect.poll(() => chloe.call('peerCount')).toBe(2);
	await chloe.call('append', 500, 1);
	await Promise.all(peers.map((peer) => peer.call('untilEntries', 52)));
	const states = await Promise.all(peers.map((peer) => peer.call('state')));
	expect(new Set(states).size).toBe(1);
	for (const peer of peers) expect(await peer.call('faults')).toEqual([]);
	await Promise.all(contexts.map((context) => context.close()));
});

test('[NET26] a browser without a member\'s key learns nothing', async ({ browser, harness }) => {
	const contexts = [await browser.newContext(), await browser.newContext()] as const;
	const ana = await openPeer(await contexts[0].newPage(), harness, { room: 'eve', self: ANA, members: [ANA, BEN] });
	const eve = await openPeer(await contexts[1].newPage(), harness, { room: 'eve', self: EVE, members: [ANA, BEN, EVE] });
	await ana.call('append', 1000, 3);
	await Promise.all([ana.call('join'), eve.call('join')]);
	await expect.poll(async () => ((await eve.call('status')) as { readonly refused: number }).refused).toBeGreaterThanOrEqual(1); // a status has it
	await ana.call('append', 1000, 3);
	expect(await eve.call('state')).toBe('[]');
	expect(await ana.call('peerCount')).toBe(0);
	await Promise.all(contexts.map((context) => context.close()));
});

test('[NET31] fresh pairs that join at the same moment, ten at a time, are all synced within ten seconds', async ({ browser, harness }) => {
	test.setTimeout(240_000);
	const results = await joinPairs(browser, harness, { pairs: 20, together: 10, patienceMs: 30_000 });
	const times = results.map((result) => result.syncedMs);
	test.info().annotations.push({ type: 'milliseconds', description: times.map((ms) => Math.round(ms ?? -1)).join(' ') });
	expect(times.filter((ms) => ms === null || ms > 10_000)).toEqual([]);
});
