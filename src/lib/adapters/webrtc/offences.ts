/**
 * Who has misbehaved how often, and who is not listened to for now.
 *
 * Counts only; ends no connection and tells nobody. Carries NET61, NET62.
 */

import type { PeerId } from './peer';
import type { Timers } from './timers';

/** A slip is forgiven after this long, a ban ends after it. */
const BAN_MS = 10 * 60_000;
const OFFENCES_TO_BAN = 8;

export interface Offences {
	/** True when that was one too many. */
	add(peer: PeerId, count: number): boolean;
	ban(peer: PeerId): void;
	isBanned(peer: PeerId): boolean;
}

export function createOffences(timers: Timers): Offences {
	const countByPeer = new Map<PeerId, { readonly count: number; readonly sinceMs: number }>();
	const untilMsByPeer = new Map<PeerId, number>();
	return {
		add(peer, count) {
			const now = timers.now();
			const known = countByPeer.get(peer);
			const isFresh = known !== undefined && now - known.sinceMs < BAN_MS;
			const total = isFresh ? known.count + count : count;
			countByPeer.set(peer, { count: total, sinceMs: isFresh ? known.sinceMs : now });
			return total >= OFFENCES_TO_BAN;
		},
		ban(peer) {
			untilMsByPeer.set(peer, timers.now() + BAN_MS);
			countByPeer.delete(peer);
		},
		isBanned: (peer) => (untilMsByPeer.get(peer) ?? Number.NEGATIVE_INFINITY) > timers.now()
	};
}
