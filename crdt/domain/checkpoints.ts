/**
 * Where a refold may start: references to earlier, immutable states. Keeping one costs a pointer. Carries ORD13.
 */
export interface Checkpoints<S> {
	/** The newest state that folds at most `position` items. */
	before(position: number): { readonly folded: number; readonly state: S };
	/** Forgets what folds more than `position` items. */
	dropAfter(position: number): void;
	/** Keeps a state; of the older ones, fewer the further they lie behind. */
	keep(folded: number, state: S): void;
}

/** Items between two checkpoints at the end of the log, where late entries fall. */
export const CHECKPOINT_EVERY = 50;
/** Further back they lie at most this share of their distance from the end apart, so that memory stays small. */
const SPARSE = 8;

interface Kept<S> {
	readonly folded: number;
	readonly state: S;
}

export function createCheckpoints<S>(start: S): Checkpoints<S> {
	const kept: Kept<S>[] = [];

	function dropAfter(position: number): void {
		while (kept.length > 0 && kept[kept.length - 1]!.folded > position) kept.pop();
	}

	function thin(end: number): void {
		let last = 0;
		let write = 0;
		for (let at = 0; at < kept.length; at++) {
			const item = kept[at]!;
			const next = kept[at + 1]?.folded ?? Infinity;
			// leave one out when the gap it leaves is still small for its distance
			const isNeeded = next - last > Math.max(CHECKPOINT_EVERY, (end - item.folded) / SPARSE);
			if (!isNeeded) continue;
			kept[write++] = item;
			last = item.folded;
		}
		kept.length = write;
	}

	return {
		before(position) {
			for (let at = kept.length - 1; at >= 0; at--) if (kept[at]!.folded <= position) return kept[at]!;
			return { folded: 0, state: start };
		},
		dropAfter,
		keep(folded, state) {
			dropAfter(folded - 1);
			kept.push({ folded, state });
			if (kept.length % 16 === 0) thin(folded);
		}
	};
}
