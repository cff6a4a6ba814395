/**
 * The messages of Hocuspocus 3.4.4 as one who uses a keeper says and hears them: name of the document, kind, body, in lib0's encoding.
 *
 * Reading is bounded by the bytes that are there and never throws. Knows nothing of sockets, keys or entries. Carries NET101.
 */
import * as encoding from 'lib0/encoding';
import { fromBase64, textOf, toBase64, type Slot } from '$crypto/base';
import { createReader, UNREADABLE, type Reader } from '$crdt/log/update-reader';

/** seq of the next entry missing, per slot. */
export type Counts = ReadonlyMap<Slot, number>;

export type KeeperMessage =
	| { readonly kind: 'opened' }
	| { readonly kind: 'denied'; readonly reason: string }
	/** What the keeper has, as it says. */
	| { readonly kind: 'has'; readonly counts: Counts }
	/** Entries: `all`, an answer to what was asked; else news. */
	| { readonly kind: 'entries'; readonly all: boolean; readonly update: Uint8Array }
	/** The oldest unanswered write of this document is on its disk, wholly or not. */
	| { readonly kind: 'saved'; readonly whole: boolean }
	| { readonly kind: 'digest'; readonly count: number; readonly of: string }
	| { readonly kind: 'frame'; readonly frame: Uint8Array }
	| { readonly kind: 'conflict' }
	| { readonly kind: 'full'; readonly of: string }
	/** It answers STUN at this UDP port of its host. */
	| { readonly kind: 'stun'; readonly port: number }
	| { readonly kind: 'closed' }
	/** Of no use here. */
	| { readonly kind: 'other' };

/** Null: not a message. */
export function readKeeperMessage(bytes: Uint8Array): { readonly document: string; readonly message: KeeperMessage } | null {
	const reader = createReader(bytes);
	try {
		const document = textOf(reader.bytes());
		return document === null ? null : { document, message: readBody(reader) };
	} catch (problem) {
		if (problem !== UNREADABLE) throw problem;
		return null;
	}
}

function readBody(reader: Reader): KeeperMessage {
	switch (reader.uint()) {
		case SYNC:
		case SYNC_REPLY: {
			const step = reader.uint();
			const body = reader.bytes();
			if (step === STEP_1) return { kind: 'has', counts: readCounts(body) };
			return step === STEP_2 || step === UPDATE ? { kind: 'entries', all: step === STEP_2, update: body } : { kind: 'other' };
		}
		case AUTH: {
			const type = reader.uint();
			if (type === AUTHENTICATED) return { kind: 'opened' };
			return type === DENIED ? { kind: 'denied', reason: textOf(reader.bytes()) ?? '' } : { kind: 'other' };
		}
		case STATELESS:
			return readStateless(textOf(reader.bytes()) ?? '');
		case CLOSE:
			return { kind: 'closed' };
		case SYNC_STATUS:
			return { kind: 'saved', whole: reader.uint() === 1 };
		default:
			return { kind: 'other' };
	}
}

function readCounts(bytes: Uint8Array): Counts {
	const reader = createReader(bytes);
	const counts = new Map<Slot, number>();
	const size = reader.uint();
	if (size > MAX_SLOTS) throw UNREADABLE;
	for (let i = 0; i < size; i++) {
		const slot = reader.uint();
		const next = reader.uint();
		if (slot > 0 && slot <= MAX_U32 && next > 0 && next <= MAX_U32) counts.set(slot as Slot, next); // range checked
	}
	return counts;
}

function readStateless(text: string): KeeperMessage {
	const frame = /^\{"t":"frame","b":"([A-Za-z0-9_-]{1,131072})"\}$/u.exec(text)?.[1];
	if (frame !== undefined) {
		const bytes = fromBase64(frame);
		return bytes === null ? { kind: 'other' } : { kind: 'frame', frame: bytes };
	}
	const digest = /^\{"t":"digest","count":(\d{1,9}),"of":"([A-Za-z0-9_-]{43})"\}$/u.exec(text);
	if (digest) return { kind: 'digest', count: Number(digest[1]), of: digest[2]! };
	if (text === '{"t":"conflict"}') return { kind: 'conflict' };
	const port = Number(/^\{"t":"keeper","stun":(\d{1,5})\}$/u.exec(text)?.[1]);
	if (port >= 1 && port <= MAX_PORT) return { kind: 'stun', port };
	const full = /^\{"t":"full","of":"([a-z]{1,20})"\}$/u.exec(text)?.[1];
	return full === undefined ? { kind: 'other' } : { kind: 'full', of: full };
}

export const sayOpen = (document: string, token: string): Uint8Array =>
	encode(document, AUTH, (encoder) => {
		encoding.writeVarUint(encoder, TOKEN);
		encoding.writeVarString(encoder, token);
	});

/** Asks for everything that these counts lack; the keeper also says what it has. */
export const sayAsk = (document: string, counts: Counts): Uint8Array => encodeSync(document, STEP_1, writeCounts(counts));

/** @param update as `encodeRuns` writes it */
export const sayWrite = (document: string, update: Uint8Array): Uint8Array => encodeSync(document, UPDATE, update);

export const sayClose = (document: string): Uint8Array => encode(document, CLOSE, (encoder) => encoding.writeVarString(encoder, ''));

export const sayDigest = (document: string): Uint8Array => sayText(document, '{"t":"digest"}');

/** Passed on to the others who have this document open, stored nowhere. */
export const sayFrame = (document: string, frame: Uint8Array): Uint8Array => sayText(document, `{"t":"frame","b":"${toBase64(frame)}"}`);

const sayText = (document: string, text: string): Uint8Array => encode(document, STATELESS, (encoder) => encoding.writeVarString(encoder, text));

/** Descending client ids, as Yjs writes them. */
function writeCounts(counts: Counts): Uint8Array {
	const encoder = encoding.createEncoder();
	const filled = [...counts].filter(([, next]) => next > 0).sort((a, b) => b[0] - a[0]);
	encoding.writeVarUint(encoder, filled.length);
	for (const [slot, next] of filled) {
		encoding.writeVarUint(encoder, slot);
		encoding.writeVarUint(encoder, next);
	}
	return encoding.toUint8Array(encoder);
}

const encodeSync = (document: string, step: number, body: Uint8Array): Uint8Array =>
	encode(document, SYNC, (encoder) => {
		encoding.writeVarUint(encoder, step);
		encoding.writeVarUint8Array(encoder, body);
	});

function encode(document: string, kind: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarString(encoder, document);
	encoding.writeVarUint(encoder, kind);
	write(encoder);
	return encoding.toUint8Array(encoder);
}

const MAX_PORT = 65_535;
/** As many entries as a document may have (KEE25). */
const MAX_SLOTS = 131_072;
const MAX_U32 = 0xffff_ffff;
const [SYNC, AUTH, SYNC_REPLY, STATELESS, CLOSE, SYNC_STATUS] = [0, 2, 4, 5, 7, 8] as const;
const [STEP_1, STEP_2, UPDATE] = [0, 1, 2] as const;
const [TOKEN, DENIED, AUTHENTICATED] = [0, 1, 2] as const;
