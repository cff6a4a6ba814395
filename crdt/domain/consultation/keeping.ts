/**
 * Until when texts are kept: by the collective's retention for the kind of meeting, or until it was agreed that they go. Dates only; whose
 * clock says what day it is, the caller knows. Rules CON50, CON52, CON54.
 */
import type { StreamId } from '../../../crypto/base';
import type { Settings } from '../context';
import { addDays } from '../wall-time';
import { mainOf, twinsOf } from './lookups';
import { ownersOf } from './named-texts';
import type { ConsultationState, Item, Meeting } from './state';

/** What is looked at: the folded state, or as much of it. */
export interface KeepingState {
	readonly consultation: ConsultationState;
	readonly membership: { readonly settings: Pick<Settings, 'retention'> };
}

/** The first day (YYYY-MM-DD) on which the texts of a meeting are gone by time; null: they are kept. */
export function goneFrom({ consultation, membership }: KeepingState, meeting: Meeting): string | null {
	const days = membership.settings.retention[meeting.kind === 'other' ? 'business' : meeting.kind];
	if (days === null) return null;
	const main = mainOf(consultation, meeting);
	return addDays((consultation.latestEnd.get(main.id) ?? main.end).slice(0, 10), Math.max(1, days));
}

/** Of all the notes begun for its date. */
export const isMeetingGone = (state: KeepingState, meeting: Meeting, today: string): boolean =>
	isPast(goneFrom(state, meeting), today) || twinsOf(state.consultation, meeting).every(({ forgottenBy }) => forgottenBy !== null);

/** Where it is now decides, but being carried to a meeting of long ago makes nothing go sooner. */
export function isCaseGone(state: KeepingState, item: Item, today: string): boolean {
	if (item.case?.forgottenBy != null) return true;
	const { meetings } = state.consultation;
	const [here, ...before] = [item.meeting, ...item.carriedFrom].map((id) => {
		const meeting = meetings.get(id);
		return meeting === undefined ? null : goneFrom(state, meeting);
	});
	return isPast(here ?? null, today) && before.every((day) => day === null || day <= today);
}

/** Is this text to be destroyed, for everything it is named for? Never so for agreements, and for what nobody has named. */
export function isStreamGone(state: KeepingState, stream: StreamId, today: string): boolean {
	const { meetings, items } = state.consultation;
	const owners = ownersOf(state.consultation, stream);
	return owners.length > 0 && owners.every((owner) => {
		const meeting = meetings.get(owner);
		if (meeting !== undefined) return meeting.forgottenBy !== null || isPast(goneFrom(state, meeting), today);
		const item = items.get(owner);
		return item !== undefined && isCaseGone(state, item, today);
	});
}

/** All texts that are to be destroyed by now. */
export function goneStreams(state: KeepingState, today: string): readonly StreamId[] {
	return [...state.consultation.ownersByText.keys()].filter((stream) => isStreamGone(state, stream, today));
}

const isPast = (day: string | null, today: string): boolean => day !== null && day <= today;
