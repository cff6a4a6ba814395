/**
 * What was said around a matter: comments with their replies and who is asked by name, and other wordings. Carries PRO111-PRO114.
 */
import type { MemberId, ObjectId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { comparePlaces } from './determine';
import type { Amendment, CommentRecord } from './life-state';
import { standingOf } from './select-standing';
import { lineOf } from './select-lines';
import { newestTerm } from './terms';
import type { Effect } from './ops';
import type { AmendmentView, CommentView, HomeMention, ProposalView } from './views';

/** In total order, so that a reply stands after what it answers. */
export function threadOf(lens: Lens, about: ObjectId): readonly CommentView[] {
	return commentsOf(lens, about).map((comment) => ({
		id: comment.id,
		name: lens.nameOf(comment.author),
		mine: comment.author === lens.me,
		at: comment.at,
		text: comment.text,
		replyTo: comment.replyTo,
		mentions: comment.mentions.map((memberId) => ({ memberId, name: lens.nameOf(memberId) })),
		mentionsMe: comment.mentions.includes(lens.me)
	}));
}

export const commentsOf = (lens: Lens, about: ObjectId): readonly CommentRecord[] => lens.state.proposals.life.comments.get(about) ?? [];

/** The newest comment that asks for me and that I have not answered with one of my own since; null: none (PRO112). */
export function unansweredMention(lens: Lens, about: ObjectId): CommentRecord | null {
	let asked: CommentRecord | null = null;
	for (const comment of commentsOf(lens, about)) {
		if (comment.author === lens.me) asked = null;
		else if (comment.mentions.includes(lens.me)) asked = comment;
	}
	return asked;
}

/** Where somebody asks for me by name, newest first; not in what is over. */
export function selectMentions(lens: Lens): readonly HomeMention[] {
	const { proposals, life } = lens.state.proposals;
	const found: (HomeMention & Pick<CommentRecord, 'lamport' | 'entry'>)[] = [];
	for (const about of life.comments.keys()) {
		const comment = unansweredMention(lens, about);
		if (comment === null) continue;
		const said = { id: about, name: lens.nameOf(comment.author), at: comment.at, lamport: comment.lamport, entry: comment.entry };
		const proposal = proposals.get(about);
		const discussion = life.discussions.get(about);
		if (proposal?.outcome.status === 'open') found.push({ ...said, about: 'proposal', title: newestTerm(proposal).title });
		else if (discussion?.ended === null) found.push({ ...said, about: 'discussion', title: discussion.revisions.at(-1)?.title ?? '' });
	}
	return found.sort((a, b) => comparePlaces(b, a)).map(({ id, about, title, name, at }) => ({ id, about, title, name, at }));
}

export interface TextNow {
	readonly about: ObjectId;
	readonly author: MemberId;
	readonly title: string;
	readonly text: string;
	/** Can it still be changed? */
	readonly isOpen: boolean;
}

/** Newest last. */
export function amendmentsOf(lens: Lens, now: TextNow): readonly AmendmentView[] {
	return [...lens.state.proposals.life.amendments.values()]
		.filter(({ about }) => about === now.about)
		.sort(comparePlaces)
		.map((amendment) => amendmentView(lens, amendment, now));
}

function amendmentView(lens: Lens, amendment: Amendment, now: TextNow): AmendmentView {
	const poll = pollOf(lens, amendment.id);
	const status = amendment.takenUp !== null ? 'taken-up' : amendment.declined !== null ? 'declined' : 'open';
	const mayChange = now.isOpen && status !== 'taken-up';
	const iWroteIt = now.author === lens.me;
	return {
		id: amendment.id,
		name: lens.nameOf(amendment.author),
		mine: amendment.author === lens.me,
		at: amendment.at,
		title: amendment.title,
		text: amendment.text,
		reason: amendment.reason,
		against: status === 'open' ? { title: now.title, text: now.text } : textBefore(lens, amendment, now),
		status,
		declinedReason: amendment.declined?.reason ?? '',
		poll,
		canTakeUp: mayChange && (iWroteIt || poll?.accepted === true),
		canDecline: mayChange && status === 'open' && iWroteIt
	};
}

/** The newest proposal that puts it to the others. */
function pollOf(lens: Lens, amendment: ObjectId): AmendmentView['poll'] {
	const all = [...lens.state.proposals.proposals.values()]
		.filter(({ effect }) => effect.kind === 'amend' && effect.amendment === amendment)
		.sort(comparePlaces);
	const proposal = all.find(({ outcome }) => outcome.status === 'accepted') ?? all.at(-1);
	if (proposal === undefined) return null;
	return { id: proposal.id, line: lineOf(lens, standingOf(lens, proposal)), accepted: proposal.outcome.status === 'accepted' };
}

/** The text it was written against: the newest one before it. */
function textBefore(lens: Lens, amendment: Amendment, now: AmendmentView['against']): AmendmentView['against'] {
	const { proposals, life } = lens.state.proposals;
	const texts = proposals.get(amendment.about)?.terms ?? life.discussions.get(amendment.about)?.revisions ?? [];
	const before = [...texts].filter((text) => comparePlaces(text, amendment) < 0).at(-1);
	return before === undefined ? { title: now.title, text: now.text } : { title: before.title, text: before.text };
}

/** The wording that a proposal puts to the others, against the text it was written for. */
export function amendsOf(lens: Lens, effect: Effect): ProposalView['amends'] {
	const amendment = effect.kind === 'amend' ? lens.state.proposals.life.amendments.get(effect.amendment) : undefined;
	if (amendment === undefined) return null;
	const after = { title: amendment.title, text: amendment.text };
	const kind = lens.state.proposals.proposals.has(amendment.about) ? 'proposal' : 'discussion';
	return { about: amendment.about, kind, name: lens.nameOf(amendment.author), before: textBefore(lens, amendment, after), after };
}
