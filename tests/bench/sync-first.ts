/**
 * `sync.first`: 20 MB of entries to a new member, browser to browser, against one plain data channel that carries as many
 * bytes between the same two browsers in the same run. Counted from the moment both are sure of each other until the last
 * entry is in the newcomer's document; connecting is reported apart.
 */

import type { Browser } from 'playwright-core';
import { launchBrowser } from '../e2e/harness/browser';
import { callRaw, openPeer, type Named } from '../e2e/harness/people';
import { serveHarness, type HarnessServer } from '../e2e/harness/serve';
import type { Figure } from './figure';
import { medianOf } from './median';

const ENTRY_BYTES = 500;
const ENTRIES = 40_000;
const RAW_FRAME_BYTES = 16 * 1024;
const TARGET = 0.6;

interface Run {
	readonly rawMs: number;
	readonly syncMs: number;
	readonly connectMs: number;
}

export async function syncFirst(runs = 5): Promise<Figure> {
	const server = await serveHarness();
	const browser = await launchBrowser();
	try {
		const all: Run[] = [];
		for (let i = 0; i < runs; i++) all.push(await runOnce(browser, server, `first-${i}`));
		const ratio = medianOf(all.map((run) => run.rawMs / run.syncMs));
		return {
			name: 'sync.first',
			value: ratio,
			unit: 'share of the throughput of a raw data channel',
			target: TARGET,
			met: ratio >= TARGET,
			runs,
			detail: {
				bytes: ENTRIES * ENTRY_BYTES,
				rawMs: medianOf(all.map((run) => run.rawMs)),
				syncMs: medianOf(all.map((run) => run.syncMs)),
				connectMs: medianOf(all.map((run) => run.connectMs))
			}
		};
	} finally {
		await browser.close();
		await server.stop();
	}
}

async function runOnce(browser: Browser, server: HarnessServer, room: string): Promise<Run> {
	const members: Named[] = [
		['Ana', 11],
		['Ben', 22]
	];
	const contexts = [await browser.newContext(), await browser.newContext()] as const;
	const ana = await openPeer(await contexts[0].newPage(), server, { room, self: members[0]!, members });
	const ben = await openPeer(await contexts[1].newPage(), server, { room, self: members[1]!, members });

	await callRaw(ana.page, 'accept', await callRaw(ben.page, 'answer', await callRaw(ana.page, 'offer')));
	const receiving = callRaw(ben.page, 'receive', ENTRIES * ENTRY_BYTES);
	await callRaw(ana.page, 'send', ENTRIES * ENTRY_BYTES, RAW_FRAME_BYTES);
	const rawMs = await receiving;

	await ana.call('append', ENTRY_BYTES, ENTRIES);
	await Promise.all([ana.call('join'), ben.call('join')]);
	const doneMs = await ben.call('untilEntries', ENTRIES);
	const connectMs = await ben.call('untilPeer');
	await Promise.all(contexts.map((context) => context.close()));
	return { rawMs, syncMs: doneMs - connectMs, connectMs };
}
