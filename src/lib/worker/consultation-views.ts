/** The consultation's views by name: pure selections from the folded state; dates of a rule fetch their library first. */
import { actionsOf, isDone } from '$crdt/domain/consultation/select-actions';
import { selectAgreement, selectAgreements } from '$crdt/domain/consultation/select-agreements';
import { selectHours } from '$crdt/domain/consultation/select-attendance';
import { selectMeeting } from '$crdt/domain/consultation/select-meeting';
import { swapsOf } from '$crdt/domain/consultation/select-roles';
import { selectAllSeries, selectSeriesById } from '$crdt/domain/consultation/select-series';
import { selectMyItems, selectPastMeetings, selectToAnswer, selectToSign, selectUpcomingMeetings } from '$crdt/domain/consultation/selectors';
import type { Lens } from '$crdt/domain/lens';
import type { ConsultationHome, ConsultationViews, MeetingsView } from '$lib/services/consultation-types';
import { previewDates } from './series-dates';

export type ConsultationViewName = keyof ConsultationViews;

type Table = {
	readonly [N in ConsultationViewName]: (lens: Lens, args: ConsultationViews[N]['args']) => ConsultationViews[N]['value'] | Promise<ConsultationViews[N]['value']>;
};

const TABLE: Table = {
	'consultation': (lens) => selectMeetings(lens),
	'consultation/meeting': (lens, { id }) => selectMeeting(lens, id),
	'consultation/series': (lens, { id }) => selectSeriesById(lens, id),
	'consultation/dates': (_lens, { rule, first }) => previewDates(rule, first),
	'consultation/hours': (lens, { year, member }) => selectHours(lens, year, member),
	'consultation/agreement': (lens, { id }) => selectAgreement(lens, id)
};

export const isConsultationView = (name: string): name is ConsultationViewName => Object.hasOwn(TABLE, name);

export function computeConsultationView<N extends ConsultationViewName>(
	lens: Lens,
	name: N,
	args: ConsultationViews[N]['args']
): ConsultationViews[N]['value'] | Promise<ConsultationViews[N]['value']> {
	return TABLE[name](lens, args);
}

function selectMeetings(lens: Lens): MeetingsView {
	const actions = actionsOf(lens, (action) => !isDone(action));
	return {
		upcoming: selectUpcomingMeetings(lens),
		past: selectPastMeetings(lens),
		series: selectAllSeries(lens),
		myItems: selectMyItems(lens),
		actions: [...actions.filter(({ mine }) => mine), ...actions.filter(({ mine }) => !mine)],
		swaps: swapsOf(lens, ({ from, to }) => from === lens.me || to === lens.me),
		agreements: selectAgreements(lens)
	};
}

/** What of it is mine to do. */
export function selectConsultationHome(lens: Lens): ConsultationHome {
	return {
		actions: actionsOf(lens, (action) => action.assignee === lens.me && !isDone(action)),
		swaps: swapsOf(lens, ({ to }) => to === lens.me),
		toSign: selectToSign(lens),
		toAnswer: selectToAnswer(lens)
	};
}
