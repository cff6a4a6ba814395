/** The digest of the folded state for the heartbeat, computed in quiet moments and remembered until the log grows. */
import { stateHash } from '$crdt/domain/state-hash';
import type { Timers } from '$lib/adapters/webrtc/timers';
import type { OpenCollective } from './collective';

const QUIET_MS = 700;

export interface StateHashCache {
	/** '' until computed for what the log holds now. */
	current(): string;
	stop(): void;
}

export function createStateHash(open: OpenCollective, timers: Timers, computed: () => void): StateHashCache {
	let version = -1;
	let value = '';
	let cancel: (() => void) | null = null;
	return {
		current() {
			if (version === open.fold.version) return value;
			cancel ??= timers.after(QUIET_MS, () => {
				cancel = null;
				version = open.fold.version;
				value = stateHash(open.state(), open.hashes.hash);
				computed();
			});
			return '';
		},
		stop: () => cancel?.()
	};
}
