/** The consultation's part of the contract between screens and services: views by name, commands, live text. */
import type { MemberId, ObjectId, Result, StreamId } from '$crypto/base';
import type { StandingItem } from '$crdt/domain/consultation/ops';
import type * as Con from '$crdt/domain/consultation/views';
import type { OpInput } from '$crdt/domain/op';
import type { Failure } from '$lib/errors';
import type { Checked } from '$lib/identifiers/types';

type Done<T = void> = Promise<Result<T, Failure>>;

export interface MeetingsView {
	/** Soonest first: planned meetings, and the dates of series for the next 60 days. */
	readonly upcoming: readonly Con.MeetingSummary[];
	/** Latest first: the latest 60, and older ones that are of no series (those stand on the page of their series). */
	readonly past: readonly Con.MeetingSummary[];
	/** Each with its latest past meetings only; `consultation/series` has them all. */
	readonly series: readonly Con.SeriesView[];
	readonly myItems: readonly Con.MyItemView[];
	/** Not done: mine first, then everybody's. */
	readonly actions: readonly Con.ActionView[];
	readonly swaps: readonly Con.SwapView[];
	readonly agreements: readonly Con.AgreementView[];
}

/** What home shows of it: nothing that is not mine to do. */
export interface ConsultationHome {
	readonly actions: readonly Con.ActionView[];
	readonly swaps: readonly Con.SwapView[];
	/** Past meetings I replied to or had a part in, and have not signed; the latest four. */
	readonly toSign: readonly Con.MeetingSummary[];
	/** Cases of meetings to come that wait for my word whether I may know the person. */
	readonly toAnswer: readonly { readonly meeting: ObjectId; readonly title: string; readonly start: string; readonly presenterName: string }[];
}

export interface ConsultationViews {
	'consultation': { args: null; value: MeetingsView };
	'consultation/meeting': { args: { id: ObjectId }; value: Con.MeetingView | null };
	'consultation/series': { args: { id: ObjectId }; value: Con.SeriesView | null };
	/** Dates of a rule, for a form; null: it cannot be read, or nothing fits. */
	'consultation/dates': { args: { rule: string; first: string }; value: { readonly rule: string; readonly dates: readonly string[]; readonly openEnded: boolean } | null };
	/** `member` null: everybody. */
	'consultation/hours': { args: { year: number; member: MemberId | null }; value: Con.HoursView };
	'consultation/agreement': { args: { id: ObjectId }; value: Con.AgreementView | null };
}

type MeetingInput = Omit<Extract<OpInput, { type: 'consultation/plan-meeting' }>, 'type' | 'notes' | 'occurrence'>;
type SeriesInput = Omit<Extract<OpInput, { type: 'consultation/plan-series' }>, 'type' | 'dates'>;
type CaseInput = Omit<Extract<OpInput, { type: 'consultation/add-case' }>, 'type' | 'text'>;

export interface ConsultationCommands {
	/** Plans one meeting, with items to begin with. */
	planMeeting(input: MeetingInput, agenda: readonly StandingItem[]): Done<ObjectId>;
	/** `first`: the first date. A rule without an end gets a year of dates; devices add to it in time. */
	planSeries(input: SeriesInput & { readonly first: string }): Done<ObjectId>;
	/** The meeting of a date of a series: the one there is, or a new one with its standing items. */
	prepareMeeting(series: ObjectId, date: string): Done<ObjectId>;
	/** Brings a case: its text has a key of its own, so far on the presenter's devices only. */
	addCase(input: CaseInput): Done<ObjectId>;
	startAgreement(title: string): Done<ObjectId>;
	readonly identifiers: {
		/** What in this text may tell who a client is. Local, in a worker of its own; never rejects. */
		check(text: string): Promise<Checked>;
		/** The private list of this device: always flagged, never flagged. */
		words(): Promise<PrivateWords>;
		setWords(words: PrivateWords): Done;
	};
}

export interface PrivateWords {
	readonly flag: readonly string[];
	readonly pass: readonly string[];
}

/** A comment in a text's stream: forgotten with it. */
export interface CommentView {
	readonly id: string;
	/** The item it is about; null: the whole. */
	readonly about: ObjectId | null;
	readonly name: string;
	readonly discipline: string;
	readonly licence: string;
	readonly mine: boolean;
	/** Claimed time, ms. */
	readonly at: number;
	readonly text: string;
	readonly withdrawn: boolean;
}

/** The part of a live text beside the words. */
export interface TextComments {
	/** Oldest first. */
	readonly comments: { readonly current: readonly CommentView[] };
	comment(text: string, about: ObjectId | null): Done;
	/** One's own only. */
	withdrawComment(id: string): Done;
}

/** How a text begins. */
export interface TextHead {
	/** The words of its first two blocks; no words at all: ''. */
	readonly head: { readonly current: readonly string[] };
	/** Writes a heading and a paragraph for each pair of words into a text that is empty. False: it is not, and nothing was written. */
	begin(lines: readonly { readonly heading: string; readonly words: string }[]): boolean;
}

export type { StreamId };
