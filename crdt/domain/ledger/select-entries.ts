/**
 * Finding entries: filters, words, sums. What is looked through is kept by the folded state it was made from, so that typing another
 * letter costs a pass and no sorting. Pure. Shows LED44, LED50.
 */
import type { Lens } from '../lens';
import { bookedOf } from './closes';
import { categoryName, categoryOf, descriptionOf, isDisputed, kindOf, lineView, standsNow, toldOf } from './line-views';
import type { Category } from './ops';
import type { LedgerEntry, LedgerState } from './state';
import type { BookedView, EntriesView, EntryFilter } from './views';

/** `limit`: how many lines at most; the sums and `total` are those of everything found. */
export function selectEntries(lens: Lens, filter: EntryFilter, limit: number): EntriesView {
	const matches = matcher(lens, filter);
	const found = entriesByDate(lens.state.ledger).filter(matches);
	let [spentMinor, receivedMinor] = [0, 0];
	for (const { entry } of found) {
		if (!standsNow(entry) || entry.kind !== 'post') continue;
		if (entry.op.kind === 'expense') spentMinor += entry.amountMinor;
		if (entry.op.kind === 'income') receivedMinor += entry.amountMinor;
	}
	return { lines: found.slice(0, Math.max(0, limit)).map(({ entry }) => lineView(lens, entry)), total: found.length, spentMinor, receivedMinor };
}

export interface Booked {
	readonly entry: LedgerEntry;
	readonly booked: BookedView;
}

const kept = new WeakMap<LedgerState, readonly Booked[]>();

/** All entries, newest first by the date they count for, then by posting; those without effect too. */
export function entriesByDate(ledger: LedgerState): readonly Booked[] {
	const known = kept.get(ledger);
	if (known !== undefined) return known;
	const all: Booked[] = [];
	for (const id of ledger.order) {
		const entry = ledger.entries.get(id);
		if (entry !== undefined) all.push({ entry, booked: bookedOf(ledger, entry) });
	}
	// newest posting first before the sort by date, which keeps the order of equals
	const sorted = all.reverse().sort((a, b) => (a.booked.date < b.booked.date ? 1 : a.booked.date > b.booked.date ? -1 : 0));
	kept.set(ledger, sorted);
	return sorted;
}

type Matcher = (one: Booked) => boolean;

function matcher(lens: Lens, filter: EntryFilter): Matcher {
	const { ledger } = lens.state;
	const tests: Matcher[] = [];
	const { kinds, category, party, from, until, minMinor, maxMinor, only, text } = filter;
	if (kinds !== undefined && kinds.length > 0) tests.push(({ entry }) => kinds.includes(kindOf(entry)));
	if (category !== undefined) tests.push(({ entry }) => categoryOf(toldOf(ledger, entry)) === category);
	if (party !== undefined) tests.push(({ entry }) => entry.postings.some(({ account }) => account === `member:${party}` || account === `fund:${party}`));
	if (from !== undefined) tests.push(({ booked }) => booked.date >= from);
	if (until !== undefined) tests.push(({ booked }) => booked.date < until);
	if (minMinor !== undefined) tests.push(({ entry }) => entry.amountMinor >= minMinor);
	if (maxMinor !== undefined) tests.push(({ entry }) => entry.amountMinor <= maxMinor);
	if (only !== undefined) tests.push(onlyTest(lens, only));
	for (const word of wordsOf(text ?? '')) tests.push(wordTest(lens, word));
	return (one) => tests.every((test) => test(one));
}

function onlyTest({ state: { ledger }, me }: Lens, only: NonNullable<EntryFilter['only']>): Matcher {
	switch (only) {
		case 'disputed':
			return ({ entry }) => isDisputed(ledger, entry);
		case 'unconfirmed':
			return ({ entry }) => entry.kind === 'transfer' && standsNow(entry) && entry.confirmed === null;
		case 'corrected':
			return ({ entry }) => entry.kind === 'reversal' || entry.reversedBy !== null;
		case 'late':
			return ({ booked }) => booked.late;
		case 'mine':
			return ({ entry }) => entry.postedBy === me;
	}
}

const wordsOf = (text: string): readonly string[] => [...new Set(fold(text).split(/\s+/).filter((word) => word !== ''))];

/** Without case and accents: "chloe" finds Chloé. */
const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** In description, note or reason, in the name of somebody or a fund with a part in it, in its category, or as the beginning of its amount. */
function wordTest(lens: Lens, word: string): Matcher {
	const { ledger, membership } = lens.state;
	const accounts = new Set<string>();
	for (const member of membership.members.keys()) if (fold(lens.nameOf(member)).includes(word)) accounts.add(`member:${member}`);
	const categories = new Map<Category, boolean>();
	for (const { id, kind, name } of ledger.accounts.values()) if (kind !== 'category' && fold(name).includes(word)) accounts.add(`fund:${id}`);
	const inCategory = (category: Category): boolean => {
		const known = categories.get(category) ?? fold(categoryName(lens, category) ?? category).includes(word);
		categories.set(category, known);
		return known;
	};
	const digits = /^[\d.,'’]+$/.test(word) ? word.replace(/\D/g, '') : '';
	return ({ entry }) => {
		const told = toldOf(ledger, entry);
		const category = categoryOf(told);
		return (
			foldedText(ledger, entry).includes(word) ||
			(digits !== '' && String(entry.amountMinor).startsWith(digits)) ||
			(category !== null && inCategory(category)) ||
			(accounts.size > 0 && (accounts.has(`member:${entry.postedBy}`) || entry.postings.some(({ account }) => accounts.has(account))))
		);
	};
}

const texts = new WeakMap<LedgerEntry, string>();

function foldedText(ledger: LedgerState, entry: LedgerEntry): string {
	const known = texts.get(entry);
	if (known !== undefined) return known;
	const told = toldOf(ledger, entry);
	const text = fold([descriptionOf(told), told?.op.note ?? '', entry.kind === 'reversal' ? entry.reason : ''].join('\n'));
	texts.set(entry, text);
	return text;
}

