/** A Chromium for measurements, with the switches of the end-to-end tests. */

import { chromium, type Browser } from 'playwright-core';
import { findChromium } from '../../../scripts/lib/chromium.js';

export async function launchBrowser(): Promise<Browser> {
	const executablePath = await findChromium();
	return chromium.launch({
		...(executablePath ? { executablePath } : {}),
		args: [
			'--no-sandbox',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
			'--disable-default-apps',
			'--disable-background-timer-throttling',
			'--disable-backgrounding-occluded-windows',
			'--disable-renderer-backgrounding',
			// plain addresses instead of .local names, which need multicast to resolve
			'--disable-features=WebRtcHideLocalIpsWithMdns,OptimizationHints,MediaRouter'
		]
	});
}
