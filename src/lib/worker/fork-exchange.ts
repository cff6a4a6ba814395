/**
 * What version vectors cannot say. Second branches of forked logs: their places are taken, so nobody sees that they are missing;
 * devices ask for them by id when something builds on them, and tell each other the ids of forks they have proof of (LOG51). And
 * what such a branch brought: group keys and devices without which other entries stay closed (LOG54). Carries NET79.
 *
 * Asks only for what has been missing for two heartbeats: most of it comes by itself. Knows nothing of keys.
 */
import { CORE_STREAM, type EntryId, type Slot, type StreamId } from '$crypto/base';
import type { Sought } from '$crdt/log/pending';
import type { RawBatch } from '$crdt/log/ports';
import type { PeerId } from '$lib/adapters/webrtc/peer';
import { encodeSide, MAX_IDS, MAX_SOUGHT } from './side-protocol';

/** What one question is answered with at most; the asker asks again. */
const SERVE_BYTES = 3 * 1024 * 1024;

/** The part of a log that this needs. */
export interface ForkLog {
	wanted(): readonly EntryId[];
	sought(): Sought;
	evidence(): readonly { readonly entries: readonly [EntryId, EntryId] }[];
	get(id: EntryId): unknown;
	give(ids: readonly EntryId[]): readonly RawBatch[];
}

export interface ForkExchangeDependencies {
	/** Of the core stream and of the texts that are open. */
	logs(): Iterable<readonly [StreamId, ForkLog]>;
	/** Null for a stream that is not open here. */
	logOf(stream: StreamId): ForkLog | null;
	/** Core entries that brought the peer's device what it seeks. */
	originsFor(peer: PeerId, sought: Sought): readonly EntryId[];
	send(peer: PeerId, bytes: Uint8Array): void;
}

export interface ForkExchange {
	/** Call for each heartbeat of an authenticated member's device. */
	onHeartbeat(peer: PeerId): void;
	/** The peer has proof of forks in these entries. */
	onForks(peer: PeerId, stream: StreamId, ids: readonly EntryId[]): void;
	onAsk(peer: PeerId, stream: StreamId, ids: readonly EntryId[]): void;
	onSeek(peer: PeerId, sought: Sought): void;
	forget(peer: PeerId): void;
}

/** As of the heartbeat before. */
interface PeerState {
	readonly wanted: ReadonlySet<EntryId>;
	readonly hints: ReadonlySet<number>;
	readonly slots: ReadonlySet<number>;
	/** How many proofs it has been told, per stream. */
	readonly told: ReadonlyMap<StreamId, number>;
	readonly heartbeats: number;
}

const STRANGER: PeerState = { wanted: new Set(), hints: new Set(), slots: new Set(), told: new Map(), heartbeats: 0 };

export function createForkExchange({ logs, logOf, originsFor, send }: ForkExchangeDependencies): ForkExchange {
	const peers = new Map<PeerId, PeerState>();

	function ask(peer: PeerId, stream: StreamId, ids: readonly EntryId[]): void {
		if (ids.length > 0) send(peer, encodeSide({ kind: 'ask', stream, ids: ids.slice(0, MAX_IDS) }));
	}

	function answer(peer: PeerId, batches: readonly RawBatch[]): void {
		let sent = 0;
		for (const batch of batches) {
			const bytes = encodeSide({ kind: 'entries', batch });
			send(peer, bytes);
			sent += bytes.length;
			if (sent >= SERVE_BYTES) return;
		}
	}

	/** Tells of the proofs that the peer has not heard of; answers with how many it has been told. */
	function tell(peer: PeerId, stream: StreamId, log: ForkLog, told: number): number {
		const proofs = log.evidence();
		const ids = proofs.slice(told).flatMap(({ entries }) => entries);
		for (let at = 0; at < ids.length; at += MAX_IDS) send(peer, encodeSide({ kind: 'forks', stream, ids: ids.slice(at, at + MAX_IDS) }));
		return proofs.length;
	}

	return {
		onHeartbeat(peer) {
			const before = peers.get(peer) ?? STRANGER;
			const wanted = new Set<EntryId>();
			const hints = new Set<number>();
			const slots = new Set<Slot>();
			const told = new Map<StreamId, number>();
			for (const [stream, log] of logs()) {
				const ids = log.wanted();
				for (const id of ids) wanted.add(id);
				ask(peer, stream, ids.filter((id) => before.wanted.has(id)));
				told.set(stream, tell(peer, stream, log, before.told.get(stream) ?? 0));
				const sought = log.sought();
				for (const hint of sought.hints) hints.add(hint);
				for (const slot of sought.slots) slots.add(slot);
			}
			const due: Sought = {
				hints: someOf([...hints].filter((hint) => before.hints.has(hint)), before.heartbeats),
				slots: someOf([...slots].filter((slot) => before.slots.has(slot)), before.heartbeats)
			};
			if (due.hints.length + due.slots.length > 0) send(peer, encodeSide({ kind: 'seek', sought: due }));
			peers.set(peer, { wanted, hints, slots, told, heartbeats: before.heartbeats + 1 });
		},
		onForks(peer, stream, ids) {
			const log = logOf(stream);
			if (log !== null) ask(peer, stream, ids.filter((id) => log.get(id) === undefined));
		},
		onAsk: (peer, stream, ids) => answer(peer, logOf(stream)?.give(ids) ?? []),
		onSeek(peer, sought) {
			const ids = originsFor(peer, sought).slice(0, MAX_IDS);
			if (ids.length > 0) answer(peer, logOf(CORE_STREAM)?.give(ids) ?? []);
		},
		forget: (peer) => void peers.delete(peer)
	};
}

/** Not more than may be sought at once, others each time: garbage under made-up keys must not crowd out what is really missing. */
function someOf<T>(all: readonly T[], turn: number): readonly T[] {
	if (all.length <= MAX_SOUGHT) return all;
	const from = (turn * MAX_SOUGHT) % all.length;
	return [...all, ...all].slice(from, from + MAX_SOUGHT);
}
