/**
 * One opening of one text on this device: binds document, writer, live frames and entries.
 *
 * Typing goes out at once as live frames and soon as entries; frames and entries of others come in and are applied after the
 * same checks. What reaches only screens and never an entry is written down by whoever saw it. Sealing, signing, disk and
 * clock are ports. Carries TXT14 to TXT22.
 */
import { err, ok, type Result, type Slot } from '../../crypto/base';
import { clientIdOf, sessionOfClient } from './client-id';
import { createEntryComposer } from './compose-entry';
import { decodeLiveBody, encodeWords, MAX_LIVE_UPDATE_BYTES } from './live-body';
import { encodeRange } from './own-changes';
import { decodePayload, type PayloadFailure, type SnapshotPart, type TextPart } from './payload';
import { siftUpdate, type ClockRange, type SiftedUpdate, type UpdateFailure } from './sift';
import { createRescue } from './rescue';
import { FROM_LIVE, FROM_LOG, type TextDoc } from './text-doc';
import { createLoggedState, createUnloggedFrames } from './unlogged';
import { createAlarm, createWriter, type Timers } from './writer';

/** Live words whose author writes nothing for this long are written down by those who saw them. */
export const ORPHAN_MS = 10_000;
const ORPHAN_CHECK_MS = 2_000;

export interface TextPorts<Refusal> {
	readonly timers: Timers;
	/** This device's clock, milliseconds; only differences count. */
	now(): number;
	/** Seals, signs and durably stores one entry of area `text` in this stream. The text counts as saved when it is ok. */
	append(payload: Uint8Array): Promise<Result<unknown, Refusal>>;
	/** Seals, signs and sends one live frame. */
	broadcast(body: Uint8Array): void;
	/** Whether anybody would get a frame now. */
	isHeard(): boolean;
	/** `crypto/ephemeral` parseSignedUpdate + verifySignedUpdate, for any device ever admitted. */
	verifySigned(signedBytes: Uint8Array, signature: Uint8Array): Result<{ readonly slot: Slot; readonly body: Uint8Array }, VerifyFailure>;
}

export type VerifyFailure =
	| { readonly type: 'BadSignature' }
	/** Its admission has not reached this device: the entry waits. */
	| { readonly type: 'UnknownSlot'; readonly slot: Slot };

export interface ReceivedEntry {
	readonly slot: Slot;
	readonly segment: number;
	readonly seq: number;
	readonly payload: Uint8Array;
}

/** A live frame that was opened and whose signature was verified (`crypto/ephemeral` openFrame). */
export interface ReceivedFrame {
	readonly slot: Slot;
	readonly body: Uint8Array;
	readonly signedBytes: Uint8Array;
	readonly signature: Uint8Array;
}

export type EntryFailure =
	| PayloadFailure
	| UpdateFailure
	| VerifyFailure
	| { readonly type: 'NotWords' };

export interface TextState<Refusal> {
	/** Everything typed here is on this disk. */
	readonly saved: boolean;
	/** Why the last write was refused, until one succeeds. */
	readonly refusal: Refusal | null;
}

export interface TextSession<Refusal> {
	readonly text: TextDoc;
	readonly state: TextState<Refusal>;
	/** Hears every change of `state`. */
	onState(listener: (state: TextState<Refusal>) => void): () => void;
	/** An admitted entry of area `text`, own ones included. A failure refuses the part that caused it, for everybody alike. */
	receiveEntry(entry: ReceivedEntry): Result<void, EntryFailure>;
	/** Starts from a snapshot of this device's own making; entries below its frontier need not be given any more. */
	receiveSnapshot(snapshot: SnapshotPart): Result<void, EntryFailure>;
	/** Words typed elsewhere just now. Presence frames belong to `presence`. */
	receiveFrame(frame: ReceivedFrame): Result<void, EntryFailure>;
	/** What waits for an unknown device is tried again, and nothing else: call when another device became known. */
	retryHeld(): void;
	/** Writes what is unwritten now: on blur, on hide. True when all is on disk. */
	flush(): Promise<boolean>;
	/** An entry of everything written here that is in none on the disk; null: nothing is. `too-much`: it does not fit into one. */
	unwritten(): Uint8Array | 'too-much' | null;
	/** Grows with every change made here. */
	readonly changes: number;
	/** Whether an entry of this device would bring words or deletes that are not here. */
	isNews(payload: Uint8Array): boolean;
	/** Live words of others that no entry holds yet. */
	readonly unloggedFrames: number;
	/** Flushes and stops. The document stays readable; destroy it through `text`. */
	close(): Promise<boolean>;
}

export function createTextSession<Refusal>(slot: Slot, text: TextDoc, ports: TextPorts<Refusal>): TextSession<Refusal> {
	const logged = createLoggedState();
	const unlogged = createUnloggedFrames(logged);
	const listeners = new Set<(state: TextState<Refusal>) => void>();
	const orphanAlarm = createAlarm(ports.timers);
	/** Entries that embed words of unknown devices, with the parts that wait. */
	let held: { readonly entry: ReceivedEntry; readonly parts: readonly TextPart[] }[] = [];
	let liveClock = 0;
	let liveDeletes: ClockRange[] = [];
	let liveCount = 0;
	let changes = 0;
	let state: TextState<Refusal> = { saved: true, refusal: null };

	const rescue = createRescue(text, ports.timers);
	const composer = createEntryComposer({ slot, text, logged, unlogged, rescue, liveCount: () => liveCount });

	function publish(change: Partial<TextState<Refusal>>): void {
		const next = { ...state, ...change };
		if (next.saved === state.saved && next.refusal === state.refusal) return;
		state = next;
		for (const listener of listeners) listener(state);
	}

	/** Whoever comes later gets this from the entries. */
	function skipLive(clock: number): void {
		liveClock = clock;
		liveDeletes = [];
	}

	function sendLive(): void {
		const clock = text.stateOf(text.client);
		if (liveClock === clock && liveDeletes.length === 0) return;
		if (ports.isHeard()) {
			const { update } = encodeRange(text.doc, text.client, liveClock, liveDeletes, Infinity);
			// a pasted page is too much for a frame: everybody gets it from the entry
			if (update.length > MAX_LIVE_UPDATE_BYTES) void writer.flush();
			else ports.broadcast(encodeWords(sessionOfClient(text.client), liveCount++, update));
		}
		skipLive(clock);
	}

	async function write(): Promise<boolean> {
		for (let next = composer.next(orphanTime()); next !== null; next = composer.next(orphanTime())) {
			const written = await ports.append(next.payload);
			if (!written.ok) {
				composer.putBack(next);
				publish({ saved: false, refusal: written.error });
				return false;
			}
			composer.settle(next);
		}
		publish({ saved: !composer.hasUnwritten(), refusal: null });
		return true;
	}

	// devices differ by a second or more in patience, so that not everybody writes the same orphan down
	const patience = ORPHAN_MS + (slot % 8) * 1_000;
	const orphanTime = (): number => ports.now() - patience;
	function watchOrphans(): void {
		if (unlogged.size === 0 || orphanAlarm.isSet) return;
		orphanAlarm.set(ORPHAN_CHECK_MS, () => {
			if (unlogged.heardBefore(orphanTime()).length > 0) void writer.flush();
			watchOrphans();
		});
	}

	const writer = createWriter(ports.timers, ports.now, {
		sendLive,
		write,
		hasUnwritten: () => composer.hasUnwritten() || unlogged.heardBefore(orphanTime()).length > 0
	});

	const stopHearing = text.onLocalChange(({ clock, deletes }) => {
		changes++;
		composer.noteDeletes(deletes);
		const isHeard = ports.isHeard();
		if (isHeard) liveDeletes.push(...deletes);
		else skipLive(clock);
		publish({ saved: false });
		writer.changed(isHeard);
	});

	function count(update: SiftedUpdate): void {
		const fate = text.receive(update, FROM_LOG);
		if (fate !== 'dropped') logged.add(update);
	}

	function receivePart(author: Slot, part: TextPart): Result<void, EntryFailure> {
		switch (part.kind) {
			case 'snapshot':
			case 'comment':
			case 'withdraw':
				return ok(undefined);
			case 'restored':
				if (author === slot) rescue.said(part.ranges);
				return ok(undefined);
			case 'written': {
				// our own entry coming back from the log: it was counted when it was appended
				if (author === slot && part.session === sessionOfClient(text.client)) return ok(undefined);
				const words = siftWords(author, part.session, part.update);
				if (!words.ok) return words;
				count(words.value.update);
				unlogged.cover(words.value.client, part.liveCount);
				return ok(undefined);
			}
			case 'embedded': {
				const signed = ports.verifySigned(part.signedBytes, part.signature);
				if (!signed.ok) return signed;
				const words = readFrame(signed.value.slot, signed.value.body);
				if (!words.ok) return words;
				count(words.value.update);
				unlogged.coverOne(words.value.client, words.value.number);
				return ok(undefined);
			}
		}
	}

	function receiveEntry(entry: ReceivedEntry): Result<void, EntryFailure> {
		const parts = decodePayload(entry.payload);
		return parts.ok ? receiveParts(entry, parts.value) : parts;
	}

	function receiveParts(entry: ReceivedEntry, parts: readonly TextPart[]): Result<void, EntryFailure> {
		const waiting: TextPart[] = [];
		let outcome: Result<void, EntryFailure> = ok(undefined);
		for (const part of parts) {
			const received = receivePart(entry.slot, part);
			if (!received.ok) outcome = received;
			if (!received.ok && received.error.type === 'UnknownSlot') waiting.push(part);
		}
		if (waiting.length > 0) held.push({ entry, parts: waiting });
		if (outcome.ok) composer.noteEntry(entry.slot, entry, entry.payload.length, parts.some(({ kind }) => kind === 'snapshot'));
		unlogged.settle();
		return outcome;
	}

	function receiveFrame(frame: ReceivedFrame): Result<void, EntryFailure> {
		const words = readFrame(frame.slot, frame.body);
		if (!words.ok) return words;
		const { update, client, number } = words.value;
		if (client === text.client) return ok(undefined);
		if (!unlogged.hasRoom(frame.slot, frame.signedBytes.length)) return ok(undefined);
		const heardAt = ports.now();
		const remember = (): void => {
			unlogged.add({ ...frame, update, client, number, heardAt });
			watchOrphans();
		};
		const fate = text.receive(update, FROM_LIVE, remember);
		if (fate === 'applied' || fate === 'known') remember();
		return ok(undefined);
	}

	return {
		text,
		get state() {
			return state;
		},
		onState(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		receiveEntry,
		receiveSnapshot(snapshot) {
			const clocks = text.loadState(snapshot.state);
			if (clocks === null) return err({ type: 'Malformed', reason: 'snapshot' });
			for (const [client, clock] of clocks) logged.raise(client, clock);
			composer.startFrom(snapshot.frontier);
			return ok(undefined);
		},
		receiveFrame,
		retryHeld() {
			const again = held;
			held = [];
			for (const { entry, parts } of again) receiveParts(entry, parts);
		},
		flush: writer.flush,
		unwritten: composer.unwritten,
		get changes() {
			return changes;
		},
		isNews(payload) {
			const parts = decodePayload(payload);
			return parts.ok && parts.value.some((part) => {
				const words = part.kind === 'written' ? siftWords(slot, part.session, part.update) : null;
				return words?.ok === true && !text.has(words.value.update);
			});
		},
		get unloggedFrames() {
			return unlogged.size;
		},
		async close() {
			const saved = (await writer.flush()) && (!composer.hasUnwritten() || (await writer.flush()));
			stopHearing();
			writer.stop();
			orphanAlarm.clear();
			rescue.stop();
			return saved;
		}
	};
}

interface Words {
	readonly update: SiftedUpdate;
	/** The session that typed them. */
	readonly client: number;
}

function siftWords(slot: Slot, session: number, bytes: Uint8Array): Result<Words, EntryFailure> {
	const client = clientIdOf(slot, session);
	if (!client.ok) return err({ type: 'NotWords' });
	const update = siftUpdate(slot, bytes);
	if (!update.ok) return update;
	const { writes } = update.value;
	if (writes !== null && writes.client !== client.value)
		return err({ type: 'ForeignStructs', slot, client: writes.client });
	return ok({ update: update.value, client: client.value });
}

/** The words of a live frame, checked like those of an entry. */
function readFrame(
	slot: Slot,
	body: Uint8Array
): Result<Words & { readonly number: number }, EntryFailure> {
	const frame = decodeLiveBody(body);
	if (frame === null || frame.kind !== 'words') return err({ type: 'NotWords' });
	const words = siftWords(slot, frame.session, frame.update);
	return words.ok ? ok({ ...words.value, number: frame.number }) : words;
}
