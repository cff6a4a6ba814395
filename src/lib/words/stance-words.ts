/** The answers a person can give, each explained where it is used, and how somebody stands in a few words. Pure. */
import type { Ballot, Method, MethodKind, Position } from '$crdt/domain/proposals/method';
import type { StanceView } from '$crdt/domain/proposals/views';
import { optionLabels } from './method-words';

export type Tone = '' | 'good' | 'warn' | 'bad' | 'accent';

export interface PositionWords {
	readonly position: Position;
	/** On the button: "Stand aside". */
	readonly verb: string;
	/** Of somebody: "stands aside". */
	readonly third: string;
	/** One sentence, said by the person who gives it. */
	readonly explained: string;
	/** Label of the reason field. */
	readonly reason: string;
	/** It stops the proposal: so it says which shared purpose or agreement is harmed. */
	readonly needsHarm: boolean;
	readonly tone: Tone;
}

const word = (position: Position, verb: string, third: string, explained: string, tone: Tone = '', reason = 'A word to it', needsHarm = false): PositionWords => ({
	position, verb, third, explained, reason, needsHarm, tone
});

const ABSTAIN = word('abstain', 'Abstain', 'abstains', 'I leave this to the others and count for neither side.');
const OBJECT = word('object', 'Object', 'objects', 'This would harm something we share or set us back, so it must not pass as it is.', 'bad', 'What would have to change?', true);

const CONSENSUS: readonly PositionWords[] = [
	word('agree', 'Agree', 'agrees', 'I support this.', 'good'),
	word('reservations', 'Agree with reservations', 'agrees with reservations', 'I can live with this and help to carry it; my concerns should be known.', 'good', 'My reservations'),
	word('stand-aside', 'Stand aside', 'stands aside', 'I cannot support this and will not carry it out, and I do not stand in the way.', 'warn', 'My concern'),
	word('block', 'Block', 'blocks', 'This would harm a purpose or an agreement we share, so it must not pass as it is.', 'bad', 'What would have to change?', true),
	word('more-time', 'Need more time', 'needs more time', 'I cannot answer yet: I need to think, ask or talk about it first.', 'warn', 'What I need'),
	ABSTAIN
];

const CONSENT: readonly PositionWords[] = [
	word('agree', 'Consent', 'consents', 'Good enough for now, safe enough to try: I have no objection.', 'good'),
	word('reservations', 'Consent with reservations', 'consents with reservations', 'I do not object; my concerns should be known.', 'good', 'My reservations'),
	OBJECT,
	ABSTAIN
];

const LAZY: readonly PositionWords[] = [word('agree', 'Fine with me', 'is fine with it', 'I have seen it and agree. Saying nothing counts the same.', 'good'), ...CONSENT.slice(1)];

const VOTE: readonly PositionWords[] = [
	word('agree', 'Yes', 'votes yes', 'I am for it.', 'good'),
	word('disagree', 'No', 'votes no', 'I am against it.', 'bad', 'Why not'),
	ABSTAIN
];

const POSITIONS_OF: Readonly<Partial<Record<MethodKind, readonly PositionWords[]>>> = {
	consensus: CONSENSUS,
	consent: CONSENT,
	lazy: LAZY,
	majority: VOTE,
	'all-but-one': VOTE,
	ownership: VOTE,
	'question-round': [word('heard', 'My questions are in', 'has been heard', 'I have read it. What I wanted to ask stands below, or I have no question.', 'good')],
	advice: [word('heard', 'My advice is in', 'has been heard', 'I have read it. My advice stands below, or I have none to give.', 'good', 'My advice')]
};

/** The positions one may take, in the order of the buttons; empty where the answer is no position. */
export const positionsOf = (method: Method): readonly PositionWords[] => POSITIONS_OF[method.kind] ?? [];

/** Words of a position in this method; of one that does not belong to it, from another method that knows it. */
export function positionWords(position: Position, method: Method): PositionWords {
	const own = positionsOf(method).find((one) => one.position === position);
	// every position stands in one of the lists
	return own ?? Object.values(POSITIONS_OF).flat().find((one) => one.position === position)!;
}

/** Does this answer stop the proposal, so that it must say what it defends? */
export const mustSayMore = (ballot: Ballot, method: Method): boolean => ballot.kind === 'position' && positionWords(ballot.position, method).needsHarm;

const LEVELS = ['against it', 'rather against it', 'in between', 'rather for it', 'wholly for it'] as const;

/** 1…5 of a sense check: "rather for it". */
export const levelWords = (level: number): string => LEVELS[Math.min(5, Math.max(1, level)) - 1] ?? LEVELS[2];

/** 0…highest of resistance, at the ends: "none", "completely against". */
export const resistanceWords = (points: number, highest: number): string => (points === 0 ? 'no resistance' : points === highest ? 'completely against' : `${points} of ${highest}`);

/** An answer in a few words, as its author would give it: "stand aside", "Blue and Green", "as Bea answers". */
export function ballotWords(ballot: Ballot, method: Method, nameOf: (member: string) => string): string {
	const labels = optionLabels(method);
	const label = (index: number) => labels[index] ?? `option ${index + 1}`;
	switch (ballot.kind) {
		case 'position':
			return positionWords(ballot.position, method).verb.toLowerCase();
		case 'scale':
			return `${ballot.level} of 5, ${levelWords(ballot.level)}`;
		case 'options':
			return ballot.chosen.length === 0 ? 'none of them' : ballot.chosen.map(label).join(' · ');
		case 'points': {
			const said = ballot.points.map((points, index) => ({ points, index })).filter(({ points }) => points > 0);
			if (said.length === 0) return method.kind === 'resistance' ? 'no resistance to any' : 'nothing to any of them';
			return said.map(({ points, index }) => `${label(index)} ${points}`).join(' · ');
		}
		case 'ranking':
			return ballot.order.length === 0 ? 'no order' : ballot.order.map((index, place) => `${place + 1}. ${label(index)}`).join(' · ');
		case 'times': {
			const count = (answer: 'yes' | 'if-need-be') => ballot.answers.filter((one) => one === answer).length;
			return `yes to ${count('yes')} of ${ballot.answers.length}${count('if-need-be') > 0 ? `, ${count('if-need-be')} more if need be` : ''}`;
		}
		case 'proxy':
			return `as ${nameOf(ballot.to)} answers`;
		case 'sealed':
			return 'sealed';
	}
}

/** Of somebody: "stands aside", "has answered", "lets Bea answer". */
export function standing(view: StanceView, method: Method): string {
	if (!view.ballot) return view.firmness === 'bound' || view.determined ? 'said nothing' : 'has not answered yet';
	switch (view.ballot.kind) {
		case 'position':
			return positionWords(view.ballot.position, method).third;
		case 'proxy':
			return `lets ${view.proxyName ?? 'a colleague'} answer`;
		case 'sealed':
			return 'has answered, sealed';
		default:
			return ballotWords(view.ballot, method, () => view.proxyName ?? 'a colleague');
	}
}

export function toneOf(ballot: Ballot, method: Method): Tone {
	if (ballot.kind === 'position') return positionWords(ballot.position, method).tone;
	if (ballot.kind === 'scale') return ballot.level >= 4 ? 'good' : ballot.level <= 2 ? 'warn' : '';
	return '';
}

/** How firm an answer is: '' where nothing was said. */
export function firmnessWord(view: Pick<StanceView, 'firmness'>): string {
	switch (view.firmness) {
		case 'none':
			return '';
		case 'carried':
			return 'carried over from before the extension';
		case 'soft':
			return 'first word';
		case 'bound':
			return 'given word';
	}
}

export const FIRST_WORD = 'This is a first word, you can change it.';
export const GIVEN_WORD = 'A given word cannot be changed or taken back. That is what lets the others rely on it.';
