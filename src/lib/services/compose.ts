/** Puts the app together: the one place where adapters are chosen. The network's part is loaded only when it is needed. */
import type { CollectiveId } from '$crypto/base';
import { startEngineWorker } from '$lib/adapters/engine-worker';
import { AppState } from './app.svelte';
import { TabletState } from './tablet.svelte';
import { BUILD } from './build';
import type { App } from './types';

export function createApp(): App {
	return new AppState({
		page: window,
		startWorker: () => startEngineWorker(BUILD),
		startNetwork: async (worker, settings) => (await import('$lib/adapters/network')).startNetwork(worker, settings),
		loadCheckWorker: async () => (await import('$lib/adapters/check-worker')).startCheckWorker,
		// asked for once a vault is open
		seekLeadership: async () => (await import('./tabs')).seekLeadership(navigator.locks),
		openTabPort: async (key, side) => (await import('./tabs')).openTabPort(key, side),
		tryConnection: async (test, told) => (await import('$lib/adapters/test-connection')).testConnection(test, told, { ...(await import('$lib/adapters/test-disk')), world: window }),
		measureStorage: async () => (await import('$lib/adapters/storage-parts')).measureStorage(window),
		forgetPageData
	});
}

/** On a tablet at a door, in place of the app. */
export function startTablet(): TabletState {
	return new TabletState({
		page: window,
		startWorker: () => startEngineWorker(BUILD),
		startNetwork: async (worker, settings) => (await import('$lib/adapters/network')).startNetwork(worker, settings)
	});
}

/** Outer documents are the page's; the worker has deleted what is its own. The app's own files stay for the next start. */
async function forgetPageData(collective: CollectiveId | null): Promise<void> {
	if (!collective) {
		localStorage.clear();
		sessionStorage.clear();
	}
	const prefix = collective ? `commonhold/${collective}/` : 'commonhold/';
	const databases = (await indexedDB.databases?.()) ?? [];
	await Promise.all(
		databases.map(
			({ name }) =>
				new Promise<void>((resolve) => {
					if (!name?.startsWith(prefix) || name === 'commonhold/vault') return resolve();
					const request = indexedDB.deleteDatabase(name);
					request.onsuccess = request.onerror = request.onblocked = () => resolve();
				})
		)
	);
}
