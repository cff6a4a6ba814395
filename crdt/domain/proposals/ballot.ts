/**
 * Which answers fit which way of deciding, and which of them have to name a harm.
 *
 * Knows nothing of who answers or when. Pure. Carries PRO60, PRO61 and PRO70.
 */
import { assertNever } from '../../../crypto/base';
import type { Ballot, Method, MethodKind, Position } from './method';

const CONSENSUS = ['agree', 'reservations', 'stand-aside', 'block', 'more-time', 'abstain'] as const;
const CONSENT = ['agree', 'reservations', 'object', 'abstain'] as const;
const VOTE = ['agree', 'disagree', 'abstain'] as const;
const HEARD = ['heard'] as const;

/** The positions one can take in a way of deciding, in the order in which screens show them; empty where it asks otherwise. */
export function positionsOf(kind: MethodKind): readonly Position[] {
	switch (kind) {
		case 'consensus':
			return CONSENSUS;
		case 'consent':
		case 'lazy':
			return CONSENT;
		case 'majority':
		case 'all-but-one':
		case 'ownership':
			return VOTE;
		case 'question-round':
		case 'advice':
			return HEARD;
		default:
			return [];
	}
}

/** How many options a poll has; 0 for everything else. */
export function optionCount(method: Method): number {
	if ('options' in method) return method.options.length;
	return method.kind === 'time' ? method.slots.length : 0;
}

/** PRO60: is it a complete answer to what the method asks? Proxies and sealed answers never are: they stand for one. */
export function fitsMethod(ballot: Ballot, method: Method): boolean {
	const count = optionCount(method);
	switch (ballot.kind) {
		case 'position':
			return positionsOf(method.kind).includes(ballot.position);
		case 'scale':
			return method.kind === 'sense-check';
		case 'options': {
			if (!ballot.chosen.every((at, place) => at < count && (place === 0 || at > ballot.chosen[place - 1]!))) return false;
			if (method.kind === 'single') return ballot.chosen.length === 1;
			return method.kind === 'multiple' && ballot.chosen.length <= method.most;
		}
		case 'points': {
			if (ballot.points.length !== count) return false;
			if (method.kind === 'dot') return sum(ballot.points) <= method.dots;
			return (method.kind === 'score' || method.kind === 'resistance') && ballot.points.every((points) => points <= method.highest);
		}
		case 'ranking': {
			const { order } = ballot;
			return method.kind === 'ranked' && order.length > 0 && new Set(order).size === order.length && order.every((at) => at < count);
		}
		case 'times':
			return method.kind === 'time' && ballot.answers.length === count;
		case 'proxy':
		case 'sealed':
			return false;
		default:
			return assertNever(ballot);
	}
}

/** One text for one answer, and no other answer's; what a sealed answer commits to (PRO70). */
export function ballotText(ballot: Ballot): string {
	switch (ballot.kind) {
		case 'position':
			return `position ${ballot.position}`;
		case 'scale':
			return `scale ${ballot.level}`;
		case 'options':
			return `options ${ballot.chosen.join(' ')}`;
		case 'points':
			return `points ${ballot.points.join(' ')}`;
		case 'ranking':
			return `ranking ${ballot.order.join(' ')}`;
		case 'times':
			return `times ${ballot.answers.join(' ')}`;
		case 'proxy':
			return `proxy ${ballot.to}`;
		case 'sealed':
			return `sealed ${ballot.commitment}`;
		default:
			return assertNever(ballot);
	}
}

/** PRO61: whoever blocks or objects says which shared purpose or agreement is harmed. */
export const mustNameHarm = (ballot: Ballot): boolean =>
	ballot.kind === 'position' && (ballot.position === 'block' || ballot.position === 'object');

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
