/** The worker's entry: real disk, clock and randomness around the engine, answering calls of the page. */
import { systemRandom } from '$crypto/random';
import { loadSodium } from '$crypto/sodium';
import { deleteEntryStore, openEntryStore } from '$lib/adapters/entry-store';
import { openTabletStore } from '$lib/adapters/tablet-store';
import { openVaultStore, type VaultStore } from '$lib/adapters/vault-store';
import { systemTimers } from '$lib/adapters/webrtc/timers';
import { failure } from '$lib/errors';
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

async function start(): Promise<void> {
	await loadSodium();
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
	const openHouse = (): Promise<House> =>
		(house ??= import('./engine').then(({ createHouse }) =>
			createHouse(
				{
					vault,
					openStore: (collective) => openEntryStore(collective, () => served.emit('stopped', { failure: failure('StoreClosed') })),
					deleteStore: deleteEntryStore,
					// fetched when the first receipt is
					openReceipts: async (collective) => (await import('$lib/adapters/receipt-store')).openReceiptStore(collective),
					deleteReceipts: async (collective) => (await import('$lib/adapters/receipt-store')).deleteReceiptStore(collective),
					random: systemRandom,
					clock: { now: () => Date.now() },
					timers: systemTimers,
					emit: (name, value) => served.emit(name, value)
				},
				holder
			)
		));
	/** A tablet at a door has an engine of its own; the house is then never opened. */
	let tablet: Tablet | null = null;
	const openTablet = async (link: string | null) => {
		const { createTablet } = await import('./tablet');
		tablet ??= createTablet({
			openStore: openTabletStore,
			random: systemRandom,
			clock: { now: () => Date.now() },
			emit: (name, value) => served.emit(name, value)
		});
		return tablet.openTablet(link);
	};
	const methods: Methods = {
		...desk,
		// The house is on its way while the passphrase is stretched.
		createVault: (passphrase: string) => (void openHouse(), desk.createVault(passphrase)),
		openVault: (passphrase: string) => (void openHouse(), desk.openVault(passphrase)),
		note: vault.note,
		setNote: vault.setNote,
		openTablet
	};
	// Whatever the desk does not know is for the house, which is fetched the first time it is needed.
	const served = expose(port, methods, async (method) => {
		if (tablet) return Object.hasOwn(tablet, method) ? tablet[method as keyof Tablet] : undefined; // own, hence one of its names
		const house = await openHouse();
		return Object.hasOwn(house, method) ? house[method as keyof House] : undefined; // own, hence one of its names
	});
	self.postMessage({ kind: 'event', name: 'ready', value: null });
}

// Without its cryptography the app must not start at all: it says so instead of waiting for ever.
start().catch(() => self.postMessage({ kind: 'event', name: 'stopped', value: { failure: failure('Unexpected') } }));
