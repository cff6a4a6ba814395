/** A budget against what was spent, in words. Money is said by the caller. Pure. */
import type { BudgetLineView } from '$crdt/domain/ledger/report-views';

export interface AgainstPlan {
	/** In two words, where somebody should look; null: all is well. */
	readonly pressing: 'over budget' | 'ahead of plan' | null;
	readonly words: string;
}

/** More than a tenth above what the year so far would explain is worth a word. */
const WORTH_A_WORD = 1.1;

export function againstPlan({ plannedMinor, spentMinor, expectedMinor }: BudgetLineView, money: (minor: number) => string): AgainstPlan {
	if (plannedMinor === null) return { pressing: null, words: '' };
	if (spentMinor > plannedMinor) return { pressing: 'over budget', words: `${money(spentMinor - plannedMinor)} more than planned for the whole year` };
	const left = `${money(plannedMinor - spentMinor)} left`;
	if (expectedMinor !== null && spentMinor > expectedMinor * WORTH_A_WORD && expectedMinor < plannedMinor)
		return { pressing: 'ahead of plan', words: `${left}; ${money(expectedMinor)} would be usual by now` };
	return { pressing: null, words: left };
}

export const budgetSums = (lines: readonly BudgetLineView[]): { readonly plannedMinor: number; readonly spentMinor: number } => ({
	plannedMinor: lines.reduce((sum, one) => sum + (one.plannedMinor ?? 0), 0),
	spentMinor: lines.reduce((sum, one) => sum + one.spentMinor, 0)
});
