/**
 * Vault, entries and receipts in memory alone, for looking at the sample before there is a passphrase: nothing of it touches the disk, and
 * all of it ends with the worker. Loaded when somebody looks. Knows nothing of what is kept. Carries PRF8.
 */
import type { CollectiveId, DeviceId, StreamId } from '$crypto/base';
import type { EntryStore, Head, RawBatch } from '$crdt/log/ports';
import type { ReceiptStore } from './receipt-store';
import { createDeviceLock, type VaultStore } from './vault-store';

export interface MemoryStores {
	readonly vault: VaultStore;
	openStore(collective: CollectiveId): Promise<EntryStore>;
	deleteStore(collective: CollectiveId): Promise<void>;
	openReceipts(collective: CollectiveId): Promise<ReceiptStore>;
	deleteReceipts(collective: CollectiveId): Promise<void>;
}

export function createMemoryStores(): MemoryStores {
	const entries = new Map<CollectiveId, EntryStore>();
	const receipts = new Map<CollectiveId, ReceiptStore>();
	return {
		vault: createMemoryVault(),
		openStore: async (collective) => kept(entries, collective, createMemoryEntries),
		deleteStore: async (collective) => void entries.delete(collective),
		openReceipts: async (collective) => kept(receipts, collective, createMemoryReceipts),
		deleteReceipts: async (collective) => void receipts.delete(collective)
	};
}

function kept<T>(all: Map<CollectiveId, T>, collective: CollectiveId, make: () => T): T {
	const known = all.get(collective) ?? make();
	all.set(collective, known);
	return known;
}

function createMemoryVault(): VaultStore {
	const bytes = new Map<string, Uint8Array>();
	const notes = new Map<string, number>();
	let lock: Promise<CryptoKey> | null = null;
	return {
		lock: createDeviceLock(() => (lock ??= crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']))),
		loadVault: async () => bytes.get('vault') ?? null,
		loadSecrets: async () => bytes.get('secrets') ?? null,
		loadPrivate: async (name) => bytes.get(`private/${name}`) ?? null,
		savePrivate: async (name, sealed) => void bytes.set(`private/${name}`, sealed),
		async save({ vault, secrets }) {
			if (vault) bytes.set('vault', vault);
			if (secrets) bytes.set('secrets', secrets);
		},
		note: async (name) => notes.get(name) ?? null,
		setNote: async (name, value) => void notes.set(name, value),
		async clear() {
			bytes.clear();
			notes.clear();
			lock = null;
		},
		close: () => undefined
	};
}

/** One collective’s entries. */
export function createMemoryEntries(): EntryStore {
	let batches: RawBatch[] = [];
	const heads = new Map<StreamId, Head>();
	const gone = new Set<StreamId>();
	const checkpoints = new Map<StreamId, Uint8Array>();
	const counters = new Map<string, number>();
	return {
		load: async () => ({ batches: [...batches], damagedRows: 0 }),
		heads: async () => [...heads.values()],
		async commitOwn(entry, head) {
			batches.push({ stream: head.stream, segment: head.segment, entries: [entry] });
			heads.set(head.stream, head);
		},
		commitReceived: async (batch) => void batches.push(batch),
		async forgetStream(stream, how) {
			batches = batches.filter((batch) => batch.stream !== stream);
			checkpoints.delete(stream);
			if (how === 'for-now') return;
			heads.delete(stream);
			gone.add(stream);
		},
		gone: async () => [...gone],
		async nextCounter(name) {
			const next = (counters.get(name) ?? 0) + 1;
			counters.set(name, next);
			return next;
		},
		checkpoint: (stream) => ({ load: async () => checkpoints.get(stream) ?? null, save: async (bytes) => void checkpoints.set(stream, bytes) }),
		close: async () => undefined
	};
}

function createMemoryReceipts(): ReceiptStore {
	const sealed = new Map<string, Uint8Array>();
	const times = new Map<string, number>();
	const held = new Map<DeviceId, readonly string[]>();
	return {
		kept: async () => new Map(times),
		get: async (name) => sealed.get(name) ?? null,
		async put(name, bytes, now) {
			sealed.set(name, bytes);
			times.set(name, now);
		},
		async touch(name, now) {
			if (times.has(name)) times.set(name, now);
		},
		async drop(names) {
			for (const name of names) {
				sealed.delete(name);
				times.delete(name);
			}
		},
		holdings: async () => new Map(held),
		setHoldings: async (device, names) => void held.set(device, names),
		close: () => undefined
	};
}
