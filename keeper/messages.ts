/**
 * The messages of Hocuspocus 3.4.4 as a keeper takes and gives them: name of the document, kind, body, in lib0's encoding.
 *
 * Parsing is bounded by the bytes that are there, never throws, and knows no message that a keeper does not accept. What goes on to
 * Hocuspocus is always encoded anew from what was understood. Carries KEE10 to KEE14.
 */
import * as encoding from 'lib0/encoding';
import { textOf } from '../crypto/base';
import { parseKeeperDocumentName } from '../crypto/keeper';
import { createReader, UNREADABLE, type Reader } from '../crdt/log/update-reader';

export type ClientMessage =
	| { readonly kind: 'auth'; readonly document: string; readonly token: string }
	| { readonly kind: 'ask'; readonly document: string; readonly stateVector: Uint8Array }
	| { readonly kind: 'write'; readonly document: string; readonly update: Uint8Array }
	| { readonly kind: 'stateless'; readonly document: string; readonly text: string }
	| { readonly kind: 'close'; readonly document: string };

/** Why a message was not taken; also the type of the offence. */
export type BadMessage = 'unreadable' | 'bad-name' | 'awareness' | 'unknown-kind';

export type Parsed = { readonly ok: true; readonly value: ClientMessage } | { readonly ok: false; readonly error: BadMessage };

export function parseClientMessage(bytes: Uint8Array): Parsed {
	const reader = createReader(bytes);
	try {
		const document = textOf(reader.bytes());
		if (document === null || parseKeeperDocumentName(document) === null) return bad('bad-name');
		const body = readBody(reader, document);
		if (typeof body === 'string') return bad(body);
		return reader.isAtEnd() ? { ok: true, value: body } : bad('unreadable');
	} catch (problem) {
		if (problem !== UNREADABLE) throw problem;
		return bad('unreadable');
	}
}

function readBody(reader: Reader, document: string): ClientMessage | BadMessage {
	switch (reader.uint()) {
		case SYNC:
		case SYNC_REPLY:
			return readSync(reader, document);
		case AUTH: {
			if (reader.uint() !== TOKEN) return 'unknown-kind';
			const token = textOf(reader.bytes());
			return token === null ? 'unreadable' : { kind: 'auth', document, token };
		}
		case STATELESS: {
			const text = textOf(reader.bytes());
			return text === null ? 'unreadable' : { kind: 'stateless', document, text };
		}
		case CLOSE:
			if (!reader.isAtEnd()) reader.bytes(); // providers may give a reason
			return { kind: 'close', document };
		case AWARENESS:
		case QUERY_AWARENESS:
			return 'awareness';
		default:
			return 'unknown-kind';
	}
}

function readSync(reader: Reader, document: string): ClientMessage | BadMessage {
	const step = reader.uint();
	const body = reader.bytes();
	if (step === STEP_1) return isStateVector(body) ? { kind: 'ask', document, stateVector: body } : 'unreadable';
	return step === STEP_2 || step === UPDATE ? { kind: 'write', document, update: body } : 'unknown-kind';
}

/** Yjs would throw for anything else, in the midst of a library that prints what it was told. */
function isStateVector(bytes: Uint8Array): boolean {
	const reader = createReader(bytes);
	const count = reader.uint();
	if (count * 2 > reader.remaining()) return false;
	for (let i = 0; i < count; i++) {
		reader.uint();
		reader.uint();
	}
	return reader.isAtEnd();
}

export type KeeperMessage =
	| { readonly kind: 'ask'; readonly document: string; readonly stateVector: Uint8Array; readonly isReply: boolean }
	| { readonly kind: 'write'; readonly document: string; readonly update: Uint8Array }
	| { readonly kind: 'stateless'; readonly document: string; readonly text: string };

/** What one keeper tells another through Redis; null for everything else, presence among it. */
export function parseKeeperMessage(bytes: Uint8Array): KeeperMessage | null {
	const reader = createReader(bytes);
	try {
		const document = textOf(reader.bytes());
		if (document === null || parseKeeperDocumentName(document) === null) return null;
		const kind = reader.uint();
		if (kind === BROADCAST_STATELESS) {
			const text = textOf(reader.bytes());
			return text !== null && isFrame(text) ? { kind: 'stateless', document, text } : null;
		}
		if (kind !== SYNC && kind !== SYNC_REPLY) return null;
		const sync = readSync(reader, document);
		if (typeof sync === 'string') return null;
		if (sync.kind === 'ask') return { ...sync, isReply: kind === SYNC_REPLY };
		return sync.kind === 'write' ? sync : null;
	} catch (problem) {
		if (problem !== UNREADABLE) throw problem;
		return null;
	}
}

/** `{"t":"frame","b":"<base64url>"}`, exactly so: nothing else travels in it. */
export const isFrame = (text: string): boolean => /^\{"t":"frame","b":"[A-Za-z0-9_-]+"\}$/u.test(text);

/** An Auth message for Hocuspocus, after the facade has checked the real one: no token goes further than that. */
export const encodeEmptyAuth = (document: string): Uint8Array =>
	encode(document, AUTH, (encoder) => {
		encoding.writeVarUint(encoder, TOKEN);
		encoding.writeVarString(encoder, '');
	});

/** @param isReply asks without being asked back. */
export const encodeAsk = (document: string, stateVector: Uint8Array, isReply = false): Uint8Array => encodeSync(document, STEP_1, stateVector, isReply ? SYNC_REPLY : SYNC);

export const encodeClose = (document: string, reason: string): Uint8Array =>
	encode(document, CLOSE, (encoder) => encoding.writeVarString(encoder, reason));

export const encodeStateless = (document: string, text: string): Uint8Array =>
	encode(document, STATELESS, (encoder) => encoding.writeVarString(encoder, text));

export const encodeDenied = (document: string, reason: string): Uint8Array =>
	encode(document, AUTH, (encoder) => {
		encoding.writeVarUint(encoder, DENIED);
		encoding.writeVarString(encoder, reason);
	});

export const encodeSaved = (document: string, saved: boolean): Uint8Array =>
	encode(document, SYNC_STATUS, (encoder) => encoding.writeVarUint(encoder, saved ? 1 : 0));

/** What Hocuspocus is about to send, as far as the facade has to know. */
export type ServerMessage = {
	readonly document: string;
	readonly kind: 'saved' | 'update' | 'answer' | 'frame' | 'close' | 'denied' | 'awareness' | 'other';
};

/** @throws for bytes that Hocuspocus did not write. */
export function readServerMessage(bytes: Uint8Array): ServerMessage {
	const reader = createReader(bytes);
	const document = textOf(reader.bytes()) ?? '';
	const kind = reader.uint();
	switch (kind) {
		case SYNC: {
			const step = reader.uint();
			return { document, kind: step === UPDATE ? 'update' : step === STEP_2 ? 'answer' : 'other' };
		}
		case SYNC_STATUS:
			return { document, kind: 'saved' };
		case CLOSE:
			return { document, kind: 'close' };
		case STATELESS:
			return { document, kind: 'frame' };
		case AUTH:
			return { document, kind: reader.uint() === DENIED ? 'denied' : 'other' };
		case AWARENESS:
			return { document, kind: 'awareness' };
		default:
			return { document, kind: 'other' };
	}
}

const encodeSync = (document: string, step: number, body: Uint8Array, kind = SYNC): Uint8Array =>
	encode(document, kind, (encoder) => {
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

const bad = (error: BadMessage): Parsed => ({ ok: false, error });

const SYNC = 0;
const AWARENESS = 1;
const AUTH = 2;
const QUERY_AWARENESS = 3;
const SYNC_REPLY = 4;
const STATELESS = 5;
const BROADCAST_STATELESS = 6;
const CLOSE = 7;
const SYNC_STATUS = 8;

const STEP_1 = 0;
const STEP_2 = 1;
const UPDATE = 2;

const TOKEN = 0;
const DENIED = 1;
