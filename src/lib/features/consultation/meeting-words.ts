/** Meetings, their roles and agenda items in words. */
import type { ItemKind, MeetingKind, MeetingRole } from '$crdt/domain/consultation/views';
import { sayList } from '$lib/ui/words';

export const MEETING_KINDS: Readonly<Record<MeetingKind, string>> = {
	case: 'Case consultation',
	business: 'Business',
	ethics: 'Ethics',
	'check-in': 'Check-in',
	balint: 'Balint group',
	other: 'Other'
};

export const ITEM_KINDS: Readonly<Record<ItemKind, string>> = {
	case: 'Case',
	topic: 'Topic',
	decision: 'Decision',
	announcement: 'Announcement',
	round: 'Round'
};

export const ROLE_NAMES: Readonly<Record<MeetingRole, string>> = {
	facilitator: 'Facilitator',
	timekeeper: 'Timekeeper',
	'note-taker': 'Note-taker'
};

/** What one who has it does, as a clause: "You facilitate". */
export const ROLE_VERBS: Readonly<Record<MeetingRole, string>> = {
	facilitator: 'facilitate',
	timekeeper: 'keep the time',
	'note-taker': 'take notes'
};

export const ROLE_DUTIES: Readonly<Record<MeetingRole, string>> = {
	facilitator: 'Opens and closes, leads from item to item, sees that everybody is heard.',
	timekeeper: 'Starts the timer and says when time runs short.',
	'note-taker': 'Writes down what was agreed; everybody may write along.'
};

/** What a kind of meeting is, in a sentence. */
export const KIND_WORDS: Readonly<Record<MeetingKind, string>> = {
	case: 'One of us brings a case without saying who it is; the others ask, listen and give ideas.',
	business: 'Rooms, money, tasks: what the collective has to agree on or hand out.',
	ethics: 'What is right here: who is touched, what the codes say, which ways are open.',
	'check-in': 'How each of us is. Nothing is decided.',
	balint: 'One of us tells of a meeting with a patient and then listens; the group speaks of what it stirs.',
	other: 'Anything else.'
};

/** Where a meeting is: its page, or, for a date that nobody has opened yet, the page that begins it. */
export const meetingPath = ({ id, series, date }: { readonly id: string | null; readonly series: string | null; readonly date: string | null }): string =>
	id !== null ? `/consultation/${id}` : `/consultation/series/${series ?? ''}/${date ?? ''}`;

/** The same for what is known by its key alone: `series@date` while nobody has opened it. */
export function datePath(key: string, id: string | null): string {
	const [series = null, date = null] = key.split('@');
	return meetingPath({ id, series, date });
}

/** "facilitator and note-taker" */
export const sayRoles = (roles: readonly MeetingRole[]): string => sayList(roles.map((role) => ROLE_NAMES[role].toLowerCase()));
