/** The ledger in words: categories, kinds, ways to share, rhythms, and how an entry is called. Knows no amounts but those it is given. */
import type { Category, EntryKind, ScheduledSplit, SplitMethod } from '$crdt/domain/ledger/ops';
import type { EntryLineView, LedgerEntryView, PartyView } from '$crdt/domain/ledger/views';
import { LOCALE } from '$lib/ui/locale';
import { shortDate } from '$lib/ui/times';
import { sayCount, sayList } from '$lib/ui/words';
import { BUILT_IN_NAMES, sayCategory as sayNamed } from '$lib/words/category-words';

export const CATEGORY_NAMES = BUILT_IN_NAMES;

/** `name`: of one opened by members, as views bring it along; null for those that every book has. */
export const sayCategory = (category: Category | null, name: string | null): string => (category === null ? '' : sayNamed(category, name));

export const KIND_NAMES: Readonly<Record<LedgerEntryView['kind'], string>> = {
	expense: 'Expense',
	income: 'Income',
	charge: 'Charge',
	transfer: 'Payment',
	reversal: 'Correction'
};

/** What each kind is, in one sentence, for whoever has to choose. */
export const KIND_ABOUT: Readonly<Record<EntryKind, string>> = {
	expense: 'Somebody paid for something.',
	income: 'Money came in, a workshop’s fees for instance.',
	charge: 'Nobody has paid yet: members owe it, dues for instance.'
};

type AnyMethod = SplitMethod | ScheduledSplit['method'];

/** Ways to share, as they are chosen. */
export const METHOD_NAMES: Readonly<Record<AnyMethod, string>> = {
	equal: 'Equally',
	shares: 'By parts',
	percent: 'By per cent',
	exact: 'Exact amounts',
	adjust: 'Equally, with differences',
	ownership: 'By ownership',
	'room-hours': 'By room use',
	prorata: 'By days of membership',
	tiers: 'By tiers'
};

export const METHOD_ABOUT: Readonly<Record<AnyMethod, string>> = {
	equal: 'The same for everybody.',
	shares: 'Whoever has two parts bears twice as much as whoever has one.',
	percent: 'So many per cent each, one hundred together.',
	exact: 'So much each; together it is the whole.',
	adjust: 'Some bear so much more or less, the rest is shared equally.',
	ownership: 'By the ownership shares that were decided.',
	'room-hours': 'By the hours each has booked in a period, or by what they cost.',
	prorata: 'By the days each was a member in a period.',
	tiers: 'An amount each; whoever is waived or away pays nothing.'
};

/** "shared equally", "shared by room use": after who paid. */
export const sharedHow = (method: SplitMethod): string => (method === 'exact' ? 'shared by exact amounts' : `shared ${METHOD_NAMES[method].toLowerCase()}`);

/** Why there is no way to share by what somebody earns (LED28). */
export const NO_FEE_SPLIT =
	'There is no way to share by fees, sessions, clients or referrals. Sharing costs by what a colleague earns from patients can count as fee-splitting, which professional law and ethics forbid.';

export type Every = { readonly unit: 'week' | 'month' | 'year'; readonly count: number };

/** "every month", "every quarter", "every 3 weeks" */
export function sayEvery({ unit, count }: Every): string {
	if (unit === 'month' && count === 3) return 'every quarter';
	if (unit === 'month' && count === 6) return 'every half-year';
	if (count === 1) return `every ${unit}`;
	return count === 2 ? `every second ${unit}` : `every ${count} ${unit}s`;
}

/** "every month on the 1st", "every second week on Monday", "every year on 3 May"; a month that lacks the day has its last one (LED30). */
export function sayRhythm(every: Every, from: string): string {
	if (from === '') return sayEvery(every);
	switch (every.unit) {
		case 'week':
			return `${sayEvery(every)} on ${dayIn(from, { weekday: 'long' })}`;
		case 'month': {
			const day = Number(from.slice(8, 10));
			return `${sayEvery(every)} on ${day === 31 ? 'the last day' : `the ${ordinal(day)}${day > 28 ? ' or last day' : ''}`}`;
		}
		case 'year':
			return `${sayEvery(every)} on ${dayIn(from, { day: 'numeric', month: 'long' })}`;
	}
}

const dayIn = (date: string, options: Intl.DateTimeFormatOptions): string => new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: 'UTC' }).format(Date.parse(date));

export function ordinal(n: number): string {
	const last = n % 10;
	const isTeen = n % 100 > 10 && n % 100 < 14;
	return `${n}${isTeen ? 'th' : last === 1 ? 'st' : last === 2 ? 'nd' : last === 3 ? 'rd' : 'th'}`;
}

/** "waived", "paused until 3 May". `until` is exclusive: the day payment begins again. */
export function sayRest(rest: { readonly kind: 'hardship' | 'paused'; readonly until: string | null }, today: string): string {
	const what = rest.kind === 'hardship' ? 'waived' : 'paused';
	return rest.until === null ? what : `${what} until ${shortDate(rest.until, today)}`;
}

/** "You", "Ben", "Reserve". */
export const sayParty = (party: PartyView): string => (party.mine ? 'You' : party.name);

const ofParty = (party: PartyView): string => (party.mine ? 'you' : party.name);

type Told = Pick<EntryLineView, 'kind' | 'description' | 'paid' | 'to' | 'postedByName'>;

/** The name of an entry in a list and over its page. */
export function entryTitle(entry: Told): string {
	switch (entry.kind) {
		case 'expense':
		case 'income':
		case 'charge':
			return entry.description;
		case 'transfer':
			return transferTitle(entry);
		case 'reversal':
			return `Correction of “${entry.description || transferTitle(entry)}”`;
	}
}

function transferTitle({ paid, to }: Told): string {
	const from = paid[0]?.party;
	if (from === undefined || to === null) return 'a payment';
	return from.kind === 'fund' && to.kind === 'fund' ? `${from.name} to ${to.name}` : `${sayParty(from)} paid ${ofParty(to)}`;
}

/** The line below the name: who paid or received, or who corrected. */
export function entrySentence(entry: EntryLineView): string {
	const who = sayList(entry.paid.map((part) => sayParty(part.party)));
	switch (entry.kind) {
		case 'expense':
			return `${who} paid`;
		case 'income':
			return `${who} received`;
		case 'charge':
			return 'owed by members';
		case 'transfer':
			return entry.confirmedByName === null ? 'not confirmed yet' : `${entry.confirmedByName} has confirmed it`;
		case 'reversal':
			return entry.mine ? 'by you' : `by ${entry.postedByName}`;
	}
}

/** "Belongs to 3 May, booked on 1 June": only of one that came too late for its period; else ''. */
export function sayLate(entry: Pick<EntryLineView, 'booked' | 'date'>, today: string): string {
	return entry.booked.late ? `belongs to ${shortDate(entry.date, today)}, booked on ${shortDate(entry.booked.date, today)}` : '';
}

/** "2 receipts · 1 comment"; '' for neither. */
export function sayAttached(entry: Pick<EntryLineView, 'receipts' | 'comments'>): string {
	return [entry.receipts > 0 ? sayCount(entry.receipts, 'receipt') : '', entry.comments > 0 ? sayCount(entry.comments, 'comment') : ''].filter((each) => each !== '').join(' · ');
}
