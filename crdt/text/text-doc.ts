/**
 * The inner document of one text stream: what an editor binds to, and the only place where updates of others reach Yjs.
 *
 * Applies what `siftUpdate` has passed once everything it needs is here, and keeps it aside until then. Knows nothing of
 * entries, frames, signatures or time. Carries TXT4, TXT6, TXT10, TXT11 and, with swept.ts, TXT35.
 */
import * as Y from 'yjs';
import { ok, type Result, type Slot } from '../../crypto/base';
import { clientIdOf, type SessionsUsedUp } from './client-id';
import { ROOT_NAME, type ClockRange, type SiftedUpdate } from './sift';
import { sweptBy, sweptOnArrival, type SweptWords } from './swept';

/** Where a change came from: the `origin` of its Yjs transaction. Local edits carry the editor's own origin. */
export const FROM_LIVE = 'live';
export const FROM_LOG = 'log';

/** Updates of entries kept aside while something they need is missing. */
export const MAX_PENDING = 4_096;
export const MAX_PENDING_BYTES = 8 * 1024 * 1024;
/** Live updates kept aside; the oldest gives way, since everything in them comes with an entry too. */
export const MAX_PENDING_LIVE = 256;

/** `known`: it changed nothing that is not here already. `pending`: kept until what it needs arrives. */
export type Fate = 'applied' | 'known' | 'pending' | 'dropped';

export interface LocalChange {
	/** The clock this session has reached (exclusive). */
	readonly clock: number;
	readonly deletes: readonly ClockRange[];
}

export interface TextDoc {
	readonly doc: Y.Doc;
	/** The root that Tiptap's collaboration binds to. */
	readonly fragment: Y.XmlFragment;
	readonly client: number;
	/** The clock (exclusive) up to which structs of a client are here. */
	stateOf(client: number): number;
	/**
	 * Applies, or keeps aside until what it needs is here. `dropped` when the place for waiting ones is full (they come back
	 * with the log). Applying one may release others; `onReleased` hears of each.
	 */
	receive(update: SiftedUpdate, origin: string, onReleased?: () => void): Fate;
	/** Whether it would change nothing. */
	has(update: SiftedUpdate): boolean;
	/** Updates of entries that are kept aside now. */
	readonly pending: number;
	/** Applies a state that this device encoded itself; the clocks it brings, or null when it is unreadable. */
	loadState(state: Uint8Array): ReadonlyMap<number, number> | null;
	/** Hears every local transaction that changed something, after it. */
	onLocalChange(listener: (change: LocalChange) => void): () => void;
	/**
	 * Hears when Yjs moved away from our client id, which it does when structs under it arrive from outside: somebody else
	 * writes as this session. The text must be opened anew under a new session.
	 */
	onClientLost(listener: () => void): () => void;
	/** Hears of words of this device, of any session, that vanished although no update names them (TXT35). */
	onSwept(listener: (words: readonly SweptWords[]) => void): () => void;
	destroy(): void;
}

interface Waiting {
	readonly update: SiftedUpdate;
	readonly origin: string;
	readonly onReleased: (() => void) | undefined;
}

/**
 * A text for the device with `slot`; `session` is a number never used before on this device (`EntryStore.nextCounter`).
 * @param onFault hears what an editor threw while it drew a foreign change; the change itself is in the document then.
 */
export function createTextDoc(
	slot: Slot,
	session: number,
	onFault: (fault: unknown) => void = () => {}
): Result<TextDoc, SessionsUsedUp> {
	const client = clientIdOf(slot, session);
	if (!client.ok) return client;
	const doc = new Y.Doc();
	doc.clientID = client.value;
	return ok(bindTextDoc(doc, slot, client.value, onFault));
}

function bindTextDoc(doc: Y.Doc, slot: Slot, client: number, onFault: (fault: unknown) => void): TextDoc {
	const fragment = doc.getXmlFragment(ROOT_NAME);
	const localListeners = new Set<(change: LocalChange) => void>();
	const lostListeners = new Set<() => void>();
	const sweptListeners = new Set<(words: readonly SweptWords[]) => void>();
	let applying: SiftedUpdate | null = null;
	let waiting: Waiting[] = [];
	const waitingFrom = (origin: string): Waiting[] => waiting.filter((one) => one.origin === origin);

	doc.on('afterTransaction', (transaction: Y.Transaction) => {
		// Yjs tidies redundant formatting marks after foreign changes, each device by itself. Those deletes would be in nobody's
		// entry, so documents would no longer be a function of the entries: people alone delete here.
		if (!transaction.local) transaction._needFormattingCleanup = false;
		if (applying !== null && sweptListeners.size > 0) tellSwept(sweptBy(transaction, applying, slot, fragment));
	});
	doc.on('afterTransactionCleanup', (transaction: Y.Transaction) => {
		if (doc.clientID !== client) {
			for (const listener of lostListeners) listener();
			return;
		}
		if (!transaction.local || localListeners.size === 0) return;
		const clock = Y.getState(doc.store, client);
		const deletes = deletesOf(transaction);
		if (deletes.length === 0 && clock === (transaction.beforeState.get(client) ?? 0)) return;
		for (const listener of localListeners) listener({ clock, deletes });
	});

	const stateOf = (id: number): number => Y.getState(doc.store, id);
	function tellSwept(words: readonly SweptWords[]): void {
		if (words.length > 0) for (const listener of sweptListeners) listener(words);
	}

	function tryApply(update: SiftedUpdate, origin: string): Fate {
		if (!isReady(update, stateOf)) return 'pending';
		if (isKnown(update, doc.store, stateOf)) return 'known';
		const before = update.writes === null ? 0 : stateOf(update.writes.client);
		applying = update;
		try {
			Y.applyUpdate(doc, update.bytes, origin);
		} catch (fault) {
			onFault(fault);
		}
		applying = null;
		if (sweptListeners.size > 0) tellSwept(sweptOnArrival(doc, update, before, slot));
		return 'applied';
	}

	/** Live updates make room for themselves; those of entries find it or do not. */
	function hasRoom(update: SiftedUpdate, origin: string): boolean {
		const alike = waitingFrom(origin);
		if (origin === FROM_LIVE) {
			if (alike.length >= MAX_PENDING_LIVE) waiting = waiting.filter((one) => one !== alike[0]);
			return true;
		}
		const bytes = alike.reduce((sum, one) => sum + one.update.bytes.length, update.bytes.length);
		return alike.length < MAX_PENDING && bytes <= MAX_PENDING_BYTES;
	}

	function releaseWaiting(): void {
		for (let changed = true; changed && waiting.length > 0; ) {
			changed = false;
			const still: Waiting[] = [];
			for (const one of waiting) {
				const fate = tryApply(one.update, one.origin);
				if (fate === 'pending') still.push(one);
				else {
					changed ||= fate === 'applied';
					one.onReleased?.();
				}
			}
			waiting = still;
		}
	}

	return {
		doc,
		fragment,
		client,
		stateOf,
		receive(update, origin, onReleased) {
			const fate = tryApply(update, origin);
			if (fate === 'applied' && waiting.length > 0) releaseWaiting();
			if (fate !== 'pending') return fate;
			if (!hasRoom(update, origin)) return 'dropped';
			waiting.push({ update, origin, onReleased });
			return 'pending';
		},
		has: (update) => isReady(update, stateOf) && isKnown(update, doc.store, stateOf),
		get pending() {
			return waitingFrom(FROM_LOG).length;
		},
		loadState(state) {
			try {
				const own = state.slice();
				const clocks = Y.decodeStateVector(Y.encodeStateVectorFromUpdate(own));
				Y.applyUpdate(doc, own, FROM_LOG);
				return clocks;
			} catch {
				return null;
			}
		},
		onLocalChange(listener) {
			localListeners.add(listener);
			return () => localListeners.delete(listener);
		},
		onClientLost(listener) {
			lostListeners.add(listener);
			return () => lostListeners.delete(listener);
		},
		onSwept(listener) {
			sweptListeners.add(listener);
			return () => sweptListeners.delete(listener);
		},
		destroy: () => doc.destroy()
	};
}

/** Whether everything an update needs is present in a state; its own structs count for its deletes. */
export function isReady(update: SiftedUpdate, stateOf: (client: number) => number): boolean {
	for (const [client, clock] of update.needs) if (stateOf(client) < clock) return false;
	for (const { client, to } of update.deletes) {
		const written = update.writes?.client === client ? update.writes.to : 0;
		if (Math.max(stateOf(client), written) < to) return false;
	}
	return true;
}

function isKnown(
	update: SiftedUpdate,
	store: Y.Doc['store'],
	stateOf: (client: number) => number
): boolean {
	if (update.writes !== null && stateOf(update.writes.client) < update.writes.to) return false;
	return update.deletes.every((range) => isRangeDeleted(store, range));
}

function isRangeDeleted(store: Y.Doc['store'], { client, from, to }: ClockRange): boolean {
	const structs = store.clients.get(client) ?? [];
	for (let i = Y.findIndexSS(structs, from); i < structs.length; i++) {
		const struct = structs[i]!; // i is below the length
		if (struct.id.clock >= to) return true;
		if (!struct.deleted) return false;
	}
	return true;
}

function deletesOf(transaction: Y.Transaction): ClockRange[] {
	const deletes: ClockRange[] = [];
	for (const [client, ranges] of transaction.deleteSet.clients)
		for (const { clock, len } of ranges) deletes.push({ client, from: clock, to: clock + len });
	return deletes;
}
