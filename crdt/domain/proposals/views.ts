/** What screens read about proposals: plain data in the words of the house. */
import type { MemberId, ObjectId } from '../../../crypto/base';
import type { Effect, Stance } from './ops';

export type ProposalStatus =
	| { readonly status: 'open' }
	| { readonly status: 'past-deadline' }
	| { readonly status: 'accepted'; readonly carriedOut: boolean }
	| { readonly status: 'not-accepted' }
	| { readonly status: 'withdrawn' }
	| { readonly status: 'contested' };

export interface StanceView {
	readonly memberId: MemberId;
	readonly name: string;
	readonly isMe: boolean;
	readonly stance: Stance | 'none';
	readonly reason: string;
	/** soft: may still change; bound: this member's word; determined: can no longer change for the result. */
	readonly firmness: 'none' | 'soft' | 'bound';
	readonly determined: boolean;
	readonly closed: boolean;
	/** Claimed time, ms; null where there is no stance. */
	readonly at: number | null;
	/** Arrived after the result was final: an objection the deciders had not seen. */
	readonly tooLate: boolean;
}

export interface ProposalSummary {
	readonly id: ObjectId;
	readonly title: string;
	readonly proposerName: string;
	readonly mine: boolean;
	readonly openedAt: number;
	readonly deadline: number;
	readonly effect: Effect;
	readonly rule: 'consensus' | 'majority';
	readonly state: ProposalStatus;
	/** One plain line: "Decided. It can no longer change." / "Waiting for Bea and Dele." */
	readonly line: string;
	readonly myStance: Stance | 'none';
	readonly myStanceBound: boolean;
	/** I am an elector, it is open, and I have not given my binding word. */
	readonly needsMyVoice: boolean;
	readonly agreeing: number;
	readonly electors: number;
}

export interface ProposalCommentView {
	readonly id: ObjectId;
	readonly name: string;
	readonly mine: boolean;
	readonly at: number;
	readonly text: string;
}

export interface ProposalView extends ProposalSummary {
	readonly text: string;
	readonly stances: readonly StanceView[];
	readonly comments: readonly ProposalCommentView[];
	readonly closings: number;
	readonly closingsNeeded: number;
	readonly waitingFor: readonly string[];
	readonly heldBy: number;
	readonly of: number;
	/** Is the device I hold my voice, so that it may bind? */
	readonly iMayBind: boolean;
	readonly canWithdraw: boolean;
	readonly succeeds: ObjectId | null;
	readonly succeededBy: ObjectId | null;
}

export interface ProposalsView {
	readonly needsMe: readonly ProposalSummary[];
	readonly open: readonly ProposalSummary[];
	readonly decided: readonly ProposalSummary[];
}
