/**
 * What the columns of a file are, as far as its heading says: a Splitwise export or a bank statement. Only ever a first guess that the
 * screen shows. Pure. Carries LED61.
 */
import { sniffDecimal, type DecimalMark } from './import-amounts';
import { sniffDates, type DateOrder } from './import-dates';
import type { Table } from './import-table';

export interface SplitwiseMapping {
	readonly kind: 'splitwise';
	readonly date: number;
	readonly description: number;
	readonly category: number;
	readonly cost: number;
	readonly currency: number;
	/** One column each, with what each is owed (above zero) or owes. */
	readonly people: readonly number[];
	readonly order: DateOrder;
	readonly decimal: DecimalMark;
}

export interface BankMapping {
	readonly kind: 'bank';
	readonly date: number;
	/** Signed; null where there are two columns. */
	readonly amount: number | null;
	/** What went out, what came in; null where there is one column. */
	readonly debit: number | null;
	readonly credit: number | null;
	/** Their texts, one after the other, are the description. */
	readonly texts: readonly number[];
	/** Null: the file does not say. */
	readonly currency: number | null;
	readonly order: DateOrder;
	readonly decimal: DecimalMark;
}

export interface Guess<M> {
	readonly mapping: M;
	/** Day and month may stand either way. */
	readonly askOrder: boolean;
	/** Point or comma cannot be told. */
	readonly askDecimal: boolean;
}

/** Headings of Splitwise exports, in the languages that were seen. */
const SPLITWISE = [
	['date', 'datum', 'fecha', 'data'],
	['description', 'beschreibung', 'descripción', 'omschrijving', 'descrizione', 'descrição'],
	['category', 'kategorie', 'catégorie', 'categoría', 'categorie', 'categoria'],
	['cost', 'kosten', 'coût', 'coste', 'costo', 'custo', 'betrag'],
	['currency', 'währung', 'devise', 'moneda', 'valuta', 'moeda']
] as const;

/** Null: the heading is not that of Splitwise. @param digits of the book currency */
export function guessSplitwise({ head, rows }: Table, digits: number): Guess<SplitwiseMapping> | null {
	const found = SPLITWISE.map((names) => head.findIndex((name) => (names as readonly string[]).includes(plain(name))));
	const [date = -1, description = -1, category = -1, cost = -1, currency = -1] = found;
	const people = head.flatMap((_, at) => (at > Math.max(...found) ? [at] : []));
	if (found.some((at) => at < 0) || people.length === 0) return null;
	const dates = sniffDates(rows.map(({ cells }) => cells[date] ?? ''));
	const amounts = sniffDecimal(rows.flatMap(({ cells }) => [cost, ...people].map((at) => cells[at] ?? '')), digits);
	return {
		mapping: { kind: 'splitwise', date, description, category, cost, currency, people, order: dates?.order ?? 'ymd', decimal: amounts.mark },
		askOrder: dates?.ambiguous ?? false,
		askDecimal: !amounts.sure
	};
}

const WORDS = {
	date: ['buchungstag', 'buchungsdatum', 'booking date', 'transaction date', 'posting date', 'date', 'datum', 'fecha', 'data', 'date opération', 'date operation', 'buchung', 'valuta', 'valutadatum', 'value date', 'wertstellung', 'completed date', 'started date', 'boekdatum'],
	amount: ['betrag', 'betrag (eur)', 'betrag (€)', 'amount', 'amount (eur)', 'umsatz', 'montant', 'importe', 'bedrag', 'importo', 'transaction amount', 'betrag in eur', 'umsatz in eur'],
	debit: ['soll', 'debit', 'debit amount', 'withdrawal', 'withdrawals', 'paid out', 'money out', 'lastschrift', 'débit', 'belastung', 'ausgabe', 'belastung in chf', 'cargo'],
	credit: ['haben', 'credit', 'credit amount', 'deposit', 'deposits', 'paid in', 'money in', 'gutschrift', 'crédit', 'einnahme', 'gutschrift in chf', 'abono'],
	texts: ['payee', 'empfänger', 'beguenstigter/zahlungspflichtiger', 'begünstigter/zahlungspflichtiger', 'auftraggeber/empfänger', 'auftraggeber / begünstigter', 'zahlungsempfänger*in', 'name zahlungsbeteiligter', 'name', 'counterparty', 'description', 'beschreibung', 'transaction description', 'verwendungszweck', 'reference', 'memo', 'details', 'libellé', 'concepto', 'omschrijving', 'descrizione', 'text', 'buchungsdetails', 'narrative'],
	currency: ['währung', 'waehrung', 'currency', 'devise', 'moneda', 'valuta', 'whg']
} as const;

/** Always a guess; columns that cannot be told are the first that hold such values. @param digits of the book currency */
export function guessBank(table: Table, digits: number): Guess<BankMapping> {
	const { head, rows } = table;
	const column = (at: number): readonly string[] => rows.map(({ cells }) => cells[at] ?? '');
	const named = (words: readonly string[]): number | null => {
		const places = words.map((word) => head.findIndex((name) => plain(name) === word)).filter((at) => at >= 0);
		return places[0] ?? null;
	};
	const isDates = (at: number): boolean => column(at).some((text) => text !== '') && sniffDates(column(at)) !== null;
	const isAmounts = (at: number): boolean => column(at).some((text) => text !== '') && column(at).every((text) => text === '' || /^[-+(]?[\d.,'\s]*\d[\d.,'\s)]*[-+]?\s*(EUR|USD|CHF|GBP|€)?$/.test(text));
	const places = head.map((_, at) => at);
	const date = [named(WORDS.date), ...places.filter(isDates)].find((at) => at !== null && isDates(at)) ?? named(WORDS.date) ?? 0;
	const [debit, credit] = [named(WORDS.debit), named(WORDS.credit)];
	const two = debit !== null && credit !== null && debit !== credit;
	const amount = two ? null : (named(WORDS.amount) ?? places.find((at) => at !== date && isAmounts(at) && !isDates(at)) ?? null);
	const texts = WORDS.texts.flatMap((word) => places.filter((at) => plain(head[at] ?? '') === word && at !== date && at !== amount)).slice(0, 3);
	const other = places.find((at) => at !== date && at !== amount && at !== debit && at !== credit && !isAmounts(at) && !isDates(at) && column(at).some((text) => text !== ''));
	const currency = named(WORDS.currency);
	const dates = sniffDates(column(date));
	const amounts = sniffDecimal((two ? [...column(debit), ...column(credit)] : column(amount ?? 0)).filter((text) => text !== ''), digits);
	return {
		mapping: {
			kind: 'bank', date, amount, debit: two ? debit : null, credit: two ? credit : null, texts: texts.length > 0 ? texts : other === undefined ? [] : [other],
			currency: currency !== null && column(currency).every((text) => text === '' || /^[A-Za-z]{3}$/.test(text)) ? currency : null, order: dates?.order ?? 'dmy', decimal: amounts.mark
		},
		askOrder: dates?.ambiguous ?? false,
		askDecimal: !amounts.sure
	};
}

const plain = (name: string): string => name.toLowerCase().replace(/\s+/g, ' ').trim();
