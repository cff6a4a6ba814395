/**
 * What a voice should write by itself about proposals: final words after a deadline, closings, openings of sealed answers.
 *
 * Pure; nothing here is a condition of validity. Carries PRO26, PRO27, PRO73 and PRO76.
 */
import type { MemberId } from '../../../crypto/base';
import type { OpInput } from '../op';
import type { State } from '../state';
import { revealDuty, type RevealSelf } from './reveal-duty';
import { quorumOf, type Proposal, type Term } from './state';
import { closersOf, isBound, knownInterruption, newestTerm, stanceIn, termsAhead } from './terms';

export interface ProposalDutySelf extends RevealSelf {
	/**
	 * Members this device knew when it first received the proposal; null when that was not recorded. Where the frozen
	 * electorate leaves some of them out, the device does not close by itself (PRO27).
	 */
	knownMembersWhenReceived?(proposal: Proposal): readonly MemberId[] | null;
	/** The person has said that it should be closed all the same. */
	closesAllTheSame?(proposal: Proposal): boolean;
}

export interface ProposalDuties {
	readonly ops: readonly OpInput[];
	/** Proposals whose frozen electorate differs from the members known then: the person should look before closing. */
	readonly lookAt: readonly Proposal[];
}

type Duty = { readonly kind: 'write'; readonly op: OpInput } | { readonly kind: 'look' };

export function proposalDuties(state: Pick<State, 'proposals' | 'membership'>, self: ProposalDutySelf): ProposalDuties {
	const ops: OpInput[] = [];
	const lookAt: Proposal[] = [];
	for (const proposal of state.proposals.proposals.values()) {
		if (proposal.outcome.status !== 'open') continue;
		const own = proposal.electors.find((elector) => elector.memberId === self.member);
		if (own === undefined) continue;
		for (const term of termsAhead(proposal)) {
			const duty = own.voice === self.device ? dutyIn(state, proposal, term, self) : openDuty(proposal, term, self);
			if (duty?.kind === 'write') ops.push(duty.op);
			else if (duty?.kind === 'look' && !lookAt.includes(proposal)) lookAt.push(proposal);
		}
	}
	return { ops, lookAt };
}

function dutyIn(state: Pick<State, 'membership'>, proposal: Proposal, term: Term, self: ProposalDutySelf): Duty | null {
	const id = { proposal: proposal.id, term: term.id };
	if (closersOf(term).has(self.member)) return openDuty(proposal, term, self);
	// PRO76: what interrupts a term ends it; nobody is bound to its text any more
	if (knownInterruption(term) !== null) return { kind: 'write', op: { type: 'proposals/close', ...id } };
	if (!isBound(term, self.member)) {
		if (self.now < term.deadline) return null;
		const last = stanceIn(proposal, term, self.member);
		const { ballot, reason, harms } = last ?? { ballot: null, reason: '', harms: '' };
		return { kind: 'write', op: { type: 'proposals/bind-stance', ...id, ballot, reason, harms } };
	}
	if (!mayClose(proposal, term, self.now)) return null;
	if (leavesSomebodyOut(state, proposal, term, self)) return { kind: 'look' };
	return { kind: 'write', op: { type: 'proposals/close', ...id } };
}

/** PRO73: any device of a member opens what it alone can open. */
function openDuty(proposal: Proposal, term: Term, self: ProposalDutySelf): Duty | null {
	const op = proposal.sealed ? revealDuty(proposal, term, self) : null;
	return op === null ? null : { kind: 'write', op };
}

/** PRO26: everybody has given their final word, or more than half have and the deadline is over. */
export function mayClose(proposal: Proposal, term: Term, now: number): boolean {
	const bound = proposal.electors.filter(({ memberId }) => isBound(term, memberId)).length;
	if (bound === proposal.electors.length) return true;
	return now >= term.deadline && bound >= quorumOf(proposal.electors.length);
}

/** Members this device knew whom the frozen electorate leaves out, unless the person has said or shown that it is fine (PRO27). */
export function leftOut(state: Pick<State, 'membership'>, proposal: Proposal, self: ProposalDutySelf): readonly MemberId[] {
	return leftOutOf(state, proposal, newestTerm(proposal), self);
}

function leavesSomebodyOut(state: Pick<State, 'membership'>, proposal: Proposal, term: Term, self: ProposalDutySelf): boolean {
	return leftOutOf(state, proposal, term, self).length > 0;
}

function leftOutOf({ membership }: Pick<State, 'membership'>, proposal: Proposal, term: Term, self: ProposalDutySelf): readonly MemberId[] {
	const known = self.knownMembersWhenReceived?.(proposal) ?? null;
	if (known === null || self.closesAllTheSame?.(proposal) === true || spokeInPerson(term, self.member)) return [];
	const subject = proposal.effect.kind === 'remove-member' ? proposal.effect.member : null;
	const electors = new Set(proposal.electors.map((elector) => elector.memberId));
	// whoever has gone since, or is on trial, is not left out
	return known.filter((id) => {
		const member = membership.members.get(id);
		return id !== subject && !electors.has(id) && member?.status === 'member' && member.stage === 'member';
	});
}

/** A final word from before the deadline was given by a person, who could see who decides; after it, by the device. */
function spokeInPerson(term: Term, member: MemberId): boolean {
	return term.stances.some(({ elector, kind, at }) => elector === member && kind === 'bound' && at < term.deadline);
}
