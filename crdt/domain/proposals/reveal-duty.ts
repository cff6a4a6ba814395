/**
 * What a device does by itself about sealed answers once everybody's is settled: open the own one, then close.
 *
 * Pure; nothing here is a condition of validity. Carries PRO73.
 */
import type { MemberId } from '../../../crypto/base';
import type { OpInput } from '../op';
import { mayCloseReveal, sealedElectors, settledCommitments, type SealedContents } from './judge-reveal';
import type { Proposal, Term } from './state';

/** A device that has opened its member's answer waits this long for colleagues to open theirs. */
export const REVEAL_WAIT_MS = 2 * 86_400_000;

export interface RevealSelf {
	readonly member: MemberId;
	readonly device: string;
	/** Milliseconds by this device's own clock. */
	readonly now: number;
	/** The own answer behind a commitment, where this device can open it. */
	openSealed?(commitment: string): (SealedContents & { readonly salt: string }) | null;
}

/** Null: nothing to do now. */
export function revealDuty(proposal: Proposal, term: Term, self: RevealSelf): OpInput | null {
	const settled = settledCommitments(proposal, term);
	if (settled === null) return null;
	const id = { proposal: proposal.id, term: term.id };
	const mine = settled[proposal.electors.findIndex(({ memberId }) => memberId === self.member)] ?? [];
	const own = term.reveals.find((reveal) => reveal.elector === self.member);
	if (own === undefined)
		for (const commitment of mine) {
			const answer = self.openSealed?.(commitment) ?? null;
			if (answer !== null) return { type: 'proposals/reveal', ...id, ...answer };
		}
	const isVoice = proposal.electors.some(({ memberId, voice }) => memberId === self.member && voice === self.device);
	if (!isVoice || term.revealClosings.some((closing) => closing.elector === self.member)) return null;

	const sealed = sealedElectors(proposal, settled);
	const isAllOpen = sealed.every((member) => term.reveals.some(({ elector }) => elector === member));
	if (!isAllOpen && self.now < waitingSince(term, self, own?.at) + REVEAL_WAIT_MS) return null;
	return mayCloseReveal(sealed, self.member, term.reveals, term.revealClosings) ? { type: 'proposals/close-reveal', ...id } : null;
}

/** The own opening, by the own clock; without one, the newest closing that does not claim to be of the future. */
function waitingSince(term: Term, { now, member }: RevealSelf, openedAt: number | undefined): number {
	if (openedAt !== undefined) return openedAt;
	const own = term.closings.find((closing) => closing.elector === member)?.at ?? 0;
	return Math.max(own, ...term.closings.map(({ at }) => at).filter((at) => at <= now));
}
