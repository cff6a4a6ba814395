/**
 * What version vectors cannot say: second branches of forked logs. Their places are taken, so nobody sees that they are missing;
 * devices ask for them by id when something builds on them, and tell each other the ids of forks they have proof of (LOG51).
 *
 * Asks only for what has been missing for two heartbeats: most missing parents come by themselves. Knows nothing of keys.
 */
import { CORE_STREAM, type EntryId } from '$crypto/base';
import type { RawBatch } from '$crdt/log/ports';
import type { PeerId } from '$lib/adapters/webrtc/peer';
import { encodeSide, MAX_IDS } from './side-protocol';

/** The part of a log that this needs. */
export interface ForkLog {
	wanted(): readonly EntryId[];
	evidence(): readonly { readonly entries: readonly [EntryId, EntryId] }[];
	get(id: EntryId): unknown;
	give(ids: readonly EntryId[]): readonly RawBatch[];
}

export interface ForkExchange {
	/** Call for each heartbeat of an authenticated member's device. */
	onHeartbeat(peer: PeerId): void;
	/** The peer has proof of forks in these entries. */
	onForks(peer: PeerId, ids: readonly EntryId[]): void;
	onAsk(peer: PeerId, ids: readonly EntryId[]): void;
	forget(peer: PeerId): void;
}

export function createForkExchange(log: ForkLog, send: (peer: PeerId, bytes: Uint8Array) => void): ForkExchange {
	const peers = new Map<PeerId, { wanted: ReadonlySet<EntryId>; told: number }>();

	function ask(peer: PeerId, ids: readonly EntryId[]): void {
		if (ids.length > 0) send(peer, encodeSide({ kind: 'ask', stream: CORE_STREAM, ids: ids.slice(0, MAX_IDS) }));
	}

	return {
		onHeartbeat(peer) {
			const before = peers.get(peer);
			const wanted = log.wanted();
			ask(peer, wanted.filter((id) => before?.wanted.has(id)));
			const proofs = log.evidence();
			if (proofs.length > (before?.told ?? 0)) {
				const ids = proofs.flatMap(({ entries }) => entries).slice(0, MAX_IDS);
				send(peer, encodeSide({ kind: 'forks', stream: CORE_STREAM, ids }));
			}
			peers.set(peer, { wanted: new Set(wanted), told: proofs.length });
		},
		onForks: (peer, ids) => ask(peer, ids.filter((id) => log.get(id) === undefined)),
		onAsk(peer, ids) {
			for (const batch of log.give(ids)) send(peer, encodeSide({ kind: 'entries', batch }));
		},
		forget: (peer) => void peers.delete(peer)
	};
}
