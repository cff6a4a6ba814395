/** The form in words: what a closed part of it holds, at a glance. Pure. */
import type { Period } from '$crdt/domain/ledger/ops';
import { capital, sayDay } from '$lib/ui/times';
import { sayCount, sayList } from '$lib/ui/words';
import { METHOD_NAMES } from '../shared/ledger-words';
import { isDate, sayPeriod } from '../shared/periods';
import type { DraftKind, DraftMethod, EntryDraft, SplitDraft } from './draft';
import { taking, type EntryFacts } from './facts';
import { isPeriod } from './periods';
import { memberRef } from './transfer-wish';

interface KindWords {
	readonly kind: DraftKind;
	readonly label: string;
	readonly about: string;
	readonly post: string;
	/** Above who paid or received. */
	readonly party: string;
	readonly partyPart: string;
	readonly sharePart: string;
	/** Without a split. */
	readonly none: string;
	readonly example: string;
}

export const KINDS: readonly KindWords[] = [
	{ kind: 'expense', label: 'Expense', about: 'Somebody paid for something.', post: 'Post the expense', party: 'Who paid', partyPart: 'Paid by', sharePart: 'Shared by', none: 'Borne by the collective', example: 'Cleaning in October' },
	{ kind: 'income', label: 'Income', about: 'Money came in, a workshop’s fees for instance.', post: 'Post the income', party: 'Who received it', partyPart: 'Received by', sharePart: 'Goes to', none: 'Kept by the collective', example: 'Workshop fees' },
	{ kind: 'charge', label: 'Charge', about: 'Nobody has paid yet: members owe it, dues for instance.', post: 'Post the charge', party: '', partyPart: '', sharePart: 'Owed by', none: '', example: 'Dues for November' },
	{ kind: 'transfer', label: 'Payment', about: 'Money passed from one to another, or into or out of a pot.', post: 'Post the payment', party: '', partyPart: '', sharePart: '', none: '', example: '' }
];
export const wordsOfKind = (kind: DraftKind): KindWords => KINDS.find((one) => one.kind === kind)!; // all four are there

/** Ways to share as the form offers them. `none`: a word of the kind. */
export const METHODS: readonly DraftMethod[] = ['equal', 'shares', 'percent', 'exact', 'adjust', 'ownership', 'room-hours', 'prorata', 'none'];

export function sayPayers(draft: Pick<EntryDraft, 'party' | 'several'>, facts: Pick<EntryFacts, 'me' | 'people' | 'funds'>): string {
	if (draft.several === null) return nameOf(draft.party || memberRef(facts.me), facts, 'You');
	const named = Object.entries(draft.several).filter(([, text]) => text.trim() !== '');
	return named.length === 0 ? 'Several' : sayList(named.map(([ref]) => nameOf(ref, facts, 'you')).sort((a, b) => Number(b === 'you') - Number(a === 'you'))).replace(/^you/, 'You');
}

/** "You", "Ben", "Rent account". */
export function nameOf(ref: string, { me, people, funds }: Pick<EntryFacts, 'me' | 'people' | 'funds'>, mine: string): string {
	const id = ref.slice(ref.indexOf(':') + 1);
	if (ref.startsWith('fund:')) return funds.find((one) => one.id === id)?.name ?? 'A pot';
	return id === me ? mine : (people.find((one) => one.member === id)?.name ?? 'A former member');
}

/** "All 5, equally", "Ana and Ben, equally", "By room use, October 2026". */
export function sayShared(split: SplitDraft, kind: DraftKind, facts: Pick<EntryFacts, 'people' | 'basis'>): string {
	if (split.method === 'none') return wordsOfKind(kind).none;
	const how = METHOD_NAMES[split.method].replace(/^By/, 'by').replace(/^E/, 'e');
	if (split.method === 'room-hours') return `By room use, ${sayDays(split.period)}`;
	if (split.method === 'ownership') return 'By ownership';
	const who = sayTaking(split, facts);
	return split.method === 'prorata' ? `${who}, by days in ${sayDays(split.period)}` : `${who}, ${how}`;
}

export const sayDays = (period: Period): string => (isPeriod(period) ? sayPeriod(period) : 'days to be chosen');

function sayTaking(split: SplitDraft, facts: Pick<EntryFacts, 'people' | 'basis'>): string {
	const taken = taking(split, facts);
	const present = facts.people.filter((one) => !one.former);
	if (taken.length === 0) return split.method === 'prorata' && facts.basis === null ? 'Members' : 'Nobody yet';
	if (taken.length === present.length && taken.every((one) => !one.former)) return present.length === 1 ? 'You' : `All ${present.length}`;
	const names = [...taken].sort((a, b) => Number(b.mine) - Number(a.mine)).map((one) => (one.mine ? 'you' : one.name));
	return capital(names.length <= 3 ? sayList(names) : `${names.length} of ${present.length}`);
}

/** "Today", "Yesterday", "Thu 12 Mar". */
export const sayDate = (date: string, today: string): string => (isDate(date) ? capital(sayDay(date, today)) : 'No day yet');

/** "A note and 2 receipts"; what could be there while nothing is. */
export function sayMore(draft: Pick<EntryDraft, 'kind' | 'note' | 'receipts'>): string {
	const there = [draft.note.trim() === '' ? '' : 'a note', draft.receipts.length === 0 ? '' : sayCount(draft.receipts.length, 'receipt')].filter((one) => one !== '');
	return there.length === 0 ? (draft.kind === 'transfer' ? 'Note' : 'Note, receipts') : capital(sayList(there));
}
