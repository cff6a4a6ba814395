/**
 * Proposals as screens show them: in the words of the house, seen by one person at one moment. Decides nothing; results
 * come from the state. Carries PRO50-PRO52.
 */
import type { MemberId, ObjectId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { comparePlaces, compareStances } from './determine';
import { determinedElectors } from './outcome';
import { quorumOf, type Elector, type Proposal, type StanceRecord } from './state';
import type {
	ProposalCommentView, ProposalsView, ProposalStatus, ProposalSummary, ProposalView, StanceView
} from './views';

export function selectProposals(lens: Lens): ProposalsView {
	const all = [...lens.state.proposals.proposals.values()].sort((a, b) => comparePlaces(b, a));
	const open = all.filter((proposal) => proposal.outcome.status === 'open');
	const byDeadline = [...open].sort((a, b) => a.deadline - b.deadline || comparePlaces(a, b));
	return {
		needsMe: byDeadline.filter((proposal) => needsVoiceOf(proposal, lens.me)).map((proposal) => summaryOf(lens, proposal)),
		open: byDeadline.map((proposal) => summaryOf(lens, proposal)),
		decided: all.filter((proposal) => proposal.outcome.status !== 'open').map((proposal) => summaryOf(lens, proposal))
	};
}

/** Null: no such proposal. */
export function selectProposal(lens: Lens, id: ObjectId): ProposalView | null {
	const proposal = lens.state.proposals.proposals.get(id);
	if (proposal === undefined) return null;
	const isOpen = proposal.outcome.status === 'open';
	const mine = proposal.electors.find((elector) => elector.memberId === lens.me);
	const successor = lens.state.proposals.proposals.find((other) => other.succeeds === id);
	return {
		...summaryOf(lens, proposal),
		text: proposal.text,
		stances: stancesOf(lens, proposal),
		comments: proposal.comments.map((comment): ProposalCommentView => ({
			id: comment.id,
			name: lens.nameOf(comment.author),
			mine: comment.author === lens.me,
			at: comment.at,
			text: comment.text
		})),
		closings: closersOf(proposal).size,
		closingsNeeded: quorumOf(proposal.electors.length),
		waitingFor: isOpen ? missingOf(proposal).map((elector) => lens.nameOf(elector.memberId)) : [],
		heldBy: lens.heldBy(proposal.entry).length,
		of: lens.state.membership.seated.length,
		iMayBind: isOpen && mine?.voice === lens.device && !isBound(proposal, lens.me),
		canWithdraw: isOpen && proposal.proposer === lens.me && proposal.withdrawals.length === 0,
		succeeds: proposal.succeeds,
		succeededBy: successor?.id ?? null
	};
}

/** The highest-ranked stance of an elector that is known here (PRO22). */
export function currentStance(proposal: Proposal, elector: MemberId): StanceRecord | null {
	let best: StanceRecord | null = null;
	for (const stance of proposal.stances)
		if (stance.elector === elector && compareStances(stance, best) > 0) best = stance;
	return best;
}

export const isBound = (proposal: Proposal, elector: MemberId): boolean =>
	proposal.stances.some((stance) => stance.elector === elector && stance.kind === 'bound');

export const closersOf = (proposal: Proposal): ReadonlySet<MemberId> =>
	new Set(proposal.closings.map((closing) => closing.elector));

function summaryOf(lens: Lens, proposal: Proposal): ProposalSummary {
	const mine = currentStance(proposal, lens.me);
	return {
		id: proposal.id,
		title: proposal.title,
		proposerName: lens.nameOf(proposal.proposer),
		mine: proposal.proposer === lens.me,
		openedAt: proposal.at,
		deadline: proposal.deadline,
		effect: proposal.effect,
		rule: proposal.rule,
		state: statusOf(lens, proposal),
		line: lineOf(lens, proposal),
		myStance: mine?.stance ?? 'none',
		myStanceBound: mine?.kind === 'bound',
		needsMyVoice: needsVoiceOf(proposal, lens.me),
		agreeing: proposal.electors.filter(({ memberId }) => currentStance(proposal, memberId)?.stance === 'agree').length,
		electors: proposal.electors.length
	};
}

function needsVoiceOf(proposal: Proposal, me: MemberId): boolean {
	const isElector = proposal.electors.some((elector) => elector.memberId === me);
	return proposal.outcome.status === 'open' && isElector && !isBound(proposal, me);
}

function statusOf(lens: Lens, proposal: Proposal): ProposalStatus {
	const { status } = proposal.outcome;
	switch (status) {
		case 'open':
			return { status: lens.now >= proposal.deadline ? 'past-deadline' : 'open' };
		case 'accepted':
			return { status, carriedOut: lens.state.proposals.carriedOut.has(proposal.id) };
		default:
			return { status };
	}
}

function lineOf(lens: Lens, proposal: Proposal): string {
	switch (proposal.outcome.status) {
		case 'accepted':
			return 'Decided. It can no longer change.';
		case 'not-accepted':
			return 'Not accepted. It can no longer change.';
		case 'withdrawn':
			return `Withdrawn by ${lens.nameOf(proposal.proposer)}.`;
		case 'contested':
			return 'Contested: a device has closed it in two ways. Nothing further follows from it.';
		case 'open':
			return waitingLine(lens, proposal);
	}
}

/** Those it waits for: first who has said nothing, then who has not given a final word, then who has not closed. */
function missingOf(proposal: Proposal): readonly Elector[] {
	const silent = proposal.electors.filter(({ memberId }) => currentStance(proposal, memberId) === null);
	if (silent.length > 0) return silent;
	const unbound = proposal.electors.filter(({ memberId }) => !isBound(proposal, memberId));
	if (unbound.length > 0) return unbound;
	const closed = closersOf(proposal);
	return proposal.electors.filter(({ memberId }) => !closed.has(memberId));
}

function waitingLine(lens: Lens, proposal: Proposal): string {
	const missing = missingOf(proposal);
	const names = missing.map(({ memberId }) => (memberId === lens.me ? 'you' : lens.nameOf(memberId)));
	if (proposal.electors.every(({ memberId }) => isBound(proposal, memberId)))
		return `Everybody has given their final word. Waiting for the device of ${listed(names)} to confirm.`;
	const others = names.filter((name) => name !== 'you');
	return `Waiting for ${listed(names.includes('you') ? ['you', ...others] : others)}.`;
}

/** "Ben, Chloé and Dele"; of many, the first few. */
function listed(names: readonly string[]): string {
	if (names.length === 0) return 'nobody';
	if (names.length === 1) return names[0] ?? '';
	if (names.length > 4) return `${names.slice(0, 3).join(', ')} and ${names.length - 3} others`;
	return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

function stancesOf(lens: Lens, proposal: Proposal): readonly StanceView[] {
	const determined = determinedElectors(proposal, proposal.closings);
	const closed = closersOf(proposal);
	return proposal.electors.map(({ memberId }, at): StanceView => {
		const current = currentStance(proposal, memberId);
		const settled = determined[at]?.stances ?? [];
		const isFinal = proposal.outcome.status !== 'open';
		return {
			memberId,
			name: lens.nameOf(memberId),
			isMe: memberId === lens.me,
			stance: current?.stance ?? 'none',
			reason: current?.reason ?? '',
			firmness: current?.kind ?? 'none',
			determined: settled.length > 0,
			closed: closed.has(memberId),
			at: current?.at ?? null,
			tooLate: isFinal && settled.length > 0 && settled.every((stance) => compareStances(current, stance) > 0)
		};
	});
}
