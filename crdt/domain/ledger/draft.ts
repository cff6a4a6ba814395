/**
 * A ledger whose large maps are changed in place by op after op: what a persistent map would copy for each op is copied once for a row
 * of them. Knows no rules. What was taken from the state before stays untouched. Every op of the ledger refuses before it writes.
 */
import type { LedgerState } from './state';

interface Draft extends LedgerState {
	readonly [GOES_ON]: true;
}

const GOES_ON = Symbol('goes on');

export function openForMany(state: LedgerState): LedgerState {
	if (isOpen(state)) return state;
	const draft: Draft = {
		...state,
		entries: state.entries.asMutable(),
		order: state.order.asMutable(),
		balances: state.balances.asMutable(),
		contests: state.contests.asMutable(),
		events: state.events.asMutable(),
		[GOES_ON]: true
	};
	return draft;
}

/** The draft is not to be touched afterwards. */
export function closeMany(state: LedgerState): LedgerState {
	if (!isOpen(state)) return state;
	const { [GOES_ON]: _, ...rest } = state;
	return {
		...rest,
		entries: state.entries.asImmutable(),
		order: state.order.asImmutable(),
		balances: state.balances.asImmutable(),
		contests: state.contests.asImmutable(),
		events: state.events.asImmutable()
	};
}

const isOpen = (state: LedgerState): state is Draft => GOES_ON in state;
