/** Whatever stands in the books: statements, reports, suggestions and exports say the same sums in their own ways. */
import { describe, expect, it } from 'vitest';
import type { MemberId } from '$crypto/base';
import type { Lens } from '$crdt/domain/lens';
import { selectBook } from '$crdt/domain/ledger/select-book';
import { selectEntries } from '$crdt/domain/ledger/select-entries';
import { monthsOf, selectReport } from '$crdt/domain/ledger/select-report';
import { selectSettle } from '$crdt/domain/ledger/select-settle';
import { selectStatement } from '$crdt/domain/ledger/select-statement';
import { memberAccount } from '$crdt/domain/ledger/state';
import type { SettleMode, TransferView } from '$crdt/domain/ledger/report-views';
import { createBookWriter, type BookWriter } from '../support/book-writer';
import { createFiveYearBook } from '../support/five-year-book';
import { byFund, byMember, expenseOp, openAccountOp, transferOp } from '../support/ledger-ops';
import { randomLedgerOp } from '../support/random-ledger';
import { createSeeded } from '../support/seeded';

const PEOPLE = ['Ana', 'Ben', 'Chloé', 'Dele', 'Eve', 'Femi', 'Gil'];

/** Whatever the rules let stand of so many random ops, some of them written apart. */
function randomBook(seed: number, ops: number): BookWriter {
	const chance = createSeeded(seed);
	const book = createBookWriter(PEOPLE.slice(0, 2 + chance.int(6)));
	for (let step = 0; step < ops; step++) {
		const by = chance.int(book.members.length);
		const { ledger, membership } = book.state();
		const who = { ledger, me: book.members[by]!, members: book.members, ownership: membership.settings.ownership, approvals: [], today: '2026-03-31' }; // a member
		const op = randomLedgerOp(who, chance);
		// now and then by somebody who has not heard of the newest: of what is made apart, one counts
		if (chance.chance(0.3)) book.writeApart(by, op);
		else book.write(by, op);
	}
	return book;
}

const books: readonly (readonly [string, BookWriter])[] = [
	['five years with closed ones', createFiveYearBook({ entries: 900, seed: 7 })],
	...[1, 2, 3, 4, 5, 6].map((seed) => [`a book of chance, ${seed}`, randomBook(seed, 120)] as const)
];

const sum = (amounts: readonly number[]): number => amounts.reduce((all, amount) => all + amount, 0);
/** Above zero: the others owe this member. */
const balanceOf = ({ state }: Lens, member: MemberId): number => 0 - (state.ledger.balances.get(memberAccount(member)) ?? 0);

/** Half-years from before the first entry to after the last. */
const PERIODS = Array.from({ length: 14 }, (_, at) => ({ from: halfYear(at), until: halfYear(at + 1) }));
function halfYear(at: number): string {
	return `${2020 + Math.floor(at / 2)}-${at % 2 === 0 ? '01' : '07'}-01`;
}

describe.each(books)('in %s', (_, book) => {
	const lens = book.lens();

	it('[LED50] a statement of everything closes with the balance, and its periods follow from each other', () => {
		for (const member of book.members) {
			const all = selectStatement(lens, member, null)!;
			expect(all.openingMinor).toBe(0);
			expect(all.closingMinor).toBe(balanceOf(lens, member));
			let [closing, lines] = [0, 0];
			for (const period of PERIODS) {
				const part = selectStatement(lens, member, period)!;
				expect(part.openingMinor).toBe(closing);
				closing = part.closingMinor;
				lines += part.lines.length;
			}
			expect(closing).toBe(all.closingMinor);
			expect(lines).toBe(all.lines.length);
		}
	});

	it('[LED50] its lines lead from opening to closing in order, and so do payments and categories together', () => {
		for (const member of book.members) {
			for (const period of [null, ...PERIODS]) {
				const { openingMinor, closingMinor, lines, byCategory, paidMinor, receivedMinor } = selectStatement(lens, member, period)!;
				let before = openingMinor;
				for (const { changeMinor, balanceAfterMinor, entry } of lines) {
					expect(balanceAfterMinor).toBe(before + changeMinor);
					before = balanceAfterMinor;
					expect(entry.counts).toBe(true);
				}
				const dates = lines.map(({ entry }) => entry.booked.date);
				expect(dates).toEqual([...dates].sort());
				expect(before).toBe(closingMinor);
				const moved = sum(byCategory.map(({ creditedMinor, chargedMinor }) => creditedMinor - chargedMinor));
				expect(openingMinor + moved + paidMinor - receivedMinor).toBe(closingMinor);
			}
		}
	});

	it('[LED4] members, funds, categories, contributions and distributions sum to zero, in the balances and in every entry', () => {
		const { accounts, entries } = selectBook(lens);
		expect(sum(accounts.map(({ balanceMinor }) => balanceMinor))).toBe(0);
		for (const { postings } of entries) expect(sum(postings.map(({ amountMinor }) => amountMinor))).toBe(0);
		for (const { account, balanceMinor } of accounts) {
			const posted = entries.flatMap(({ postings }) => postings.filter((posting) => posting.account === account));
			expect(sum(posted.map(({ amountMinor }) => amountMinor))).toBe(balanceMinor);
		}
	});

	it('[LED50] a report has the sums of the entries it is about, by category and by month', () => {
		for (const period of [{ from: '2020-01-01', until: '2027-01-01' }, { from: '2025-03-10', until: '2026-03-20' }]) {
			const { spent, received, months } = selectReport(lens, period);
			const { spentMinor, receivedMinor } = selectEntries(lens, period, 0);
			expect(sum(spent.map(({ amountMinor }) => amountMinor))).toBe(spentMinor);
			expect(sum(received.map(({ amountMinor }) => amountMinor))).toBe(receivedMinor);
			for (const { amountMinor, byMonth, count } of [...spent, ...received]) {
				expect(byMonth).toHaveLength(months.length);
				expect(sum(byMonth)).toBe(amountMinor);
				expect(count).toBeGreaterThan(0);
			}
		}
	});

	it('[LED50] a report ends with my balance and with what the funds hold; every month is what a statement would close with', () => {
		const { months, myBalanceByMonth, fundsByMonth } = selectReport(lens, { from: '2020-01-01', until: '2027-01-01' });
		expect(months).toHaveLength(84);
		expect(myBalanceByMonth.at(-1)).toBe(balanceOf(lens, lens.me));
		for (const { fund, amounts } of fundsByMonth) expect(amounts.at(-1)).toBe(fund.amountMinor);
		for (const [at, month] of months.entries()) {
			if (at % 5 !== 0 || at === months.length - 1) continue;
			const closing = selectStatement(lens, lens.me, { from: `${month}-01`, until: `${months[at + 1]}-01` })!.closingMinor;
			expect(myBalanceByMonth[at]).toBe(closing);
		}
	});

	it('[LED51] [LED53] [LED54] every way of settling leaves everybody even, and the common money with what they owe it together', () => {
		const fund = [...lens.state.ledger.accounts.values()].find(({ kind }) => kind !== 'category');
		const modes: readonly SettleMode[] = [{ kind: 'fewest' }, { kind: 'as-is' }, ...(fund === undefined ? [] : [{ kind: 'through' as const, fund: fund.id }])];
		for (const mode of modes) {
			const view = selectSettle(lens, mode);
			const left = new Map<string, number>(book.members.map((member) => [member, balanceOf(lens, member)]));
			let common = 0;
			for (const { from, to, amountMinor } of view.transfers) {
				expect(amountMinor).toBeGreaterThan(0);
				for (const [party, change] of [[from, amountMinor], [to, -amountMinor]] as const) {
					if (party.kind === 'fund') common += change;
					else left.set(party.id, left.get(party.id)! + change); // a member
				}
			}
			expect(view.commonMinor).toBe(sum(book.members.map((member) => 0 - balanceOf(lens, member))));
			if (view.fund === null) continue;
			expect([...left.values()].filter((amount) => amount !== 0)).toEqual([]);
			expect(common).toBe(0 - view.commonMinor);
		}
	});
});

describe('suggested transfers', () => {
	const isPaid = (paid: TransferView) => (each: TransferView) => each.from.id === paid.from.id && each.to.id === paid.to.id && each.amountMinor === paid.amountMinor;

	// with few different amounts, many of them settle each other by chance: there another plan is often shorter
	it.each([[12, 9000], [25, 9000], [20, 12], [24, 9], [30, 7], [60, 5]])('[LED52] of %d people, by up to %d each, stay as they were when they are paid one after another, in any order', (size, most) => {
		const chance = createSeeded(size);
		const book = createBookWriter(Array.from({ length: size }, (_, at) => `Member ${at}`));
		const pot = book.write(0, openAccountOp('pot', 'Pot'));
		book.write(0, openAccountOp('bank', 'Bank'));
		for (let at = 0; at < 3 * size; at++) {
			const between = chance.shuffle(book.members).slice(0, most < 100 ? 1 : 1 + chance.int(5));
			book.write(at, expenseOp(book.members[at % size]!, 1 + chance.int(most), between, chance.chance(0.1) ? { split: null } : {})); // a member
		}
		const suggested = selectSettle(book.lens(), { kind: 'fewest' });
		let { transfers } = suggested;
		if (most > 100) expect(suggested.provenFewest).toBe(size <= 15);
		expect(transfers.length).toBeGreaterThan(size / 4);
		while (transfers.length > 0) {
			const paid = chance.pick(transfers);
			const party = ({ kind, id }: TransferView['from']) => (kind === 'member' ? byMember(id) : byFund(id));
			book.write(0, transferOp(party(paid.from), party(paid.to), paid.amountMinor));
			const rest = transfers.filter((each) => !isPaid(paid)(each));
			({ transfers } = selectSettle(book.lens(), { kind: 'fewest' }));
			expect(transfers).toEqual(rest);
		}
		for (const member of book.members) expect(balanceOf(book.lens(), member)).toBe(0);
		expect(book.state().ledger.accounts.has(pot)).toBe(true);
	});

	it('[LED52] paying otherwise than suggested has them reckoned anew, and then they stay again', () => {
		const book = createBookWriter(Array.from({ length: 24 }, (_, at) => `Member ${at}`));
		for (let at = 0; at < 23; at++) book.write(at, expenseOp(book.members[at]!, 1000 + 37 * at, [book.members[at + 1]!])); // members
		book.write(0, transferOp(byMember(book.members[23]!), byMember(book.members[0]!), 1)); // members
		const before = selectSettle(book.lens(), { kind: 'fewest' }).transfers;
		const [first] = before;
		book.write(0, transferOp(byMember(first!.from.id), byMember(first!.to.id), first!.amountMinor)); // there are some
		expect(selectSettle(book.lens(), { kind: 'fewest' }).transfers).toEqual(before.slice(1));
	});

	it('[LED53] paying one debt as it is leaves the others as they were', () => {
		const book = randomBook(11, 80);
		const { transfers } = selectSettle(book.lens(), { kind: 'as-is' });
		const paid = transfers.find(({ from, to }) => from.kind === 'member' && to.kind === 'member')!;
		book.write(0, transferOp(byMember(paid.from.id), byMember(paid.to.id), paid.amountMinor));
		expect(selectSettle(book.lens(), { kind: 'as-is' }).transfers).toEqual(transfers.filter((each) => each !== paid));
	});
});

it('[LED44] [LED50] a statement of a closed year says so, and what came late for it stands in the year after, with its own date', () => {
	const [, book] = books[0]!; // the long one
	const lens = book.lens();
	const ofYear = (year: number) => selectStatement(lens, book.members[0]!, { from: `${year}-01-01`, until: `${year + 1}-01-01` })!; // there is somebody
	expect([2021, 2022, 2023, 2024, 2025].map((year) => ofYear(year).closed)).toEqual([true, true, true, true, false]);
	const late = (year: number) => ofYear(year).lines.flatMap(({ entry }) => (entry.booked.late ? [[entry.date, entry.booked.date]] : []));
	expect(late(2021)).toEqual([]);
	expect(late(2022)).toEqual([['2021-11-11', '2022-01-01']]);
	expect(selectStatement(lens, book.members[0]!, { from: '2020-01-01', until: '2020-06-01' })).toMatchObject({ lines: [], closed: true });
});

it('[LED50] months are those that have a day in the period', () => {
	expect(monthsOf({ from: '2025-11-30', until: '2026-02-01' })).toEqual(['2025-11', '2025-12', '2026-01']);
	expect(monthsOf({ from: '2026-01-31', until: '2026-02-02' })).toEqual(['2026-01', '2026-02']);
	expect(monthsOf({ from: '2026-01-01', until: '2026-01-01' })).toEqual([]);
});
