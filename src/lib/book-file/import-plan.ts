/**
 * What the rows of a file would become, one by one, and in which parts they are posted. Pure; knows no particular kind of file.
 * Carries LED61.
 */
import type { PlannedPost } from '$crdt/domain/ledger/views';
import type { RowProblem } from './import-table';

export interface PlannedRow {
	/** As a spreadsheet counts. */
	readonly row: number;
	/** YYYY-MM-DD; '' where it cannot be read. */
	readonly date: string;
	readonly title: string;
	/** Above zero; 0 where it cannot be read. */
	readonly amountMinor: number;
	/** Null: something is wrong, or there is nothing to post. */
	readonly op: PlannedPost | null;
	readonly problems: readonly RowProblem[];
	/** Why there is nothing to post although nothing is wrong; '' elsewhere. */
	readonly nothing: string;
	/** An earlier row that says the same. */
	readonly sameAs: number | null;
}

/** Marks rows that say what an earlier one says. */
export function markRepeated(rows: readonly Omit<PlannedRow, 'sameAs'>[]): readonly PlannedRow[] {
	const seen = new Map<string, number>();
	return rows.map((row) => {
		if (row.op === null) return { ...row, sameAs: null };
		const key = JSON.stringify(row.op);
		const earlier = seen.get(key);
		if (earlier === undefined) seen.set(key, row.row);
		return { ...row, sameAs: earlier ?? null };
	});
}

/** Of one entry of the log: below what it takes, with room for what is written around them. */
const MOST_OPS = 250;
const MOST_BYTES = 160 * 1024;

/** Parts that are posted one after the other, each whole or not at all; oldest first. */
export function partsOf<T extends { readonly op: PlannedPost; readonly date: string; readonly row: number }>(rows: readonly T[]): readonly (readonly T[])[] {
	const parts: T[][] = [];
	let size = 0;
	for (const row of rows.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.row - b.row))) {
		const bytes = new TextEncoder().encode(JSON.stringify(row.op)).length;
		const last = parts.at(-1);
		if (last && last.length < MOST_OPS && size + bytes <= MOST_BYTES) {
			last.push(row);
			size += bytes;
		} else {
			parts.push([row]);
			size = bytes;
		}
	}
	return parts;
}

/** A line as ops take it: no control characters, at most 160 of the others. '' stays ''. */
export function lineOf(text: string): string {
	// eslint-disable-next-line no-control-regex
	const plain = text.replace(/[\u0000-\u001f\u007f]+/g, ' ').replace(/\s+/g, ' ').trim();
	return plain.length <= MOST_LINE ? plain : `${plain.slice(0, MOST_LINE - 1).trimEnd()}…`;
}

const MOST_LINE = 160;
