/** Discussions as screens show them. Carries PRO56; the rules are PRO110-PRO114. */
import type { ObjectId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { comparePlaces } from './determine';
import type { Discussion } from './life-state';
import type { Method } from './method';
import { alternativesOf } from './select-proposal';
import { lineOf } from './select-lines';
import { amFullMember, standingOf } from './select-standing';
import { amendmentsOf, commentsOf, threadOf, unansweredMention } from './select-thread';
import { subjectOf } from './subjects';
import type { DiscussionSummary, DiscussionView } from './views';

/** Those still talked about first, newest activity first. */
export function selectDiscussions(lens: Lens): readonly DiscussionSummary[] {
	return [...lens.state.proposals.life.discussions.values()]
		.map((discussion) => summaryOf(lens, discussion))
		.sort((a, b) => Number(a.ended) - Number(b.ended) || b.activeAt - a.activeAt || (a.id < b.id ? -1 : 1));
}

/** Null: no such discussion. */
export function selectDiscussion(lens: Lens, id: ObjectId): DiscussionView | null {
	const { proposals, life } = lens.state.proposals;
	const discussion = life.discussions.get(id);
	if (discussion === undefined) return null;
	const { title, text, id: revision } = newestText(discussion);
	const isOpen = discussion.ended === null;
	const iWroteIt = discussion.author === lens.me;
	return {
		...summaryOf(lens, discussion),
		text,
		revision,
		revisions: discussion.revisions.map((each) => ({ id: each.id, name: lens.nameOf(each.author), at: each.at, title: each.title, text: each.text })),
		thread: threadOf(lens, id),
		amendments: amendmentsOf(lens, { about: id, author: discussion.author, title, text, isOpen }),
		ahead: aheadOf(lens, discussion, revision),
		canRevise: isOpen && iWroteIt,
		canOpen: isOpen && amFullMember(lens),
		canEnd: isOpen && iWroteIt,
		endedReason: discussion.ended?.reason ?? '',
		opened: discussion.opened.flatMap((each) => {
			const proposal = proposals.get(each);
			return proposal === undefined ? [] : [{ id: each, line: lineOf(lens, standingOf(lens, proposal)) }];
		}),
		alternatives: alternativesOf(lens, id, discussion.alternatives),
		wouldUse: wouldUse(lens, discussion),
		heldBy: lens.heldBy(discussion.entry).length,
		of: lens.state.membership.seated.length
	};
}

function summaryOf(lens: Lens, discussion: Discussion): DiscussionSummary {
	const comments = commentsOf(lens, discussion.id);
	const said = [...discussion.revisions, ...comments, ...discussion.ahead].map(({ at }) => at);
	return {
		id: discussion.id,
		title: newestText(discussion).title,
		name: lens.nameOf(discussion.author),
		mine: discussion.author === lens.me,
		at: discussion.at,
		activeAt: Math.min(Math.max(discussion.at, ...said), Math.max(lens.now, discussion.at)),
		comments: comments.length,
		effect: discussion.effect,
		method: discussion.method,
		ended: discussion.ended !== null,
		mentionsMe: unansweredMention(lens, discussion.id) !== null
	};
}

/** Each person's newest word; lapsed where the text has changed since. */
function aheadOf(lens: Lens, { ahead }: Discussion, revision: ObjectId): DiscussionView['ahead'] {
	const newest = [...ahead].sort(comparePlaces).filter((each, at, all) => all.findLastIndex(({ author }) => author === each.author) === at);
	return newest.map((each) => ({
		name: lens.nameOf(each.author), isMe: each.author === lens.me, ballot: each.ballot, reason: each.reason, lapsed: each.revision !== revision
	}));
}

/** What carries something out is decided as the collective has set it for its subject. */
function wouldUse(lens: Lens, { effect, method }: Discussion): Method {
	const { rules } = lens.state.membership.settings;
	if (effect.kind === 'none') return method ?? rules.general;
	return rules[subjectOf(effect)];
}

// a discussion begins with its first text
const newestText = ({ revisions }: Discussion) => revisions.at(-1)!;
