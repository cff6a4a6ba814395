/** What stands in the way of a row of an import, and what it looks like. Pure. Shows LED61. */
import type { Refusal } from '$crdt/domain/context';
import type { EntryLineView, PlannedPost } from '$crdt/domain/ledger/views';
import type { PlannedRow } from '$lib/book-file/import-plan';
import { fullDate } from '$lib/ui/times';
import { sayProblem } from './import-words';

export interface Judged<Row extends PlannedRow> {
	readonly row: Row;
	readonly wanted: boolean;
	/** Whole sentences; empty: nothing is wrong. */
	readonly wrong: readonly string[];
	/** An entry of the book with the same amount and about the same date. */
	readonly like: EntryLineView | null;
	/** In the book by now. */
	readonly posted: boolean;
}

export const isPlanned = <Row extends PlannedRow>(row: Row): row is Row & { readonly op: PlannedPost } => row.op !== null;

export function judge<Row extends PlannedRow>(row: Row, { wanted, like, refusal, posted }: { wanted: boolean; like: EntryLineView | null; refusal: Refusal | null; posted: boolean }): Judged<Row> {
	const wrong = [...row.problems.map(sayProblem), ...(refusal ? [`Row ${row.row}: ${withDays(refusal.reason)}`] : [])];
	return { row, wanted, wrong, like, posted };
}

/** The rules say days as 2026-08-01; people read 1 August 2026. */
const withDays = (reason: string): string => reason.replace(/\d{4}-\d{2}-\d{2}/g, (date) => fullDate(date).replace(/^\w+, /, ''));
