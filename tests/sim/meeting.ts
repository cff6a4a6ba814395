/** How people meet in the simulation: series, agendas, roles, cases, attendance, what is to be done, forgetting. Seeded. */
import type { State } from '$crdt/domain/state';
import { randomConsultationOp } from '../support/random-consultation';
import type { Maker } from './people';

/** Anything that members do around meetings, mostly within the rules. */
export const meet: Maker = (state, node, chance, nowMs) => {
	const { consultation, membership } = state;
	const members = membership.seated.map(({ memberId }) => memberId);
	const who = { consultation, me: node.actor.memberId, members, today: new Date(nowMs).toISOString().slice(0, 10), now: nowMs };
	const op = members.length === 0 ? null : randomConsultationOp(who, chance);
	return op === null ? null : { area: 'consultation', op };
};

/** Counts for the coverage of a run. */
export function meetingCoverage({ consultation }: State) {
	const meetings = [...consultation.meetings.values()];
	const items = [...consultation.items.values()];
	const cases = items.flatMap((item) => item.case ?? []);
	const swaps = [...consultation.swaps.values()];
	return {
		meetings: meetings.length,
		meetingSeries: consultation.series.size,
		meetingsPreparedTwice: [...consultation.meetingsByOccurrence.values()].filter((twins) => twins.length > 1).length,
		attended: meetings.reduce((sum, { attendance }) => sum + attendance.size, 0),
		rolesGiven: meetings.reduce((sum, { roles }) => sum + roles.size, 0),
		swapsAccepted: swaps.filter(({ status }) => status === 'accepted').length,
		carriedOver: items.filter(({ carriedFrom }) => carriedFrom.length > 0).length,
		actions: consultation.actions.size,
		timers: meetings.filter(({ timer }) => timer !== null).length,
		cases: cases.length,
		recusals: cases.filter(({ answers }) => answers.some(({ value }) => value === 'maybe')).length,
		casesOpen: cases.filter(({ opened, complete }) => opened !== null || complete !== null).length,
		meetingsForgotten: meetings.filter(({ forgottenBy }) => forgottenBy !== null).length,
		keptKnowingly: consultation.kept.length,
		agreements: consultation.agreements.size
	};
}
