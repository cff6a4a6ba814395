/**
 * A statement as a file for a spreadsheet: one row a line, the balance carried along. Amounts are plain decimals; people are called by
 * name, whoever takes the file along. Pure.
 */
import type { StatementView } from '$crdt/domain/ledger/report-views';
import type { EntryLineView } from '$crdt/domain/ledger/views';
import { decimal } from '$lib/book-file/amounts';
import { table } from '$lib/book-file/csv';
import { minorDigits } from '$lib/ui/money';
import { addDays } from '$lib/ui/times';
import { KIND_NAMES, entryTitle, sayCategory } from '../shared/ledger-words';

const HEAD = ['Date', 'Booked', 'Kind', 'What', 'Category', 'Change', 'Balance', 'Currency'];

export function statementCsv(view: StatementView, currency: string): string {
	const digits = minorDigits(currency);
	const money = (minor: number) => ({ number: decimal(minor, digits) });
	return table([
		HEAD,
		[view.period?.from ?? '', '', '', 'Balance before', '', '', money(view.openingMinor), currency],
		...view.lines.map(({ entry, changeMinor, balanceAfterMinor }) => [
			entry.date, entry.booked.date, KIND_NAMES[entry.kind], entryTitle(byNames(entry)), sayCategory(entry.category, entry.categoryName), money(changeMinor), money(balanceAfterMinor), currency
		]),
		[view.period ? addDays(view.period.until, -1) : '', '', '', 'Balance after', '', '', money(view.closingMinor), currency]
	]);
}

/** "statement-ana-2026-11-01.csv": only letters and digits of the name. */
export function statementFileName({ name, period }: Pick<StatementView, 'name' | 'period'>): string {
	const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '').toLowerCase();
	return ['statement', plain || 'member', ...(period ? [period.from] : [])].join('-') + '.csv';
}

/** Nobody is "you" on paper. */
export const byNames = (entry: EntryLineView): EntryLineView => ({
	...entry,
	paid: entry.paid.map((part) => ({ ...part, party: { ...part.party, mine: false } })),
	to: entry.to && { ...entry.to, mine: false }
});
