/**
 * A proposal as the log tells it: what was frozen when it was opened, and every stance, closing and withdrawal since.
 * Plain data; what it amounts to is computed by `outcome.ts`.
 */
import type { Map as ImmutableMap } from 'immutable';
import type { DeviceId, EntryId, MemberId, ObjectId } from '../../../crypto/base';
import type { Effect, Stance } from './ops';

export interface Elector {
	readonly memberId: MemberId;
	readonly admission: EntryId;
	/** The one device that binds and closes for this member, whatever happens later. */
	readonly voice: DeviceId;
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
	readonly kind: 'soft' | 'bound';
	readonly stance: Stance | 'none';
	readonly reason: string;
	/** Bound because its member left (PRO24). */
	readonly byLeave: boolean;
}

export interface ClosingRecord extends Place {
	readonly elector: MemberId;
	/** Per elector, in the order of `Proposal.electors`: the highest-ranked stance in this closing's past. */
	readonly ballots: readonly (StanceRecord | null)[];
	/** The highest-ranked withdrawal in its past. */
	readonly withdrawal: Place | null;
}

export interface CommentRecord extends Place {
	readonly id: ObjectId;
	readonly author: MemberId;
	readonly text: string;
}

export interface WithdrawalRecord extends Place {
	readonly author: MemberId;
	readonly reason: string;
}

export type Outcome =
	| { readonly status: 'open' }
	| { readonly status: 'accepted' }
	| { readonly status: 'not-accepted' }
	| { readonly status: 'withdrawn' }
	/** Certificates for different results exist: somebody spoke with two tongues. `accepted`: one of them accepts. */
	| { readonly status: 'contested'; readonly accepted: boolean };

export interface Proposal extends Place {
	readonly id: ObjectId;
	readonly title: string;
	readonly text: string;
	readonly effect: Effect;
	readonly deadline: number;
	readonly proposer: MemberId;
	readonly succeeds: ObjectId | null;
	/** The first proposal of its chain of successors: carried out at most once. */
	readonly mandate: ObjectId;
	readonly rule: 'consensus' | 'majority';
	/** Agreements a majority needs; a removal counts its subject too (PRO42). */
	readonly needed: number;
	readonly electors: readonly Elector[];
	/** In total order; at most one bound per elector unless a voice forked. */
	readonly stances: readonly StanceRecord[];
	readonly closings: readonly ClosingRecord[];
	readonly withdrawals: readonly WithdrawalRecord[];
	readonly comments: readonly CommentRecord[];
	readonly outcome: Outcome;
}

export interface ProposalsState {
	readonly proposals: ImmutableMap<ObjectId, Proposal>;
	/** Accepted proposals whose effect holds: the newest accepted one of each mandate (PRO43). */
	readonly carriedOut: ReadonlySet<ObjectId>;
}

/** More than half of `n`: the gate before a closing, and the `lo` threshold. */
export const quorumOf = (n: number): number => Math.floor(n / 2) + 1;
