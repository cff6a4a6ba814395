/**
 * Signaling: where browsers that share a topic find each other. Speaks y-webrtc's protocol (JSON over WebSocket:
 * subscribe, unsubscribe, publish, ping) on the path `/signal` of any HTTP server, and nothing else.
 *
 * Does not know what a topic or a message means, keeps nothing on disk, writes no log line, never calls out.
 * Carries NET1 (protocol), NET2 (garbage), NET3 (size), NET4 (rate), NET5 (topics), NET6 (connections), NET7 (silence).
 */

import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import * as z from 'zod';
import { createCensus, createTokenBucket } from './limits';

export interface SignalingLimits {
	/** Largest message accepted, bytes; a larger one closes its connection (1009). */
	readonly messageBytes: number;
	/** Messages a connection may send each second, and how many at once. More are read later, not lost. */
	readonly messagesPerSecond: number;
	readonly messageBurst: number;
	/** Bytes a connection may send each second, and how many at once. */
	readonly bytesPerSecond: number;
	readonly byteBurst: number;
	/** Longest topic name, in UTF-16 units. */
	readonly topicLength: number;
	readonly topicsPerConnection: number;
	readonly subscribersPerTopic: number;
	readonly connections: number;
	readonly connectionsPerAddress: number;
	/** A reader that lets more than this pile up, in bytes, is dropped. */
	readonly backlogBytes: number;
	/** The same for all readers together: beyond it, who lets more than an even share pile up is dropped. */
	readonly totalBacklogBytes: number;
	/** What a connection may cause to be sent each second, counted once for each receiver, and how much at once. */
	readonly sentBytesPerSecond: number;
	readonly sentByteBurst: number;
	/** Pieces of one message; browsers send few. */
	readonly fragments: number;
	/** Malformed messages a connection may send before it is closed (1008). */
	readonly malformed: number;
	/** A connection that says nothing for so long is dropped; asked for a sign of life at half of it. */
	readonly idleMs: number;
}

export const DEFAULT_LIMITS: SignalingLimits = {
	messageBytes: 64 * 1024,
	messagesPerSecond: 100,
	messageBurst: 2000,
	bytesPerSecond: 512 * 1024,
	byteBurst: 8 * 1024 * 1024,
	topicLength: 256,
	topicsPerConnection: 256,
	subscribersPerTopic: 512,
	connections: 4096,
	connectionsPerAddress: 256,
	backlogBytes: 4 * 1024 * 1024,
	totalBacklogBytes: 96 * 1024 * 1024,
	sentBytesPerSecond: 8 * 1024 * 1024,
	sentByteBurst: 256 * 1024 * 1024,
	fragments: 64,
	malformed: 20,
	idleMs: 60_000
};

export interface SignalingOptions {
	readonly path?: string;
	readonly limits?: Partial<SignalingLimits>;
	/** Whose connection this is, for the limit by address; behind a proxy, read its header here. */
	readonly addressOf?: (request: IncomingMessage) => string;
	/** Milliseconds, any origin; injected by tests. */
	readonly nowMs?: () => number;
}

/** Counts only: no topic, address or payload ever leaves this module. */
export interface SignalingStats {
	readonly connections: number;
	readonly topics: number;
	readonly published: number;
	readonly delivered: number;
	readonly malformed: number;
	readonly refusedConnections: number;
	readonly refusedSubscriptions: number;
	readonly throttled: number;
	readonly dropped: number;
	/** Of all connections together. */
	readonly unreadBytes: number;
}

export interface Signaling {
	/** Closes every connection and gives the path back; the HTTP server itself stays open. */
	close(): Promise<void>;
	stats(): SignalingStats;
	/** Looks for silent connections now; runs by itself every quarter of `idleMs`. */
	sweep(): void;
}

const messageSchema = z.discriminatedUnion('type', [
	z.object({ type: z.literal('subscribe'), topics: z.array(z.unknown()).max(4096) }),
	z.object({ type: z.literal('unsubscribe'), topics: z.array(z.unknown()).max(4096) }),
	z.object({
		type: z.literal('publish'),
		topic: z.string(),
		data: z.union([z.string(), z.record(z.string(), z.unknown())])
	}),
	z.object({ type: z.literal('ping') })
]);

interface Connection {
	readonly socket: WebSocket;
	readonly topics: Set<string>;
	heardMs: number;
	asked: boolean;
	malformed: number;
	/** Bytes handed to the system and not yet sent. */
	unread: number;
	/** Counts what this connection has caused to be sent. */
	spend(bytes: number): void;
}

/** Answers WebSocket upgrades on `path` (default `/signal`) of `server`; upgrades elsewhere are left to others. */
export function attachSignaling(server: Server, options: SignalingOptions = {}): Signaling {
	const path = options.path ?? '/signal';
	const limits = { ...DEFAULT_LIMITS, ...options.limits };
	const nowMs = options.nowMs ?? (() => performance.now());
	const addressOf = options.addressOf ?? ((request) => request.socket.remoteAddress ?? '');
	const census = createCensus(limits.connectionsPerAddress, limits.connections);
	const subscribersByTopic = new Map<string, Set<Connection>>();
	const connections = new Set<Connection>();
	const count = {
		published: 0,
		delivered: 0,
		malformed: 0,
		refusedConnections: 0,
		refusedSubscriptions: 0,
		throttled: 0,
		dropped: 0
	};
	const sockets = new WebSocketServer({
		noServer: true,
		maxPayload: limits.messageBytes,
		maxFragments: limits.fragments,
		perMessageDeflate: false,
		clientTracking: false
	});
	/** Of all connections together. */
	let unread = 0;

	const drop = (connection: Connection) => {
		count.dropped++;
		connection.socket.terminate();
	};

	const send = (connection: Connection, text: string) => {
		if (connection.socket.readyState !== WebSocket.OPEN) return;
		if (connection.unread > limits.backlogBytes) return drop(connection);
		if (unread > limits.totalBacklogBytes && connection.unread > limits.totalBacklogBytes / Math.max(connections.size, 1)) return drop(connection);
		const bytes = Buffer.byteLength(text);
		connection.unread += bytes;
		unread += bytes;
		// a failed send ends in `close`
		connection.socket.send(text, () => {
			connection.unread -= bytes;
			unread -= bytes;
		});
	};

	const leaveTopic = (connection: Connection, topic: string) => {
		connection.topics.delete(topic);
		const subscribers = subscribersByTopic.get(topic);
		if (!subscribers) return;
		subscribers.delete(connection);
		if (subscribers.size === 0) subscribersByTopic.delete(topic);
	};

	const joinTopic = (connection: Connection, topic: unknown) => {
		if (typeof topic !== 'string' || topic.length === 0 || topic.length > limits.topicLength)
			return malformed(connection);
		if (connection.topics.has(topic)) return;
		const subscribers = subscribersByTopic.get(topic) ?? new Set<Connection>();
		if (
			connection.topics.size >= limits.topicsPerConnection ||
			subscribers.size >= limits.subscribersPerTopic
		) {
			count.refusedSubscriptions++;
			return;
		}
		subscribers.add(connection);
		subscribersByTopic.set(topic, subscribers);
		connection.topics.add(topic);
	};

	const malformed = (connection: Connection) => {
		count.malformed++;
		if (++connection.malformed > limits.malformed) connection.socket.close(1008);
	};

	const handle = (connection: Connection, text: string) => {
		const message = parseMessage(text);
		if (!message) return malformed(connection);
		switch (message.type) {
			case 'subscribe':
				for (const topic of message.topics) joinTopic(connection, topic);
				return;
			case 'unsubscribe':
				for (const topic of message.topics)
					if (typeof topic === 'string') leaveTopic(connection, topic);
				return;
			case 'publish': {
				// Only those who listen may speak: a stranger to a topic cannot flood it.
				const subscribers = connection.topics.has(message.topic)
					? subscribersByTopic.get(message.topic)
					: undefined;
				if (!subscribers) return;
				const echo = stringify({ ...message, clients: subscribers.size });
				if (echo === null) return malformed(connection);
				count.published++;
				connection.spend(echo.length * subscribers.size);
				for (const subscriber of [...subscribers]) {
					count.delivered++;
					send(subscriber, echo);
				}
				return;
			}
			case 'ping':
				return send(connection, '{"type":"pong"}');
		}
	};

	const welcome = (socket: WebSocket, address: string) => {
		const sentBucket = createTokenBucket(limits.sentBytesPerSecond, limits.sentByteBurst);
		const connection: Connection = {
			socket,
			topics: new Set(),
			heardMs: nowMs(),
			asked: false,
			malformed: 0,
			unread: 0,
			spend(bytes) {
				const now = nowMs();
				if (!sentBucket.take(bytes, now)) throttle(sentBucket.waitMs(bytes, now));
			}
		};
		const messageBucket = createTokenBucket(limits.messagesPerSecond, limits.messageBurst);
		const byteBucket = createTokenBucket(limits.bytesPerSecond, limits.byteBurst);
		let resumeTimer: ReturnType<typeof setTimeout> | undefined;
		connections.add(connection);

		/** Stops reading, so that the sender's own system holds the rest; nothing honest is lost. */
		const throttle = (waitMs: number) => {
			if (resumeTimer !== undefined || socket.isPaused) return;
			count.throttled++;
			socket.pause();
			resumeTimer = setTimeout(
				() => {
					resumeTimer = undefined;
					socket.resume();
				},
				Math.min(Math.max(waitMs, 10), 5000)
			);
		};
		const heard = () => {
			connection.heardMs = nowMs();
			connection.asked = false;
		};
		socket.on('message', (data, isBinary) => {
			heard();
			if (isBinary || !Buffer.isBuffer(data)) return malformed(connection);
			handle(connection, data.toString('utf8'));
			const now = nowMs();
			// Spent after the fact: a message already read is served, the next one waits.
			if (!messageBucket.take(1, now)) throttle(messageBucket.waitMs(1, now));
			if (!byteBucket.take(data.length, now)) throttle(byteBucket.waitMs(data.length, now));
		});
		// asking for a sign of life costs as much as speaking
		socket.on('ping', () => {
			const now = nowMs();
			if (!messageBucket.take(1, now)) throttle(messageBucket.waitMs(1, now));
		});
		socket.on('pong', heard);
		socket.on('error', () => {}); // `close` follows
		socket.on('close', () => {
			clearTimeout(resumeTimer);
			for (const topic of [...connection.topics]) leaveTopic(connection, topic);
			if (connections.delete(connection)) census.leave(address);
		});
	};

	const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
		if (pathOf(request) !== path) return;
		socket.on('error', () => socket.destroy());
		const address = addressOf(request);
		if (!census.enter(address)) {
			count.refusedConnections++;
			socket.end('HTTP/1.1 429 Too Many Requests\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
			return;
		}
		let upgraded = false;
		socket.once('close', () => {
			if (!upgraded) census.leave(address);
		});
		sockets.handleUpgrade(request, socket, head, (webSocket) => {
			upgraded = true;
			welcome(webSocket, address);
		});
	};

	const sweep = () => {
		const now = nowMs();
		for (const connection of [...connections]) {
			const silentMs = now - connection.heardMs;
			if (connection.socket.isPaused) continue; // we are the ones not listening
			if (silentMs >= limits.idleMs) drop(connection);
			else if (silentMs >= limits.idleMs / 2 && !connection.asked) {
				connection.asked = true;
				if (connection.socket.readyState === WebSocket.OPEN) connection.socket.ping(() => {});
			}
		}
	};
	const sweeper = setInterval(sweep, Math.max(limits.idleMs / 4, 50));
	sweeper.unref();
	server.on('upgrade', onUpgrade);

	return {
		async close() {
			clearInterval(sweeper);
			server.off('upgrade', onUpgrade);
			const closed = [...connections].map(
				(connection) => new Promise<void>((resolve) => connection.socket.once('close', () => resolve()))
			);
			for (const connection of connections) connection.socket.terminate();
			await Promise.all(closed);
			sockets.close();
		},
		stats: () => ({ connections: connections.size, topics: subscribersByTopic.size, ...count, unreadBytes: unread }),
		sweep
	};
}

function pathOf(request: IncomingMessage): string {
	const url = request.url ?? '';
	const end = url.search(/[?#]/);
	return end === -1 ? url : url.slice(0, end);
}

function parseMessage(text: string): z.infer<typeof messageSchema> | null {
	try {
		const parsed = messageSchema.safeParse(JSON.parse(text));
		return parsed.success ? parsed.data : null;
	} catch {
		return null;
	}
}

/** null where the value cannot be written again (nested too deeply for the stack). */
function stringify(value: unknown): string | null {
	try {
		return JSON.stringify(value);
	} catch {
		return null;
	}
}
