/** What the consultation's screens show: plain data, made by selectors.ts. The words of a meeting live in its text stream. */
import type { EntryId, MemberId, ObjectId, StreamId } from '../../../crypto/base';

export type MeetingKind = 'case' | 'business' | 'ethics' | 'check-in' | 'other';
export type ItemKind = 'case' | 'topic' | 'decision' | 'announcement';

export interface MeetingSummary {
	readonly id: ObjectId;
	readonly entry: EntryId;
	readonly title: string;
	readonly kind: MeetingKind;
	/** Wall time in `zone`. */
	readonly start: string;
	readonly end: string;
	readonly zone: string;
	readonly room: ObjectId | null;
	readonly roomName: string | null;
	readonly notes: StreamId;
	readonly plannedBy: MemberId;
	readonly plannedByName: string;
	readonly mine: boolean;
	readonly cancelled: boolean;
	readonly itemCount: number;
	/** Of the items not withdrawn. */
	readonly totalMinutes: number;
	/** Length of the meeting by its wall times. */
	readonly lengthMinutes: number;
	readonly heldBy: number;
}

export interface ItemView {
	readonly id: ObjectId;
	readonly entry: EntryId;
	readonly meeting: ObjectId;
	readonly kind: ItemKind;
	readonly title: string;
	readonly presenter: MemberId | null;
	readonly presenterName: string | null;
	/** I present it. */
	readonly mine: boolean;
	readonly minutes: number;
	/** Minutes of the meeting that go by before this item, if all keep to their time. */
	readonly startsAfterMinutes: number;
	/** Give the neighbours' keys to `orderBetween` to place an item between them. */
	readonly order: string;
	readonly addedBy: MemberId;
	readonly addedByName: string;
	readonly done: boolean;
	readonly heldBy: number;
}

export interface MeetingView extends MeetingSummary {
	/** In order, without the withdrawn ones. */
	readonly items: readonly ItemView[];
	/** Minutes by which the items exceed the meeting; 0 when they fit. */
	readonly overMinutes: number;
	readonly doneCount: number;
}

export interface MyItemView {
	readonly item: ItemView;
	readonly meeting: MeetingSummary;
}
