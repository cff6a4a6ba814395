import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MemberId } from '$crypto/base';
import { suggestTransfers } from '$crdt/domain/ledger/settle-up';
import { previewShares, splitAmount, turnOf } from '$crdt/domain/ledger/split';
import { createHouse, hash, idOf } from '../unit/domain/calendar-house';

const PEOPLE = ['Ana', 'Ben', 'Chloé', 'Dele', 'Eve'];
const amount = fc.oneof(fc.integer({ min: 1, max: 1e12 }), fc.integer({ min: 1, max: 500 }));
const weights = fc
	.array(fc.oneof(fc.integer({ min: 1, max: 1_000_000 }), fc.constant(1), fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 60 })
	.map((shares) => shares.map((each, index) => ({ member: hash('m', String(index)) as MemberId, shares: each })));

describe('splitting', () => {
	it('[LED3] shares sum to the amount exactly, none is a whole unit away from its due, and order of naming changes nothing', () => {
		fc.assert(
			fc.property(amount, weights, fc.nat(), (amountMinor, between, turn) => {
				const shares = splitAmount(amountMinor, between, turn);
				expect(shares.reduce((sum, share) => sum + BigInt(share.amountMinor), 0n)).toBe(BigInt(amountMinor));
				const total = between.reduce((sum, { shares: each }) => sum + BigInt(each), 0n);
				shares.forEach((share, index) => {
					const due = BigInt(amountMinor) * BigInt(between[index]!.shares);
					const off = BigInt(share.amountMinor) * total - due;
					expect(off > -total && off < total).toBe(true);
				});
				const backwards = splitAmount(amountMinor, [...between].reverse(), turn);
				expect([...backwards].reverse()).toEqual(shares);
			}),
			{ numRuns: 2000 }
		);
	});

	it('[LED3] who has more shares never pays less', () => {
		fc.assert(
			fc.property(amount, weights, fc.nat(), (amountMinor, between, turn) => {
				const shares = splitAmount(amountMinor, between, turn).map((share, index) => ({ ...share, shares: between[index]!.shares }));
				shares.sort((a, b) => a.shares - b.shares || a.amountMinor - b.amountMinor);
				for (let i = 1; i < shares.length; i++) {
					const [fewer, more] = [shares[i - 1]!, shares[i]!];
					expect(more.amountMinor).toBeGreaterThanOrEqual(fewer.amountMinor - (more.shares === fewer.shares ? 1 : 0));
				}
			}),
			{ numRuns: 1000 }
		);
	});

	it('[LED3] over 10,000 splits nobody is favoured: odd cents fall on everybody alike', () => {
		for (const n of [2, 3, 5, 7]) {
			const between = PEOPLE.concat('F', 'G').slice(0, n).map((name) => ({ member: idOf(name), shares: 1 }));
			const odd = new Map(between.map(({ member }) => [member, 0]));
			let expected = 0;
			for (let i = 0; i < 10_000; i++) {
				const amountMinor = 1000 + (i % 997);
				const fair = Math.floor(amountMinor / n);
				for (const share of splitAmount(amountMinor, between, turnOf(hash('expense', String(n), String(i))))) {
					odd.set(share.member, odd.get(share.member)! + share.amountMinor - fair);
				}
				expected += (amountMinor - fair * n) / n;
			}
			// five standard deviations of a fair draw
			for (const count of odd.values()) expect(Math.abs(count - expected)).toBeLessThan(5 * Math.sqrt(10_000 / 4));
		}
	});

	it('[LED3] with equal remainders among unequal shares the odd cent goes round too', () => {
		const between = [{ member: idOf('Ana'), shares: 1 }, { member: idOf('Ben'), shares: 2 }, { member: idOf('Chloé'), shares: 1 }];
		const odd = [0, 0, 0];
		for (let i = 0; i < 10_000; i++) {
			splitAmount(1001 + 4 * (i % 5), between, turnOf(hash('tie', String(i)))).forEach((share, index) => {
				odd[index]! += share.amountMinor - Math.floor(((1001 + 4 * (i % 5)) * between[index]!.shares) / 4);
			});
		}
		expect(odd[1]).toBe(10_000); // 2/4 remains for Ben, 1/4 for the others: the largest remainder
		const tied = between.map((each) => ({ ...each, shares: 1 }));
		const wins = [0, 0, 0];
		for (let i = 0; i < 9000; i++) splitAmount(100, tied, turnOf(hash('tie', String(i)))).forEach((share, index) => (wins[index]! += share.amountMinor - 33));
		for (const count of wins) expect(Math.abs(count - 3000)).toBeLessThan(250);
	});

	it('[LED11] the preview promises what every possible posting keeps', () => {
		fc.assert(
			fc.property(amount, weights, fc.nat(), (amountMinor, between, turn) => {
				const preview = previewShares(amountMinor, between);
				let odd = 0;
				splitAmount(amountMinor, between, turn).forEach((share, index) => {
					const promised = preview.shares[index]!;
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

describe('the books', () => {
	it('[LED4] every reachable state sums to zero, balances are the sum of postings, and any order of arrival gives the same', () => {
		const act = fc.record({ kind: fc.constantFrom('expense', 'shares', 'payment', 'reverse', 'meet'), who: fc.nat(4), other: fc.nat(4), amountMinor: amount, pick: fc.nat(100) });
		let reversals = 0;
		fc.assert(
			fc.property(fc.array(act, { maxLength: 30 }), (story) => {
				const house = createHouse(PEOPLE, 'books');
				for (const { kind, who, other, amountMinor, pick } of story) {
					const [name, partner] = [PEOPLE[who]!, PEOPLE[other]!];
					const date = '2026-12-01';
					if (kind === 'meet') house.meet(name, partner);
					else if (kind === 'payment') house.write(name, { type: 'ledger/record-payment', from: idOf(name), to: idOf(partner), amountMinor, date, note: '' });
					else if (kind === 'reverse') {
						const { order } = house.seenBy(name).ledger;
						const target = order.get(pick % Math.max(1, order.size));
						if (target !== undefined) house.write(name, { type: 'ledger/reverse', target, reason: 'Twice' });
					} else {
						const between = PEOPLE.slice(0, 1 + (pick % 5)).map((each, index) => ({ member: idOf(each), shares: kind === 'shares' ? 1 + ((pick + index) % 7) : 1 }));
						house.write(name, {
							type: 'ledger/post-expense', description: 'x', date, category: 'other', amountMinor,
							paidBy: [{ member: idOf(partner), amountMinor }], split: { method: kind === 'shares' ? 'shares' : 'equal', between }, note: '', approval: null
						});
					}
					const { ledger } = house.seenBy(name);
					expect([...ledger.balances.values()].reduce((sum, each) => sum + each, 0)).toBe(0);
				}
				const { ledger, refusals } = house.fold();
				const sums = new Map<string, number>();
				for (const entry of ledger.entries.values()) {
					expect(entry.postings.reduce((sum, posting) => sum + posting.amountMinor, 0)).toBe(0);
					for (const { member, amountMinor } of entry.postings) sums.set(member, (sums.get(member) ?? 0) + amountMinor);
					if (entry.kind === 'reversal') reversals++;
				}
				expect(new Map(ledger.balances)).toEqual(sums);
				for (const entry of ledger.entries.values()) {
					const standing = [...ledger.entries.values()].filter((each) => each.kind === 'reversal' && each.target === entry.id);
					expect(standing.length).toBe(entry.reversedBy === null ? 0 : 1);
				}
				const shuffled = house.fold([...house.entries.keys()].reverse());
				expect(shuffled.ledger.order.toArray()).toEqual(ledger.order.toArray());
				expect([...shuffled.refusals.keys()]).toEqual([...refusals.keys()]);
			}),
			{ numRuns: 150 }
		);
		expect(reversals).toBeGreaterThan(20);
	});

	it('[LED10] the suggested payments make everybody even, with at most one fewer than there are people', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: -1e9, max: 1e9 }), { maxLength: 40 }), (parts) => {
				const balances = parts.map((each, index) => [hash('p', String(index)) as MemberId, each] as const);
				const rest = [hash('p', 'rest') as MemberId, -parts.reduce((sum, each) => sum + each, 0)] as const;
				const open = new Map([...balances, rest]);
				const transfers = suggestTransfers(open);
				const people = [...open.values()].filter((each) => each !== 0).length;
				for (const { from, to, amountMinor } of transfers) {
					expect(amountMinor).toBeGreaterThan(0);
					open.set(from, open.get(from)! + amountMinor);
					open.set(to, open.get(to)! - amountMinor);
				}
				expect([...open.values()].every((each) => each === 0)).toBe(true);
				expect(transfers.length).toBeLessThanOrEqual(Math.max(0, people - 1));
			})
		);
	});
});
