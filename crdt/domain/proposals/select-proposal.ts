/**
 * Proposals as screens show them: in the words of the house, seen by one person at one moment. Decides nothing; results
 * come from the state. Carries PRO50-PRO59.
 */
import type { MemberId, ObjectId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { comparePlaces } from './determine';
import { blockOf } from './select-block';
import { finalityOf, isTooLate } from './select-finality';
import { lineOf } from './select-lines';
import { answersOf, hasAnswered, isSeated, lastHeardAt, needsMyVoice, revealOf, standingOf, titleOf, type Stand, type Standing } from './select-standing';
import { tallyOf } from './select-tally';
import { amendmentsOf, amendsOf, commentsOf, threadOf } from './select-thread';
import type { Proposal, Term } from './state';
import { stanceIn, termOf } from './terms';
import type { ProposalStatus, ProposalSummary, ProposalView, StanceView, TaskView, TermView } from './views';

const DAY_MS = 86_400_000;

/** Null: no such proposal. */
export function selectProposal(lens: Lens, id: ObjectId): ProposalView | null {
	const proposal = lens.state.proposals.proposals.get(id);
	if (proposal === undefined) return null;
	const standing = standingOf(lens, proposal);
	const { term, isOpen, mine, stands } = standing;
	const iProposed = proposal.proposer === lens.me;
	const amendments = amendmentsOf(lens, { about: id, author: proposal.proposer, title: term.title, text: term.text, isOpen });
	const statement = lens.state.proposals.life.statements.get(id)?.at(-1);
	const successor = newestOf(lens.state.proposals.proposals.filter(({ succeeds }) => succeeds === id).values());
	const withdrawal = proposal.withdrawals.filter((each) => each.term === term.id).at(-1);
	return {
		...summaryOf(lens, proposal, standing),
		text: term.text,
		term: term.id,
		terms: proposal.terms.map((each) => termView(lens, proposal, each)),
		stances: stancesOf(lens, standing),
		tally: tallyOf(lens, standing),
		finality: finalityOf(lens, standing),
		thread: threadOf(lens, id),
		amendments,
		heldBy: lens.heldBy(proposal.entry).length,
		of: lens.state.membership.seated.length,
		amElector: mine !== null,
		iMayBind: isOpen && mine !== null && mine.elector.voice === lens.device && !mine.isBound,
		proxies: proposal.sealed ? [] : stands.filter((stand) => !stand.isMe && stand.stance?.ballot?.kind !== 'proxy').map(person),
		absentees: isOpen && isSeated(lens, lens.me) ? stands.filter((stand) => !stand.isMe && stand.stance === null).map(person) : [],
		canWithdraw: isOpen && iProposed && withdrawal === undefined,
		canExtend: isOpen && iProposed,
		canAmend: isOpen && (iProposed || (mine !== null && amendments.some(({ canTakeUp }) => canTakeUp))),
		block: blockOf(lens, standing),
		statement: statement === undefined ? null : { name: lens.nameOf(statement.author), at: statement.at, statement: statement.statement },
		canState: !isOpen && mine !== null && proposal.outcome.status !== 'withdrawn',
		tasks: tasksOf(lens, id),
		assignees: assigneesOf(lens, standing),
		alternatives: alternativesOf(lens, id, proposal.alternatives),
		discussion: proposal.discussion,
		succeeds: proposal.succeeds,
		succeededBy: successor?.id ?? null,
		withdrawnReason: proposal.outcome.status === 'withdrawn' ? (proposal.withdrawals.at(-1)?.reason ?? '') : '',
		sealedHere: lens.holdsSealed?.(id) === true,
		amends: amendsOf(lens, proposal.effect)
	};
}

export function summaryOf(lens: Lens, proposal: Proposal, standing: Standing = standingOf(lens, proposal)): ProposalSummary {
	const { term, mine, stands } = standing;
	const needsMe = needsMyVoice(standing);
	return {
		id: proposal.id,
		title: term.title,
		proposerName: lens.nameOf(proposal.proposer),
		mine: proposal.proposer === lens.me,
		openedAt: proposal.at,
		deadline: term.deadline,
		effect: proposal.effect,
		subject: proposal.subject,
		method: proposal.method,
		sealed: proposal.sealed,
		state: statusOf(lens, proposal, term),
		line: lineOf(lens, standing),
		myBallot: mine?.stance?.ballot ?? null,
		myStanceBound: mine?.isBound === true,
		needsMyVoice: needsMe,
		urgentForMe: needsMe && mine?.stance === null && term.deadline - lens.now <= DAY_MS,
		given: stands.filter(hasAnswered).length,
		electors: proposal.electors.length,
		reviewOn: reviewOf(lens, proposal),
		activeAt: activeAt(lens, proposal),
		comments: commentsOf(lens, proposal.id).length
	};
}

/** The date a statement gives last; before any statement, the one it was opened with. */
export function reviewOf(lens: Lens, { id, reviewOn }: Pick<Proposal, 'id' | 'reviewOn'>): string | null {
	const last = lens.state.proposals.life.statements.get(id)?.at(-1);
	return last === undefined ? reviewOn : last.reviewOn;
}

function statusOf(lens: Lens, proposal: Proposal, term: Term): ProposalStatus {
	const { outcome } = proposal;
	switch (outcome.status) {
		case 'open':
			return { status: lens.now >= term.deadline ? 'past-deadline' : 'open' };
		case 'accepted':
			return { status: 'accepted', carriedOut: lens.state.proposals.carriedOut.has(proposal.id) };
		case 'chosen':
			return { status: 'chosen', options: outcome.options };
		default:
			return { status: outcome.status };
	}
}

function activeAt(lens: Lens, { at, id, terms }: Proposal): number {
	let newest = at;
	for (const term of terms) {
		newest = Math.max(newest, term.at);
		for (const list of [term.stances, term.closings, term.interruptions]) for (const each of list) newest = Math.max(newest, each.at);
	}
	for (const comment of commentsOf(lens, id)) newest = Math.max(newest, comment.at);
	return Math.min(newest, Math.max(lens.now, at));
}

export function stancesOf(lens: Lens, standing: Standing): readonly StanceView[] {
	const { proposal, term } = standing;
	const spokenFor = lens.state.proposals.life.spoken.get(proposal.id) ?? [];
	const before = term.kind === 'amend' && term.after !== null ? (termOf(proposal, term.after) ?? null) : null;
	return standing.stands.map((stand): StanceView => {
		const { elector: { memberId, weight }, stance } = stand;
		const ballot = stance?.ballot ?? null;
		const reveal = ballot?.kind === 'sealed' ? revealOf(term, memberId, ballot.commitment) : undefined;
		const opened = reveal?.ballot ?? ballot;
		const earlier = before === null || stance !== null ? null : stanceIn(proposal, before, memberId);
		const spoken = stance === null ? spokenFor.filter((each) => each.elector === memberId && each.term === term.id).at(-1) : undefined;
		return {
			memberId,
			name: stand.name,
			isMe: stand.isMe,
			ballot: opened,
			proxyName: opened?.kind === 'proxy' ? lens.nameOf(opened.to) : null,
			reason: (reveal ?? stance)?.reason ?? '',
			harms: (reveal ?? stance)?.harms ?? '',
			firmness: stance?.kind ?? 'none',
			determined: stand.settled.length > 0,
			closed: stand.hasClosed,
			at: stance?.at ?? null,
			tooLate: isTooLate(standing, stand),
			earlier: earlier?.ballot ? { ballot: earlier.ballot, reason: earlier.reason } : null,
			ahead: stance?.ahead === true,
			spoken: spoken === undefined ? null : {
				id: spoken.id, ballot: spoken.ballot, reason: spoken.reason, harms: spoken.harms, recordedByName: lens.nameOf(spoken.recordedBy), at: spoken.at
			},
			weight,
			lastHeardAt: lastHeardAt(lens, memberId)
		};
	});
}

function termView(lens: Lens, proposal: Proposal, term: Term): TermView {
	const amendment = term.amendment === null ? undefined : lens.state.proposals.life.amendments.get(term.amendment);
	return {
		id: term.id,
		kind: term.kind,
		at: term.at,
		title: term.title,
		text: term.text,
		deadline: term.deadline,
		reason: term.reason,
		amendmentBy: amendment === undefined ? null : lens.nameOf(amendment.author),
		settled: settledTerms(proposal).has(term.id)
	};
}

/** The chain that earlier terms are settled to lead along (PRO74). */
function settledTerms({ terms, settledTerm }: Proposal): ReadonlySet<ObjectId> {
	const chain = new Set<ObjectId>();
	for (let id: ObjectId | null = settledTerm; id !== null && !chain.has(id); ) {
		chain.add(id);
		const reached: ObjectId = id;
		id = terms.find((term) => term.id === reached)?.after ?? null;
	}
	return chain;
}

/** Those not done first, soonest due first. */
export function tasksOf(lens: Lens, proposal: ObjectId): readonly TaskView[] {
	return selectTasks(lens).filter((task) => task.proposal === proposal);
}

export function selectTasks(lens: Lens): readonly TaskView[] {
	return [...lens.state.proposals.life.tasks.values()]
		.map((task): TaskView => ({
			id: task.id,
			proposal: task.proposal,
			text: task.text,
			assignee: task.assignee,
			assigneeName: lens.nameOf(task.assignee),
			mine: task.assignee === lens.me,
			due: task.due,
			doneAt: task.mark?.done === true ? task.mark.at : null
		}))
		.sort(compareTasks);
}

function compareTasks(a: TaskView, b: TaskView): number {
	if ((a.doneAt === null) !== (b.doneAt === null)) return a.doneAt === null ? -1 : 1;
	if (a.doneAt !== null && b.doneAt !== null) return b.doneAt - a.doneAt;
	const [first, second] = [a.due ?? '9999', b.due ?? '9999'];
	return first < second ? -1 : first > second ? 1 : a.id < b.id ? -1 : 1;
}

/** PRO118: everybody here but those who stood aside. */
function assigneesOf(lens: Lens, standing: Standing): ProposalView['assignees'] {
	const aside = new Set(answersOf(standing, 'stand-aside').map(({ elector }) => elector.memberId));
	return lens.state.membership.seated
		.filter(({ memberId }) => !aside.has(memberId))
		.map(({ memberId }) => ({ memberId, name: lens.nameOf(memberId) }));
}

/** What is about the same question, whichever of the two named the other. */
export function alternativesOf(lens: Lens, id: ObjectId, named: readonly ObjectId[]): ProposalView['alternatives'] {
	const { proposals, life } = lens.state.proposals;
	const naming = [...proposals.values(), ...life.discussions.values()].filter(({ alternatives }) => alternatives.includes(id)).map((each) => each.id);
	return [...new Set([...named, ...naming])].flatMap((other): ProposalView['alternatives'] => {
		const title = titleOf(lens, other);
		if (title === null || other === id) return [];
		const proposal = proposals.get(other);
		if (proposal !== undefined) return [{ id: other, title, kind: 'proposal', line: lineOf(lens, standingOf(lens, proposal)) }];
		const isEnded = life.discussions.get(other)?.ended !== null;
		return [{ id: other, title, kind: 'discussion', line: isEnded ? 'The discussion has ended.' : 'Being discussed.' }];
	});
}

function newestOf(proposals: Iterable<Proposal>): Proposal | null {
	return [...proposals].sort(comparePlaces).at(-1) ?? null;
}

const person = ({ elector, name }: Stand): { readonly memberId: MemberId; readonly name: string } => ({ memberId: elector.memberId, name });
