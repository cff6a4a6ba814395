/**
 * Reads the Yjs update format (V1) piece by piece, and steps over content that is of no use here. Every read is bounded by the
 * bytes that are there; what does not fit ends in `UNREADABLE`, which the gate catches. Knows nothing of entries.
 */
import { textOf } from '../../crypto/base';

/** Thrown for bytes that make no sense. */
export const UNREADABLE = new Error('unreadable update');

/** Steps over content of the other Yjs types; returns how many clock ticks it takes. */
export function skipContent(reader: Reader, content: number): number {
	switch (content) {
		case 1: // deleted
			return reader.uint();
		case 2: {
			// JSON
			const count = reader.uint();
			for (let i = 0; i < count; i++) reader.bytes();
			return count;
		}
		case 4: {
			// string: its length counts UTF-16 units
			const text = textOf(reader.bytes());
			if (text === null) throw UNREADABLE;
			return text.length;
		}
		case 5: // embed
			reader.bytes();
			return 1;
		case 6: // format
			reader.bytes();
			reader.bytes();
			return 1;
		case 7: {
			// type: two of them carry a name
			const type = reader.uint();
			if (type === 3 || type === 5) reader.bytes();
			return 1;
		}
		case 8: {
			// any
			const count = reader.uint();
			for (let i = 0; i < count; i++) skipAny(reader);
			return count;
		}
		case 9: // document
			reader.bytes();
			skipAny(reader);
			return 1;
		default:
			throw UNREADABLE;
	}
}

/** One value of lib0's "any" encoding. A stack of our own instead of recursion: hostile nesting costs nothing. */
function skipAny(reader: Reader): void {
	/** Values still to come on each level; negative levels are objects, whose values have a key in front. */
	const levels: number[] = [1];
	while (levels.length > 0) {
		const left = levels.at(-1)!;
		if (left === 0) {
			levels.pop();
			continue;
		}
		levels[levels.length - 1] = left > 0 ? left - 1 : left + 1;
		if (left < 0) reader.bytes();
		const inner = skipAnyHead(reader);
		if (inner === 0) continue;
		// Every value still to come needs at least one byte.
		if (Math.abs(inner) > reader.remaining() || levels.length >= MAX_NESTING) throw UNREADABLE;
		levels.push(inner);
	}
}

const MAX_NESTING = 64;

/** Returns the number of values inside: positive for an array, negative for an object, 0 for a plain value. */
function skipAnyHead(reader: Reader): number {
	switch (reader.byte()) {
		case 127: // undefined
		case 126: // null
		case 121: // false
		case 120: // true
			return 0;
		case 125:
			reader.int();
			return 0;
		case 124: // float32
			reader.skip(4);
			return 0;
		case 123: // float64
		case 122: // bigint
			reader.skip(8);
			return 0;
		case 119: // string
		case 116: // bytes
			reader.bytes();
			return 0;
		case 118:
			return -reader.uint();
		case 117:
			return reader.uint();
		default:
			throw UNREADABLE;
	}
}

export interface Reader {
	uint(): number;
	int(): void;
	byte(): number;
	bytes(): Uint8Array;
	skip(count: number): void;
	remaining(): number;
	isAtEnd(): boolean;
}

export function createReader(data: Uint8Array): Reader {
	let at = 0;
	const end = data.length;
	const byte = (): number => {
		if (at >= end) throw UNREADABLE;
		return data[at++]!;
	};
	const uint = (): number => {
		let value = 0;
		let scale = 1;
		for (;;) {
			const next = byte();
			value += (next & 0x7f) * scale;
			if (next < 0x80) return value;
			scale *= 128;
			if (value > Number.MAX_SAFE_INTEGER || scale > 2 ** 56) throw UNREADABLE;
		}
	};
	return {
		uint,
		byte,
		int() {
			for (let i = 0; i < 9; i++) if (byte() < 0x80) return;
			throw UNREADABLE;
		},
		bytes() {
			const length = uint();
			if (length > end - at) throw UNREADABLE;
			at += length;
			return data.subarray(at - length, at);
		},
		skip(count) {
			if (count > end - at) throw UNREADABLE;
			at += count;
		},
		remaining: () => end - at,
		isAtEnd: () => at === end
	};
}
