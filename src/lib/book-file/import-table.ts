/**
 * A text as a table: which separator, where the heading stands (banks write lines of their own above it), which rows follow. Rows are
 * counted as a spreadsheet counts them: the first line is row 1. Pure; knows nothing of what the columns mean. Carries LED61.
 */
import Papa from 'papaparse';

export interface TableRow {
	/** As a spreadsheet counts. */
	readonly number: number;
	/** As many as the heading has. */
	readonly cells: readonly string[];
}

/** What cannot be read, by row, column and reason. `row` 0: the file as a whole; `column` '': the row as a whole. */
export interface RowProblem {
	readonly row: number;
	readonly column: string;
	readonly reason: string;
}

export interface Table {
	readonly separator: string;
	/** Row of the heading. */
	readonly headRow: number;
	readonly head: readonly string[];
	readonly rows: readonly TableRow[];
	/** Rows that are no rows of this table. */
	readonly problems: readonly RowProblem[];
}

const SEPARATORS = [',', ';', '\t', '|'];
const LOOKED_AT = 60;
const MOST_WEIGHT = 12;
export const MAX_ROWS = 5_000;

/** A table, or why there is none. */
export function readTable(text: string): { readonly ok: true; readonly value: Table } | { readonly ok: false; readonly error: RowProblem } {
	const bare = text.replace(/^\ufeff/, '');
	if (bare.trim() === '') return no(0, 'The file is empty.');
	const separator = sniffSeparator(bare);
	const { data, errors } = parse(bare, separator);
	const quote = errors.find(({ type }) => type === 'Quotes');
	if (quote) return no((quote.row ?? 0) + 1, 'A quotation mark begins here that never ends, or stands in the middle of a cell.');
	const at = headingOf(data);
	if (at === null) return no(0, 'There is no heading: a line that names the columns, such as Date, Description, Amount.');
	const head = named(trimmedEnd(data[at] ?? []).map(tidy));
	const rows: TableRow[] = [];
	const problems: RowProblem[] = [];
	data.slice(at + 1).forEach((raw, i) => {
		const number = at + 2 + i;
		const cells = trimmedEnd(raw.map(tidy));
		if (cells.length === 0) return;
		if (cells.length > head.length) problems.push({ row: number, column: '', reason: `This row has ${cells.length} columns, the heading has ${head.length}.` });
		else rows.push({ number, cells: [...cells, ...Array.from({ length: head.length - cells.length }, () => '')] });
	});
	if (rows.length > MAX_ROWS) return no(rows[MAX_ROWS]?.number ?? 0, `The file has more than ${MAX_ROWS} rows. Export a shorter period.`);
	return rows.length === 0 && problems.length === 0 ? no(at + 1, 'There is nothing below the heading.') : { ok: true, value: { separator, headRow: at + 1, head, rows, problems } };
}

/** The one that cuts most lines into the same number of columns, the more the better. Quotes are not looked at: they may be what is wrong. */
function sniffSeparator(text: string): string {
	const lines = text.split(/\r\n|\n|\r/, LOOKED_AT);
	let [best, bestScore] = [',', 0];
	for (const separator of SEPARATORS) {
		const [width, count] = mostOften(lines.map((line) => line.split(separator).length).filter((each) => each > 1));
		const score = count * Math.min(width, MOST_WEIGHT);
		if (score > bestScore) [best, bestScore] = [separator, score];
	}
	return best;
}

/** The first line of words alone, about as wide as most lines are, with something below it that has a digit. */
function headingOf(data: readonly (readonly string[])[]): number | null {
	const [usual] = mostOften(data.slice(0, LOOKED_AT).map((row) => row.length).filter((width) => width > 1));
	for (let at = 0; at < Math.min(data.length, LOOKED_AT); at++) {
		const cells = (data[at] ?? []).map(tidy);
		const filled = cells.filter((cell) => cell !== '');
		if (Math.abs(cells.length - usual) > 1 || filled.length < 2 || filled.length < usual / 2 || filled.some(looksLikeValue)) continue;
		const below = data.slice(at + 1).map((row) => row.map(tidy)).find((row) => row.some((cell) => cell !== ''));
		if (below === undefined || below.some((cell) => /\d/.test(cell))) return at;
	}
	return null;
}

/** What stands there most often, and how often; the larger of equals. */
function mostOften(values: readonly number[]): readonly [number, number] {
	const counts = new Map<number, number>();
	for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
	return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0, 0];
}

/** A date or an amount; "Saldo vom 30.04.2026" above a table is neither alone. */
const looksLikeValue = (cell: string): boolean => /^[-+(]?[\d.,'\s]*\d[\d.,'/\-\s)]*(EUR|USD|CHF|GBP|€|\$|£)?$/.test(cell) || /\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}/.test(cell);

const tidy = (cell: string): string => cell.replace(/[\u00a0\u202f]/g, ' ').trim();

function trimmedEnd(cells: readonly string[]): readonly string[] {
	const last = cells.findLastIndex((cell) => cell !== '');
	return cells.slice(0, last + 1);
}

/** Columns without a name, and names that stand twice, can still be told apart. */
function named(head: readonly string[]): readonly string[] {
	return head.map((name, at) => {
		const plain = name === '' ? `Column ${at + 1}` : name;
		return head.indexOf(name) === at || name === '' ? plain : `${plain} (${at + 1})`;
	});
}

const parse = (text: string, delimiter: string): Papa.ParseResult<string[]> => Papa.parse<string[]>(text, { delimiter, header: false, skipEmptyLines: false });

const no = (row: number, reason: string): { readonly ok: false; readonly error: RowProblem } => ({ ok: false, error: { row, column: '', reason } });
