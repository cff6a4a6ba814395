/**
 * How a young collective decides, by the one choice its founder makes; each subject can be given another way by decision.
 * Pure. Carries PRO100.
 */
import type { BlockRule, DecisionRule } from './method';
import type { Subject } from './settings-ops';

export type FoundingRule = 'consensus' | 'consent' | 'majority';

/** Two meetings within a month; what is not resolved then is not accepted. */
export const DEFAULT_BLOCK_RULE: BlockRule = { meetings: 2, days: 30, onLapse: 'stands', votePercent: 80 };

const RULES: Readonly<Record<FoundingRule, DecisionRule>> = {
	consensus: { kind: 'consensus', quorum: 0, block: DEFAULT_BLOCK_RULE },
	consent: { kind: 'consent', quorum: 0 },
	majority: { kind: 'majority', percent: 50, of: 'eligible', quorum: 0 }
};

export function rulesOfFounding(founding: FoundingRule): Readonly<Record<Subject, DecisionRule>> {
	const rule = RULES[founding];
	return { general: rule, settings: rule, rooms: rule, spending: rule, admission: rule, removal: RULES.majority };
}
