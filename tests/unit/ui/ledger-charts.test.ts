import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SpendingReportView } from '$crdt/domain/ledger/report-views';
import { againstPlan, budgetSums } from '$lib/features/ledger/reading/budget-words';
import { apart, axisMoney, heightOf, labelEvery, largest, linePoints, monthLabel, reportWords, scaleOf, stack, type Series } from '$lib/features/ledger/reading/chart';

const series = (...all: readonly number[][]): Series[] => all.map((amounts, at) => ({ key: `${at}`, name: `${at}`, amounts }));
const money = (minor: number) => `€${minor / 100}`;

describe('the arithmetic of the charts', () => {
	it('a scale holds every amount and zero, in round steps', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: -1e12, max: 1e12 }), { maxLength: 20 }), (amounts) => {
				const { low, high, ticks } = scaleOf(amounts);
				expect(low).toBeLessThanOrEqual(Math.min(0, ...amounts));
				expect(high).toBeGreaterThanOrEqual(Math.max(0, ...amounts));
				expect([ticks[0], ticks.at(-1)]).toEqual([low, high]);
				expect(ticks.length).toBeGreaterThan(1);
				expect(ticks.length).toBeLessThan(9);
				expect(ticks).toContain(0);
			})
		);
		expect(scaleOf([0, 12_300]).ticks).toEqual([0, 5000, 10_000, 15_000]);
		expect(scaleOf([-700, 900]).ticks).toEqual([-1000, -500, 0, 500, 1000]);
	});
	it('heights run from the bottom to the top of the scale', () => {
		const scale = scaleOf([0, 10_000]);
		expect([scale.low, 5000, scale.high].map((amount) => heightOf(amount, scale, 200))).toEqual([200, 100, 0]);
		expect(linePoints([0, 10_000], scale, 100, 200)).toEqual([{ x: 25, y: 200 }, { x: 75, y: 0 }]);
	});
	it('bars stand one upon the other and miss nothing', () => {
		expect(stack(series([5, 0], [3, 4], [0, 1]))).toEqual([
			[{ series: 0, from: 0, until: 5 }, { series: 1, from: 5, until: 8 }],
			[{ series: 1, from: 0, until: 4 }, { series: 2, from: 4, until: 5 }]
		]);
	});
	it('small categories are one part, and the sums stay', () => {
		const rows = (['rent', 'cleaning', 'dues', 'other'] as const).map((category, at) => ({ category, categoryName: null, amountMinor: 100 - at, count: 1, byMonth: [at, 10 * at] }));
		const shown = largest(rows, 3, (row) => row.category);
		expect(shown.map((one) => [one.name, one.amounts])).toEqual([['rent', [0, 0]], ['cleaning', [1, 10]], ['2 others', [5, 50]]]);
		expect(largest(rows, 4, (row) => row.category)).toHaveLength(4);
	});
	it('labels do not touch: months are skipped evenly, names at the ends of lines move apart', () => {
		expect([labelEvery(12, 600, 44), labelEvery(12, 270, 44), labelEvery(60, 270, 44), labelEvery(3, 270, 44)]).toEqual([1, 2, 12, 1]);
		const labels = (every: number) => ['2025-12', '2026-01', '2026-02', '2026-03', '2026-04', '2027-01', '2028-01'].map((month) => monthLabel(month, every));
		expect(labels(1)).toEqual(['Dec', 'Jan 26', 'Feb', 'Mar', 'Apr', 'Jan 27', 'Jan 28']);
		expect(labels(3)).toEqual(['', 'Jan 26', '', '', 'Apr', 'Jan 27', 'Jan 28']);
		expect(labels(24)).toEqual(['', 'Jan 26', '', '', '', '', 'Jan 28']);
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 0, max: 180 }), { minLength: 1, maxLength: 10 }), (heights) => {
				const placed = [...apart(heights, 16, 180)].sort((a, b) => a - b);
				for (let at = 1; at < placed.length; at++) expect(placed[at]! - placed[at - 1]!).toBeGreaterThanOrEqual(16);
				expect(placed.at(-1)).toBeLessThanOrEqual(180);
				expect(placed[0]).toBeGreaterThanOrEqual(0);
			})
		);
		expect(apart([100, 20], 16, 180)).toEqual([100, 20]);
	});
	it('an axis says amounts shortly', () => {
		expect([axisMoney(0, 'EUR'), axisMoney(120_000, 'EUR'), axisMoney(-50_000, 'EUR'), axisMoney(5000, 'JPY')]).toEqual(['€0', '€1.2k', '−€500', 'JP¥5k']);
	});
	it('what a chart shows is said in a sentence', () => {
		const rows: SpendingReportView['spent'] = [{ category: 'rent', categoryName: null, amountMinor: 900, count: 2, byMonth: [400, 500] }, { category: 'dues', categoryName: null, amountMinor: 100, count: 1, byMonth: [0, 100] }];
		const say = { money, month: (month: string) => month, category: (row: (typeof rows)[number]) => row.category };
		expect(reportWords(rows, ['2026-01', '2026-02'], say)).toBe('€10 in all; most in 2026-02 (€6); the largest part is rent (€9).');
		expect(reportWords([], ['2026-01'], say)).toBe('Nothing in this period.');
	});
});

describe('a budget in words', () => {
	const line = (plannedMinor: number | null, spentMinor: number, expectedMinor: number | null) => ({ category: 'rent' as const, categoryName: null, plannedMinor, spentMinor, expectedMinor });
	it('says what is left, and where somebody should look', () => {
		expect(againstPlan(line(1000, 400, 500), money)).toEqual({ pressing: null, words: '€6 left' });
		expect(againstPlan(line(1000, 540, 500), money).pressing).toBeNull();
		expect(againstPlan(line(1000, 560, 500), money)).toEqual({ pressing: 'ahead of plan', words: '€4.4 left; €5 would be usual by now' });
		expect(againstPlan(line(1000, 1200, 500), money)).toEqual({ pressing: 'over budget', words: '€2 more than planned for the whole year' });
		expect(againstPlan(line(1000, 1000, 1000), money)).toEqual({ pressing: null, words: '€0 left' });
		expect(budgetSums([line(1000, 400, 0), line(500, 600, 0)])).toEqual({ plannedMinor: 1500, spentMinor: 1000 });
	});
});
