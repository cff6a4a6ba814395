/**
 * What must never happen in any story: an error on the console, an uncaught exception, a breach of the content security
 * policy or of Trusted Types, and a word to anybody but the servers of the story: by request, by socket, of page or worker, or by
 * what a connection is told to ask for its address (PWA38).
 */
import type { BrowserContext, Page } from '@playwright/test';
import { ownHosts } from './app-server';

export type Watch = {
	/** Everything bad seen so far, one line each. */
	readonly problems: string[];
	/** A server that the story itself has put up, by its host and port. */
	allow(host: string): void;
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
	const allowed = new Set([new URL(origin).host]);
	const isOwn = ({ host }: URL) => allowed.has(host) || ownHosts.has(host);
	await context.exposeBinding('__reportViolation', (_source, text: string) => report(text));
	await context.addInitScript(() => {
		document.addEventListener('securitypolicyviolation', (event) => {
			const { __reportViolation } = window as unknown as { __reportViolation: (text: string) => void };
			__reportViolation(
				`policy violation: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`
			);
		});
	});
	await context.exposeBinding('__reportAsked', (_source, server: string) => {
		// what cannot be read is nobody's own
		const found = /^(?:stun|turn)s?:([^?]+)/.exec(server)?.[1] ?? '';
		if (!allowed.has(found)) report(`a connection is told to ask ${server}`);
	});
	await context.addInitScript(watchConnections);
	context.on('request', (request) => {
		const url = new URL(request.url());
		if (['data:', 'blob:', 'about:'].includes(url.protocol)) return;
		if (!isOwn(url)) report(`request to a foreign address: ${url.origin}`);
	});
	context.on('weberror', (error) => report(`uncaught: ${error.error().stack ?? error.error().message}`));
	context.on('console', (message) => {
		if (message.type() === 'error' || message.type() === 'warning') {
			report(`console ${message.type()}: ${message.text()}`);
		}
	});
	const watchPage = (page: Page) => {
		page.on('websocket', (socket) => {
			if (!isOwn(new URL(socket.url()))) report(`socket to a foreign address: ${socket.url()}`);
		});
		page.on('crash', () => report('the page crashed'));
	};
	context.on('page', watchPage);
	return { problems, allow: (host) => void allowed.add(host), tolerate: (pattern) => void tolerated.push(pattern) };
}

/** Runs inside the page, before any script of it: no event of the browser names the servers that a connection asks. */
function watchConnections(): void {
	const { __reportAsked } = window as unknown as { __reportAsked: (server: string) => void };
	const look = (configuration?: RTCConfiguration): void => {
		for (const { urls } of configuration?.iceServers ?? []) for (const url of [urls].flat()) __reportAsked(url);
	};
	window.RTCPeerConnection = class extends RTCPeerConnection {
		constructor(configuration?: RTCConfiguration) {
			look(configuration);
			super(configuration);
		}
		override setConfiguration(configuration?: RTCConfiguration): void {
			look(configuration);
			super.setConfiguration(configuration);
		}
	};
}
