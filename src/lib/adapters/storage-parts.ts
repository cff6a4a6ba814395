/**
 * How much room each part of what is kept on this device takes, by the sizes of what is stored. Reads all of it, so it is for whoever asks.
 * Knows no keys and looks into nothing; what the browser needs for its own order is not counted. Carries PRF26.
 */
import { openDB } from 'idb';
import { CORE_STREAM } from '$crypto/base';
import type { StoragePart } from '$lib/services/reach-types';

const KINDS = ['records', 'texts', 'receipts', 'own', 'app'] as const;

/** In this order; without what is empty. Null: this browser does not name what it keeps. */
export async function measureStorage({ indexedDB, caches }: Pick<Window, 'indexedDB' | 'caches'>): Promise<readonly StoragePart[] | null> {
	if (typeof indexedDB.databases !== 'function') return null;
	const bytes = new Map<StoragePart['kind'], number>();
	const add = (kind: StoragePart['kind'], size: number) => void bytes.set(kind, (bytes.get(kind) ?? 0) + size);
	for (const { name } of await indexedDB.databases()) if (name?.startsWith('commonhold/')) await measureDatabase(name, add);
	for (const name of await caches.keys()) {
		const cache = await caches.open(name);
		for (const request of await cache.keys()) add('app', (await (await cache.match(request))?.blob())?.size ?? 0);
	}
	return KINDS.flatMap((kind) => (bytes.get(kind) ? [{ kind, bytes: bytes.get(kind) ?? 0 }] : []));
}

async function measureDatabase(name: string, add: (kind: StoragePart['kind'], size: number) => void): Promise<void> {
	// whoever forgets all of it in the meantime must not wait for this
	const database = await openDB(name, undefined, { blocking: (_now, _next, event) => void (event.target as IDBDatabase).close() }); // what idb says of its event
	try {
		for (const table of Array.from(database.objectStoreNames)) {
			let cursor = await database.transaction(table).store.openCursor();
			for (; cursor; cursor = await cursor.continue()) add(kindOf(name, table, cursor.value), sizeOf(cursor.value));
		}
	} finally {
		database.close();
	}
}

function kindOf(name: string, table: string, value: unknown): StoragePart['kind'] {
	if (name.endsWith('/receipts')) return 'receipts';
	if (name.endsWith('/entries')) return table === 'rows' && streamOf(value) !== CORE_STREAM ? 'texts' : 'records';
	return name.includes('/outer/') ? 'records' : 'own';
}

const streamOf = (row: unknown): unknown => (typeof row === 'object' && row !== null && 'stream' in row ? row.stream : undefined);

/** Of bytes and texts; the rest is too little to count. */
function sizeOf(value: unknown): number {
	if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value.byteLength;
	if (typeof value === 'string') return value.length;
	if (typeof value !== 'object' || value === null) return 0;
	return Object.values(value).reduce((sum: number, part: unknown) => sum + sizeOf(part), 0);
}
