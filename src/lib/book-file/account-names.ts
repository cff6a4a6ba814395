/**
 * Names of accounts that hledger and beancount both accept, whatever members, funds and categories are called. Beancount is the
 * stricter: a part begins with a capital or a digit and goes on with letters, digits and hyphens, of alphabets that its table
 * of letters has whole. Knows no syntax of either tool. Carries LED62.
 */
import type { BookView } from '$crdt/domain/ledger/views';
import { sayCategory } from '$lib/words/category-words';
import type { Category } from '$crdt/domain/ledger/ops';

type BookAccount = BookView['accounts'][number];

/** Names by what the book calls an account; all different, also where case does not count. Expenses and income of one category apart. */
export function journalNames(accounts: readonly BookAccount[]): (account: string, isIncome: boolean) => string {
	const names = new Map<string, string>();
	const taken = new Set<string>();
	for (const each of accounts) {
		const part = partOf(titleOf(each), FALLBACK[each.kind]);
		const parents = each.kind === 'category' ? ['Expenses', 'Income'] : [PARENT[each.kind]];
		// the same number in both
		let name = part;
		for (let next = 2; parents.some((parent) => taken.has(`${parent}:${name}`.toLowerCase())); next++) name = `${part}-${next}`;
		for (const parent of parents) taken.add(`${parent}:${name}`.toLowerCase());
		names.set(each.account, name);
	}
	const kinds = new Map(accounts.map(({ account, kind }) => [account, kind]));
	return (account, isIncome) => {
		const kind = kinds.get(account) ?? 'category';
		return `${kind === 'category' && isIncome ? 'Income' : PARENT[kind]}:${names.get(account) ?? FALLBACK[kind]}`;
	};
}

/** What people call it. */
export function titleOf({ name, builtIn }: BookAccount): string {
	return builtIn === null ? (name ?? '') : sayCategory(builtIn as Category, null); // the id of a built-in category
}

const PARENT: Readonly<Record<BookAccount['kind'], string>> = {
	member: 'Assets:Members',
	pot: 'Assets:Pots',
	bank: 'Assets:Bank',
	category: 'Expenses',
	contributions: 'Equity:Contributions',
	distributions: 'Equity:Distributions'
};

/** For names without a letter that can be kept. */
const FALLBACK: Readonly<Record<BookAccount['kind'], string>> = {
	member: 'Member', pot: 'Pot', bank: 'Account', category: 'Category', contributions: 'Category', distributions: 'Category'
};

/** Latin, Greek and Cyrillic. */
const OTHERS = /[^A-Za-z0-9\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u017F\u0391-\u03A1\u03A3-\u03C9\u0400-\u045F]+/g;

function partOf(title: string, fallback: string): string {
	const kept = title.normalize('NFC').replace(OTHERS, '-').replace(/^-+|-+$/g, '');
	const capital = (kept.charAt(0).toUpperCase() + kept.slice(1)).replace(OTHERS, '');
	if (capital === '') return fallback;
	const first = capital.charAt(0);
	return /\d/.test(first) || first !== first.toLowerCase() ? capital : `${fallback}-${capital}`;
}
