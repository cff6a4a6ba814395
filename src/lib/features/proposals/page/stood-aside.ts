/** Who stood aside, as settled: named with the outcome, and left out when tasks are given. Pure. */
import type { StanceView } from '$crdt/domain/proposals/views';

export const stoodAside = (stances: readonly StanceView[]): readonly string[] =>
	stances.filter((one) => !one.tooLate && one.ballot?.kind === 'position' && one.ballot.position === 'stand-aside').map((one) => one.name);
