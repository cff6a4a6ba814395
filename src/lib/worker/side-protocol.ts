/**
 * What authenticated devices say to each other beside y-webrtc's channel, as bytes: heartbeats, requests for entries,
 * entries, live frames. Decoding hostile bytes gives null, never throws. Knows nothing of connections or of the log.
 *
 *     kind u8 | body        (rules NET70 to NET76, NET90, NET91, NET95)
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { fromBase64, toBase64, type EntryId, type EpochId, type Slot, type StreamId } from '$crypto/base';
import { MAX_SEALED_RECEIPT_BYTES } from '$crypto/receipt-seal';
import type { Sought } from '$crdt/log/pending';
import type { Have, RawBatch } from '$crdt/log/ports';
import { packBatch, unpackBatch } from '$lib/adapters/packed-batch';
import { BUILD_NAME } from './build-name';

export type SideMessage =
	/** What I hold, and a digest of what I make of it. `stateHash` is empty while unknown. `build`: NET95; absent: not said. */
	| { readonly kind: 'heartbeat'; readonly have: Have; readonly stateHash: string; readonly epoch: EpochId | ''; readonly build?: string }
	/** Send me what I lack: this is what I hold of the streams in question. */
	| { readonly kind: 'want'; readonly have: Have }
	| { readonly kind: 'entries'; readonly batch: RawBatch }
	/** Everything asked for was sent. */
	| { readonly kind: 'served' }
	/** A sealed, signed live frame of one text stream (typing or presence). */
	| { readonly kind: 'live'; readonly stream: StreamId; readonly frame: Uint8Array }
	/** The lobby's own messages, see lobby.ts. */
	| { readonly kind: 'lobby'; readonly body: Uint8Array }
	/** What a tablet at a door is told, sealed; see door-message.ts. */
	| { readonly kind: 'door'; readonly body: Uint8Array }
	/** Entries I have proof of forks in (`forks`), or lack and cannot name by place (`ask`). */
	| { readonly kind: 'forks' | 'ask'; readonly stream: StreamId; readonly ids: readonly EntryId[] }
	/** Which receipts I hold, by the names of their sealed bytes. `all`: these and no others; else these too. */
	| { readonly kind: 'receipts'; readonly all: boolean; readonly names: readonly string[] }
	/** Send me this one. */
	| { readonly kind: 'receipt-ask'; readonly name: string }
	/** Its sealed bytes; empty: not here. */
	| { readonly kind: 'receipt'; readonly name: string; readonly sealed: Uint8Array }
	/** Send me the entries that brought these group keys (by their hints) and the devices at these slots. */
	| { readonly kind: 'seek'; readonly sought: Sought };

const KINDS = ['heartbeat', 'want', 'entries', 'served', 'live', 'lobby', 'forks', 'ask', 'seek', 'door', 'receipts', 'receipt-ask', 'receipt'] as const;
const MAX_STREAMS = 4096;
const MAX_PLACES = 4096;
export const MAX_IDS = 256;
export const MAX_SOUGHT = 64;
export const MAX_RECEIPT_NAMES = 4096;
const NAME_BYTES = 32;
const STREAM_NAME = /^(core|[A-Za-z0-9_-]{22})$/;

export function encodeSide(message: SideMessage): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeUint8(encoder, KINDS.indexOf(message.kind));
	switch (message.kind) {
		case 'heartbeat':
			encoding.writeVarString(encoder, message.stateHash);
			encoding.writeVarString(encoder, message.epoch);
			writeHave(encoder, message.have);
			if (message.build) encoding.writeVarString(encoder, message.build);
			break;
		case 'want':
			writeHave(encoder, message.have);
			break;
		case 'entries':
			encoding.writeUint8Array(encoder, packBatch(message.batch));
			break;
		case 'live':
			encoding.writeVarString(encoder, message.stream);
			encoding.writeUint8Array(encoder, message.frame);
			break;
		case 'lobby':
		case 'door':
			encoding.writeUint8Array(encoder, message.body);
			break;
		case 'forks':
		case 'ask':
			encoding.writeVarString(encoder, message.stream);
			encoding.writeVarUint(encoder, message.ids.length);
			for (const id of message.ids) encoding.writeVarString(encoder, id);
			break;
		case 'receipts':
			encoding.writeUint8(encoder, message.all ? 1 : 0);
			for (const name of message.names) encoding.writeUint8Array(encoder, nameBytes(name));
			break;
		case 'receipt-ask':
			encoding.writeUint8Array(encoder, nameBytes(message.name));
			break;
		case 'receipt':
			encoding.writeUint8Array(encoder, nameBytes(message.name));
			encoding.writeUint8Array(encoder, message.sealed);
			break;
		case 'seek':
			for (const numbers of [message.sought.hints, message.sought.slots]) {
				encoding.writeVarUint(encoder, numbers.length);
				for (const number of numbers) encoding.writeUint32(encoder, number);
			}
			break;
		case 'served':
			break;
	}
	return encoding.toUint8Array(encoder);
}

export function decodeSide(bytes: Uint8Array): SideMessage | null {
	try {
		const decoder = decoding.createDecoder(bytes);
		const kind = KINDS[decoding.readUint8(decoder)];
		switch (kind) {
			case 'heartbeat': {
				const stateHash = decoding.readVarString(decoder);
				const epoch = decoding.readVarString(decoder);
				if (!/^([A-Za-z0-9_-]{43})?$/.test(stateHash) || !/^([A-Za-z0-9_-]{43})?$/.test(epoch)) return null;
				const heartbeat = { kind, stateHash, epoch: epoch as EpochId | '', have: readHave(decoder) }; // matched just above
				const build = readBuild(decoder);
				return build === null ? heartbeat : { ...heartbeat, build };
			}
			case 'want':
				return { kind, have: readHave(decoder) };
			case 'entries': {
				const batch = unpackBatch(decoding.readTailAsUint8Array(decoder));
				return batch && { kind, batch };
			}
			case 'served':
				return { kind };
			case 'live': {
				const stream = decoding.readVarString(decoder);
				if (!STREAM_NAME.test(stream)) return null;
				return { kind, stream: stream as StreamId, frame: decoding.readTailAsUint8Array(decoder) }; // matched
			}
			case 'lobby':
			case 'door':
				return { kind, body: decoding.readTailAsUint8Array(decoder) };
			case 'forks':
			case 'ask': {
				const stream = decoding.readVarString(decoder);
				const ids: EntryId[] = [];
				for (let left = bounded(decoding.readVarUint(decoder), MAX_IDS); left > 0; left--) {
					const id = decoding.readVarString(decoder);
					if (!/^[A-Za-z0-9_-]{43}$/.test(id)) return null;
					ids.push(id as EntryId); // matched on the line before
				}
				return STREAM_NAME.test(stream) ? { kind, stream: stream as StreamId, ids } : null; // matched
			}
			case 'receipts': {
				const all = decoding.readUint8(decoder);
				const packed = decoding.readTailAsUint8Array(decoder);
				if (all > 1 || packed.length % NAME_BYTES !== 0 || packed.length > MAX_RECEIPT_NAMES * NAME_BYTES) return null;
				const names: string[] = [];
				for (let at = 0; at < packed.length; at += NAME_BYTES) names.push(toBase64(packed.subarray(at, at + NAME_BYTES)));
				return { kind, all: all === 1, names };
			}
			case 'receipt-ask':
			case 'receipt': {
				const name = toBase64(decoding.readUint8Array(decoder, NAME_BYTES));
				const sealed = decoding.readTailAsUint8Array(decoder);
				if (kind === 'receipt') return sealed.length > MAX_SEALED_RECEIPT_BYTES ? null : { kind, name, sealed };
				return sealed.length > 0 ? null : { kind, name };
			}
			case 'seek':
				return { kind, sought: { hints: readNumbers(decoder), slots: readNumbers(decoder) as Slot[] } }; // every 32-bit number is a slot
			default:
				return null;
		}
	} catch {
		return null;
	}
}

function writeHave(encoder: encoding.Encoder, have: Have): void {
	encoding.writeVarUint(encoder, have.size);
	for (const [stream, segments] of have) {
		encoding.writeVarString(encoder, stream);
		encoding.writeVarUint(encoder, segments.size);
		for (const [segment, nextBySlot] of segments) {
			encoding.writeVarUint(encoder, segment);
			encoding.writeVarUint(encoder, nextBySlot.size);
			for (const [slot, next] of nextBySlot) {
				encoding.writeUint32(encoder, slot);
				encoding.writeVarUint(encoder, next);
			}
		}
	}
}

/** @throws on anything malformed or too large; `decodeSide` turns that into null. */
function readHave(decoder: decoding.Decoder): Have {
	const have = new Map<StreamId, Map<number, Map<Slot, number>>>();
	const streams = bounded(decoding.readVarUint(decoder), MAX_STREAMS);
	for (let i = 0; i < streams; i++) {
		const stream = decoding.readVarString(decoder);
		if (!STREAM_NAME.test(stream)) throw new Error('stream name');
		const segments = new Map<number, Map<Slot, number>>();
		const count = bounded(decoding.readVarUint(decoder), MAX_PLACES);
		for (let j = 0; j < count; j++) {
			const segment = decoding.readVarUint(decoder);
			const nextBySlot = new Map<Slot, number>();
			const slots = bounded(decoding.readVarUint(decoder), MAX_PLACES);
			for (let k = 0; k < slots; k++) {
				const slot = decoding.readUint32(decoder) as Slot; // every 32-bit number is a slot
				nextBySlot.set(slot, decoding.readVarUint(decoder));
			}
			segments.set(segment, nextBySlot);
		}
		have.set(stream as StreamId, segments); // matched STREAM_NAME
	}
	return have;
}

/** What follows a heartbeat may be said by a later version in another way: whatever is no name of a build is passed over (NET95). */
function readBuild(decoder: decoding.Decoder): string | null {
	if (!decoding.hasContent(decoder)) return null;
	try {
		const build = decoding.readVarString(decoder);
		return BUILD_NAME.test(build) ? build : null;
	} catch {
		return null;
	}
}

function readNumbers(decoder: decoding.Decoder): number[] {
	const numbers: number[] = [];
	for (let left = bounded(decoding.readVarUint(decoder), MAX_SOUGHT); left > 0; left--) numbers.push(decoding.readUint32(decoder));
	return numbers;
}

/** @throws for what is no name: only our own are sent. */
function nameBytes(name: string): Uint8Array {
	const bytes = fromBase64(name);
	if (bytes?.length !== NAME_BYTES) throw new Error('no name of a receipt');
	return bytes;
}

function bounded(value: number, max: number): number {
	if (value > max) throw new Error('too many');
	return value;
}

/** Does `theirs` name any entry that `mine` lacks? Restricted to `only`, where given. */
export function lacks(mine: Have, theirs: Have, only?: (stream: StreamId, segment: number) => boolean): boolean {
	for (const [stream, segments] of theirs)
		for (const [segment, nextBySlot] of segments) {
			if (only && !only(stream, segment)) continue;
			for (const [slot, next] of nextBySlot)
				if (next > (mine.get(stream)?.get(segment)?.get(slot) ?? 0)) return true;
		}
	return false;
}

/** Are the two exactly equal? */
export const sameHave = (a: Have, b: Have): boolean => !lacks(a, b) && !lacks(b, a);
