/** Puts the app together: the one place where adapters are chosen. The network's part is loaded only when it is needed. */
import { startEngineWorker } from '$lib/adapters/engine-worker';
import { AppState } from './app.svelte';
import { TabletState } from './tablet.svelte';
import { openTabPort, seekLeadership } from './tabs';
import type { App } from './types';

export function createApp(): App {
	return new AppState({
		page: window,
		startWorker: startEngineWorker,
		startNetwork: async (worker, settings) => (await import('$lib/adapters/network')).startNetwork(worker, settings),
		seekLeadership: () => seekLeadership(navigator.locks),
		openTabPort,
		forgetPageData
	});
}

/** On a tablet at a door, in place of the app. */
export function startTablet(): TabletState {
	return new TabletState({
		page: window,
		startWorker: startEngineWorker,
		startNetwork: async (worker, settings) => (await import('$lib/adapters/network')).startNetwork(worker, settings)
	});
}

/** Outer documents are the page's; the worker has deleted what is its own. The app's own files stay for the next start. */
async function forgetPageData(): Promise<void> {
	localStorage.clear();
	sessionStorage.clear();
	const databases = (await indexedDB.databases?.()) ?? [];
	await Promise.all(
		databases.map(
			({ name }) =>
				new Promise<void>((resolve) => {
					if (!name?.startsWith('commonhold/') || name === 'commonhold/vault') return resolve();
					const request = indexedDB.deleteDatabase(name);
					request.onsuccess = request.onerror = request.onblocked = () => resolve();
				})
		)
	);
}
