/**
 * What a log offers and needs, as types. The behaviour is in `log.ts`; reasons and failures are explained in crdt/spec/LOG.md.
 */
import type { Area, CollectiveId, DeviceId, EntryId, Result, Slot, StreamId } from '../../crypto/base';
import type { EpochKeys, Keyring, PayloadKey } from '../../crypto/keyring';
import type { Random } from '../../crypto/random';
import type { Secret } from '../../crypto/secret';
import type { HeldReason, RejectReason } from './admit';
import type { Dag } from './dag';
import type { Header, OpenedEntry } from './entry';
import type { Payload, PayloadFailure, PayloadInput } from './payload';
import type { PendingLimits, Sought } from './pending';
import type { HaveInStream, SegmentLimits } from './places';
import type { CheckpointStore, Directory, EntryStore, KnownDevice, RawBatch, RawEntry, StoreFailure } from './ports';

export interface LogLimits {
	readonly pending: PendingLimits;
	readonly segments: SegmentLimits;
	/** Batches with more entries than this are verified by the signatures at the ends of runs. */
	readonly bulkAbove: number;
}

export interface LogDeps {
	readonly collective: CollectiveId;
	readonly stream: StreamId;
	readonly keyring: Keyring;
	readonly directory: Directory;
	readonly store: EntryStore;
	readonly random: Random;
	/** The group key that new entries are written under; null while there is none. */
	writeEpoch(): EpochKeys | null;
	/** This device's own slot, known from its keys even before it is admitted. */
	readonly ownSlot: Slot | null;
	payloadKeyOf?(header: Header, epoch: EpochKeys): PayloadKey | null;
	introduce?(header: Header, payload: Payload): KnownDevice | null;
	/**
	 * Called for each entry that was verified and opened, before it is admitted: it may bring the key under which its own
	 * parents are sealed, or be of a device whose entries are not taken any more. May add devices to the directory or epochs to
	 * the keyring and says so by returning true; pending entries are then tried again. Gives nobody any right.
	 */
	learn?(entry: OpenedEntry): boolean;
	/** Makes reopening fast; the log works the same without. */
	readonly checkpoint?: { readonly store: CheckpointStore; readonly key: Secret<Uint8Array> };
	readonly limits?: Partial<LogLimits>;
}

export interface DeviceSigner {
	readonly slot: Slot;
	readonly device: DeviceId;
	readonly signSecretKey: Secret<Uint8Array>;
}

/** Two entries of one device of which neither knows the other: the device's log was continued twice. */
export interface Evidence {
	readonly slot: Slot;
	readonly device: DeviceId;
	/** The smaller id first. */
	readonly entries: readonly [EntryId, EntryId];
}

export interface Rejection {
	readonly slot: Slot;
	readonly seq: number;
	readonly reason: RejectReason;
}

export interface LoadReport {
	readonly admitted: number;
	readonly pending: number;
	readonly rejected: readonly Rejection[];
	readonly damagedRows: number;
	/** The disk knows of a newer own entry than it holds: nothing may be written until others gave it back. */
	readonly ownLogAhead: boolean;
	/** How many entries came from the checkpoint. */
	readonly fromCheckpoint: number;
}

export interface ReceiveReport {
	/** Admitted through this call, earlier pending ones included, in causal order. */
	readonly admitted: readonly EntryId[];
	/** Of this batch, how many wait and for what. */
	readonly pending: Readonly<Record<HeldReason | 'missing-parent' | 'device-forked', number>>;
	readonly duplicates: number;
	/** At most 64 described; `rejectedCount` has them all. */
	readonly rejected: readonly Rejection[];
	readonly rejectedCount: number;
	/** Forks that came to light through this call. */
	readonly evidence: readonly Evidence[];
	/** Set when the disk refused: then nothing of what had to be stored was admitted; send it again later. */
	readonly notStored: StoreFailure | null;
}

export type AppendFailure =
	| PayloadFailure
	/** No group key to write under. */
	| { readonly type: 'NoEpoch' }
	/** Disk or colleagues know of newer entries of this device than it holds itself: wait until they have come back. */
	| { readonly type: 'OwnLogAhead' }
	/** This device's log was continued twice (a copied profile, a restored backup): it must be replaced. */
	| { readonly type: 'OwnLogForked' }
	/** The disk did not take it; nothing was written or shown. */
	| { readonly type: 'NotSaved'; readonly failure: StoreFailure };

export interface Log {
	readonly stream: StreamId;
	readonly dag: Dag;
	/** Fills the log from the store (or from batches of it that were loaded already). Call it once, first. */
	load(loaded?: { readonly batches: readonly RawBatch[]; readonly damagedRows: number }): Promise<LoadReport>;
	/** Takes in entries from anywhere. Durable before admitted. Calls are worked off one after the other. */
	receive(batch: RawBatch): Promise<ReceiveReport>;
	/** Writes one entry: on disk first, visible then. @param under the group key; left out: the one to write under now */
	append(signer: DeviceSigner, area: Area, payload: PayloadInput, under?: EpochKeys): Promise<Result<OpenedEntry, AppendFailure>>;
	/** Pending entries are tried again, after devices or keys were learnt from elsewhere. */
	retry(): Promise<ReceiveReport>;
	/** Newly admitted entries in causal order, after they are durable. Returns how to stop. */
	onAdmitted(listener: (entries: readonly OpenedEntry[]) => void): () => void;
	/** By arrival number, which is a causal order; `entries.length === dag.size`. A live view: never write to it. */
	entries(): readonly OpenedEntry[];
	get(id: EntryId): OpenedEntry | undefined;
	raw(id: EntryId): RawEntry | undefined;
	have(): HaveInStream;
	missing(have: HaveInStream): Iterable<RawBatch>;
	/** What others say they hold; if that is more of our own log than we have, `append` refuses until it has come back. */
	heardHave(have: HaveInStream): void;
	/** Whoever claimed to hold more of our own log has sent all they have, and it was not so: the claim is void. */
	dismissClaims(): void;
	/** Ids that pending entries build on and that version vectors cannot ask for (second branches of forked logs). */
	wanted(): readonly EntryId[];
	/** What entries wait for that cannot be opened: version vectors cannot ask for it, and sealed as they are, nor can they. */
	sought(): Sought;
	/** Entries that were verified here, admitted or not, with what leads to them on a branch without a place. */
	give(ids: readonly EntryId[]): readonly RawBatch[];
	pendingCount(): number;
	droppedCount(): number;
	evidence(): readonly Evidence[];
	/** The segment that new entries go to. */
	liveSegment(): number;
	segments(): readonly number[];
	ownLogAhead(): boolean;
	/** Saves what makes the next `load` fast. False when there is nowhere to save it, or the log holds a fork. */
	saveCheckpoint(): Promise<boolean>;
}
