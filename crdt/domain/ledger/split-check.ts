/** What is wrong with a split by itself, whoever is a member and whatever is in force. Pure. Carries LED1, LED22, LED24, LED25. */
import { assertNever } from '../../../crypto/base';
import type { Refusal } from '../context';
import { parseDate } from '../wall-time';
import type { Period, Split } from './ops';
import { previewShares } from './split';

/** The same for the fold, for schedules and for a form; null: nothing. */
export function splitProblem(split: Split, amountMinor: number): Refusal | null {
	if (split.between.length === 0) return problem('LED2', 'Somebody has to share it.');
	if (repeats(split.between.map(({ member }) => member))) return problem('LED1', 'Somebody stands twice among those who share it.');
	switch (split.method) {
		case 'equal':
		case 'shares':
		case 'ownership':
			return null;
		case 'percent':
			return sum(split.between.map(({ basisPoints }) => basisPoints)) === 10_000 ? null : problem('LED22', 'The percentages do not add up to 100.');
		case 'exact':
			return sum(split.between.map((each) => each.amountMinor)) === amountMinor ? null : problem('LED22', 'The parts do not add up to the amount.');
		case 'adjust': {
			const { shares } = previewShares(split, amountMinor);
			return shares.every((share) => share.amountMinor >= 0) ? null : problem('LED22', 'Somebody would pay less than nothing.');
		}
		case 'room-hours': {
			const used = split.between.some((each) => (split.by === 'minutes' ? each.minutes : each.priceMinor) > 0);
			return periodProblem(split.period) ?? (used ? null : problem('LED24', 'Nobody has any hours in this period.'));
		}
		case 'prorata': {
			const days = daysOf(split.period);
			const tooMany = days !== null && split.between.some((each) => each.days > days);
			return periodProblem(split.period) ?? (tooMany ? problem('LED25', 'Somebody has more days than the period.') : null);
		}
		default:
			return assertNever(split);
	}
}

/** How many days a period has; null where its dates do not exist. */
export function daysOf({ from, until }: Period): number | null {
	const [first, end] = [parseDate(from), parseDate(until)];
	return first === null || end === null ? null : end - first;
}

function periodProblem(period: Period): Refusal | null {
	const days = daysOf(period);
	if (days === null) return problem('LED1', 'A date of the period does not exist.');
	return days > 0 ? null : problem('LED1', 'The period ends before it begins.');
}

export const repeats = (ids: readonly string[]): boolean => new Set(ids).size !== ids.length;
const sum = (amounts: readonly number[]): number => amounts.reduce((total, each) => total + each, 0);
const problem = (rule: string, reason: string): Refusal => ({ rule, reason });
