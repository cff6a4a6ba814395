/**
 * The durable set of verified entries of one collective, in IndexedDB by `idb`. Implements `EntryStore`.
 *
 * One row holds one packed batch of sealed entries; own entries are one row each, written together with the head in one
 * strict transaction, so that no crash can leave one without the other. Every row carries a checksum: a damaged row is
 * set aside and counted, never fatal. Knows nothing of keys or contents.
 */
import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { CollectiveId, StreamId } from '$crypto/base';
import type { CheckpointStore, EntryStore, Head, RawBatch, RawEntry } from '$crdt/log/ports';
import { packBatch, unpackBatch } from './packed-batch';
import { refusing } from './refusing';

interface Row {
	readonly stream: StreamId;
	readonly packed: Uint8Array;
}

interface Schema extends DBSchema {
	rows: { key: number; value: Row; indexes: { stream: string } };
	heads: { key: string; value: Head };
	counters: { key: string; value: number };
	/** Sealed, by stream; may be absent or stale at any time. */
	checkpoints: { key: string; value: Uint8Array };
	/** Streams forgotten for good. */
	gone: { key: StreamId; value: 1 };
}

/** Rows smaller than this are merged into larger ones at load once there are many of them. */
const MERGE_ABOVE_ROWS = 400;
const MERGED_ROW_BYTES = 1_000_000;

export const entryDatabaseName = (collective: CollectiveId): string => `commonhold/${collective}/entries`;

/** @throws StoreRefused when the browser does not open the database. */
export async function openEntryStore(collective: CollectiveId, onClosed: () => void): Promise<EntryStore> {
	const database = await refusing(() =>
		openDB<Schema>(entryDatabaseName(collective), 3, {
			upgrade(found, version) {
				if (version < 1) {
					found.createObjectStore('rows', { autoIncrement: true }).createIndex('stream', 'stream');
					found.createObjectStore('heads');
					found.createObjectStore('counters');
				}
				if (version < 2) found.createObjectStore('checkpoints');
				found.createObjectStore('gone');
			},
			terminated: onClosed
		})
	);
	database.addEventListener('versionchange', () => {
		database.close();
		onClosed();
	});
	return {
		load: () => refusing(() => loadRows(database)),
		heads: () => refusing(() => database.getAll('heads')),
		commitOwn: (entry, head) => refusing(() => commitOwn(database, entry, head)),
		commitReceived: (batch) => refusing(() => commitReceived(database, batch)),
		forgetStream: (stream, how) => refusing(() => forgetStream(database, stream, how)),
		gone: () => refusing(() => database.getAllKeys('gone')),
		nextCounter: (name) => refusing(() => nextCounter(database, name)),
		checkpoint: (stream) => checkpointStore(database, stream),
		close: async () => database.close()
	};
}

/** Forgets every entry of the collective on this device. */
export const deleteEntryStore = (collective: CollectiveId): Promise<void> => deleteDB(entryDatabaseName(collective));

async function loadRows(database: IDBPDatabase<Schema>) {
	const batches: RawBatch[] = [];
	const keys: number[] = [];
	let damagedRows = 0;
	let cursor = await database.transaction('rows').store.openCursor();
	// Rows are read in slices: one getAll of a large log would double its memory.
	while (cursor) {
		const batch = unpackBatch(cursor.value.packed);
		if (batch) batches.push(batch);
		else damagedRows++;
		keys.push(cursor.key);
		cursor = await cursor.continue();
	}
	if (keys.length > MERGE_ABOVE_ROWS && damagedRows === 0) await mergeRows(database, keys, batches);
	return { batches, damagedRows };
}

/** Rewrites many small rows as few large ones, in one transaction: after a crash either all old or all new rows stand. */
async function mergeRows(database: IDBPDatabase<Schema>, keys: readonly number[], batches: readonly RawBatch[]) {
	const places = new Map<string, { stream: StreamId; segment: number; entries: RawEntry[] }>();
	for (const batch of batches) {
		const key = `${batch.stream}/${batch.segment}`;
		const place = places.get(key) ?? { stream: batch.stream, segment: batch.segment, entries: [] };
		places.set(key, place);
		for (const entry of batch.entries) place.entries.push(entry);
	}
	const transaction = database.transaction('rows', 'readwrite', { durability: 'strict' });
	for (const { stream, segment, entries } of places.values())
		for (const part of sliceBySize(entries))
			void transaction.store.add({ stream, packed: packBatch({ stream, segment, entries: part }) });
	const last = keys[keys.length - 1];
	if (keys[0] !== undefined && last !== undefined) void transaction.store.delete(IDBKeyRange.bound(keys[0], last));
	await transaction.done;
}

function* sliceBySize(entries: readonly RawEntry[]): Generator<readonly RawEntry[]> {
	let part: RawEntry[] = [];
	let size = 0;
	for (const entry of entries) {
		part.push(entry);
		size += entry.bytes.length;
		if (size < MERGED_ROW_BYTES) continue;
		yield part;
		part = [];
		size = 0;
	}
	if (part.length > 0) yield part;
}

async function commitOwn(database: IDBPDatabase<Schema>, entry: RawEntry, head: Head) {
	const transaction = database.transaction(['rows', 'heads'], 'readwrite', { durability: 'strict' });
	const { stream, segment } = head;
	void transaction.objectStore('rows').add({ stream, packed: packBatch({ stream, segment, entries: [entry] }) });
	void transaction.objectStore('heads').put(head, headKey(stream));
	await transaction.done;
}

async function commitReceived(database: IDBPDatabase<Schema>, batch: RawBatch) {
	const transaction = database.transaction('rows', 'readwrite', { durability: 'relaxed' });
	for (const entries of sliceBySize(batch.entries))
		void transaction.store.add({ stream: batch.stream, packed: packBatch({ ...batch, entries }) });
	await transaction.done;
}

async function forgetStream(database: IDBPDatabase<Schema>, stream: StreamId, how: 'for-good' | 'for-now') {
	const transaction = database.transaction(['rows', 'heads', 'checkpoints', 'gone'], 'readwrite', { durability: 'strict' });
	const rows = transaction.objectStore('rows');
	void transaction.objectStore('checkpoints').delete(stream);
	for (const key of await rows.index('stream').getAllKeys(stream)) void rows.delete(key);
	if (how === 'for-good') {
		void transaction.objectStore('heads').delete(headKey(stream));
		void transaction.objectStore('gone').put(1, stream);
	}
	await transaction.done;
}

/** Written without haste: what is lost is only time at the next start. */
function checkpointStore(database: IDBPDatabase<Schema>, stream: StreamId): CheckpointStore {
	return {
		load: () => refusing(async () => (await database.get('checkpoints', stream)) ?? null),
		save: (bytes) =>
			refusing(async () => {
				const transaction = database.transaction('checkpoints', 'readwrite', { durability: 'relaxed' });
				void transaction.store.put(bytes, stream);
				await transaction.done;
			})
	};
}

async function nextCounter(database: IDBPDatabase<Schema>, name: string): Promise<number> {
	const transaction = database.transaction('counters', 'readwrite', { durability: 'strict' });
	const next = ((await transaction.store.get(name)) ?? 0) + 1;
	await transaction.store.put(next, name);
	await transaction.done;
	return next;
}

const headKey = (stream: StreamId): string => stream;
