/** What was decided for a year, against what was spent in it so far. Pure. Shows LED50 and the setting `budgets`. */
import type { Lens } from '../lens';
import { isFullMember } from '../membership/state';
import { categoryName } from './line-views';
import { selectReport } from './select-report';
import type { BudgetLineView, BudgetView } from './report-views';

/** Budgets are for any calendar year until another decision; the largest plan first, then what has none by what was spent. */
export function selectBudget(lens: Lens, year: number): BudgetView {
	const { settings, decidedBy } = lens.state.membership;
	const period = { from: firstDay(year), until: firstDay(year + 1) };
	const spent = new Map(selectReport(lens, period).spent.map(({ category, amountMinor }) => [category, amountMinor]));
	const planned = new Map(settings.budgets.map(({ category, amountMinor }) => [category, amountMinor]));
	const [over, days] = daysOver(year, lens.today);
	const lines = [...new Set([...planned.keys(), ...spent.keys()])].map((category): BudgetLineView => {
		const plannedMinor = planned.get(category) ?? null;
		return {
			category,
			categoryName: categoryName(lens, category),
			plannedMinor,
			spentMinor: spent.get(category) ?? 0,
			expectedMinor: plannedMinor === null ? null : Number((BigInt(plannedMinor) * BigInt(over)) / BigInt(days))
		};
	});
	lines.sort((a, b) => (b.plannedMinor ?? -1) - (a.plannedMinor ?? -1) || b.spentMinor - a.spentMinor || (a.category < b.category ? -1 : 1));
	return { year, lines, decision: decidedBy.budgets ?? null, mayPropose: isFullMember(lens.state.membership, lens.me) };
}

const firstDay = (year: number): string => `${String(year).padStart(4, '0')}-01-01`;

/** Days of the year that are over, today among them, and days it has. */
function daysOver(year: number, today: string): readonly [number, number] {
	const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
	const days = leap ? 366 : 365;
	if (today < firstDay(year)) return [0, days];
	if (today >= firstDay(year + 1)) return [days, days];
	const before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
	const month = Number(today.slice(5, 7));
	return [before[month - 1]! + (leap && month > 2 ? 1 : 0) + Number(today.slice(8, 10)), days]; // a month has twelve
}
