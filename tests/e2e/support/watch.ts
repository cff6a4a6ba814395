/**
 * What must never happen in any story: an error on the console, an uncaught exception, a breach of the content security
 * policy or of Trusted Types, a request to a foreign address.
 */
import type { BrowserContext, Page } from '@playwright/test';

export type Watch = {
	/** Everything bad seen so far, one line each. */
	readonly problems: string[];
	/** Tolerates console errors of this shape, for stories in which the browser itself reports a lost network. */
	tolerate(pattern: RegExp): void;
};

// the browser's own words for a request that could not leave; stories pull the cable on purpose
const networkLost = /net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|FAILED)|WebSocket connection to .* failed|WebSocket is already in CLOSING or CLOSED state/;

export async function watchContext(context: BrowserContext, origin: string, who: string): Promise<Watch> {
	const problems: string[] = [];
	const tolerated: RegExp[] = [networkLost];
	const report = (text: string) => {
		if (!tolerated.some((pattern) => pattern.test(text))) problems.push(`${who}: ${text}`);
	};
	const host = new URL(origin).host;
	await context.exposeBinding('__reportViolation', (_source, text: string) => report(text));
	await context.addInitScript(() => {
		document.addEventListener('securitypolicyviolation', (event) => {
			const { __reportViolation } = window as unknown as { __reportViolation: (text: string) => void };
			__reportViolation(
				`policy violation: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`
			);
		});
	});
	context.on('request', (request) => {
		const url = new URL(request.url());
		if (['data:', 'blob:', 'about:'].includes(url.protocol)) return;
		if (url.host !== host) report(`request to a foreign address: ${url.origin}`);
	});
	context.on('weberror', (error) => report(`uncaught: ${error.error().stack ?? error.error().message}`));
	context.on('console', (message) => {
		if (message.type() === 'error' || message.type() === 'warning') {
			report(`console ${message.type()}: ${message.text()}`);
		}
	});
	const watchPage = (page: Page) => {
		page.on('websocket', (socket) => {
			if (new URL(socket.url()).host !== host) report(`socket to a foreign address: ${socket.url()}`);
		});
		page.on('crash', () => report('the page crashed'));
	};
	context.on('page', watchPage);
	return { problems, tolerate: (pattern) => void tolerated.push(pattern) };
}
