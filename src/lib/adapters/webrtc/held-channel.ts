/**
 * What simple-peer gets in place of a data channel: an object with the same face that stays "connecting" until the peer
 * is authenticated, carries only what the seam lets through, and can be told to end.
 *
 * Knows nothing of authentication or of y-webrtc's protocol: the seam decides. Carries NET21 (held until admitted).
 */

/** The members of `RTCDataChannel` that simple-peer uses. */
export interface HeldChannel {
	readonly label: string;
	readonly readyState: string;
	readonly bufferedAmount: number;
	binaryType: string;
	bufferedAmountLowThreshold: number;
	onopen: (() => void) | null;
	onmessage: ((event: { readonly data: ArrayBuffer }) => void) | null;
	onclose: (() => void) | null;
	onerror: ((event: unknown) => void) | null;
	onbufferedamountlow: (() => void) | null;
	send(data: unknown): void;
	close(): void;
}

export interface HeldChannelControl {
	readonly channel: HeldChannel;
	/** From now on it is open, as soon as the real channel is. */
	open(): void;
	/** Hands a message to simple-peer; nothing before `open`. */
	deliver(bytes: Uint8Array<ArrayBuffer>): void;
	/** Tells simple-peer that the channel is gone; it then destroys its connection. */
	end(): void;
}

export function createHeldChannel(
	label: string,
	actions: { send(bytes: Uint8Array): void; close(): void }
): HeldChannelControl {
	let state: 'connecting' | 'open' | 'closed' = 'connecting';
	const channel: HeldChannel = {
		label,
		get readyState() {
			return state;
		},
		bufferedAmount: 0, // the seam does the waiting
		binaryType: 'arraybuffer',
		bufferedAmountLowThreshold: 0,
		onopen: null,
		onmessage: null,
		onclose: null,
		onerror: null,
		onbufferedamountlow: null,
		send(data) {
			if (state !== 'open') throw new Error('the channel is not open'); // as a real one does
			if (!(data instanceof Uint8Array)) throw new TypeError('only bytes are sent');
			actions.send(data);
		},
		close() {
			state = 'closed';
			actions.close();
		}
	};
	return {
		channel,
		open() {
			if (state !== 'connecting') return;
			state = 'open';
			channel.onopen?.();
		},
		deliver(bytes) {
			if (state === 'open') channel.onmessage?.({ data: bytes.buffer });
		},
		end() {
			if (state === 'closed') return;
			state = 'closed';
			channel.onclose?.();
		}
	};
}
