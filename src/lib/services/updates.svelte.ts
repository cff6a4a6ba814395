/** Notices that a newer version of the app waits, and starts it when the person says so. */
export interface Updates {
	readonly waiting: boolean;
	activate(): void;
}

export function watchForUpdates(page: Window, changed: () => void): Updates {
	const { serviceWorker } = page.navigator;
	let registration: ServiceWorkerRegistration | null = null;
	let waiting = false;
	let asked = false;
	const look = () => {
		const now = registration?.waiting != null && serviceWorker.controller !== null;
		if (now === waiting) return;
		waiting = now;
		changed();
	};
	void serviceWorker?.ready.then((found) => {
		registration = found;
		found.addEventListener('updatefound', () => found.installing?.addEventListener('statechange', look));
		look();
	});
	serviceWorker?.addEventListener('controllerchange', () => {
		if (asked) page.location.reload();
	});
	return {
		get waiting() {
			return waiting;
		},
		activate() {
			asked = true;
			registration?.waiting?.postMessage('activate');
		}
	};
}
