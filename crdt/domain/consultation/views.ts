/** What the consultation's screens show: plain data, made by the selectors. The words live in text streams. */
import type { EntryId, MemberId, ObjectId, StreamId } from '../../../crypto/base';
import type { CaseTags } from './case-ops';
import type { CheckedPlace, IdentifierClass } from './identifiers';
import type { StandingItem } from './ops';

export type MeetingKind = 'case' | 'ethics' | 'business' | 'check-in' | 'balint' | 'other';
export type ItemKind = 'case' | 'topic' | 'decision' | 'announcement' | 'round';
export type MeetingRole = 'facilitator' | 'timekeeper' | 'note-taker';
export const MEETING_ROLES: readonly MeetingRole[] = ['facilitator', 'timekeeper', 'note-taker'];

/** A meeting in a list: one that was planned or begun, or a date of a series for which nothing was written yet. */
export interface MeetingSummary {
	/** Null: a date of a series that nobody has opened yet; `app.prepareMeeting` makes it. */
	readonly id: ObjectId | null;
	/** `id`, or `series@date`: for lists. */
	readonly key: string;
	readonly series: ObjectId | null;
	/** The date of its series. */
	readonly date: string | null;
	readonly title: string;
	readonly kind: MeetingKind;
	/** Wall time in `zone`. */
	readonly start: string;
	readonly end: string;
	readonly zone: string;
	readonly room: ObjectId | null;
	readonly roomName: string | null;
	readonly link: string;
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
	/** My roles in it. */
	readonly myRoles: readonly MeetingRole[];
	readonly myReply: 'yes' | 'no' | null;
	/** Past, and I have not said whether I was there. */
	readonly attendanceOpen: boolean;
	/** Its texts are gone, by decision or by agreement. */
	readonly forgotten: boolean;
}

export interface RoleView {
	readonly role: MeetingRole;
	readonly member: MemberId | null;
	readonly name: string | null;
	readonly mine: boolean;
	/** By turns, or set by somebody. */
	readonly byTurns: boolean;
	/** A swap that is asked for. */
	readonly swap: SwapView | null;
}

export interface SwapView {
	readonly id: ObjectId;
	readonly role: MeetingRole;
	readonly meeting: ObjectId;
	readonly meetingTitle: string;
	readonly meetingStart: string;
	readonly from: MemberId;
	readonly fromName: string;
	readonly to: MemberId;
	readonly toName: string;
	/** The meeting given in return: its title and start. */
	readonly inReturn: { readonly id: ObjectId; readonly title: string; readonly start: string } | null;
	/** I am asked / I asked. */
	readonly forMe: boolean;
	readonly mine: boolean;
}

/** One member and one meeting: will they come, were they there. */
export interface AttendanceView {
	readonly member: MemberId;
	readonly name: string;
	readonly isMe: boolean;
	readonly discipline: string;
	/** As they wrote it in their profile; '' : none. */
	readonly licence: string;
	readonly reply: 'yes' | 'no' | null;
	readonly was: 'there' | 'absent' | null;
	readonly minutes: number;
	/** When they signed it, ms. */
	readonly signedAt: number | null;
}

/** How a case is for whoever looks. */
export type CaseAccess =
	/** I present it. */
	| { readonly status: 'presenter' }
	/** I have not said yet whether I may know the person: tags only. */
	| { readonly status: 'ask' }
	/** I said that I do not; others who come have not said yet, and the presenter has not opened it. */
	| { readonly status: 'waiting'; readonly forNames: readonly string[] }
	/** I may read; the key may still be on its way. */
	| { readonly status: 'open' }
	/** I may know the person. `seen`: I could read it between these times before I said so (`until` null never happens here). */
	| { readonly status: 'recused'; readonly seen: { readonly from: number; readonly until: number } | null };

export interface CaseView {
	readonly tags: CaseTags;
	readonly access: CaseAccess;
	/** Text streams in the order they were written; the last is written in. Empty unless I may read. */
	readonly texts: readonly StreamId[];
	/** Who said what, for everybody: presence in the discussion, not knowledge of the person. `seen` as in `CaseAccess`. */
	readonly answers: readonly {
		readonly member: MemberId;
		readonly name: string;
		readonly knows: 'no' | 'maybe';
		readonly at: number;
		readonly seen: { readonly from: number; readonly until: number } | null;
	}[];
	/** Those who said they come and have not answered. */
	readonly unanswered: readonly { readonly member: MemberId; readonly name: string }[];
	/** The presenter opened it before everybody had answered. */
	readonly openedEarly: boolean;
	/** I present it, somebody has not answered: I may open it for the others. */
	readonly mayOpen: boolean;
	/** Those I present it to who stepped out and whom I could let in again. */
	readonly mayReadmit: readonly MemberId[];
}

export interface ItemView {
	readonly id: ObjectId;
	readonly entry: EntryId;
	readonly meeting: ObjectId;
	readonly kind: ItemKind;
	/** '' for a case. */
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
	/** The meeting it was carried over from, latest. */
	readonly carriedFrom: { readonly id: ObjectId; readonly start: string } | null;
	/** A standing item of the series. */
	readonly isStanding: boolean;
	readonly proposal: ObjectId | null;
	/** Null unless `kind` is 'case'. */
	readonly case: CaseView | null;
}

export interface ActionView {
	readonly id: ObjectId;
	readonly meeting: ObjectId;
	readonly meetingTitle: string;
	readonly meetingStart: string;
	readonly item: ObjectId | null;
	readonly text: string;
	readonly assignee: MemberId | null;
	readonly assigneeName: string | null;
	readonly mine: boolean;
	readonly due: string | null;
	/** Not done, and the date has gone by. */
	readonly late: boolean;
	readonly done: boolean;
	readonly addedByName: string;
	/** I may withdraw or change it: I added it, or it is mine. */
	readonly mayChange: boolean;
}

export interface TimerView {
	readonly item: ObjectId | null;
	readonly phase: 'running' | 'paused';
	readonly totalMs: number;
	/** At the moment `at` of the author's clock; running: it goes on from there. Below 0: time is over. */
	readonly leftMs: number;
	readonly at: number;
	readonly byName: string;
	readonly mine: boolean;
}

/** Who has had a turn at presenting, the longest ago first. */
export interface TurnView {
	readonly member: MemberId;
	readonly name: string;
	readonly isMe: boolean;
	/** Wall time of the last meeting with a case or topic they presented; null: never. */
	readonly lastPresented: string | null;
	/** Cases presented in the last 365 days. */
	readonly cases: number;
}

export interface ForgettingView {
	/** Kept for ever, until a date (YYYY-MM-DD, the first day on which it is gone), or gone. */
	readonly status: 'kept' | 'until' | 'gone';
	readonly until: string | null;
	/** Gone because: time by decision, or all agreed. */
	readonly because: 'time' | 'agreement' | null;
	/** Whose agreement is there and whose is missing. */
	readonly agreed: readonly { readonly member: MemberId; readonly name: string }[];
	readonly missing: readonly { readonly member: MemberId; readonly name: string }[];
	readonly mayAgree: boolean;
	readonly iAgreed: boolean;
	/** How many more must say that they were there, were not, or agree, before an agreement counts (more than half). */
	readonly wanting: number;
	/** Members all of whose devices say that the texts are gone. */
	readonly goneOnMembers: number;
	readonly members: number;
}

export interface MeetingView extends Omit<MeetingSummary, 'id'> {
	readonly id: ObjectId;
	readonly entry: EntryId;
	readonly notes: StreamId;
	/** Notes of the same date begun apart by another device, oldest first. */
	readonly otherNotes: readonly StreamId[];
	/** In order, without the withdrawn ones. */
	readonly items: readonly ItemView[];
	/** Items that were carried over to a later meeting. */
	readonly carriedOn: readonly { readonly title: string; readonly kind: ItemKind; readonly to: ObjectId; readonly toStart: string }[];
	/** Items of the meeting before in this series (or of its kind) that are not done and could be carried over. */
	readonly leftOver: readonly ItemView[];
	/** Minutes by which the items exceed the meeting; 0 when they fit. */
	readonly overMinutes: number;
	readonly doneCount: number;
	readonly roles: readonly RoleView[];
	readonly attendance: readonly AttendanceView[];
	/** Made here, withdrawn ones left out. */
	readonly actions: readonly ActionView[];
	/** Not done, from earlier meetings of the series (or of its kind). */
	readonly openActions: readonly ActionView[];
	readonly timer: TimerView | null;
	readonly turns: readonly TurnView[];
	readonly forgetting: ForgettingView;
	/** What was kept knowingly in its texts. */
	readonly kept: readonly { readonly byName: string; readonly at: number; readonly class: IdentifierClass; readonly place: CheckedPlace }[];
	/** It has begun (by this device's clock) / it is over. */
	readonly hasBegun: boolean;
	readonly isOver: boolean;
	/** Neighbours in its series. */
	readonly previous: { readonly key: string; readonly id: ObjectId | null; readonly start: string } | null;
	readonly next: { readonly key: string; readonly id: ObjectId | null; readonly start: string } | null;
}

export interface MyItemView {
	readonly item: ItemView;
	readonly meeting: MeetingSummary;
}

export interface SeriesView {
	readonly id: ObjectId;
	readonly entry: EntryId;
	readonly title: string;
	readonly kind: MeetingKind;
	readonly rule: string;
	readonly from: string;
	readonly minutes: number;
	readonly zone: string;
	readonly room: ObjectId | null;
	readonly roomName: string | null;
	readonly link: string;
	readonly plannedByName: string;
	readonly rotation: readonly { readonly member: MemberId; readonly name: string }[];
	readonly agenda: readonly StandingItem[];
	readonly endsAt: string | null;
	/** From today on, at most 26, skipped ones included. */
	readonly upcoming: readonly (MeetingSummary & { readonly skipped: boolean; readonly roles: readonly RoleView[] })[];
	/** Latest first. */
	readonly past: readonly MeetingSummary[];
	readonly turns: readonly TurnView[];
}

/** Hours of consultation of a calendar year, as signed by the attendees themselves. */
export interface HoursView {
	readonly year: number;
	readonly rows: readonly HoursRow[];
	/** Sums of `rows`, by member. */
	readonly byMember: readonly { readonly member: MemberId; readonly name: string; readonly licence: string; readonly meetings: number; readonly minutes: number }[];
}
export interface HoursRow {
	readonly member: MemberId;
	readonly name: string;
	readonly meeting: ObjectId;
	readonly title: string;
	readonly kind: MeetingKind;
	readonly start: string;
	readonly minutes: number;
	readonly signedAt: number;
	/** Held by so many members' devices. */
	readonly heldBy: number;
}

export interface AgreementView {
	readonly id: ObjectId;
	readonly title: string;
	readonly text: StreamId;
	readonly startedByName: string;
	readonly startedAt: number;
	readonly putAway: boolean;
	readonly proposals: readonly { readonly id: ObjectId; readonly title: string; readonly status: string }[];
}
