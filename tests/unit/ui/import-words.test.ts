/** The words of imported rows: looked through before they are posted, left out or kept. */
import { describe, expect, it, vi } from 'vitest';
import type { IdentifierClass } from '$crdt/domain/consultation/identifiers';
import type { PlannedPost } from '$crdt/domain/ledger/views';
import type { MemberId, ObjectId } from '$crypto/base';
import type { PlannedRow } from '$lib/book-file/import-plan';
import { withoutWords, wordsOf } from '$lib/book-file/import-words';
import { asChosen, judge } from '$lib/features/ledger/files/import-state';
import { RowWords } from '$lib/features/ledger/files/row-words.svelte';
import type { Checked } from '$lib/identifiers/types';

const KNOWN: readonly (readonly [RegExp, IdentifierClass])[] = [[/Jonathan Miller/g, 'name'], [/\d\d\d-\d{4}/g, 'phone'], [/14 March/g, 'date'], [/account \d+/g, 'account']];
const look = (text: string): Checked => ({
	flags: KNOWN.flatMap(([pattern, kind]) =>
		[...text.matchAll(pattern)].map((found) => ({ from: found.index, to: found.index + found[0].length, class: kind, reason: 'This may be one.', suggestions: [] }))
	).sort((a, b) => a.from - b.from),
	settledTo: text.length
});
const bank = { kind: 'fund', fund: 'bank' as ObjectId } as const;
const income = (description: string): PlannedPost => ({
	type: 'ledger/post', kind: 'income', description, date: '2026-03-14', category: 'other', amountMinor: 9000, foreign: null, paid: [{ party: bank, amountMinor: 9000 }],
	split: null, note: '', receipts: [], approval: null, corrects: null, schedule: null
});
const transfer = (note: string): PlannedPost => ({ type: 'ledger/transfer', from: { kind: 'member', member: 'ana' as MemberId }, to: bank, amountMinor: 1, date: '2026-03-14', note });
const rowOf = (row: number, op: PlannedPost): PlannedRow & { readonly op: PlannedPost } => ({ row, date: op.date, title: wordsOf(op), amountMinor: op.amountMinor, op, problems: [], nothing: '', sameAs: null });
const judged = (row: PlannedRow, words: RowWords) => judge(row, { wanted: true, like: null, refusal: null, posted: false, words });

describe('words of imported rows', () => {
	it('[LED64] what is left out is out, an ellipsis stands for it, and what has no words left is called by what it is', () => {
		const text = 'Jonathan Miller, 555-0123, session of 14 March';
		const spans = look(text).flags;
		expect(wordsOf(withoutWords(income(text), spans.slice(0, 2)))).toBe('… session of 14 March');
		expect(wordsOf(withoutWords(income('Fee Jonathan Miller'), [{ from: 4, to: 19 }]))).toBe('Fee …');
		expect(wordsOf(withoutWords(income('Jonathan Miller'), [{ from: 0, to: 15 }]))).toBe('Paid into the account');
		expect(wordsOf(withoutWords({ ...income('Jonathan Miller'), kind: 'expense' } as PlannedPost, [{ from: 0, to: 15 }]))).toBe('Paid from the account');
		expect(wordsOf(withoutWords(transfer('Jonathan Miller'), [{ from: 0, to: 15 }]))).toBe('');
		expect(withoutWords(income('Rent'), [])).toEqual(income('Rent'));
	});

	it('[LED64] [CON62] a row with a name waits until somebody says what becomes of its words; dates and accounts are everyday matters', async () => {
		const words = new RowWords((text) => Promise.resolve(look(text)));
		const [named, plain] = [rowOf(5, income('Jonathan Miller 14 March')), rowOf(6, transfer('account 4711, 14 March'))];
		expect(words.isLooked(wordsOf(named.op))).toBe(false);
		await words.look([wordsOf(named.op), wordsOf(plain.op)]);
		expect(words.isLooked(wordsOf(named.op))).toBe(true);
		expect(judged(named, words)).toMatchObject({ words: null, title: 'Jonathan Miller 14 March', flags: [{ words: 'Jonathan Miller', class: 'name' }] });
		expect(judged(plain, words)).toMatchObject({ words: null, flags: [] });
		words.choose([5], 'leave out');
		expect(judged(named, words)).toMatchObject({ words: 'leave out', title: '… 14 March' });
		expect(wordsOf(asChosen(named, named.op, words))).toBe('… 14 March');
		const payment = rowOf(7, transfer('Jonathan Miller'));
		await words.look([wordsOf(payment.op)]);
		words.choose([7], 'leave out');
		expect(judged(payment, words).title).toBe('');
		words.choose([5], 'keep');
		expect(asChosen(named, named.op, words)).toBe(named.op);
		expect(words.kindsIn([wordsOf(named.op), wordsOf(named.op), wordsOf(plain.op)])).toEqual(['name']);
	});

	it('[LED64] rows that could not be looked through are posted only after somebody has read them', async () => {
		const words = new RowWords((text) => (text.startsWith('Rent') ? Promise.resolve({ flags: [], settledTo: -1 }) : Promise.reject(new Error('gone'))));
		vi.stubGlobal('reportError', () => undefined);
		await words.look(['Rent', 'Power']);
		vi.unstubAllGlobals();
		expect(['Rent', 'Power', 'not asked'].map((text) => words.isUnread(text))).toEqual([true, true, false]);
		words.readMyself();
		expect(words.isUnread('Rent')).toBe(false);
	});

	it('[LED64] of a long file each text is asked for once, and a newer table takes over', async () => {
		const asked: string[] = [];
		const words = new RowWords((text) => (asked.push(text), Promise.resolve(look(text))));
		const many = Array.from({ length: 120 }, (_, at) => `Row ${at % 60}`);
		await words.look(many);
		expect(asked).toHaveLength(60);
		const [old, fresh] = [words.look(Array.from({ length: 200 }, (_, at) => `Old ${at}`)), words.look(['New'])];
		await Promise.all([old, fresh]);
		expect(words.isLooked('New')).toBe(true);
		expect(asked.filter((text) => text.startsWith('Old')).length).toBeLessThan(60);
	});
});
