/**
 * What is done about a block: who blocks and why, meetings called, and what follows when they are over or unused. Reads the
 * clock for words only. Carries PRO55; the rules are PRO90-PRO95 and PRO116.
 */
import type { Lens } from '../lens';
import { amFullMember, answersOf, dateHere, wallAt, type Standing } from './select-standing';
import type { BlockRule } from './method';
import type { BlockMeeting } from './life-state';

import type { ProposalView } from './views';
import { counted, listed, plainDate } from './words';

const DAY_MS = 86_400_000;

/** Null where a block stops nothing, or nobody blocks. */
export function blockOf(lens: Lens, standing: Standing): ProposalView['block'] {
	const { proposal, isOpen } = standing;
	if (proposal.method.kind !== 'consensus') return null;
	const blocking = answersOf(standing, 'block');
	const meetings = lens.state.proposals.life.meetings.get(proposal.id) ?? [];
	if (blocking.length === 0 && meetings.length === 0) return null;
	const rule = proposal.method.block;
	const left = (member: string): number => rule.meetings - meetings.filter(({ author }) => author === member).length;
	const iBlock = blocking.some(({ isMe }) => isMe);
	const succeeded = lens.state.proposals.proposals.some(({ succeeds }) => succeeds === proposal.id);
	const isUp = isLapsed(lens, standing, rule, meetings);
	const over = proposal.outcome.status === 'not-accepted' && blocking.some(({ settled }) => settled.length > 0);
	return {
		rule,
		blockers: blocking.map(({ name, isMe, answer }) => ({ name, isMe, reason: answer?.reason ?? '', harms: answer?.harms ?? '' })),
		meetings: meetings.map(({ id, author, meetsAt, place, note }) => ({ id, name: lens.nameOf(author), at: meetsAt, place, note })),
		canConvene: iBlock && left(lens.me) > 0 && (isOpen || proposal.outcome.status === 'not-accepted') && !succeeded,
		sentence: sentenceOf(lens, { standing, rule, meetings, isUp, over }),
		canVote: over && rule.onLapse === 'vote' && isUp && !succeeded && amFullMember(lens)
	};
}

interface Said {
	readonly standing: Standing;
	readonly rule: BlockRule;
	readonly meetings: readonly BlockMeeting[];
	readonly isUp: boolean;
	readonly over: boolean;
}

/** "Dele may call up to two meetings until 3 June. If none is held, it may be put to a vote." */
function sentenceOf(lens: Lens, { standing, rule, meetings, isUp, over }: Said): string {
	const names = listed(answersOf(standing, 'block').map(({ name, isMe }) => (isMe ? 'you' : name)));
	const vote = `at least ${rule.votePercent} % of everybody must then agree`;
	if (isUp || rule.meetings === 0) {
		if (rule.onLapse === 'stands') return over ? 'The block stands: it is not accepted.' : 'Where the block stays, it is not accepted.';
		return over ? `It may be put to a vote now: ${vote}.` : `Where the block stays, it may be put to a vote afterwards: ${vote}.`;
	}
	const until = plainDate(wallAt(lens, endOf(standing, rule)), dateHere(lens));
	const may = rule.meetings === 1 ? 'a meeting' : `up to ${counted(rule.meetings, 'meeting')}`;
	const called = meetings.length === 0 ? '' : ` ${meetings.length === 1 ? 'One is' : `${meetings.length} are`} called.`;
	const then = rule.onLapse === 'vote' ? `it may be put to a vote: ${vote}` : 'the block stands and it is not accepted';
	return `${names.charAt(0).toUpperCase()}${names.slice(1)} may call ${may} until ${until} to find a way.${called} If none is found, ${then}.`;
}

/** Days count from when the block was said first. */
function endOf(standing: Standing, rule: BlockRule): number {
	const said = answersOf(standing, 'block').flatMap(({ answer }) => answer?.at ?? []);
	return Math.min(...(said.length > 0 ? said : [standing.term.at])) + rule.days * DAY_MS;
}

/** Meetings are over, or the time for them is. */
function isLapsed(lens: Lens, standing: Standing, rule: BlockRule, meetings: readonly BlockMeeting[]): boolean {
	if (lens.now >= endOf(standing, rule)) return true;
	return meetings.length >= Math.max(1, rule.meetings) && meetings.every(({ meetsAt }) => meetsAt <= lens.now);
}
