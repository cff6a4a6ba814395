/**
 * The engine's methods for keeping in touch. Each is loaded when it is first called, so that a phone that only opens the app fetches
 * nothing of it. Knows nothing of what they do.
 */
import { ok, type CollectiveId, type Result } from '$crypto/base';
import type { Failure } from '$lib/errors';
import type { Environment } from './api';
import type { Emit } from './emit';
import { guarded } from './guarded';
import type { EngineDependencies } from './engine';
import type { StoredCollective } from './keychain-schema';
import type { ReachApi } from './reach-api';
import type { Running } from './running';
import type { KeychainHolder } from './vault-desk';

/** What the engine lends to the parts that are loaded later. */
export interface HouseParts {
	readonly deps: EngineDependencies;
	readonly holder: KeychainHolder;
	readonly emit: Emit;
	running(): Running | null;
	/** @throws when no collective is open. */
	needRunning(): Running;
	environment(): Environment;
	/** What this device kept to itself about a collective: drafts, sealed answers. */
	forgetPrivate(id: CollectiveId): Promise<void>;
	storedOf(id: CollectiveId): StoredCollective | undefined;
	/** Ends whatever is open. */
	closeAll(): Promise<void>;
	open(id: CollectiveId): Promise<Result<{ readonly status: 'open' | 'lobby' | 'removed' }, Failure>>;
	/** Opens it anew and tells the page where it stands. */
	reopen(id: CollectiveId, status: 'lobby' | 'open'): Promise<void>;
}

export type Reach = {
	readonly [K in keyof ReachApi]: (...args: Parameters<ReachApi[K]>) => Promise<Awaited<ReturnType<ReachApi[K]>>>;
};

export function createReach(house: HouseParts): Reach {
	return {
		addKeeper: (...args) => guarded(async () => (await import('./servers')).addKeeper(house, ...args)),
		setServerUsed: (...args) => guarded(async () => (await import('./servers')).setServerUsed(house, ...args)),
		setRelayOnly: (...args) => guarded(async () => (await import('./servers')).setRelayOnly(house, ...args)),
		bundleNeeds: () => guarded(async () => ok((await import('./bundle-make')).bundleNeeds(house))),
		makeBundle: (...args) => guarded(async () => (await import('./bundle-make')).makeBundle(house, ...args)),
		takeBundle: (...args) => guarded(async () => (await import('./bundle-take')).takeBundle(house, ...args)),
		offerDevice: () => guarded(async () => (await import('./device-offer')).offerDevice(house)),
		withdrawDeviceOffer: () => guarded(async () => (await import('./device-offer')).withdrawOffer(house)),
		acceptDevice: (id) => guarded(async () => (await import('./device-offer')).acceptDevice(house, id)),
		refuseDevice: (id) => guarded(async () => (await import('./device-offer')).refuseDevice(house, id)),
		revokeDevice: (id) => guarded(async () => (await import('./own-devices')).revokeDevice(house, id)),
		makePhrase: () => guarded(async () => (await import('./phrase')).makePhrase(house)),
		confirmPhrase: (words) => guarded(async () => (await import('./phrase')).confirmPhrase(house, words)),
		startRecovery: (member) => guarded(async () => (await import('./recovery-start')).startRecovery(house, member)),
		startPhrase: (input) => guarded(async () => (await import('./phrase')).startPhrase(house, input)),
		startPhraseFile: (file) => guarded(async () => (await import('./phrase-file')).startPhraseFile(house, file)),
		collectivesHere: async () => (await import('./collectives-here')).collectivesHere(house),
		rememberOpened: async (id) => (await import('./collectives-here')).rememberOpened(house, id),
		forgetCollective: async (id) => (await import('./collectives-here')).forgetCollective(house, id),
		startSample: () => guarded(async () => (await import('./sample/start')).startSample(house)),
		checkPassphrase: async (passphrase) => (await import('./passkey')).checkPassphrase(house, passphrase),
		addPasskey: async (passphrase, passkey) => (await import('./passkey')).addPasskey(house, passphrase, passkey),
		removePasskey: async () => (await import('./passkey')).removePasskey(house),
		passkeyFacts: async () => (await import('./passkey')).passkeyFacts(house),
		openByPasskey: async (prf) => (await import('./passkey')).openByPasskey(house, prf)
	};
}
