/**
 * The book as tables: one row for each posting, or one for each entry with a column for each member and fund. RFC 4180 with a mark
 * for UTF-8 in front, so that spreadsheets read names right. Pure; what to call the file is not known here. Carries LED60, LED63.
 */
import type { Category } from '$crdt/domain/ledger/ops';
import type { BookView } from '$crdt/domain/ledger/report-views';
import { sayCategory } from '$lib/words/category-words';
import { titleOf } from './account-names';
import { decimal } from './amounts';

type Book = BookView;
type BookEntry = Book['entries'][number];
type DigitsOf = (currency: string) => number;
/** A text, or a number as it is written. */
type Cell = string | { readonly number: string };

/** Debit above zero; the rows of an entry sum to zero. @param digitsOf a currency: how many after the point. */
export function writePostingsCsv(book: Book, digitsOf: DigitsOf): string {
	const accounts = new Map(book.accounts.map((each) => [each.account, each]));
	const head = ['Entry', 'Date', 'Counts for', 'Kind', 'Description', 'Category', 'Account', 'Account kind', 'Amount', 'Currency', 'Note', 'Posted by'];
	const rows = book.entries.flatMap((entry) =>
		entry.postings.map((posting): readonly Cell[] => {
			const account = accounts.get(posting.account);
			return [
				entry.id, entry.date, entry.bookedDate, entry.kind, entry.description, categoryOf(book, entry), account === undefined ? '' : titleOf(account), account?.kind ?? '',
				money(posting.amountMinor, book.currency, digitsOf), book.currency, entry.note, entry.postedBy
			];
		})
	);
	return table([head, ...rows]);
}

/** In the columns of members: above zero in their favour; of funds: above zero what came in. */
export function writeEntriesCsv(book: Book, digitsOf: DigitsOf): string {
	const parties = book.accounts.filter(({ kind }) => kind === 'member' || kind === 'pot' || kind === 'bank');
	const head = [
		'Entry', 'Date', 'Counts for', 'Kind', 'Description', 'Category', 'Amount', 'Currency', 'Foreign amount', 'Foreign currency', 'Rate', 'Note', 'Posted by', 'Corrects', 'Corrected by',
		'Disputed', 'Receipts', ...parties.map(titleOf)
	];
	const rows = book.entries.map((entry): readonly Cell[] => {
		const { foreign } = entry;
		const changes = new Map(entry.postings.map(({ account, amountMinor }) => [account, amountMinor]));
		return [
			entry.id, entry.date, entry.bookedDate, entry.kind, entry.description, categoryOf(book, entry), money(entry.amountMinor, book.currency, digitsOf), book.currency,
			foreign === null ? '' : money(foreign.amountMinor, foreign.currency, digitsOf), foreign?.currency ?? '', foreign === null ? '' : { number: foreign.rate }, entry.note, entry.postedBy,
			entry.reverses ?? entry.corrects ?? '', entry.reversedBy ?? '', entry.disputed ? 'yes' : '', { number: String(entry.receipts) },
			...parties.map(({ account, kind }) => {
				const change = changes.get(account);
				return change === undefined ? '' : money(kind === 'member' ? 0 - change : change, book.currency, digitsOf);
			})
		];
	});
	return table([head, ...rows]);
}

const money = (amountMinor: number, currency: string, digitsOf: DigitsOf): Cell => ({ number: decimal(amountMinor, digitsOf(currency)) });

function categoryOf({ accounts }: Book, { category }: BookEntry): string {
	if (category === null) return '';
	return sayCategory(category as Category, accounts.find(({ account }) => account === `category:${category}` || account === `contributions:${category}`)?.name ?? null); // an entry names a category
}

/** For other tables of the ledger too, a statement's for instance. Rows end with CR LF. */
export function table(rows: readonly (readonly Cell[])[]): string {
	return `\ufeff${rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('')}`;
}

function cellText(cell: Cell): string {
	if (typeof cell !== 'string') return cell.number;
	const text = isFormula(cell) ? `'${cell}` : cell;
	return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A spreadsheet would reckon it: it begins, perhaps after blanks, with a sign of a formula. */
const isFormula = (text: string): boolean => /^[\s\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(text) || /^[\t\r\n]/.test(text);
