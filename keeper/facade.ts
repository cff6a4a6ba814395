/**
 * What Hocuspocus sees in place of a client's socket. It hears only what the session has checked, stored and encoded anew; what it says goes
 * through the session, which answers for acknowledgements and for those who read slowly.
 *
 * Knows nothing of messages. Carries KEE12.
 */
import { EventEmitter } from 'node:events';
import type { WebSocket } from 'ws';

export interface Facade {
	/** Hand it to `handleConnection` and to nobody else. */
	readonly asSocket: WebSocket;
	/** Gives Hocuspocus a message. */
	hear(message: Uint8Array): void;
	/** Tells Hocuspocus that the line has ended. */
	end(): void;
}

export interface FacadeHooks {
	readonly send: (message: Uint8Array, done: (error?: Error) => void) => void;
	/** Hocuspocus gives the line up. */
	readonly close: () => void;
}

export function createFacade(hooks: FacadeHooks): Facade {
	const emitter = new EventEmitter();
	let readyState = OPEN;
	const socket = Object.assign(emitter, {
		send(message: Uint8Array, done?: (error?: Error) => void): void {
			if (readyState === OPEN) hooks.send(message, done ?? (() => {}));
			else done?.(new Error('closed'));
		},
		close: () => hooks.close(),
		// The keep alive of Hocuspocus would take a line that is read slowly for a dead one; the session asks by itself.
		ping: () => void emitter.emit('pong')
	});
	Object.defineProperty(socket, 'readyState', { get: () => readyState });
	return {
		asSocket: socket as unknown as WebSocket, // all of it that Hocuspocus 3.4.4 uses
		hear: (message) => void emitter.emit('message', message),
		end() {
			if (readyState === CLOSED) return;
			readyState = CLOSED;
			emitter.emit('close', 1000, Buffer.alloc(0));
		}
	};
}

const OPEN = 1;
const CLOSED = 3;
