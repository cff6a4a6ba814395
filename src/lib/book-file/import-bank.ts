/**
 * Rows of a bank statement as entries of the account they belong to: what went out is an expense, what came in an income, and what a
 * member paid in or got back a transfer. Pure. Carries LED61.
 */
import type { MemberId, ObjectId } from '$crypto/base';
import type { Category } from '$crdt/domain/ledger/ops';
import type { PlannedPost } from '$crdt/domain/ledger/views';
import { readAmount } from './import-amounts';
import { readDate } from './import-dates';
import type { BankMapping } from './import-mapping';
import { lineOf, markRepeated, type PlannedRow } from './import-plan';
import type { RowProblem, Table, TableRow } from './import-table';

/** What a row is meant to be: something bought or earned, in a category; or money from or to a member. */
export type BankMeaning = { readonly kind: 'category'; readonly category: Category } | { readonly kind: 'member'; readonly member: MemberId };

export interface BankFacts {
	/** The account of the statement. */
	readonly fund: ObjectId;
	readonly currency: string;
	/** Of the currency after the point. */
	readonly digits: number;
	readonly members: readonly { readonly member: MemberId; readonly name: string }[];
	readonly categoryOf: (text: string) => Category;
	/** What somebody said a row is, by row. */
	readonly said: ReadonlyMap<number, BankMeaning>;
}

export type PlannedBankRow = PlannedRow & { readonly meaning: BankMeaning; /** Went out. */ readonly out: boolean };

export function planBank({ head, rows, problems }: Table, mapping: BankMapping, facts: BankFacts): readonly PlannedBankRow[] {
	const read = rows.map((row) => planRow(row, head, mapping, facts));
	const unread = problems.map((problem) => ({ ...EMPTY, row: problem.row, problems: [problem] }));
	const all = [...read, ...unread].sort((a, b) => a.row - b.row);
	return markRepeated(all).map((row, i) => ({ ...row, meaning: all[i]?.meaning ?? EMPTY.meaning, out: all[i]?.out ?? false }));
}

const EMPTY = { row: 0, date: '', title: '', amountMinor: 0, op: null, problems: [] as readonly RowProblem[], nothing: '', meaning: { kind: 'category', category: 'other' } as BankMeaning, out: false };

function planRow({ number, cells }: TableRow, head: readonly string[], mapping: BankMapping, facts: BankFacts): Omit<PlannedBankRow, 'sameAs'> {
	const problems: RowProblem[] = [];
	const wrong = (column: number | null, reason: string): void => void problems.push({ row: number, column: column === null ? '' : (head[column] ?? ''), reason });
	const cell = (at: number): string => cells[at] ?? '';
	const date = readDate(cell(mapping.date), mapping.order) ?? '';
	if (date === '') wrong(mapping.date, cell(mapping.date) === '' ? 'The date is missing.' : `“${cell(mapping.date)}” is no date in this order.`);
	if (mapping.currency !== null && cell(mapping.currency) !== '' && cell(mapping.currency).toUpperCase() !== facts.currency)
		wrong(mapping.currency, `It is in ${cell(mapping.currency)}, the book in ${facts.currency}. Enter it by hand, with its rate.`);
	const signed = signedOf(cell, mapping, facts, wrong);
	const text = [...new Set(mapping.texts.map(cell).filter((each) => each !== ''))].join(', ');
	const out = signed !== null && signed < 0;
	const title = lineOf(text) || (out ? 'Paid from the account' : 'Paid into the account');
	const meaning = facts.said.get(number) ?? guess(text, facts);
	const amountMinor = Math.abs(signed ?? 0);
	const nothing = problems.length === 0 && amountMinor === 0 ? 'The amount is zero.' : '';
	const op = problems.length > 0 || nothing !== '' ? null : opOf({ date, title, amountMinor, out, meaning }, facts.fund);
	return { row: number, date, title, amountMinor, op, problems, nothing, meaning, out };
}

function signedOf(cell: (at: number) => string, { amount, debit, credit, decimal }: BankMapping, { currency, digits }: BankFacts, wrong: (column: number | null, reason: string) => void): number | null {
	const read = (at: number): number | null => {
		const minor = readAmount(cell(at), decimal, digits);
		if (minor === null) wrong(at, `“${cell(at)}” is no amount in ${currency}.`);
		return minor;
	};
	if (amount !== null) {
		if (cell(amount) !== '') return read(amount);
		wrong(amount, 'The amount is missing.');
		return null;
	}
	if (debit === null || credit === null) {
		wrong(null, 'It is not said which column holds the amount.');
		return null;
	}
	const [out, into] = [cell(debit) === '' ? 0 : read(debit), cell(credit) === '' ? 0 : read(credit)];
	if (out === null || into === null) return null;
	if (out !== 0 && into !== 0) wrong(debit, 'Both columns have an amount.');
	else if (out === 0 && into === 0 && cell(debit) === '' && cell(credit) === '') wrong(debit, 'The amount is missing.');
	// some banks write what went out with a minus, some without
	return out !== 0 ? -Math.abs(out) : Math.abs(into);
}

/** A member whose whole name stands in the text paid or got it; else a category by its words. */
function guess(text: string, { members, categoryOf }: BankFacts): BankMeaning {
	const words = text.toLowerCase();
	const named = members.filter(({ name }) => name.trim().includes(' ') && words.includes(name.toLowerCase()));
	const [only] = named;
	return only && named.length === 1 ? { kind: 'member', member: only.member } : { kind: 'category', category: categoryOf(text) };
}

function opOf({ date, title, amountMinor, out, meaning }: { readonly date: string; readonly title: string; readonly amountMinor: number; readonly out: boolean; readonly meaning: BankMeaning }, fund: ObjectId): PlannedPost {
	const account = { kind: 'fund', fund } as const;
	if (meaning.kind === 'member') {
		const member = { kind: 'member', member: meaning.member } as const;
		return { type: 'ledger/transfer', from: out ? account : member, to: out ? member : account, amountMinor, date, note: title };
	}
	return {
		type: 'ledger/post', kind: out ? 'expense' : 'income', description: title, date, category: meaning.category, amountMinor, foreign: null, paid: [{ party: account, amountMinor }], split: null,
		note: '', receipts: [], approval: null, corrects: null, schedule: null
	};
}
