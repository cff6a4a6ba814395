/** A likely category from the words of a description. Only ever a first guess that the form shows. Pure. */
import type { Category } from '$crdt/domain/ledger/ops';

/** Words that say it without naming it; beginnings of words, lower case. */
const HINTS: readonly (readonly [Category, readonly string[]])[] = [
	['rent', ['rent', 'lease', 'miete']],
	['utilities', ['electric', 'power bill', 'gas', 'water', 'heating', 'internet', 'phone', 'utilit', 'strom']],
	['cleaning', ['clean', 'window clean', 'laundry', 'reinigung']],
	['supplies', ['tea', 'coffee', 'tissue', 'paper', 'toner', 'suppl', 'soap', 'stationery', 'plants']],
	['website', ['website', 'domain', 'hosting']],
	['insurance', ['insur', 'liability', 'versicherung']],
	['training', ['training', 'course', 'supervis', 'conference', 'book']],
	['dues', ['dues', 'membership fee', 'subscription of members']],
	['workshops', ['workshop', 'seminar', 'group evening']]
];

/** @param named categories by the name that screens give them; a name found whole comes before any hint. */
export function guessCategory(description: string, named: readonly { readonly category: Category; readonly name: string }[]): Category {
	const words = description.toLowerCase();
	const begins = (part: string): boolean => part !== '' && new RegExp(`(^|[^\\p{L}])${escaped(part)}`, 'u').test(words);
	const byName = named.filter((one) => begins(one.name.toLowerCase())).sort((a, b) => b.name.length - a.name.length)[0];
	return byName?.category ?? HINTS.find(([, hints]) => hints.some(begins))?.[0] ?? 'other';
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
