/**
 * What the log needs from the world, as small interfaces: a clock, a disk, a way to travel. The implementations live in
 * `src/lib/adapters` (real) and `tests/support` (seeded doubles); each port has one contract suite in `tests/contracts`.
 */
import type { DeviceId, EntryId, Slot, StreamId } from '../../crypto/base';

/** Milliseconds since 1970 by this device's own, possibly wrong, clock. Never grounds for order or validity. */
export interface Clock {
	now(): number;
}

/** An entry as it travels and lies on disk: sealed bytes at its place in a device's log. */
export interface RawEntry {
	readonly slot: Slot;
	readonly seq: number;
	readonly bytes: Uint8Array;
}

export interface RawBatch {
	readonly stream: StreamId;
	readonly segment: number;
	readonly entries: readonly RawEntry[];
}

/** The newest entry of this device in one stream: what the next one must build on. */
export interface Head {
	readonly stream: StreamId;
	readonly segment: number;
	readonly seq: number;
	readonly id: EntryId;
	readonly lamport: number;
}

export type StoreFailure =
	| { readonly type: 'DiskFull' }
	| { readonly type: 'StoreClosed' }
	| { readonly type: 'StoreBroken'; readonly detail: string };

/** Thrown by an `EntryStore` when the disk does not take a write: nothing of that write is kept. */
export class StoreRefused extends Error {
	constructor(readonly failure: StoreFailure) {
		super(failure.type);
	}
}

/**
 * The durable set of verified entries of one collective (ciphertext only). `commitOwn` is strict: when its promise
 * resolves, entry and head are on disk together or the call threw `StoreRefused`. A damaged row is skipped by `load`
 * and counted, never fatal. Two different entries of one place are both kept: they are evidence (LOG50).
 */
export interface EntryStore {
	load(): Promise<{ readonly batches: readonly RawBatch[]; readonly damagedRows: number }>;
	heads(): Promise<readonly Head[]>;
	commitOwn(entry: RawEntry, head: Head): Promise<void>;
	commitReceived(batch: RawBatch): Promise<void>;
	/**
	 * Deletes its entries and its checkpoint. `for-good`: its head too, and its name is among `gone` from the same moment. `for-now`: the
	 * head stays, so that this device never writes a second entry where one of its own has been.
	 */
	forgetStream(stream: StreamId, how: 'for-good' | 'for-now'): Promise<void>;
	/** Streams forgotten for good. */
	gone(): Promise<readonly StreamId[]>;
	/** A durable counter, used for text sessions: returns a number never returned before on this device. */
	nextCounter(name: string): Promise<number>;
	/** Where the checkpoint of a stream lies, when this disk keeps any; forgotten together with the stream. */
	checkpoint?(stream: StreamId): CheckpointStore;
	close(): Promise<void>;
}

/** seq of the next entry missing, per slot: `have.get(stream)?.get(segment)?.get(slot) ?? 0`. */
export type Have = ReadonlyMap<StreamId, ReadonlyMap<number, ReadonlyMap<Slot, number>>>;

/** A device whose signatures can be checked. */
export interface KnownDevice {
	readonly device: DeviceId;
	readonly signKey: Uint8Array;
}

/** Who may write at a slot, as far as this device has learned. Slots can be ground to collide, hence several. */
export interface Directory {
	candidates(slot: Slot): readonly KnownDevice[];
}

/** Where the checkpoint of a log lies: one opaque, sealed run of bytes, which may be lost at any time. */
export interface CheckpointStore {
	load(): Promise<Uint8Array | null>;
	save(bytes: Uint8Array): Promise<void>;
}
