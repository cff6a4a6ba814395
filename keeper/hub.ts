/**
 * The documents in memory: Hocuspocus with its hooks, and our own account of who uses which, so that memory stays bounded and
 * no document is taken down while somebody opens it.
 *
 * The one module of the keeper that knows Yjs. Only entries that the gate let through and the disk has ever reach a document, as runs
 * without holes. Knows nothing of sockets, passes or tokens. Carries KEE15 to KEE18, KEE36 and KEE37.
 */
import { Hocuspocus, type Connection, type Document, type Extension } from '@hocuspocus/server';
import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import * as Y from 'yjs';
import { toBase64, type Slot } from '../crypto/base';
import { keeperDigest } from '../crypto/keeper';
import { encodeRuns, readHave, type Run } from '../crdt/log/outer-doc';
import type { RawEntry } from '../crdt/log/ports';
import type { KeepLimits } from './keep-limits';
import { createTokenBucket, type TokenBucket } from './limits';
import { ENTRY_COST, type KeeperStore } from './store';

/** What Hocuspocus tells about one socket. */
export interface SocketContext {
	/** The document is in memory and the socket among its connections. */
	readonly opened: (document: string) => void;
	/** A live frame, to be passed on unless it is one too many. */
	readonly mayPass: (text: string) => boolean;
}

export interface Hub {
	/** Takes over a socket that speaks as Hocuspocus expects. */
	connect(socket: WebSocket, request: IncomingMessage, context: SocketContext): void;
	/** Keeps a document in memory until `release`. False when there is no room for it now. */
	reserve(document: string, owner: string): Promise<boolean>;
	release(document: string): void;
	/** Brings a document into memory without anybody's socket, for a while; null when there is no room. */
	load(document: string, owner: string): Promise<Document | null>;
	/** Who answers for what is stored in a document in memory. */
	ownerOf(document: string): string | null;
	/** Tells everybody who has the document open of newly stored entries, with those beyond a hole they fill. @param origin as Yjs has it */
	advance(document: string, stored: readonly RawEntry[], origin?: unknown): void;
	/** What is held of a document in memory, worked out when it was last changed. */
	digest(document: string): KeptDigest;
	/** Bytes that `digest` would have to read now; 0 when it is known. */
	digestCost(document: string): number;
	/** About how many bytes an answer to this state vector has. */
	answerCost(document: string, stateVector: Uint8Array): number;
	loaded(): { readonly documents: number; readonly bytes: number };
	/** Takes documents out of memory that nobody needs; `everything` for what nobody uses at all. */
	sweep(everything?: boolean): Promise<void>;
	readonly hocuspocus: Hocuspocus;
}

export interface KeptDigest {
	readonly count: number;
	/** base64url. */
	readonly of: string;
}

export interface HubOptions {
	readonly store: KeeperStore;
	readonly limits: KeepLimits;
	readonly nowMs: () => number;
	readonly extensions?: readonly Extension[];
}

interface Loaded {
	readonly owner: string;
	users: number;
	bytes: number;
	usedMs: number;
	/** seq of the next entry that the document lacks; null until it is in memory. */
	next: Map<Slot, number> | null;
	document: Document | null;
	digest: KeptDigest | null;
	readonly frames: TokenBucket;
}

export function createHub(options: HubOptions): Hub {
	const { store, limits, nowMs } = options;
	const loadedByName = new Map<string, Loaded>();
	const unloading = new Map<string, Promise<void>>();
	let loadedBytes = 0;

	const hocuspocus = new Hocuspocus({
		quiet: true,
		debounce: 0,
		timeout: 3_600_000,
		yDocOptions: { gc: false, gcFilter: () => true },
		extensions: [...(options.extensions ?? [])],
		async onLoadDocument({ document, documentName }) {
			const runs = store.runs(documentName);
			if (runs.length > 0) Y.applyUpdate(document, encodeRuns(runs));
			const loaded = loadedByName.get(documentName);
			if (loaded === undefined) return;
			loaded.document = document;
			loaded.next = new Map(runs.map((run) => [run.slot, run.entries.length]));
		},
		async connected({ context, documentName }) {
			contextOf(context).opened(documentName);
		},
		async onStateless({ connection, document, payload }) {
			// The connection's own context is the one of the socket it came from.
			if (!contextOf(connection.context).mayPass(payload)) return;
			const frames = loadedByName.get(document.name)?.frames;
			if (frames?.take(payload.length, nowMs())) document.broadcastStateless(payload, (other: Connection) => other !== connection);
		},
		async beforeUnloadDocument({ documentName }) {
			// Hocuspocus would unload in the middle of somebody's opening; only `sweep` may. An empty message is not printed.
			if (!unloading.has(documentName)) throw new Error('');
		}
	});

	const unload = (name: string): Promise<void> => {
		const known = unloading.get(name);
		if (known !== undefined) return known;
		const document: Document | undefined = hocuspocus.documents.get(name);
		const done = (async () => {
			// begins in the next microtask, when `unloading` has the name
			await Promise.resolve();
			// Its own attempt of a moment ago, which our hook has turned down, may still be under way: then the call joins that one.
			for (let i = 0; i < 3 && document !== undefined && hocuspocus.documents.get(name) === document; i++) await hocuspocus.unloadDocument(document);
			if (hocuspocus.documents.has(name) || hocuspocus.loadingDocuments.has(name)) return;
			const loaded = loadedByName.get(name);
			if (loaded === undefined) return;
			loadedBytes -= loaded.bytes;
			loadedByName.delete(name);
		})().finally(() => unloading.delete(name));
		unloading.set(name, done);
		return done;
	};

	const oldestFirst = (isWanted: (loaded: Loaded) => boolean): string[] =>
		[...loadedByName]
			.filter(([, loaded]) => isWanted(loaded))
			.sort(([, a], [, b]) => a.usedMs - b.usedMs)
			.map(([name]) => name);

	const makeRoom = async (bytes: number): Promise<boolean> => {
		const fits = () => loadedBytes + bytes <= limits.loadedBytes && loadedByName.size < limits.loadedDocuments;
		for (const name of fits() ? [] : oldestFirst((loaded) => loaded.users === 0)) {
			if (fits()) break;
			await unload(name);
		}
		if (fits()) return true;
		const resting = oldestFirst((loaded) => loaded.users > 0 && nowMs() - loaded.usedMs >= limits.restMs);
		// Those who use them are told `close` and may open them again when they need to.
		for (const name of resting) {
			if (fits()) break;
			hocuspocus.closeConnections(name);
			await unload(name);
		}
		return fits();
	};

	let relieving = false;
	/** Documents have grown beyond what fits: the ones that rest longest go, those in use too. */
	const relieve = async (): Promise<void> => {
		if (relieving) return;
		relieving = true;
		try {
			await makeRoom(0);
			for (const name of oldestFirst((loaded) => loaded.users > 0)) {
				if (loadedBytes <= limits.loadedBytes) return;
				hocuspocus.closeConnections(name);
				await unload(name);
			}
		} finally {
			relieving = false;
		}
	};

	const reserve = async (name: string, owner: string): Promise<boolean> => {
		for (let under = unloading.get(name); under !== undefined; under = unloading.get(name)) await under;
		let loaded = loadedByName.get(name);
		if (loaded === undefined) {
			const bytes = store.find(name)?.bytes ?? 0;
			if (!(await makeRoom(bytes))) return false;
			loaded = loadedByName.get(name) ?? { owner, users: 0, bytes, usedMs: 0, next: null, document: null, digest: null, frames: createTokenBucket(limits.frameBytesPerSecond, limits.frameByteBurst) };
			if (!loadedByName.has(name)) loadedBytes += bytes;
			loadedByName.set(name, loaded);
		}
		loaded.users++;
		loaded.usedMs = nowMs();
		return true;
	};
	const release = (name: string): void => {
		const loaded = loadedByName.get(name);
		if (loaded === undefined) return;
		loaded.users--;
		loaded.usedMs = nowMs();
	};

	return {
		hocuspocus,
		reserve,
		release,
		async load(name, owner) {
			if (!(await reserve(name, owner))) return null;
			try {
				return await hocuspocus.createDocument(name, {}, '', { isAuthenticated: true, readOnly: false });
			} finally {
				release(name);
			}
		},
		connect: (socket, request, context) => hocuspocus.handleConnection(socket, request, { socket: context }),
		ownerOf: (name) => loadedByName.get(name)?.owner ?? null,
		advance(name, stored, origin) {
			const loaded = loadedByName.get(name);
			if (loaded !== undefined) loaded.digest = null;
			if (!loaded?.next || loaded.document === null) return;
			loaded.usedMs = nowMs();
			const runs: Run[] = [];
			for (const slot of new Set(stored.map((entry) => entry.slot))) {
				const fromSeq = loaded.next.get(slot) ?? 0;
				if (!stored.some((entry) => entry.slot === slot && entry.seq === fromSeq)) continue;
				const entries = store.consecutive(name, slot, fromSeq);
				loaded.next.set(slot, fromSeq + entries.length);
				runs.push({ slot, fromSeq, entries });
			}
			const grown = stored.reduce((sum, entry) => sum + entry.bytes.length + ENTRY_COST, 0);
			loaded.bytes += grown;
			loadedBytes += grown;
			if (loadedBytes > limits.loadedBytes) setImmediate(() => void relieve());
			// In the same breath as `next`: were it handed on by way of a connection, it would be lost with that one.
			if (runs.length > 0) Y.applyUpdate(loaded.document, encodeRuns(runs), origin);
		},
		digest(name) {
			const loaded = loadedByName.get(name);
			if (loaded?.digest) return loaded.digest;
			const places = store.places(name);
			const digest = { count: places.length, of: toBase64(keeperDigest(places)) };
			if (loaded !== undefined) loaded.digest = digest;
			return digest;
		},
		digestCost: (name) => (loadedByName.get(name)?.digest ? 0 : (store.find(name)?.bytes ?? 0)),
		answerCost(name, stateVector) {
			const loaded = loadedByName.get(name);
			if (!loaded?.next) return store.find(name)?.bytes ?? 0;
			const theirs = readHave(stateVector);
			let all = 0;
			let missing = 0;
			for (const [slot, next] of loaded.next) {
				all += next;
				missing += Math.max(0, next - (theirs.get(slot) ?? 0));
			}
			return all === 0 ? 0 : Math.ceil((loaded.bytes * missing) / all);
		},
		loaded: () => ({ documents: loadedByName.size, bytes: loadedBytes }),
		async sweep(everything = false) {
			const isUnused = (loaded: Loaded) => loaded.users === 0 && (everything || nowMs() - loaded.usedMs >= limits.lingerMs);
			await Promise.all(oldestFirst(isUnused).map(unload));
		}
	};
}

/** Hocuspocus hands through what `connect` gave it. */
const contextOf = (context: { readonly socket: SocketContext }): SocketContext => context.socket;
