/**
 * What whoever writes around proposals could know: who they are here, what was open, ended or answered in their own past.
 * Pure; nothing here has a part in finality.
 */
import type { MemberId } from '../../../crypto/base';
import { speakerOf, type ProposalPast } from './judge';
import type { Discussion } from './life-state';
import type { Outcome, Place, Proposal, StanceRecord } from './state';
import { newestTerm, stanceIn } from './terms';

/** What the book of proposals answers for the life around it. */
export interface LifeQueries {
	/** What a proposal amounted to, as far as the author of the entry at hand could know. */
	outcomeInPast(proposal: Proposal, past: ProposalPast): Outcome;
}

/** What comments and amendments are about. */
export type Matter =
	| { readonly kind: 'proposal'; readonly proposal: Proposal }
	| { readonly kind: 'discussion'; readonly discussion: Discussion };

/** In the causal past, or said earlier in the same entry. */
export const knows = (past: ProposalPast, { entry }: Pick<Place, 'entry'>): boolean => entry === past.place.entry || past.inPast(entry);

export const isMember = (past: ProposalPast, member: MemberId | undefined): member is MemberId =>
	past.facts.seated.some(({ memberId }) => memberId === member);

/** Who speaks here: a member, or an elector whose frozen voice this device is (PRO5, PRO12). */
export const speakerIn = (past: ProposalPast, proposal: Proposal | null): MemberId | null =>
	past.author?.memberId ?? (proposal === null ? null : speakerOf(proposal, past));

/** The answer that ranks highest for an elector to the newest text the author knew of (carried where that only extended another). */
export function answerIn(past: ProposalPast, proposal: Proposal, elector: MemberId): StanceRecord | null {
	const known = (entry: Place['entry']): boolean => knows(past, { entry });
	return stanceIn(proposal, newestTerm(proposal, known), elector, known);
}

export const isEndedIn = (past: ProposalPast, discussion: Discussion): boolean =>
	discussion.ended !== null && knows(past, discussion.ended);

/** Who may decline or take up: the author of the text. */
export const authorOfText = (matter: Matter): MemberId =>
	matter.kind === 'proposal' ? matter.proposal.proposer : matter.discussion.author;
