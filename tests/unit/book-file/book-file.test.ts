/** The book as files: tables, JSON and journals, with everything in them that names and notes can do to such files. */
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { selectBook } from '$crdt/domain/ledger/select-book';
import type { BookView } from '$crdt/domain/ledger/report-views';
import { journalNames } from '$lib/book-file/account-names';
import { dayAfter, decimal, journalDay } from '$lib/book-file/amounts';
import { writeBeancount } from '$lib/book-file/beancount';
import { table, writeEntriesCsv, writePostingsCsv } from '$lib/book-file/csv';
import { writeHledger } from '$lib/book-file/hledger';
import { readJson, writeJson } from '$lib/book-file/json';
import { minorDigits } from '$lib/ui/money';
import { createBookWriter } from '../../support/book-writer';
import { AWKWARD_NAMES, createFiveYearBook } from '../../support/five-year-book';
import { expenseOp, incomeOp, openAccountOp, retireAccountOp, reverseOp } from '../../support/ledger-ops';

const long = createFiveYearBook({ entries: 300 });
const book = selectBook(long.lens());

function smallBook(): { readonly book: BookView; readonly fee: string } {
	const writer = createBookWriter(['Ana', 'Ben']);
	const [ana, ben] = writer.members as readonly string[] as readonly [string, string]; // two
	const pot = writer.write(0, openAccountOp('pot', 'Pot'));
	writer.write(0, expenseOp(ana, 1001, [ana, ben], { description: 'Tea; "green"', note: 'Two\nlines' }));
	const fee = writer.write(1, incomeOp(ben, 300, [ana, ben], { date: '2026-12-02' }));
	writer.write(0, reverseOp(fee, '2026-12-03', 'Wrong person'));
	writer.write(0, retireAccountOp(pot));
	return { book: selectBook(writer.lens()), fee };
}

describe('amounts', () => {
	it('[LED60] minor units are written with exactly the decimals of their currency', () => {
		expect([decimal(-123450, 2), decimal(5, 2), decimal(0, 2), decimal(-5, 3), decimal(1200, 0), decimal(-1, 0)]).toEqual(['-1234.50', '0.05', '0.00', '-0.005', '1200', '-1']);
		expect(decimal(Number.MAX_SAFE_INTEGER, 2)).toBe('90071992547409.91');
	});

	it('[LED60] dates that no tool can read become the nearest one, and the day after the last can be read too', () => {
		expect([journalDay('0000-05-05'), journalDay('2026-02-28'), journalDay('9999-12-31')]).toEqual(['0001-01-01', '2026-02-28', '9999-12-30']);
		expect([dayAfter('2024-02-28'), dayAfter('9999-12-30'), dayAfter('0001-01-01')]).toEqual(['2024-02-29', '9999-12-31', '0001-01-02']);
	});
});

describe('names of accounts', () => {
	const member = (name: string, at: number): BookView['accounts'][number] => ({ account: `member:${at}`, kind: 'member', name, builtIn: null, retired: false, balanceMinor: 0 });
	const namesOf = (names: readonly string[]) => {
		const nameOf = journalNames(names.map(member));
		return names.map((_, at) => nameOf(`member:${at}`, false).slice('Assets:Members:'.length));
	};

	it('[LED62] keep what the tools take and lose the rest', () => {
		expect(namesOf(['Ana', 'Zoë Müller-Lüdenscheidt', 'O’Brien: Liam', 'ßeta', '  42  ', 'Анна', '李明', '🦊', 'a  b', 'Cafe\u0301'])).toEqual([
			'Ana', 'Zoë-Müller-Lüdenscheidt', 'O-Brien-Liam', 'SSeta', '42', 'Анна', 'Member', 'Member-2', 'A-b', 'Café'
		]);
	});

	it('[LED62] are different for everybody, also where only case or lost letters told them apart', () => {
		const names = namesOf([...AWKWARD_NAMES, 'Ana-2', 'Ana', 'ANA', 'Member', 'Member-2']);
		expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
		for (const name of names) expect(name).toMatch(/^[\p{Lu}\d][\p{L}\d-]*$/u);
	});

	it('[LED62] a category is called the same under every heading, and those every book has keep their names', () => {
		const nameOf = journalNames([
			{ account: 'category:x.0', kind: 'category', name: 'Rent', builtIn: null, retired: false, balanceMinor: 0 },
			{ account: 'category:rent', kind: 'category', name: null, builtIn: 'rent', retired: false, balanceMinor: 0 },
			{ account: 'contributions:x.0', kind: 'contributions', name: 'Rent', builtIn: null, retired: false, balanceMinor: 0 }
		]);
		expect([nameOf('category:rent', false), nameOf('category:x.0', false), nameOf('category:x.0', true), nameOf('contributions:x.0', false)]).toEqual([
			'Expenses:Rent', 'Expenses:Rent-2', 'Income:Rent-2', 'Equity:Contributions:Rent-2'
		]);
	});
});

describe('journals', () => {
	it('[LED60] hledger: accounts declared, entries by date, an income and its correction apart from expenses, balances at the end', () => {
		const lines = writeHledger(smallBook().book, minorDigits).split('\n');
		expect(lines).toContain('commodity 1000.00 EUR');
		expect(lines).toContain('2026-12-01 * (1) Tea, "green"');
		expect(lines).toContain('    ; note:Two lines');
		expect(lines).toContain('    Expenses:Rent  10.01 EUR');
		expect(lines).toContain('    Income:Workshops  -3.00 EUR');
		expect(lines).toContain('2026-12-03 * (3) Correction: Workshop');
		expect(lines).toContain('    Income:Workshops  3.00 EUR');
		expect(lines).toContain('2026-12-04 * Balances');
		expect(lines).toContain('    Expenses:Rent  0.00 EUR = 10.01 EUR');
		expect(lines).toContain('    Income:Workshops  0.00 EUR = 0.00 EUR');
	});

	it('[LED60] beancount: what is retired is closed after its balance is stated, without tolerance', () => {
		const text = writeBeancount(smallBook().book, minorDigits);
		const lines = text.split('\n');
		expect(lines).toContain('option "operating_currency" "EUR"');
		expect(lines).toContain('2026-12-01 open Assets:Pots:Pot EUR');
		expect(lines).toContain('2026-12-01 * "Tea; \\"green\\""');
		expect(lines).toContain('2026-12-04 balance Expenses:Rent  10.01 ~ 0 EUR');
		expect(lines.indexOf('2026-12-04 close Assets:Pots:Pot')).toBeGreaterThan(lines.indexOf('2026-12-04 balance Assets:Pots:Pot  0.00 ~ 0 EUR'));
	});

	it('[LED60] a currency without decimals has none, and one with three has three', () => {
		const { book: small } = smallBook();
		expect(writeHledger({ ...small, currency: 'JPY' }, minorDigits)).toContain('commodity 1000. JPY');
		expect(writeHledger({ ...small, currency: 'JPY' }, minorDigits)).toContain('    Expenses:Rent  1001 JPY');
		expect(writeBeancount({ ...small, currency: 'KWD' }, minorDigits)).toContain('  Expenses:Rent  1.001 KWD');
	});

	it('[LED60] nothing anybody wrote can begin a line of its own or end a text', () => {
		for (const line of writeHledger(book, minorDigits).split('\n'))
			expect(line).toMatch(/^($|; |decimal-mark |commodity |account [A-Z]|\d{4}-\d\d-\d\d \* (\(\d+\) |Balances)| {4}; [a-z-]+:| {4}[A-Z][^ ]* {2}-?\d+\.\d\d EUR( = -?\d+\.\d\d EUR)?$)/);
		for (const line of writeBeancount(book, minorDigits).split('\n'))
			expect(line).toMatch(/^($|; |option "[a-z_]+" "([^"\\]|\\.)*"$|\d{4}-\d\d-\d\d (commodity EUR|open [A-Z]\S* EUR|close [A-Z]\S*|balance [A-Z]\S* {2}-?[\d.]+ ~ 0 EUR|\* "([^"\\]|\\.)*")$| {2}[a-z-]+: "([^"\\]|\\.)*"$| {2}[A-Z]\S* {2}-?\d+\.\d\d EUR$)/);
	});

	it('[LED60] the same entries give the same files', () => {
		const again = selectBook(createFiveYearBook({ entries: 300 }).lens(5));
		for (const write of [writeHledger, writeBeancount, writeJson, writePostingsCsv, writeEntriesCsv]) expect(write(again, minorDigits)).toBe(write(book, minorDigits));
	});
});

describe('tables', () => {
	const rowsOf = (text: string) => Papa.parse<Record<string, string>>(text.slice(1), { header: true, skipEmptyLines: true }).data;

	it('[LED60] a row for each posting: read back, an entry sums to zero and an account to its balance', () => {
		const rows = rowsOf(writePostingsCsv(book, minorDigits));
		expect(rows).toHaveLength(book.entries.flatMap(({ postings }) => postings).length);
		const cents = (text: string | undefined) => Math.round(Number(text) * 100);
		for (const { id } of book.entries.slice(0, 50)) expect(rows.filter((row) => row['Entry'] === id).reduce((sum, row) => sum + cents(row['Amount']), 0)).toBe(0);
		const bank = book.accounts.find(({ kind }) => kind === 'bank')!;
		expect(rows.filter((row) => row['Account kind'] === 'bank').reduce((sum, row) => sum + cents(row['Amount']), 0)).toBe(bank.balanceMinor);
	});

	it('[LED60] a row for each entry, with a column for each member in their favour and for each fund', () => {
		const { book: small, fee } = smallBook();
		const rows = rowsOf(writeEntriesCsv(small, minorDigits));
		expect(rows.map((row) => [row['Kind'], row['Amount'], row['Ana'], row['Ben'], row['Pot']])).toEqual([
			['expense', '10.01', expect.stringMatching(/^5\.0[01]$/), expect.stringMatching(/^-5\.0[01]$/), ''],
			['income', '3.00', '1.50', '-1.50', ''],
			['reversal', '3.00', '-1.50', '1.50', '']
		]);
		expect(rows[2]?.['Corrects']).toBe(fee);
		expect(rows[0]?.['Note']).toBe('Two\nlines');
	});

	it('[LED63] no text begins like a formula, and numbers stay numbers', () => {
		const rows = Papa.parse<string[]>(writePostingsCsv(book, minorDigits).slice(1), { skipEmptyLines: true }).data;
		const head = rows[0]!;
		const texts = rows.flatMap((row) => row.filter((_, at) => head[at] !== 'Amount'));
		expect(texts.filter((cell) => /^\s*[=+\-@\t\r＝＋－＠]/.test(cell))).toEqual([]);
		expect(rows.some((row) => row[head.indexOf('Amount')]!.startsWith('-'))).toBe(true);
		expect(rows.some((row) => row.includes("'=SUM(A1:A9)"))).toBe(true);
	});

	it('[LED60] commas, quotes and line breaks are quoted, and rows end as the format says', () => {
		expect(table([['a,b', 'say "x"', 'two\nlines', ' padded'], [{ number: '-1.5' }, '-1.5', '', 'plain']])).toBe('\ufeff"a,b","say ""x""","two\nlines"," padded"\r\n-1.5,\'-1.5,,plain\r\n');
	});
});

describe('JSON', () => {
	it('[LED60] is read back as the same book', () => {
		const text = writeJson(book, minorDigits);
		expect(readJson(text)).toEqual({ ok: true, value: book });
		expect(JSON.parse(text)).toMatchObject({ format: 'commonhold-book', version: 1, currency: 'EUR', minorDigits: 2 });
		expect(readJson(writeJson({ ...book, accounts: [], entries: [] }, minorDigits)).ok).toBe(true);
	});

	it('[LED60] of another file it says where it is wrong', () => {
		expect(readJson('{"a')).toEqual({ ok: false, error: { at: '' } });
		expect(readJson(writeJson(book, minorDigits).replace('"version":1', '"version":2'))).toEqual({ ok: false, error: { at: 'version' } });
		const broken = writeJson({ ...book, entries: book.entries.map((entry, at) => (at === 3 ? { ...entry, amountMinor: 1.5 } : entry)) }, minorDigits);
		expect(readJson(broken)).toEqual({ ok: false, error: { at: 'entries.3.amountMinor' } });
	});
});
