/** What stands in the way of a row of an import, and what it looks like. Pure. Shows LED61, LED64. */
import type { Refusal } from '$crdt/domain/context';
import type { EntryLineView, PlannedPost } from '$crdt/domain/ledger/views';
import type { PlannedRow } from '$lib/book-file/import-plan';
import { fullDate } from '$lib/ui/times';
import type { OpenFlag } from '$lib/parts/checked-text.svelte';
import { withoutWords, wordsOf } from '$lib/book-file/import-words';
import { sayProblem } from './import-words';
import type { RowWords, WordsChoice } from './row-words.svelte';

export interface Judged<Row extends PlannedRow> {
	readonly row: Row;
	readonly wanted: boolean;
	/** Whole sentences; empty: nothing is wrong. */
	readonly wrong: readonly string[];
	/** An entry of the book with the same amount and about the same date. */
	readonly like: EntryLineView | null;
	/** In the book by now. */
	readonly posted: boolean;
	/** As it would stand in the book. */
	readonly title: string;
	/** What in its words may tell who a client is. */
	readonly flags: readonly OpenFlag[];
	/** What was said of those; null: nothing yet. */
	readonly words: WordsChoice | null;
}

export const isPlanned = <Row extends PlannedRow>(row: Row): row is Row & { readonly op: PlannedPost } => row.op !== null;

interface Known {
	readonly wanted: boolean;
	readonly like: EntryLineView | null;
	readonly refusal: Refusal | null;
	readonly posted: boolean;
	readonly words: RowWords;
}

export function judge<Row extends PlannedRow>(row: Row, { wanted, like, refusal, posted, words }: Known): Judged<Row> {
	const wrong = [...row.problems.map(sayProblem), ...(refusal ? [`Row ${row.row}: ${withDays(refusal.reason)}`] : [])];
	const leftOut = row.op !== null && words.chosen(row.row) === 'leave out';
	return {
		row, wanted, wrong, like, posted,
		title: row.op && leftOut ? wordsOf(asChosen(row, row.op, words)) : row.title,
		flags: row.op ? words.flagsIn(wordsOf(row.op)) : [],
		words: words.chosen(row.row)
	};
}

/** What is posted for a row, with or without the flagged words. */
export function asChosen({ row }: PlannedRow, op: PlannedPost, words: RowWords): PlannedPost {
	return words.chosen(row) === 'leave out' ? withoutWords(op, words.flagsIn(wordsOf(op))) : op;
}

/** The rules say days as 2026-08-01; people read 1 August 2026. */
const withDays = (reason: string): string => reason.replace(/\d{4}-\d{2}-\d{2}/g, (date) => fullDate(date).replace(/^\w+, /, ''));
