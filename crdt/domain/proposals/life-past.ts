/**
 * What whoever writes around proposals could know: who they are here, what was open, ended or answered in their own past.
 * Pure; nothing here has a part in finality.
 */
import type { MemberId, ObjectId } from '../../../crypto/base';
import type { Refusal } from '../context';
import { compareStances } from './determine';
import type { ProposalPast } from './judge';
import type { Amendment, Discussion } from './life-state';
import type { Outcome, Place, Proposal, StanceRecord, Term } from './state';

/** What the book of proposals answers for the life around it. */
export interface LifeQueries {
	/** What a proposal amounted to, as far as the author of the entry at hand could know. */
	outcomeInPast(proposal: Proposal, past: ProposalPast): Outcome;
}

/** What comments and amendments are about. */
export type Matter =
	| { readonly kind: 'proposal'; readonly proposal: Proposal }
	| { readonly kind: 'discussion'; readonly discussion: Discussion };

export const refusal = (rule: string, reason: string): Refusal => ({ rule, reason });

/** In the causal past, or said earlier in the same entry. */
export const knows = (past: ProposalPast, { entry }: Pick<Place, 'entry'>): boolean => entry === past.place.entry || past.inPast(entry);

export const isMember = (past: ProposalPast, member: MemberId | undefined): member is MemberId =>
	past.facts.seated.some(({ memberId }) => memberId === member);

export const isFullMember = (past: ProposalPast, member: MemberId): boolean =>
	past.facts.seated.some(({ memberId, stage }) => memberId === member && stage === 'member');

/** Who speaks here: a member, or an elector whose frozen voice this device is (PRO5, PRO12). */
export function speakerIn(past: ProposalPast, proposal: Proposal | null): MemberId | null {
	const byVoice = proposal?.electors.find(({ voice }) => voice === past.device)?.memberId;
	return past.author?.memberId ?? byVoice ?? null;
}

/** The newest term that the author knew of; the first one is in every past that knows the proposal. */
export function newestTermIn(past: ProposalPast, proposal: Proposal): Term {
	const known = proposal.terms.filter((term) => knows(past, term));
	return known.at(-1) ?? proposal.terms[0]!; // a proposal has at least one term
}

/** The answer that counted highest for an elector in the newest term the author knew of; where it was extended, the one before it. */
export function stanceIn(past: ProposalPast, proposal: Proposal, elector: MemberId): StanceRecord | null {
	for (let term: Term | undefined = newestTermIn(past, proposal); term !== undefined; ) {
		let best: StanceRecord | null = null;
		for (const stance of term.stances)
			if (stance.elector === elector && knows(past, stance) && compareStances(stance, best) > 0) best = stance;
		if (best !== null || term.kind !== 'extend') return best;
		const before: ObjectId | null = term.after;
		term = proposal.terms.find(({ id }) => id === before);
	}
	return null;
}

export const isEndedIn = (past: ProposalPast, discussion: Discussion): boolean =>
	discussion.ended !== null && knows(past, discussion.ended);

/** Who may decline or take up: the author of the text. */
export const authorOfText = (matter: Matter): MemberId =>
	matter.kind === 'proposal' ? matter.proposal.proposer : matter.discussion.author;

export const isTakenUpIn = (past: ProposalPast, amendment: Amendment): boolean =>
	amendment.takenUp !== null && knows(past, amendment.takenUp);
