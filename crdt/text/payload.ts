/**
 * What lies inside an entry of a text stream: parts, each with its kind in front.
 *
 *     version 2 | count | for each part: kind | length | body          (numbers as unsigned LEB128)
 *     kind 1, written: session | live count | update     what the author typed since the last entry
 *     kind 2, embedded: signature 64 | signed bytes of a live frame      somebody's words that were in no entry yet
 *     kind 3, snapshot: count | (slot, segment, seq)* | state            the text as the author had it
 *     kind 4, comment: claimed time in ms | about, with its length | words in UTF-8
 *     kind 5, withdraw: id of the entry with the comment
 *     kind 6, restored: count | (client, from, length)*     swept words of the author that stand in the text again
 *
 * A part of an unknown kind is passed over: it belongs to a newer app. Version 1 is read as well: it is of the time before tasks,
 * links and suggestions (TXT7). Knows nothing of Yjs, keys or order. Carries TXT12, TXT35 and TXT56.
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { err, ok, textOf, utf8, type Result, type Slot } from '../../crypto/base';
import { MAX_INSTANT } from '../log/payload';
import type { ClockRange } from './sift';

export const PAYLOAD_VERSION = 2;
const OLDEST_VERSION = 1;
/** Room for parts in one payload; the envelope takes 224 KiB. */
export const MAX_PARTS_BYTES = 200 * 1024;
export const MAX_PARTS = 4_096;
const MAX_FRONTIER = 4_096;
const SIGNATURE_BYTES = 64;
/** UTF-16 units. */
export const MAX_COMMENT = 2_000;
const OBJECT_ID = /^[A-Za-z0-9_-]{43}\.(0|[1-9]\d{0,3})$/;
const ENTRY_ID = /^[A-Za-z0-9_-]{43}$/;

export interface WrittenPart {
	readonly kind: 'written';
	/** The author's session: its client id is slot * 2^20 + session. */
	readonly session: number;
	/** Every live frame of this session numbered up to here (exclusive) is contained in this and earlier entries. */
	readonly liveCount: number;
	readonly update: Uint8Array;
}
export interface EmbeddedPart {
	readonly kind: 'embedded';
	readonly signature: Uint8Array;
	readonly signedBytes: Uint8Array;
}
/** A place in a device's chain. */
export interface Place {
	readonly segment: number;
	readonly seq: number;
}
/** Per device, the place behind the last entry contained. */
export type Frontier = ReadonlyMap<Slot, Place>;

export function isBehind(frontier: Frontier, slot: Slot, place: Place): boolean {
	const end = frontier.get(slot);
	if (end === undefined) return false;
	return place.segment < end.segment || (place.segment === end.segment && place.seq < end.seq);
}

export interface SnapshotPart {
	readonly kind: 'snapshot';
	readonly frontier: Frontier;
	readonly state: Uint8Array;
}
/** Something said beside the words. */
export interface CommentPart {
	readonly kind: 'comment';
	/** The author's clock, ms: shown, never grounds for order. */
	readonly at: number;
	/** Id of the item it is about; '': the whole. */
	readonly about: string;
	/** From 1 to `MAX_COMMENT` units, not blank. */
	readonly text: string;
}
/** Takes back the comment of an entry of the same member. */
export interface WithdrawPart {
	readonly kind: 'withdraw';
	readonly entry: string;
}
export type Remark = CommentPart | WithdrawPart;
/** Words of the author's own device that had vanished and were put back; so nobody does it twice. */
export interface RestoredPart {
	readonly kind: 'restored';
	readonly ranges: readonly ClockRange[];
}
export type TextPart = WrittenPart | EmbeddedPart | SnapshotPart | Remark | RestoredPart;

export const isRemark = (part: TextPart): part is Remark => part.kind === 'comment' || part.kind === 'withdraw';

export type PayloadFailure =
	| { readonly type: 'Malformed'; readonly reason: string }
	| { readonly type: 'NewerPayload'; readonly version: number };

const KIND = { written: 1, embedded: 2, snapshot: 3, comment: 4, withdraw: 5, restored: 6 } as const;
/** Ranges of one restored part. */
export const MAX_RESTORED = 2_000;

/** @throws when there are more than `MAX_PARTS` parts: the writer spreads them over several entries. */
export function encodePayload(parts: readonly TextPart[]): Uint8Array {
	if (parts.length > MAX_PARTS) throw new Error('too many parts for one entry');
	const encoder = encoding.createEncoder();
	encoding.writeUint8(encoder, PAYLOAD_VERSION);
	encoding.writeVarUint(encoder, parts.length);
	for (const part of parts) {
		const { head, tail } = bodyOf(part);
		encoding.writeVarUint(encoder, KIND[part.kind]);
		encoding.writeVarUint(encoder, head.length + tail.length);
		encoding.writeUint8Array(encoder, head);
		encoding.writeUint8Array(encoder, tail);
	}
	return encoding.toUint8Array(encoder);
}

/** Bytes that a part takes in a payload, a little rounded up. */
export function sizeOfPart(part: TextPart): number {
	const { head, tail } = bodyOf(part);
	return head.length + tail.length + 8;
}

/** Never throws. `NewerPayload`: keep the entry, show that the app needs an update. */
export function decodePayload(bytes: Uint8Array): Result<readonly TextPart[], PayloadFailure> {
	if (bytes.length === 0) return err({ type: 'Malformed', reason: 'empty' });
	const version = bytes[0]!; // not empty
	if (version > PAYLOAD_VERSION) return err({ type: 'NewerPayload', version });
	if (version < OLDEST_VERSION) return err({ type: 'Malformed', reason: 'no version' });
	try {
		// a copy of its own: lib0 reads relative to the whole buffer and would see what lies behind a view
		const decoder = decoding.createDecoder(bytes.slice(1));
		const count = decoding.readVarUint(decoder);
		if (count > MAX_PARTS) return err({ type: 'Malformed', reason: 'too many parts' });
		const parts: TextPart[] = [];
		for (let i = 0; i < count; i++) {
			const kind = decoding.readVarUint(decoder);
			const part = decodeBody(kind, decoding.readVarUint8Array(decoder).slice());
			if (part !== null) parts.push(part);
		}
		if (decoding.hasContent(decoder)) return err({ type: 'Malformed', reason: 'trailing bytes' });
		return ok(parts);
	} catch {
		return err({ type: 'Malformed', reason: 'undecodable' });
	}
}

/** The body in two pieces, so that the long one is copied once. */
function bodyOf(part: TextPart): { readonly head: Uint8Array; readonly tail: Uint8Array } {
	if (part.kind === 'embedded') return { head: part.signature, tail: part.signedBytes };
	if (part.kind === 'withdraw') return { head: utf8(part.entry), tail: new Uint8Array() };
	const encoder = encoding.createEncoder();
	if (part.kind === 'comment') {
		encoding.writeVarUint(encoder, part.at);
		encoding.writeVarString(encoder, part.about);
		return { head: encoding.toUint8Array(encoder), tail: utf8(part.text) };
	}
	if (part.kind === 'restored') {
		encoding.writeVarUint(encoder, part.ranges.length);
		for (const { client, from, to } of part.ranges) for (const number of [client, from, to - from]) encoding.writeVarUint(encoder, number);
		return { head: encoding.toUint8Array(encoder), tail: new Uint8Array() };
	}
	if (part.kind === 'written') {
		encoding.writeVarUint(encoder, part.session);
		encoding.writeVarUint(encoder, part.liveCount);
		return { head: encoding.toUint8Array(encoder), tail: part.update };
	}
	encoding.writeVarUint(encoder, part.frontier.size);
	for (const [slot, place] of [...part.frontier].sort(([a], [b]) => a - b)) {
		encoding.writeVarUint(encoder, slot);
		encoding.writeVarUint(encoder, place.segment);
		encoding.writeVarUint(encoder, place.seq);
	}
	return { head: encoding.toUint8Array(encoder), tail: part.state };
}

/** Throws on damage (caught by the caller); null for a kind of a newer app, and for a remark that is none: the words beside it count. */
function decodeBody(kind: number, body: Uint8Array): TextPart | null {
	const decoder = decoding.createDecoder(body);
	const rest = (): Uint8Array => body.slice(decoder.pos);
	switch (kind) {
		case KIND.written: {
			const session = decoding.readVarUint(decoder);
			const liveCount = decoding.readVarUint(decoder);
			return { kind: 'written', session, liveCount, update: rest() };
		}
		case KIND.embedded:
			if (body.length < SIGNATURE_BYTES) throw new Error('short');
			return {
				kind: 'embedded',
				signature: body.slice(0, SIGNATURE_BYTES),
				signedBytes: body.slice(SIGNATURE_BYTES)
			};
		case KIND.snapshot: {
			const size = decoding.readVarUint(decoder);
			if (size > MAX_FRONTIER) throw new Error('frontier too long');
			const frontier = new Map<Slot, Place>();
			for (let i = 0; i < size; i++) {
				const slot = decoding.readVarUint(decoder);
				if (slot >= 2 ** 32) throw new Error('not a slot');
				const segment = decoding.readVarUint(decoder);
				frontier.set(slot as Slot, { segment, seq: decoding.readVarUint(decoder) }); // the parser of the brand
			}
			return { kind: 'snapshot', frontier, state: rest() };
		}
		case KIND.restored: {
			const size = decoding.readVarUint(decoder);
			if (size > MAX_RESTORED) throw new Error('too many ranges');
			const ranges: ClockRange[] = [];
			for (let i = 0; i < size; i++) {
				const client = decoding.readVarUint(decoder);
				const from = decoding.readVarUint(decoder);
				ranges.push({ client, from, to: from + decoding.readVarUint(decoder) });
			}
			return { kind: 'restored', ranges };
		}
		case KIND.comment:
			return readComment(body);
		case KIND.withdraw: {
			const entry = textOf(body);
			return entry !== null && ENTRY_ID.test(entry) ? { kind: 'withdraw', entry } : null;
		}
		default:
			return null;
	}
}

function readComment(body: Uint8Array): CommentPart | null {
	// four bytes a unit is more than UTF-8 ever takes
	if (body.length > MAX_COMMENT * 4) return null;
	try {
		const decoder = decoding.createDecoder(body);
		const at = decoding.readVarUint(decoder);
		const about = decoding.readVarString(decoder);
		const text = textOf(body.subarray(decoder.pos));
		if (at > MAX_INSTANT || (about !== '' && !OBJECT_ID.test(about))) return null;
		return text === null || text.trim() === '' || text.length > MAX_COMMENT ? null : { kind: 'comment', at, about, text };
	} catch {
		return null;
	}
}
