/**
 * A disk that says when it takes nothing more, and when it takes something again (NET136). Changes nothing of what is written.
 * Knows no entries and no screens.
 */
import { StoreRefused, type CheckpointStore, type EntryStore } from '$crdt/log/ports';
import type { Timers } from '$lib/adapters/webrtc/timers';
import type { DeviceStateView } from '$lib/services/types';

/** How long until a full disk is tried again, where nobody writes anything meanwhile. */
const TRY_AGAIN_MS = 15_000;

export function watchStore(store: EntryStore, told: (state: DeviceStateView['writing']) => void, timers: Timers): EntryStore {
	let state: DeviceStateView['writing'] = 'ok';
	let cancel: (() => void) | null = null;

	function say(next: DeviceStateView['writing']): void {
		cancel?.();
		cancel = next === 'disk-full' ? timers.after(TRY_AGAIN_MS, tryAgain) : null;
		if (next === state) return;
		state = next;
		told(next);
	}
	/** The smallest thing that is written at all. */
	const tryAgain = (): void => void watched(() => store.nextCounter('room')).catch(() => undefined); // told already

	async function watched<T>(write: () => Promise<T>): Promise<T> {
		try {
			const done = await write();
			if (state !== 'ok') say('ok');
			return done;
		} catch (problem) {
			if (problem instanceof StoreRefused) say(problem.failure.type === 'DiskFull' ? 'disk-full' : 'store-closed');
			throw problem;
		}
	}

	const checkpoint = store.checkpoint?.bind(store);
	return {
		load: () => store.load(),
		heads: () => store.heads(),
		commitOwn: (entry, head) => watched(() => store.commitOwn(entry, head)),
		commitReceived: (batch) => watched(() => store.commitReceived(batch)),
		forgetStream: (stream, how) => watched(() => store.forgetStream(stream, how)),
		gone: () => store.gone(),
		nextCounter: (name) => watched(() => store.nextCounter(name)),
		// a checkpoint may fail to be written without anything being lost
		...(checkpoint && { checkpoint: (stream): CheckpointStore => checkpoint(stream) }),
		async close() {
			cancel?.();
			cancel = null;
			await store.close();
		}
	};
}
