/** Statements, reports, budgets, suggestions and the record of activities, on small books that can be reckoned by hand. */
import { beforeEach, describe, expect, it } from 'vitest';
import { selectActivity } from '$crdt/domain/ledger/select-activity';
import { selectBook } from '$crdt/domain/ledger/select-book';
import { selectBudget } from '$crdt/domain/ledger/select-budget';
import { selectReport } from '$crdt/domain/ledger/select-report';
import { selectSettle } from '$crdt/domain/ledger/select-settle';
import { selectStatement } from '$crdt/domain/ledger/select-statement';
import type { SettleMode, SettleView } from '$crdt/domain/ledger/report-views';
import { createBookWriter, type BookWriter } from '../../support/book-writer';
import {
	byFund, byMember, chargeOp, confirmOp, disputeOp, equally, expenseOp, incomeOp, openAccountOp, retireAccountOp, reverseOp, settleDisputeOp, transferOp
} from '../../support/ledger-ops';

const DECEMBER = { from: '2026-12-01', until: '2027-01-01' };
let book: BookWriter;
let [ana, ben, chloé] = ['', '', ''];

beforeEach(() => {
	book = createBookWriter(['Ana', 'Ben', 'Chloé']);
	[ana, ben, chloé] = book.members as unknown as [string, string, string]; // three
});

const settled = (mode: SettleMode): SettleView => selectSettle(book.lens(), mode);
const told = ({ transfers }: SettleView) => transfers.map(({ from, to, amountMinor }) => [from.name, to.name, amountMinor]);

describe('a statement', () => {
	it('[LED50] begins with what stood before the period and tells charges, credits and payments apart', () => {
		book.write(0, expenseOp(ana, 3000, [ana, ben, chloé], { date: '2026-11-30' }));
		book.write(1, expenseOp(ben, 900, [ana, ben, chloé], { date: '2026-12-05', category: 'supplies' }));
		book.write(2, incomeOp(chloé, 600, [ben, chloé], { date: '2026-12-06' }));
		book.write(0, chargeOp(1000, [ben, chloé], { date: '2026-12-07' }));
		book.write(1, transferOp(byMember(ben), byMember(ana), 500, '2026-12-31'));
		const statement = selectStatement(book.lens(1), book.members[1]!, DECEMBER)!; // Ben
		expect(statement).toMatchObject({ name: 'Ben', mine: true, openingMinor: -1000, closingMinor: -100, paidMinor: 500, receivedMinor: 0, closed: false });
		expect(statement.lines.map(({ changeMinor, balanceAfterMinor }) => [changeMinor, balanceAfterMinor])).toEqual([[600, -400], [300, -100], [-500, -600], [500, -100]]);
		expect(statement.byCategory.map(({ category, chargedMinor, creditedMinor }) => [category, chargedMinor, creditedMinor])).toEqual([
			['dues', 500, 0], ['supplies', 300, 900], ['workshops', 0, 300]
		]);
	});

	it('[LED17] [LED50] shows an entry that changed nothing for a member, and takes back what was corrected', () => {
		book.write(0, expenseOp(ana, 1000, [ana], { date: '2026-12-01' }));
		const wrong = book.write(0, expenseOp(ana, 700, [ana, ben], { date: '2026-12-02' }));
		book.write(1, reverseOp(wrong, '2026-12-20'));
		const { lines, byCategory, closingMinor } = selectStatement(book.lens(), book.members[0]!, null)!;
		expect(lines.map(({ changeMinor, entry }) => [entry.kind, changeMinor])).toEqual([['expense', 0], ['expense', 350], ['reversal', -350]]);
		expect(byCategory).toEqual([{ category: 'rent', categoryName: null, chargedMinor: 1000, creditedMinor: 1000 }]);
		expect(closingMinor).toBe(0);
		const half = selectStatement(book.lens(), book.members[0]!, { from: '2026-12-15', until: '2027-01-01' })!;
		expect(half).toMatchObject({ openingMinor: 350, closingMinor: 0, byCategory: [{ chargedMinor: -350, creditedMinor: -700 }] });
	});

	it('[LED50] is there for members and nobody else; without lines and closes it is not closed', () => {
		expect(selectStatement(book.lens(), 'x'.repeat(43) as never, null)).toBeNull();
		expect(selectStatement(book.lens(), book.members[0]!, DECEMBER)).toMatchObject({ lines: [], closed: false, openingMinor: 0 });
	});
});

describe('a report', () => {
	it('[LED50] counts expenses and incomes that stand, by month; charges, transfers and what was corrected are no spending', () => {
		book.write(0, expenseOp(ana, 3000, [ana, ben, chloé], { date: '2026-11-30' }));
		book.write(0, expenseOp(ana, 900, [ben], { date: '2026-12-31', category: 'supplies' }));
		book.write(0, expenseOp(ana, 300, [ana], { date: '2026-12-31', split: null }));
		book.write(2, incomeOp(chloé, 600, [ben, chloé], { date: '2026-12-06' }));
		book.write(0, chargeOp(1000, [ben, chloé], { date: '2026-12-07' }));
		book.write(1, reverseOp(book.write(0, expenseOp(ana, 700, [ana, ben])), '2026-12-20'));
		book.write(0, transferOp(byMember(ana), byMember(ben), 5000, '2026-12-08'));
		const { months, spent, received, myShareByMonth, myBalanceByMonth } = selectReport(book.lens(), { from: '2026-11-01', until: '2027-02-01' });
		expect(months).toEqual(['2026-11', '2026-12', '2027-01']);
		expect(spent.map(({ category, amountMinor, count, byMonth }) => [category, amountMinor, count, byMonth])).toEqual([
			['rent', 3300, 2, [3000, 300, 0]], ['supplies', 900, 1, [0, 900, 0]]
		]);
		expect(received.map(({ category, byMonth }) => [category, byMonth])).toEqual([['workshops', [0, 600, 0]]]);
		expect(myShareByMonth).toEqual([1000, 0, 0]);
		expect(myBalanceByMonth).toEqual([2000, 8200, 8200]);
	});

	it('[LED50] tells what funds held at the end of each month', () => {
		const pot = book.write(0, openAccountOp('pot', 'Pot'));
		book.write(0, transferOp(byMember(ana), byFund(pot), 5000, '2026-11-08'));
		book.write(0, expenseOp(ana, 1200, [ana], { paid: [{ party: byFund(pot), amountMinor: 1200 }], split: null, date: '2026-12-08' }));
		const { fundsByMonth } = selectReport(book.lens(), { from: '2026-10-01', until: '2027-01-01' });
		expect(fundsByMonth.map(({ fund, amounts }) => [fund.name, amounts])).toEqual([['Pot', [0, 5000, 3800]]]);
	});
});

describe('a budget', () => {
	it('[LED50] stands against what was spent, and says how much of it the part of the year that is over would be', () => {
		book.write(0, expenseOp(ana, 100_000, [ana, ben], { date: '2026-01-01' }));
		book.write(0, expenseOp(ana, 500, [ana, ben], { date: '2026-02-01', category: 'website' }));
		book.write(0, expenseOp(ana, 999, [ana, ben], { date: '2025-12-31' }));
		const { lines, decision, mayPropose } = selectBudget(book.lens(0, '2026-07-02'), 2026);
		expect(lines.map(({ category, plannedMinor, spentMinor, expectedMinor }) => [category, plannedMinor, spentMinor, expectedMinor])).toEqual([
			['rent', 5_400_000, 100_000, Math.floor((5_400_000 * 183) / 365)], ['cleaning', 300_000, 0, Math.floor((300_000 * 183) / 365)], ['website', null, 500, null]
		]);
		expect([decision, mayPropose]).toEqual([expect.stringMatching(/\.0$/), true]);
	});

	it('[LED50] is whole when the year is over and nothing before it begins; leap years have a day more', () => {
		const expected = (year: number, today: string) => selectBudget(book.lens(0, today), year).lines[0]?.expectedMinor;
		expect([expected(2025, '2026-01-01'), expected(2027, '2026-12-31')]).toEqual([5_400_000, 0]);
		expect([expected(2024, '2024-02-29'), expected(2024, '2024-12-31'), expected(2026, '2026-12-31')]).toEqual([Math.floor((5_400_000 * 60) / 366), 5_400_000, 5_400_000]);
	});
});

describe('settling', () => {
	beforeEach(() => {
		book.write(0, expenseOp(ana, 3000, [ana, ben, chloé]));
		book.write(1, expenseOp(ben, 1200, [chloé]));
	});

	it('[LED51] [LED53] fewest and as it is: Chloé pays both, or Ben pays Ana and is paid by Chloé', () => {
		expect(told(settled({ kind: 'fewest' }))).toEqual([['Chloé', 'Ana', 2000], ['Chloé', 'Ben', 200]]);
		expect(told(settled({ kind: 'as-is' }))).toEqual([['Chloé', 'Ben', 1200], ...[['Ben', 'Ana', 1000], ['Chloé', 'Ana', 1000]].sort(byIdOfFirst)]);
		expect(settled({ kind: 'fewest' })).toMatchObject({ commonMinor: 0, fund: null, provenFewest: true });
	});

	/** Equal amounts stand by member id, which is a hash. */
	function byIdOfFirst([a]: (string | number)[], [b]: (string | number)[]): number {
		const idOf = (name: string | number | undefined) => (name === 'Ben' ? ben : chloé);
		return idOf(a) < idOf(b) ? -1 : 1;
	}

	it('[LED53] a payment sets off what is owed between the two, and a correction undoes the debts of its entry', () => {
		book.write(1, transferOp(byMember(ben), byMember(ana), 400));
		expect(told(settled({ kind: 'as-is' })).map(([, , amount]) => amount)).toEqual([1200, 1000, 600]);
		const tea = book.write(2, expenseOp(chloé, 999, [ana, ben]));
		book.write(0, reverseOp(tea));
		expect(told(settled({ kind: 'as-is' })).map(([, , amount]) => amount)).toEqual([1200, 1000, 600]);
	});

	it('[LED51] what the collective bears is between members and the fund that held most; without a fund it is said, not suggested', () => {
		book.write(0, expenseOp(ana, 500, [ana], { split: null }));
		expect(settled({ kind: 'fewest' })).toMatchObject({ commonMinor: -500, fund: null });
		expect(told(settled({ kind: 'fewest' }))).toEqual([['Chloé', 'Ana', 2200]]);
		const [pot, bank] = [book.write(0, openAccountOp('pot', 'Pot')), book.write(0, openAccountOp('bank', 'Bank'))];
		book.write(0, transferOp(byFund(pot), byFund(bank), 10_000));
		expect(settled({ kind: 'fewest' }).fund?.name).toBe('Bank');
		expect(told(settled({ kind: 'fewest' }))).toContainEqual(['Bank', expect.any(String), expect.any(Number)]);
		expect(told(settled({ kind: 'as-is' }))).toContainEqual(['Bank', 'Ana', 500]);
	});

	it('[LED54] through a pot: whoever owes pays it, and it pays whoever is owed', () => {
		const pot = book.write(0, openAccountOp('pot', 'Pot'));
		const view = settled({ kind: 'through', fund: pot });
		expect(told(view)).toEqual([['Chloé', 'Pot', 2200], ['Pot', 'Ana', 2000], ['Pot', 'Ben', 200]]);
		expect(view.transfers.map(({ mine, toMe }) => [mine, toMe])).toEqual([[false, false], [true, true], [false, false]]);
		expect(settled({ kind: 'through', fund: book.write(0, openAccountOp('category', 'Plants')) }).transfers).toEqual([]);
	});
});

describe('the record of activities', () => {
	it('[LED8] says who did what to what, newest first', () => {
		const pot = book.write(0, openAccountOp('pot', 'Pot'));
		const rent = book.write(0, expenseOp(ana, 3000, [ana, ben]));
		const dispute = book.write(1, disputeOp(rent));
		book.write(1, settleDisputeOp(dispute));
		const paid = book.write(1, transferOp(byMember(ben), byFund(pot), 500));
		book.write(2, confirmOp(paid));
		book.write(0, { type: 'ledger/comment', target: rent, text: 'Paid by card' });
		book.write(0, reverseOp(rent, '2026-12-20', 'Twice'));
		book.write(0, retireAccountOp(book.write(0, openAccountOp('category', 'Plants'))));
		const { events, total } = selectActivity(book.lens(1), 100);
		expect(total).toBe(10);
		expect(events.map(({ what, byName, title, detail, amountMinor, link }) => [what, byName, title, detail, amountMinor, link.to])).toEqual([
			['account-retired', 'Ana', 'Plants', '', null, 'accounts'],
			['account-opened', 'Ana', 'Plants', '', null, 'accounts'],
			['corrected', 'Ana', 'Rent December', 'Twice', 3000, 'entry'],
			['commented', 'Ana', 'Rent December', 'Paid by card', 3000, 'entry'],
			['confirmed', 'Chloé', 'Ben → Pot', '', 500, 'entry'],
			['paid', 'Ben', 'Ben → Pot', '', 500, 'entry'],
			['dispute-settled', 'Ben', 'Rent December', '', 3000, 'entry'],
			['disputed', 'Ben', 'Rent December', 'I was away', 3000, 'entry'],
			['posted', 'Ana', 'Rent December', '', 3000, 'entry'],
			['account-opened', 'Ana', 'Pot', '', null, 'accounts']
		]);
		expect(events[7]).toMatchObject({ mine: true, link: { id: rent } });
		expect(selectActivity(book.lens(), 2).events.map(({ what }) => what)).toEqual(['account-retired', 'account-opened']);
	});

	it('[LED30] schedules lead to their page', () => {
		const plan = { kind: 'charge', description: 'Dues', category: 'dues', amountMinor: 900, party: null, split: { method: 'equal', between: null }, note: '', approval: null } as const;
		const schedule = book.write(0, { type: 'ledger/schedule', ...plan, from: '2026-12-01', every: { unit: 'month', count: 1 }, until: null });
		book.write(1, { type: 'ledger/skip-due', schedule, due: '2027-01-01' });
		book.write(1, { type: 'ledger/change-schedule', schedule, from: '2027-02-01', ...plan, description: 'Higher dues' });
		book.write(1, { type: 'ledger/end-schedule', schedule, until: '2027-03-01' });
		const { events } = selectActivity(book.lens(), 9);
		expect(events.map(({ what, title, link, detail }) => [what, title, link, detail])).toEqual([
			['schedule-ended', 'Higher dues', { to: 'schedule', id: schedule }, '2027-03-01'],
			['schedule-changed', 'Higher dues', { to: 'schedule', id: schedule }, '2027-02-01'],
			['date-skipped', 'Higher dues', { to: 'schedule', id: schedule }, '2027-01-01'],
			['schedule-made', 'Dues', { to: 'schedule', id: schedule }, '']
		]);
	});
});

describe('the whole book', () => {
	it('[LED60] lists every account and every entry that counts, corrections by what they correct', () => {
		const pot = book.write(0, openAccountOp('pot', 'Pot'));
		const rent = book.write(0, expenseOp(ana, 3000, [ana, ben], { split: equally([ana, ben]), note: 'May' }));
		const wrong = book.write(1, reverseOp(rent, '2026-12-20', 'Twice'));
		const { accounts, entries, currency } = selectBook(book.lens());
		expect(currency).toBe('EUR');
		expect(accounts.map(({ kind, name, builtIn, balanceMinor }) => [kind, name ?? builtIn, balanceMinor])).toEqual([
			...[...book.members].sort().map((member) => ['member', book.lens().nameOf(member), 0]), ['pot', 'Pot', 0], ['category', 'rent', 0], ['contributions', 'rent', 0]
		]);
		expect(accounts.some(({ account }) => account === `fund:${pot}`)).toBe(true);
		expect(entries).toMatchObject([
			{ id: rent, kind: 'expense', note: 'May', reversedBy: wrong, reverses: null },
			{ id: wrong, kind: 'reversal', description: 'Rent December', note: 'Twice', reverses: rent, category: 'rent' }
		]);
	});
});
