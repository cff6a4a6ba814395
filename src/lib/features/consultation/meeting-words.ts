/** Meetings and agenda items in words. */
import type { ItemKind, MeetingKind } from '$crdt/domain/consultation/views';

export const MEETING_KINDS: Readonly<Record<MeetingKind, string>> = {
	case: 'Case consultation',
	business: 'Business',
	ethics: 'Ethics',
	'check-in': 'Check-in',
	other: 'Other'
};

export const ITEM_KINDS: Readonly<Record<ItemKind, string>> = {
	case: 'Case',
	topic: 'Topic',
	decision: 'Decision',
	announcement: 'Announcement'
};
