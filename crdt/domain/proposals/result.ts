/**
 * What determined stances amount to, and whether the undetermined ones could still change it.
 *
 * Pure arithmetic on counts. Carries PRO40-PRO42. Finality is "the same for every value of the undetermined", so added
 * stances can never change a final result.
 */
import type { Stance } from './ops';
import { quorumOf } from './state';

export interface Tally {
	readonly agree: number;
	readonly standAside: number;
	readonly block: number;
	readonly abstain: number;
	readonly none: number;
	readonly undetermined: number;
}

export interface Judging {
	readonly rule: 'consensus' | 'majority';
	/** Size of the electorate. */
	readonly n: number;
	/** Agreements a majority needs. */
	readonly needed: number;
}

/** The final result of the stances, or null while some value of the undetermined ones could give another. */
export function finalResult(judging: Judging, tally: Tally): 'accepted' | 'not-accepted' | null {
	const best: Tally = { ...tally, agree: tally.agree + tally.undetermined, undetermined: 0 };
	if (!accepts(judging, best)) return 'not-accepted';
	return accepts(judging, worstOf(judging, tally)) ? 'accepted' : null;
}

/** Is it accepted by these stances, all of them known? */
export function accepts(judging: Judging, tally: Tally): boolean {
	switch (judging.rule) {
		// no block, more agree than stand aside, and more than half of all electors took a stance
		case 'consensus':
			return (
				tally.block === 0 &&
				tally.agree > tally.standAside &&
				tally.agree + tally.standAside + tally.abstain >= quorumOf(judging.n)
			);
		case 'majority':
			return tally.agree >= judging.needed;
	}
}

export function tallyOf(stances: readonly (Stance | 'none' | 'undetermined')[]): Tally {
	const count = (wanted: Stance | 'none' | 'undetermined'): number =>
		stances.reduce((sum, stance) => (stance === wanted ? sum + 1 : sum), 0);
	return {
		agree: count('agree'),
		standAside: count('stand-aside'),
		block: count('block'),
		abstain: count('abstain'),
		none: count('none'),
		undetermined: count('undetermined')
	};
}

/** The completion least favourable to acceptance: one block defeats consensus, silence never helps a majority. */
function worstOf(judging: Judging, tally: Tally): Tally {
	if (tally.undetermined === 0) return tally;
	return judging.rule === 'consensus'
		? { ...tally, block: tally.block + tally.undetermined, undetermined: 0 }
		: { ...tally, none: tally.none + tally.undetermined, undetermined: 0 };
}
