/**
 * Opens and verifies sealed entries: from bytes at a claimed place to an `OpenedEntry`, or the reason why not.
 *
 * Single entries are verified first and opened then. In bulk, a run of one device that is chained by `prev` is opened first
 * and verified by the signature at its end: `prev` is the hash of the whole entry before, signature included, so the last
 * one vouches for all (design §4). Knows nothing of what is admitted already, of disk or network. Carries LOG6-LOG9, LOG30-LOG33.
 */
import { type CollectiveId, type EntryId, type StreamId } from '../../crypto/base';
import { openHeader, openPayload, parseEnvelope, verifyEnvelope, type Envelope } from '../../crypto/envelope';
import type { EpochKeys, Keyring, PayloadKey } from '../../crypto/keyring';
import { decodeHeader, type Header, type OpenedEntry } from './entry';
import { decodePayload, type Payload } from './payload';
import type { Directory, KnownDevice, RawEntry } from './ports';

/** An entry as received: where it claims to stand, and its id. */
export interface SealedEntry {
	readonly raw: RawEntry;
	readonly segment: number;
	readonly id: EntryId;
}

export type HeldReason = 'unknown-slot' | 'unknown-epoch' | 'newer-app';

export type RejectReason =
	| 'malformed'
	| 'bad-signature'
	/** Other bytes, another stream, or another collective than it was sealed for. */
	| 'damaged'
	/** The payload is not sealed under the key that its header commits to and its area demands. */
	| 'key-mismatch'
	| 'misplaced'
	| 'bad-chain'
	| 'bad-lamport'
	| 'bad-segment'
	| 'wrong-stream';

export type Opening =
	| { readonly status: 'opened'; readonly sealed: SealedEntry; readonly entry: OpenedEntry }
	| { readonly status: 'held'; readonly sealed: SealedEntry; readonly reason: HeldReason }
	| { readonly status: 'rejected'; readonly sealed: SealedEntry; readonly reason: RejectReason };

export interface OpenDeps {
	readonly collective: CollectiveId;
	readonly stream: StreamId;
	readonly keyring: Keyring;
	readonly directory: Directory;
	/** For text streams: the key of the text instead of the area's. Null while it is not known. */
	readonly payloadKeyOf?: ((header: Header, epoch: EpochKeys) => PayloadKey | null) | undefined;
	/**
	 * Asked for an entry without parents by a slot nobody knows: the key under which it vouches for itself (the founding
	 * entry, whose key the collective's id commits to), or null. Its signature is verified under that key.
	 */
	readonly introduce?: ((header: Header, payload: Payload) => KnownDevice | null) | undefined;
	/**
	 * The device of a verified entry that names this one as its previous one, or null. Whoever builds on an entry of their own
	 * vouches for it; without this rule a bulk check at the end of a run and live checks one by one could disagree for ever.
	 */
	readonly vouchedBy?: ((sealed: SealedEntry) => KnownDevice | null) | undefined;
}

/** For live entries: the signature first, then the keys. */
export function openSingle(deps: OpenDeps, sealed: SealedEntry): Opening {
	const parsed = parseEnvelope(sealed.raw.bytes);
	if (!parsed.ok) return unparsed(sealed, parsed.error.type);
	const known = deps.directory.candidates(sealed.raw.slot);
	if (known.length === 0) return openIntroduced(deps, sealed, parsed.value);
	const author =
		known.find((device) => verifyEnvelope(sealed.raw.bytes, deps.collective, device.signKey)) ?? deps.vouchedBy?.(sealed) ?? null;
	if (author === null) return { status: 'rejected', sealed, reason: 'bad-signature' };
	const contents = openContents(deps, sealed, parsed.value);
	return contents.status === 'contents' ? opened(deps, contents, author) : contents;
}

/**
 * For bulk: entries of one slot in the order of their places. Runs end where an entry is held, rejected or does not chain;
 * each run costs one signature check, and one for every entry only where that one fails.
 */
export function openRuns(deps: OpenDeps, entries: readonly SealedEntry[]): Opening[] {
	const results: Opening[] = [];
	const known = entries.length === 0 ? [] : deps.directory.candidates(entries[0]!.raw.slot);
	if (known.length === 0) {
		// Nothing of an unknown device is opened, but for the entry that may introduce it.
		return entries.map((sealed, i) =>
			i === 0 ? openSingle(deps, sealed) : { status: 'held', sealed, reason: 'unknown-slot' }
		);
	}
	let run: Contents[] = [];
	const flush = (): void => {
		const last = run.at(-1);
		if (last === undefined) return;
		const author = known.find((device) => verifyEnvelope(last.sealed.raw.bytes, deps.collective, device.signKey));
		for (const contents of run)
			results.push(author === undefined ? openSingle(deps, contents.sealed) : opened(deps, contents, author));
		run = [];
	};
	for (const sealed of entries) {
		const parsed = parseEnvelope(sealed.raw.bytes);
		const before = run.at(-1)?.sealed.id ?? null;
		const contents = parsed.ok ? openContents(deps, sealed, parsed.value, before) : unparsed(sealed, parsed.error.type);
		if (contents.status !== 'contents') {
			results.push(contents);
			continue;
		}
		if (before !== null && contents.header.prev !== before) flush();
		run.push(contents);
	}
	flush();
	return results;
}

interface Contents {
	readonly status: 'contents';
	readonly sealed: SealedEntry;
	readonly header: Header;
	readonly payload: Payload;
	readonly epoch: EpochKeys;
}

function openContents(
	deps: OpenDeps,
	sealed: SealedEntry,
	envelope: Envelope,
	likelyPrev: EntryId | null = null
): Contents | Exclude<Opening, { status: 'opened' }> {
	const { collective, stream } = deps;
	for (const epoch of deps.keyring.candidates(envelope.epochHint)) {
		const head = openHeader(envelope, collective, stream, epoch.headerKey);
		if (!head.ok) {
			if (head.error.type === 'WrongKey') continue;
			return { status: 'rejected', sealed, reason: 'damaged' };
		}
		const header = decodeHeader(head.value.header, likelyPrev);
		if (!header.ok) {
			return header.error.type === 'NewerHeader'
				? { status: 'held', sealed, reason: 'newer-app' }
				: { status: 'rejected', sealed, reason: 'malformed' };
		}
		const { segment, slot, seq, area } = header.value;
		if (segment !== sealed.segment || slot !== sealed.raw.slot || seq !== sealed.raw.seq)
			return { status: 'rejected', sealed, reason: 'misplaced' };
		const payloadKey = deps.payloadKeyOf ? deps.payloadKeyOf(header.value, epoch) : epoch.areaKey(area);
		if (payloadKey === null) return { status: 'held', sealed, reason: 'unknown-epoch' };
		const payload = openPayload(envelope, collective, stream, payloadKey, head.value.payloadCommit);
		if (!payload.ok)
			return { status: 'rejected', sealed, reason: payload.error.type === 'WrongKey' ? 'key-mismatch' : 'damaged' };
		return { status: 'contents', sealed, header: header.value, payload: decodePayload(payload.value), epoch };
	}
	return { status: 'held', sealed, reason: 'unknown-epoch' };
}

function openIntroduced(deps: OpenDeps, sealed: SealedEntry, envelope: Envelope): Opening {
	const unknown = { status: 'held', sealed, reason: 'unknown-slot' } as const;
	if (deps.introduce === undefined || sealed.segment !== 0 || sealed.raw.seq !== 0) return unknown;
	const contents = openContents(deps, sealed, envelope);
	if (contents.status !== 'contents') return contents;
	if (contents.header.prev !== null || contents.header.deps.length > 0) return unknown;
	const author = deps.introduce(contents.header, contents.payload);
	if (author === null) return unknown;
	if (!verifyEnvelope(sealed.raw.bytes, deps.collective, author.signKey))
		return { status: 'rejected', sealed, reason: 'bad-signature' };
	return opened(deps, contents, author);
}

function opened(deps: OpenDeps, { sealed, header, payload, epoch }: Contents, author: KnownDevice): Opening {
	return {
		status: 'opened',
		sealed,
		entry: {
			id: sealed.id,
			stream: deps.stream,
			segment: header.segment,
			slot: header.slot,
			seq: header.seq,
			device: author.device,
			prev: header.prev,
			deps: header.deps,
			lamport: header.lamport,
			area: header.area,
			epoch: epoch.id,
			payload
		}
	};
}

function unparsed(sealed: SealedEntry, failure: 'Malformed' | 'NewerEnvelope'): Exclude<Opening, { status: 'opened' }> {
	return failure === 'NewerEnvelope'
		? { status: 'held', sealed, reason: 'newer-app' }
		: { status: 'rejected', sealed, reason: 'malformed' };
}
