/**
 * What this device must keep secret, and how it lies on disk: the vault (a random master key under the passphrase and
 * the browser profile) and, under the master key, one record of secrets per collective.
 *
 * Changing a secret reseals the record, not the vault, so that a new group key needs no passphrase. Lives in the worker
 * only; nothing here is ever sent to the page.
 */
import { err, ok, textOf, utf8, type CollectiveId, type Result } from '$crypto/base';
import { open, seal } from '$crypto/aead';
import { deriveBytes } from '$crypto/hash';
import type { PassphraseCost } from '$crypto/passphrase';
import type { Random } from '$crypto/random';
import { createSecret, type Secret } from '$crypto/secret';
import { changePassphrase, openVault, sealVault, type OpenVaultFailure } from '$crypto/vault';
import type { VaultStore } from '$lib/adapters/vault-store';
import type { Secrets, StoredCollective } from './keychain-schema';

export type KeychainFailure = OpenVaultFailure | { readonly type: 'NoVault' } | { readonly type: 'NewerSecrets' };

export interface Keychain {
	readonly collectives: readonly StoredCollective[];
	/** The one that was open last, if it is still here. */
	readonly last: CollectiveId | null;
	/** Reads the record again: another tab may have changed it. What does not open stays as it was known. */
	refresh(): Promise<void>;
	/** Durable when it resolves. @throws StoreRefused */
	setLast(id: CollectiveId): Promise<void>;
	/** Durable when it resolves. @throws StoreRefused */
	put(collective: StoredCollective): Promise<void>;
	remove(id: CollectiveId): Promise<void>;
	changePassphrase(from: Secret<string>, to: Secret<string>): Promise<Result<void, KeychainFailure>>;
	/** What this device keeps to itself, under the master key: null where there is nothing, or nothing that opens. */
	readPrivate(name: string): Promise<Uint8Array | null>;
	/** Durable when it resolves. @throws StoreRefused */
	writePrivate(name: string, value: Uint8Array): Promise<void>;
	/** A key for messages between tabs of this browser: 32 bytes that only who opened the vault has. */
	tabKey(): Uint8Array;
}

interface Dependencies {
	readonly store: VaultStore;
	readonly random: Random;
	readonly cost?: PassphraseCost;
}

/** Makes a fresh vault, with these collectives in it or empty; durable at once or not at all. Replaces nothing: the caller makes sure that there is none. */
export async function createKeychain(
	passphrase: Secret<string>,
	deps: Dependencies,
	collectives: readonly StoredCollective[] = []
): Promise<Keychain> {
	const { store, random } = deps;
	const master = random.bytes(32);
	const vault = await sealVault({
		contents: master,
		passphrase,
		deviceLock: store.lock,
		random,
		...(deps.cost ? { cost: deps.cost } : {})
	});
	const secrets: Secrets = { version: 1, collectives: [...collectives] };
	await store.save({ vault, secrets: sealSecrets(secrets, master, random) });
	return keychainOf(master, secrets, deps);
}

/** Opens the vault of this device. Wrong passphrase, damaged vault and foreign profile are different failures. */
export async function openKeychain(
	passphrase: Secret<string>,
	deps: Dependencies
): Promise<Result<Keychain, KeychainFailure>> {
	const { store } = deps;
	const [vault, sealed] = await Promise.all([store.loadVault(), store.loadSecrets()]);
	if (!vault || !sealed) return err({ type: 'NoVault' });
	const opened = await openVault(vault, passphrase, store.lock);
	if (!opened.ok) return opened;
	return chainFrom(opened.value, sealed, deps);
}

/** The record under a master key that has been opened. */
export async function chainFrom(master: Uint8Array, sealed: Uint8Array, deps: Dependencies): Promise<Result<Keychain, KeychainFailure>> {
	const read = await readSecrets(master, sealed);
	return read.ok ? ok(keychainOf(master, read.value, deps)) : read;
}

async function readSecrets(master: Uint8Array, sealed: Uint8Array): Promise<Result<Secrets, KeychainFailure>> {
	const bytes = open(createSecret(master), SECRETS_CONTEXT, sealed);
	if (!bytes.ok) return err({ type: 'DamagedVault' });
	// Loaded only now: before the vault is open, a phone should have as little as possible to fetch.
	const { parseSecrets } = await import('./keychain-schema');
	const record = parseJson(bytes.value);
	const parsed = parseSecrets(record);
	if (!parsed && isNewer(record)) return err({ type: 'NewerSecrets' });
	return parsed ? ok(parsed) : err({ type: 'DamagedVault' });
}

function keychainOf(master: Uint8Array, initial: Secrets, { store, random, cost }: Dependencies): Keychain {
	let current = initial;
	let writing: Promise<void> = Promise.resolve();
	/** One write at a time; what is kept in memory is what the disk took. */
	const write = (change: (before: Secrets) => Secrets): Promise<void> => {
		const run = async () => {
			const next = change(current);
			await store.save({ secrets: sealSecrets(next, master, random) });
			current = next;
		};
		const done = writing.then(run, run);
		writing = done.catch(() => undefined);
		return done;
	};
	return {
		get collectives() {
			return current.collectives;
		},
		get last() {
			return current.collectives.find(({ id }) => id === current.last)?.id ?? null;
		},
		refresh() {
			const run = async () => {
				const sealed = await store.loadSecrets();
				const read = sealed && (await readSecrets(master, sealed));
				if (read?.ok) current = read.value;
			};
			const done = writing.then(run, run);
			writing = done.catch(() => undefined);
			return done;
		},
		setLast: (id) => write((before) => ({ ...before, last: id })),
		put: (collective) =>
			write((before) => ({
				...before,
				collectives: [...before.collectives.filter((c) => c.id !== collective.id), collective]
			})),
		remove: (id) =>
			write((before) => ({ ...before, collectives: before.collectives.filter((c) => c.id !== id) })),
		async changePassphrase(from, to) {
			const vault = await store.loadVault();
			if (!vault) return err({ type: 'NoVault' });
			const changed = await changePassphrase(vault, {
				oldPassphrase: from,
				newPassphrase: to,
				deviceLock: store.lock,
				random,
				...(cost ? { cost } : {})
			});
			if (!changed.ok) return changed;
			await store.save({ vault: changed.value });
			return ok(undefined);
		},
		async readPrivate(name) {
			const sealed = await store.loadPrivate(name);
			const opened = sealed && open(createSecret(master), privateContext(name), sealed);
			return opened?.ok ? opened.value : null;
		},
		writePrivate: (name, value) => store.savePrivate(name, seal(createSecret(master), privateContext(name), value, random)),
		tabKey: () => deriveBytes(createSecret(master), 'tab-key')
	};
}

const SECRETS_CONTEXT = utf8('commonhold/1/secrets');
const privateContext = (name: string): Uint8Array => utf8(`commonhold/1/private/${name}`);

const sealSecrets = (value: Secrets, master: Uint8Array, random: Random): Uint8Array =>
	seal(createSecret(master), SECRETS_CONTEXT, utf8(JSON.stringify(value)), random);

const isNewer = (record: unknown): boolean =>
	typeof record === 'object' && record !== null && 'version' in record && typeof record.version === 'number' && record.version > 1;

function parseJson(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(textOf(bytes) ?? '');
	} catch {
		return null;
	}
}
