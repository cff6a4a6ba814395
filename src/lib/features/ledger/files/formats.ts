/** The files a book can become, whom each is for, and what they are called. The writers are fetched when one is asked for. */
import type { BookView } from '$crdt/domain/ledger/report-views';

export type Format = 'entries' | 'postings' | 'hledger' | 'beancount' | 'json';

export const FORMATS: readonly { readonly value: Format; readonly name: string; readonly about: string }[] = [
	{ value: 'entries', name: 'Table of entries (CSV)', about: 'For a spreadsheet: one row for each entry, a column for each member and account.' },
	{ value: 'postings', name: 'Table of postings (CSV)', about: 'For an accountant: both sides of every entry, one row each.' },
	{ value: 'hledger', name: 'hledger journal', about: 'For people who keep books as plain text with hledger or Ledger.' },
	{ value: 'beancount', name: 'beancount journal', about: 'The same for beancount and Fava, with its balances asserted.' },
	{ value: 'json', name: 'JSON', about: 'For programs: every account, every entry and both its sides, to the cent.' }
];

const ENDINGS: Readonly<Record<Format, string>> = { entries: '-entries.csv', postings: '-postings.csv', hledger: '.journal', beancount: '.beancount', json: '.json' };

/** "praxis-lindenhof-2026-11-22.journal" */
export function bookFileName(collective: string, format: Format, today: string): string {
	const plain = collective
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-+|-+$/g, '')
		.slice(0, 60);
	return `${plain || 'book'}-${today}${ENDINGS[format]}`;
}

/** @param digitsOf a currency: how many digits after the point */
export async function writeBook(format: Format, book: BookView, digitsOf: (currency: string) => number): Promise<string> {
	switch (format) {
		case 'entries':
			return (await import('$lib/book-file/csv')).writeEntriesCsv(book, digitsOf);
		case 'postings':
			return (await import('$lib/book-file/csv')).writePostingsCsv(book, digitsOf);
		case 'hledger':
			return (await import('$lib/book-file/hledger')).writeHledger(book, digitsOf);
		case 'beancount':
			return (await import('$lib/book-file/beancount')).writeBeancount(book, digitsOf);
		case 'json':
			return (await import('$lib/book-file/json')).writeJson(book, digitsOf);
	}
}
