/**
 * The book as plain-text accounting tools see it: accounts under the five heads, transactions by the day they count for, balances
 * at the end. What both writers of journals share; knows the syntax of neither. Carries LED60, LED62.
 */
import type { BookView } from '$crdt/domain/ledger/report-views';
import { journalNames, titleOf } from './account-names';
import { dayAfter, decimal, journalDay } from './amounts';

type BookEntry = BookView['entries'][number];

export interface JournalAccount {
	/** "Assets:Members:Ana". */
	readonly name: string;
	/** What people call it; the name may have lost letters. */
	readonly title: string;
	/** As the book names it: "member:…". */
	readonly account: string;
	readonly balanceMinor: number;
	readonly isRetired: boolean;
}

export interface Transaction {
	readonly day: string;
	readonly title: string;
	readonly postings: readonly { readonly name: string; readonly amountMinor: number }[];
	/** What else is known of the entry, in order; texts of one line. */
	readonly details: readonly (readonly [name: string, text: string])[];
}

export interface Journal {
	readonly title: string;
	readonly currency: string;
	readonly digits: number;
	/** No later than any transaction. */
	readonly opened: string;
	/** The day after the last transaction: the balances stand at its beginning. */
	readonly ended: string;
	readonly accounts: readonly JournalAccount[];
	readonly transactions: readonly Transaction[];
}

/** @param digitsOf a currency: how many after the point. */
export function journalOf(book: BookView, digitsOf: (currency: string) => number): Journal {
	const digits = digitsOf(book.currency);
	const nameOf = journalNames(book.accounts);
	const kinds = new Map(book.entries.map(({ id, kind }) => [id, kind]));
	const isIncome = ({ kind, reverses }: BookEntry): boolean => (reverses === null ? kind : kinds.get(reverses)) === 'income';
	const balances = new Map<string, number>();
	const transactions = book.entries.map((entry): Transaction => {
		const postings = entry.postings.map(({ account, amountMinor }) => ({ name: nameOf(account, isIncome(entry)), amountMinor }));
		for (const { name, amountMinor } of postings) balances.set(name, (balances.get(name) ?? 0) + amountMinor);
		return { day: journalDay(entry.bookedDate), title: titleOfEntry(entry), postings, details: detailsOf(entry, digits, digitsOf) };
	});
	// a date can lie outside what the tools read: in their order, then
	transactions.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
	const days = transactions.map(({ day }) => day);
	const accounts = book.accounts.flatMap((each) => {
		const names = each.kind === 'category' ? [nameOf(each.account, false), nameOf(each.account, true)] : [nameOf(each.account, false)];
		const used = names.filter((name) => balances.has(name));
		return (used.length > 0 ? used : names.slice(0, 1)).map((name): JournalAccount => ({
			name, title: oneLine(titleOf(each)), account: each.account, balanceMinor: balances.get(name) ?? 0, isRetired: each.retired
		}));
	});
	return {
		title: oneLine(book.collectiveName),
		currency: book.currency,
		digits,
		opened: days[0] ?? '2000-01-01',
		ended: dayAfter(days.at(-1) ?? '2000-01-01'),
		accounts,
		transactions
	};
}

/** Without line breaks and other controls, which no journal can hold. */
// eslint-disable-next-line no-control-regex
export const oneLine = (text: string): string => text.toWellFormed().replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();

function titleOfEntry({ kind, description }: BookEntry): string {
	const title = oneLine(description);
	if (kind === 'reversal') return title === '' ? 'Correction of a payment' : `Correction: ${title}`;
	return title === '' ? 'Payment' : title;
}

/** What is said of an entry beside its postings: an amount of another currency too, so that the postings stay exact. */
function detailsOf(entry: BookEntry, digits: number, digitsOf: (currency: string) => number): Transaction['details'] {
	const { foreign } = entry;
	const details: readonly (readonly [string, string])[] = [
		['id', entry.id],
		['kind', entry.kind],
		['amount', decimal(entry.amountMinor, digits)],
		['dated', entry.date === entry.bookedDate && entry.date === journalDay(entry.date) ? '' : entry.date],
		['note', oneLine(entry.note)],
		['foreign', foreign === null ? '' : `${decimal(foreign.amountMinor, digitsOf(foreign.currency))} ${foreign.currency}`],
		['rate', foreign?.rate ?? ''],
		['posted-by', oneLine(entry.postedBy)],
		['reverses', entry.reverses ?? ''],
		['reversed-by', entry.reversedBy ?? ''],
		['corrects', entry.corrects ?? ''],
		['disputed', entry.disputed ? 'yes' : ''],
		['receipts', entry.receipts === 0 ? '' : String(entry.receipts)]
	];
	return details.filter(([, text]) => text !== '');
}
