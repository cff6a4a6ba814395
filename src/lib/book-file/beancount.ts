/**
 * The book as a beancount file: accounts opened, retired ones closed at the end, one transaction for each entry, and balances
 * asserted without tolerance, so that `bean-check` recounts it. Pure. Carries LED60, LED62.
 */
import type { BookView } from '$crdt/domain/ledger/report-views';
import { decimal } from './amounts';
import { journalOf } from './journal';

/** @param digitsOf a currency: how many after the point. @returns UTF-8 text with a line break at its end. */
export function writeBeancount(book: BookView, digitsOf: (currency: string) => number): string {
	const { title, currency, digits, accounts, transactions, opened, ended } = journalOf(book, digitsOf);
	const amount = (amountMinor: number): string => `${decimal(amountMinor, digits)} ${currency}`;
	const lines = [
		'; Members: above zero owes, below zero is owed.',
		`option "title" ${quoted(title)}`,
		`option "operating_currency" "${currency}"`,
		'',
		`${opened} commodity ${currency}`,
		''
	];
	for (const each of accounts) lines.push(`${opened} open ${each.name} ${currency}`, `  name: ${quoted(each.title)}`, `  account: ${quoted(each.account)}`);
	for (const transaction of transactions) {
		lines.push('', `${transaction.day} * ${quoted(transaction.title)}`);
		for (const [name, text] of transaction.details) lines.push(`  ${name}: ${quoted(text)}`);
		for (const posting of transaction.postings) lines.push(`  ${posting.name}  ${amount(posting.amountMinor)}`);
	}
	lines.push('');
	for (const { name, balanceMinor } of accounts) lines.push(`${ended} balance ${name}  ${decimal(balanceMinor, digits)} ~ 0 ${currency}`);
	for (const { name, isRetired } of accounts) if (isRetired) lines.push(`${ended} close ${name}`);
	return `${lines.join('\n')}\n`;
}

const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
