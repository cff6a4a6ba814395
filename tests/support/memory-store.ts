/** An `EntryStore` in memory with the faults a disk has: it can refuse, lose its last writes, or crash between two steps. */
import type { StreamId } from '$crypto/base';
import { StoreRefused, type EntryStore, type Head, type RawBatch, type StoreFailure } from '$crdt/log/ports';

type Row =
	| { readonly kind: 'received'; readonly batch: RawBatch }
	| { readonly kind: 'own'; readonly batch: RawBatch; readonly head: Head }
	| { readonly kind: 'forget'; readonly stream: StreamId; readonly how: 'for-good' | 'for-now' };

export interface MemoryStore extends EntryStore {
	/** From now on every write fails so, until null. */
	refuseWith(failure: StoreFailure | null): void;
	/** Number of writes so far: a mark to roll back to. */
	readonly writes: number;
	/** Forgets every write after the mark, as a restored backup does. */
	rollBackTo(mark: number): void;
	/** The own rows after the mark lose their bytes, but the head stays, as after damage on disk. */
	damageOwnRowsFrom(mark: number): void;
	/** Runs after an own write is durable and before the caller hears of it; throwing there is a crash. */
	afterOwnCommit: (() => void) | null;
	/** The same for received entries: durable, not yet admitted. */
	afterReceivedCommit: (() => void) | null;
	/** What lies where the checkpoints lie; for tests to lose, damage or exchange. */
	readonly checkpoints: Map<StreamId, Uint8Array>;
}

export function createMemoryStore(): MemoryStore {
	let rows: Row[] = [];
	let failure: StoreFailure | null = null;
	let damagedRows = 0;
	const counters = new Map<string, number>();
	const check = (): void => {
		if (failure !== null) throw new StoreRefused(failure);
	};
	const store: MemoryStore = {
		afterOwnCommit: null,
		afterReceivedCommit: null,
		checkpoints: new Map(),
		checkpoint: (stream) => ({
			load: async () => store.checkpoints.get(stream) ?? null,
			save: async (bytes) => {
				check();
				store.checkpoints.set(stream, bytes);
			}
		}),
		refuseWith(next) {
			failure = next;
		},
		get writes() {
			return rows.length;
		},
		rollBackTo(mark) {
			rows = rows.slice(0, mark);
		},
		damageOwnRowsFrom(mark) {
			rows = rows.map((row, i) => {
				if (i < mark || row.kind !== 'own') return row;
				damagedRows++;
				return { ...row, batch: { ...row.batch, entries: [] } };
			});
		},
		load: async () => {
			let batches: RawBatch[] = [];
			for (const row of rows) {
				if (row.kind === 'forget') batches = batches.filter((batch) => batch.stream !== row.stream);
				else batches.push(row.batch);
			}
			return { batches, damagedRows };
		},
		heads: async () => {
			const heads = new Map<StreamId, Head>();
			for (const row of rows) {
				if (row.kind === 'own') heads.set(row.head.stream, row.head);
				else if (row.kind === 'forget' && row.how === 'for-good') heads.delete(row.stream);
			}
			return [...heads.values()];
		},
		commitOwn: async (entry, head) => {
			check();
			rows.push({ kind: 'own', batch: { stream: head.stream, segment: head.segment, entries: [entry] }, head });
			store.afterOwnCommit?.();
		},
		commitReceived: async (batch) => {
			check();
			rows.push({ kind: 'received', batch });
			store.afterReceivedCommit?.();
		},
		forgetStream: async (stream, how) => {
			check();
			store.checkpoints.delete(stream);
			rows.push({ kind: 'forget', stream, how });
		},
		gone: async () => [...new Set(rows.flatMap((row) => (row.kind === 'forget' && row.how === 'for-good' ? [row.stream] : [])))],
		nextCounter: async (name) => {
			check();
			const next = (counters.get(name) ?? 0) + 1;
			counters.set(name, next);
			return next;
		},
		close: async () => undefined
	};
	return store;
}
