/**
 * The outer document of one segment in the page: what y-webrtc carries and y-indexeddb keeps, ciphertext only.
 *
 * The log is the authority. What lies on disk is offered to it first (it may rescue entries), then compared with what the
 * log holds: a polluted, damaged or hanging copy is thrown away and built again. Knows nothing of keys. Carries DOC5, DOC6.
 */
import { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import { equalBytes, type CollectiveId } from '$crypto/base';
import { createOuterDoc, type OuterDoc } from '$crdt/log/outer-doc';

export interface OuterStore {
	readonly outer: OuterDoc;
	/** The copy on disk had to be thrown away. */
	readonly rebuilt: boolean;
	close(): Promise<void>;
}

export interface OuterSource {
	/** Gates what was found on disk. */
	rescue(update: Uint8Array): Promise<unknown>;
	/** Everything the log holds of this segment, canonical. */
	canonical(): Promise<Uint8Array>;
}

/** y-indexeddb never says that a row is damaged: it just never finishes. */
const PATIENCE_MS = 8_000;

export const outerDatabaseName = (collective: CollectiveId, segment: number): string => `commonhold/${collective}/outer/${segment}`;

export async function openOuterStore(collective: CollectiveId, segment: number, source: OuterSource): Promise<OuterStore> {
	const name = outerDatabaseName(collective, segment);
	const found = createOuterDoc();
	const provider = new IndexeddbPersistence(name, found.doc);
	const loaded = await Promise.race([provider.whenSynced.then(() => true), patience().then(() => false)]).catch(() => false);
	const onDisk = loaded ? found.encode() : new Uint8Array(0);
	if (loaded && found.doc.store.pendingStructs === null) await source.rescue(onDisk);
	const canonical = await source.canonical();
	if (loaded && isWithin(onDisk, canonical)) {
		Y.applyUpdate(found.doc, canonical, 'log');
		if (equalBytes(found.encode(), canonical)) return { outer: found, rebuilt: false, close: () => close(provider, found) };
	}
	await discard(provider, name);
	found.destroy();
	const outer = createOuterDoc();
	const fresh = new IndexeddbPersistence(name, outer.doc);
	Y.applyUpdate(outer.doc, canonical, 'log');
	return { outer, rebuilt: onDisk.length > EMPTY_UPDATE_BYTES || !loaded, close: () => close(fresh, outer) };
}

const EMPTY_UPDATE_BYTES = 2;

/** Adding the canonical entries to something foreign would only hide it; an honest copy is never larger. */
const isWithin = (onDisk: Uint8Array, canonical: Uint8Array): boolean => onDisk.length <= canonical.length;

const patience = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));

async function close(provider: IndexeddbPersistence, outer: OuterDoc): Promise<void> {
	await provider.destroy().catch(() => undefined); // the database may be closed already
	outer.destroy();
}

/** Deletes the database itself: y-indexeddb cannot clear what it cannot read. */
async function discard(provider: IndexeddbPersistence, name: string): Promise<void> {
	await Promise.race([provider.destroy(), patience()]).catch(() => undefined);
	await new Promise<void>((resolve) => {
		const request = indexedDB.deleteDatabase(name);
		request.onsuccess = request.onerror = request.onblocked = () => resolve();
	});
}

/**
 * y-indexeddb lets its refused writes become unhandled rejections. They concern a copy that can be built again, and the log
 * says by itself when the disk is full, so they end here. Returns how to stop.
 */
export function hushRefusedCopies(page: Window): () => void {
	const hush = (event: PromiseRejectionEvent) => {
		const { reason }: { reason: unknown } = event;
		if (reason instanceof DOMException && REFUSALS.has(reason.name)) event.preventDefault();
	};
	page.addEventListener('unhandledrejection', hush);
	return () => page.removeEventListener('unhandledrejection', hush);
}

const REFUSALS: ReadonlySet<string> = new Set(['QuotaExceededError', 'InvalidStateError', 'AbortError']);
