/**
 * Which text stream is named for what. One name, one text: a second one that knows of the first is refused. Where two did not know of
 * each other, one of them is lying (names are random), and nobody can tell which; so both stand and neither gains by it: only who may
 * read it by both is given the key, and it is gone only when it is for both. Rule CON2.
 */
import type { ObjectId, StreamId } from '../../../crypto/base';
import type { Known } from './reduce';
import type { ConsultationState } from './state';

/** Meetings, case items and agreements; mostly one. */
export const ownersOf = (state: ConsultationState, text: StreamId): readonly ObjectId[] => state.ownersByText.get(text) ?? [];

export const withNamedText = (state: ConsultationState, text: StreamId, owner: ObjectId): ConsultationState => ({
	...state,
	ownersByText: state.ownersByText.update(text, [], (owners) => [...owners, owner])
});

/** Did the author of an op know that it is named for something? */
export const isTextTaken = (state: ConsultationState, text: StreamId, known: Known): boolean =>
	ownersOf(state, text).some((owner) => {
		const entry = state.meetings.get(owner)?.entry ?? state.items.get(owner)?.entry ?? state.agreements.get(owner)?.entry;
		return entry !== undefined && known(entry);
	});
