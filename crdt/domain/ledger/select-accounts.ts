/** Common pots, bank accounts and categories: what they hold and how much they are used. Pure. Shows LED13. */
import type { ObjectId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { BUILT_IN_CATEGORIES, type Category } from './ops';
import { fundAccount, type LedgerState, type OpenedAccount } from './state';
import type { AccountsView, CategoryView, FundView } from './views';

export function selectAccounts(lens: Lens): AccountsView {
	const { ledger } = lens.state;
	const uses = usesOf(ledger);
	const builtIn = BUILT_IN_CATEGORIES.map((category): CategoryView => ({ category, name: null, note: '', retired: false, uses: uses.get(category) ?? 0 }));
	const opened = inUseFirst([...ledger.accounts.values()].filter(({ kind }) => kind === 'category')).map(
		({ id, name, note, retired }): CategoryView => ({ category: id, name, note, retired, uses: uses.get(id) ?? 0 })
	);
	return { funds: selectFunds(lens), categories: [...builtIn, ...opened] };
}

/** In use first, by name. */
export function selectFunds(lens: Lens): readonly FundView[] {
	const { ledger } = lens.state;
	return inUseFirst([...ledger.accounts.values()]).flatMap((account) => fundView(lens, account.id) ?? []);
}

/** Null: no pot and no bank account. */
export function fundView(lens: Lens, id: ObjectId): FundView | null {
	const { accounts, balances } = lens.state.ledger;
	const account = accounts.get(id);
	if (account === undefined || account.kind === 'category') return null;
	const { kind, name, note, openedBy, retired } = account;
	return { id, kind, name, note, openedByName: lens.nameOf(openedBy), retired, amountMinor: balances.get(fundAccount(id)) ?? 0 };
}

const inUseFirst = (accounts: readonly OpenedAccount[]): readonly OpenedAccount[] =>
	[...accounts].sort((a, b) => Number(a.retired) - Number(b.retired) || compare(a.name, b.name) || compare(a.id, b.id));

const kept = new WeakMap<LedgerState['entries'], ReadonlyMap<Category, number>>();

/** Expenses, incomes and charges that count, by category. */
function usesOf({ entries }: LedgerState): ReadonlyMap<Category, number> {
	const known = kept.get(entries);
	if (known !== undefined) return known;
	const uses = new Map<Category, number>();
	for (const entry of entries.values()) if (entry.kind === 'post' && entry.counts) uses.set(entry.op.category, (uses.get(entry.op.category) ?? 0) + 1);
	kept.set(entries, uses);
	return uses;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
