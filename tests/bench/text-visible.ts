/**
 * `text.visible`: in the built app on one machine, from the keystroke that completes a word to the frame in which a colleague's screen
 * shows it, 95th percentile: identifier check, document, seal, network, signature, document, drawing. Two browsers' clocks are one here.
 */
import type { Page } from 'playwright-core';
import { launchBrowser } from '../e2e/harness/browser';
import { App } from '../e2e/support/app';
import { startAppServer } from '../e2e/support/app-server';
import { createSeeded } from '../support/seeded';
import type { Figure } from './figure';
import { medianOf } from './median';

const WORDS = 150;
const TARGET_MS = 150;
const KEY_MS = 60;
const MEETING = 'Intervision';

export async function textVisible(): Promise<Figure> {
	const server = await startAppServer();
	const browser = await launchBrowser();
	try {
		const options = { locale: 'en-GB', timezoneId: 'Europe/Berlin' };
		const pages = [await (await browser.newContext(options)).newPage(), await (await browser.newContext(options)).newPage()] as const;
		const [ana, ben] = pages.map((page) => new App(page as never, server.url)) as [App, App]; // the same Playwright under two names
		for (const app of [ana, ben]) await app.open();
		await ana.found({ me: 'Ana' });
		await ben.knock(await ana.invite('Ben'), 'Ben');
		await ana.letIn('Ben', ben);
		await ben.untilHome();
		await ana.planMeeting(MEETING);
		await ben.openMeeting(MEETING);
		await ben.notes.click();
		await ana.notes.click();
		await ana.page.keyboard.type('to begin with ');
		await ben.untilNotes('to begin with');

		const words = wordsToType();
		await watchSpaces(pages[0]);
		await watchWords(pages[1], words);
		for (const word of words) await pages[0].keyboard.type(`${word} `, { delay: KEY_MS });
		await ben.untilNotes(words.at(-1)!);
		const completed = await pages[0].evaluate(() => (window as unknown as { spaces: number[] }).spaces);
		const seen = await pages[1].evaluate(() => (window as unknown as { seen: Record<string, number> }).seen);
		const times = words.map((word, i) => seen[word]! - completed[i]!).sort((a, b) => a - b);
		const value = times[Math.floor(times.length * 0.95)]!;
		const detail = { words: times.length, medianMs: medianOf(times), worstMs: times.at(-1) };
		return { name: 'text.visible', value, unit: 'ms, 95th percentile', target: TARGET_MS, met: value <= TARGET_MS, runs: times.length, detail };
	} finally {
		await browser.close();
		await server.stop();
	}
}

/** Each once; no words of any language, so that nothing is taken for a name. */
function wordsToType(): readonly string[] {
	const chance = createSeeded(6);
	const words = new Set<string>();
	while (words.size < WORDS) words.add(Array.from({ length: 5 + chance.int(4) }, () => chance.pick([...'bcdfglmnprstuio'])).join(''));
	return [...words];
}

const watchSpaces = (page: Page): Promise<void> =>
	page.evaluate(() => {
		const spaces: number[] = [];
		Object.assign(window, { spaces });
		document.addEventListener('keydown', (event) => void (event.key === ' ' && spaces.push(performance.timeOrigin + performance.now())), true);
	});

const watchWords = (page: Page, words: readonly string[]): Promise<void> =>
	page.evaluate((expected) => {
		const seen: Record<string, number> = {};
		const missing = new Set(expected);
		Object.assign(window, { seen });
		const sheet = document.querySelector('[role=textbox][aria-label=Notes]')!;
		new MutationObserver(() => {
			const text = sheet.textContent;
			const fresh = [...missing].filter((word) => text.includes(word));
			for (const word of fresh) missing.delete(word);
			if (fresh.length > 0) requestAnimationFrame(() => fresh.forEach((word) => (seen[word] = performance.timeOrigin + performance.now())));
		}).observe(sheet, { childList: true, characterData: true, subtree: true });
	}, words);
