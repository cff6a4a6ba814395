/** What several rules of the consultation look up: meetings and items as the author of an op knew them. Rules CON2, CON13. */
import { err, ok, type ObjectId } from '../../../crypto/base';
import type { Reduced } from '../context';
import type { Known } from './reduce';
import type { ConsultationState, Item, Meeting } from './state';

export const refused = (rule: string, reason: string) => err({ rule, reason });

/** The key of a date of a series. */
export const occurrenceKey = ({ series, date }: NonNullable<Meeting['occurrence']>): string => `${series}@${date}`;

/** Everything begun for the same date, the one that counts first; a meeting by itself is alone. */
export function twinsOf(state: ConsultationState, meeting: Meeting): readonly Meeting[] {
	if (meeting.occurrence === null) return [meeting];
	const ids = state.meetingsByOccurrence.get(occurrenceKey(meeting.occurrence)) ?? [];
	return ids.flatMap((id) => state.meetings.get(id) ?? []);
}

/** The one that carries what is said of any of its date: the first in the total order (CON13). */
export function mainOf(state: ConsultationState, meeting: Meeting): Meeting {
	if (meeting.occurrence === null) return meeting;
	const [first] = state.meetingsByOccurrence.get(occurrenceKey(meeting.occurrence)) ?? [];
	return (first === undefined ? undefined : state.meetings.get(first)) ?? meeting;
}

/** Of standing items that two devices wrote apart for one date, the first in the total order; any other item is itself (CON13). */
export function mainItem(state: ConsultationState, item: Item): Item {
	const { standing } = item;
	if (standing === null) return item;
	const born = state.meetings.get(bornIn(item));
	return born?.items.map((id) => state.items.get(id)).find((each) => each?.standing === standing && bornIn(each) === born.id) ?? item;
}

/** The meeting on whose agenda it was put first. */
export const bornIn = ({ carriedFrom, meeting }: Item): ObjectId => carriedFrom[0] ?? meeting;

/** Somebody says now that they were there: whatever cancelled it did not know (CON2). */
export const tookPlace = ({ attendance }: Meeting): boolean => attendance.some(({ value }) => value.was === 'there');

/** Cancelled, and nobody was there all the same. */
export const isCancelled = (meeting: Meeting): boolean => meeting.cancelledBy.length > 0 && !tookPlace(meeting);

/** The main meeting of a date for one that the author knew and that stood there: go on with its id, not with the named one. */
export function standingMeeting(state: ConsultationState, id: ObjectId, known: Known): Reduced<Meeting> {
	const named = state.meetings.get(id);
	if (named === undefined || !known(named.entry)) return refused('CON2', 'The meeting is not known.');
	const meeting = mainOf(state, named);
	if (meeting.cancelledBy.some(known) && !meeting.signedBy.some(known)) return refused('CON2', 'The meeting has been cancelled.');
	return ok(meeting);
}

/** The item for one that the author knew and that was not withdrawn there: go on with its id, not with the named one. */
export function standingItem(state: ConsultationState, id: ObjectId, known: Known): Reduced<Item> {
	const named = state.items.get(id);
	if (named === undefined || !known(named.entry)) return refused('CON4', 'The agenda item is not known.');
	const item = mainItem(state, named);
	if (item.withdrawnBy.some(known)) return refused('CON7', 'The agenda item has been withdrawn.');
	return ok(item);
}

export const withMeeting = (state: ConsultationState, meeting: Meeting): ConsultationState => ({ ...state, meetings: state.meetings.set(meeting.id, meeting) });
export const withItem = (state: ConsultationState, item: Item): ConsultationState => ({ ...state, items: state.items.set(item.id, item) });
