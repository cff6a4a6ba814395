/**
 * Names of accounts that hledger and beancount both accept, whatever members, funds and categories are called. Beancount is the
 * stricter: a part begins with a capital or a digit and goes on with letters, digits and hyphens, of alphabets that its table
 * of letters has whole. Knows no syntax of either tool. Carries LED62.
 */
import type { BookView } from '$crdt/domain/ledger/report-views';
import { sayCategory } from '$lib/words/category-words';
import type { Category } from '$crdt/domain/ledger/ops';

type BookAccount = BookView['accounts'][number];

/** Names by what the book calls an account; all different, also where case does not count. Expenses and income of one category apart. */
export function journalNames(accounts: readonly BookAccount[]): (account: string, isIncome: boolean) => string {
	const parts = new Map<string, string>();
	const taken = new Set<string>();
	// a category is called the same wherever it stands; those every book has keep their names
	for (const each of [...accounts].sort((a, b) => Number(a.builtIn === null) - Number(b.builtIn === null))) {
		const subject = subjectOf(each);
		if (parts.has(subject)) continue;
		const part = partOf(titleOf(each), FALLBACK[each.kind]);
		let name = part;
		const heading = headingOf(each);
		for (let next = 2; taken.has(`${heading}:${name}`.toLowerCase()); next++) name = `${part}-${next}`;
		taken.add(`${heading}:${name}`.toLowerCase());
		parts.set(subject, name);
	}
	const known = new Map(accounts.map((each) => [each.account, each]));
	return (account, isIncome) => {
		const each = known.get(account);
		if (each === undefined) throw new Error('a posting to an account that the book does not list');
		const parent = each.kind === 'category' && isIncome ? 'Income' : PARENT[each.kind];
		return `${parent}:${parts.get(subjectOf(each)) ?? FALLBACK[each.kind]}`;
	};
}

const isOfMoney = ({ kind }: BookAccount): boolean => kind === 'member' || kind === 'pot' || kind === 'bank';
const headingOf = (each: BookAccount): string => (isOfMoney(each) ? PARENT[each.kind] : 'category');
const subjectOf = (each: BookAccount): string => (isOfMoney(each) ? each.account : each.account.slice(each.account.indexOf(':')));

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
	const first = kept.charAt(0).toUpperCase().replace(OTHERS, '');
	const part = `${first}${kept.slice(1)}`;
	if (part === '') return fallback;
	return /\d/.test(first) || first !== first.toLowerCase() ? part : `${fallback}-${part}`;
}
