/**
 * One stream's log on one device: decides the fate of every entry that comes in, and writes this device's own.
 *
 * Admitted entries form a graph in which every parent is present; each is durable before it is admitted and admitted before
 * it is shown. Knows nothing of ops, members or Yjs: who may write and which keys exist comes in through `directory`,
 * `keyring` and `learn`. Carries SPEC rules LOG30-LOG47.
 */
import { ok, type EntryId, type Result, type Slot } from '../../crypto/base';
import { envelopeId, MAX_ENVELOPE_BYTES, parseEnvelope } from '../../crypto/envelope';
import { openRuns, openSingle, type HeldReason, type OpenDeps, type Opening, type SealedEntry } from './admit';
import { openCheckpoint, sealCheckpoint } from './checkpoint';
import { decodeColumns, encodeColumns, matchCheckpoint } from './checkpoint-columns';
import { createDag } from './dag';
import { MAX_DEPS, type OpenedEntry } from './entry';
import type { AppendFailure, LoadReport, Log, LogDeps, LogLimits, ReceiveReport } from './log-types';
import { createForks } from './forks';
import { giveEntries } from './give';
import { sortByLamport } from './order';
import { createOwnLog } from './own-log';
import { createPending, PENDING_LIMITS, type PendingItem } from './pending';
import { createPlaces, SEGMENT_LIMITS } from './places';
import { placeFault } from './place-rules';
import { StoreRefused, type KnownDevice, type RawBatch, type RawEntry, type StoreFailure } from './ports';
import { createReport, type Report } from './report';

export const LOG_LIMITS: LogLimits = { pending: PENDING_LIMITS, segments: SEGMENT_LIMITS, bulkAbove: 48 };

export function createLog(deps: LogDeps): Log {
	const limits: LogLimits = { ...LOG_LIMITS, ...deps.limits };
	const { stream, store } = deps;
	const dag = createDag(1024);
	const places = createPlaces(stream);
	const pending = createPending(limits.pending);
	const entries: OpenedEntry[] = [];
	const forks = createForks(dag, entries, pending);
	const listeners = new Set<(entries: readonly OpenedEntry[]) => void>();
	const opening: OpenDeps = { ...deps, vouchedBy };
	const own = createOwnLog({ deps, limits: limits.segments, dag, places, segmentOf: (id) => entries[dag.indexOf(id)]!.segment });
	let queue: Promise<unknown> = Promise.resolve();

	/** One thing at a time: reading, deciding and writing must not interleave. */
	function inTurn<T>(work: () => Promise<T>): Promise<T> {
		const turn = queue.then(work, work);
		queue = turn.catch(() => undefined);
		return turn;
	}

	function sealedOf(batch: RawBatch, report: Report): SealedEntry[] {
		const fresh: SealedEntry[] = [];
		for (const raw of batch.entries) {
			if (batch.stream !== stream) {
				report.reject(raw, 'wrong-stream');
				continue;
			}
			if (raw.bytes.length > MAX_ENVELOPE_BYTES) {
				report.reject(raw, 'malformed');
				continue;
			}
			const id = envelopeId(raw.bytes);
			if (dag.has(id) || pending.has(id)) report.duplicates++;
			else fresh.push({ raw, segment: batch.segment, id });
		}
		return fresh;
	}

	/** Opens what it can, stores that, admits what it can, and again as long as something new was learnt. */
	async function workOff(sealed: readonly SealedEntry[], isBulk: boolean, isStored: boolean, report: Report): Promise<void> {
		let round = sealed;
		let bulk = isBulk;
		while (round.length > 0) {
			const ready: Opened[] = [];
			for (const result of bulk ? openBulk(round) : round.map((one) => openSingle(opening, one))) {
				if (result.status === 'opened') ready.push(result);
				else if (result.status === 'rejected') report.reject(result.sealed.raw, result.reason);
				else {
					pending.put({ state: 'held', sealed: result.sealed, reason: result.reason });
					report.hold(result.reason);
				}
			}
			if (!isStored && ready.length > 0) {
				const failure = await storeAll(ready);
				if (failure !== null) {
					report.notStored = failure;
					return;
				}
			}
			const learnt = admitAll(ready, report);
			round = learnt ? takeHeld() : [];
			bulk = round.length > limits.bulkAbove;
		}
	}

	function openBulk(sealed: readonly SealedEntry[]): Opening[] {
		const bySlot = new Map<Slot, SealedEntry[]>();
		for (const one of sealed) {
			const list = bySlot.get(one.raw.slot);
			if (list === undefined) bySlot.set(one.raw.slot, [one]);
			else list.push(one);
		}
		const results: Opening[] = [];
		for (const list of bySlot.values()) {
			list.sort((a, b) => a.segment - b.segment || a.raw.seq - b.raw.seq);
			for (const result of openRuns(opening, list)) results.push(result);
		}
		return results;
	}

	async function storeAll(ready: readonly Opened[]): Promise<StoreFailure | null> {
		const bySegment = new Map<number, RawEntry[]>();
		for (const { sealed } of ready) {
			const list = bySegment.get(sealed.segment);
			if (list === undefined) bySegment.set(sealed.segment, [sealed.raw]);
			else list.push(sealed.raw);
		}
		try {
			for (const [segment, raws] of bySegment) await store.commitReceived({ stream, segment, entries: raws });
			return null;
		} catch (refusal) {
			if (refusal instanceof StoreRefused) return refusal.failure;
			throw refusal;
		}
	}

	/** Returns whether devices or keys were learnt. Lamport order is a causal order, so one pass settles a whole batch. */
	function admitAll(ready: Opened[], report: Report): boolean {
		sortByLamport(ready, lamportOf);
		let learnt = false;
		// Before anything is admitted: an entry may bring the very key under which its own parents are sealed.
		if (deps.learn !== undefined) for (const { entry } of ready) if (deps.learn(entry)) learnt = true;
		// Entries set free by others are added at the end of the same list, which is why it is read by index.
		for (let i = 0; i < ready.length; i++) {
			const one = ready[i]!;
			if (!admitOne(one, ready, report)) continue;
			if (pending.size > 0)
				for (const item of pending.takeWaitingFor(one.entry.id)) if (item.state === 'waiting') ready.push(item);
		}
		return learnt;
	}

	function admitOne({ sealed, entry }: Opened, ready: Opened[], report: Report): boolean {
		if (dag.has(entry.id)) {
			report.duplicates++;
			return false;
		}
		const parents = dag.locate(entry);
		if (parents === null) {
			const missing = missingParents(entry);
			pending.put({ state: 'waiting', sealed, entry, missing });
			report.hold('missing-parent');
			if (forks.isAny() && forks.isWelcome(entry)) ready.push(...forks.revive(missing));
			return false;
		}
		if (!forks.isWelcome(entry)) {
			pending.put({ state: 'retired', sealed, entry });
			report.hold('device-forked');
			return false;
		}
		const fault = placeFault(entry, parents, dag, entries, places, limits.segments);
		if (fault !== null) {
			report.reject(sealed.raw, fault);
			return false;
		}
		admitChecked(sealed, entry, parents, report);
		return true;
	}

	function admitChecked(sealed: SealedEntry, entry: OpenedEntry, parents: readonly number[], report: Report): void {
		const wasForked = dag.isForked(entry.slot);
		dag.addLocated(entry, parents);
		entries.push(entry);
		places.put(entry.segment, parents[0]!, sealed.raw);
		own.noteAdmitted(entry);
		report.admitted.push(entry);
		if (!wasForked && dag.isForked(entry.slot)) report.evidence.push(forks.prove(entry));
	}

	function missingParents(entry: OpenedEntry): EntryId[] {
		const missing: EntryId[] = [];
		if (entry.prev !== null && !dag.has(entry.prev)) missing.push(entry.prev);
		for (const dep of entry.deps) if (!dag.has(dep)) missing.push(dep);
		return missing;
	}

	function vouchedBy({ id, raw }: SealedEntry): KnownDevice | null {
		for (const item of pending.waitingFor(id)) {
			if (item.state !== 'waiting' || item.entry.prev !== id || item.entry.slot !== raw.slot) continue;
			return deps.directory.candidates(raw.slot).find((known) => known.device === item.entry.device) ?? null;
		}
		return null;
	}

	/** Two keys may share a hint: what no key of that hint opens may still be under another. Not so where a text's own key is lacking. */
	const isKnownKey = (hint: number, reason: HeldReason): boolean =>
		(reason === 'unknown-slot' || deps.payloadKeyOf !== undefined) && deps.keyring.candidates(hint).length > 0;

	/** Returns what the checkpoint does not cover: all of it when there is none, or it does not match the disk. */
	async function restoreCheckpoint(batches: readonly RawBatch[], report: Report): Promise<readonly RawBatch[]> {
		if (deps.checkpoint === undefined || entries.length > 0) return batches;
		const { key, store: shelf } = deps.checkpoint;
		const sealed = await shelf.load();
		const plain = sealed === null ? null : openCheckpoint({ collective: deps.collective, stream, key }, sealed);
		const restored = plain === null ? null : decodeColumns(plain, stream);
		const found = restored === null ? null : matchCheckpoint(restored, batches);
		if (restored === null || found === null) return batches;
		dag.restore(restored.dag);
		for (let index = 0; index < restored.entries.length; index++) {
			const entry = restored.entries[index]!;
			entries.push(entry);
			places.put(entry.segment, restored.prevIndexAt(index), found.raws[index]!);
			own.noteAdmitted(entry);
			report.admitted.push(entry);
			deps.learn?.(entry);
		}
		return found.rest;
	}

	/** Takes out what may be opened now. The rest stays where it is: a newcomer's first sync has much of it. */
	function takeHeld(): SealedEntry[] {
		const found: SealedEntry[] = [];
		for (const item of [...pending.items()]) {
			if (item.state !== 'held' || !isWorthAnotherTry(item.sealed, item.reason)) continue;
			pending.take(item.sealed.id);
			found.push(item.sealed);
		}
		return found;
	}

	function isWorthAnotherTry({ raw, segment }: SealedEntry, reason: HeldReason): boolean {
		if (reason === 'newer-app') return false;
		if (deps.directory.candidates(raw.slot).length === 0)
			return deps.introduce !== undefined && segment === 0 && raw.seq === 0;
		const envelope = parseEnvelope(raw.bytes);
		return envelope.ok && deps.keyring.candidates(envelope.value.epochHint).length > 0;
	}

	function announce(admitted: readonly OpenedEntry[]): void {
		if (admitted.length > 0) for (const listener of listeners) listener(admitted);
	}

	async function settle(report: Report): Promise<ReceiveReport> {
		await own.saveHead();
		announce(report.admitted);
		return report.done();
	}

	return {
		stream,
		dag,
		load: (loaded) =>
			inTurn(async (): Promise<LoadReport> => {
				const report = createReport();
				const { batches, damagedRows } = loaded ?? (await store.load());
				const mine = batches.filter((batch) => batch.stream === stream);
				const rest = await restoreCheckpoint(mine, report);
				const fromCheckpoint = entries.length;
				await workOff(rest.flatMap((batch) => sealedOf(batch, report)), true, true, report);
				await own.readHead();
				announce(report.admitted);
				return {
					admitted: entries.length,
					pending: pending.size,
					rejected: report.rejections(),
					damagedRows,
					ownLogAhead: own.isAhead(),
					fromCheckpoint
				};
			}),
		receive: (batch) =>
			inTurn(async () => {
				const report = createReport();
				const sealed = sealedOf(batch, report);
				await workOff(sealed, sealed.length > limits.bulkAbove, false, report);
				return settle(report);
			}),
		retry: () =>
			inTurn(async () => {
				const report = createReport();
				const held = takeHeld();
				await workOff(held, held.length > limits.bulkAbove, false, report);
				return settle(report);
			}),
		append: (signer, area, payload, under) =>
			inTurn(async (): Promise<Result<OpenedEntry, AppendFailure>> => {
				const written = await own.write(signer, area, payload, under);
				if (!written.ok) return written;
				const { sealed, entry } = written.value;
				const report = createReport();
				const parents = dag.locate(entry);
				if (parents === null) throw new Error('an own entry without its parents');
				admitChecked(sealed, entry, parents, report);
				if (deps.learn?.(entry) === true) {
					const held = takeHeld();
					await workOff(held, held.length > limits.bulkAbove, false, report);
				}
				announce(report.admitted);
				return ok(entry);
			}),
		onAdmitted(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		entries: () => entries,
		get(id) {
			const index = dag.indexOf(id);
			return index < 0 ? undefined : entries[index];
		},
		raw(id) {
			const index = dag.indexOf(id);
			return index < 0 ? undefined : places.rawAt(index);
		},
		have: () => places.have(),
		missing: (have) => places.missing(have),
		heardHave: (have) => own.heardHave(have),
		dismissClaims: () => own.dismissClaims(),
		wanted: () => pending.wanted(),
		sought: () => pending.sought(isKnownKey),
		give: (ids) => giveEntries({ stream, dag, entries, places, pending }, ids),
		pendingCount: () => pending.size,
		droppedCount: () => pending.droppedCount,
		evidence: () => forks.evidence(),
		liveSegment: () => own.segmentFor(dag.frontier(own.head()?.id ?? null, MAX_DEPS)),
		segments: () => places.segments,
		ownLogAhead: () => own.isAhead(),
		saveCheckpoint: () =>
			inTurn(async () => {
				if (deps.checkpoint === undefined || forks.isAny()) return false;
				const { key, store: shelf } = deps.checkpoint;
				const plain = encodeColumns(stream, dag, entries, (index) => places.rawAt(index));
				await shelf.save(sealCheckpoint({ collective: deps.collective, stream, key }, plain, deps.random));
				return true;
			})
	};
}

type Opened = Extract<Opening, { status: 'opened' }> | Extract<PendingItem, { state: 'waiting' | 'retired' }>;

const lamportOf = ({ entry }: Opened): number => entry.lamport;
