/** The columns of a bank statement as a form holds them: numbers, −1 for none. Pure. */
import type { DecimalMark } from '$lib/book-file/import-amounts';
import type { DateOrder } from '$lib/book-file/import-dates';
import type { BankMapping } from '$lib/book-file/import-mapping';

export interface BankColumns {
	date: number;
	/** −1: two columns. */
	amount: number;
	debit: number;
	credit: number;
	/** Their texts make the description. */
	texts: number[];
}

export const columnsOf = ({ date, amount, debit, credit, texts }: BankMapping): BankColumns => ({ date, amount: amount ?? -1, debit: debit ?? -1, credit: credit ?? -1, texts: [...texts] });

export const mappingOf = ({ date, amount, debit, credit, texts }: BankColumns, currency: number | null, order: DateOrder, decimal: DecimalMark): BankMapping => ({
	kind: 'bank', date, currency, texts, order, decimal,
	amount: amount < 0 ? null : amount,
	debit: amount >= 0 || debit < 0 ? null : debit,
	credit: amount >= 0 || credit < 0 ? null : credit
});

/** What each column is taken for. */
export function rolesOf({ date, amount, debit, credit, texts }: BankColumns): ReadonlyMap<number, string> {
	const roles: [number, string][] = [...texts.map((at): [number, string] => [at, 'What for']), [date, 'Date']];
	if (amount >= 0) roles.push([amount, 'Amount']);
	else roles.push([debit, 'Went out'], [credit, 'Came in']);
	return new Map(roles.filter(([at]) => at >= 0));
}
