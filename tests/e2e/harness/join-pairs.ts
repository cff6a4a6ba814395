/** Fresh pairs of browsers that join at the same moment, and how long each took to have each other's entries. */

import type { Browser } from 'playwright-core';
import { openPeer, type Named } from './people';
import type { HarnessServer } from './serve';

export interface PairResult {
	/** Milliseconds from joining until the slower of the two had everything; null when it never did. */
	readonly syncedMs: number | null;
	/** Why links ended on the way. */
	readonly ends: readonly string[];
	/** What each side's transport says of itself, when it never did. */
	readonly status?: readonly unknown[];
}

const SIDES: readonly [Named, Named] = [
	['Ana', 11],
	['Ben', 22]
];

/** `pairs` pairs, `together` at a time, every page a new one; waits at most `patienceMs` for each. */
export async function joinPairs(
	browser: Browser,
	server: HarnessServer,
	options: { readonly pairs: number; readonly together: number; readonly patienceMs: number }
): Promise<PairResult[]> {
	const contexts = await Promise.all(SIDES.map(() => browser.newContext()));
	const results: PairResult[] = [];
	for (let first = 0; first < options.pairs; first += options.together) {
		const count = Math.min(options.together, options.pairs - first);
		const wave = await Promise.all(
			Array.from({ length: count }, async (_, i) =>
				Promise.all(
					SIDES.map(async (self, side) => {
						const page = await contexts[side]!.newPage();
						const peer = await openPeer(page, server, { room: `pair-${first + i}`, self, members: SIDES });
						await peer.call('append', 1000, 5);
						return peer;
					})
				)
			)
		);
		const waveResults = await Promise.all(
			wave.map(async (pair) => {
				const times = await Promise.all(
					pair.map(async (peer) => {
						await peer.call('join');
						return Promise.race([
							peer.call('untilEntries', 10),
							peer.page.waitForTimeout(options.patienceMs).then(() => null)
						]);
					})
				);
				const ends = (await Promise.all(pair.map((peer) => peer.call('ends')))).flat();
				const slowest = times.includes(null) ? null : Math.max(...times.map(Number));
				if (slowest !== null) return { syncedMs: slowest, ends };
				const status = await Promise.all(
					pair.map(async (peer) => [await peer.call('status'), await peer.call('faults'), await peer.call('state')])
				);
				return { syncedMs: slowest, ends, status };
			})
		);
		results.push(...waveResults);
		await Promise.all(wave.flat().map((peer) => peer.page.close()));
	}
	await Promise.all(contexts.map((context) => context.close()));
	return results;
}
