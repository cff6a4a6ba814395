/**
 * From the entries of a recount file to what the fold takes, trusting nothing: ids, signatures, chains, order numbers, message
 * keys with their commitments, and that every entry's past is whole.
 *
 * Knows no rule about proposals; what the file does not open counts as entries that say nothing. Carries PRO124.
 */
import { CORE_STREAM, equalBytes, err, ok, type CollectiveId, type EntryId, type EpochId, type Result } from '$crypto/base';
import { messageKeyFromBytes } from '$crypto/aead';
import { openDisclosedHeader, openDisclosedPayload } from '$crypto/disclosure';
import { parseEnvelope, verifyEnvelope } from '$crypto/envelope';
import type { LoggedEntry } from '$crdt/domain/context';
import { epochOffers, introducedKeys } from '$crdt/domain/membership/directory';
import { parseOp } from '$crdt/domain/op';
import { createDag, type Dag } from '$crdt/log/dag';
import { decodeHeader, type Header } from '$crdt/log/entry';
import { decodePayload, type Payload } from '$crdt/log/payload';
import type { KnownDevice } from '$crdt/log/ports';
import { createDevices } from '$lib/worker/devices';
import { toLogged } from '$lib/worker/wire-entry';
import type { RecountFile, ShownEntry } from './format';

export type EntryFlaw =
	/** An entry does not open with the key given for it, or not to what was sealed. */
	| 'does-not-open'
	/** Somebody's signature is missing or wrong. */
	| 'bad-signature'
	/** Something is left out that an entry builds on. */
	| 'incomplete'
	/** Entries do not follow one another as they claim. */
	| 'bad-order'
	/** The file says wrongly under which group keys entries were sealed. */
	| 'bad-keys';

export interface Verified {
	readonly dag: Dag;
	/** In causal order. */
	readonly entries: readonly LoggedEntry[];
	/** Entries that the file leaves shut. */
	readonly shut: ReadonlySet<EntryId>;
	/** The device that made the file, where the entries introduce it. */
	readonly maker: KnownDevice | null;
}

interface Read {
	readonly shown: ShownEntry;
	readonly header: Header;
	readonly payload: Payload;
	readonly hint: number;
}

/** @param pause awaited now and then, so that a page stays alive. */
export async function verifyEntries(file: RecountFile, pause: () => Promise<void>): Promise<Result<Verified, EntryFlaw>> {
	const { collective } = file.manifest;
	const reads = new Map<EntryId, Read>();
	for (const [at, shown] of file.entries.entries()) {
		if (at % 200 === 0) await pause();
		const read = readEntry(shown, collective);
		if (read === null) return err('does-not-open');
		reads.set(shown.id, read);
	}
	const order = causalOrder(reads);
	if (!order.ok) return order;
	const ordered = order.value;
	if (!ordered.every((read) => isInLine(read, reads))) return err('bad-order');

	const devices = createDevices(collective, []);
	for (const { payload } of ordered)
		if (payload.kind === 'ops') for (const raw of payload.ops) for (const key of introducedKeys(parseOp(raw))) devices.learn(key);
	const authors = new Map<EntryId, KnownDevice>();
	for (let at = ordered.length - 1; at >= 0; at--) {
		if (at % 100 === 0) await pause();
		const { shown, header } = ordered[at]!;
		// an entry's id covers its signature, so whoever names it as their previous one vouches for it
		const candidates = devices.candidates(header.slot);
		const signer = () => candidates.find((device) => verifyEnvelope(shown.bytes, collective, device.signKey));
		const vouched = authors.get(shown.id);
		const author = candidates.length > 1 ? (signer() ?? vouched) : (vouched ?? signer());
		if (author === undefined) return err('bad-signature');
		authors.set(shown.id, author);
		if (header.prev !== null && !authors.has(header.prev)) authors.set(header.prev, author);
	}

	const dag = createDag(ordered.length);
	for (const { shown, header } of ordered) dag.add({ id: shown.id, slot: header.slot, prev: header.prev, deps: header.deps, lamport: header.lamport });
	const epochs = epochsOf(file, ordered, dag);
	if (epochs === null) return err('bad-keys');
	const entries = ordered.map(({ shown, header, payload, hint }) =>
		toLogged(collective, {
			id: shown.id, stream: CORE_STREAM, segment: header.segment, slot: header.slot, seq: header.seq, prev: header.prev, deps: header.deps,
			lamport: header.lamport, area: header.area, payload,
			// both were found for every entry
			device: authors.get(shown.id)!.device,
			epoch: epochs.get(hint)!
		})
	);
	return ok({
		dag,
		entries,
		shut: new Set(file.entries.filter(({ payloadKey }) => payloadKey === null).map(({ id }) => id)),
		maker: devices.byKey(file.maker) ?? null
	});
}

const SHUT: Payload = { kind: 'unknown' };

function readEntry(shown: ShownEntry, collective: CollectiveId): Read | null {
	const envelope = parseEnvelope(shown.bytes);
	if (!envelope.ok) return null;
	const head = openDisclosedHeader(envelope.value, collective, CORE_STREAM, messageKeyFromBytes(shown.headerKey));
	if (!head.ok) return null;
	const header = decodeHeader(head.value.header);
	if (!header.ok) return null;
	const hint = envelope.value.epochHint;
	if (shown.payloadKey === null) return { shown, header: header.value, payload: SHUT, hint };
	// one key for both halves would be the mark of a forged envelope
	if (equalBytes(shown.payloadKey, shown.headerKey)) return null;
	const payload = openDisclosedPayload(envelope.value, collective, CORE_STREAM, messageKeyFromBytes(shown.payloadKey), head.value.payloadCommit);
	return payload.ok ? { shown, header: header.value, payload: decodePayload(payload.value), hint } : null;
}

/** Parents first. `incomplete` where one is missing; a circle of hashes cannot be, and would be `bad-order`. */
function causalOrder(reads: ReadonlyMap<EntryId, Read>): Result<readonly Read[], EntryFlaw> {
	for (const { header } of reads.values())
		for (const parent of parentsOf(header)) if (!reads.has(parent)) return err('incomplete');
	// a parent's number is lower (checked in `isInLine`), so sorting by it gives parents first
	return ok([...reads.values()].sort((a, b) => a.header.lamport - b.header.lamport));
}

const parentsOf = ({ prev, deps }: Header): readonly EntryId[] => (prev === null ? deps : [prev, ...deps]);

/** LOG15, ORD1: the device's own chain goes on without a gap, and the order number is one more than the highest before. */
function isInLine({ header }: Read, reads: ReadonlyMap<EntryId, Read>): boolean {
	const before = header.prev === null ? null : reads.get(header.prev)!.header;
	if (before === null ? header.seq !== 0 : before.slot !== header.slot) return false;
	if (before !== null && (before.segment === header.segment ? header.seq !== before.seq + 1 : header.seq !== 0)) return false;
	const highest = Math.max(0, ...parentsOf(header).map((parent) => reads.get(parent)!.header.lamport));
	return header.lamport === highest + 1;
}

/**
 * The group key meant by each hint. Hint and id cannot be compared without the key, so the file says which belongs to which;
 * it is believed only if every key was opened in the past of every entry sealed with it, and no two hints mean the same.
 */
function epochsOf(file: RecountFile, ordered: readonly Read[], dag: Dag): ReadonlyMap<number, EpochId> | null {
	const byHint = new Map(file.manifest.epochs.map(({ hint, id }) => [hint, id]));
	if (byHint.size !== file.manifest.epochs.length || new Set(byHint.values()).size !== byHint.size) return null;
	const openings = new Map<EpochId, EntryId[]>();
	for (const { shown, payload } of ordered)
		if (payload.kind === 'ops')
			for (const op of payload.ops.map(parseOp))
				if (op.type === 'membership/found' || op.type === 'membership/open-epoch')
					for (const { epoch } of epochOffers(op)) openings.set(epoch, [...(openings.get(epoch) ?? []), shown.id]);
	for (const { shown, hint } of ordered) {
		const epoch = byHint.get(hint);
		const opened = epoch === undefined ? [] : (openings.get(epoch) ?? []);
		if (!opened.some((opening) => opening === shown.id || dag.isAncestor(opening, shown.id))) return null;
	}
	return byHint;
}

