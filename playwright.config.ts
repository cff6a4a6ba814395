import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/lib/chromium.js';

export default defineConfig({
	testDir: 'tests/e2e',
	testMatch: '**/*.e2e.ts',
	fullyParallel: false,
	workers: Number(process.env['E2E_WORKERS'] ?? 2),
	// a story takes a quarter of a minute; a busy machine may need many times that
	timeout: 300_000,
	expect: { timeout: 20_000 },
	forbidOnly: process.env['CI'] !== undefined,
	retries: 0,
	reporter: [['list']],
	outputDir: 'test-results/e2e',
	use: {
		actionTimeout: 20_000,
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
