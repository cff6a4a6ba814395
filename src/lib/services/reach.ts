/** The commands for keeping in touch, as screens ask for them: most go to the engine, some are the page's own. Knows neither keys nor network. */
import { err, ok, type CollectiveId, type Result } from '$crypto/base';
import { failure, type Failure } from '$lib/errors';
import type { OpInput } from '$crdt/domain/op';
import type { EngineEnd } from './engine-end';
import type { ConnectionCheck, ReachCommands } from './reach-types';

type Call = <T>(run: (api: EngineEnd['api']) => Promise<Result<T, Failure>>) => Promise<Result<T, Failure>>;

/** What only the page can do: connections, passkeys, and changing what is open. */
export interface PageReach {
	testConnection(told: (check: ConnectionCheck) => void): Promise<void>;
	readonly pairing: ReachCommands['pairing'];
	readonly profile: Pick<
		ReachCommands['profile'],
		'list' | 'storage' | 'switchTo' | 'addAnother' | 'forget' | 'startSample' | 'passkey' | 'addPasskey' | 'unlockByPasskey' | 'recoverByPhrase'
	>;
}

export function reachBy(call: Call, page: () => PageReach): ReachCommands {
	const post = async (op: OpInput): Promise<Result<void, Failure>> => {
		const posted = await call((api) => api.post([op]));
		return posted.ok ? ok(undefined) : posted;
	};
	return {
		servers: {
			addKeeper: (address, name) => call((api) => api.addKeeper(address, name)),
			setUsed: (server, used) => call((api) => api.setServerUsed(server, used)),
			setRelayOnly: (relayOnly) => call((api) => api.setRelayOnly(relayOnly)),
			test: (told) => page().testConnection(told)
		},
		bundles: {
			needs: () => call((api) => api.bundleNeeds()),
			make: (member) => call((api) => api.makeBundle(member)),
			take: (file) => call((api) => api.takeBundle(file))
		},
		pairing: {
			offer: () => page().pairing.offer(),
			answer: (offer) => page().pairing.answer(offer),
			complete: (answer) => page().pairing.complete(answer),
			settled: () => page().pairing.settled(),
			cancel: () => page().pairing.cancel()
		},
		devices: {
			offer: () => call((api) => api.offerDevice()),
			withdrawOffer: () => call((api) => api.withdrawDeviceOffer()),
			accept: (knockId) => call((api) => api.acceptDevice(knockId)),
			refuse: (knockId) => call((api) => api.refuseDevice(knockId)),
			rename: (device, name) => post({ type: 'membership/rename-device', device, name }),
			revoke: (device) => call((api) => api.revokeDevice(device)),
			makePhrase: () => call((api) => api.makePhrase()),
			confirmPhrase: (words) => call((api) => api.confirmPhrase([...words])),
			startRecovery: (member) => call((api) => api.startRecovery(member))
		},
		profile: {
			list: () => page().profile.list(),
			storage: () => page().profile.storage(),
			switchTo: (id) => page().profile.switchTo(id),
			addAnother: () => page().profile.addAnother(),
			forget: (id) => page().profile.forget(id),
			startSample: () => page().profile.startSample(),
			passkey: () => page().profile.passkey(),
			addPasskey: (passphrase) => page().profile.addPasskey(passphrase),
			removePasskey: () => call((api) => api.removePasskey()),
			unlockByPasskey: () => page().profile.unlockByPasskey(),
			recoverByPhrase: (input) => page().profile.recoverByPhrase(input),
			startPhraseFile: (file) => call((api) => api.startPhraseFile(file))
		}
	};
}

/** Where the page can do none of it: before anything is open. */
export const NO_PAGE_REACH: PageReach = {
	testConnection: async () => undefined,
	pairing: { offer: unavailable, answer: unavailable, complete: unavailable, settled: unavailable, cancel: () => undefined },
	profile: {
		list: async () => [],
		storage: async () => null,
		switchTo: (_id: CollectiveId) => unavailable(),
		addAnother: unavailable,
		forget: unavailable,
		startSample: unavailable,
		passkey: async () => 'unavailable',
		addPasskey: unavailable,
		unlockByPasskey: unavailable,
		recoverByPhrase: unavailable
	}
};

async function unavailable(): Promise<Result<never, Failure>> {
	return err(failure('Unexpected'));
}
