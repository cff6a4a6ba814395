import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/lib/chromium.js';

/** These take longest and come first, so that the workers end together. */
const long = ['typists', 'accessibility', 'proposals-keyboard', 'ledger-keyboard', 'proposals', 'receipts', 'consultation-keyboard', 'consultation', 'ledger', 'removal', 'three-become-one'].map(
	(name) => `**/${name}.e2e.ts`
);

export default defineConfig({
	testDir: 'tests/e2e',
	projects: [
		{ name: 'long', testMatch: long },
		{ name: 'others', testMatch: '**/*.e2e.ts', testIgnore: long }
	],
	fullyParallel: false,
	workers: Number(process.env['E2E_WORKERS'] ?? 2),
	// a story takes a quarter of a minute; a busy machine may need many times that
	timeout: 600_000,
	expect: { timeout: 30_000 },
	forbidOnly: process.env['CI'] !== undefined,
	retries: 0,
	reporter: [['list']],
	outputDir: 'test-results/e2e',
	use: {
		actionTimeout: 30_000,
		trace: 'off',
		screenshot: 'only-on-failure',
		serviceWorkers: 'allow',
		launchOptions: {
			executablePath: await findChromium(),
			args: [
				'--no-sandbox',
				'--no-first-run',
				'--disable-background-networking',
				'--disable-component-update',
				'--disable-sync',
				'--disable-default-apps',
				'--disable-quic',
				'--disable-background-timer-throttling',
				'--disable-backgrounding-occluded-windows',
				'--disable-renderer-backgrounding',
				// plain addresses instead of .local names, which need multicast to resolve
				'--disable-features=WebRtcHideLocalIpsWithMdns,OptimizationHints,MediaRouter'
			]
		}
	}
});
