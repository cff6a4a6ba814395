/**
 * A statement as a file for a spreadsheet: comma-separated, one row a line, the balance carried along. Amounts are plain decimals.
 * A text that a spreadsheet would take for a formula is marked as text. Pure.
 */
import type { StatementView } from '$crdt/domain/ledger/views';
import { editMoney } from '$lib/ui/money';
import { KIND_NAMES, entryTitle, sayCategory } from '../shared/ledger-words';

const HEAD = ['Date', 'Booked', 'Kind', 'What', 'Category', 'Change', 'Balance', 'Currency'];

/** With a byte order mark, so that spreadsheets read names rightly; lines end as the format says (RFC 4180). */
export function statementCsv(view: StatementView, currency: string): string {
	const money = (minor: number) => editMoney(minor, currency);
	const rows = [
		HEAD,
		[view.period?.from ?? '', '', '', 'Balance before', '', '', money(view.openingMinor), currency],
		...view.lines.map(({ entry, changeMinor, balanceAfterMinor }) => [
			entry.date, entry.booked.date, KIND_NAMES[entry.kind], entryTitle(entry), sayCategory(entry.category, entry.categoryName), money(changeMinor), money(balanceAfterMinor), currency
		]),
		[view.period?.until ?? '', '', '', 'Balance after', '', '', money(view.closingMinor), currency]
	];
	return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** "statement-ana-2026-11-01.csv": only letters and digits of the name. */
export function statementFileName({ name, period }: Pick<StatementView, 'name' | 'period'>): string {
	const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '').toLowerCase();
	return ['statement', plain || 'member', ...(period ? [period.from] : [])].join('-') + '.csv';
}

/** An amount may begin with a minus; any other text that does is a text and nothing to be reckoned. */
function cell(text: string): string {
	const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
