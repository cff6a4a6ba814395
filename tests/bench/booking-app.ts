/**
 * `booking.visible`: from asking for a booking in one browser to its being in what the screens of the other read, through the
 * real worker, disk, log, fold and network of both; against stock y-webrtc between the same two browsers in the same run.
 * Stock writes nothing to disk and checks nothing: it is the least that any such app could take.
 */
import type { Page } from 'playwright-core';
import { launchBrowser } from '../e2e/harness/browser';
import { callStock } from '../e2e/harness/people';
import { serveHarness } from '../e2e/harness/serve';
import { serveAppPage } from './app-page/serve';
import type { HousePage } from './app-page/page';
import type { Figure } from './figure';
import { medianOf } from './median';

const ENTRY_BYTES = 600;
const TARGET = 1.5;
const QUARTER_HOUR = 15;
const QUIET_MS = 150;

export async function bookingThroughApp(runs = 31): Promise<Figure> {
	const [harness, app, browser] = await Promise.all([serveHarness(), serveAppPage(), launchBrowser()]);
	try {
		const contexts = [await browser.newContext(), await browser.newContext()] as const;
		const [ana, ben] = [await contexts[0].newPage(), await contexts[1].newPage()];
		for (const page of [ana, ben]) {
			await page.goto(app.url);
			await page.waitForFunction(() => 'house' in window);
		}
		const link = await call(ana, 'found', 'Ana', app.signalingUrl);
		await call(ben, 'knock', link, 'Ben', app.signalingUrl);
		await call(ana, 'letIn');
		await Promise.all([call(ana, 'untilTogether', 1), call(ben, 'untilTogether', 1)]);
		const room = await call(ana, 'addRoom');

		const stock: readonly [Page, Page] = [await contexts[0].newPage(), await contexts[1].newPage()];
		for (const [i, page] of stock.entries()) {
			await page.goto(harness.url);
			await page.waitForFunction(() => 'stock' in window);
			await callStock(page, 'join', { url: harness.signalingUrl, room: 'stock', slot: i + 1 });
		}
		while (!(await callStock(stock[0], 'isConnected')) || !(await callStock(stock[1], 'isConnected')))
			await stock[0].waitForTimeout(50);

		const appMs: number[] = [];
		const durableMs: number[] = [];
		const stockMs: number[] = [];
		for (let run = -2; run < runs; run++) {
			// the first two warm up
			await ben.waitForTimeout(QUIET_MS);
			await call(ben, 'awaitBooking');
			const { askedMs, writtenMs } = await call(ana, 'book', room, (run + 2) * QUARTER_HOUR);
			const seenMs = await call(ben, 'bookingSeenAt');
			await callStock(stock[1], 'awaitEntry');
			const stockWritten = await callStock(stock[0], 'append', ENTRY_BYTES);
			const stockSeen = await callStock(stock[1], 'entrySeenAt');
			if (run < 0) continue;
			appMs.push(seenMs - askedMs);
			durableMs.push(writtenMs - askedMs);
			stockMs.push(stockSeen - stockWritten);
		}
		const value = medianOf(appMs) / medianOf(stockMs);
		return {
			name: 'booking.visible',
			value,
			unit: '× stock y-webrtc',
			target: TARGET,
			met: value <= TARGET,
			runs,
			detail: { appMs: medianOf(appMs), durableMs: medianOf(durableMs), stockMs: medianOf(stockMs) }
		};
	} finally {
		await browser.close();
		await Promise.all([app.stop(), harness.stop()]);
	}
}

const call = <K extends keyof HousePage>(page: Page, name: K, ...args: Parameters<HousePage[K]>) =>
	page.evaluate(
		([method, values]) => {
			const methods: Record<string, (...values: unknown[]) => unknown> = Reflect.get(window, 'house');
			return methods[method]!(...values);
		},
		[name, args] as [string, unknown[]] // playwright serialises it
	) as Promise<Awaited<ReturnType<HousePage[K]>>>; // the page's type, which the call across cannot carry
