/** Reading tables: bytes, separators, headings, dates, amounts, and what each row becomes. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { MemberId, ObjectId } from '$crypto/base';
import { readAmount, sniffDecimal } from '$lib/book-file/import-amounts';
import { planBank, type BankFacts } from '$lib/book-file/import-bank';
import { readDate, sniffDates } from '$lib/book-file/import-dates';
import { guessBank, guessSplitwise } from '$lib/book-file/import-mapping';
import { lineOf, partsOf } from '$lib/book-file/import-plan';
import { paidAndShared, planSplitwise, type SplitwiseFacts } from '$lib/book-file/import-splitwise';
import { readTable, type Table } from '$lib/book-file/import-table';
import { decodeTable } from '$lib/book-file/import-text';
import { guessCategory } from '$lib/features/ledger/entry/guess-category';

const bytes = (name: string): Uint8Array => readFileSync(new URL(`../../fixtures/csv/${name}`, import.meta.url));
function tableOf(name: string): Table {
	const table = readTable(decodeTable(bytes(name))!.text);
	if (!table.ok) throw new Error(table.error.reason);
	return table.value;
}
const [ana, ben, chloe] = ['ana', 'ben', 'chloe'] as MemberId[] as [MemberId, MemberId, MemberId]; // only compared
const categoryOf = (text: string) => guessCategory(text, []);
const splitwiseFacts = (people: readonly MemberId[], first: number): SplitwiseFacts => ({ members: new Map(people.map((member, i) => [first + i, member])), currency: 'EUR', digits: 2, categoryOf });
const bankFacts: BankFacts = {
	fund: 'bank' as ObjectId, currency: 'EUR', digits: 2, categoryOf, said: new Map(),
	members: [{ member: ana, name: 'Ana Lindt' }, { member: ben, name: 'Ben' }]
};

describe('bytes and separators', () => {
	it('[LED61] Windows-1252, a mark for UTF-8, and UTF-16 are read as what they are; a picture is no table', () => {
		expect(decodeTable(bytes('german-bank-1252.csv'))).toMatchObject({ encoding: 'Windows-1252', text: expect.stringContaining('Müller') });
		expect(tableOf('bom.csv').head).toEqual(['date', 'amount', 'text']);
		expect(decodeTable(new Uint8Array([0xff, 0xfe, 0x41, 0, 0x3b, 0]))).toEqual({ encoding: 'UTF-16', text: 'A;' });
		expect(decodeTable(new Uint8Array([0x89, 0x50, 0, 0]))).toBeNull();
	});
	it('[LED61] the heading is found below a bank’s own lines, and rows are counted as a spreadsheet counts', () => {
		const table = tableOf('german-bank-1252.csv');
		expect([table.separator, table.headRow, table.head[6]]).toEqual([';', 4, 'Betrag (€)']);
		expect(table.rows.map(({ number, cells }) => [number, cells[6]])).toEqual([[5, '-1.960,00'], [6, '50,00'], [7, '-87,5']]);
	});
	it('[LED61] a quotation mark that never ends stops the file at its row', () => {
		const table = readTable(decodeTable(bytes('broken-quote.csv'))!.text);
		expect(table).toMatchObject({ ok: false, error: { row: 2, reason: expect.stringContaining('never ends') } });
	});
	it('[LED61] an empty file, and one without a heading, say so', () => {
		expect(readTable('\n \n')).toMatchObject({ ok: false, error: { reason: 'The file is empty.' } });
		expect(readTable('2026-01-01;12,00\n2026-01-02;13,00')).toMatchObject({ ok: false, error: { reason: expect.stringContaining('no heading') } });
		expect(readTable('Date;Amount\n')).toMatchObject({ ok: false, error: { row: 1 } });
	});
});

describe('dates and amounts', () => {
	it('[LED61] day and month are told apart where the file shows it, and asked where it does not', () => {
		expect(sniffDates(['03/04/2026', '12/11/2026'])).toEqual({ order: 'dmy', ambiguous: true });
		expect(sniffDates(['03/04/2026', '03/25/2026'])).toEqual({ order: 'mdy', ambiguous: false });
		expect(sniffDates(['13/04/2026', '03/05/2026'])).toEqual({ order: 'dmy', ambiguous: false });
		expect(sniffDates(['03.04.26', '05.04.26'])).toEqual({ order: 'dmy', ambiguous: false });
		expect(sniffDates(['2026-03-04T10:00:00Z', '20260305'])).toEqual({ order: 'ymd', ambiguous: false });
		expect([sniffDates(['13/13/2026']), sniffDates(['12.50']), sniffDates([])]).toEqual([null, null, null]);
	});
	it('[LED61] dates that do not exist are none', () => {
		expect([readDate('29.02.2024', 'dmy'), readDate('29.02.2026', 'dmy'), readDate('31/04/2026', 'dmy'), readDate('4/3/26', 'mdy'), readDate('2026-05-01', 'dmy')]).toEqual(['2024-02-29', null, null, '2026-04-03', null]);
	});
	it('[LED61] amounts are exact, whatever stands around them', () => {
		const comma = (text: string) => readAmount(text, 'comma', 2);
		const point = (text: string) => readAmount(text, 'point', 2);
		expect(['-1.960,00', '87,5', '1 234,56', '50,00-', '+3', '1.000.000', '12,50 €', '−4,00'].map(comma)).toEqual([-196000, 8750, 123456, -5000, 300, 100000000, 1250, -400]);
		expect(['$1,250.00', '($120.00)', "1'234.50", 'EUR 12.5', '.50', '12.500', '0.00', '-0.00'].map(point)).toEqual([125000, -12000, 123450, 1250, 50, 1250, 0, 0]);
		expect(['12.3x', '', '1,23', '12.345', '1.2.3', '--1', '-1-', '(1', '9999999999999'].map(point)).toEqual(Array(9).fill(null));
		expect([readAmount('1.500', 'point', 0), readAmount('1,500', 'point', 0), readAmount('12.345', 'point', 3)]).toEqual([null, 1500, 12345]);
	});
	it('[LED61] the decimal mark is taken from the amounts that show it', () => {
		expect(sniffDecimal(['1.960,00', '50'], 2)).toEqual({ mark: 'comma', sure: true });
		expect(sniffDecimal(['1,250.00', '87.50'], 2)).toEqual({ mark: 'point', sure: true });
		expect(sniffDecimal(['1,250', '3,000'], 2)).toEqual({ mark: 'point', sure: false });
		expect(sniffDecimal(['1.250.000'], 2)).toEqual({ mark: 'comma', sure: true });
		expect(sniffDecimal(['12', '13'], 2)).toEqual({ mark: 'point', sure: true });
	});
});

describe('a Splitwise export', () => {
	const table = tableOf('splitwise.csv');
	const guess = guessSplitwise(table, 2)!;
	const plan = planSplitwise(table, guess.mapping, splitwiseFacts([ana, ben, chloe], 5));

	it('[LED61] its columns are known, its closing row is no entry but agrees with the sum', () => {
		expect(guess.mapping).toMatchObject({ date: 0, description: 1, category: 2, cost: 3, currency: 4, people: [5, 6, 7], order: 'ymd' });
		expect(plan.rows.map(({ row }) => row)).toEqual([3, 4, 5, 6, 7]);
		expect(plan.differences).toEqual([]);
	});
	it('[LED61] everybody’s difference is kept to the cent, and each entry adds up', () => {
		const nets = [
			{ [ana]: 8000, [ben]: -4000, [chloe]: -4000 },
			{ [ana]: -1034, [ben]: 2067, [chloe]: -1033 },
			null,
			{ [ana]: 3000, [ben]: 2000, [chloe]: -5000 }
		];
		plan.rows.slice(0, 4).forEach(({ op }, i) => {
			if (op?.type !== 'ledger/post') return expect(nets[i]).toBeNull();
			const balance: Record<string, number> = {};
			for (const { party, amountMinor } of op.paid) if (party.kind === 'member') balance[party.member] = (balance[party.member] ?? 0) + amountMinor;
			expect(op.paid.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(op.amountMinor);
			if (op.split?.method !== 'exact') throw new Error('not exact');
			expect(op.split.between.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(op.amountMinor);
			for (const { member, amountMinor } of op.split.between) balance[member] = (balance[member] ?? 0) - amountMinor;
			expect(balance).toEqual(nets[i]);
		});
	});
	it('[LED61] a payment is a transfer from whoever it settles; what touches nobody becomes nothing', () => {
		expect(plan.rows[2]?.op).toEqual({ type: 'ledger/transfer', from: { kind: 'member', member: ben }, to: { kind: 'member', member: ana }, amountMinor: 4000, date: '2026-03-09', note: 'Ben O. paid Ana L.' });
		expect(plan.rows[4]).toMatchObject({ op: null, problems: [], nothing: 'It changes nobody’s balance.' });
	});
	it('[LED61] a person who is no member is named by row and column', () => {
		const lacking = planSplitwise(table, guess.mapping, splitwiseFacts([ana, ben], 5));
		expect(lacking.rows[0]?.problems).toEqual([{ row: 3, column: 'Chloé Martin', reason: 'Chloé Martin has a part in it, and it is not said which member that is.' }]);
		expect(lacking.rows[2]?.op).not.toBeNull();
	});
	it('[LED61] what cannot be read is named by row, column and reason; a row that repeats is marked', () => {
		const broken = tableOf('broken-rows.csv');
		const { rows } = planSplitwise(broken, guessSplitwise(broken, 2)!.mapping, splitwiseFacts([ana, ben], 5));
		expect(rows.flatMap(({ problems }) => problems.map(({ row, column }) => [row, column]))).toEqual([[2, 'Date'], [3, 'Cost'], [4, 'Currency'], [5, ''], [6, ''], [7, 'Cost']]);
		expect(rows.map(({ sameAs }) => sameAs)).toEqual([null, null, null, null, null, null, null, 8]);
	});
	it('[LED61] a closing row that does not agree is told', () => {
		const wrong = readTable(decodeTable(bytes('splitwise.csv'))!.text.replace('59.66', '60.66'));
		if (!wrong.ok) throw new Error(wrong.error.reason);
		expect(planSplitwise(wrong.value, guess.mapping, splitwiseFacts([ana, ben, chloe], 5)).differences).toEqual([{ name: 'Ana Lindt', saidMinor: 6066, summedMinor: 5966 }]);
	});
	it('[LED61] however a row is owed, both sides sum to it and nobody’s part is below zero', () => {
		for (let seed = 1; seed < 400; seed++) {
			const [a, b] = [(seed * 7919) % 5003, (seed * 104729) % 3001];
			const nets = new Map([[ana, a + 1], [ben, b + 1], [chloe, -(a + b + 2)]]);
			const cost = a + b + 2 + ((seed * 31) % 997);
			const { paid, shares } = paidAndShared(cost, nets);
			const sum = (parts: typeof paid) => parts.reduce((total, [, minor]) => total + minor, 0);
			expect([sum(paid), sum(shares)]).toEqual([cost, cost]);
			expect([...paid, ...shares].every(([, minor]) => minor > 0)).toBe(true);
			for (const [member, minor] of nets) expect(sum(paid.filter(([who]) => who === member)) - sum(shares.filter(([who]) => who === member))).toBe(minor);
		}
	});
});

describe('a bank statement', () => {
	it('[LED61] a German one: its columns, its comma, its days; a member by whole name is a transfer', () => {
		const table = tableOf('german-bank-1252.csv');
		const { mapping, askOrder } = guessBank(table, 2);
		expect([mapping.date, mapping.amount, mapping.order, mapping.decimal, askOrder]).toEqual([0, 6, 'dmy', 'comma', false]);
		const rows = planBank(table, { ...mapping, texts: [3, 4, 5] }, bankFacts);
		expect(rows.map(({ op }) => op && [op.type, op.type === 'ledger/post' ? `${op.kind} ${op.category}` : op.from.kind, op.amountMinor, op.date])).toEqual([
			['ledger/post', 'expense rent', 196000, '2026-03-31'],
			['ledger/transfer', 'member', 5000, '2026-03-28'],
			['ledger/post', 'expense utilities', 8750, '2026-03-27']
		]);
		expect(rows[2]?.title).toBe('Praxis Lindenhof, Stadtwerke, Abschlag Strom März');
	});
	it('[LED61] an American one: two columns, brackets and dollars; which is the month is asked', () => {
		const table = tableOf('us-bank.csv');
		const guess = guessBank(table, 2);
		expect([guess.mapping.debit, guess.mapping.credit, guess.mapping.amount, guess.askOrder]).toEqual([2, 3, null, true]);
		const rows = planBank(table, { ...guess.mapping, order: 'mdy' }, { ...bankFacts, currency: 'USD' });
		expect(rows.map(({ op, date }) => [date, op?.type === 'ledger/post' && op.kind, op?.amountMinor])).toEqual([['2026-03-04', 'expense', 8750], ['2026-03-05', 'income', 125000], ['2026-03-11', 'expense', 12000]]);
	});
	it('[LED61] what somebody says a row is, it is', () => {
		const table = tableOf('us-bank.csv');
		const rows = planBank(table, { ...guessBank(table, 2).mapping, order: 'mdy' }, { ...bankFacts, currency: 'USD', said: new Map([[3, { kind: 'member', member: ben }]]) });
		expect(rows[1]?.op).toMatchObject({ type: 'ledger/transfer', from: { member: ben }, to: { fund: 'bank' } });
	});
	it('[LED61] a statement of two dates and an amount that is none is named', () => {
		const table = readTable('Date,Text,Amount\n2026-03-01,Tea,abc\n,Coffee,3.00\n2026-03-02,Water,\n2026-03-03,Nothing,0.00');
		if (!table.ok) throw new Error(table.error.reason);
		const rows = planBank(table.value, guessBank(table.value, 2).mapping, bankFacts);
		expect(rows.map(({ problems, nothing }) => problems[0]?.reason ?? nothing)).toEqual(['“abc” is no amount in EUR.', 'The date is missing.', 'The amount is missing.', 'The amount is zero.']);
	});
});

describe('what is posted', () => {
	const row = (i: number, note = '') => ({
		row: i, date: `2026-01-${String((i % 28) + 1).padStart(2, '0')}`,
		op: { type: 'ledger/transfer' as const, from: { kind: 'member' as const, member: ana }, to: { kind: 'member' as const, member: ben }, amountMinor: i + 1, date: '2026-01-01', note }
	});
	it('[LED61] parts hold at most 250 entries and what one entry of the log takes, oldest first, nothing twice', () => {
		const rows = Array.from({ length: 620 }, (_, i) => row(i));
		const parts = partsOf(rows);
		expect(parts.map((part) => part.length)).toEqual([250, 250, 120]);
		expect(new Set(parts.flat().map((one) => one.row)).size).toBe(620);
		const dates = parts.flat().map((one) => one.date);
		expect(dates).toEqual(dates.toSorted());
		const heavy = partsOf(Array.from({ length: 250 }, (_, i) => row(i, 'é'.repeat(500))));
		for (const part of heavy) expect(new TextEncoder().encode(JSON.stringify(part.map(({ op }) => op))).length).toBeLessThan(200 * 1024);
	});
	it('[LED61] descriptions fit the ops: one line, at most 160 characters', () => {
		expect(lineOf('a\r\n\tb\u0007  c')).toBe('a b c');
		expect([lineOf('x'.repeat(200)).length, lineOf('  ')]).toEqual([160, '']);
	});
});
