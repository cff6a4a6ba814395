/**
 * `calendar.week`: from pressing "Next week" to the frame that shows it, in the built app on a desk: the worker's answer, the
 * layout and the drawing of 50 bookings in one room, of 20,800 in the year.
 */
import type { Page } from 'playwright-core';
import { launchBrowser } from '../e2e/harness/browser';
import { startAppServer } from '../e2e/support/app-server';
import { A_WEEK, busyBackup } from './busy-backup';
import type { Figure } from './figure';
import { medianOf } from './median';

const PASSPHRASE = 'violet harbour unusual mango bicycle';
const TARGET_MS = 100;

export async function calendarWeek(runs = 25): Promise<Figure> {
	const today = new Date().toISOString().slice(0, 10);
	const backup = await busyBackup(PASSPHRASE, today);
	const server = await startAppServer();
	const browser = await launchBrowser();
	try {
		const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
		await page.goto(server.url);
		await page.getByRole('button', { name: 'Restore from a backup' }).click();
		await page.getByLabel('Backup file').setInputFiles({ name: 'ana.commonhold', mimeType: 'application/octet-stream', buffer: Buffer.from(backup) });
		await page.getByLabel('Passphrase of the backup').fill(PASSPHRASE);
		await page.getByLabel('New passphrase for this device').fill(PASSPHRASE);
		await page.getByLabel('The same again').fill(PASSPHRASE);
		await page.getByRole('button', { name: 'Restore', exact: true }).click();
		await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Calendar' }).click({ timeout: 120_000 });
		await page.getByText('Week', { exact: true }).click();
		await nextWeek(page);
		const times: number[] = [];
		for (let run = 0; run < runs; run++) times.push(await nextWeek(page));
		const value = medianOf(times);
		return { name: 'calendar.week', value, unit: 'ms', target: TARGET_MS, met: value <= TARGET_MS, runs, detail: { bookings: A_WEEK, worstMs: Math.max(...times) } };
	} finally {
		await browser.close();
		await server.stop();
	}
}

/** @returns milliseconds until the frame after the one in which the whole next week was drawn. */
function nextWeek(page: Page): Promise<number> {
	// no named functions in here: what compiles this file marks them with a helper that the page does not have
	return page.evaluate(async (bookings) => {
		const heading = 'section[aria-label=Week] h2';
		while (!document.querySelector(heading)) await new Promise((resolve) => requestAnimationFrame(resolve));
		const before = document.querySelector(heading)?.textContent;
		const began = performance.now();
		document.querySelector<HTMLElement>('button[aria-label="Next week"]')!.click();
		while (document.querySelector(heading)?.textContent === before || document.querySelectorAll('[role=grid] a').length < bookings)
			await new Promise((resolve) => requestAnimationFrame(resolve));
		await new Promise((resolve) => requestAnimationFrame(resolve));
		return performance.now() - began;
	}, A_WEEK);
}
