/**
 * `booking.transport`: what of `booking.visible` is the transport's, from writing an entry in one browser to its being in the other browser's
 * document, against stock y-webrtc between the same two browsers in the same run.
 */

import type { Page } from 'playwright-core';
import { launchBrowser } from '../e2e/harness/browser';
import { callStock, openPeer, type Named } from '../e2e/harness/people';
import { serveHarness } from '../e2e/harness/serve';
import type { Figure } from './figure';
import { medianOf } from './median';

const ENTRY_BYTES = 600;
const TARGET = 1.5;
const MEMBERS: readonly [Named, Named] = [
	['Ana', 11],
	['Ben', 22]
];

export async function bookingVisible(runs = 31): Promise<Figure> {
	const server = await serveHarness();
	const browser = await launchBrowser();
	try {
		const contexts = [await browser.newContext(), await browser.newContext()] as const;
		const [ana, ben] = await Promise.all(
			MEMBERS.map(async (self, i) =>
				openPeer(await contexts[i]!.newPage(), server, { room: 'visible', self, members: MEMBERS })
			)
		);
		if (!ana || !ben) throw new Error('two members, two peers');
		const stock: readonly [Page, Page] = [await contexts[0].newPage(), await contexts[1].newPage()];
		for (const [i, page] of stock.entries()) {
			await page.goto(server.url);
			await page.waitForFunction(() => 'stock' in window);
			await callStock(page, 'join', { url: server.signalingUrl, room: 'stock', slot: i + 1 });
		}
		await Promise.all([ana.call('join'), ben.call('join')]);
		await Promise.all([ana.call('untilPeer'), ben.call('untilPeer')]);
		while (!(await callStock(stock[0], 'isConnected')) || !(await callStock(stock[1], 'isConnected')))
			await stock[0].waitForTimeout(50);

		const oursMs: number[] = [];
		const stockMs: number[] = [];
		// in turns, so that whatever else the machine does falls on both
		for (let run = 0; run < runs; run++) {
			await ben.call('awaitEntry');
			const oursWritten = await ana.call('append', ENTRY_BYTES, 1);
			oursMs.push((await ben.call('entrySeenAt')) - oursWritten);
			await callStock(stock[1], 'awaitEntry');
			const stockWritten = await callStock(stock[0], 'append', ENTRY_BYTES);
			stockMs.push((await callStock(stock[1], 'entrySeenAt')) - stockWritten);
		}
		const value = medianOf(oursMs) / medianOf(stockMs);
		return {
			name: 'booking.transport',
			value,
			unit: '× stock y-webrtc',
			target: TARGET,
			met: value <= TARGET,
			runs,
			detail: { oursMs: medianOf(oursMs), stockMs: medianOf(stockMs) }
		};
	} finally {
		await browser.close();
		await server.stop();
	}
}
