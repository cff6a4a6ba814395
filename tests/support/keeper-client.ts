/**
 * A small client of keepers for tests in Node: speaks the protocol over `ws`, keeps entries in plain maps, has no Y.Doc and no gate. Everything
 * it waits for is a condition.
 */
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';
import type { Slot } from '../../crypto/base';
import { keeperDocumentName, keeperHostOf, parseKeeperAddress, parseKeeperHello, signKeeperToken } from '../../crypto/keeper';
import { deriveSignPair, type KeyPair } from '../../crypto/keys';
import { createSecret, type Secret } from '../../crypto/secret';
import { loadSodium } from '../../crypto/sodium';
import { createReader } from '../../crdt/log/update-reader';
import { sift } from '../../crdt/log/gate';
import { encodeRuns } from '../../crdt/log/outer-doc';
import type { RawEntry } from '../../crdt/log/ports';

// names of documents are keys, and tests name them at once
await loadSodium();

export interface DocumentKeys {
	readonly name: string;
	readonly keys: KeyPair;
}

/** The same seed gives the same document. */
export function documentOf(seed: number): DocumentKeys {
	const bytes = new Uint8Array(32);
	new DataView(bytes.buffer).setUint32(0, seed + 1);
	const keys = deriveSignPair(createSecret(bytes));
	return { name: keeperDocumentName(keys.publicKey), keys };
}

/** Bytes of the size of a small entry; the same arguments give the same ones. */
export function entryOf(slot: number, seq: number, flavour = 0, size = 400): RawEntry {
	const bytes = new Uint8Array(size);
	let state = (slot * 2654435761 + seq * 40503 + flavour * 97 + 1) >>> 0;
	for (let i = 0; i < size; i++) {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		bytes[i] = state >>> 24;
	}
	return { slot: slot as Slot, seq, bytes }; // tests name slots by number
}

export interface KeeperClient {
	readonly socket: WebSocket;
	readonly challenge: Uint8Array;
	/** Messages as they came, for tests that look closely. */
	readonly heard: readonly Heard[];
	/** Resolves with null, or with the keeper's reason. */
	open(document: DocumentKeys): Promise<string | null>;
	/** Sends runs as an update; resolves with what the keeper said of them. */
	write(document: DocumentKeys, entries: readonly RawEntry[]): Promise<boolean>;
	writeRaw(document: DocumentKeys, update: Uint8Array): Promise<boolean>;
	/** Asks for everything beyond `have`; resolves when the answer has been taken in. */
	sync(document: DocumentKeys, have?: ReadonlyMap<number, number>): Promise<void>;
	digest(document: DocumentKeys): Promise<{ readonly count: number; readonly of: string }>;
	stateless(document: DocumentKeys, text: string): void;
	/** What has come, by `slot.seq`. */
	entries(document: DocumentKeys): ReadonlyMap<string, Uint8Array>;
	/** Resolves when a message that came, earlier or later, is wanted. */
	waitFor(isWanted: (heard: Heard) => boolean): Promise<Heard>;
	send(bytes: Uint8Array): void;
	/** Resolves with the code. */
	readonly closed: Promise<number>;
	close(): Promise<void>;
}

export interface Heard {
	readonly document: string;
	readonly kind: 'ask' | 'answer' | 'update' | 'accepted' | 'denied' | 'stateless' | 'close' | 'saved' | 'other';
	readonly text: string;
	readonly saved: boolean;
}

export interface ClientOptions {
	readonly host?: string;
	readonly pass?: Secret<Uint8Array>;
	readonly headers?: Readonly<Record<string, string>>;
}

/** @param address as printed by the keeper. Rejects when the line ends before the challenge has come. */
export function connectKeeper(address: string, options: ClientOptions = {}): Promise<KeeperClient> {
	const parsed = parseKeeperAddress(address);
	if (!parsed.ok) throw new Error('not a keeper address');
	const { url } = parsed.value;
	const pass = options.pass ?? parsed.value.pass;
	const host = options.host ?? keeperHostOf(url);
	const socket = new WebSocket(`${url.replace(/^http/u, 'ws')}/keep`, { perMessageDeflate: false, headers: { ...options.headers } });
	const heard: Heard[] = [];
	const entriesByDocument = new Map<string, Map<string, Uint8Array>>();
	const waiters = new Set<{ readonly isWanted: (heard: Heard) => boolean; readonly from: number; readonly resolve: (heard: Heard) => void; readonly reject: (error: Error) => void }>();
	const closed = new Promise<number>((resolve) => socket.once('close', resolve));
	void closed.then((code) => {
		for (const waiter of waiters) waiter.reject(new Error(`closed with ${code}`));
		waiters.clear();
	});
	const waitFor = (isWanted: (heard: Heard) => boolean, from = 0): Promise<Heard> => {
		const known = heard.slice(from).find(isWanted);
		if (known !== undefined) return Promise.resolve(known);
		if (socket.readyState === WebSocket.CLOSED) return Promise.reject(new Error('closed'));
		return new Promise((resolve, reject) => waiters.add({ isWanted, from, resolve, reject }));
	};
	const takeIn = (bytes: Uint8Array): void => {
		const { update, ...message } = readMessage(bytes);
		if (update !== null) {
			const entries = entriesByDocument.get(message.document) ?? new Map<string, Uint8Array>();
			for (const { slot, seq, bytes } of sift(update).entries) entries.set(`${slot}.${seq}`, new Uint8Array(bytes));
			entriesByDocument.set(message.document, entries);
		}
		heard.push(message);
		for (const waiter of [...waiters]) {
			if (!waiter.isWanted(message)) continue;
			waiters.delete(waiter);
			waiter.resolve(message);
		}
	};
	const send = (bytes: Uint8Array) => socket.send(bytes, () => {});
	/** Acknowledgements come in the order of the writes to a document. */
	let lastWrite = new Map<string, Promise<unknown>>();

	return new Promise((resolve, reject) => {
		socket.once('error', reject);
		void closed.then(() => reject(new Error('closed before the challenge')));
		socket.once('message', (first: Buffer) => {
			const hello = parseKeeperHello(first);
			if (!hello.ok) return reject(new Error('no challenge'));
			const challenge = hello.value;
			socket.on('message', (data: Buffer) => takeIn(data));
			socket.on('error', () => {});
			const writeRaw = (document: DocumentKeys, update: Uint8Array): Promise<boolean> => {
				const before = lastWrite.get(document.name) ?? Promise.resolve();
				const done = before.then(async () => {
					const from = heard.length;
					send(message(document.name, 0, (encoder) => void (encoding.writeVarUint(encoder, 2), encoding.writeVarUint8Array(encoder, update))));
					return (await waitFor((one) => one.document === document.name && one.kind === 'saved', from)).saved;
				});
				lastWrite = lastWrite.set(document.name, done.catch(() => {}));
				return done;
			};
			const client: KeeperClient = {
				socket,
				challenge,
				heard,
				closed,
				send,
				waitFor: (isWanted) => waitFor(isWanted),
				async open(document) {
					const from = heard.length;
					const token = signKeeperToken({ challenge, host, document: document.name }, document.keys, pass);
					send(encodeToken(document.name, token));
					const answer = await waitFor((one) => one.document === document.name && (one.kind === 'accepted' || one.kind === 'denied'), from);
					return answer.kind === 'accepted' ? null : answer.text;
				},
				write: (document, entries) => writeRaw(document, encodeRuns(runsOf(entries))),
				writeRaw,
				async sync(document, have = new Map()) {
					const from = heard.length;
					send(encodeStep1(document.name, have));
					await waitFor((one) => one.document === document.name && one.kind === 'answer', from);
				},
				async digest(document) {
					const from = heard.length;
					client.stateless(document, '{"t":"digest"}');
					const answer = await waitFor((one) => one.document === document.name && one.kind === 'stateless' && one.text.includes('"digest"'), from);
					return JSON.parse(answer.text) as { count: number; of: string }; // what the keeper writes
				},
				stateless: (document, text) => send(message(document.name, 5, (encoder) => encoding.writeVarString(encoder, text))),
				entries: (document) => entriesByDocument.get(document.name) ?? new Map(),
				async close() {
					socket.close();
					await closed;
				}
			};
			resolve(client);
		});
	});
}

/** One run for each stretch of consecutive seqs; `encodeRuns` takes one run for each slot. */
function runsOf(entries: readonly RawEntry[]) {
	const bySlot = new Map<number, RawEntry[]>();
	for (const entry of [...entries].sort((a, b) => a.seq - b.seq)) bySlot.set(entry.slot, [...(bySlot.get(entry.slot) ?? []), entry]);
	return [...bySlot.values()].map((run) => {
		if (run.some((entry, i) => entry.seq !== run[0]!.seq + i)) throw new Error('a run has no holes');
		return { slot: run[0]!.slot, fromSeq: run[0]!.seq, entries: run.map(({ bytes }) => bytes) };
	});
}

export const encodeToken = (document: string, token: string): Uint8Array =>
	message(document, 2, (encoder) => {
		encoding.writeVarUint(encoder, 0);
		encoding.writeVarString(encoder, token);
	});

export function encodeStep1(document: string, have: ReadonlyMap<number, number>): Uint8Array {
	const vector = encoding.createEncoder();
	encoding.writeVarUint(vector, have.size);
	for (const [slot, next] of have) {
		encoding.writeVarUint(vector, slot);
		encoding.writeVarUint(vector, next);
	}
	return message(document, 0, (encoder) => {
		encoding.writeVarUint(encoder, 0);
		encoding.writeVarUint8Array(encoder, encoding.toUint8Array(vector));
	});
}

export function message(document: string, kind: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarString(encoder, document);
	encoding.writeVarUint(encoder, kind);
	write(encoder);
	return encoding.toUint8Array(encoder);
}

function readMessage(bytes: Uint8Array): Heard & { readonly update: Uint8Array | null } {
	const reader = createReader(bytes);
	const text = () => new TextDecoder().decode(reader.bytes());
	const document = text();
	const nothing = { document, text: '', saved: false, update: null };
	switch (reader.uint()) {
		case 0: {
			const step = reader.uint();
			return { ...nothing, kind: step === 0 ? 'ask' : step === 1 ? 'answer' : 'update', update: step === 0 ? null : reader.bytes() };
		}
		case 2:
			return reader.uint() === 1 ? { ...nothing, kind: 'denied', text: text() } : { ...nothing, kind: 'accepted', text: text() };
		case 5:
			return { ...nothing, kind: 'stateless', text: text() };
		case 7:
			return { ...nothing, kind: 'close', text: text() };
		case 8:
			return { ...nothing, kind: 'saved', saved: reader.uint() === 1 };
		default:
			return { ...nothing, kind: 'other' };
	}
}
