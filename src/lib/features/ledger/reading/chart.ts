/** The arithmetic of the charts: scales, stacks, labels that do not touch. Amounts in whole minor units, lengths in pixels. Pure. */
import type { CategoryTotalView, SpendingReportView } from '$crdt/domain/ledger/report-views';
import { LOCALE } from '$lib/ui/locale';
import { minorDigits } from '$lib/ui/money';
import { sayMonth } from '../shared/periods';

export interface Scale {
	readonly low: number;
	readonly high: number;
	/** From low to high, both included, evenly apart. */
	readonly ticks: readonly number[];
}

/** A scale that holds zero and all of these, in steps of 1, 2 or 5 times a power of ten. */
export function scaleOf(amounts: readonly number[], about = 4): Scale {
	const least = Math.min(0, ...amounts);
	const most = Math.max(0, ...amounts);
	const raw = Math.max(1, (most - least) / about);
	const power = 10 ** Math.floor(Math.log10(raw));
	const step = power * ([1, 2, 5, 10].find((one) => one * power >= raw) ?? 10);
	const low = Math.floor(least / step) * step;
	const high = Math.max(low + step, Math.ceil(most / step) * step);
	const ticks = Array.from({ length: Math.round((high - low) / step) + 1 }, (_, at) => low + at * step);
	return { low, high, ticks };
}

/** Pixels from the top for an amount. */
export const heightOf = (amount: number, { low, high }: Scale, height: number): number => height - ((amount - low) / (high - low)) * height;

/** "€1.2K": for an axis, where the table has the cents. */
export function axisMoney(minor: number, currency: string): string {
	const text = new Intl.NumberFormat(LOCALE, { style: 'currency', currency, notation: 'compact', maximumFractionDigits: 1, minimumFractionDigits: 0 }).format(
		Math.abs(minor) / 10 ** minorDigits(currency)
	);
	return minor < 0 ? `−${text}` : text;
}

/** Every how many labels one is written, so that none touches its neighbour. */
export function labelEvery(count: number, width: number, labelWidth: number): number {
	const fit = Math.max(1, Math.floor(width / labelWidth));
	const every = Math.ceil(count / fit);
	// half a year, a quarter: places where an eye looks for them
	return [1, 2, 3, 6, 12, 24].find((one) => one >= every) ?? every;
}

/** Under a month, where `every` so many have a label: "Jan 26", "Apr"; '' for none. Counted from January, which names the year. */
export function monthLabel(month: string, every: number): string {
	const [year, place] = [Number(month.slice(0, 4)), Number(month.slice(5, 7)) - 1];
	if ((year * 12 + place) % every !== 0) return '';
	return place === 0 ? `${sayMonth(month, true)} ${month.slice(2, 4)}` : sayMonth(month, true);
}

export interface Series {
	readonly key: string;
	readonly name: string;
	/** One for each month. */
	readonly amounts: readonly number[];
}

type Row = CategoryTotalView & { readonly byMonth: readonly number[] };

/** The largest categories, and what is left as one. `nameOf` says a category. */
export function largest(rows: readonly Row[], most: number, nameOf: (row: Row) => string): readonly Series[] {
	const series = (row: Row): Series => ({ key: row.category, name: nameOf(row), amounts: row.byMonth });
	if (rows.length <= most) return rows.map(series);
	const rest = rows.slice(most - 1);
	const amounts = (rest[0]?.byMonth ?? []).map((_, at) => rest.reduce((sum, row) => sum + (row.byMonth[at] ?? 0), 0));
	return [...rows.slice(0, most - 1).map(series), { key: 'rest', name: `${rest.length} others`, amounts }];
}

export interface Bar {
	readonly series: number;
	readonly from: number;
	readonly until: number;
}

/** For each month the bars one upon the other; what is nothing has none. */
export function stack(all: readonly Series[]): readonly (readonly Bar[])[] {
	const months = all[0]?.amounts.length ?? 0;
	return Array.from({ length: months }, (_, month) => {
		let top = 0;
		return all.flatMap(({ amounts }, series) => {
			const amount = Math.max(0, amounts[month] ?? 0);
			const from = top;
			top += amount;
			return amount === 0 ? [] : [{ series, from, until: top }];
		});
	});
}

/** A line through the amounts, one for each month, in the middle of its month. */
export function linePoints(amounts: readonly number[], scale: Scale, width: number, height: number): readonly { readonly x: number; readonly y: number }[] {
	const step = width / Math.max(1, amounts.length);
	return amounts.map((amount, at) => ({ x: Math.round((at + 0.5) * step * 10) / 10, y: Math.round(heightOf(amount, scale, height) * 10) / 10 }));
}

/** Heights for labels at the ends of lines: as near to their own as can be, at least `gap` apart, within the drawing. */
export function apart(heights: readonly number[], gap: number, height: number): readonly number[] {
	const order = heights.map((at, index) => ({ at, index })).sort((a, b) => a.at - b.at || a.index - b.index);
	let last = -gap;
	for (const one of order) last = one.at = Math.max(one.at, last + gap);
	let next = height + gap;
	for (const one of order.toReversed()) next = one.at = Math.min(one.at, next - gap);
	const placed = [...heights];
	for (const { at, index } of order) placed[index] = at;
	return placed;
}

/** In words, for whoever does not see the chart: the whole, the largest month and the largest part. */
export function reportWords(rows: readonly Row[], months: readonly string[], say: { money(minor: number): string; month(month: string): string; category(row: Row): string }): string {
	const all = rows.reduce((sum, row) => sum + row.amountMinor, 0);
	const byMonth = months.map((_, at) => rows.reduce((sum, row) => sum + (row.byMonth[at] ?? 0), 0));
	const most = Math.max(...byMonth, 0);
	const month = months[byMonth.indexOf(most)];
	const first = rows[0];
	if (all === 0 || month === undefined || !first) return 'Nothing in this period.';
	return `${say.money(all)} in all; most in ${say.month(month)} (${say.money(most)}); the largest part is ${say.category(first)} (${say.money(first.amountMinor)}).`;
}

/** Whether there is anything to draw. */
export const isEmptyReport = ({ spent, received, myBalanceByMonth, fundsByMonth }: SpendingReportView): boolean =>
	spent.length === 0 && received.length === 0 && myBalanceByMonth.every((one) => one === 0) && fundsByMonth.every((one) => one.amounts.every((amount) => amount === 0));
