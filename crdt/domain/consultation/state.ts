/** Meetings and agenda items as the fold keeps them. The words of a meeting live in its own text stream. */
import { Map } from 'immutable';
import type { EntryId, MemberId, ObjectId, StreamId } from '../../../crypto/base';
import type { ItemKind, MeetingKind } from './views';

export interface Meeting {
	readonly id: ObjectId;
	readonly entry: EntryId;
	readonly title: string;
	readonly kind: MeetingKind;
	readonly start: string;
	readonly end: string;
	readonly zone: string;
	readonly room: ObjectId | null;
	readonly notes: StreamId;
	readonly plannedBy: MemberId;
	/** Entries that cancelled it (several when concurrent); empty: it takes place. */
	readonly cancelledBy: readonly EntryId[];
	/** In order of arrival, withdrawn ones included. */
	readonly items: readonly ObjectId[];
}

export interface Item {
	readonly id: ObjectId;
	readonly entry: EntryId;
	readonly meeting: ObjectId;
	readonly kind: ItemKind;
	readonly title: string;
	readonly presenter: MemberId | null;
	readonly minutes: number;
	readonly order: string;
	/** Kept whoever changes it later. */
	readonly addedBy: MemberId;
	readonly done: boolean;
	readonly withdrawnBy: readonly EntryId[];
}

export interface ConsultationState {
	readonly meetings: Map<ObjectId, Meeting>;
	readonly items: Map<ObjectId, Item>;
	readonly meetingByNotes: Map<StreamId, ObjectId>;
}

export const emptyConsultation: ConsultationState = { meetings: Map(), items: Map(), meetingByNotes: Map() };
