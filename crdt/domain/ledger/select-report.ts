/**
 * Figures for charts and the tables beside them: spending and income by month and category, and how balances went. Pure.
 * Carries LED50.
 */
import type { Lens } from '../lens';
import { categoryName, myPart, standsNow } from './line-views';
import { selectFunds } from './select-accounts';
import type { Category, Period } from './ops';
import { entriesByDate } from './select-entries';
import type { Post } from './state';
import type { SpendingReportView } from './report-views';

/** Entries count in the month of the date they count for; those without effect and those corrected are no spending. */
export function selectReport(lens: Lens, period: Period): SpendingReportView {
	const months = monthsOf(period);
	const monthAt = new Map(months.map((month, at) => [month, at]));
	const spent = new Map<Category, Total>();
	const received = new Map<Category, Total>();
	const myShareByMonth = months.map(() => 0);
	for (const { entry, booked } of entriesByDate(lens.state.ledger)) {
		if (booked.date < period.from || booked.date >= period.until || entry.kind !== 'post' || !standsNow(entry)) continue;
		const at = monthAt.get(booked.date.slice(0, 7))!; // a month of the period
		if (entry.op.kind === 'expense') {
			addTo(spent, entry, at, months.length);
			myShareByMonth[at]! += entry.shares.find(({ member }) => member === lens.me)?.amountMinor ?? 0; // within the months
		}
		if (entry.op.kind === 'income') addTo(received, entry, at, months.length);
	}
	return { period, months, spent: mostFirst(lens, spent), received: mostFirst(lens, received), myShareByMonth, ...balancesByMonth(lens, months) };
}

/** YYYY-MM of every month that has a day in the period; at most 1,200. */
export function monthsOf({ from, until }: Period): readonly string[] {
	const months: string[] = [];
	let [year, month] = [Number(from.slice(0, 4)), Number(from.slice(5, 7))];
	for (let next = from.slice(0, 7); from < until && `${next}-01` < until && months.length < 1200; ) {
		months.push(next);
		[year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
		next = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`;
	}
	return months;
}

interface Total {
	amountMinor: number;
	count: number;
	readonly byMonth: number[];
}

function addTo(totals: Map<Category, Total>, { op, amountMinor }: Post, at: number, months: number): void {
	const total = totals.get(op.category) ?? { amountMinor: 0, count: 0, byMonth: Array.from({ length: months }, () => 0) };
	total.amountMinor += amountMinor;
	total.count++;
	total.byMonth[at]! += amountMinor; // within the months
	totals.set(op.category, total);
}

const mostFirst = (lens: Lens, totals: ReadonlyMap<Category, Total>): SpendingReportView['spent'] =>
	[...totals]
		.map(([category, total]) => ({ category, categoryName: categoryName(lens, category), ...total }))
		.sort((a, b) => b.amountMinor - a.amountMinor || (a.category < b.category ? -1 : 1));

/** What stood in my account and in each fund when each month had ended. */
function balancesByMonth(lens: Lens, months: readonly string[]): Pick<SpendingReportView, 'myBalanceByMonth' | 'fundsByMonth'> {
	const funds = selectFunds(lens);
	const held = new Map(funds.map(({ id }) => [`fund:${id}`, 0]));
	const amounts = funds.map((): number[] => []);
	const myBalanceByMonth: number[] = [];
	const oldestFirst = entriesByDate(lens.state.ledger).filter(({ entry }) => entry.counts).reverse();
	let [at, mine] = [0, 0];
	for (const month of months) {
		for (let next = oldestFirst[at]; next !== undefined && next.booked.date.slice(0, 7) <= month; next = oldestFirst[++at]) {
			mine += myPart(next.entry, lens.me);
			for (const { account, amountMinor } of next.entry.postings) {
				const before = held.get(account);
				if (before !== undefined) held.set(account, before + amountMinor);
			}
		}
		myBalanceByMonth.push(mine);
		for (const [index, { id }] of funds.entries()) amounts[index]!.push(held.get(`fund:${id}`)!); // one for each fund
	}
	return { myBalanceByMonth, fundsByMonth: funds.map((fund, index) => ({ fund, amounts: amounts[index]! })) }; // one for each fund
}
