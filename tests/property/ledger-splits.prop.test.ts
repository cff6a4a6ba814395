import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MemberId } from '$crypto/base';
import type { Split } from '$crdt/domain/ledger/ops';
import { previewShares, sharesOf, turnOf } from '$crdt/domain/ledger/split';
import { splitProblem } from '$crdt/domain/ledger/split-check';
import { hash } from '../unit/domain/calendar-house';

const member = (i: number): MemberId => hash('m', String(i)) as MemberId;
const amount = fc.oneof(fc.integer({ min: 1, max: 1e12 }), fc.integer({ min: 1, max: 500 }));
const people = (most = 60) => fc.integer({ min: 1, max: most });
const weights = (most: number, least = 1) =>
	people().chain((n) => fc.array(fc.oneof(fc.integer({ min: least, max: most }), fc.constant(1), fc.integer({ min: least, max: 3 })), { minLength: n, maxLength: n }));
const PERIOD = { from: '2026-01-01', until: '2028-12-31' };

interface ByWeight {
	readonly split: Split;
	readonly weights: readonly bigint[];
}
const byWeight = (split: Split, by: readonly (number | bigint)[]): ByWeight => ({ split, weights: by.map(BigInt) });

/** Splits by weight, with the weights they go by. */
const proportional: fc.Arbitrary<ByWeight> = fc.oneof(
	people().map((n) => byWeight({ method: 'equal', between: Array.from({ length: n }, (_, i) => ({ member: member(i) })) }, Array.from({ length: n }, () => 1))),
	weights(1e9).map((all) => byWeight({ method: 'shares', between: all.map((shares, i) => ({ member: member(i), shares })) }, all)),
	weights(1e9).map((all) => byWeight({ method: 'ownership', between: all.map((units, i) => ({ member: member(i), units })) }, all)),
	weights(9999).map((all) => {
		const total = all.reduce((sum, each) => sum + each, 0);
		// scaled down and topped up, so that they sum to 10,000
		const parts = all.map((each) => Math.max(1, Math.floor((each * (10_000 - all.length)) / total)));
		parts[0]! += 10_000 - parts.reduce((sum, each) => sum + each, 0);
		return byWeight({ method: 'percent', between: parts.map((basisPoints, i) => ({ member: member(i), basisPoints })) }, parts);
	}),
	fc.tuple(weights(1e7, 0).filter((all) => all.some((each) => each > 0)), fc.boolean()).map(([all, byPrice]) => {
		const between = all.map((each, i) => ({ member: member(i), minutes: byPrice ? 7 : each, priceMinor: byPrice ? each : 7 }));
		return byWeight({ method: 'room-hours', period: PERIOD, rooms: [], by: byPrice ? 'prices' : 'minutes', between }, all);
	}),
	fc.tuple(weights(1000), fc.integer({ min: 1, max: 1e9 })).map(([all, most]) => {
		const between = all.map((days, i) => ({ member: member(i), days, shares: i % 2 === 0 ? most : 1 }));
		return byWeight({ method: 'prorata', period: PERIOD, between }, between.map(({ days, shares }) => BigInt(days) * BigInt(shares)));
	})
);

const adjusted = fc.tuple(amount, people(20), fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 20, maxLength: 20 })).map(([amountMinor, n, plus]) => ({
	amountMinor,
	split: { method: 'adjust', between: plus.slice(0, n).map((plusMinor, i) => ({ member: member(i), plusMinor })) } as const satisfies Split
}));

const exact = fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 40 }).map((parts) => ({
	amountMinor: parts.reduce((sum, each) => sum + each, 0),
	split: { method: 'exact', between: parts.map((amountMinor, i) => ({ member: member(i), amountMinor })) } as const satisfies Split
}));

const reversed = (split: Split): Split => ({ ...split, between: [...split.between].reverse() }) as Split; // the same method and items
const sum = (shares: readonly { readonly amountMinor: number }[]): bigint => shares.reduce((total, each) => total + BigInt(each.amountMinor), 0n);

describe('splitting', () => {
	it('[LED3] by any weights, shares sum to the amount exactly, nobody is a whole unit from their due, and order of naming changes nothing', () => {
		fc.assert(
			fc.property(amount, proportional, fc.nat(), (amountMinor, { split, weights: by }, turn) => {
				expect(splitProblem(split, amountMinor)).toBeNull();
				const shares = sharesOf(split, amountMinor, turn);
				expect(sum(shares)).toBe(BigInt(amountMinor));
				const total = by.reduce((all, each) => all + each, 0n);
				shares.forEach((share, i) => {
					const off = BigInt(share.amountMinor) * total - BigInt(amountMinor) * by[i]!;
					expect(off > -total && off < total).toBe(true);
					if (by[i] === 0n) expect(share.amountMinor).toBe(0);
				});
				expect([...sharesOf(reversed(split), amountMinor, turn)].reverse()).toEqual(shares);
			}),
			{ numRuns: 1500 }
		);
	});

	it('[LED3] who has more weight never pays less', () => {
		fc.assert(
			fc.property(amount, proportional, fc.nat(), (amountMinor, { split, weights: by }, turn) => {
				const shares = sharesOf(split, amountMinor, turn).map((share, i) => ({ amountMinor: share.amountMinor, weight: by[i]! }));
				shares.sort((a, b) => (a.weight < b.weight ? -1 : a.weight > b.weight ? 1 : a.amountMinor - b.amountMinor));
				for (let i = 1; i < shares.length; i++) {
					const [fewer, more] = [shares[i - 1]!, shares[i]!];
					expect(more.amountMinor).toBeGreaterThanOrEqual(fewer.amountMinor - (more.weight === fewer.weight ? 1 : 0));
				}
			}),
			{ numRuns: 800 }
		);
	});

	it('[LED22] with additions and deductions the shares sum exactly, the rest is equal to the unit, and what passes leaves nobody below zero', () => {
		let passed = 0;
		fc.assert(
			fc.property(adjusted, fc.nat(), ({ amountMinor, split }, turn) => {
				const shares = sharesOf(split, amountMinor, turn);
				expect(sum(shares)).toBe(BigInt(amountMinor));
				const rest = shares.map((share, i) => share.amountMinor - split.between[i]!.plusMinor);
				expect(Math.max(...rest) - Math.min(...rest)).toBeLessThanOrEqual(1);
				if (splitProblem(split, amountMinor) !== null) return;
				passed++;
				expect(shares.every((share) => share.amountMinor >= 0)).toBe(true);
			}),
			{ numRuns: 1500 }
		);
		expect(passed).toBeGreaterThan(300);
	});

	it('[LED22] exact parts are the shares, and only sums that fit pass', () => {
		fc.assert(
			fc.property(exact, fc.nat(), fc.integer({ min: 1, max: 9 }), ({ amountMinor, split }, turn, off) => {
				expect(sharesOf(split, amountMinor, turn).map((share) => share.amountMinor)).toEqual(split.between.map((each) => each.amountMinor));
				expect([splitProblem(split, amountMinor), splitProblem(split, amountMinor + off)?.rule]).toEqual([null, 'LED22']);
			})
		);
	});

	it('[LED11] the preview promises what every possible posting keeps, by every method', () => {
		const any = fc.oneof(fc.tuple(amount, proportional).map(([amountMinor, { split }]) => ({ amountMinor, split })), adjusted, exact);
		fc.assert(
			fc.property(any, fc.nat(), ({ amountMinor, split }, turn) => {
				const preview = previewShares(split, amountMinor);
				let odd = 0;
				sharesOf(split, amountMinor, turn).forEach((share, i) => {
					const promised = preview.shares[i]!;
					const more = share.amountMinor - promised.amountMinor;
					expect(more === 0 || (more === 1 && promised.mayPayOneMore)).toBe(true);
					odd += more;
				});
				expect(odd).toBe(preview.oddMinor);
			}),
			{ numRuns: 1000 }
		);
	});
});

/**
 * 10,000 splits whose odd cents go by 10,000 different hashes (of fixed texts: the outcome is the same on every machine). A fair draw
 * gives each of the n members the same number of them; the count of one member then has a standard deviation of at most √(10,000 / 4)
 * = 50, since a single split gives or does not give. Five of them: 250. That a fair draw goes beyond has a chance below one in a million.
 */
const SPLITS = 10_000;
const BOUND = 5 * Math.sqrt(SPLITS / 4);

describe('nobody is favoured', () => {
	it.each([2, 3, 5, 7, 30])('[LED3] over 10,000 equal splits between %i the odd cents fall on everybody alike', (n) => {
		const split: Split = { method: 'equal', between: Array.from({ length: n }, (_, i) => ({ member: member(i) })) };
		const odd = new Array<number>(n).fill(0);
		let expected = 0;
		for (let i = 0; i < SPLITS; i++) {
			const amountMinor = 1000 + (i % 997);
			const floor = Math.floor(amountMinor / n);
			sharesOf(split, amountMinor, turnOf(hash('odd-cents', String(n), String(i)))).forEach((share, at) => (odd[at]! += share.amountMinor - floor));
			expected += (amountMinor - floor * n) / n;
		}
		for (const count of odd) expect(Math.abs(count - expected)).toBeLessThan(BOUND);
	});

	it('[LED3] over 10,000 splits by unequal weights nobody has paid more than the odd cents of chance above their due', () => {
		const by = [1, 1, 2, 3, 3, 5, 5, 5];
		const split: Split = { method: 'shares', between: by.map((shares, i) => ({ member: member(i), shares })) };
		const total = by.reduce((all, each) => all + each, 0);
		const off = by.map(() => 0);
		for (let i = 0; i < SPLITS; i++) {
			const amountMinor = 1000 + ((i * 7919) % 99_991);
			sharesOf(split, amountMinor, turnOf(hash('odd-cents', 'weights', String(i)))).forEach((share, at) => (off[at]! += share.amountMinor - (amountMinor * by[at]!) / total));
		}
		// each split leaves each member within one unit of their due; over all of them it evens out
		for (const each of off) expect(Math.abs(each)).toBeLessThan(BOUND);
	});

	it('[LED3] the largest remainder comes first, and where two of three compete, those two take turns', () => {
		const split: Split = { method: 'shares', between: [1, 2, 1].map((shares, i) => ({ member: member(i), shares })) };
		const oddOf = (amountMinor: number) => {
			const odd = [0, 0, 0];
			for (let i = 0; i < SPLITS; i++)
				sharesOf(split, amountMinor, turnOf(hash('tie', String(i)))).forEach((share, at) => (odd[at]! += share.amountMinor - Math.floor((amountMinor * [1, 2, 1][at]!) / 4)));
			return odd;
		};
		expect(oddOf(1001)).toEqual([0, SPLITS, 0]); // a quarter, a half and a quarter remain
		const [first, second, third] = oddOf(1002); // a half, nothing, a half
		expect([second, first! + third!]).toEqual([0, SPLITS]);
		expect(Math.abs(first! - SPLITS / 2)).toBeLessThan(BOUND);
	});
});
