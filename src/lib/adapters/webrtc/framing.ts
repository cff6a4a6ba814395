/**
 * Frames: a message of any size becomes pieces of at most 16 KiB and is put together again on the other side.
 *
 *     frame = flag (1 byte: 0 more follows, 1 last) · up to 16,383 bytes
 *
 * Every frame but the last is full, so a hostile sender cannot make the receiver keep many tiny pieces. Knows nothing of
 * channels or of what a message means. Carries NET10 (frames) and NET11 (limits).
 */

/** Size of a full frame, its flag included, in bytes. */
export const FRAME_BYTES = 16 * 1024;
/** Largest message a receiver puts together, in bytes. */
export const MESSAGE_LIMIT_BYTES = 64 * 1024 * 1024;

const PART = FRAME_BYTES - 1;
const MORE = 0;
const LAST = 1;

/** Bytes on the wire of a message of `size` bytes. */
export const framedSize = (size: number): number => size + Math.max(1, Math.ceil(size / PART));

/** The frame of `message` that starts at `offset`, and where the next one starts (the message's length when it was the last). */
export function frameAt(
	message: Uint8Array,
	offset: number
): { readonly frame: Uint8Array<ArrayBuffer>; readonly next: number } {
	const next = Math.min(message.length, offset + PART);
	const frame = new Uint8Array(1 + next - offset);
	frame[0] = next === message.length ? LAST : MORE;
	frame.set(message.subarray(offset, next), 1);
	return { frame, next };
}

export type FrameViolation = 'BadFrame' | 'MessageTooLarge';

export interface Reassembler {
	/** A whole message, null while more is to come, or a violation, after which the channel must be closed. */
	push(frame: Uint8Array): Uint8Array | null | FrameViolation;
	/** Bytes held of a message not complete yet. */
	readonly heldBytes: number;
}

export function createReassembler(limitBytes: number = MESSAGE_LIMIT_BYTES): Reassembler {
	let parts: Uint8Array[] = [];
	let held = 0;
	return {
		push(frame) {
			const flag = frame[0];
			if (frame.length === 0 || frame.length > FRAME_BYTES) return 'BadFrame';
			if (flag !== MORE && flag !== LAST) return 'BadFrame';
			if (flag === MORE && frame.length !== FRAME_BYTES) return 'BadFrame';
			const part = frame.subarray(1);
			if (held + part.length > limitBytes) return 'MessageTooLarge';
			if (flag === MORE) {
				parts.push(part);
				held += part.length;
				return null;
			}
			if (parts.length === 0) return part;
			const message = new Uint8Array(held + part.length);
			let at = 0;
			for (const piece of parts) {
				message.set(piece, at);
				at += piece.length;
			}
			message.set(part, at);
			parts = [];
			held = 0;
			return message;
		},
		get heldBytes() {
			return held;
		}
	};
}
