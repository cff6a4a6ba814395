/** Categories of the books as people say them: those every book has by a fixed name, others as their members called them. Pure. */
import type { BuiltInCategory, Category } from '$crdt/domain/ledger/ops';
import type { AccountsView } from '$crdt/domain/ledger/views';

export const BUILT_IN_NAMES: Readonly<Record<BuiltInCategory, string>> = {
	rent: 'Rent',
	utilities: 'Utilities',
	cleaning: 'Cleaning',
	supplies: 'Supplies',
	website: 'Website',
	insurance: 'Insurance',
	training: 'Training',
	dues: 'Dues',
	workshops: 'Workshops',
	other: 'Other'
};

/** `name`: of one opened by members, as its view has it; null for those every book has. */
export const sayCategory = (category: Category, name: string | null): string =>
	name ?? new Map<string, string>(Object.entries(BUILT_IN_NAMES)).get(category) ?? 'Another category';

/** Says any category by what is open in the books; one that is not known yet stays without a name. */
export const categoriesBy = (accounts: Pick<AccountsView, 'categories'> | undefined): ((category: Category) => string) =>
	(category) => sayCategory(category, accounts?.categories.find((one) => one.category === category)?.name ?? null);
