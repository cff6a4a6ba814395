/**
 * Reading and writing fixed binary layouts, big-endian.
 *
 * Knows nothing of any format. The reader never throws and never reads past the end: it fails once, stays failed and is
 * asked at the end, so that parsing hostile bytes is straight-line code (CRY6).
 */
import { textOf, utf8 } from './base';

export interface ByteReader {
	/** Reads of a failed reader give 0, empty bytes and empty text. */
	readonly failed: boolean;
	/** True when nothing failed and every byte was read: trailing bytes are a failure of the format. */
	isComplete(): boolean;
	u8(): number;
	u16(): number;
	u32(): number;
	/** A view, not a copy. */
	take(length: number): Uint8Array;
	rest(): Uint8Array;
	/** u16 length, then UTF-8; fails beyond `maxBytes` and for bytes that are not UTF-8. */
	text(maxBytes: number): string;
	/** Marks the input as bad, for a check made by the caller. */
	fail(): void;
}

export function createByteReader(bytes: Uint8Array): ByteReader {
	let at = 0;
	let failed = false;
	const take = (length: number): Uint8Array => {
		if (failed || length > bytes.length - at) {
			failed = true;
			return EMPTY;
		}
		at += length;
		return bytes.subarray(at - length, at);
	};
	const unsigned = (length: number): number => {
		let value = 0;
		for (const byte of take(length)) value = value * 256 + byte;
		return value;
	};
	return {
		get failed() {
			return failed;
		},
		isComplete: () => !failed && at === bytes.length,
		u8: () => unsigned(1),
		u16: () => unsigned(2),
		u32: () => unsigned(4),
		take,
		rest: () => take(bytes.length - at),
		text(maxBytes) {
			const length = unsigned(2);
			if (length > maxBytes) failed = true;
			const text = textOf(take(length));
			if (text === null) failed = true;
			return failed ? '' : (text ?? '');
		},
		fail() {
			failed = true;
		}
	};
}

const EMPTY = new Uint8Array(0);

export interface ByteWriter {
	u8(value: number): ByteWriter;
	u16(value: number): ByteWriter;
	u32(value: number): ByteWriter;
	put(bytes: Uint8Array): ByteWriter;
	/** u16 length, then UTF-8. @throws beyond 65,535 bytes. */
	text(text: string): ByteWriter;
	bytes(): Uint8Array;
}

export function createByteWriter(): ByteWriter {
	let buffer = new Uint8Array(256);
	let size = 0;
	const grow = (by: number): void => {
		if (size + by <= buffer.length) return;
		const larger = new Uint8Array(Math.max(buffer.length * 2, size + by));
		larger.set(buffer.subarray(0, size));
		buffer = larger;
	};
	const unsigned = (value: number, length: number): ByteWriter => {
		if (!Number.isInteger(value) || value < 0 || value >= 256 ** length)
			throw new Error(`not an unsigned number of ${length} bytes`);
		grow(length);
		for (let i = length - 1; i >= 0; i--) {
			buffer[size + i] = value % 256;
			value = Math.floor(value / 256);
		}
		size += length;
		return writer;
	};
	const writer: ByteWriter = {
		u8: (value) => unsigned(value, 1),
		u16: (value) => unsigned(value, 2),
		u32: (value) => unsigned(value, 4),
		put(bytes) {
			grow(bytes.length);
			buffer.set(bytes, size);
			size += bytes.length;
			return writer;
		},
		text(text) {
			const bytes = utf8(text);
			return writer.u16(bytes.length).put(bytes);
		},
		bytes: () => buffer.slice(0, size)
	};
	return writer;
}
