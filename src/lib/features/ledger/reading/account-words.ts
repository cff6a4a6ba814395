/** Pots, bank accounts and categories in words, and what a form makes of them. Pure. */
import type { ObjectId } from '$crypto/base';
import type { OpInput } from '$crdt/domain/op';
import type { CategoryView } from '$crdt/domain/ledger/views';

export type AccountKind = 'pot' | 'bank' | 'category';

export interface AccountToChange {
	readonly id: ObjectId;
	readonly name: string;
	readonly note: string;
}

export const KIND_WORDS: Readonly<Record<AccountKind, { readonly name: string; readonly about: string }>> = {
	pot: { name: 'A common pot', about: 'Cash or money that belongs together: for the rent, a reserve, a workshop fund.' },
	bank: { name: 'A bank account', about: 'As its statements show it.' },
	category: { name: 'A category', about: 'What money was spent on or came from.' }
};

/** Opened by members, so that members change it; null: one every book has. */
export const ownCategory = ({ category, name, note }: CategoryView): AccountToChange | null =>
	// a category with a name of its own is named by its id
	name === null ? null : { id: category as ObjectId, name, note };

const LONGEST = { name: 60, note: 200 } as const;

export type ReadAccount = { readonly ok: true; readonly op: OpInput } | { readonly ok: false; readonly sentence: string };

/**
 * What the form says as an op; or what does not fit.
 *
 * @param taken names in use, this account's own left out
 */
export function accountOp(kind: AccountKind, account: AccountToChange | null, typed: { readonly name: string; readonly note: string }, taken: readonly string[]): ReadAccount {
	const name = typed.name.trim().replace(/\s+/g, ' ');
	const note = typed.note.trim();
	if (name === '') return { ok: false, sentence: 'Give it a name.' };
	if (name.length > LONGEST.name || note.length > LONGEST.note) return { ok: false, sentence: 'That is too long.' };
	if (taken.some((one) => one.localeCompare(name, undefined, { sensitivity: 'accent' }) === 0)) return { ok: false, sentence: 'That name is in use already.' };
	return { ok: true, op: account ? { type: 'ledger/change-account', account: account.id, name, note } : { type: 'ledger/open-account', kind, name, note } };
}
