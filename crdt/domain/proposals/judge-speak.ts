/**
 * What electors say in a term: soft stances, the final word, and the word a leave leaves behind.
 * Carries PRO20, PRO21, PRO24, PRO60, PRO61, PRO65, PRO66 and PRO70.
 */
import { ok, type MemberId } from '../../../crypto/base';
import type { Refusal } from '../context';
import type { OpOf } from '../op';
import { fitsMethod, mustNameHarm } from './ballot';
import { NO_ELECTOR, NO_VOICE, refusal, refused, speakerOf, voiceOf, type Around, type Judged, type ProposalPast } from './judge';
import type { Ballot } from './method';
import type { Proposal, StanceRecord, Term } from './state';
import { isBound, stanceIn, type Known } from './terms';

const SPOKEN = { carried: null, byLeave: false, ahead: false } as const;
const HAD_BOUND = refused('PRO21', 'The author had given their final word already.');

export function judgeCast(op: OpOf<'proposals/cast-stance'>, proposal: Proposal, term: Term, past: ProposalPast, around: Around): Judged<StanceRecord> {
	const elector = speakerOf(proposal, past);
	if (elector === null) return refused('PRO20', NO_ELECTOR);
	if (isBound(term, elector, own(past))) return HAD_BOUND;
	if (term.stances.some((stance) => stance.elector === elector && stance.entry === past.place.entry))
		return refused('PRO20', 'One entry holds one stance.');
	const wrong = answerRefusal(op, proposal, elector) ?? confirmRefusal(op, proposal, elector, past, around);
	if (wrong !== null) return { ok: false, error: wrong };
	const { ballot, reason, harms, confirms } = op;
	return ok({ ...past.place, ...SPOKEN, elector, kind: 'soft', ballot, reason, harms, confirms });
}

export function judgeBind(op: OpOf<'proposals/bind-stance'>, proposal: Proposal, term: Term, past: ProposalPast): Judged<StanceRecord> {
	const elector = voiceOf(proposal, past.device);
	if (elector === null) return refused('PRO21', NO_VOICE);
	if (isBound(term, elector, own(past))) return HAD_BOUND;
	const { ballot, reason, harms } = op;
	const wrong = ballot === null ? null : answerRefusal({ ballot, harms }, proposal, elector);
	if (wrong !== null) return { ok: false, error: wrong };
	return ok({ ...past.place, ...SPOKEN, elector, kind: 'bound', ballot, reason, harms, confirms: null });
}

/** PRO24: a leave binds the leaver's last stance, as its own past knows it; null where it was bound before. */
export function bindingByLeave(proposal: Proposal, term: Term, leaver: MemberId, past: ProposalPast): StanceRecord | null {
	if (!past.inPast(term.entry) || !proposal.electors.some((elector) => elector.memberId === leaver)) return null;
	if (isBound(term, leaver, own(past))) return null;
	const last = stanceIn(proposal, term, leaver, own(past));
	return {
		...past.place,
		...SPOKEN,
		elector: leaver,
		kind: 'bound',
		ballot: last?.ballot ?? null,
		reason: last?.reason ?? '',
		harms: last?.harms ?? '',
		byLeave: true,
		confirms: null
	};
}

/** Null: a complete answer to what is asked, by somebody who may give it that way. */
export function answerRefusal(
	{ ballot, harms }: { readonly ballot: Ballot; readonly harms: string },
	proposal: Pick<Proposal, 'method' | 'sealed' | 'electors'>,
	elector: MemberId
): Refusal | null {
	if (proposal.sealed !== (ballot.kind === 'sealed'))
		return refusal('PRO70', proposal.sealed ? 'Answers to this are sealed until everybody’s is settled.' : 'Answers to this are given in the open.');
	if (ballot.kind === 'sealed') return null;
	if (ballot.kind === 'proxy') {
		const isOther = ballot.to !== elector && proposal.electors.some(({ memberId }) => memberId === ballot.to);
		return isOther ? null : refusal('PRO65', 'A proxy goes to somebody else who decides this.');
	}
	if (!fitsMethod(ballot, proposal.method)) return refusal('PRO60', 'This is not an answer to what was asked.');
	return mustNameHarm(ballot) && harms.trim() === ''
		? refusal('PRO61', 'Whoever blocks or objects says which shared purpose or agreement is harmed.')
		: null;
}

/** PRO66: what a colleague wrote down is confirmed as it stands, by the person who said it. */
function confirmRefusal(op: OpOf<'proposals/cast-stance'>, proposal: Proposal, elector: MemberId, past: ProposalPast, around: Around): Refusal | null {
	if (op.confirms === null) return null;
	const spoken = around.spoken(proposal.id).find((each) => each.id === op.confirms);
	if (spoken === undefined || !past.inPast(spoken.entry) || spoken.elector !== elector || spoken.term !== op.term)
		return refusal('PRO66', 'Nothing of the kind was written down for the author.');
	return JSON.stringify(spoken.ballot) === JSON.stringify(op.ballot)
		? null
		: refusal('PRO66', 'What is confirmed is not what was written down.');
}

/** The own past, and what was said earlier in the same entry. */
const own = (past: ProposalPast): Known => (entry) => entry === past.place.entry || past.inPast(entry);
