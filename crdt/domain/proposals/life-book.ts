/**
 * What is said around proposals, growing entry by entry in any causal order: discussions, comments, amendments, words of
 * absent colleagues, meetings about a block, statements, tasks. Binds nobody: no result looks at it, except that consent
 * given ahead is read once, when a proposal is opened. Carries PRO110-PRO119.
 */
import type { Map as ImmutableMap } from 'immutable';
import { assertNever, type MemberId, type ObjectId } from '../../../crypto/base';
import type { Refusal } from '../context';
import type { OpOf } from '../op';
import { comparePlaces, inserted } from './determine';
import { refusal, type ProposalPast } from './judge';
import {
	judgeAhead, judgeComment, judgeConvene, judgeDecline, judgeDiscuss, judgeMark, judgeOwnDiscussion, judgeSpoken, judgeStatement,
	judgeTakingUp, judgeTalk, judgeTask, NO_SUCH
} from './life-judge';
import { knows, speakerIn, type LifeQueries, type Matter } from './life-past';
import { NO_LIFE, type Amendment, type Discussion, type LifeState, type Revision, type Task } from './life-state';
import type { Place, Proposal } from './state';

export const LIFE_OPS = [
	'proposals/discuss', 'proposals/revise', 'proposals/end-discussion', 'proposals/consent-ahead', 'proposals/comment',
	'proposals/suggest-amendment', 'proposals/decline-amendment', 'proposals/record-spoken', 'proposals/convene',
	'proposals/state-outcome', 'proposals/add-task', 'proposals/set-task-done'
] as const;
export type LifeOp = OpOf<(typeof LIFE_OPS)[number]>;

/** Mediations and measures are kept by their own book. */
export type LifeBookState = Omit<LifeState, 'mediations' | 'measures'>;

export interface LifeBook {
	/** Returns why it has no effect, or null once it is recorded. */
	record(op: LifeOp, past: ProposalPast): Refusal | null;
	state(): LifeBookState;
	discussion(id: ObjectId): Discussion | undefined;
	amendment(id: ObjectId): Amendment | undefined;
	/** May a new text of one of `about` (the proposal; the discussion it came from) carry this amendment? Null: yes (PRO114). */
	judgeTakingUp(amendment: ObjectId, about: readonly ObjectId[], past: ProposalPast): Refusal | null;
	/** A proposal was opened from it. */
	noteOpened(discussion: ObjectId, proposal: Place & { readonly id: ObjectId }): void;
	/** A term that `place` began carries it. */
	noteTakenUp(amendment: ObjectId, by: ObjectId, place: Place): void;
}

export const isLifeOp = (op: { readonly type: string }): op is LifeOp => (LIFE_OPS as readonly string[]).includes(op.type);

export function createLifeBook(queries: LifeQueries): LifeBook {
	let state: LifeBookState = NO_LIFE_BOOK;
	/** Proposals opened from each discussion, in total order. */
	const opened = new Map<ObjectId, readonly (Place & { readonly id: ObjectId })[]>();

	/**
	 * Every end of a discussion, and every refusal and taking up of an amendment: the state shows the first in total order, but
	 * an author may have known only of another, and is judged by that, in whatever order they arrive here (ORD10).
	 */
	const endings = new Map<ObjectId, NonNullable<Discussion['ended']>[]>();
	const declines = new Map<ObjectId, NonNullable<Amendment['declined']>[]>();
	const takings = new Map<ObjectId, NonNullable<Amendment['takenUp']>[]>();
	const asSeen = (discussion: Discussion, past: ProposalPast): Discussion => ({ ...discussion, ended: knownOf(endings, discussion.id, past) });
	const amendmentSeen = (id: ObjectId, past: ProposalPast): Amendment | undefined => {
		const amendment = state.amendments.get(id);
		return amendment && { ...amendment, declined: knownOf(declines, id, past), takenUp: knownOf(takings, id, past) };
	};

	const matterOf = (id: ObjectId, past: ProposalPast): Matter | null => {
		const discussion = state.discussions.get(id);
		if (discussion !== undefined) return knows(past, discussion) ? { kind: 'discussion', discussion: asSeen(discussion, past) } : null;
		const proposal = past.find(id);
		return proposal !== undefined && knows(past, proposal) ? { kind: 'proposal', proposal } : null;
	};

	const putDiscussion = (discussion: Discussion): void => {
		state = { ...state, discussions: state.discussions.set(discussion.id, discussion) };
	};
	const putAmendment = (amendment: Amendment): void => {
		state = { ...state, amendments: state.amendments.set(amendment.id, amendment) };
	};
	const putTask = (task: Task): void => {
		state = { ...state, tasks: state.tasks.set(task.id, task) };
	};

	function noteTakenUp(id: ObjectId, by: ObjectId, place: Place): void {
		const amendment = state.amendments.get(id);
		if (amendment === undefined) return;
		const taking = { ...placeOf(place), by };
		note(takings, id, taking);
		const takenUp = first(amendment.takenUp, taking);
		if (takenUp !== amendment.takenUp) putAmendment({ ...amendment, takenUp });
	}

	function discuss(op: OpOf<'proposals/discuss'>, past: ProposalPast): Refusal | null {
		const refused = judgeDiscuss(op, past, (id) => matterOf(id, past) !== null);
		if (refused !== null || past.author === null) return refused;
		const { place, objectId: id, author: { memberId: author } } = past;
		const text: Revision = { ...place, id, author, title: op.title, text: op.text, amendment: null };
		const { effect, method, alternatives } = op;
		putDiscussion({ ...place, id, author, effect, method, alternatives, revisions: [text], ahead: [], ended: null, opened: [] });
		return null;
	}

	function revise(op: OpOf<'proposals/revise'>, discussion: Discussion, past: ProposalPast): Refusal | null {
		const { place, objectId: id } = past;
		const refused =
			judgeOwnDiscussion(asSeen(discussion, past), past) ??
			(op.amendment === null ? null : judgeTakingUp(amendmentSeen(op.amendment, past), [discussion.id], past));
		if (refused !== null) return refused;
		const revision: Revision = { ...place, id, author: discussion.author, title: op.title, text: op.text, amendment: op.amendment };
		putDiscussion({ ...discussion, revisions: inserted(discussion.revisions, revision) });
		if (op.amendment !== null) noteTakenUp(op.amendment, id, place);
		return null;
	}

	function inDiscussion(op: OpOf<'proposals/revise' | 'proposals/end-discussion' | 'proposals/consent-ahead'>, past: ProposalPast): Refusal | null {
		const discussion = state.discussions.get(op.discussion);
		if (discussion === undefined || !knows(past, discussion)) return NO_SUCH;
		const { place } = past;
		switch (op.type) {
			case 'proposals/revise':
				return revise(op, discussion, past);
			case 'proposals/end-discussion': {
				const refused = judgeOwnDiscussion(asSeen(discussion, past), past);
				if (refused !== null) return refused;
				const ended = { ...place, by: discussion.author, reason: op.reason };
				note(endings, discussion.id, ended);
				putDiscussion({ ...discussion, ended: first(discussion.ended, ended) });
				return null;
			}
			case 'proposals/consent-ahead': {
				const refused = judgeAhead(op, asSeen(discussion, past), past);
				if (refused !== null || past.author === null) return refused;
				const { revision, ballot, reason, harms } = op;
				const ahead = { ...place, id: past.objectId, author: past.author.memberId, revision, ballot, reason, harms };
				putDiscussion({ ...discussion, ahead: inserted(discussion.ahead, ahead) });
				return null;
			}
		}
	}

	function aboutMatter(op: OpOf<'proposals/comment' | 'proposals/suggest-amendment'>, past: ProposalPast): Refusal | null {
		const matter = matterOf(op.about, past);
		if (matter === null) return NO_SUCH;
		const thread = state.comments.get(op.about) ?? [];
		const refused = op.type === 'proposals/comment' ? judgeComment(op, matter, thread, past) : judgeTalk(matter, past);
		const author = speakerIn(past, matter.kind === 'proposal' ? matter.proposal : null);
		if (refused !== null || author === null) return refused;
		const written = { ...past.place, id: past.objectId, author };
		if (op.type === 'proposals/comment') {
			const comment = { ...written, text: op.text, replyTo: op.replyTo, mentions: op.mentions };
			state = { ...state, comments: state.comments.set(op.about, inserted(thread, comment)) };
		} else putAmendment({ ...written, about: op.about, title: op.title, text: op.text, reason: op.reason, declined: null, takenUp: null });
		return null;
	}

	function decline(op: OpOf<'proposals/decline-amendment'>, past: ProposalPast): Refusal | null {
		const amendment = state.amendments.get(op.amendment);
		const matter = amendment !== undefined && knows(past, amendment) ? matterOf(amendment.about, past) : null;
		if (amendment === undefined || matter === null) return refusal('PRO114', 'There is no such amendment.');
		const refused = judgeDecline(amendmentSeen(amendment.id, past) ?? amendment, matter, past);
		if (refused !== null || past.author === null) return refused;
		const declined = { ...past.place, by: past.author.memberId, reason: op.reason };
		note(declines, amendment.id, declined);
		putAmendment({ ...amendment, declined: first(amendment.declined, declined) });
		return null;
	}

	function mark(op: OpOf<'proposals/set-task-done'>, past: ProposalPast): Refusal | null {
		const task = state.tasks.get(op.task);
		if (task === undefined || !knows(past, task)) return refusal('PRO118', 'There is no such task.');
		const refused = judgeMark(task, past);
		if (refused !== null || past.author === null) return refused;
		const marked = { ...past.place, by: past.author.memberId, done: op.done };
		if (task.mark === null || comparePlaces(marked, task.mark) >= 0) putTask({ ...task, mark: marked });
		return null;
	}

	function inProposal(
		op: OpOf<'proposals/record-spoken' | 'proposals/convene' | 'proposals/state-outcome' | 'proposals/add-task'>,
		past: ProposalPast
	): Refusal | null {
		const proposal: Proposal | undefined = past.find(op.proposal);
		if (proposal === undefined || !knows(past, proposal)) return NO_SUCH;
		const { place, objectId: id } = past;
		const author: MemberId | null = speakerIn(past, proposal);
		switch (op.type) {
			case 'proposals/record-spoken': {
				const refused = judgeSpoken(op, proposal, past, queries);
				if (refused !== null || author === null) return refused;
				const { term, elector, ballot, reason, harms } = op;
				const spoken = { ...place, id, term, elector, recordedBy: author, ballot, reason, harms };
				state = { ...state, spoken: added(state.spoken, proposal.id, spoken) };
				return null;
			}
			case 'proposals/convene': {
				const refused = judgeConvene(proposal, state.meetings.get(proposal.id) ?? [], past);
				if (refused !== null || author === null) return refused;
				const meeting = { ...place, id, author, meetsAt: op.at, place: op.place, note: op.note };
				state = { ...state, meetings: added(state.meetings, proposal.id, meeting) };
				return null;
			}
			case 'proposals/state-outcome': {
				const refused = judgeStatement(proposal, past, queries);
				if (refused !== null || author === null) return refused;
				const statement = { ...place, author, statement: op.statement, reviewOn: op.reviewOn };
				state = { ...state, statements: added(state.statements, proposal.id, statement) };
				return null;
			}
			case 'proposals/add-task': {
				const refused = judgeTask(op, proposal, past, queries);
				if (refused !== null || author === null) return refused;
				putTask({ ...place, id, proposal: proposal.id, author, text: op.text, assignee: op.assignee, due: op.due, mark: null });
				return null;
			}
		}
	}

	function record(op: LifeOp, past: ProposalPast): Refusal | null {
		switch (op.type) {
			case 'proposals/discuss':
				return discuss(op, past);
			case 'proposals/revise':
			case 'proposals/end-discussion':
			case 'proposals/consent-ahead':
				return inDiscussion(op, past);
			case 'proposals/comment':
			case 'proposals/suggest-amendment':
				return aboutMatter(op, past);
			case 'proposals/decline-amendment':
				return decline(op, past);
			case 'proposals/record-spoken':
			case 'proposals/convene':
			case 'proposals/state-outcome':
			case 'proposals/add-task':
				return inProposal(op, past);
			case 'proposals/set-task-done':
				return mark(op, past);
			default:
				return assertNever(op);
		}
	}

	return {
		record,
		state: () => state,
		discussion: (id) => state.discussions.get(id),
		amendment: (id) => state.amendments.get(id),
		judgeTakingUp: (id, about, past) => judgeTakingUp(amendmentSeen(id, past), about, past),
		noteOpened(id, proposal) {
			const discussion = state.discussions.get(id);
			if (discussion === undefined) return;
			const all = inserted(opened.get(id) ?? [], proposal);
			opened.set(id, all);
			putDiscussion({ ...discussion, opened: all.map((each) => each.id) });
		},
		noteTakenUp
	};
}

const { mediations: _mediations, measures: _measures, ...NO_LIFE_BOOK } = NO_LIFE;

function note<T>(all: Map<ObjectId, T[]>, id: ObjectId, word: T): void {
	const words = all.get(id);
	if (words === undefined) all.set(id, [word]);
	else words.push(word);
}

/** Any of them that the author could know; which one makes no difference. */
const knownOf = <T extends Place>(all: Map<ObjectId, T[]>, id: ObjectId, past: ProposalPast): T | null =>
	all.get(id)?.find((word) => knows(past, word)) ?? null;

const placeOf = ({ entry, lamport, at }: Place): Place => ({ entry, lamport, at });

/** Of two words on the same thing the first in total order stands, whichever came first to this device. */
const first = <T extends Place>(before: T | null, now: T): T => (before === null || comparePlaces(now, before) < 0 ? now : before);

const added = <T extends Place>(lists: ImmutableMap<ObjectId, readonly T[]>, key: ObjectId, item: T): ImmutableMap<ObjectId, readonly T[]> =>
	lists.set(key, inserted(lists.get(key) ?? [], item));
