/**
 * This device's own chain: its head, the next place, and the one way to write: on disk first, visible then.
 *
 * A device must never sign two entries for one place. So it does not write while disk or colleagues know of newer entries of
 * its own than it holds (a restored backup, a browser that lost the last seconds), nor once its log is forked. Knows nothing of
 * ops. Carries SPEC rules LOG41-LOG47.
 */
import { err, ok, type Area, type EntryId, type Result } from '../../crypto/base';
import { sealEnvelope } from '../../crypto/envelope';
import type { EpochKeys } from '../../crypto/keyring';
import type { SealedEntry } from './admit';
import type { Dag } from './dag';
import { encodeHeader, MAX_DEPS, type Header, type OpenedEntry } from './entry';
import type { AppendFailure, DeviceSigner, LogDeps } from './log-types';
import { decodePayload, encodePayload, type PayloadInput } from './payload';
import type { HaveInStream, Places, SegmentLimits } from './places';
import { StoreRefused, type Head } from './ports';

export interface Written {
	readonly sealed: SealedEntry;
	readonly entry: OpenedEntry;
}

export interface OwnLog {
	head(): Head | null;
	/** After the store was loaded: compares the stored head with what was admitted. */
	readHead(): Promise<void>;
	/** Own entries that came back from elsewhere move the head; `saveHead` makes that durable. */
	noteAdmitted(entry: OpenedEntry): void;
	saveHead(): Promise<void>;
	heardHave(have: HaveInStream): void;
	dismissClaims(): void;
	isAhead(): boolean;
	segmentFor(deps: readonly EntryId[]): number;
	/** Seals and commits. The caller admits it then. @param under as in `Log.append` */
	write(signer: DeviceSigner, area: Area, payload: PayloadInput, under?: EpochKeys): Promise<Result<Written, AppendFailure>>;
}

export function createOwnLog(options: {
	readonly deps: LogDeps;
	readonly limits: SegmentLimits;
	readonly dag: Dag;
	readonly places: Places;
	/** Segment of an admitted entry. */
	segmentOf(id: EntryId): number;
}): OwnLog {
	const { deps, limits, dag, places, segmentOf } = options;
	const { stream, store, ownSlot } = deps;
	let head: Head | null = null;
	/** The head as the disk has it. */
	let storedHead: Head | null = null;
	/** The newest own place that a colleague has told us of. */
	let claimed: Place | null = null;

	/** Left on this disk by a device that this one has taken the place of. */
	const isForeign = ({ id }: Head): boolean => dag.has(id) && dag.slotAt(dag.indexOf(id)) !== ownSlot;
	const isAhead = (): boolean => (storedHead !== null && !isForeign(storedHead) && isAfter(storedHead, head)) || isAfter(claimed, head);

	async function readHead(): Promise<void> {
		storedHead = (await store.heads()).find((stored) => stored.stream === stream) ?? null;
	}

	function segmentFor(parents: readonly EntryId[]): number {
		let segment = head?.segment ?? 0;
		for (const id of parents) segment = Math.max(segment, segmentOf(id));
		const { entries, bytes } = places.sizeOf(segment);
		return entries >= limits.rollEntries || bytes >= limits.rollBytes ? segment + 1 : segment;
	}

	async function write(signer: DeviceSigner, area: Area, payload: PayloadInput, under?: EpochKeys): Promise<Result<Written, AppendFailure>> {
		if (signer.slot !== ownSlot) throw new Error('the signer is not the device of this log');
		// Another tab may have written: the disk, not this memory, says where the log ends.
		await readHead();
		if (dag.isForked(signer.slot)) return err({ type: 'OwnLogForked' });
		if (isAhead()) return err({ type: 'OwnLogAhead' });
		const epoch = under ?? deps.writeEpoch();
		if (epoch === null) return err({ type: 'NoEpoch' });
		const encoded = encodePayload(payload);
		if (!encoded.ok) return encoded;

		const prev = head?.id ?? null;
		const parents = dag.frontier(prev, MAX_DEPS);
		const segment = segmentFor(parents);
		const seq = head !== null && head.segment === segment ? head.seq + 1 : 0;
		const lamport = dag.nextLamport(prev, parents);
		const header: Header = { segment, area, slot: signer.slot, seq, lamport, prev, deps: parents };
		const payloadKey = deps.payloadKeyOf ? deps.payloadKeyOf(header, epoch) : epoch.areaKey(area);
		if (payloadKey === null) return err({ type: 'NoEpoch' });
		const { bytes, id } = sealEnvelope({
			collective: deps.collective,
			stream,
			epochHint: epoch.hint,
			headerKey: epoch.headerKey,
			payloadKey,
			header: encodeHeader(header),
			payload: encoded.value,
			signSecretKey: signer.signSecretKey,
			random: deps.random
		});
		const raw = { slot: signer.slot, seq, bytes };
		const next: Head = { stream, segment, seq, id, lamport };
		try {
			await store.commitOwn(raw, next);
		} catch (refusal) {
			if (refusal instanceof StoreRefused) return err({ type: 'NotSaved', failure: refusal.failure });
			throw refusal;
		}
		storedHead = next;
		// What others will read is what we show ourselves: the payload as it was encoded.
		const entry: OpenedEntry = { ...header, id, stream, device: signer.device, epoch: epoch.id, payload: decodePayload(encoded.value) };
		return ok({ sealed: { raw, segment, id }, entry });
	}

	return {
		head: () => head,
		readHead,
		noteAdmitted(entry) {
			if (entry.slot !== ownSlot || entry.prev !== (head?.id ?? null)) return;
			head = { stream, segment: entry.segment, seq: entry.seq, id: entry.id, lamport: entry.lamport };
		},
		async saveHead() {
			if (head === null || !isAfter(head, storedHead)) return;
			try {
				await store.commitOwn(places.rawAt(dag.indexOf(head.id)), head);
				storedHead = head;
			} catch (refusal) {
				if (!(refusal instanceof StoreRefused)) throw refusal;
			}
		},
		heardHave(have) {
			if (ownSlot === null) return;
			for (const [segment, counts] of have) {
				const place = { segment, seq: (counts.get(ownSlot) ?? 0) - 1 };
				if (place.seq >= 0 && isAfter(place, claimed)) claimed = place;
			}
		},
		dismissClaims() {
			claimed = null;
		},
		isAhead,
		segmentFor,
		write
	};
}

interface Place {
	readonly segment: number;
	readonly seq: number;
}

function isAfter(place: Place | null, other: Place | null): boolean {
	if (place === null) return false;
	return other === null || place.segment > other.segment || (place.segment === other.segment && place.seq > other.seq);
}
