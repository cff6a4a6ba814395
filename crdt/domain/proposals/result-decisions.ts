/**
 * Ways of deciding that bind: accepted, not accepted, or still undecided while somebody's answer is not settled.
 *
 * Every way is a list of conditions that must hold together. An unsettled answer may turn out to be anything, so each
 * condition is looked at twice: as well and as badly as it can still come out. Pure. Carries PRO80-PRO85.
 */
import { assertNever } from '../../../crypto/base';
import type { DecisionRule, Position } from './method';
import type { FinalResult, Judging, Settled } from './result';
import { quorumOf } from './state';

/** Worst and best value something can still take. */
interface Range {
	readonly least: number;
	readonly most: number;
}

/** A condition: `surely` with every completion of the undetermined, `possibly` with the most favourable one. */
interface Condition {
	readonly surely: boolean;
	readonly possibly: boolean;
}

/** How many electors must have answered: more than half, or the quorum where that is more (PRO41). */
export function participationNeeded(rule: DecisionRule, n: number): number {
	if (rule.kind === 'lazy') return 0;
	const quorum = 'quorum' in rule ? rule.quorum : 0;
	return Math.max(quorumOf(n), Math.ceil((n * quorum) / 100));
}

/** Does `part` reach the share? At 50 percent only more than half does; above, at least the share. Never with nothing. */
export const reaches = (part: number, whole: number, percent: number): boolean =>
	part > 0 && (percent === 50 ? part * 2 > whole : part * 100 >= percent * whole);

/**
 * Accepted or not, or null while both are possible. One completion is best for all conditions of a rule at once (everybody
 * left agrees), so "possibly" may be asked of each alone; "surely" may be asked of each alone by its nature.
 */
export function decisionResult(rule: DecisionRule, { electors, needed }: Judging, settled: readonly Settled[]): FinalResult | null {
	const n = electors.length;
	const left = settled.filter((each) => each === 'undetermined').length;
	const count = (...positions: readonly Position[]): number => settled.filter((each) => isOneOf(each, positions)).length;

	const agreeing: Range = { least: count('agree', 'reservations'), most: count('agree', 'reservations') + left };
	const answered = settled.filter((each) => typeof each !== 'string').length;
	const conditions: Condition[] = [
		atLeast({ least: answered, most: answered + left }, participationNeeded(rule, n)),
		atLeast(agreeing, needed)
	];

	switch (rule.kind) {
		case 'consensus': {
			const hesitant = count('stand-aside', 'more-time');
			conditions.push(nobody(count('block'), left));
			conditions.push({ surely: agreeing.least > hesitant + left, possibly: agreeing.most > hesitant });
			break;
		}
		case 'consent':
		case 'lazy':
			conditions.push(nobody(count('object'), left));
			break;
		case 'majority': {
			const against = count('disagree');
			const whole = (yes: number, no: number): number => (rule.of === 'eligible' ? n : yes + no);
			conditions.push({
				surely: reaches(agreeing.least, whole(agreeing.least, against + left), rule.percent),
				possibly: reaches(agreeing.most, whole(agreeing.most, against), rule.percent)
			});
			break;
		}
		case 'all-but-one':
			conditions.push(atLeast(agreeing, n >= 3 ? n - 1 : n));
			break;
		case 'ownership': {
			const units = (counts: (each: Settled) => boolean): number =>
				electors.reduce((total, elector, at) => (counts(settled[at] ?? 'none') ? total + elector.weight : total), 0);
			const all = units(() => true);
			const yes = units((each) => isOneOf(each, ['agree']));
			const open = units((each) => each === 'undetermined');
			conditions.push({ surely: reaches(yes, all, rule.percent), possibly: reaches(yes + open, all, rule.percent) });
			break;
		}
		default:
			return assertNever(rule);
	}

	if (!conditions.every(({ possibly }) => possibly)) return { status: 'not-accepted' };
	return conditions.every(({ surely }) => surely) ? { status: 'accepted' } : null;
}

const atLeast = ({ least, most }: Range, floor: number): Condition => ({ surely: least >= floor, possibly: most >= floor });

const nobody = (count: number, left: number): Condition => ({ surely: count + left === 0, possibly: count === 0 });

const isOneOf = (settled: Settled, positions: readonly Position[]): boolean =>
	typeof settled !== 'string' && settled.kind === 'position' && positions.includes(settled.position);
