/** The short part of the search; `npm run model` runs all of it. */
import { describe, expect, it } from 'vitest';
import { BROKEN, CASES } from './cases';
import type { Picture } from './outcome';
import { crowd, searchChains, searchForkedSeries, searchProxies, searchResults, searchSeries, tellRandomly } from './parts';
import { answerOf, half, THE_RULE } from './rule';
import { search } from './search';
import { voices, type Setting } from './story';

const AMPLE = 240_000;

describe('every state of a small proposal, and every entry that could be appended to it', { timeout: AMPLE }, () => {
	it.each(CASES.filter(({ isShort, twoTongues }) => isShort === true && twoTongues !== true))('[PRO32] [PRO33] no final result ever changes, and nothing gets stuck ($name)', ({ setting, rule }) => {
		const found = search({ setting, rule });
		expect(found).toMatchObject({ violations: 0, stuck: 0, dead: 0, contested: 0, isWhole: true });
		expect(found.finals).toBeGreaterThan(10);
		expect(found.edges).toBeGreaterThan(found.states);
	});

	it.each(CASES.filter(({ isShort, twoTongues }) => isShort === true && twoTongues === true))('[PRO32] two results can be proven, never without signed evidence; what was proven stays ($name)', ({ setting, rule }) => {
		const found = search({ setting, rule, twoTongues: true });
		expect(found).toMatchObject({ violations: 0, unexplained: 0, isWhole: true });
		expect(found.contested).toBeGreaterThan(0);
	});
});

describe('rules that look as good', { timeout: AMPLE }, () => {
	it.each(BROKEN)('are found out: $setting.electors, $name', ({ setting, rule, twoTongues, fails }) => {
		const found = search({ setting, rule, untilBroken: true, twoTongues: twoTongues === true });
		expect(fails === 'unsafe' ? found.violations : found.stuck).toBeGreaterThan(0);
	});

	it('[PRO23] without the gate everybody may have spoken and nobody be heard; with it, never', () => {
		const setting: Setting = { electors: 3, stances: 1, logs: voices(3), terms: [] };
		const leastHeard = (gate: 'full' | 'own'): number => {
			let least = Infinity;
			const onState = (_: unknown, { closed, settled }: Picture): void => {
				if (closed[0] === 3) least = Math.min(least, settled[0]!.slice(0, 3).filter(([ballot]) => answerOf(ballot!) > 0).length);
			};
			search({ setting, rule: { ...THE_RULE, gate }, onState });
			return least;
		};
		expect(leastHeard('own')).toBe(0);
		expect(leastHeard('full')).toBeGreaterThanOrEqual(half(3));
	});
});

describe('larger electorates by parts', { timeout: AMPLE }, () => {
	it('[PRO30] one series of 2 to 6, every set of ballots: one value at most, kept, and always one when all are in', () => {
		const sets = [2, 3, 4, 5, 6].map((n) => searchSeries(n, n < 6 ? 4 : 3));
		expect(sets.map((found) => found.sets)).toEqual([25, 125, 625, 3125, 4096]);
		for (const found of sets) expect(found).toMatchObject({ conflicts: 0, lost: 0, stuck: 0 });
	});

	it('[PRO31] with one double-speaker there are conflicts in known number, and nothing settled is ever lost', () => {
		const found = [2, 3, 4, 5, 6].map((n) => searchForkedSeries(n, n < 6 ? 4 : 3));
		expect(found.map(({ sets }) => sets)).toEqual([55, 275, 1375, 6875, 7168]);
		expect(found.map(({ conflicts }) => conflicts)).toEqual([14, 52, 168, 612, 230]);
		for (const { lost } of found) expect(lost).toBe(0);
	});

	it('[PRO33] [PRO65] [PRO74] results, proxies and chains of terms: whatever gets settled besides, a final one stays', () => {
		expect([3, 4, 5, 6].map((n) => searchResults(n, 2)).reduce((sum, { maps, edges, changed }) => [sum[0]! + maps, sum[1]! + edges, sum[2]! + changed], [0, 0, 0])).toEqual([5440, 23184, 0]);
		for (const n of [3, 4]) expect(searchProxies(n, 2).changed).toBe(0);
		for (const terms of [2, 3, 4]) expect(searchChains(terms).changed).toBe(0);
	});

	it.each([4, 5, 6])('[PRO32] [PRO74] random stories of %i, with withdrawals, extensions and new texts: every set of closings as a view', (n) => {
		const found = tellRandomly(crowd(n), 150, n);
		expect(found).toMatchObject({ changed: 0, unexplained: 0, stuck: 0, contested: 0 });
		expect(found.finals).toBeGreaterThan(100);
	});

	it('[PRO32] random stories with a double-speaker: contested only where closings of one voice contradict one another', () => {
		const found = tellRandomly(crowd(3, true), 400, 7, true);
		expect(found).toMatchObject({ changed: 0, unexplained: 0 });
		expect(found.contested).toBeGreaterThan(0);
	});
});
