/** The app as a person uses it: verbs instead of selectors. Stories speak through this class only. */
import type { Locator, Page } from '@playwright/test';

export class App {
	constructor(
		readonly page: Page,
		readonly origin: string
	) {}

	async open(path = '/'): Promise<void> {
		await this.page.goto(this.origin + path);
	}

	get heading(): Locator {
		return this.page.getByRole('heading', { level: 1 });
	}

	/** Resolves once the app is stored on the device and would open without a network. */
	async untilStoredForOffline(): Promise<void> {
		await this.page.evaluate(async () => {
			await navigator.serviceWorker.ready;
		});
		await this.page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
	}
}
