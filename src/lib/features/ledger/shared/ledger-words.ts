/** The ledger in words: categories, kinds, ways to share, rhythms, and how an entry is called. Knows no amounts but those it is given. */
import type { Category, EntryKind, ScheduledSplit, SplitMethod } from '$crdt/domain/ledger/ops';
import type { EntryLineView, LedgerEntryView, PartyView } from '$crdt/domain/ledger/views';
import { LOCALE } from '$lib/ui/locale';
import { fullDate, shortDate } from '$lib/ui/times';
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

const UNITS = { week: ['every week', 'weeks'], month: ['every month', 'months'], year: ['every year', 'years'] } as const;

/** "every month on the 1st", "every 2 weeks on Monday", "every year on 3 May". */
export function sayRhythm(every: { readonly unit: 'week' | 'month' | 'year'; readonly count: number }, from: string): string {
	const [one, many] = UNITS[every.unit];
	const how = every.count === 1 ? one : `every ${every.count} ${many}`;
	switch (every.unit) {
		case 'week':
			return `${how} on ${dayIn(from, { weekday: 'long' })}`;
		case 'month':
			return `${how} on the ${ordinal(Number(from.slice(8, 10)))}`;
		case 'year':
			return `${how} on ${dayIn(from, { day: 'numeric', month: 'long' })}`;
	}
}

const dayIn = (date: string, options: Intl.DateTimeFormatOptions): string => new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: 'UTC' }).format(Date.parse(date));

export function ordinal(n: number): string {
	const last = n % 10;
	const isTeen = n % 100 > 10 && n % 100 < 14;
	return `${n}${isTeen ? 'th' : last === 1 ? 'st' : last === 2 ? 'nd' : last === 3 ? 'rd' : 'th'}`;
}

/** "waived", "away until 3 May". `until` is exclusive: the day payment begins again. */
export function sayRest(rest: { readonly kind: 'hardship' | 'paused'; readonly until: string | null }): string {
	const what = rest.kind === 'hardship' ? 'waived' : 'paused';
	return rest.until === null ? what : `${what} until ${fullDate(rest.until)}`;
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
			return sayCategory(entry.category, entry.categoryName);
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
