/** Notices that a newer version of the app waits, asks it what it is called, and starts it when the person says so (PWA10, PWA11, PWA15, PWA16). */

/**
 * Chromium drops the start of a new version when the old one answers a request at that moment, and asking again does not help for five
 * minutes; loading the page again does.
 */
const START_PATIENCE_MS = 4_000;

export interface Waiting {
	/** As people count it, with the short name of its sources; '' while it has not said. */
	readonly version: string;
	/** It runs in another tab already; this one is the last with the old. */
	readonly elsewhere: boolean;
}

export interface Updates {
	readonly waiting: Waiting | null;
	/** The page is loaded anew, by the new version. Where the old one is at work and goes on to be, by that one, which tells of the new one again. */
	activate(): void;
}

export function watchForUpdates(page: Window, changed: () => void): Updates {
	const { serviceWorker } = page.navigator;
	let registration: ServiceWorkerRegistration | null = null;
	let waiting = $state.raw<Waiting | null>(null);
	let asked = false;
	let hadOne = serviceWorker?.controller != null;

	const show = (next: Waiting | null) => {
		const isNews = (next === null) !== (waiting === null);
		waiting = next;
		if (isNews) changed();
	};
	const look = () => {
		if (waiting?.elsewhere) return;
		const worker = registration?.waiting;
		if (!worker || serviceWorker.controller === null) return show(null);
		if (!waiting) show({ version: '', elsewhere: false });
		const line = new MessageChannel();
		line.port1.onmessage = ({ data }: MessageEvent<unknown>) => {
			if (waiting && typeof data === 'string') show({ ...waiting, version: data });
			line.port1.close();
		};
		worker.postMessage('version', [line.port2]);
	};
	void serviceWorker?.ready.then((found) => {
		registration = found;
		found.addEventListener('updatefound', () => found.installing?.addEventListener('statechange', look));
		look();
	});
	serviceWorker?.addEventListener('controllerchange', () => {
		if (asked) page.location.reload();
		// the first one ever is no change
		else if (hadOne) show({ version: waiting?.version ?? '', elsewhere: true });
		hadOne = true;
	});
	return {
		get waiting() {
			return waiting;
		},
		activate() {
			asked = true;
			if (waiting?.elsewhere || !registration?.waiting) return page.location.reload();
			registration.waiting.postMessage('activate');
			page.setTimeout(() => page.location.reload(), START_PATIENCE_MS);
		}
	};
}
