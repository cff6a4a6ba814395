/**
 * What somebody is answering, as they choose and type it, and its way into a ballot that fits the method. Pure.
 */
import type { Ballot, Method, Position } from '$crdt/domain/proposals/method';
import { optionLabels } from '$lib/words/method-words';
import { positionsOf, positionWords } from '$lib/words/stance-words';

export const TIME_ANSWERS = ['yes', 'if-need-be', 'no'] as const;
export type TimeAnswer = (typeof TIME_ANSWERS)[number];

export interface AnswerDraft {
	position: Position | null;
	/** 1…5 */
	level: number | null;
	/** Indexes of options. */
	chosen: number[];
	/** One per option. */
	points: number[];
	/** Indexes, most wanted first. */
	order: number[];
	answers: (TimeAnswer | null)[];
	harms: string;
	reason: string;
}

export interface Answer {
	readonly ballot: Ballot;
	readonly reason: string;
	readonly harms: string;
}

/** @param from an earlier answer to begin with, where it is one of this method. */
export function startAnswer(method: Method, from: Answer | null = null): AnswerDraft {
	const labels = optionLabels(method);
	const positions = positionsOf(method);
	const draft: AnswerDraft = {
		// where there is but one thing to say, it need not be chosen
		position: positions.length === 1 ? (positions[0]?.position ?? null) : null,
		level: null,
		chosen: [],
		points: labels.map(() => 0),
		order: [],
		answers: labels.map(() => null),
		harms: from?.harms ?? '',
		reason: from?.reason ?? ''
	};
	const ballot = from?.ballot;
	if (ballot?.kind === 'position' && positions.some((one) => one.position === ballot.position)) draft.position = ballot.position;
	if (ballot?.kind === 'scale') draft.level = ballot.level;
	if (ballot?.kind === 'options') draft.chosen = [...ballot.chosen];
	if (ballot?.kind === 'points') draft.points = labels.map((_, index) => ballot.points[index] ?? 0);
	if (ballot?.kind === 'ranking') draft.order = [...ballot.order];
	if (ballot?.kind === 'times') draft.answers = labels.map((_, index) => ballot.answers[index] ?? null);
	return draft;
}

export type Wrong = { readonly field: 'answer' | 'harms'; readonly sentence: string };

/** Does the answer stop the proposal, so that it must say what it defends? */
export const mustNameHarm = (draft: AnswerDraft, method: Method): boolean => draft.position !== null && positionWords(draft.position, method).needsHarm;

/** @returns the answer, or what is still missing, in a sentence. */
export function toAnswer(draft: AnswerDraft, method: Method): { readonly ok: true; readonly value: Answer } | { readonly ok: false; readonly wrong: Wrong } {
	const missing = (sentence: string, field: Wrong['field'] = 'answer') => ({ ok: false as const, wrong: { field, sentence } });
	const done = (ballot: Ballot) => ({ ok: true as const, value: { ballot, reason: draft.reason.trim(), harms: '' } });
	switch (method.kind) {
		case 'sense-check':
			return draft.level === null ? missing('Choose where you stand, from 1 to 5.') : done({ kind: 'scale', level: draft.level });
		case 'single':
			return draft.chosen.length === 1 ? done({ kind: 'options', chosen: draft.chosen }) : missing('Choose one option.');
		case 'multiple':
			if (draft.chosen.length === 0) return missing('Choose at least one option.');
			if (draft.chosen.length > method.most) return missing(`Choose at most ${method.most}.`);
			return done({ kind: 'options', chosen: [...draft.chosen].sort((a, b) => a - b) });
		case 'dot': {
			const left = dotsLeft(draft, method.dots);
			if (left === method.dots) return missing('Give at least one dot.');
			return left < 0 ? missing(`Take back ${-left}: you have ${method.dots} in all.`) : done({ kind: 'points', points: [...draft.points] });
		}
		case 'score':
		case 'resistance':
			return done({ kind: 'points', points: [...draft.points] });
		case 'ranked':
			return draft.order.length === 0 ? missing('Place at least your first choice.') : done({ kind: 'ranking', order: [...draft.order] });
		case 'time': {
			const answers = draft.answers.filter((one) => one !== null);
			const left = method.slots.length - answers.length;
			return left > 0 ? missing(left === 1 ? 'One time has no answer yet.' : `${left} times have no answer yet.`) : done({ kind: 'times', answers });
		}
		default: {
			if (draft.position === null) return missing('Choose an answer.');
			const harms = draft.harms.trim();
			if (!mustNameHarm(draft, method)) return done({ kind: 'position', position: draft.position });
			if (harms === '') return missing('Say which shared purpose or agreement is harmed.', 'harms');
			return { ok: true, value: { ballot: { kind: 'position', position: draft.position }, reason: draft.reason.trim(), harms } };
		}
	}
}

/** Negative where more were given than there are. */
export const dotsLeft = (draft: AnswerDraft, dots: number): number => dots - draft.points.reduce((sum, one) => sum + one, 0);

/** The order with one option taken to another place; as it was where the place does not exist. */
export function moved(order: readonly number[], from: number, to: number): number[] {
	const item = order[from];
	if (item === undefined || to < 0 || to >= order.length) return [...order];
	const rest = order.filter((_, index) => index !== from);
	return [...rest.slice(0, to), item, ...rest.slice(to)];
}

/** Options without a place yet, in the order of the poll. */
export const unplaced = (draft: AnswerDraft, count: number): number[] => Array.from({ length: count }, (_, index) => index).filter((index) => !draft.order.includes(index));
