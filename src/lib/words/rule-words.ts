/** The ways in which a collective decides, in words: what each is called, when it fits, when something passes. Pure. */
import type { BlockRule, DecisionRule } from '$crdt/domain/proposals/method';

export type RuleKind = DecisionRule['kind'];

export interface RuleWords {
	readonly name: string;
	/** When a collective would choose it. */
	readonly when: string;
	/** When something passes, whatever is set about it. */
	readonly passes: string;
}

export const RULE_WORDS: Readonly<Record<RuleKind, RuleWords>> = {
	consensus: {
		name: 'Consensus',
		when: 'For what everybody has to carry.',
		passes: 'Accepted when more agree than hold back, and nobody blocks.'
	},
	consent: {
		name: 'Consent',
		when: 'For what is good enough for now and safe enough to try.',
		passes: 'Accepted when nobody objects.'
	},
	majority: {
		name: 'Majority',
		when: 'For questions on which people may simply differ.',
		passes: 'Accepted when enough agree; the others are outvoted.'
	},
	'all-but-one': {
		name: 'All but one',
		when: 'Close to consensus, so that one person alone cannot hold everything up. It is a vote.',
		passes: 'Accepted when everybody but one agrees.'
	},
	lazy: {
		name: 'Silence consents',
		when: 'For small things that are easily undone.',
		passes: 'Accepted unless somebody objects in time.'
	},
	ownership: {
		name: 'By ownership shares',
		when: 'For what the owners of a partnership decide by what they own.',
		passes: 'Accepted when enough of the shares agree.'
	}
};

/** "more than half", "at least two thirds", "at least 80 %", "all" */
export function sayShare(percent: number): string {
	if (percent <= 50) return 'more than half';
	if (percent === 67) return 'at least two thirds';
	if (percent === 75) return 'at least three quarters';
	return percent === 100 ? 'all' : `at least ${percent} %`;
}

/** Whole sentences; the first says when something passes. */
export function sayRule(rule: DecisionRule): readonly string[] {
	switch (rule.kind) {
		case 'consensus':
			return [RULE_WORDS.consensus.passes, sayQuorum(rule.quorum), sayBlock(rule.block)];
		case 'consent':
			return [RULE_WORDS.consent.passes, sayQuorum(rule.quorum)];
		case 'majority':
			return rule.of === 'eligible'
				? [`Accepted when ${sayShare(rule.percent)} of all members agree.`, ...(rule.quorum > 50 ? [sayQuorum(rule.quorum)] : [])]
				: [`Accepted when ${sayShare(rule.percent)} of those who say yes or no agree.`, sayQuorum(rule.quorum)];
		case 'all-but-one':
		case 'lazy':
			return [RULE_WORDS[rule.kind].passes];
		case 'ownership':
			return [`Accepted when those who agree own ${sayShare(rule.percent)} of the shares.`];
	}
}

function sayQuorum(quorum: number): string {
	const share = sayShare(quorum);
	return quorum === 100 ? 'Everybody must have answered.' : `${share.charAt(0).toUpperCase()}${share.slice(1)} must have answered.`;
}

/** What becomes of a block, in one or two sentences. */
export function sayBlock({ meetings, days, onLapse, votePercent }: BlockRule): string {
	const calls = meetings === 0 ? 'A block asks for no meeting.' : `Whoever blocks calls up to ${meetings === 1 ? 'one meeting' : `${meetings} meetings`} within ${days === 1 ? 'a day' : `${days} days`} to find a way.`;
	const then = onLapse === 'vote' ? `if none is found, it may be put to a vote, in which ${sayShare(votePercent)} of all members must agree.` : 'if none is found, the proposal is not accepted.';
	return meetings === 0 ? `${calls} ${onLapse === 'vote' ? `After ${days === 1 ? 'a day' : `${days} days`} it may be put to a vote, in which ${sayShare(votePercent)} of all members must agree.` : 'The proposal is then not accepted.'}` : `${calls.slice(0, -1)}; ${then}`;
}
