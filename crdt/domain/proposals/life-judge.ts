/**
 * Which words around proposals have an effect, judged by the entry's own past alone: discussions, comments, amendments,
 * what absent colleagues said, meetings about a block, statements, tasks. Carries PRO110-PRO118.
 */
import type { MemberId, ObjectId } from '../../../crypto/base';
import type { Refusal } from '../context';
import type { OpOf } from '../op';
import { isFullMember } from '../membership/state';
import { refusal, type ProposalPast } from './judge';
import { answerIn, authorOfText, isEndedIn, isMember, knows, speakerIn, type LifeQueries, type Matter } from './life-past';
import type { Amendment, BlockMeeting, CommentRecord, Discussion, Task } from './life-state';
import type { Proposal } from './state';

/** Null: allowed. */
type Verdict = Refusal | null;

export const NO_SUCH = refusal('PRO4', 'There is no such proposal or discussion.');
const NOT_A_MEMBER = refusal('MEM3', 'The author was not a member as far as their own device knew.');
const ENDED = refusal('PRO110', 'This discussion had been ended.');

export function judgeDiscuss(op: OpOf<'proposals/discuss'>, past: ProposalPast, knowsMatter: (id: ObjectId) => boolean): Verdict {
	if (past.author === null) return NOT_A_MEMBER;
	return op.alternatives.every(knowsMatter) ? null : NO_SUCH;
}

/** Rewriting and ending. */
export function judgeOwnDiscussion(discussion: Discussion, past: ProposalPast): Verdict {
	if (past.author === null) return NOT_A_MEMBER;
	if (past.author.memberId !== discussion.author) return refusal('PRO110', 'Only the person who began this discussion can change or end it.');
	return isEndedIn(past, discussion) ? ENDED : null;
}

export function judgeAhead(op: OpOf<'proposals/consent-ahead'>, discussion: Discussion, past: ProposalPast): Verdict {
	if (past.author === null || !isFullMember(past.facts, past.author.memberId))
		return refusal('PRO68', 'Only members with a vote can give their consent ahead.');
	if (isEndedIn(past, discussion)) return ENDED;
	if (op.ballot.kind === 'sealed' || op.ballot.kind === 'proxy') return refusal('PRO68', 'Consent ahead is an answer of one’s own, in the open.');
	const isKnown = discussion.revisions.some((revision) => revision.id === op.revision && knows(past, revision));
	return isKnown ? null : refusal('PRO68', 'There is no such text to consent to.');
}

export function judgeComment(op: OpOf<'proposals/comment'>, matter: Matter, thread: readonly CommentRecord[], past: ProposalPast): Verdict {
	const refused = judgeTalk(matter, past);
	if (refused !== null) return refused;
	if (op.replyTo !== null && !thread.some((comment) => comment.id === op.replyTo && knows(past, comment)))
		return refusal('PRO111', 'The comment this replies to is not about the same matter.');
	return op.mentions.every((member) => past.facts.members.has(member)) ? null : refusal('PRO112', 'Somebody is named here who has never been a member.');
}

/** Who may say something about it at all (PRO5). */
export function judgeTalk(matter: Matter, past: ProposalPast): Verdict {
	if (speakerIn(past, matter.kind === 'proposal' ? matter.proposal : null) === null) return NOT_A_MEMBER;
	return matter.kind === 'discussion' && isEndedIn(past, matter.discussion) ? ENDED : null;
}

export function judgeDecline(amendment: Amendment, matter: Matter, past: ProposalPast): Verdict {
	if (speakerIn(past, null) !== authorOfText(matter)) return refusal('PRO114', 'Only the author of the text can decline an amendment to it.');
	return judgeUndecided(amendment, past);
}

/** PRO114: an amendment is taken up once, and not after it was declined. */
export function judgeTakingUp(amendment: Amendment | undefined, about: readonly ObjectId[], past: ProposalPast): Verdict {
	if (amendment === undefined || !knows(past, amendment) || !about.includes(amendment.about))
		return refusal('PRO114', 'There is no such amendment to this text.');
	if (amendment.takenUp !== null && knows(past, amendment.takenUp)) return refusal('PRO114', 'This amendment had been taken up already.');
	return null;
}

function judgeUndecided(amendment: Amendment, past: ProposalPast): Verdict {
	if (amendment.takenUp !== null && knows(past, amendment.takenUp)) return refusal('PRO114', 'This amendment had been taken up already.');
	const isDeclined = amendment.declined !== null && knows(past, amendment.declined);
	return isDeclined ? refusal('PRO114', 'This amendment had been declined already.') : null;
}

export function judgeSpoken(op: OpOf<'proposals/record-spoken'>, proposal: Proposal, past: ProposalPast, queries: LifeQueries): Verdict {
	if (past.author === null) return NOT_A_MEMBER;
	if (!proposal.electors.some(({ memberId }) => memberId === op.elector)) return refusal('PRO115', 'This person is not among those who decide this.');
	if (past.author.memberId === op.elector) return refusal('PRO115', 'One’s own answer is given, not written down.');
	if (op.ballot.kind === 'sealed') return refusal('PRO115', 'A sealed answer cannot be written down by somebody else.');
	if (!proposal.terms.some((term) => term.id === op.term && knows(past, term))) return NO_SUCH;
	return queries.outcomeInPast(proposal, past).status === 'open' ? null : refusal('PRO115', 'This had been decided already.');
}

export function judgeConvene(proposal: Proposal, meetings: readonly BlockMeeting[], past: ProposalPast): Verdict {
	const member = speakerIn(past, proposal);
	if (member === null) return NOT_A_MEMBER;
	if (proposal.method.kind !== 'consensus') return refusal('PRO116', 'Only where a block can stop something is a meeting called about it.');
	const ballot = answerIn(past, proposal, member)?.ballot;
	if (ballot?.kind !== 'position' || ballot.position !== 'block') return refusal('PRO116', 'Only a person who blocks calls a meeting about it.');
	const own = meetings.filter((meeting) => meeting.author === member && knows(past, meeting)).length;
	const { meetings: most } = proposal.method.block;
	return own < most ? null : refusal('PRO116', most === 1 ? 'One meeting is what the rule gives to a block.' : `${most} meetings are what the rule gives to a block.`);
}

export function judgeStatement(proposal: Proposal, past: ProposalPast, queries: LifeQueries): Verdict {
	const member = speakerIn(past, proposal);
	if (!proposal.electors.some(({ memberId }) => memberId === member)) return refusal('PRO117', 'Only those who decide this can say what was decided.');
	return queries.outcomeInPast(proposal, past).status === 'open' ? refusal('PRO117', 'This was still open, as far as the author knew.') : null;
}

export function judgeTask(op: OpOf<'proposals/add-task'>, proposal: Proposal, past: ProposalPast, queries: LifeQueries): Verdict {
	if (past.author === null) return NOT_A_MEMBER;
	const { status } = queries.outcomeInPast(proposal, past);
	if (status !== 'accepted' && status !== 'chosen') return refusal('PRO118', 'There is nothing to carry out: this had not been accepted, as far as the author knew.');
	if (!isMember(past, op.assignee)) return refusal('PRO118', 'Whoever gets a task has to be a member.');
	const ballot = answerIn(past, proposal, op.assignee)?.ballot;
	return ballot?.kind === 'position' && ballot.position === 'stand-aside'
		? refusal('PRO118', 'Who has stood aside gets no task from it.')
		: null;
}

export function judgeMark(task: Task, past: ProposalPast): Verdict {
	const member: MemberId | undefined = past.author?.memberId;
	return member === task.assignee || member === task.author ? null : refusal('PRO118', 'Only who has the task, or who gave it, says whether it is done.');
}
