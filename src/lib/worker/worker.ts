/** The worker's entry: real disk, clock and randomness around the engine, answering calls of the page. */
import { deleteDB } from 'idb';
import { systemRandom } from '$crypto/random';
import { loadSodium } from '$crypto/sodium';
import { entryDatabaseName, openEntryStore } from '$lib/adapters/entry-store';
import { openVaultStore, type VaultStore } from '$lib/adapters/vault-store';
import { systemTimers } from '$lib/adapters/webrtc/timers';
import { failure } from '$lib/errors';
import { createEngine } from './engine';
import { expose, type MessagePortLike, type Methods } from './rpc';

const port: MessagePortLike = {
	send: (message) => self.postMessage(message),
	listen(receive) {
		const run = (event: MessageEvent<unknown>) => receive(event.data);
		self.addEventListener('message', run);
		return () => self.removeEventListener('message', run);
	}
};

async function start(): Promise<void> {
	await loadSodium();
	let vault: VaultStore;
	try {
		vault = await openVaultStore();
	} catch {
		self.postMessage({ kind: 'event', name: 'stopped', value: { failure: failure('PrivateWindow') } });
		return;
	}
	const engine = createEngine({
		vault,
		openStore: (collective) => openEntryStore(collective, () => served.emit('stopped', { failure: failure('StoreClosed') })),
		deleteStore: (collective) => deleteDB(entryDatabaseName(collective)),
		random: systemRandom,
		clock: { now: () => Date.now() },
		timers: systemTimers,
		emit: (name, value) => served.emit(name, value)
	});
	const methods: Methods = { ...engine, note: vault.note, setNote: vault.setNote };
	const served = expose(port, methods);
	self.postMessage({ kind: 'event', name: 'ready', value: null });
}

void start();
