/**
 * Group keys that a bundle brings: tried only when the log names them, or when something that waits here is sealed under a key with their
 * hint. Others are dropped, so that a file cannot fill the keyring. Carries BUN22.
 */
import type { EpochId } from '$crypto/base';
import { hintNumber } from '$crypto/envelope';
import { deriveEpochKeys, epochKeyFromBytes, type EpochKeys } from '$crypto/keyring';
import type { Running } from './running';

/** Keys that the log does not name yet, at most: each opens what will name it. */
const MAX_UNNAMED = 64;

export interface KeyDesk {
	/** From a maker in use only. */
	offer(keys: readonly Uint8Array[]): void;
	/** Takes those that count now and tries again what waits; how many entries that brought. */
	use(): Promise<number>;
	/** How many were taken. */
	readonly taken: number;
}

export function createKeyDesk({ open }: Running): KeyDesk {
	const offered = new Map<EpochId, EpochKeys>();
	let unnamed = 0;
	let taken = 0;

	function soughtHints(): ReadonlySet<number> {
		const hints = new Set(open.log.sought().hints);
		for (const [, log] of open.texts.logs()) for (const hint of log.sought().hints) hints.add(hint);
		return hints;
	}

	function choose(): EpochKeys[] {
		const { epochs } = open.state().membership;
		const sought = soughtHints();
		return [...offered.values()].filter((keys) => epochs.has(keys.id) || (sought.has(hintNumber(keys.hint)) && ++unnamed <= MAX_UNNAMED));
	}

	return {
		offer(keys) {
			for (const bytes of keys) {
				const derived = deriveEpochKeys(epochKeyFromBytes(bytes), open.id);
				if (!open.keyring.get(derived.id)) offered.set(derived.id, derived);
			}
		},
		async use() {
			let fresh = 0;
			for (;;) {
				const chosen = offered.size > 0 ? choose() : [];
				if (chosen.length === 0) return fresh;
				for (const keys of chosen) {
					offered.delete(keys.id);
					if (open.keyring.get(keys.id)) continue; // the log has brought it meanwhile
					open.keyring.add(keys);
					taken++;
				}
				fresh += (await open.log.retry()).admitted.length;
				await open.texts.retry();
			}
		},
		get taken() {
			return taken;
		}
	};
}
