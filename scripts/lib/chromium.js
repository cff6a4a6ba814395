/**
 * Finds a Chromium to test with: the one named in CHROMIUM, one of the system, or Playwright's own.
 * Plain Node; knows nothing of tests.
 */
import { existsSync } from 'node:fs';

/** @returns {Promise<string | undefined>} path of an executable, or undefined when there is none */
export async function findChromium() {
	const named = process.env.CHROMIUM;
	if (named) return existsSync(named) ? named : undefined;
	const usual = [
		'/usr/bin/chromium',
		'/usr/bin/chromium-browser',
		'/usr/bin/google-chrome',
		'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
	];
	const present = usual.find((path) => existsSync(path));
	if (present) return present;
	const { chromium } = await import('playwright');
	const own = chromium.executablePath();
	return existsSync(own) ? own : undefined;
}
