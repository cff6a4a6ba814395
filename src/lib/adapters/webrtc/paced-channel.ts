/**
 * A data channel that takes messages of any size: frames them, waits while the system's own buffer is full, and puts
 * incoming frames together again. One violation of the framing closes it.
 *
 * Does not know who is on the other side nor what the messages are. Carries NET12 (back-pressure).
 */

import { createReassembler, frameAt, type FrameViolation } from './framing';
import type { Timers } from './timers';

/** The part of `RTCDataChannel` used here; in Node some of it is missing. */
export interface RawChannel {
	readonly readyState: string;
	readonly bufferedAmount: number;
	bufferedAmountLowThreshold?: number;
	binaryType: string;
	onopen: (() => void) | null;
	onclose: (() => void) | null;
	onerror: (() => void) | null;
	onmessage: ((event: { readonly data: unknown }) => void) | null;
	onbufferedamountlow?: (() => void) | null;
	send(data: Uint8Array<ArrayBuffer>): void;
	close(): void;
}

export interface PacedHandlers {
	opened(): void;
	/** A whole message; the bytes belong to the receiver. */
	message(bytes: Uint8Array): void;
	/** Something arrived, whole or not: the other side is alive. */
	heard(): void;
	/** Called once, whoever closed it. */
	closed(reason: FrameViolation | 'Closed' | 'QueueFull'): void;
}

export interface PacedChannel {
	readonly isOpen: boolean;
	/** Bytes accepted by `send` that have not left this machine. */
	readonly queuedBytes: number;
	/** Queues a message; when the queue would pass its limit the channel closes (`QueueFull`). */
	send(bytes: Uint8Array): void;
	/** Resolves when no more than 1 MiB waits, or the channel has closed. */
	drained(): Promise<void>;
	close(): void;
}

/** The system buffer is filled up to here, and filled again from the lower mark on. Chromium breaks at 16 MiB. */
const HIGH_BYTES = 1024 * 1024;
const LOW_BYTES = 256 * 1024;
const POLL_MS = 5;

export function createPacedChannel(
	raw: RawChannel,
	timers: Timers,
	handlers: PacedHandlers,
	limits: { readonly queueBytes: number; readonly messageBytes?: number }
): PacedChannel {
	const reassembler = createReassembler(limits.messageBytes);
	let queue: Uint8Array[] = [];
	let head = 0; // first message of the queue not sent whole
	let offset = 0; // in that message
	let waiting = 0; // bytes of the queue not handed to the system
	let closed = false;
	let polling: (() => void) | null = null;
	const drainers: (() => void)[] = [];
	const hasLowEvent = 'bufferedAmountLowThreshold' in raw;

	raw.binaryType = 'arraybuffer';
	if (hasLowEvent) raw.bufferedAmountLowThreshold = LOW_BYTES;

	const finish = (reason: Parameters<PacedHandlers['closed']>[0]) => {
		if (closed) return;
		closed = true;
		polling?.();
		raw.onopen = raw.onmessage = raw.onclose = raw.onerror = null;
		if (hasLowEvent) raw.onbufferedamountlow = null;
		queue = [];
		waiting = 0;
		try {
			raw.close();
		} catch {
			// closed already: some systems throw
		}
		for (const resolve of drainers.splice(0)) resolve();
		handlers.closed(reason);
	};

	const pump = () => {
		while (!closed && head < queue.length && raw.readyState === 'open') {
			if (raw.bufferedAmount >= HIGH_BYTES) {
				if (!hasLowEvent) poll();
				break;
			}
			const message = queue[head]!;
			const { frame, next } = frameAt(message, offset);
			try {
				raw.send(frame);
			} catch {
				return finish('Closed');
			}
			waiting -= next - offset;
			offset = next;
			if (next < message.length) continue;
			head++;
			offset = 0;
			if (head > 64) {
				queue = queue.slice(head);
				head = 0;
			}
		}
		if (drainers.length > 0) {
			if (queuedBytes() <= HIGH_BYTES) for (const resolve of drainers.splice(0)) resolve();
			else if (!hasLowEvent) poll();
		}
	};
	const poll = () => {
		if (polling || closed) return;
		polling = timers.after(POLL_MS, () => {
			polling = null;
			pump();
		});
	};
	const queuedBytes = () => (closed ? 0 : waiting + raw.bufferedAmount);

	raw.onopen = () => {
		handlers.opened();
		pump();
	};
	if (hasLowEvent) raw.onbufferedamountlow = pump;
	raw.onclose = () => finish('Closed');
	raw.onerror = () => finish('Closed');
	raw.onmessage = (event) => {
		handlers.heard();
		const bytes = bytesOf(event.data);
		const message = bytes ? reassembler.push(bytes) : 'BadFrame';
		if (message === null) return;
		if (typeof message === 'string') return finish(message);
		handlers.message(message);
	};

	return {
		get isOpen() {
			return !closed && raw.readyState === 'open';
		},
		get queuedBytes() {
			return queuedBytes();
		},
		send(bytes) {
			if (closed) return;
			if (waiting + bytes.length > limits.queueBytes) return finish('QueueFull');
			queue.push(bytes);
			waiting += bytes.length;
			pump();
		},
		drained() {
			if (queuedBytes() <= HIGH_BYTES) return Promise.resolve();
			return new Promise((resolve) => {
				drainers.push(resolve);
				if (!hasLowEvent) poll();
			});
		},
		close: () => finish('Closed')
	};
}

function bytesOf(data: unknown): Uint8Array | null {
	if (data instanceof ArrayBuffer) return new Uint8Array(data);
	if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
	return null; // text is not part of the protocol
}
