/** The worker's entry: real disk, clock and randomness around the engine, answering calls of the page. */
import { systemRandom } from '$crypto/random';
import { loadSodium } from '$crypto/sodium';
import { openVaultStore, type VaultStore } from '$lib/adapters/vault-store';
import { systemTimers } from '$lib/adapters/webrtc/timers';
import { failure } from '$lib/errors';
import type { Build } from './builds';
import type { Emit } from './emit';
import type { House } from './engine';
import { expose, type MessagePortLike, type Methods } from './rpc';
import type { Tablet } from './tablet';
import { createVaultDesk, type KeychainHolder } from './vault-desk';

const port: MessagePortLike = {
	send: (message) => self.postMessage(message),
	listen(receive) {
		const run = (event: MessageEvent<unknown>) => receive(event.data);
		self.addEventListener('message', run);
		return () => self.removeEventListener('message', run);
	}
};

/** How long the first screen has the network and the processor for itself. */
const FIRST_SCREEN_MS = 200;

/** The page names its worker after the build: `commonhold 0.1.0 1f2e3d4`. */
function readBuild(workerName: string): Build {
	const [, version = '', name = ''] = workerName.split(' ');
	return { version, name };
}

async function start(): Promise<void> {
	let sodium: Promise<void> | null = null;
	const loaded = (): Promise<void> => (sodium ??= loadSodium());
	let vault: VaultStore;
	try {
		vault = await openVaultStore();
	} catch {
		self.postMessage({ kind: 'event', name: 'stopped', value: { failure: failure('PrivateWindow') } });
		return;
	}
	const holder: KeychainHolder = { current: null };
	const desk = createVaultDesk({ vault, random: systemRandom }, holder);
	let house: Promise<House> | null = null;
	const surroundings = {
		random: systemRandom,
		clock: { now: () => Date.now() },
		timers: systemTimers,
		build: readBuild(self.name),
		emit: ((name, value) => served.emit(name, value)) satisfies Emit
	};
	const openHouse = (): Promise<House> =>
		(house ??= Promise.all([import('./engine'), import('$lib/adapters/entry-store')]).then(([{ createHouse }, { openEntryStore, deleteEntryStore }]) =>
			createHouse(
				{
					...surroundings,
					vault,
					openStore: (collective) => openEntryStore(collective, () => served.emit('stopped', { failure: failure('StoreClosed') })),
					deleteStore: deleteEntryStore,
					// fetched when the first receipt is
					openReceipts: async (collective) => (await import('$lib/adapters/receipt-store')).openReceiptStore(collective),
					deleteReceipts: async (collective) => (await import('$lib/adapters/receipt-store')).deleteReceiptStore(collective),
					// and this when the first keeper is used
					dial: async (url, hooks) => (await import('$lib/adapters/keeper-socket')).openKeeperSocket(url, hooks)
				},
				holder
			)
		));
	const explore = async () => {
		const { explore: start } = await import('./explore');
		const { house: inMemory, explored } = await start(surroundings, holder);
		house = Promise.resolve(inMemory);
		return explored;
	};
	/** A tablet at a door has an engine of its own; the house is then never opened. */
	let tablet: Tablet | null = null;
	const openTablet = async (link: string | null) => {
		const [{ createTablet }, { openTabletStore }] = await Promise.all([import('./tablet'), import('$lib/adapters/tablet-store')]);
		tablet ??= createTablet({
			openStore: openTabletStore,
			random: systemRandom,
			clock: { now: () => Date.now() },
			emit: (name, value) => served.emit(name, value)
		});
		return tablet.openTablet(link);
	};
	// What the first screen asks for needs no cryptography: it is drawn while that is still on its way.
	const atOnce: Methods = { hasVault: desk.hasVault, note: vault.note, setNote: vault.setNote };
	const sealed: Methods = {
		...desk,
		// The house is on its way while the passphrase is stretched.
		createVault: (passphrase: string) => (void openHouse(), desk.createVault(passphrase)),
		openVault: (passphrase: string) => (void openHouse(), desk.openVault(passphrase)),
		explore,
		openTablet
	};
	// Whatever the desk does not know is for the house, which is fetched the first time it is needed.
	const served = expose(port, atOnce, async (method) => {
		await loaded();
		if (Object.hasOwn(sealed, method)) return sealed[method];
		if (tablet) return Object.hasOwn(tablet, method) ? tablet[method as keyof Tablet] : undefined; // own, hence one of its names
		const house = await openHouse();
		return Object.hasOwn(house, method) ? house[method as keyof House] : undefined; // own, hence one of its names
	});
	self.postMessage({ kind: 'event', name: 'ready', value: null });
	// The largest file of a first visit lets the first screen go before it; whoever asks for it sooner has it sooner.
	await new Promise((resolve) => setTimeout(resolve, FIRST_SCREEN_MS));
	await loaded();
}

// Without its cryptography the app must not start at all: it says so instead of waiting for ever.
start().catch(() => self.postMessage({ kind: 'event', name: 'stopped', value: { failure: failure('Unexpected') } }));
