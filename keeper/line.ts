/**
 * The pace of one connection: how fast it is read, how much may wait for it, when it counts as gone. Stopping to read makes the sender's own
 * system hold the rest, so that nothing honest is lost.
 *
 * Knows nothing of messages. Carries KEE33 to KEE35 and KEE38 to KEE41.
 */
import { WebSocket } from 'ws';
import type { KeepLimits } from './keep-limits';
import { createTokenBucket } from './limits';
import type { Outbox } from './outbox';

export interface LineOptions {
	readonly socket: WebSocket;
	readonly outbox: Outbox;
	readonly limits: KeepLimits;
	readonly nowMs: () => number;
	readonly onThrottle: () => void;
	/** Bytes of all lines together that wait for the disk. */
	readonly pool: { bytes: number };
	/** It reads too slowly and has been cut off. */
	readonly onDrop: () => void;
}

export interface Line {
	readonly isOpen: boolean;
	send(bytes: Uint8Array, done?: (error?: Error) => void): void;
	/** Whoever has opened a document may send messages of every size. */
	trust(): void;
	/** It reads too slowly: ends it. */
	drop(): void;
	/** Reads no further for so long. */
	throttle(waitMs: number): void;
	/** A message came, and has been handed on. */
	heard(bytes: number): void;
	/** A message waits for the disk; `leave` when it has been handled. */
	enter(bytes: number): void;
	leave(bytes: number): void;
	/** Looks for slow reading and for silence. @param holds whether it has anything open. */
	check(nowMs: number, holds: boolean): void;
	readonly waiting: number;
}

export function createLine({ socket, outbox, limits, nowMs, pool, onThrottle, onDrop }: LineOptions): Line {
	const messageBucket = createTokenBucket(limits.messagesPerSecond, limits.messageBurst);
	const byteBucket = createTokenBucket(limits.bytesPerSecond, limits.byteBurst);
	const sentBucket = createTokenBucket(limits.sentBytesPerSecond, limits.sentByteBurst);
	const startedMs = nowMs();
	let heardMs = startedMs;
	let asked = false;
	let waiting = 0;
	let waitingBytes = 0;
	let resumeTimer: ReturnType<typeof setTimeout> | undefined;

	const isOpen = (): boolean => socket.readyState === WebSocket.OPEN;
	const isBusy = (): boolean =>
		waiting >= limits.waitingMessages || waitingBytes >= limits.waitingBytes || (waiting > 0 && pool.bytes >= limits.waitingTotalBytes);
	const resume = (): void => {
		if (isOpen() && resumeTimer === undefined && !isBusy() && socket.isPaused) socket.resume();
	};
	const throttle = (waitMs: number): void => {
		if (!isOpen() || resumeTimer !== undefined) return;
		onThrottle();
		socket.pause();
		resumeTimer = setTimeout(() => {
			resumeTimer = undefined;
			resume();
		}, Math.min(Math.max(waitMs, 10), 5000));
	};
	const drop = (): void => {
		onDrop();
		socket.terminate();
	};
	const alive = (): void => {
		heardMs = nowMs();
		asked = false;
	};
	setLargestMessage(socket, Math.min(limits.strangerBytes, limits.messageBytes));
	socket.on('pong', alive);
	// asking for a sign of life costs as much as speaking
	socket.on('ping', () => {
		const now = nowMs();
		if (!messageBucket.take(1, now)) throttle(messageBucket.waitMs(1, now));
	});
	socket.once('close', () => clearTimeout(resumeTimer));

	return {
		get isOpen() {
			return isOpen();
		},
		get waiting() {
			return waiting;
		},
		trust: () => setLargestMessage(socket, limits.messageBytes),
		throttle,
		drop,
		send(bytes, done) {
			if (!isOpen()) return done?.(new Error('closed'));
			const sent = outbox.add(bytes.length);
			if (outbox.unreadBytes > limits.unreadBytes) {
				sent();
				drop();
				return done?.(new Error('slow'));
			}
			socket.send(bytes, (error) => {
				sent();
				done?.(error ?? undefined);
			});
			const now = nowMs();
			if (!sentBucket.take(bytes.length, now)) throttle(sentBucket.waitMs(bytes.length, now));
		},
		heard(bytes) {
			alive();
			const now = nowMs();
			// Spent after the fact: a message already read is served, the next one waits.
			if (!messageBucket.take(1, now)) throttle(messageBucket.waitMs(1, now));
			if (!byteBucket.take(bytes, now)) throttle(byteBucket.waitMs(bytes, now));
		},
		enter(bytes) {
			waiting++;
			waitingBytes += bytes;
			pool.bytes += bytes;
			if (isBusy() && isOpen()) socket.pause();
		},
		leave(bytes) {
			waiting--;
			waitingBytes -= bytes;
			pool.bytes -= bytes;
			resume();
		},
		check(now, holds) {
			if (outbox.isStuck(now, leftBytes(socket))) return drop();
			if (socket.isPaused) return; // we are the ones not listening
			if (!holds && waiting === 0 && now - startedMs >= limits.openMs) return socket.close(1000, 'nothing open');
			if (now - heardMs >= limits.idleMs) return socket.terminate();
			if (now - heardMs < limits.idleMs / 2 || asked || !isOpen()) return;
			asked = true;
			socket.ping(() => {});
		}
	};
}

/** What does not fit ends the connection, before it takes memory. */
function setLargestMessage(socket: WebSocket, bytes: number): void {
	// ws 8 has one limit for a whole server; where it keeps it for each connection is tested by [KEE31].
	const { _receiver } = socket as unknown as { readonly _receiver?: { _maxPayload?: number } };
	if (_receiver !== undefined) _receiver._maxPayload = bytes;
}

/** What the system has not sent of what it was given. */
function leftBytes(socket: WebSocket): number {
	// Node counts partly sent writes in its handle alone, where its own timeouts look for progress too.
	const { _socket } = socket as unknown as { readonly _socket?: { readonly _handle?: { readonly writeQueueSize?: number } | null } };
	return socket.bufferedAmount + (_socket?._handle?.writeQueueSize ?? 0);
}
