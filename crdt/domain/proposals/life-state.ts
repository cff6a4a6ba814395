/**
 * What happens around proposals: discussions, comments, amendments, outcome statements, tasks, meetings about a block,
 * mediation, measures. Nothing here has a part in finality. Plain data.
 */
import { Map as ImmutableMap } from 'immutable';
import type { MemberId, ObjectId } from '../../../crypto/base';
import type { RoomChange } from '../calendar/ops';
import type { Ballot, Method } from './method';
import type { Effect } from './ops';
import type { Place } from './state';

export interface Revision extends Place {
	/** The op that wrote this text: the discussion itself, or a `revise`. */
	readonly id: ObjectId;
	readonly author: MemberId;
	readonly title: string;
	readonly text: string;
	readonly amendment: ObjectId | null;
}

/** Consent given ahead by an absent member. */
export interface AheadRecord extends Place {
	readonly id: ObjectId;
	readonly author: MemberId;
	readonly revision: ObjectId;
	readonly ballot: Ballot;
	readonly reason: string;
	readonly harms: string;
}

export interface Discussion extends Place {
	readonly id: ObjectId;
	readonly author: MemberId;
	readonly effect: Effect;
	readonly method: Method | null;
	readonly alternatives: readonly ObjectId[];
	/** In total order; the last one is the text. */
	readonly revisions: readonly Revision[];
	readonly ahead: readonly AheadRecord[];
	/** The first word in total order; the same for what is declined. */
	readonly ended: (Place & { readonly by: MemberId; readonly reason: string }) | null;
	/** Proposals opened from it, in total order. */
	readonly opened: readonly ObjectId[];
}

export interface CommentRecord extends Place {
	readonly id: ObjectId;
	readonly author: MemberId;
	readonly text: string;
	readonly replyTo: ObjectId | null;
	readonly mentions: readonly MemberId[];
}

export interface Amendment extends Place {
	readonly id: ObjectId;
	readonly about: ObjectId;
	readonly author: MemberId;
	readonly title: string;
	readonly text: string;
	readonly reason: string;
	/** Said no to by the author of the text; taken up = a revision or a term names it. */
	readonly declined: (Place & { readonly by: MemberId; readonly reason: string }) | null;
	/** The revision or term that carries it: of several, the first in total order. */
	readonly takenUp: (Place & { readonly by: ObjectId }) | null;
}

export interface SpokenRecord extends Place {
	readonly id: ObjectId;
	readonly term: ObjectId;
	readonly elector: MemberId;
	readonly recordedBy: MemberId;
	readonly ballot: Ballot;
	readonly reason: string;
	readonly harms: string;
}

/** A meeting that somebody who blocks has called. */
export interface BlockMeeting extends Place {
	readonly id: ObjectId;
	readonly author: MemberId;
	/** Claimed by its author, ms. */
	readonly meetsAt: number;
	readonly place: string;
	readonly note: string;
}

export interface OutcomeStatement extends Place {
	readonly author: MemberId;
	readonly statement: string;
	readonly reviewOn: string | null;
}

export interface Task extends Place {
	readonly id: ObjectId;
	readonly proposal: ObjectId;
	readonly author: MemberId;
	readonly text: string;
	readonly assignee: MemberId;
	readonly due: string | null;
	/** The last word in total order. */
	readonly mark: (Place & { readonly by: MemberId; readonly done: boolean }) | null;
}

export interface Mediation extends Place {
	readonly id: ObjectId;
	readonly caller: MemberId;
	readonly subject: MemberId;
	readonly mediators: readonly MemberId[];
	readonly concern: string;
	/** Full members in the past of the call: who may decide a removal that names it (PRO96). */
	readonly electorate: readonly MemberId[];
	/** At most one by each mediator counts: the first in total order. */
	readonly reports: readonly (Place & { readonly mediator: MemberId; readonly outcome: 'settled' | 'not-settled'; readonly note: string })[];
}

export type MeasureMatter =
	| { readonly kind: 'emergency'; readonly text: string; readonly until: number; readonly room: RoomChange | null }
	| { readonly kind: 'spend'; readonly amount: number; readonly purpose: string };

export interface Measure extends Place {
	readonly id: ObjectId;
	readonly author: MemberId;
	readonly title: string;
	readonly matter: MeasureMatter;
	/** How many members it takes, its author included; frozen from the author's past. */
	readonly needed: number;
	/** Full members in the author's past: who may join. */
	readonly electorate: readonly MemberId[];
	/** In total order, so its author first; each with the entry that said so. */
	readonly joined: readonly (Place & { readonly memberId: MemberId })[];
}

export interface LifeState {
	readonly discussions: ImmutableMap<ObjectId, Discussion>;
	/** By what they are about, in total order. */
	readonly comments: ImmutableMap<ObjectId, readonly CommentRecord[]>;
	readonly amendments: ImmutableMap<ObjectId, Amendment>;
	/** By proposal. */
	readonly spoken: ImmutableMap<ObjectId, readonly SpokenRecord[]>;
	readonly meetings: ImmutableMap<ObjectId, readonly BlockMeeting[]>;
	/** By proposal; the last one is shown. */
	readonly statements: ImmutableMap<ObjectId, readonly OutcomeStatement[]>;
	readonly tasks: ImmutableMap<ObjectId, Task>;
	readonly mediations: ImmutableMap<ObjectId, Mediation>;
	readonly measures: ImmutableMap<ObjectId, Measure>;
}

export const NO_LIFE: LifeState = {
	discussions: ImmutableMap(),
	comments: ImmutableMap(),
	amendments: ImmutableMap(),
	spoken: ImmutableMap(),
	meetings: ImmutableMap(),
	statements: ImmutableMap(),
	tasks: ImmutableMap(),
	mediations: ImmutableMap(),
	measures: ImmutableMap()
};

/** In force once enough members have joined; an emergency's end is for devices and screens, never for validity. */
export const isInForce = (measure: Measure): boolean => new Set(measure.joined.map(({ memberId }) => memberId)).size >= measure.needed;
