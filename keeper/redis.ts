/**
 * Several keepers with the same documents, over one Redis: Hocuspocus' extension, with our own handling of everything it would do too early
 * or give up on.
 *
 * What another keeper sends takes the way of a client's message: gate, disk, then memory. A Redis that is away stops nothing: each keeper
 * serves what it has, and asks the others for the difference when Redis is back. Whoever may write to that Redis could send frames and
 * entries, as any member can, and nothing else. Carries KEE55 to KEE58.
 */
import { Redis as HocuspocusRedis } from '@hocuspocus/extension-redis';
import { IncomingMessage, MessageReceiver, OutgoingMessage, type Document } from '@hocuspocus/server';
import { Redis as RedisClient } from 'ioredis';
import { sift } from '../crdt/log/gate';
import { SHARED } from './admission';
import type { Hub } from './hub';
import type { KeepLimits } from './keep-limits';
import type { Log } from './log';
import { encodeAsk, parseKeeperMessage } from './messages';
import { createQueue } from './queue';
import type { KeeperStore } from './store';

export interface RedisOptions {
	readonly url: string;
	readonly store: KeeperStore;
	readonly limits: KeepLimits;
	readonly log: Log;
	/** Known only after the extension is made. */
	readonly hub: () => Hub;
}

const PREFIX = 'commonhold';
/** Names remembered while Redis is away; beyond, a document is told of when it changes next. */
const UNTOLD = 65_536;
const ORIGIN = '__hocuspocus__redis__origin__';
/** More than this in a batch of gated entries comes from a document as a whole. */
const UPDATE_BYTES = 64 * 1024 * 1024;

/** What the extension shares of a document, besides the hooks that Hocuspocus calls. */
export class KeeperRedis extends HocuspocusRedis {
	readonly #options: RedisOptions;
	readonly #queue = createQueue();
	#wasReady = false;
	/** Names of what changed while Redis was away. */
	readonly #untold = new Set<string>();

	constructor(options: RedisOptions) {
		const connect = () => {
			const client = new RedisClient(options.url, {
				// A command that cannot be sent now is not worth sending later: what it said is said anew when the line is back.
				enableOfflineQueue: false,
				maxRetriesPerRequest: null,
				connectTimeout: 5000,
				retryStrategy: (attempt) => Math.min(100 * attempt, 2000)
			});
			client.on('error', () => {}); // `close` and `ready` tell
			return client;
		};
		super({ prefix: PREFIX, createClient: connect, disconnectDelay: 0 });
		this.#options = options;
		this.sub.removeAllListeners('messageBuffer');
		this.sub.on('pmessageBuffer', (_pattern: Buffer, _channel: Buffer, data: Buffer) => this.#receive(data));
		this.sub.on('ready', () => void this.#rejoin());
		this.pub.on('ready', () => void this.#rejoin());
		this.sub.on('close', () => {
			if (this.#wasReady) options.log('warn', 'redis-away');
			this.#wasReady = false;
		});
	}

	isReady(): boolean {
		return this.sub.status === 'ready' && this.pub.status === 'ready';
	}

	/** Resolves when both lines stand; false after `patienceMs`. */
	async waitReady(patienceMs: number): Promise<boolean> {
		if (this.isReady()) return true;
		return new Promise((resolve) => {
			const timer = setTimeout(() => resolve(false), patienceMs);
			const look = () => {
				if (!this.isReady()) return;
				clearTimeout(timer);
				resolve(true);
			};
			this.sub.on('ready', look);
			this.pub.on('ready', look);
		});
	}

	/** Redis is back, or there for the first time: the first sync step of everything in memory, and of what changed meanwhile. */
	async #rejoin(): Promise<void> {
		if (!this.isReady() || this.instance === undefined) return;
		this.#options.log('info', 'redis-ready', { documents: this.instance.documents.size });
		this.#wasReady = true;
		try {
			// All documents, those that nobody has open here too: each keeper has on its disk what any of them has.
			await this.sub.psubscribe(channelOf('*'));
		} catch {
			return; // gone again; the next `ready` tells
		}
		for (const document of this.instance.documents.values()) this.#untold.add(document.name);
		for (const name of this.#untold) {
			if (!this.isReady()) return;
			this.#untold.delete(name);
			await this.#tell(name);
		}
	}

	/** What others lack of it they ask for, and answer what they have. */
	async #tell(name: string): Promise<void> {
		const document = await this.#load(name);
		if (document !== null) await this.#publish(name, firstStep(document));
	}

	async #load(name: string): Promise<Document | null> {
		const { store, hub, log } = this.#options;
		const loaded = this.instance.documents.get(name) ?? (await hub().load(name, store.find(name)?.owner ?? SHARED));
		if (loaded === null) log('warn', 'redis-no-room');
		return loaded;
	}

	async #publish(name: string, message: Uint8Array): Promise<void> {
		try {
			if (!this.isReady()) throw new Error('away');
			await this.pub.publish(channelOf(name), Buffer.concat([this.messagePrefix, message]));
		} catch {
			if (this.#untold.size < UNTOLD) this.#untold.add(name);
			this.#options.log('debug', 'redis-not-told');
		}
	}

	/** Our own messages come back too: they begin with our name. */
	#receive(data: Buffer): void {
		const length = data[0] ?? 0;
		if (data.length < 1 + length || data.subarray(0, 1 + length).equals(this.messagePrefix)) return;
		const message = parseKeeperMessage(data.subarray(1 + length));
		if (message === null) return;
		const work = async (): Promise<void> => {
			// Only a question brings a document into memory: an answer to nobody's question is of no use.
			const document = message.kind === 'ask' ? await this.#load(message.document) : (this.instance.documents.get(message.document) ?? null);
			if (document === null) return;
			if (message.kind === 'stateless') return document.getConnections().forEach((connection) => connection.sendStateless(message.text));
			if (message.kind === 'write') return this.#keep(message.document, message.update);
			if (!document.isDestroyed) this.#answer(document, encodeAsk(message.document, message.stateVector, message.isReply));
		};
		this.#queue.run(message.document, work).catch(() => this.#options.log('error', 'redis-message-failed'));
	}

	/** To disk first. */
	async #keep(name: string, update: Uint8Array): Promise<void> {
		const { store, limits, hub, log } = this.#options;
		const sifted = sift(update, { maxUpdateBytes: UPDATE_BYTES, maxEntryBytes: 256 * 1024, maxOffences: 1 });
		if (sifted.offenceCount > 0) log('warn', 'redis-offence', { count: sifted.offenceCount });
		const owner = store.find(name)?.owner ?? hub().ownerOf(name);
		if (owner === null || sifted.entries.length === 0) return;
		const quota = owner === SHARED ? { ...limits, ownerBytes: limits.sharedBytes, ownerDocuments: Infinity } : limits;
		const outcome = await store.put(name, owner, sifted.entries, quota);
		if (outcome.conflicts > 0 || outcome.refused > 0) log('warn', 'redis-not-kept', { conflicts: outcome.conflicts, refused: outcome.refused });
		if (outcome.stored.length > 0) hub().advance(name, outcome.stored, ORIGIN);
	}

	#answer(document: Document, bytes: Uint8Array): void {
		const incoming = new IncomingMessage(bytes);
		incoming.writeVarString(incoming.readVarString());
		new MessageReceiver(incoming, ORIGIN).apply(document, undefined, (reply) => void this.#publish(document.name, reply));
	}

	/** Does not wait for Redis: a document opens without it. */
	override async afterLoadDocument({ document }: { document: Document }): Promise<void> {
		void this.#publish(document.name, firstStep(document));
	}

	override async onChange({ documentName, document, transactionOrigin }: Parameters<HocuspocusRedis['onChange']>[0]): Promise<void> {
		if (transactionOrigin !== ORIGIN) void this.#publish(documentName, firstStep(document));
	}

	override async beforeBroadcastStateless({ documentName, payload }: Parameters<HocuspocusRedis['beforeBroadcastStateless']>[0]): Promise<number> {
		if (this.isReady()) void this.#publish(documentName, new OutgoingMessage(documentName).writeBroadcastStateless(payload).toUint8Array());
		return 0;
	}

	// Each keeper stores for itself and unloads by itself, and awareness is not spoken here.
	override async onStoreDocument(): Promise<void> {}
	override async afterStoreDocument(): Promise<void> {}
	override async onAwarenessUpdate(): Promise<undefined> {}
	override async beforeUnloadDocument(): Promise<void> {}
	override async afterUnloadDocument(): Promise<void> {}

	override async onDestroy(): Promise<void> {
		this.pub.disconnect(false);
		this.sub.disconnect(false);
		await this.#queue.drained();
	}
}

const channelOf = (name: string): string => `${PREFIX}:${name}`;

const firstStep = (document: Document): Uint8Array => new OutgoingMessage(document.name).createSyncMessage().writeFirstSyncStepFor(document).toUint8Array();
