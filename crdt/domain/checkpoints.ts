/**
 * Where a refold may start: references to earlier, immutable states. Keeping one costs a pointer. Carries ORD13.
 */
export interface Checkpoints<S> {
	/** The newest state that folds at most `position` items. */
	before(position: number): { readonly folded: number; readonly state: S };
	/** Forgets what folds more than `position` items. */
	dropAfter(position: number): void;
	keep(folded: number, state: S): void;
}

/** Items between two checkpoints: what a late entry costs at most, beyond the entries behind it. */
export const CHECKPOINT_EVERY = 250;

export function createCheckpoints<S>(start: S): Checkpoints<S> {
	const kept: { readonly folded: number; readonly state: S }[] = [];

	function dropAfter(position: number): void {
		while (kept.length > 0 && kept[kept.length - 1]!.folded > position) kept.pop();
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
		}
	};
}
