/** What a run got to see. A simulation that never removes anybody proves nothing about removals. */
import { isInForce } from '$crdt/domain/proposals/life-state';
import type { State } from '$crdt/domain/state';
import { bookCoverage } from './bookkeeping';
import { deviceCoverage } from './devicing';
import { meetingCoverage } from './meeting';
import type { Fault } from './options';

export type Coverage = Readonly<Record<'decisions' | 'acceptances' | 'removals' | 'leaves' | 'groupKeys' | 'forks' | 'firmBookings' | 'clashes' | 'unknownOps' | 'polls' | 'withdrawals' | 'laterTerms' | 'proxies' | 'mediations' | 'measures' | 'series' | 'offers', number>> & ReturnType<typeof bookCoverage> & ReturnType<typeof meetingCoverage> & ReturnType<typeof deviceCoverage>;

export function coverageOf(state: State): Coverage {
	const { membership, proposals, calendar } = state;
	const all = [...proposals.proposals.values()];
	const stances = all.flatMap(({ terms }) => terms.flatMap((term) => term.stances));
	const outcomes = all.map(({ outcome }) => outcome.status);
	const members = [...membership.members.values()];
	const bookings = [...calendar.bookings.values()];
	return {
		decisions: outcomes.filter((status) => status !== 'open').length,
		acceptances: outcomes.filter((status) => status === 'accepted').length,
		removals: members.filter(({ status }) => status === 'removed').length,
		leaves: members.filter(({ status }) => status === 'left').length,
		groupKeys: membership.epochs.size - 1,
		forks: membership.forks.length,
		firmBookings: bookings.filter(({ id, cancelledBy }) => cancelledBy.length === 0 && !calendar.unsettled.has(id)).length,
		clashes: bookings.filter(({ rivals }) => rivals.length > 0).length,
		...bookCoverage(state),
		...meetingCoverage(state),
		...deviceCoverage(state),
		unknownOps: state.unknownOps,
		polls: outcomes.filter((status) => status === 'chosen').length,
		withdrawals: outcomes.filter((status) => status === 'withdrawn').length,
		laterTerms: all.filter(({ id, settledTerm, outcome }) => settledTerm !== id && outcome.status !== 'open').length,
		proxies: stances.filter(({ ballot }) => ballot?.kind === 'proxy').length,
		mediations: proposals.life.mediations.size,
		measures: [...proposals.life.measures.values()].filter(isInForce).length,
		series: calendar.series.size,
		offers: calendar.offers.size
	};
}

export function addCoverage(a: Coverage | null, b: Coverage): Coverage {
	if (a === null) return b;
	const sum: Record<string, number> = {};
	for (const [name, count] of Object.entries(b)) sum[name] = count + a[name as keyof Coverage]; // both have the same names
	return sum as Coverage; // built from exactly those names
}

/** Names of what never happened, and should have. */
export const neverSeen = (coverage: Coverage, faults: ReadonlySet<Fault>): string[] =>
	Object.entries(coverage).flatMap(([name, count]) => (count === 0 && (faults.has('lost') || !OF_LOST.has(name)) ? [name] : []));

const OF_LOST: ReadonlySet<string> = new Set<keyof Coverage>(['added', 'takenAway', 'addedInSecret', 'recovered', 'servers']);
