/**
 * The book as an hledger journal: commodity and accounts declared, one transaction for each entry, and balances asserted at the
 * end, so that `hledger check --strict` recounts it. Pure. Carries LED60, LED62.
 */
import type { BookView } from '$crdt/domain/ledger/report-views';
import { decimal } from './amounts';
import { journalOf, type Transaction } from './journal';

/** @param digitsOf a currency: how many after the point. @returns UTF-8 text with a line break at its end. */
export function writeHledger(book: BookView, digitsOf: (currency: string) => number): string {
	const { title, currency, digits, accounts, transactions, ended } = journalOf(book, digitsOf);
	const amount = (amountMinor: number): string => `${decimal(amountMinor, digits)} ${currency}`;
	const lines = [
		`; ${title}`,
		'; Members: above zero owes, below zero is owed.',
		'',
		'decimal-mark .',
		// the number shows how many decimals there are; without any, the point has to stand all the same
		`commodity 1000.${'0'.repeat(digits)} ${currency}`,
		'',
		...accounts.map((each) => `account ${each.name}  ; name:${tagText(each.title)}, account:${each.account}`)
	];
	for (const [at, transaction] of transactions.entries()) {
		lines.push('', `${transaction.day} * (${at + 1}) ${descriptionText(transaction.title)}`, ...detailLines(transaction));
		for (const posting of transaction.postings) lines.push(`    ${posting.name}  ${amount(posting.amountMinor)}`);
	}
	if (accounts.length > 0) {
		lines.push('', `${ended} * Balances`);
		for (const { name, balanceMinor } of accounts) lines.push(`    ${name}  ${amount(0)} = ${amount(balanceMinor)}`);
	}
	return `${lines.join('\n')}\n`;
}

/** A semicolon would begin a comment. */
const descriptionText = (title: string): string => title.replaceAll(';', ',');

/** A comma would end the value of a tag. */
const tagText = (text: string): string => text.replaceAll(',', ';');

const detailLines = ({ details }: Transaction): readonly string[] => details.map(([name, text]) => `    ; ${name}:${tagText(text)}`);
