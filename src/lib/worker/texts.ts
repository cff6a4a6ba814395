/**
 * The text streams of a collective: one small log each, under a key of its own that travels inside the stream, boxed to
 * the devices that may read it. Opens, writes and announces entries and live frames; never looks into the words.
 *
 * An entry of area `consultation` in a text stream offers the key (sealed under the epoch's subkey); entries of area `text`
 * carry words under the stream's key. What is forgotten here is gone from memory and disk, whatever was on its way. Carries TXT23, TXT24,
 * TXT33, TXT60 to TXT63 and NET76.
 */
import {
	CORE_STREAM, err, fromBase64, ok,
	type CollectiveId, type Result, type Slot, type StreamId
} from '$crypto/base';
import { openFrame, sealFrame } from '$crypto/ephemeral';
import type { EpochKeys, Keyring } from '$crypto/keyring';
import type { DeviceKeys } from '$crypto/keys';
import type { Random } from '$crypto/random';
import { createReplayGuard, type ReplayGuard } from '$crypto/replay-guard';
import { createStreamKey, deriveStreamKeys, type StreamKeys } from '$crypto/stream-keys';
import { createLog } from '$crdt/log/log';
import type { AppendFailure, DeviceSigner, Log } from '$crdt/log/log-types';
import type { OpenedEntry } from '$crdt/log/entry';
import { compareOrdered } from '$crdt/log/order';
import type { HaveInStream } from '$crdt/log/places';
import type { EntryStore, Have, RawBatch, StoreFailure } from '$crdt/log/ports';
import { acceptStreamKey, askForStreamKey, offerStreamKey, parseOffer, streamIdOf } from '$crdt/text/key-offer';
import type { TextEntry, TextFrame } from './api';
import { whileOpen } from './closable-store';
import type { Devices } from './devices';
import { createOffers, type Offers } from './text-offers';
import { createVerdicts } from './text-verdicts';

export interface Recipient {
	readonly slot: Slot;
	readonly boxKey: string;
}

export interface TextsDependencies {
	readonly collective: CollectiveId;
	readonly keyring: Keyring;
	readonly devices: Devices;
	readonly store: EntryStore;
	readonly random: Random;
	readonly keys: DeviceKeys;
	readonly signer: DeviceSigner;
	/** Batches of text streams found on disk at start; each is taken out when it is read or forgotten, so that memory keeps none. */
	readonly loaded: Map<StreamId, readonly RawBatch[]>;
	/** Streams that this device has forgotten for good. */
	readonly gone: readonly StreamId[];
	writeEpoch(): EpochKeys | null;
	/** False while this device must first hear how far its own logs went. */
	mayWrite(): boolean;
	onEntry(stream: StreamId, entry: TextEntry): void;
	onFrame(frame: TextFrame): void;
	/** Does the core stream speak of this text, and may this device hold it? Others are not taken in: a stranger could fill the disk with them. */
	isNamed(stream: StreamId): boolean;
	/** A new own entry, to be pushed to whoever is here. */
	onOwn(batch: RawBatch): void;
	changed(): void;
}

interface Stream {
	readonly log: Log;
	key: StreamKeys | null;
	readonly offers: Offers;
	/** Forgotten: nothing of it reaches the disk or the page any more. */
	isClosed: boolean;
	/** A box for this device held something else than the key. */
	wasMisled: boolean;
	isSettling: boolean;
	counter: number;
	readonly guard: ReplayGuard;
}

export interface Texts {
	/** Makes a stream with a fresh key for these devices; durable when it resolves. */
	create(recipients: readonly Recipient[]): Promise<Result<StreamId, AppendFailure>>;
	/** Offers the key to devices that lack it; does nothing where this device has no key itself. */
	offer(stream: StreamId, recipients: readonly Recipient[]): Promise<void>;
	/** Opens the log of a stream named in the core stream, from disk or empty. */
	ensure(stream: StreamId): Promise<Log>;
	hasKey(stream: StreamId): boolean;
	entries(stream: StreamId): Promise<readonly TextEntry[]>;
	append(stream: StreamId, payload: Uint8Array): Promise<Result<string, AppendFailure | { readonly type: 'NoStreamKey' | 'TextGone' }>>;
	seal(stream: StreamId, body: Uint8Array): Uint8Array | null;
	receiveFrame(stream: StreamId, frame: Uint8Array): boolean;
	/** `fresh`, `known`: entries that were news here, and those that were here already. */
	receive(batch: RawBatch): Promise<{ readonly offences: number; readonly fresh: number; readonly known: number; readonly notStored: StoreFailure | null }>;
	have(): Have;
	missing(have: Have): Iterable<RawBatch>;
	/** What a colleague's device holds of this device's own entries, also in texts that are opened later. */
	heardHave(have: Have): void;
	ownLogAhead(): boolean;
	dismissClaims(): void;
	/** May somebody of these not have been offered the key, which this device could do? */
	isLacking(stream: StreamId, recipients: readonly Recipient[]): boolean;
	/** After devices or epochs were learnt from the core stream. */
	retry(): Promise<void>;
	known(): readonly StreamId[];
	/** Those that are open. */
	logs(): Iterable<readonly [StreamId, Log]>;
	/** The log of a text that is open. */
	logOf(stream: StreamId): Log | null;
	/**
	 * Destroys what this device holds of it, key and words. `for-good`: nothing of it is ever taken in again. `for-now`: nothing as long as
	 * it is not named for this device. Durable when it resolves; may be asked again. @throws StoreRefused, and then the disk still has it.
	 */
	forget(stream: StreamId, how: 'for-good' | 'for-now'): Promise<void>;
	isGone(stream: StreamId): boolean;
	/** All that were forgotten for good. */
	gone(): readonly StreamId[];
	/** Those of which anything is open or on the disk. */
	held(): readonly StreamId[];
}

const MAX_CLAIMS = 4096;

export function createTexts(deps: TextsDependencies): Texts {
	const { collective, random, keys, signer } = deps;
	const streams = new Map<StreamId, Promise<Stream>>();
	const ready = new Map<StreamId, Stream>();
	/** Also those still being read from disk. */
	const opening = new Map<StreamId, Stream>();
	/** Newest known claims about own entries. */
	const claims = new Map<StreamId, HaveInStream>();
	const { loaded: onDisk } = deps;
	const goneForGood = new Set(deps.gone);
	const session = random.bytes(8);
	const verdicts = createVerdicts(collective, deps.devices);

	function learnKey(stream: Stream, entry: OpenedEntry): boolean {
		if (entry.area !== 'consultation' || entry.payload.kind !== 'text') return false;
		const boxes = parseOffer(entry.payload.bytes);
		if (!boxes.ok) return false;
		stream.offers.noteOffer(entry.slot, boxes.value.keys());
		if (stream.key || !boxes.value.has(signer.slot)) return false;
		const accepted = acceptStreamKey(entry.payload.bytes, collective, entry.stream, signer.slot, keys.box);
		if (accepted.ok) stream.key = deriveStreamKeys(accepted.value);
		else stream.wasMisled = true;
		return accepted.ok;
	}

	/** Whoever was offered false boxes only asks, once; whoever asked and has the key says so, and nobody need offer it again. */
	async function settleKey(id: StreamId, stream: Stream): Promise<void> {
		const { key, offers, wasMisled } = stream;
		const isAsking = offers.isAsking(signer.slot);
		if (!deps.mayWrite() || stream.isClosed || stream.isSettling || (key ? !isAsking : isAsking || !wasMisled)) return;
		stream.isSettling = true;
		const readers = [{ slot: signer.slot, boxPublicKey: keys.box.publicKey }];
		await write(id, stream, key ? offerStreamKey(key.key, collective, readers, random) : askForStreamKey());
		stream.isSettling = false;
	}

	const isAboutUs = (segments: HaveInStream): boolean => [...segments.values()].some((counts) => counts.has(signer.slot));

	async function openStream(id: StreamId, initialKey: StreamKeys | null): Promise<Stream> {
		const holder: { stream: Stream | null } = { stream: null };
		const log = createLog({
			collective,
			stream: id,
			keyring: deps.keyring,
			directory: deps.devices,
			store: whileOpen(deps.store, () => holder.stream?.isClosed !== true),
			random,
			writeEpoch: deps.writeEpoch,
			ownSlot: signer.slot,
			payloadKeyOf: (header, epoch) =>
				header.area === 'text' ? (holder.stream?.key?.payloadKey ?? null) : epoch.areaKey(header.area),
			learn: (entry) => holder.stream !== null && learnKey(holder.stream, entry)
		});
		const stream: Stream = {
			log, key: initialKey, offers: createOffers(signer.slot), isClosed: false, wasMisled: false, isSettling: false, counter: 0, guard: createReplayGuard()
		};
		holder.stream = stream;
		opening.set(id, stream);
		await log.load({ batches: onDisk.get(id) ?? [], damagedRows: 0 });
		onDisk.delete(id);
		for (const { area, slot } of log.entries()) if (area === 'text') stream.offers.noteWords(slot);
		const claim = claims.get(id);
		if (claim) log.heardHave(claim);
		log.onAdmitted((entries) => {
			if (stream.isClosed) return;
			for (const entry of entries) {
				const text = verdicts.read(entry);
				if (text) stream.offers.noteWords(entry.slot);
				if (text) deps.onEntry(id, text);
			}
			void settleKey(id, stream);
			deps.changed();
		});
		if (!stream.isClosed) ready.set(id, stream);
		return stream;
	}

	async function ensure(id: StreamId, initialKey: StreamKeys | null = null): Promise<Stream> {
		const known = streams.get(id);
		if (known) return known;
		if (goneForGood.has(id)) throw new Error('a text that is gone was opened');
		const fresh = openStream(id, initialKey);
		streams.set(id, fresh);
		return fresh;
	}

	async function writeOffer(id: StreamId, stream: Stream, recipients: readonly Recipient[]) {
		const { key } = stream;
		if (!key) return null;
		const readers = recipients.flatMap(({ slot, boxKey }) => {
			const boxPublicKey = fromBase64(boxKey);
			return boxPublicKey?.length === 32 ? [{ slot, boxPublicKey }] : [];
		});
		return write(id, stream, offerStreamKey(key.key, collective, readers, random));
	}

	async function write(id: StreamId, stream: Stream, bytes: Uint8Array) {
		const written = await stream.log.append(signer, 'consultation', { kind: 'text', bytes });
		if (written.ok) announce(id, stream, written.value);
		return written;
	}

	function announce(id: StreamId, stream: Stream, entry: OpenedEntry): void {
		const raw = stream.log.raw(entry.id);
		if (raw) deps.onOwn({ stream: id, segment: entry.segment, entries: [raw] });
	}

	return {
		async create(recipients) {
			if (!deps.mayWrite()) return err({ type: 'OwnLogAhead' });
			const key = createStreamKey(random);
			const id = streamIdOf(key, collective);
			const stream = await ensure(id, deriveStreamKeys(key));
			const written = await writeOffer(id, stream, recipients);
			return written === null || written.ok ? ok(id) : written;
		},
		async offer(id, recipients) {
			const stream = await ensure(id);
			const lacking = recipients.filter(({ slot }) => !stream.offers.isServed(slot));
			if (lacking.length > 0 && stream.key && deps.mayWrite()) await writeOffer(id, stream, lacking);
		},
		ensure: async (id) => (await ensure(id)).log,
		hasKey: (id) => ready.get(id)?.key != null,
		async entries(id) {
			if (goneForGood.has(id)) return [];
			const { log } = await ensure(id);
			return [...log.entries()].sort(compareOrdered).flatMap((entry) => verdicts.read(entry) ?? []);
		},
		async append(id, payload) {
			if (!deps.isNamed(id)) return err({ type: 'TextGone' });
			const stream = await ensure(id);
			if (!stream.key) return err({ type: 'NoStreamKey' });
			if (!deps.mayWrite()) return err({ type: 'OwnLogAhead' });
			const written = await stream.log.append(signer, 'text', { kind: 'text', bytes: payload });
			if (!written.ok) return written;
			announce(id, stream, written.value);
			return ok(written.value.id);
		},
		seal(id, body) {
			const stream = ready.get(id);
			if (!stream?.key) return null;
			const { slot, signSecretKey } = signer;
			const key = stream.key.ephemeralKey;
			return sealFrame({ key, collective, stream: id, slot, session, counter: stream.counter++, body, signSecretKey, random }).frame;
		},
		receiveFrame(id, frame) {
			const stream = ready.get(id);
			// its time may be over, and nobody has looked since
			if (!stream?.key || !deps.isNamed(id)) return true;
			const opened = openFrame(frame, {
				key: stream.key.ephemeralKey,
				collective,
				stream: id,
				publicKeyOf: (slot) => deps.devices.candidates(slot)[0]?.signKey
			});
			if (!opened.ok) return opened.error.type === 'UnknownSlot' || opened.error.type === 'WrongKey';
			const { slot, body, signedBytes, signature } = opened.value;
			if (slot === signer.slot || !stream.guard.accept(slot, opened.value.session, opened.value.counter)) return true;
			deps.onFrame({ stream: id, slot, body, signedBytes, signature });
			return true;
		},
		async receive(batch) {
			if (!deps.isNamed(batch.stream)) return { offences: 0, fresh: 0, known: 0, notStored: null };
			const { log } = await ensure(batch.stream);
			const report = await log.receive(batch);
			return { offences: report.rejectedCount, fresh: report.admitted.length, known: report.duplicates, notStored: report.notStored };
		},
		have: () => new Map([...ready].map(([id, { log }]) => [id, log.have()])),
		*missing(have) {
			for (const [id, { log }] of ready) {
				const theirs = have.get(id);
				if (theirs) yield* log.missing(theirs);
			}
		},
		heardHave(have) {
			for (const [id, segments] of have) {
				if (id === CORE_STREAM || !isAboutUs(segments) || goneForGood.has(id)) continue;
				const stream = ready.get(id);
				if (stream) stream.log.heardHave(segments);
				else if (claims.size < MAX_CLAIMS) claims.set(id, segments);
			}
		},
		ownLogAhead: () => [...ready.values()].some(({ log }) => log.ownLogAhead()),
		dismissClaims() {
			claims.clear();
			for (const { log } of ready.values()) log.dismissClaims();
		},
		isLacking(id, recipients) {
			const stream = ready.get(id);
			return stream?.key != null && deps.mayWrite() && recipients.some(({ slot }) => !stream.offers.isServed(slot));
		},
		async retry() {
			for (const { log } of ready.values()) if (log.pendingCount() > 0) await log.retry();
			for (const { stream, entry } of verdicts.again()) deps.onEntry(stream, entry);
			for (const [id, stream] of ready) await settleKey(id, stream);
		},
		known: () => [...streams.keys()],
		logs: () => [...ready].map(([id, { log }]) => [id, log] as const),
		logOf: (id) => ready.get(id)?.log ?? null,
		async forget(id, how) {
			if (how === 'for-good') goneForGood.add(id);
			const stream = opening.get(id);
			if (stream) stream.isClosed = true;
			if (stream) stream.key = null;
			for (const each of [streams, ready, opening, claims, onDisk]) each.delete(id);
			verdicts.forget(id);
			await deps.store.forgetStream(id, how);
		},
		isGone: (id) => goneForGood.has(id),
		gone: () => [...goneForGood],
		held: () => [...new Set([...streams.keys(), ...onDisk.keys()])]
	};
}
