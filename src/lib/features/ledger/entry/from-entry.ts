/** From an entry in the book to a draft: to write the like of it, to correct it, or to share the next one the same way. Pure. */
import type { LedgerEntryView } from '$crdt/domain/ledger/views';
import { editMoney } from '$lib/ui/money';
import { unitRate } from './abroad';
import { decimalText } from './decimals';
import { newSplit, type EntryDraft, type SplitDraft } from './draft';
import type { Person } from './facts';
import { movedOn } from './periods';
import { partyRef } from './transfer-wish';

export interface Around {
	readonly today: string;
	readonly currency: string;
	readonly people: readonly Person[];
	/** What the form begins with otherwise. */
	readonly blank: EntryDraft;
}

/** Null: an entry of this kind has no like (a correction). */
export function draftOf(entry: LedgerEntryView, purpose: 'copy' | 'correct', around: Around): EntryDraft | null {
	const { blank, currency, today } = around;
	if (entry.kind === 'reversal') return null;
	const kept = purpose === 'correct';
	const base: EntryDraft = {
		...blank,
		kind: entry.kind,
		amount: editMoney(entry.amountMinor, currency),
		description: entry.kind === 'transfer' ? '' : entry.description,
		date: kept && !entry.booked.closed && !entry.booked.late ? entry.date : today,
		note: entry.note,
		corrects: kept ? entry.id : '',
		receipts: kept ? entry.receipts.map((one) => ({ ...one })) : [],
		approval: kept ? (entry.approval?.id ?? '') : ''
	};
	const [first] = entry.paid;
	if (entry.kind === 'transfer') return { ...base, from: first ? partyRef(first.party) : '', to: entry.to ? partyRef(entry.to) : '' };
	return {
		...base,
		...(entry.foreign === null
			? {}
			: {
					amount: editMoney(entry.foreign.amountMinor, entry.foreign.currency),
					abroad: { currency: entry.foreign.currency, by: 'rate' as const, rate: unitRate(entry.foreign.rate, entry.foreign.currency, currency), sum: editMoney(entry.amountMinor, currency) }
				}),
		category: entry.category ?? '',
		party: entry.paid.length === 1 && first ? partyRef(first.party) : '',
		several: entry.paid.length > 1 ? Object.fromEntries(entry.paid.map((part) => [partyRef(part.party), editMoney(part.amountMinor, currency)])) : null,
		split: { ...splitOf(entry, around, kept), touched: true }
	};
}

/** @param same the very days and people, as a correction needs them; else a whole month moves on, whoever came in since takes part, and whoever has left does not. */
export function splitOf(
	{ split, claimedAt }: Pick<LedgerEntryView, 'split' | 'claimedAt'>,
	{ people, currency, today, blank }: Omit<Around, 'blank'> & { readonly blank: Pick<EntryDraft, 'split'> },
	same: boolean
): SplitDraft {
	const fresh = newSplit(blank.split.period);
	if (split === null) return { ...fresh, method: 'none' };
	const named = new Set<string>(split.between.map((one) => one.member));
	const draft: SplitDraft = {
		...fresh,
		method: split.method,
		out: people.filter((one) => !one.former && !named.has(one.member) && (same || one.since <= claimedAt)).map((one) => one.member),
		also: people.filter((one) => same && one.former && named.has(one.member)).map((one) => one.member)
	};
	switch (split.method) {
		case 'equal':
		case 'ownership':
			return draft;
		case 'shares':
			return { ...draft, shares: Object.fromEntries(split.between.map((one) => [one.member, String(one.shares)])) };
		case 'percent':
			return { ...draft, percent: Object.fromEntries(split.between.map((one) => [one.member, decimalText(BigInt(one.basisPoints), 2)])) };
		case 'exact':
			return { ...draft, exact: Object.fromEntries(split.between.map((one) => [one.member, editMoney(one.amountMinor, currency)])) };
		case 'adjust':
			return { ...draft, plus: Object.fromEntries(split.between.filter((one) => one.plusMinor !== 0).map((one) => [one.member, signed(one.plusMinor, currency)])) };
		case 'room-hours':
			return { ...draft, period: same ? { ...split.period } : movedOn(split.period, today), rooms: [...split.rooms], by: split.by };
		case 'prorata':
			return {
				...draft,
				period: same ? { ...split.period } : movedOn(split.period, today),
				shares: Object.fromEntries(split.between.filter((one) => one.shares !== 1).map((one) => [one.member, String(one.shares)]))
			};
	}
}

/** How the last entry of a category was shared, for the next one; null: nothing to go by (exact amounts belong to one entry alone). */
export function likeLast(last: Pick<LedgerEntryView, 'split' | 'claimedAt'>, around: Parameters<typeof splitOf>[1]): SplitDraft | null {
	return last.split?.method === 'exact' || last.split?.method === 'adjust' ? null : splitOf(last, around, false);
}

const signed = (minor: number, currency: string): string => `${minor < 0 ? '−' : '+'}${editMoney(Math.abs(minor), currency)}`;
