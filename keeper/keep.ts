/**
 * The keeper's door: WebSocket upgrades on `/keep`, who may come in, and the rounds that look after those who are in.
 *
 * Knows nothing of entries or documents. It writes no name, address or document down; only counts. Carries KEE1, KEE7, KEE30, KEE31, KEE41,
 * KEE42 and KEE60.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { KEEPER_CHALLENGE_BYTES } from '../crypto/keeper';
import type { Random } from '../crypto/random';
import type { Admission } from './admission';
import type { Hub } from './hub';
import type { KeepLimits } from './keep-limits';
import { createCensus } from './limits';
import type { Log } from './log';
import { createOutboxes } from './outbox';
import { startSession, type Session, type SessionCounts } from './session';
import type { KeeperStore } from './store';

export const KEEP_PATH = '/keep';

export interface KeepOptions {
	readonly hub: Hub;
	readonly store: KeeperStore;
	readonly admission: Admission;
	readonly limits: KeepLimits;
	readonly random: Random;
	readonly log: Log;
	readonly nowMs: () => number;
	readonly addressOf: (request: IncomingMessage) => string;
	/** The host that is signed, or null for somebody else's. */
	readonly hostOf: (header: string | undefined) => string | null;
	/** Stateless text for whoever has opened a first document; null for none. */
	readonly greeting?: () => string | null;
}

export interface KeepStats extends Readonly<SessionCounts> {
	readonly connections: number;
	readonly refusedConnections: number;
	readonly refusedHosts: number;
	readonly documentsLoaded: number;
	readonly bytesLoaded: number;
	readonly bytesUnread: number;
}

export interface Keep {
	stats(): KeepStats;
	/** Looks for idle and slow connections and unused documents; runs by itself every second. */
	sweep(): Promise<void>;
	/** Closes the connections that have a document of such an owner open. */
	closeOwners(isGone: (owner: string) => boolean): void;
	/** Takes nobody in any more, ends what is under way, closes everybody with 1001. */
	close(): Promise<void>;
}

const LATE_MS = 3000;

export function attachKeep(server: Server, options: KeepOptions): Keep {
	const { limits, hub, log, nowMs } = options;
	const census = createCensus(limits.connectionsPerAddress, limits.connections);
	const outboxes = createOutboxes(limits);
	const pool = { bytes: 0 };
	const sessions = new Map<WebSocket, Session>();
	const count: SessionCounts = { messages: 0, stored: 0, offences: 0, conflicts: 0, full: 0, deniedDocuments: 0, throttled: 0, droppedReaders: 0, endedByOffences: 0, diskFailures: 0 };
	let refusedConnections = 0;
	let refusedHosts = 0;
	const sockets = new WebSocketServer({ noServer: true, maxPayload: limits.messageBytes, maxFragments: limits.fragments, perMessageDeflate: false, clientTracking: false });

	const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
		if (request.url?.split(/[?#]/u, 1)[0] !== KEEP_PATH) return;
		socket.on('error', () => socket.destroy());
		const host = options.hostOf(request.headers.host);
		if (host === null) {
			refusedHosts++;
			socket.end('HTTP/1.1 421 Misdirected Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
			return;
		}
		const address = options.addressOf(request);
		if (!census.enter(address)) {
			refusedConnections++;
			socket.end('HTTP/1.1 429 Too Many Requests\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
			return;
		}
		socket.once('close', () => census.leave(address));
		sockets.handleUpgrade(request, socket, head, (webSocket) => {
			webSocket.once('close', () => sessions.delete(webSocket));
			const challenge = options.random.bytes(KEEPER_CHALLENGE_BYTES);
			sessions.set(
				webSocket,
				startSession({ ...options, socket: webSocket, request, host, address, challenge, outbox: outboxes.create(), pool, count })
			);
		});
	};

	let sweeping = false;
	let sweptMs = nowMs();
	const sweep = async (): Promise<void> => {
		// A round that comes late has heard from nobody meanwhile: what they said is still to be read.
		const isLate = nowMs() - sweptMs > LATE_MS;
		sweptMs = nowMs();
		if (!isLate) for (const session of [...sessions.values()]) session.check(sweptMs);
		if (sweeping) return;
		sweeping = true;
		await hub.sweep().finally(() => (sweeping = false));
	};
	const timer = setInterval(() => void sweep().catch(() => log('error', 'sweep-failed')), 1000);
	timer.unref();
	server.on('upgrade', onUpgrade);

	return {
		sweep,
		stats: () => ({
			...count,
			connections: sessions.size,
			refusedConnections,
			refusedHosts,
			documentsLoaded: hub.loaded().documents,
			bytesLoaded: hub.loaded().bytes,
			bytesUnread: outboxes.totalBytes
		}),
		closeOwners(isGone) {
			for (const session of sessions.values()) session.closeOwners(isGone);
		},
		async close() {
			clearInterval(timer);
			server.off('upgrade', onUpgrade);
			const closed = [...sessions].map(async ([socket, session]) => {
				const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
				await session.close();
				// Whoever does not answer within two seconds is cut off.
				const late = setTimeout(() => socket.terminate(), 2000);
				await gone;
				clearTimeout(late);
			});
			await Promise.all(closed);
			await hub.sweep(true);
			sockets.close();
		}
	};
}
