/**
 * Meetings, agendas and what belongs to them as the fold keeps them. The words live in text streams. Plain values; facts that may be
 * said again are kept with the entry that said them last, so that screens can tell when and by whom.
 */
import { Map, type List, type Set } from 'immutable';
import type { EntryId, MemberId, ObjectId, StreamId } from '../../../crypto/base';
import type { CaseTags } from './case-ops';
import type { IdentifierClass, CheckedPlace } from './identifiers';
import type { StandingItem } from './ops';
import type { ItemKind, MeetingKind, MeetingRole } from './views';

/** Something said by a member, and by which entry. */
export interface Said<T> {
	readonly value: T;
	readonly by: MemberId;
	readonly entry: EntryId;
	/** Claimed time, ms. */
	readonly at: number;
}

export interface SeriesVersion {
	/** Counts for dates from this one on. */
	readonly since: string;
	readonly entry: EntryId;
	readonly title: string;
	readonly from: string;
	readonly minutes: number;
	readonly room: ObjectId | null;
	readonly link: string;
	readonly rotation: readonly MemberId[];
	readonly agenda: readonly StandingItem[];
}

export interface MeetingSeries {
	readonly id: ObjectId;
	readonly entry: EntryId;
	readonly kind: MeetingKind;
	readonly zone: string;
	readonly rule: string;
	readonly plannedBy: MemberId;
	/** Ascending, each once. */
	readonly dates: readonly string[];
	/** In the order they count: a later one stands from its `since` on. */
	readonly versions: readonly SeriesVersion[];
	readonly skipped: Set<string>;
	/** First date without a meeting; null: it goes on. */
	readonly endsAt: string | null;
}

export interface Timer {
	readonly item: ObjectId | null;
	readonly phase: 'running' | 'paused' | 'stopped';
	readonly totalMs: number;
	readonly leftMs: number;
	readonly at: number;
	readonly by: MemberId;
	readonly entry: EntryId;
}

export interface Meeting {
	readonly id: ObjectId;
	readonly entry: EntryId;
	readonly title: string;
	readonly kind: MeetingKind;
	readonly start: string;
	readonly end: string;
	readonly zone: string;
	readonly room: ObjectId | null;
	readonly link: string;
	readonly notes: StreamId;
	readonly occurrence: { readonly series: ObjectId; readonly date: string } | null;
	readonly plannedBy: MemberId;
	/** Entries that cancelled it (several when concurrent); empty: it takes place. */
	readonly cancelledBy: readonly EntryId[];
	/** In order of arrival, withdrawn ones and those carried here included. */
	readonly items: readonly ObjectId[];
	readonly actions: readonly ObjectId[];
	readonly replies: Map<MemberId, Said<'yes' | 'no'>>;
	/** Entries that signed to have been there, also of those who took it back since. */
	readonly signedBy: readonly EntryId[];
	readonly attendance: Map<MemberId, Said<{ readonly was: 'there' | 'absent' | 'unsaid'; readonly minutes: number }>>;
	/** As set by somebody; roles not in here go by turns. */
	readonly roles: Map<MeetingRole, Said<MemberId | null>>;
	readonly timer: Timer | null;
	readonly agreed: Map<MemberId, Said<boolean>>;
	/** The entry whose own past held everybody's agreement; its texts are to be destroyed. Null: not agreed. */
	readonly forgottenBy: EntryId | null;
}

export interface CaseFacts {
	readonly tags: CaseTags;
	/** The first is the one it began with; the last is written in. */
	readonly texts: readonly StreamId[];
	readonly answers: Map<MemberId, Said<'no' | 'maybe'>>;
	/** Every answer and readmission in the order of the fold, to tell what was seen when. */
	readonly history: readonly Said<{ readonly member: MemberId; readonly knows: 'no' | 'maybe' }>[];
	readonly opened: Said<true> | null;
	/** Everybody who comes had answered; it stays so (CON35). */
	readonly complete: Said<true> | null;
	/** Recusals of members who had been let in, which no renewal knows of yet (CON37). */
	readonly exposed: readonly EntryId[];
	/** The agreement by which it is gone, if any (CON51). */
	readonly forgottenBy: EntryId | null;
}

export interface Item {
	readonly id: ObjectId;
	readonly entry: EntryId;
	/** Where it is now. */
	readonly meeting: ObjectId;
	/** Where it was before it was carried over, oldest first. */
	readonly carriedFrom: readonly ObjectId[];
	readonly kind: ItemKind;
	/** '' for a case: its label is in its text. */
	readonly title: string;
	readonly presenter: MemberId | null;
	readonly minutes: number;
	readonly order: string;
	readonly standing: number | null;
	/** Kept whoever changes it later. */
	readonly addedBy: MemberId;
	readonly done: boolean;
	readonly withdrawnBy: readonly EntryId[];
	readonly proposal: ObjectId | null;
	readonly case: CaseFacts | null;
}

export interface Action {
	readonly id: ObjectId;
	readonly entry: EntryId;
	readonly meeting: ObjectId;
	readonly item: ObjectId | null;
	readonly text: string;
	readonly assignee: MemberId | null;
	readonly due: string | null;
	readonly addedBy: MemberId;
	readonly done: Said<boolean> | null;
	readonly withdrawnBy: readonly EntryId[];
}

export interface Swap {
	readonly id: ObjectId;
	readonly entry: EntryId;
	readonly meeting: ObjectId;
	readonly role: MeetingRole;
	readonly from: MemberId;
	readonly to: MemberId;
	readonly inReturn: ObjectId | null;
	readonly status: 'asked' | 'accepted' | 'declined' | 'withdrawn';
}

export interface Agreement {
	readonly id: ObjectId;
	readonly entry: EntryId;
	readonly title: string;
	readonly text: StreamId;
	readonly startedBy: MemberId;
	/** Claimed time, ms. */
	readonly startedAt: number;
	readonly putAway: boolean;
	readonly proposals: readonly ObjectId[];
}

export interface KeptIdentifier {
	readonly entry: EntryId;
	readonly by: MemberId;
	readonly at: number;
	readonly place: CheckedPlace;
	readonly meeting: ObjectId | null;
	readonly class: IdentifierClass;
}

export interface ConsultationState {
	readonly series: Map<ObjectId, MeetingSeries>;
	readonly meetings: Map<ObjectId, Meeting>;
	/** Meetings made for one date of a series, by `series@date`: the first in the total order is shown, with the items of all. */
	readonly meetingsByOccurrence: Map<string, readonly ObjectId[]>;
	readonly items: Map<ObjectId, Item>;
	readonly actions: Map<ObjectId, Action>;
	readonly swaps: Map<ObjectId, Swap>;
	readonly agreements: Map<ObjectId, Agreement>;
	/** Newest last. */
	readonly kept: readonly KeptIdentifier[];
	/** Every text stream named here, and what for. Several only where they did not know of each other: see named-texts.ts. */
	readonly ownersByText: Map<StreamId, readonly ObjectId[]>;
	/** Members' devices that say they have destroyed it, by text: slots. */
	readonly forgottenOn: Map<StreamId, Set<number>>;
	/** What was said of a meeting (of the first for its date), in the order of the fold: what the author of an op knew can be told exactly. */
	readonly parts: Map<ObjectId, List<Part>>;
	/** The latest end a meeting ever had: nobody makes its texts go sooner by moving it (CON50). */
	readonly latestEnd: Map<ObjectId, string>;
}

/** One thing said: whose reply, attendance, role, item or agreement, and what. */
export interface Part {
	readonly entry: EntryId;
	readonly about: `${'reply' | 'attend' | 'role' | 'item' | 'agree'} ${string}`;
	/** A word, or the member it names; null: nobody, nothing any more. */
	readonly value: string | null;
}

export const emptyConsultation: ConsultationState = {
	series: Map(), meetings: Map(), meetingsByOccurrence: Map(), items: Map(), actions: Map(), swaps: Map(), agreements: Map(), kept: [],
	ownersByText: Map(), forgottenOn: Map(), parts: Map(), latestEnd: Map()
};
