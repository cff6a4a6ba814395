/**
 * One line to one keeper: dials, waits for its challenge, hands messages on one after the other, notices silence, and dials again with
 * growing patience. Knows nothing of documents or entries. Carries NET100, NET102 and NET103.
 */
import { parseKeeperHello } from '$crypto/keeper';
import type { Random } from '$crypto/random';
import type { Timers } from '$lib/adapters/webrtc/timers';
import { readKeeperMessage, type KeeperMessage } from './keeper-wire';

export interface KeeperSocketHooks {
	opened(): void;
	/** Null: something that is no bytes. */
	heard(bytes: Uint8Array | null): void;
	closed(): void;
}
export interface KeeperSocket {
	/** Nothing happens on a line that is not open. */
	send(bytes: Uint8Array): void;
	/** Its hooks are called no more. */
	close(): void;
}
/** Begins to open a socket. @throws what the platform throws for an address it does not like. */
export type Dial = (url: string, hooks: KeeperSocketHooks) => Promise<KeeperSocket>;

export type LineState = 'connecting' | 'connected' | 'unreachable';

export interface KeeperLine {
	state(): LineState;
	send(bytes: Uint8Array): void;
	/** The network is back or the machine woke up: dials at once, or asks for a sign of life. */
	kick(): void;
	/** The keeper does what none does: it is left alone for a while. */
	rest(): void;
	close(): void;
}

interface Dependencies {
	/** https, or http on this machine. */
	readonly url: string;
	readonly dial: Dial;
	readonly timers: Timers;
	readonly random: Random;
	/** A fresh connection with its challenge. */
	up(challenge: Uint8Array): void;
	/** The next message waits until it resolves. */
	heard(document: string, message: KeeperMessage): Promise<void>;
	down(): void;
	/** Sends something that the keeper answers. */
	probe(): void;
}

const HELLO_MS = 15_000;
const TICK_MS = 5_000;
/** Silent for so long it is asked for a sign of life, and given up when there is none. */
const SILENT_MS = 45_000;
const ANSWER_MS = 15_000;
/** Ticks further apart than this: the machine slept. */
const SLEPT_MS = 20_000;
const FIRST_WAIT_MS = 1_000;
const LAST_WAIT_MS = 60_000;
const REST_MS = 600_000;
const MAX_REST_MS = 6 * 3_600_000;
/** A line that lasted so long was a good one. */
const GOOD_MS = 30_000;
const MAX_MESSAGE = 32 * 1024 * 1024;
const MAX_BACKLOG = 64 * 1024 * 1024;
/** Messages that make no sense, on one line. */
const MAX_NONSENSE = 16;

export function createKeeperLine(deps: Dependencies): KeeperLine {
	const { timers, random } = deps;
	const address = `${deps.url.replace(/^http/, 'ws')}/keep`;
	let socket: KeeperSocket | null = null;
	let dialled = 0;
	let state: LineState = 'connecting';
	let upMs: number | null = null;
	let heardMs = 0;
	let askedMs: number | null = null;
	let waitMs = FIRST_WAIT_MS;
	let restMs = REST_MS;
	let stopWaiting: (() => void) | null = null;
	let backlog = 0;
	let nonsense = 0;
	let queue: Promise<void> = Promise.resolve();
	let tickedMs = timers.now();

	function dial(): void {
		stopWaiting?.();
		const mine = ++dialled;
		const isMine = (): boolean => mine === dialled;
		const lost = (): void => void (isMine() && end(false));
		socket = null;
		backlog = nonsense = 0;
		queue = Promise.resolve();
		stopWaiting = timers.after(HELLO_MS, lost);
		void deps
			.dial(address, { opened: () => undefined, heard: (bytes) => void (isMine() && take(bytes, isMine)), closed: lost })
			.then((fresh) => (isMine() ? void (socket = fresh) : fresh.close()), lost);
	}

	/** Ends this attempt; another follows. */
	function end(isBad: boolean): void {
		const wasUp = upMs !== null;
		if (upMs !== null && timers.now() - upMs >= GOOD_MS) waitMs = FIRST_WAIT_MS;
		dialled++;
		socket?.close();
		socket = null;
		upMs = askedMs = null;
		state = 'unreachable';
		stopWaiting?.();
		const jitter = 0.7 + (0.6 * random.bytes(1)[0]!) / 255;
		stopWaiting = timers.after(isBad ? restMs : waitMs * jitter, dial);
		if (isBad) restMs = Math.min(restMs * 2, MAX_REST_MS);
		else waitMs = Math.min(waitMs * 2, LAST_WAIT_MS);
		if (wasUp) deps.down();
	}

	function take(bytes: Uint8Array | null, isMine: () => boolean): void {
		heardMs = timers.now();
		askedMs = null;
		if (upMs === null) {
			const hello = bytes === null ? null : parseKeeperHello(bytes);
			if (!hello?.ok) return end(true);
			stopWaiting?.();
			upMs = heardMs;
			state = 'connected';
			return deps.up(hello.value);
		}
		const read = bytes === null || bytes.length > MAX_MESSAGE ? null : readKeeperMessage(bytes);
		if (read === null || bytes === null) {
			if (++nonsense >= MAX_NONSENSE) end(true);
			return;
		}
		backlog += bytes.length;
		if (backlog > MAX_BACKLOG) return end(true);
		const deal = async (): Promise<void> => {
			if (isMine()) await deps.heard(read.document, read.message);
			backlog -= bytes.length;
		};
		// the disk may be full: the next line asks for the same again
		queue = queue.then(deal).catch(() => void (isMine() && end(false)));
	}

	function ask(): void {
		if (upMs === null || askedMs !== null) return;
		askedMs = timers.now();
		deps.probe();
	}

	const stopTicking = timers.every(TICK_MS, () => {
		const now = timers.now();
		const slept = now - tickedMs >= SLEPT_MS;
		tickedMs = now;
		if (askedMs !== null && now - askedMs >= ANSWER_MS && !slept) return end(false);
		if (slept || now - heardMs >= SILENT_MS) ask();
	});
	dial();

	return {
		state: () => state,
		send: (bytes) => socket?.send(bytes),
		kick() {
			if (upMs !== null) return ask();
			waitMs = FIRST_WAIT_MS;
			dial();
		},
		rest: () => end(true),
		close() {
			dialled++;
			stopTicking();
			stopWaiting?.();
			socket?.close();
			socket = null;
			upMs = null;
		}
	};
}
