/** One line to a keeper by the clock alone: silence, patience, sleep. */
import { beforeAll, expect, it } from 'vitest';
import { encodeKeeperHello } from '$crypto/keeper';
import { createSeededRandom } from '$crypto/random';
import { loadSodium } from '$crypto/sodium';
import { createKeeperLine, type KeeperSocketHooks } from '$lib/worker/keeper-line';
import { createFakeTimers } from '../../support/fake-timers';

beforeAll(loadSodium);

function aLine() {
	const timers = createFakeTimers();
	const dialled: { readonly atMs: number; readonly hooks: KeeperSocketHooks; closed: boolean }[] = [];
	const count = { up: 0, down: 0, probes: 0 };
	const line = createKeeperLine({
		url: 'https://keeper.example',
		timers,
		random: createSeededRandom('line'),
		async dial(address, hooks) {
			expect(address).toBe('wss://keeper.example/keep');
			const one = { atMs: timers.now(), hooks, closed: false };
			dialled.push(one);
			return { send: () => undefined, close: () => void (one.closed = true) };
		},
		up: () => count.up++,
		heard: async () => undefined,
		down: () => count.down++,
		probe: () => count.probes++
	});
	const greet = () => dialled.at(-1)!.hooks.heard(encodeKeeperHello(new Uint8Array(32)));
	return { timers, line, dialled, count, greet };
}

it('[NET103] a silent line is asked for a sign of life; with one it goes on, without one it is given up and dialled anew', async () => {
	const { timers, line, dialled, count, greet } = aLine();
	greet();
	await timers.advance(50_000);
	expect([count.probes, line.state()]).toEqual([1, 'connected']);
	dialled[0]!.hooks.heard(Uint8Array.of(0, 9));
	await timers.advance(40_000);
	expect([count.probes, count.down]).toEqual([1, 0]);
	await timers.advance(30_000);
	expect([count.probes, count.down, line.state(), dialled[0]!.closed]).toEqual([2, 1, 'unreachable', true]);
	await timers.advance(5_000);
	expect(dialled).toHaveLength(2);
	greet();
	expect([count.up, line.state()]).toEqual([2, 'connected']);
	await timers.sleep(3_600_000);
	expect([count.probes, line.state()]).toEqual([3, 'connected']);
	line.close();
});

it('[NET102] what does not come about is tried with growing patience, and at once when the network is back', async () => {
	const { timers, line, dialled } = aLine();
	for (let i = 0; i < 400; i++) {
		if (!dialled.at(-1)!.closed) dialled.at(-1)!.hooks.closed();
		await timers.advance(1_000);
	}
	const waits = dialled.slice(1).map(({ atMs }, i) => atMs - dialled[i]!.atMs);
	expect(waits.slice(0, 6).every((wait, i) => wait >= 0.7 * 1_000 * 2 ** i && wait <= 1.3 * 1_000 * 2 ** i + 1_000)).toBe(true);
	expect(Math.max(...waits)).toBeLessThanOrEqual(79_000);
	expect(waits.length).toBeLessThan(16);
	const before = dialled.length;
	line.kick();
	expect(dialled).toHaveLength(before + 1);
	line.close();
});
