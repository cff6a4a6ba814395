/**
 * Proposals as the log tells them: what was frozen at opening, and per term every answer, closing and interruption since.
 * Plain data; what it amounts to is computed by `outcome.ts`.
 */
import type { Map as ImmutableMap } from 'immutable';
import type { DeviceId, EntryId, MemberId, ObjectId } from '../../../crypto/base';
import type { LifeState } from './life-state';
import type { Ballot, Method } from './method';
import type { Effect } from './ops';
import type { Subject } from './settings-ops';

export interface Elector {
	readonly memberId: MemberId;
	readonly admission: EntryId;
	/** The one device that binds and closes for this member, whatever happens later. */
	readonly voice: DeviceId;
	/** Ownership units, where the method weighs them; otherwise 1. */
	readonly weight: number;
}

/** Where something stands in the total order. */
export interface Place {
	readonly entry: EntryId;
	readonly lamport: number;
	/** Claimed time, ms. */
	readonly at: number;
}

export interface StanceRecord extends Place {
	readonly elector: MemberId;
	/** `carried`: said to the same text in an earlier term that was extended (PRO77). */
	readonly kind: 'carried' | 'soft' | 'bound';
	/** What was said then, where `kind` is `carried`: carried stances rank as they did there. Null elsewhere. */
	readonly carried: StanceRecord | null;
	/** Null: bound without an answer. */
	readonly ballot: Ballot | null;
	readonly reason: string;
	readonly harms: string;
	/** Bound because its member left (PRO24). */
	readonly byLeave: boolean;
	/** Given ahead, while the matter was still discussed. */
	readonly ahead: boolean;
	/** Confirms what a colleague had written down. */
	readonly confirms: ObjectId | null;
}

/** What interrupts a term: a withdrawal, or the term that follows it. */
export interface Interruption extends Place {
	readonly kind: 'withdraw' | 'new-term';
	/** Id of the op that interrupts; of a new term, that term's id. */
	readonly id: ObjectId;
	readonly author: MemberId;
}

export interface ClosingRecord extends Place {
	readonly elector: MemberId;
	/** Per elector, in the order of `Proposal.electors`: the highest-ranked stance in this closing's past. */
	readonly ballots: readonly (StanceRecord | null)[];
	/** The highest-ranked interruption of this term in its past. */
	readonly interruption: Interruption | null;
}

/** An opened sealed answer, and the settled commitment that it opens. */
export interface RevealRecord extends Place {
	readonly elector: MemberId;
	readonly ballot: Ballot;
	readonly reason: string;
	readonly harms: string;
	readonly commitment: string;
}

export interface RevealClosing extends Place {
	readonly elector: MemberId;
	/** Per elector: the highest-placed opening in its past. */
	readonly reveals: readonly (RevealRecord | null)[];
}

export interface Term extends Place {
	/** The op that began it: the opening, or a `new-term`. */
	readonly id: ObjectId;
	readonly kind: 'first' | 'extend' | 'amend';
	readonly after: ObjectId | null;
	readonly title: string;
	readonly text: string;
	readonly deadline: number;
	readonly reason: string;
	readonly amendment: ObjectId | null;
	/** In total order. */
	readonly stances: readonly StanceRecord[];
	readonly closings: readonly ClosingRecord[];
	readonly interruptions: readonly Interruption[];
	readonly reveals: readonly RevealRecord[];
	readonly revealClosings: readonly RevealClosing[];
}

export interface WithdrawalRecord extends Place {
	readonly term: ObjectId;
	readonly author: MemberId;
	readonly reason: string;
}

export type Outcome =
	| { readonly status: 'open' }
	| { readonly status: 'accepted' }
	| { readonly status: 'not-accepted' }
	/** A poll: the winning options (several: a tie). */
	| { readonly status: 'chosen'; readonly options: readonly number[] }
	/** A conversation has ended. */
	| { readonly status: 'concluded' }
	| { readonly status: 'withdrawn' }
	/** Certificates for different results exist: somebody spoke with two tongues. `accepted`: one of them accepts. */
	| { readonly status: 'contested'; readonly accepted: boolean };

export interface Proposal extends Place {
	readonly id: ObjectId;
	readonly effect: Effect;
	readonly subject: Subject;
	readonly method: Method;
	readonly sealed: boolean;
	/** Agreements that a removal needs at the least (PRO42); 0 elsewhere. */
	readonly needed: number;
	readonly proposer: MemberId;
	readonly discussion: ObjectId | null;
	readonly succeeds: ObjectId | null;
	/** The first proposal of its chain of successors: carried out at most once. */
	readonly mandate: ObjectId;
	readonly alternatives: readonly ObjectId[];
	readonly reviewOn: string | null;
	readonly electors: readonly Elector[];
	/** In total order; the first began with the opening. At least one. */
	readonly terms: readonly Term[];
	readonly withdrawals: readonly WithdrawalRecord[];
	readonly outcome: Outcome;
	/** The last term that earlier ones are settled to lead to: the one that counts (PRO74). */
	readonly settledTerm: ObjectId;
}

export interface ProposalsState {
	readonly proposals: ImmutableMap<ObjectId, Proposal>;
	/** Accepted proposals whose effect holds: the newest accepted one of each mandate (PRO43). */
	readonly carriedOut: ReadonlySet<ObjectId>;
	/** What is said around proposals and binds nobody. */
	readonly life: LifeState;
}

/** More than half of `n`: the gate before a closing, and the `lo` threshold. */
export const quorumOf = (n: number): number => Math.floor(n / 2) + 1;
