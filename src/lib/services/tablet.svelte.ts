/**
 * A tablet at a door behind its page: opens its link or what it kept, meets members' devices in its one room, shows what they
 * told. Starts no house, has no command but to be shown. Carries CRY133 (the address is cleared at once).
 */
import type { EngineWorker } from '$lib/adapters/engine-worker';
import type { Network, NetworkSettings } from '$lib/adapters/network';
import { failure, type Failure } from '$lib/errors';
import { loadConfiguration, whyUnsupported } from './environment';
import type { TabletView } from './tablet-types';
import { watchForUpdates } from './updates.svelte';

export interface TabletDependencies {
	readonly page: Window;
	startWorker(): EngineWorker;
	startNetwork(worker: EngineWorker, settings: NetworkSettings): Promise<Network | null>;
}

export class TabletState {
	/** Undefined while it starts. */
	view = $state.raw<TabletView | undefined>();
	failure = $state.raw<Failure | null>(null);
	#network: Network | null = null;

	constructor(private readonly deps: TabletDependencies) {
		const { page } = deps;
		const { hash, pathname, search } = page.location;
		const link = hash.length > 1 ? hash : null;
		if (link) page.history.replaceState(page.history.state, '', pathname + search);
		this.failure = whyUnsupported(page);
		if (this.failure) return;
		const worker = deps.startWorker();
		// Nobody types here: a newer version is taken at once.
		const updates = watchForUpdates(page, () => updates.waiting && updates.activate());
		worker.on('stopped', ({ failure: why }) => (this.failure = why));
		void worker.crashed.then(() => (this.failure = failure('Unexpected')));
		worker.on('changed', () => void this.#look(worker));
		worker.on('ready', () => void this.#open(worker, link));
	}

	async #open(worker: EngineWorker, link: string | null): Promise<void> {
		const opened = await worker.api.openTablet(link);
		if (!opened.ok) {
			this.failure = opened.error;
			return;
		}
		this.view = opened.value;
		void this.deps.page.navigator.storage.persist().catch(() => false);
		this.#network = await this.deps.startNetwork(worker, await loadConfiguration(this.deps.page));
	}

	async #look(worker: EngineWorker): Promise<void> {
		const before = this.view;
		const view = await worker.api.tabletView();
		this.view = view;
		if (view.status === 'gone') {
			await this.#network?.stop();
			this.#network = null;
		} else if (before && before.trust !== view.trust) this.#network?.kick(); // whom it refused before may be a member's device
	}
}
