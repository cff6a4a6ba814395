/**
 * Opening sealed answers, and the closing of what was opened. Carries PRO71 and PRO72.
 */
import type { OpOf } from '../op';
import { refused, type Judged, type ProposalPast } from './judge';
import type { Proposal, RevealClosing, RevealRecord, Term } from './state';

export function judgeReveal(_op: OpOf<'proposals/reveal'>, _proposal: Proposal, _term: Term, _past: ProposalPast): Judged<RevealRecord> {
	return refused('PRO71', 'Nothing here can be opened.');
}

export function judgeCloseReveal(_proposal: Proposal, _term: Term, _past: ProposalPast): Judged<RevealClosing> {
	return refused('PRO72', 'Nothing here has been opened.');
}
