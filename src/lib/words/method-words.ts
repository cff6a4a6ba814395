/**
 * Every way of deciding and asking in words: what it is called, when it is the right one, what makes it pass. Pure.
 *
 * A vote is called a vote, also where it asks for nearly everybody.
 */
import type { BlockRule, DecisionRule, Method, MethodKind } from '$crdt/domain/proposals/method';
import { saySlot } from './slot-words';

const KIND_NAMES: Readonly<Record<MethodKind, string>> = {
	consensus: 'Consensus',
	consent: 'Consent',
	majority: 'Vote by majority',
	'all-but-one': 'Vote: all but one',
	lazy: 'Silence means yes',
	ownership: 'Vote by ownership shares',
	'question-round': 'Question round',
	'sense-check': 'Sense check',
	advice: 'Asking for advice',
	single: 'Poll: one choice',
	multiple: 'Poll: several choices',
	dot: 'Poll: sharing out dots',
	score: 'Poll: a score for each',
	ranked: 'Poll: in order of preference',
	resistance: 'Poll: least resistance',
	time: 'Poll: finding a time'
};

/** What a kind is called where its details do not matter (in a list to choose from). */
export const kindName = (kind: MethodKind): string => KIND_NAMES[kind];

/** "Consensus", "Vote: at least 75 %". */
export function methodName(method: Method): string {
	if (method.kind === 'majority') return method.percent === 50 ? 'Vote: more than half' : `Vote: at least ${method.percent} %`;
	return KIND_NAMES[method.kind];
}

const WHEN: Readonly<Record<MethodKind, string>> = {
	consensus: 'For what everybody has to live with and carry: shared purposes, who joins, what changes for long.',
	consent: 'For most things: good enough for now, safe enough to try. Only objections with a reason stop it.',
	majority: 'When a choice has to be made and either answer can be lived with.',
	'all-but-one': 'When nearly everybody should agree, and no single person should be able to stop it. This is a vote, not consensus.',
	lazy: 'For small things that can easily be undone. Whoever says nothing consents.',
	ownership: 'For what the partnership agreement reserves to the owners. Each answer weighs as much as the person’s share.',
	'question-round': 'Before deciding: everybody reads it and asks what they do not understand. Decides nothing.',
	'sense-check': 'To find out early how an idea lands, before working it out. Decides nothing.',
	advice: 'When one person will decide, and asks first those who are concerned or know about it. Decides nothing by itself.',
	single: 'To choose one of a few options when all of them would be all right.',
	multiple: 'To find out which of several options would suit people; each may name more than one.',
	dot: 'To see what matters most in a long list: everybody has a few dots to share out.',
	score: 'To compare options that can be more or less good, not only good or bad.',
	ranked: 'To choose one of several when the first choice of many may not win: those who lose it are counted with their next one.',
	resistance: 'To find the option that meets the least resistance, when no option delights everybody.',
	time: 'To find a time at which most can come.'
};

export const whenToUse = (kind: MethodKind): string => WHEN[kind];

const TAKEN_PART = 'More than half must have answered.';

/** What must come together so that it passes, or how the answer is found: one or two sentences. */
export function howItPasses(method: Method): string {
	switch (method.kind) {
		case 'consensus':
			return `It passes when nobody blocks it, and more people agree than stand aside or ask for more time. ${quorumWords(method.quorum)}`;
		case 'consent':
			return `It passes when nobody objects. ${quorumWords(method.quorum)}`;
		case 'majority': {
			const share = method.percent === 50 ? 'more than half' : `at least ${method.percent} %`;
			const of = method.of === 'cast' ? 'of those who say yes or no say yes' : 'of everybody say yes, those counted who say nothing';
			return `It passes when ${share} ${of}. ${quorumWords(method.quorum)}`;
		}
		case 'all-but-one':
			return 'It passes when everybody agrees, or everybody but one.';
		case 'lazy':
			return 'It passes unless somebody objects. Whoever says nothing consents.';
		case 'ownership':
			return `It passes when those who agree hold ${method.percent === 50 ? 'more than half' : `at least ${method.percent} %`} of all shares. ${TAKEN_PART}`;
		case 'question-round':
			return 'It is concluded once everybody has been heard, or the time is up. It decides nothing.';
		case 'sense-check':
			return 'Everybody says from 1 (against) to 5 (wholly for) where they stand. It decides nothing.';
		case 'advice':
			return 'It is concluded once everybody has been heard, or the time is up. Whoever asked decides, and says how.';
		case 'single':
			return `The option most people choose is taken. ${TAKEN_PART}`;
		case 'multiple':
			return `Everybody may choose up to ${method.most}. The option chosen by most is taken. ${TAKEN_PART}`;
		case 'dot':
			return `Everybody has ${method.dots} ${method.dots === 1 ? 'dot' : 'dots'}. The option with most dots is taken. ${TAKEN_PART}`;
		case 'score':
			return `Everybody gives each option 0 to ${method.highest}. The highest sum is taken. ${TAKEN_PART}`;
		case 'ranked':
			return `The option with fewest first places drops out, and its answers pass to the next choice, until one has more than half. ${TAKEN_PART}`;
		case 'resistance':
			return `Everybody says for each option how much they resist it, from 0 (not at all) to ${method.highest} (completely). The lowest sum is taken. ${TAKEN_PART}`;
		case 'time':
			return `The time that suits most is taken; where two are level, the one that more could make if need be. ${TAKEN_PART}`;
	}
}

function quorumWords(quorum: number): string {
	return quorum > 50 ? `At least ${quorum} % must have answered.` : TAKEN_PART;
}

/** What becomes of a block, for the place where the rule is chosen or explained. */
export function blockWords(rule: BlockRule): string {
	const vote = `it may be put to a vote, in which at least ${rule.votePercent} % of everybody must agree`;
	if (rule.meetings === 0) return rule.onLapse === 'vote' ? `After a block, ${vote}.` : 'A block stands: the proposal is not accepted.';
	const meetings = rule.meetings === 1 ? 'one meeting' : `up to ${rule.meetings} meetings`;
	const then = rule.onLapse === 'vote' ? vote : 'the block stands and it is not accepted';
	return `Whoever blocks calls ${meetings} within ${rule.days} ${rule.days === 1 ? 'day' : 'days'} to find a way. If none is found, ${then}.`;
}

/** A rule with everything that belongs to it, as it stands under "How we decide". */
export function ruleWords(rule: DecisionRule): string {
	const passes = `${methodName(rule)}. ${howItPasses(rule)}`;
	return rule.kind === 'consensus' ? `${passes} ${blockWords(rule.block)}` : passes;
}

/** Labels of what one chooses among; empty where the method has none. */
export function optionLabels(method: Method): readonly string[] {
	if ('options' in method) return method.options;
	return method.kind === 'time' ? method.slots.map(saySlot) : [];
}

export const isPoll = (method: Method): boolean => 'options' in method || method.kind === 'time';

/** Binds nobody: ends "concluded". */
export const isConversation = (method: Method): boolean =>
	method.kind === 'question-round' || method.kind === 'sense-check' || method.kind === 'advice';
