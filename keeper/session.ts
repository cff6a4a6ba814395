/**
 * One connection to the keeper: challenge, tokens, limits, and the way of every message through gate and disk to Hocuspocus.
 *
 * Messages of one document are handled one after the other; those of different documents side by side. Knows nothing of HTTP, of other
 * connections or of what entries mean. Carries KEE1 to KEE14 and KEE30 to KEE42.
 */
import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import { encodeKeeperHello } from '../crypto/keeper';
import { sift, type GateCaps } from '../crdt/log/gate';
import { MAX_ENVELOPE_BYTES } from '../crypto/envelope';
import type { Admission } from './admission';
import { createFacade } from './facade';
import type { Hub } from './hub';
import type { KeepLimits } from './keep-limits';
import { createTokenBucket } from './limits';
import { createLine } from './line';
import type { Log } from './log';
import { encodeAsk, encodeClose, encodeDenied, encodeEmptyAuth, encodeSaved, encodeStateless, isFrame, parseClientMessage, readServerMessage, type ClientMessage } from './messages';
import type { Outbox } from './outbox';
import { createQueue } from './queue';
import type { KeeperStore, PutOutcome } from './store';

/** Counts only, over all connections. */
export interface SessionCounts {
	messages: number;
	stored: number;
	offences: number;
	conflicts: number;
	full: number;
	deniedDocuments: number;
	throttled: number;
	droppedReaders: number;
	endedByOffences: number;
	diskFailures: number;
}

export interface SessionOptions {
	readonly socket: WebSocket;
	readonly request: IncomingMessage;
	/** As the client dialled it, checked to be this keeper. */
	readonly host: string;
	readonly address: string;
	readonly challenge: Uint8Array;
	readonly hub: Hub;
	readonly store: KeeperStore;
	readonly admission: Admission;
	readonly outbox: Outbox;
	/** Bytes of all connections together that wait for the disk. */
	readonly pool: { bytes: number };
	readonly limits: KeepLimits;
	readonly count: SessionCounts;
	readonly log: Log;
	readonly nowMs: () => number;
	/** Stateless text for whoever has opened a first document; null for none. */
	readonly greeting?: () => string | null;
}

export interface Session {
	/** Looks for idleness and slow reading. */
	check(nowMs: number): void;
	/** Ends the line when one of its documents belongs to such an owner. */
	closeOwners(isGone: (owner: string) => boolean): void;
	/** Ends the line after what is under way. */
	close(): Promise<void>;
}

interface OpenDocument {
	readonly owner: string;
	/** Resolved by Hocuspocus; false when it could not load the document. */
	readonly opened: Promise<boolean>;
	readonly settle: (opened: boolean) => void;
	/** Room kept for answers that are being made, in their order. */
	readonly answers: (() => void)[];
	/** An update of this connection is going out to everybody: it is not told its own words. */
	speaking: boolean;
	conflicted: boolean;
}

export function startSession(options: SessionOptions): Session {
	const { socket, hub, store, limits, count, log, nowMs, outbox } = options;
	const documents = new Map<string, OpenDocument>();
	/** Names that were opened or denied here: what is under way when a document closes is no offence. */
	const seen = new Set<string>();
	const queue = createQueue();
	const frameBucket = createTokenBucket(limits.framesPerSecond, limits.frameBurst);
	const digestBucket = createTokenBucket(limits.digestBytesPerSecond, limits.digestByteBurst);
	const line = createLine({
		...{ socket, outbox, limits, nowMs, pool: options.pool },
		onThrottle: () => count.throttled++,
		onDrop: () => count.droppedReaders++
	});
	const { send } = line;
	let offences = 0;
	let ended = false;
	let greeted = false;

	const offend = (type: string): void => {
		count.offences++;
		log('debug', `offence-${type}`);
		if (++offences < limits.offences || ended) return;
		count.endedByOffences++;
		socket.close(1008, 'too many offences');
	};

	const facade = createFacade({
		send(message, done) {
			const { document, kind } = readServerMessage(message);
			const open = documents.get(document);
			if (kind === 'saved' || kind === 'awareness') return done(); // acknowledgements are ours
			if (kind === 'denied') return failOpening(document, done);
			if (kind === 'update' && open?.speaking) return done();
			// a live frame is worth nothing to whoever comes to it late
			if (kind === 'frame' && outbox.unreadBytes > limits.frameBacklogBytes) return done();
			if (kind === 'update' && outbox.isOverTotal && outbox.unreadBytes > limits.unreadBytes / 8) return line.drop();
			if (kind === 'close') forget(document);
			send(message, done);
			if (kind === 'answer') open?.answers.shift()?.();
		},
		close: () => socket.close(1011, 'failed')
	});

	/** Hocuspocus could not load it: its account of this line is of no use any more. */
	const failOpening = (document: string, done: () => void): void => {
		log('error', 'document-not-loaded');
		documents.get(document)?.settle(false);
		done();
		socket.close(1011, 'failed');
	};

	const forget = (document: string): void => {
		const open = documents.get(document);
		if (open === undefined) return;
		documents.delete(document);
		open.settle(false);
		for (const release of open.answers) release();
		hub.release(document);
	};

	const deny = (document: string, reason: string): void => {
		count.deniedDocuments++;
		send(encodeDenied(document, reason));
	};

	const openDocument = async (document: string, token: string): Promise<void> => {
		if (documents.has(document)) return offend('opened-twice');
		if (documents.size >= limits.documentsPerSocket) return deny(document, 'too-many');
		const admitted = options.admission.admit(token, { challenge: options.challenge, host: options.host, document }, options.address);
		if (!admitted.ok) {
			deny(document, admitted.error);
			return offend(admitted.error);
		}
		if (!(await hub.reserve(document, admitted.value))) return deny(document, 'busy');
		if (ended) return hub.release(document);
		let settle: OpenDocument['settle'] = () => {};
		const opened = new Promise<boolean>((resolve) => (settle = resolve));
		documents.set(document, { owner: admitted.value, opened, settle, answers: [], speaking: false, conflicted: false });
		facade.hear(encodeEmptyAuth(document));
		if (!(await opened)) return;
		line.trust();
		if (greeted) return;
		greeted = true;
		const greeting = options.greeting?.() ?? null;
		if (greeting !== null) send(encodeStateless(document, greeting));
	};

	const write = async (document: string, open: OpenDocument, update: Uint8Array): Promise<void> => {
		const sifted = sift(update, CAPS);
		if (sifted.offenceCount > 0) offend(sifted.offences[0]!.type);
		if (ended) return;
		let outcome: PutOutcome;
		try {
			outcome = await store.put(document, open.owner, sifted.entries, limits);
		} catch {
			count.diskFailures++;
			log('error', 'disk-refused');
			send(encodeSaved(document, false));
			return send(encodeStateless(document, '{"t":"full","of":"disk"}'));
		}
		count.stored += outcome.stored.length;
		// Whoever has hung up meanwhile is heard all the same: it is on disk.
		open.speaking = true;
		if (outcome.stored.length > 0) hub.advance(document, outcome.stored);
		open.speaking = false;
		tell(document, open, outcome);
		send(encodeSaved(document, sifted.offenceCount === 0 && outcome.conflicts === 0 && outcome.refused === 0));
	};

	const ask = async (document: string, open: OpenDocument, stateVector: Uint8Array): Promise<void> => {
		const release = await outbox.roomFor(hub.answerCost(document, stateVector));
		if (release === null) return;
		if (documents.get(document) !== open) return release();
		open.answers.push(release);
		facade.hear(encodeAsk(document, stateVector));
	};

	const tell = (document: string, open: OpenDocument, outcome: PutOutcome): void => {
		if (outcome.conflicts > 0) {
			count.conflicts += outcome.conflicts;
			send(encodeStateless(document, '{"t":"conflict"}'));
			// An honest member meets conflicts where somebody else has put garbage: one offence for each document.
			if (!open.conflicted) offend('conflict');
			open.conflicted = true;
		}
		if (outcome.full !== null) {
			count.full++;
			send(encodeStateless(document, JSON.stringify({ t: 'full', of: outcome.full === 'owner' ? 'pass' : 'document' })));
		}
	};

	const stateless = (document: string, text: string): void => {
		if (text === '{"t":"digest"}') {
			const cost = hub.digestCost(document) + DIGEST_BYTES;
			// Spent after the fact, as for everything that is read.
			if (!digestBucket.take(cost, nowMs())) line.throttle(digestBucket.waitMs(cost, nowMs()));
			return send(encodeStateless(document, JSON.stringify({ t: 'digest', ...hub.digest(document) })));
		}
		if (!isFrame(text)) return offend('stateless');
		facade.hear(encodeStateless(document, text));
	};

	const handle = async (message: ClientMessage): Promise<void> => {
		if (ended) return;
		const { document } = message;
		if (message.kind === 'auth') {
			if (seen.size < 4 * limits.documentsPerSocket) seen.add(document);
			return openDocument(document, message.token);
		}
		const open = documents.get(document);
		if (open === undefined) {
			if (!seen.has(document)) offend('not-opened');
			return;
		}
		switch (message.kind) {
			case 'ask':
				return ask(document, open, message.stateVector);
			case 'write':
				return write(document, open, message.update);
			case 'stateless':
				return stateless(document, message.text);
			case 'close':
				return facade.hear(encodeClose(document, ''));
		}
	};

	const receive = (bytes: Uint8Array): void => {
		const parsed = parseClientMessage(bytes);
		if (!parsed.ok) return offend(parsed.error);
		if (parsed.value.kind === 'stateless' && bytes.length > limits.statelessBytes) return offend('stateless-size');
		line.enter(bytes.length);
		queue
			.run(parsed.value.document, () => handle(parsed.value))
			.catch(() => {
				log('error', 'message-failed');
				socket.close(1011, 'failed');
			})
			.finally(() => line.leave(bytes.length));
	};

	socket.on('message', (data, isBinary) => {
		count.messages++;
		if (!line.isOpen) return;
		if (isBinary && Buffer.isBuffer(data)) receive(data);
		else offend('text');
		line.heard(Buffer.isBuffer(data) ? data.length : 0);
	});
	socket.on('error', () => {}); // `close` follows
	socket.on('close', () => {
		ended = true;
		outbox.end();
		facade.end();
		for (const document of [...documents.keys()]) forget(document);
	});

	hub.connect(facade.asSocket, options.request, {
		opened: (document) => documents.get(document)?.settle(true),
		mayPass: () => frameBucket.take(1, nowMs())
	});
	send(encodeKeeperHello(options.challenge));

	return {
		check: (now) => line.check(now, documents.size > 0),
		closeOwners(isGone) {
			if ([...documents.values()].some((open) => isGone(open.owner))) socket.close(1008, 'pass withdrawn');
		},
		async close() {
			if (!socket.isPaused) socket.pause();
			await queue.drained();
			socket.close(1001, 'going away');
			socket.resume();
		}
	};
}

/** What a digest costs besides what has to be read for it. */
const DIGEST_BYTES = 4096;
const CAPS: GateCaps = { maxUpdateBytes: 4 * 1024 * 1024, maxEntryBytes: MAX_ENVELOPE_BYTES, maxOffences: 1 };
