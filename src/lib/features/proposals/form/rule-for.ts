/**
 * Which rule decides: the subject's own where something is carried out (shown, not chosen), the chosen one for words only.
 * Pure. PRO100.
 */
import type { Settings } from '$crdt/domain/context';
import type { Method } from '$crdt/domain/proposals/method';
import type { Effect } from '$crdt/domain/proposals/ops';
import { subjectOf } from '$crdt/domain/proposals/subjects';

/** @param vote set where a block was not resolved and the matter is put to a vote: the share of everybody that must agree */
export function ruleFor(effect: Effect, chosen: Method | null, settings: Settings, vote: number | null = null): Method {
	// whatever the settings say, a removal is decided by a majority of all the others (PRO42)
	if (effect.kind === 'remove-member') {
		const { removal } = settings.rules;
		return { kind: 'majority', percent: removal.kind === 'majority' ? removal.percent : 50, of: 'eligible', quorum: 0 };
	}
	if (vote !== null) return { kind: 'majority', percent: vote, of: 'eligible', quorum: 0 };
	if (effect.kind === 'none' && chosen !== null) return chosen;
	return settings.rules[subjectOf(effect)];
}
