import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import { convertMinor } from '$crdt/domain/ledger/foreign';
import { checkPost } from '$crdt/domain/ledger/post';
import type { Account, LedgerState } from '$crdt/domain/ledger/state';
import type { OpInput } from '$crdt/domain/op';
import {
	byFund, byMember, chargeOp, confirmOp, equally, expenseOp, incomeOp, openAccountOp, retireAccountOp, reverseOp, transferOp, type PostInput
} from '../../support/ledger-ops';
import { createHouse, idOf, type House } from './calendar-house';

const [ana, ben, chloe] = [idOf('Ana'), idOf('Ben'), idOf('Chloé')];
const rules = (house: House, ids: readonly ObjectId[]) => ids.map((id) => house.fold().refusals.get(id)?.rule);
const say = (house: House, name: string, ...ops: readonly OpInput[]) => rules(house, house.write(name, ...ops));
const nonZero = (ledger: LedgerState) => Object.fromEntries([...ledger.balances].filter(([, amount]) => amount !== 0)) as Partial<Record<Account, number>>;

describe('entries', () => {
	it('[LED1] dates that never come and people named twice are refused', () => {
		const house = createHouse(['Ana', 'Ben']);
		const half = { party: byMember(ana), amountMinor: 50 };
		const period = { from: '2026-12-01', until: '2026-12-01' };
		expect(say(
			house, 'Ana',
			expenseOp(ana, 100, [ana, ben], { date: '2026-02-30' }),
			expenseOp(ana, 100, [ben, ben]),
			expenseOp(ana, 100, [ben], { paid: [half, half] }),
			transferOp(byMember(ana), byMember(ben), 5, '2026-02-30'),
			expenseOp(ana, 100, [], { split: { method: 'prorata', period, between: [{ member: ana, days: 1, shares: 1 }] } }),
			expenseOp(ana, 100, [], { split: { method: 'prorata', period: { from: '2026-12-01', until: '2027-02-30' }, between: [{ member: ana, days: 1, shares: 1 }] } })
		)).toEqual(['LED1', 'LED1', 'LED1', 'LED1', 'LED1', 'LED1']);
		expect(house.fold().ledger.order.size).toBe(0);
	});

	it('[LED2] what was paid adds up; a charge has no payer and always a split', () => {
		const house = createHouse(['Ana', 'Ben']);
		expect(say(
			house, 'Ana',
			expenseOp(ana, 100, [ana], { paid: [{ party: byMember(ana), amountMinor: 99 }] }),
			expenseOp(ana, 100, [ana], { paid: [] }),
			incomeOp(ana, 100, [ana], { paid: [{ party: byMember(ana), amountMinor: 101 }] }),
			chargeOp(100, [ana], { paid: [{ party: byMember(ana), amountMinor: 100 }] }),
			chargeOp(100, [ana], { split: null })
		)).toEqual(['LED2', 'LED2', 'LED2', 'LED2', 'LED2']);
	});

	it('[LED2] whoever is named is a member or has been one; funds and categories are open in the own past', () => {
		const house = createHouse(['Ana', 'Ben', 'Eve']);
		const [pot, kind] = house.write('Ben', openAccountOp('pot', 'Reserve'), openAccountOp('category', 'Plants'));
		const stranger = idOf('Mallory');
		const unseen = say(
			house, 'Ana',
			expenseOp(ana, 100, [ana, stranger]),
			expenseOp(stranger, 100, [ana]),
			expenseOp(ana, 100, [ana], { paid: [{ party: byFund(pot!), amountMinor: 100 }] }),
			expenseOp(ana, 100, [ana], { category: kind! })
		);
		expect(unseen).toEqual(['LED2', 'LED2', 'LED2', 'LED2']);
		house.leave('Eve');
		house.meetAll();
		expect(say(
			house, 'Ana',
			expenseOp(ana, 100, [ana, idOf('Eve')], { category: kind! }),
			transferOp(byMember(ana), byFund(pot!), 5),
			transferOp(byMember(ana), byFund(kind!), 5), // a category is no fund
			expenseOp(ana, 100, [ana], { category: pot! }) // and a fund no category
		)).toEqual([undefined, undefined, 'LED2', 'LED2']);
	});

	it('[LED14] an expense credits who paid and debits who bears it; what nobody shares, the collective bears', () => {
		const house = createHouse(['Ana', 'Ben']);
		house.write('Ana', expenseOp(ana, 1000, [ana, ben]));
		expect(nonZero(house.fold().ledger)).toEqual({ [`member:${ana}`]: -500, [`member:${ben}`]: 500, 'category:rent': 1000, 'contributions:rent': -1000 });
		house.write('Ana', expenseOp(ana, 70, [], { category: 'supplies', split: null }));
		expect(nonZero(house.fold().ledger)).toMatchObject({ [`member:${ana}`]: -570, 'category:supplies': 70 });
		expect(house.fold().ledger.balances.has('contributions:supplies')).toBe(false);
	});

	it('[LED15] an income debits who received it and credits those it is shared out to; without a split it is kept', () => {
		const house = createHouse(['Ana', 'Ben']);
		const [pot] = house.write('Ana', openAccountOp('pot', 'Workshop fund'));
		house.write('Ana', incomeOp(ana, 1000, [ana, ben]));
		expect(nonZero(house.fold().ledger)).toEqual({ [`member:${ana}`]: 500, [`member:${ben}`]: -500, 'category:workshops': -1000, 'distributions:workshops': 1000 });
		house.write('Ana', incomeOp(ana, 300, [], { paid: [{ party: byFund(pot!), amountMinor: 300 }], split: null }));
		expect(nonZero(house.fold().ledger)).toMatchObject({ [`fund:${pot}`]: 300, 'category:workshops': -1300, 'distributions:workshops': 1000 });
	});

	it('[LED16] a charge debits each share and credits the contributions; nobody has paid yet', () => {
		const house = createHouse(['Ana', 'Ben']);
		house.write('Ana', chargeOp(900, [ana, ben]));
		expect(nonZero(house.fold().ledger)).toEqual({ [`member:${ana}`]: 450, [`member:${ben}`]: 450, 'contributions:dues': -900 });
	});

	it('[LED17] the postings of one member are one; whoever comes out even keeps one of zero', () => {
		const house = createHouse(['Ana', 'Ben', 'Chloé']);
		const paid = [{ party: byMember(ana), amountMinor: 300 }, { party: byMember(ben), amountMinor: 600 }];
		const [id] = house.write('Ana', expenseOp(ana, 900, [ana, ben, chloe], { paid }));
		expect(house.fold().ledger.entries.get(id!)?.postings).toEqual([
			{ account: `member:${ana}`, amountMinor: 0 }, { account: `member:${ben}`, amountMinor: -300 },
			{ account: `member:${chloe}`, amountMinor: 300 }, { account: 'category:rent', amountMinor: 900 }, { account: 'contributions:rent', amountMinor: -900 }
		]);
	});

	it('[LED4] a balance that could not be counted exactly is never reached', () => {
		const house = createHouse(['Ana', 'Ben']);
		const ops = Array.from({ length: 9100 }, () => transferOp(byMember(ana), byMember(ben), 1e12));
		for (let at = 0; at < ops.length; at += 1000) house.write('Ana', ...ops.slice(at, at + 1000));
		const { ledger, refusals } = house.fold();
		expect(Number.isSafeInteger(ledger.balances.get(`member:${ben}`))).toBe(true);
		expect(ledger.balances.get(`member:${ana}`)).toBe(-ledger.balances.get(`member:${ben}`)!);
		expect([...refusals.values()].every(({ rule }) => rule === 'LED4')).toBe(true);
		expect(refusals.size).toBeGreaterThan(50);
		expect(ledger.order.size + refusals.size).toBe(9100);
	});
});

describe('amounts of another currency', () => {
	const foreign = (currency: string, amountMinor: number, rate: string): Partial<PostInput> => ({ foreign: { currency, amountMinor, rate } });

	it('[LED26] are minor units times the rate, half a unit rounded up, exactly', () => {
		expect(convertMinor({ amountMinor: 10_000, rate: '0.9312' })).toBe(9312);
		expect(convertMinor({ amountMinor: 1, rate: '0.5' })).toBe(1);
		expect(convertMinor({ amountMinor: 1, rate: '0.4999999999' })).toBe(0);
		expect(convertMinor({ amountMinor: 3, rate: '1.5' })).toBe(5);
		expect(convertMinor({ amountMinor: 1e12, rate: '9007.19925474' })).toBe(9_007_199_254_740_000);
		expect(convertMinor({ amountMinor: 1e12, rate: '9007.2' })).toBeNull();
		for (const rate of ['', '.5', '1.', '01', '-1', '1e3', '0.12345678901']) expect(convertMinor({ amountMinor: 10, rate })).toBeNull();
	});

	it('[LED26] an entry keeps the rate, and its amount is what the rate makes of it', () => {
		const house = createHouse(['Ana', 'Ben']);
		expect(say(
			house, 'Ana',
			expenseOp(ana, 9312, [ana, ben], foreign('CHF', 10_000, '0.9312')),
			expenseOp(ana, 9313, [ana, ben], foreign('CHF', 10_000, '0.9312')),
			expenseOp(ana, 100, [ana, ben], foreign('EUR', 100, '1')) // the book's own
		)).toEqual([undefined, 'LED26', 'LED26']);
	});
});

describe('transfers', () => {
	it('[LED5] move an amount from one party to another, never to the same', () => {
		const house = createHouse(['Ana', 'Ben']);
		house.write('Ana', expenseOp(ana, 9000, [ana, ben]));
		const [pot] = house.write('Ana', openAccountOp('pot', 'Reserve'));
		house.meetAll();
		expect(say(
			house, 'Ben',
			transferOp(byMember(ben), byMember(ana), 4500),
			transferOp(byMember(ben), byMember(ben), 1),
			transferOp(byFund(pot!), byFund(pot!), 1),
			transferOp(byMember(ana), byFund(pot!), 200),
			transferOp(byMember(idOf('Mallory')), byMember(ben), 1)
		)).toEqual([undefined, 'LED5', 'LED5', undefined, 'LED2']);
		expect(nonZero(house.fold().ledger)).toMatchObject({ [`member:${ana}`]: -200, [`fund:${pot}`]: 200 });
		expect(house.fold().ledger.balances.get(`member:${ben}`)).toBe(0);
	});

	it('[LED18] whoever gets the money confirms it, once; it moves no money', () => {
		const house = createHouse(['Ana', 'Ben', 'Chloé']);
		const [pot] = house.write('Ana', openAccountOp('bank', 'Bank'));
		const [toBen, toBank] = house.write('Ana', transferOp(byMember(ana), byMember(ben), 500), transferOp(byMember(ana), byFund(pot!), 700));
		house.meetAll();
		const before = house.fold().ledger.balances;
		expect(say(house, 'Ana', confirmOp(toBen!), confirmOp(toBank!))).toEqual(['LED18', 'LED18']);
		expect(say(house, 'Chloé', confirmOp(toBen!), confirmOp(toBank!), confirmOp(toBank!))).toEqual(['LED18', undefined, 'LED18']);
		expect(say(house, 'Ben', confirmOp(toBen!), confirmOp(toBank!))).toEqual([undefined, undefined]); // Ben could not know of Chloé's
		const { ledger } = house.fold();
		expect(ledger.balances.equals(before)).toBe(true);
		const confirmed = [toBen!, toBank!].map((id) => ledger.entries.get(id)).map((entry) => (entry?.kind === 'transfer' ? entry.confirmed?.by : null));
		expect(confirmed[0]).toBe(ben);
		expect([ben, chloe]).toContain(confirmed[1]);
		expect(ledger.events.filter(({ type }) => type === 'ledger/confirm-transfer').size).toBe(2);
	});

	it('[LED18] a transfer that was corrected, or something else, is not confirmed', () => {
		const house = createHouse(['Ana', 'Ben']);
		const [paid, spent] = house.write('Ana', transferOp(byMember(ana), byMember(ben), 500), expenseOp(ana, 100, [ben]));
		house.write('Ana', reverseOp(paid!));
		house.meetAll();
		expect(say(house, 'Ben', confirmOp(paid!), confirmOp(spent!))).toEqual(['LED18', 'LED18']);
	});
});

describe('funds and categories', () => {
	it('[LED13] any member opens and renames; the last word in total order is the name', () => {
		const house = createHouse(['Ana', 'Ben']);
		const [pot] = house.write('Ana', openAccountOp('pot', 'Reserve'));
		expect(say(house, 'Ben', { type: 'ledger/change-account', account: pot!, name: 'Mine', note: '' })).toEqual(['LED13']);
		house.meetAll();
		expect(say(house, 'Ben', { type: 'ledger/change-account', account: pot!, name: 'Rainy days', note: 'three rents' })).toEqual([undefined]);
		expect(house.fold().ledger.accounts.get(pot!)).toMatchObject({ name: 'Rainy days', note: 'three rents', kind: 'pot', openedBy: ana, retired: false });
	});

	it('[LED13] a fund is retired only when it holds nothing in the own past, and then takes nothing more', () => {
		const house = createHouse(['Ana', 'Ben']);
		const [pot] = house.write('Ana', openAccountOp('pot', 'Reserve'));
		const [into] = house.write('Ana', transferOp(byMember(ana), byFund(pot!), 500));
		house.meetAll();
		expect(say(house, 'Ben', retireAccountOp(pot!))).toEqual(['LED13']);
		house.write('Ben', reverseOp(into!));
		expect(say(house, 'Ben', retireAccountOp(pot!), retireAccountOp(pot!), transferOp(byMember(ben), byFund(pot!), 1))).toEqual([undefined, 'LED13', 'LED13']);
	});

	it('[LED13] what was paid in apart from the retirement stands, and its correction finds the fund', () => {
		const house = createHouse(['Ana', 'Ben']);
		const [pot] = house.write('Ana', openAccountOp('pot', 'Reserve'));
		house.meetAll();
		const [into] = house.write('Ana', transferOp(byMember(ana), byFund(pot!), 500));
		house.write('Ben', expenseOp(ben, 5, [ben])); // what Ben writes next sorts after Ana's
		expect(say(house, 'Ben', retireAccountOp(pot!))).toEqual([undefined]);
		house.meetAll();
		expect(house.fold().ledger.balances.get(`fund:${pot!}`)).toBe(500);
		expect(say(house, 'Ben', reverseOp(into!))).toEqual([undefined]);
		expect(house.fold().ledger.balances.get(`fund:${pot!}`)).toBe(0);
	});

	it('[LED13] a retired category takes no new entries from those who know it', () => {
		const house = createHouse(['Ana', 'Ben']);
		const [kind] = house.write('Ana', openAccountOp('category', 'Plants'));
		house.meetAll();
		house.write('Ana', expenseOp(ana, 500, [ana], { category: kind! }), retireAccountOp(kind!));
		expect(say(house, 'Ben', expenseOp(ben, 100, [ben], { category: kind! }))).toEqual([undefined]);
		house.meetAll();
		expect(say(house, 'Ben', expenseOp(ben, 100, [ben], { category: kind! }))).toEqual(['LED13']);
	});
});

it('[LED2] [LED11] a form says what the fold would say of an entry by itself', () => {
	const typed = (op: PostInput) => checkPost(op as never)?.rule; // the same ids, without their brands
	expect(typed(expenseOp(ana, 100, [ana]))).toBeUndefined();
	expect(typed(expenseOp(ana, 100, [], { split: equally([]) }))).toBe('LED2');
	expect(typed(incomeOp(ana, 100, [ana], { approval: `${'x'.repeat(43)}.0` }))).toBe('LED20');
});
