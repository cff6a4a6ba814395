/** `connect.rate`: fresh pairs that join at the same moment, ten at a time; how many are synced within ten seconds. */

import { launchBrowser } from '../e2e/harness/browser';
import { joinPairs } from '../e2e/harness/join-pairs';
import { serveHarness } from '../e2e/harness/serve';
import type { Figure } from './figure';

const WITHIN_MS = 10_000;

export async function connectRate(pairs = 100): Promise<Figure> {
	const server = await serveHarness();
	const browser = await launchBrowser();
	try {
		const results = await joinPairs(browser, server, { pairs, together: 10, patienceMs: 30_000 });
		const times = results.map((result) => result.syncedMs ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
		const inTime = times.filter((ms) => ms <= WITHIN_MS).length;
		return {
			name: 'connect.rate',
			value: inTime / pairs,
			unit: 'ratio of pairs synced within 10 s',
			target: 1,
			met: inTime === pairs,
			runs: pairs,
			detail: {
				stuck: results.filter((result) => result.syncedMs === null),
				medianMs: Math.round(times[Math.floor(pairs / 2)]!),
				slowestMs: Math.round(times[pairs - 1]!),
				linksGivenUp: results.flatMap((result) => result.ends).filter((end) => end === 'NeverConnected').length
			}
		};
	} finally {
		await browser.close();
		await server.stop();
	}
}
