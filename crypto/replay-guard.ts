/**
 * Lets every live frame through once: per device and session, counters must grow.
 *
 * A gap is no failure (frames may be lost); an old counter is a replay or a late arrival, and live frames are worth nothing
 * late. Remembers the sessions of this run of the app only. Knows nothing of frames or keys. Carries CRY125.
 */
import { toBase64, type Slot } from './base';

/** Beyond this, new sessions of a device are refused until the app restarts: forgetting one would let it be replayed. */
export const MAX_SESSIONS_PER_DEVICE = 1024;

export interface ReplayGuard {
	/** True once for every frame in order; false for a repetition, an older one, or a device with too many sessions. */
	accept(slot: Slot, session: Uint8Array, counter: number): boolean;
}

/** One guard per stream: the counters of a session count the frames of one stream. */
export function createReplayGuard(): ReplayGuard {
	const counterBySessionBySlot = new Map<Slot, Map<string, number>>();
	return {
		accept(slot, session, counter) {
			let counterBySession = counterBySessionBySlot.get(slot);
			if (counterBySession === undefined) {
				counterBySession = new Map();
				counterBySessionBySlot.set(slot, counterBySession);
			}
			const name = toBase64(session);
			const last = counterBySession.get(name);
			if (last === undefined && counterBySession.size >= MAX_SESSIONS_PER_DEVICE) return false;
			if (last !== undefined && counter <= last) return false;
			counterBySession.set(name, counter);
			return true;
		}
	};
}
