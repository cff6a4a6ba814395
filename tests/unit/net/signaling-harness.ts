/** A signaling server on a free local port, and plain clients that speak to it, for tests. */

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { attachSignaling, type Signaling, type SignalingOptions } from '../../../keeper/signaling';

export interface TestSignaling {
	readonly url: string;
	readonly server: Server;
	readonly signaling: Signaling;
	stop(): Promise<void>;
}

export async function startSignaling(options?: SignalingOptions): Promise<TestSignaling> {
	const server = createServer((_request, response) => response.end('ok'));
	const signaling = attachSignaling(server, options);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo; // listening on TCP, so never a string
	return {
		url: `ws://127.0.0.1:${port}/signal`,
		server,
		signaling,
		async stop() {
			await signaling.close();
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		}
	};
}

export interface TestClient {
	readonly socket: WebSocket;
	readonly received: Record<string, unknown>[];
	readonly closed: Promise<number>;
	send(message: unknown): void;
	/** Resolves once `predicate` holds for something received, now or later. */
	until(predicate: (message: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>;
	/** Everything sent before has been handled by the server when this resolves. */
	flush(): Promise<void>;
}

/** Rejects when the server refuses the connection. */
export async function connectClient(url: string): Promise<TestClient> {
	const socket = new WebSocket(url);
	const received: Record<string, unknown>[] = [];
	const waiting = new Set<() => void>();
	const closed = new Promise<number>((resolve) => socket.on('close', (code) => resolve(code)));
	socket.on('message', (data) => {
		received.push(JSON.parse(String(data)));
		for (const check of [...waiting]) check();
	});
	await new Promise<void>((resolve, reject) => {
		socket.once('open', resolve);
		socket.once('error', reject);
	});
	socket.on('error', () => {});
	const send = (message: unknown) => socket.send(JSON.stringify(message));
	const until: TestClient['until'] = (predicate) =>
		new Promise((resolve) => {
			const check = () => {
				const found = received.find(predicate);
				if (!found) return;
				waiting.delete(check);
				resolve(found);
			};
			waiting.add(check);
			check();
		});
	return {
		socket,
		received,
		closed,
		send,
		until,
		async flush() {
			const pongs = received.filter((m) => m.type === 'pong').length;
			send({ type: 'ping' });
			let seen = 0;
			await until((m) => {
				if (m.type === 'pong' && received.indexOf(m) >= 0)
					seen = received.filter((x) => x.type === 'pong').length;
				return seen > pongs;
			});
		}
	};
}
