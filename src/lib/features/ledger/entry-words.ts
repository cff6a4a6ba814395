/** The ledger in words. Money is whole minor units. */
import type { LedgerEntryView } from '$crdt/domain/ledger/views';
import type { ExpenseCategory } from '$crdt/domain/ledger/ops';
import { sayList } from '$lib/ui/words';

export const CATEGORIES: Readonly<Record<ExpenseCategory, string>> = {
	rent: 'Rent',
	utilities: 'Utilities',
	cleaning: 'Cleaning',
	supplies: 'Supplies',
	website: 'Website',
	insurance: 'Insurance',
	training: 'Training',
	other: 'Other'
};

const who = (entry: LedgerEntryView, parts: LedgerEntryView['paidBy']): string => sayList(parts.map((part) => part.name)) || entry.postedByName;

/** The name of an entry in a list and over its page. */
export function entryTitle(entry: LedgerEntryView): string {
	switch (entry.kind) {
		case 'expense':
			return entry.description;
		case 'payment':
			return `${who(entry, entry.paidBy)} paid ${who(entry, entry.charged)}`;
		case 'reversal':
			return `Correction of “${entry.reverses?.description || entry.description || 'a payment'}”`;
	}
}

/** The line below it. */
export function entryLine(entry: LedgerEntryView): string {
	switch (entry.kind) {
		case 'expense':
			return `${who(entry, entry.paidBy)} paid, shared by ${entry.charged.length === 1 ? who(entry, entry.charged) : entry.charged.length}`;
		case 'payment':
			return entry.note || 'Payment';
		case 'reversal':
			return `${entry.postedByName}: ${entry.reverses?.reason ?? ''}`;
	}
}
