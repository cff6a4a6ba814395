/**
 * Keeps the core log's checkpoint young: saved in a quiet moment after opening, and again whenever enough has come since.
 * A cache is never worth a sentence: when the disk is full, the next start is slow and nothing else (LOG60-LOG63).
 */
import type { Log, LoadReport } from '$crdt/log/log-types';
import { StoreRefused } from '$crdt/log/ports';
import type { Timers } from '$lib/adapters/webrtc/timers';

/** Below this many uncovered entries a start takes no time that anybody notices. */
const WORTHWHILE = 2_000;
/** Nothing may have been admitted for so long: a first sync is not interrupted. */
const QUIET_MS = 4_000;

export interface Checkpointing {
	/** Entries were admitted. */
	poke(): void;
	stop(): void;
}

export function createCheckpointing(log: Log, loaded: LoadReport, timers: Timers, worthwhile = WORTHWHILE): Checkpointing {
	let covered = loaded.fromCheckpoint;
	let cancel: (() => void) | null = null;

	async function save(): Promise<void> {
		const size = log.dag.size;
		// Also after a refusal: it is tried again when as much has come once more.
		covered = size;
		try {
			await log.saveCheckpoint();
		} catch (refusal) {
			if (!(refusal instanceof StoreRefused)) throw refusal;
		}
	}

	function poke(): void {
		if (log.dag.size - covered < worthwhile) return;
		cancel?.();
		cancel = timers.after(QUIET_MS, () => {
			cancel = null;
			void save();
		});
	}

	poke();
	return { poke, stop: () => cancel?.() };
}
