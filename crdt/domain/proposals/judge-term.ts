/**
 * How a term ends: the closing of each voice, and what interrupts it (a withdrawal, a later deadline, another text).
 * Carries PRO23, PRO25 and PRO75-PRO79.
 */
import { ok } from '../../../crypto/base';
import type { Refusal } from '../context';
import type { OpOf } from '../op';
import { NO_ELECTOR, NO_VOICE, refusal, refused, speakerOf, voiceOf, type Around, type Judged, type ProposalPast } from './judge';
import { outcomeIn } from './outcome';
import { quorumOf, type ClosingRecord, type Interruption, type Proposal, type Term } from './state';
import { isBound, knownInterruption, settledInterruptions, stanceIn } from './terms';

/** PRO23, PRO76: needs the own final word and that of more than half, or something that interrupts the term. */
export function judgeClose(proposal: Proposal, term: Term, past: ProposalPast): Judged<ClosingRecord> {
	const elector = voiceOf(proposal, past.device);
	if (elector === null) return refused('PRO23', NO_VOICE);
	const { entry } = past.place;
	if (term.closings.some((each) => each.elector === elector && (each.entry === entry || past.inPast(each.entry))))
		return refused('PRO23', 'The author had closed already.');
	const interruption = knownInterruption(term, past.inPast);
	if (interruption === null) {
		if (!isBound(term, elector, past.inPast)) return refused('PRO23', 'The author had not given their own final word yet.');
		const bound = new Set(term.stances.filter((stance) => stance.kind === 'bound' && past.inPast(stance.entry)).map((stance) => stance.elector));
		if (bound.size < quorumOf(proposal.electors.length))
			return refused('PRO23', 'Fewer than half had given their final word, as far as the author knew.');
	}
	const ballots = proposal.electors.map(({ memberId }) => stanceIn(proposal, term, memberId, past.inPast));
	return ok({ ...past.place, elector, ballots, interruption });
}

export function judgeWithdraw(proposal: Proposal, term: Term, past: ProposalPast): Judged<Interruption> {
	const { proposer: author } = proposal;
	if (past.author?.memberId !== author) return refused('PRO25', 'Only the person who proposed it can withdraw it.');
	const wrong = interruptionRefusal(proposal, term, { kind: 'withdraw', author }, past);
	return wrong === null ? ok({ ...past.place, kind: 'withdraw', id: past.objectId, author }) : { ok: false, error: wrong };
}

export interface NewTerm {
	readonly term: Term;
	/** What it is to the term before it. */
	readonly interruption: Interruption;
}

export function judgeNewTerm(op: OpOf<'proposals/new-term'>, proposal: Proposal, after: Term, past: ProposalPast, around: Around): Judged<NewTerm> {
	const author = past.author?.memberId ?? speakerOf(proposal, past);
	if (author === null) return refused('PRO79', NO_ELECTOR);
	const wrong = changeRefusal(op, proposal, after, past, around) ?? interruptionRefusal(proposal, after, { kind: 'new-term', author }, past);
	if (wrong !== null) return { ok: false, error: wrong };
	const { change } = op;
	const term: Term = {
		...past.place,
		id: past.objectId,
		kind: change.kind,
		after: after.id,
		title: change.kind === 'amend' ? change.title : after.title,
		text: change.kind === 'amend' ? change.text : after.text,
		deadline: op.deadline,
		reason: op.reason,
		amendment: change.kind === 'amend' ? change.amendment : null,
		stances: [],
		closings: [],
		interruptions: [],
		reveals: [],
		revealClosings: []
	};
	return ok({ term, interruption: { ...past.place, kind: 'new-term', id: past.objectId, author } });
}

/** PRO78, PRO79: the proposer may extend and rewrite; any elector may carry out what the others have decided about the text. */
function changeRefusal({ change, deadline }: OpOf<'proposals/new-term'>, proposal: Proposal, after: Term, past: ProposalPast, around: Around): Refusal | null {
	const speaker = speakerOf(proposal, past);
	const isProposer = past.author?.memberId === proposal.proposer;
	if (change.kind === 'extend') {
		if (!isProposer) return refusal('PRO78', 'Only the person who proposed it can give it more time.');
		return deadline > after.deadline ? null : refusal('PRO78', 'More time means a later deadline.');
	}
	if (speaker === null && !isProposer) return refusal('PRO79', NO_ELECTOR);
	if (change.decision !== null) {
		const decision = past.find(change.decision);
		const isAbout = decision?.effect.kind === 'amend' && decision.effect.amendment === change.amendment;
		if (decision === undefined || !isAbout || !past.inPast(decision.entry) || outcomeIn(decision, past.inPast).status !== 'accepted')
			return refusal('PRO79', 'The others had not accepted this amendment, as far as the author knew.');
	} else if (!isProposer) return refusal('PRO79', 'Only the person who proposed it can change its text, or whoever carries out a decision about it.');
	if (change.amendment === null) return null;
	const wrong = around.judgeTakingUp(change.amendment, proposal.discussion === null ? [proposal.id] : [proposal.id, proposal.discussion], past);
	if (wrong !== null) return wrong;
	const amendment = around.amendment(change.amendment);
	return amendment?.title === change.title && amendment.text === change.text
		? null
		: refusal('PRO79', 'An amendment is taken up as it was written.');
}

/** PRO25, PRO75: one of each kind per term and author, and nothing once the author knew that it could not count any more. */
function interruptionRefusal(proposal: Proposal, term: Term, { kind, author }: Pick<Interruption, 'kind' | 'author'>, past: ProposalPast): Refusal | null {
	const rule = kind === 'withdraw' ? 'PRO25' : 'PRO75';
	const { entry } = past.place;
	if (term.interruptions.some((each) => each.entry === entry)) return refusal(rule, 'One entry interrupts a proposal once.');
	const known = term.interruptions.filter((each) => past.inPast(each.entry));
	if (known.some((each) => each.kind === kind && each.author === author))
		return refusal(rule, kind === 'withdraw' ? 'It had been withdrawn already.' : 'The author had begun another term already.');
	const closings = term.closings.filter((closing) => past.inPast(closing.entry));
	return settledInterruptions(closings, proposal.electors.length).length === 0
		? null
		: refusal(rule, 'So many devices had closed it already that this could change nothing any more.');
}
