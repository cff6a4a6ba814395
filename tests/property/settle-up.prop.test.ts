/** Suggested transfers, for any balances: they settle all, are as few as can be, and stay when one of them is paid. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inProportion } from '$crdt/domain/ledger/settle-debts';
import { afterPayment, byAmount, fewestCount, fewestPayments, MOST_PROVEN, type Payment, type Standing } from '$crdt/domain/ledger/settle-up';

/** Amounts that sum to zero, under ids in no order of theirs. */
const standings = (most: number, largest: number): fc.Arbitrary<readonly Standing[]> =>
	fc.tuple(fc.integer({ min: 1, max: most - 1 }).chain((many) => fc.array(fc.integer({ min: -largest, max: largest }), { minLength: many, maxLength: many })), fc.nat()).map(([some, turn]) => {
		const amounts = [...some, 0 - some.reduce((sum, amount) => sum + amount, 0)];
		return amounts.map((amountMinor, at) => ({ id: `p${(at * 7919 + turn) % 1009}`, amountMinor }));
	});

/** Few different amounts, so that many plans are equally short. */
const crowded = (most: number) => fc.oneof(standings(most, 2), standings(most, 6), standings(most, 40), standings(most, 1e12));

const uneven = (all: readonly Standing[]) => all.filter(({ amountMinor }) => amountMinor !== 0);

const without = (plan: readonly Payment[], paid: Payment) => plan.filter((each) => each !== paid);

/** Into how many even parts the accounts can be divided at most: by every way of dividing them. */
function mostParts(amounts: readonly number[], parts: readonly number[] = []): number {
	const [amount, ...rest] = amounts;
	if (amount === undefined) return parts.every((sum) => sum === 0) ? parts.length : 0;
	let most = mostParts(rest, [...parts, amount]);
	for (const [at, sum] of parts.entries()) most = Math.max(most, mostParts(rest, parts.with(at, sum + amount)));
	return most;
}

/** The shortest way out by trying everything: whoever comes first pays or is paid by each of the others in turn. */
function shortest(amounts: readonly number[]): number {
	const [amount, ...rest] = amounts.filter((each) => each !== 0);
	if (amount === undefined) return 0;
	return 1 + Math.min(...rest.flatMap((other, at) => (Math.sign(other) === Math.sign(amount) ? [] : [shortest(rest.with(at, other + amount))])));
}

describe('fewest transfers', () => {
	it('[LED51] settle everything, from those who owe to those who are owed, with at most one fewer than accounts', () => {
		fc.assert(
			fc.property(fc.oneof(crowded(10), crowded(24), crowded(61)), (all) => {
				const plan = fewestPayments(all);
				expect(plan.length).toBeLessThanOrEqual(Math.max(0, uneven(all).length - 1));
				let left: readonly Standing[] = all;
				for (const payment of plan) {
					expect(payment.amountMinor).toBeGreaterThan(0);
					expect(all.find(({ id }) => id === payment.from)!.amountMinor).toBeGreaterThan(0);
					expect(all.find(({ id }) => id === payment.to)!.amountMinor).toBeLessThan(0);
					left = afterPayment(left, payment);
				}
				expect(uneven(left)).toEqual([]);
			}),
			{ numRuns: 250 }
		);
	});

	it('[LED51] are the fewest there can be: as many as every division of up to ten accounts into even parts says', () => {
		fc.assert(
			fc.property(fc.oneof(crowded(10), standings(10, 9)), (all) => {
				const open = uneven(all);
				const fewest = open.length - mostParts(open.map(({ amountMinor }) => amountMinor));
				expect(fewestPayments(all)).toHaveLength(fewest);
				expect(fewestCount(all)).toBe(fewest);
			}),
			{ numRuns: 60 }
		);
	});

	it('[LED51] are the fewest there can be: no other way of paying, tried out one after another, is shorter', () => {
		fc.assert(
			fc.property(crowded(8), (all) => {
				expect(fewestPayments(all)).toHaveLength(shortest(all.map(({ amountMinor }) => amountMinor)));
			}),
			{ numRuns: 300 }
		);
	});

	it('[LED51] are the same in whatever order the accounts come', () => {
		fc.assert(
			fc.property(crowded(24).chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length }))), ([all, mixed]) => {
				expect(fewestPayments(mixed)).toEqual(fewestPayments(all));
			}),
			{ numRuns: 100 }
		);
	});

	it('[LED52] any of them can be paid, in any order, and the others stay exactly as they were', () => {
		let paidInAll = 0;
		fc.assert(
			fc.property(fc.oneof(crowded(10), crowded(MOST_PROVEN)), fc.infiniteStream(fc.nat()), (all, turns) => {
				let [left, plan] = [all, fewestPayments(all)];
				for (const paid of plan) expect(fewestPayments(afterPayment(left, paid))).toEqual(without(plan, paid));
				while (plan.length > 0) {
					const paid = plan[turns.next().value! % plan.length]!;
					[left, plan] = [afterPayment(left, paid), without(plan, paid)];
					expect(fewestPayments(left)).toEqual(plan);
					paidInAll++;
				}
			}),
			{ numRuns: 150 }
		);
		expect(paidInAll).toBeGreaterThan(300);
	});

	it('[LED51] above sixteen accounts nothing is claimed, and the longest collective is settled as well', () => {
		const all = Array.from({ length: 60 }, (_, at) => ({ id: `p${at}`, amountMinor: at % 2 === 0 ? 1000 + at : -1000 - at + 1 }));
		expect(fewestCount(all)).toBeNull();
		expect(fewestPayments(all)).toHaveLength(30);
		const far = [{ id: 'a', amountMinor: Number.MAX_SAFE_INTEGER }, { id: 'b', amountMinor: -Number.MAX_SAFE_INTEGER }];
		expect(fewestPayments(far)).toEqual([{ from: 'a', to: 'b', amountMinor: Number.MAX_SAFE_INTEGER }]);
	});
});

describe('debts as they arose', () => {
	it('[LED53] every debt is owed whole, every claim met whole, nobody owes less than nothing or themselves', () => {
		fc.assert(
			fc.property(fc.oneof(crowded(10), crowded(40)), (all) => {
				const debts = inProportion(all);
				for (const { id, amountMinor } of all) {
					const out = debts.filter(({ from }) => from === id).reduce((sum, debt) => sum + debt.amountMinor, 0);
					const back = debts.filter(({ to }) => to === id).reduce((sum, debt) => sum + debt.amountMinor, 0);
					expect(out - back).toBe(amountMinor);
					expect(Math.min(out, back)).toBe(0);
				}
				for (const { from, to, amountMinor } of debts) {
					expect(amountMinor).toBeGreaterThan(0);
					expect(from).not.toBe(to);
				}
			}),
			{ numRuns: 200 }
		);
	});

	it('[LED53] goes to those who paid in proportion', () => {
		const debts = inProportion([
			{ id: 'ana', amountMinor: -6000 }, { id: 'ben', amountMinor: -3000 }, { id: 'chloé', amountMinor: 4501 }, { id: 'dele', amountMinor: 4499 }
		]);
		expect([...debts].sort(byAmount)).toEqual([
			{ from: 'chloé', to: 'ana', amountMinor: 3001 }, { from: 'dele', to: 'ana', amountMinor: 2999 },
			{ from: 'chloé', to: 'ben', amountMinor: 1500 }, { from: 'dele', to: 'ben', amountMinor: 1500 }
		]);
	});
});
