/**
 * What only the page can do for keeping in touch: changing what is open, passkeys, pairing, trying connections. Each part is loaded when it
 * is first used, so that a phone that only opens the app fetches nothing of it.
 */
import type { CollectiveId } from '$crypto/base';
import type { EngineWorker } from '$lib/adapters/engine-worker';
import type { Network } from '$lib/adapters/network';
import type { OpenedVault } from '$lib/worker/api';
import type { Writer } from './engine-end';
import type { Configuration } from './environment';
import type { AppDependencies } from './opening.svelte';
import { NO_PAGE_REACH, type PageReach } from './reach';
import type { Done, SessionState } from './types';

/** What the page's own parts may use of the app. */
export interface PageHost {
	readonly page: Window;
	worker(): EngineWorker;
	network(): Network | null;
	configuration(): Configuration;
	vault(): OpenedVault | null;
	/** The tab that writes, when it is another one. */
	writer(): Writer | null;
	openNow(): CollectiveId | null;
	exploring(): boolean;
	freshVault(passphrase: string): Done<OpenedVault>;
	enter(vault: OpenedVault): Done;
	/** Into the sample of a throwaway vault: nothing of it touches the disk. */
	explore(vault: OpenedVault, sample: CollectiveId): Done;
	openCollective(id: CollectiveId): Done;
	/** Leaves what is open without locking. */
	leaveCollective(): Promise<void>;
	/** To the first screen with the vault open. */
	showWelcome(): Promise<void>;
	forgetPageData(collective: CollectiveId): Promise<void>;
	/** See adapters/test-connection.ts. */
	tryConnection: AppDependencies['tryConnection'];
	/** See adapters/storage-parts.ts. */
	measureStorage: AppDependencies['measureStorage'];
	lock(): Promise<void>;
	wipe(): Done;
	say(session: SessionState): void;
}

export function pageReachBy(host: PageHost): PageReach {
	const pairing = async () => (await import('./pairing')).pairingBy(host);
	const profile = async () => (await import('./profile')).profileBy(host);
	const passkey = async () => (await import('./passkey')).passkeyBy(host);
	return {
		...NO_PAGE_REACH,
		testConnection: async (told) => (await import('./try-connection')).tryConnectionBy(host, told),
		pairing: {
			offer: async () => (await pairing()).offer(),
			answer: async (offer) => (await pairing()).answer(offer),
			complete: async (answer) => (await pairing()).complete(answer),
			settled: async () => (await pairing()).settled(),
			cancel: () => void pairing().then((each) => each.cancel())
		},
		profile: {
			list: async () => (await profile()).list(),
			storage: () => host.measureStorage(),
			switchTo: async (id) => (await profile()).switchTo(id),
			addAnother: async () => (await profile()).addAnother(),
			forget: async (id) => (await profile()).forget(id),
			startSample: async () => (await profile()).startSample(),
			recoverByPhrase: async (input) => (await profile()).recoverByPhrase(input),
			passkey: async () => (await passkey()).state(),
			addPasskey: async (passphrase) => (await passkey()).add(passphrase),
			unlockByPasskey: async () => (await passkey()).unlock()
		}
	};
}
