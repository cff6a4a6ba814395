/** A machine that sleeps: every renderer of one browser is stopped for a while and then goes on, as after a closed lid. */
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../e2e/harness/browser';
import { openPeer, type Named } from '../e2e/harness/people';
import { serveHarness } from '../e2e/harness/serve';
import type { Campaign } from './campaign';

const MEMBERS: readonly [Named, Named] = [
	['Ana', 11],
	['Ben', 22]
];
const WITHIN_MS = 20_000;

export const campaign: Campaign = {
	claim: '[NET33] browsers that slept for 20 and for 50 seconds have everything 20 seconds after waking, both ways',
	tools: [],
	async run() {
		const server = await serveHarness();
		const browsers = [await launchBrowser(), await launchBrowser()] as const;
		try {
			const [ana, ben] = await Promise.all(
				MEMBERS.map(async (self, i) =>
					openPeer(await browsers[i]!.newPage(), server, { room: 'sleep', self, members: MEMBERS })
				)
			);
			assert(ana && ben);
			await Promise.all([ana.call('join'), ben.call('join')]);
			await ana.call('append', 100, 1);
			await ben.call('untilEntries', 1);
			for (const seconds of [20, 50]) {
				const renderers = await renderersOf(browsers[1]);
				for (const pid of renderers) process.kill(pid, 'SIGSTOP');
				await ana.call('append', 100, 1);
				await new Promise((resolve) => setTimeout(resolve, seconds * 1000)); // real sleep is the subject
				for (const pid of renderers) process.kill(pid, 'SIGCONT');
				await ben.call('append', 100, 1);
				const wokeMs = Date.now();
				while ((await ana.call('state')) !== (await ben.call('state'))) {
					assert(Date.now() - wokeMs < WITHIN_MS, `not healed after ${seconds} s of sleep`);
					await new Promise((resolve) => setTimeout(resolve, 100));
				}
			}
		} finally {
			await Promise.all(browsers.map((browser) => browser.close()));
			await server.stop();
		}
	}
};

async function renderersOf(browser: Browser): Promise<number[]> {
	const session = await browser.newBrowserCDPSession();
	const { processInfo } = await session.send('SystemInfo.getProcessInfo');
	await session.detach();
	return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}
