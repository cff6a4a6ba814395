/**
 * The book as JSON for other programs: everything its view has, amounts in whole minor units with the number of decimals beside
 * them. One account or entry a line. Carries LED60.
 *
 *     { "format": "commonhold-book", "version": 1, "collective", "currency", "minorDigits",
 *       "accounts": [{ "account", "kind", "name", "builtIn", "retired", "balanceMinor" }],
 *       "entries": [{ "id", "kind", "date", "bookedDate", "description", "category", "amountMinor", "foreign", "postings",
 *                     "note", "postedBy", "claimedAt", "reverses", "reversedBy", "corrects", "disputed", "receipts" }] }
 *
 * Debit is above zero. `claimedAt` is milliseconds since 1970, as the author's device had it.
 */
import * as z from 'zod';
import { err, ok, type Result } from '$crypto/base';
import { foreign } from '$crdt/domain/ledger/ops';
import { localDate, objectId } from '$crdt/domain/schema';
import type { BookView } from '$crdt/domain/ledger/report-views';

const amount = z.number().int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER);

const bookFile = z.strictObject({
	format: z.literal('commonhold-book'),
	version: z.literal(1),
	collective: z.string(),
	currency: z.string(),
	minorDigits: z.number().int().min(0).max(8),
	accounts: z.array(
		z.strictObject({
			account: z.string(),
			kind: z.enum(['member', 'pot', 'bank', 'category', 'contributions', 'distributions']),
			name: z.string().nullable(),
			builtIn: z.string().nullable(),
			retired: z.boolean(),
			balanceMinor: amount
		})
	),
	entries: z.array(
		z.strictObject({
			id: objectId,
			kind: z.enum(['expense', 'income', 'charge', 'transfer', 'reversal']),
			date: localDate,
			bookedDate: localDate,
			description: z.string(),
			category: z.string().nullable(),
			amountMinor: amount,
			foreign: foreign.nullable(),
			postings: z.array(z.strictObject({ account: z.string(), amountMinor: amount })),
			note: z.string(),
			postedBy: z.string(),
			claimedAt: z.number(),
			reverses: objectId.nullable(),
			reversedBy: objectId.nullable(),
			corrects: objectId.nullable(),
			disputed: z.boolean(),
			receipts: z.number().int().min(0)
		})
	)
});

/** @param digitsOf a currency: how many after the point. */
export function writeJson(book: BookView, digitsOf: (currency: string) => number): string {
	const { collectiveName, currency, accounts, entries } = book;
	const head = JSON.stringify({ format: 'commonhold-book', version: 1, collective: collectiveName, currency, minorDigits: digitsOf(currency) });
	return `${head.slice(0, -1)},\n"accounts":${listed(accounts)},\n"entries":${listed(entries)}}\n`;
}

const listed = (items: readonly unknown[]): string => (items.length === 0 ? '[]' : `[\n${items.map((item) => JSON.stringify(item)).join(',\n')}\n]`);

/** Reads such a file back. Fails with where it is not one: "entries.3.amountMinor", '' for text that is no JSON. */
export function readJson(text: string): Result<BookView, { readonly at: string }> {
	let data: unknown;
	try {
		data = JSON.parse(text);
	} catch {
		return err({ at: '' });
	}
	const parsed = bookFile.safeParse(data);
	if (!parsed.success) return err({ at: parsed.error.issues[0]?.path.join('.') ?? '' });
	const { collective, currency, accounts, entries } = parsed.data;
	return ok({ collectiveName: collective, currency, accounts, entries });
}
