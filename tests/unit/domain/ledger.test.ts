import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import type { OpInput } from '$crdt/domain/op';
import { suggestTransfers } from '$crdt/domain/ledger/settle-up';
import {
	previewSplit, selectBalances, selectCategoryTotals, selectEntries, selectEntry, selectMyBalance, selectMyDisputes, selectSettleUp,
	selectStatement
} from '$crdt/domain/ledger/selectors';
import { createHouse, idOf, type House } from './calendar-house';

type ExpenseInput = Extract<OpInput, { type: 'ledger/post-expense' }>;

const expense = (amountMinor: number, by: string, between: readonly string[], over: Partial<ExpenseInput> = {}): ExpenseInput => ({
	type: 'ledger/post-expense',
	description: 'Rent December',
	date: '2026-12-01',
	category: 'rent',
	amountMinor,
	paidBy: [{ member: idOf(by), amountMinor }],
	split: { method: 'equal', between: between.map((name) => ({ member: idOf(name), shares: 1 })) },
	note: '',
	approval: null,
	...over
});
const payment = (from: string, to: string, amountMinor: number): OpInput => ({
	type: 'ledger/record-payment', from: idOf(from), to: idOf(to), amountMinor, date: '2026-12-02', note: ''
});
const reverse = (target: ObjectId): OpInput => ({ type: 'ledger/reverse', target, reason: 'Wrong month' });
const dispute = (target: ObjectId): OpInput => ({ type: 'ledger/dispute', target, reason: 'I was away' });
const settle = (target: ObjectId): OpInput => ({ type: 'ledger/settle-dispute', target });

const refusal = (house: House, id: ObjectId | undefined) => house.fold().refusals.get(id!)?.rule;
const balance = (house: House, name: string) => house.fold().ledger.balances.get(idOf(name)) ?? 0;

describe('expenses and payments', () => {
	it('[LED1] dates that never come and people named twice are refused', () => {
		const house = createHouse(['Ana', 'Ben']);
		const made = house.write(
			'Ana',
			expense(100, 'Ana', ['Ana', 'Ben'], { date: '2026-02-30' }),
			expense(100, 'Ana', ['Ben', 'Ben']),
			expense(100, 'Ana', ['Ben'], { paidBy: [{ member: idOf('Ana'), amountMinor: 50 }, { member: idOf('Ana'), amountMinor: 50 }] }),
			{ ...payment('Ana', 'Ben', 5), date: '2026-02-30' } as OpInput
		);
		expect(made.map((id) => refusal(house, id))).toEqual(['LED1', 'LED1', 'LED1', 'LED1']);
		expect(house.fold().ledger.order.size).toBe(0);
	});

	it('[LED2] what was paid adds up, equal means equal, and only members or former members are named', () => {
		const house = createHouse(['Ana', 'Ben', 'Eve']);
		const made = house.write(
			'Ana',
			expense(100, 'Ana', ['Ana'], { paidBy: [{ member: idOf('Ana'), amountMinor: 99 }] }),
			expense(100, 'Ana', ['Ana'], { split: { method: 'equal', between: [{ member: idOf('Ana'), shares: 2 }] } }),
			expense(100, 'Ana', ['Ana', 'Mallory'])
		);
		expect(made.map((id) => refusal(house, id))).toEqual(['LED2', 'LED2', 'LED2']);
		house.leave('Eve');
		house.meetAll();
		const [after] = house.write('Ana', expense(100, 'Ana', ['Ana', 'Eve']));
		expect(refusal(house, after)).toBeUndefined();
		expect(balance(house, 'Eve')).toBe(-50);
	});

	it('[LED3] shares and several payers, to the cent', () => {
		const house = createHouse(['Ana', 'Ben', 'Chloé']);
		const [id] = house.write(
			'Ana',
			expense(10_001, 'Ana', [], {
				paidBy: [{ member: idOf('Ana'), amountMinor: 6000 }, { member: idOf('Ben'), amountMinor: 4001 }],
				split: { method: 'shares', between: [{ member: idOf('Ben'), shares: 1 }, { member: idOf('Chloé'), shares: 3 }] }
			})
		);
		house.meetAll();
		const entry = selectEntry(house.lens('Ben'), id!);
		expect(entry?.charged.map(({ name, amountMinor }) => [name, amountMinor])).toEqual([['Ben', 2500], ['Chloé', 7501]]);
		expect(entry).toMatchObject({ kind: 'expense', split: 'shares', myPartMinor: 1501, mine: false, postedByName: 'Ana', category: 'rent' });
		expect([balance(house, 'Ana'), balance(house, 'Ben'), balance(house, 'Chloé')]).toEqual([6000, 1501, -7501]);
	});

	it('[LED4] a balance that could not be counted exactly is never reached', () => {
		const house = createHouse(['Ana', 'Ben']);
		const ops = Array.from({ length: 9100 }, () => payment('Ana', 'Ben', 1e12));
		for (let at = 0; at < ops.length; at += 1000) house.write('Ana', ...ops.slice(at, at + 1000));
		const { ledger, refusals } = house.fold();
		expect(Number.isSafeInteger(ledger.balances.get(idOf('Ana')))).toBe(true);
		expect(ledger.balances.get(idOf('Ana'))).toBe(-ledger.balances.get(idOf('Ben'))!);
		expect([...refusals.values()].every(({ rule }) => rule === 'LED4')).toBe(true);
		expect(refusals.size).toBeGreaterThan(50);
	});

	it('[LED5] a payment moves a balance from one person to another, never to oneself', () => {
		const house = createHouse(['Ana', 'Ben']);
		house.write('Ana', expense(9000, 'Ana', ['Ana', 'Ben']));
		house.meetAll();
		const [paid, self] = house.write('Ben', payment('Ben', 'Ana', 4500), payment('Ben', 'Ben', 1));
		expect(refusal(house, self)).toBe('LED5');
		expect([balance(house, 'Ana'), balance(house, 'Ben')]).toEqual([0, 0]);
		expect(selectEntry(house.lens('Ben'), paid!)).toMatchObject({
			kind: 'payment', paidBy: [{ name: 'Ben' }], charged: [{ name: 'Ana' }], myPartMinor: 4500, category: null
		});
		expect(selectSettleUp(house.lens('Ben'))).toEqual([]);
	});
});

describe('corrections and disputes', () => {
	it('[LED6] a correction posts the exact opposite, and both tell one story', () => {
		const house = createHouse(['Ana', 'Ben', 'Chloé']);
		const [wrong] = house.write('Ana', expense(1000, 'Ana', ['Ana', 'Ben', 'Chloé']));
		house.meetAll();
		const [back] = house.write('Ben', reverse(wrong!));
		expect(['Ana', 'Ben', 'Chloé'].map((name) => balance(house, name))).toEqual([0, 0, 0]);
		const lens = house.lens('Ben');
		expect(selectEntry(lens, wrong!)).toMatchObject({
			reversedBy: { id: back, reason: 'Wrong month', byName: 'Ben' }, reverses: null, canReverse: false, canDispute: false
		});
		const correction = selectEntry(lens, back!);
		expect(correction).toMatchObject({ kind: 'reversal', description: 'Rent December', reverses: { id: wrong, reason: 'Wrong month' }, amountMinor: 1000 });
		expect(correction?.myPartMinor).toBe(-selectEntry(lens, wrong!)!.myPartMinor);
		const [twice] = house.write('Ben', reverse(back!));
		expect(refusal(house, twice)).toBe('LED6');
		expect(selectEntries(lens).map((entry) => entry.kind)).toEqual(['reversal', 'expense']);
	});

	it('[LED6] nobody corrects what they cannot know of', () => {
		const house = createHouse(['Ana', 'Ben']);
		const [id] = house.write('Ana', expense(1000, 'Ana', ['Ana', 'Ben']));
		const [early] = house.write('Ben', reverse(id!));
		expect(refusal(house, early)).toBe('LED6');
	});

	it('[LED7] two people who correct the same entry at once correct it once', () => {
		const house = createHouse(['Ana', 'Ben']);
		const [id] = house.write('Ana', expense(1000, 'Ana', ['Ana', 'Ben']));
		house.meetAll();
		const [a] = house.write('Ana', reverse(id!));
		const [b] = house.write('Ben', reverse(id!));
		const first = [a!, b!].sort()[0];
		expect([a, b].map((each) => refusal(house, each)).sort()).toEqual(['LED7', undefined]);
		expect(refusal(house, first)).toBeUndefined();
		expect([balance(house, 'Ana'), balance(house, 'Ben')]).toEqual([0, 0]);
	});

	it('[LED8] only those who paid or are charged dispute an entry, once at a time', () => {
		const house = createHouse(['Ana', 'Ben', 'Chloé']);
		const [id] = house.write('Ana', expense(1000, 'Ana', ['Ana', 'Ben']));
		house.meetAll();
		const [stranger] = house.write('Chloé', dispute(id!));
		const [raised, again] = house.write('Ben', dispute(id!), dispute(id!));
		expect([stranger, raised, again].map((each) => refusal(house, each))).toEqual(['LED8', undefined, 'LED8']);
		house.meetAll();
		expect(selectEntry(house.lens('Ana'), id!)).toMatchObject({ disputed: true, canDispute: true, disputes: [{ byName: 'Ben', open: true, reason: 'I was away' }] });
		expect(selectEntry(house.lens('Ben'), id!)?.canDispute).toBe(false);
		expect(selectMyDisputes(house.lens('Ana')).map(({ role }) => role)).toEqual(['posted']);
		expect(selectMyDisputes(house.lens('Ben')).map(({ role }) => role)).toEqual(['raised']);
		expect(selectMyDisputes(house.lens('Chloé'))).toEqual([]);
	});

	it('[LED9] whoever raised a dispute settles it; a correction ends it too', () => {
		const house = createHouse(['Ana', 'Ben']);
		const [one, two] = house.write('Ana', expense(1000, 'Ana', ['Ana', 'Ben']), expense(500, 'Ana', ['Ana', 'Ben']));
		house.meetAll();
		const [first] = house.write('Ben', dispute(one!), dispute(two!));
		house.meetAll();
		const [foreign] = house.write('Ana', settle(first!));
		expect(refusal(house, foreign)).toBe('LED9');
		house.write('Ben', settle(first!));
		house.write('Ana', reverse(two!));
		house.meetAll();
		expect(selectEntry(house.lens('Ana'), one!)).toMatchObject({ disputed: false, disputes: [{ open: false, settledByName: 'Ben' }] });
		expect(selectEntry(house.lens('Ana'), two!)?.disputed).toBe(false);
		expect(selectMyDisputes(house.lens('Ben'))).toEqual([]);
		const [byEntry] = house.write('Ben', dispute(one!));
		house.write('Ben', settle(one!));
		expect(house.fold().ledger.disputes.get(byEntry!)?.settledBy).toBe(idOf('Ben'));
	});
});

describe('what the ledger shows', () => {
	it('[LED10] few payments make everybody even, the same ones on every device', () => {
		const names = ['Ana', 'Ben', 'Chloé', 'Dele'];
		const balances = [[idOf('Ana'), 5000], [idOf('Ben'), -3000], [idOf('Chloé'), 3000], [idOf('Dele'), -5000]] as const;
		const transfers = suggestTransfers(balances);
		expect(transfers).toHaveLength(2);
		expect(suggestTransfers([...balances].reverse())).toEqual(transfers);
		const house = createHouse(names);
		house.write('Ana', expense(10_000, 'Ana', names), expense(3001, 'Ben', names));
		for (const { from, to, amountMinor } of selectSettleUp(house.lens('Ana'))) {
			house.write('Ana', { type: 'ledger/record-payment', from, to, amountMinor, date: '2026-12-03', note: '' });
		}
		expect(names.map((name) => balance(house, name))).toEqual([0, 0, 0, 0]);
	});

	it('[LED11] the preview is the split of the fold, but for the odd cents, which it names', () => {
		const house = createHouse(['Ana', 'Ben', 'Chloé']);
		const op = expense(1000, 'Ana', ['Ana', 'Ben', 'Chloé']);
		const lens = house.lens('Ana');
		const typed = op as unknown as Parameters<typeof previewSplit>[1]; // the same ids, branded
		const preview = previewSplit(lens, typed);
		expect(preview).toMatchObject({ oddMinor: 1, refusal: null });
		expect(preview.shares.map(({ amountMinor, mayPayOneMore }) => [amountMinor, mayPayOneMore])).toEqual([[333, true], [333, true], [333, true]]);
		expect(previewSplit(lens, { ...typed, amountMinor: 900, paidBy: [] }).refusal?.rule).toBe('LED2');
		expect(previewSplit(lens, { ...typed, split: { method: 'equal', between: [] } }).shares).toEqual([]);
	});

	it('[LED12] balances list members and whoever else is not even; statements run newest first', () => {
		const house = createHouse(['Ana', 'Ben', 'Eve']);
		house.write('Ana', expense(1000, 'Ana', ['Ana', 'Eve']), expense(600, 'Ana', ['Ana']), payment('Ben', 'Ana', 100));
		const lens = house.lens('Ana');
		expect(selectBalances(lens, [idOf('Ana'), idOf('Ben')]).map(({ name, amountMinor, mine }) => [name, amountMinor, mine])).toEqual([
			['Ana', 400, true], ['Ben', 100, false], ['Eve', -500, false]
		]);
		expect(selectMyBalance(lens)).toBe(400);
		const statement = selectStatement(lens, idOf('Ana'));
		expect(statement.lines.map(({ changeMinor, balanceAfterMinor }) => [changeMinor, balanceAfterMinor])).toEqual([[-100, 400], [0, 500], [500, 500]]);
		expect(statement.balanceMinor).toBe(400);
		expect(selectEntries(lens, 1, 1).map(({ amountMinor }) => amountMinor)).toEqual([600]);
	});

	it('[LED12] categories add up what stands, between dates; payments are no spending', () => {
		const house = createHouse(['Ana', 'Ben']);
		const [gone] = house.write(
			'Ana',
			expense(500, 'Ana', ['Ana'], { category: 'supplies' }),
			expense(1000, 'Ana', ['Ana']),
			expense(2000, 'Ana', ['Ben'], { date: '2026-11-30' }),
			expense(300, 'Ana', ['Ben'], { category: 'cleaning' }),
			payment('Ben', 'Ana', 100)
		);
		house.write('Ana', reverse(gone!));
		expect(selectCategoryTotals(house.lens('Ana'))).toEqual([
			{ category: 'rent', amountMinor: 3000, count: 2 }, { category: 'cleaning', amountMinor: 300, count: 1 }
		]);
		expect(selectCategoryTotals(house.lens('Ana'), '2026-12-01', '2026-12-31')[0]).toEqual({ category: 'rent', amountMinor: 1000, count: 1 });
	});
});
