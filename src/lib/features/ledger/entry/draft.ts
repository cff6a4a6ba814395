/** An entry while it is written, kept on this device as it is typed. Everything as typed: nothing here has been understood yet. */
import * as z from 'zod';
import type { ObjectId } from '$crypto/base';
import { receipt, type SplitMethod } from '$crdt/domain/ledger/ops';

const typed = z.record(z.string(), z.string());

const splitDraft = z.object({
	method: z.enum(['equal', 'shares', 'percent', 'exact', 'adjust', 'ownership', 'room-hours', 'prorata', 'none']),
	/** Chosen by the person: nothing else changes it any more. */
	touched: z.boolean(),
	/** Members left out. */
	out: z.array(z.string()),
	/** Former members who take part all the same. */
	also: z.array(z.string()),
	shares: typed,
	percent: typed,
	exact: typed,
	plus: typed,
	/** `until` is exclusive. */
	period: z.object({ from: z.string(), until: z.string() }),
	/** Empty: all. */
	rooms: z.array(z.string()),
	by: z.enum(['minutes', 'prices'])
});
export type SplitDraft = z.output<typeof splitDraft>;

const entryDraft = z.object({
	kind: z.enum(['expense', 'income', 'charge', 'transfer']),
	/** In the currency of the book, or of `abroad`. */
	amount: z.string(),
	abroad: z.object({ currency: z.string(), by: z.enum(['rate', 'inverse', 'sum']), rate: z.string(), sum: z.string() }).nullable(),
	description: z.string(),
	date: z.string(),
	/** '': guessed from the description. */
	category: z.string(),
	/** Who paid or received; '': me. */
	party: z.string(),
	/** Several paid or received: their amounts, by party; null: one did. */
	several: typed.nullable(),
	split: splitDraft,
	note: z.string(),
	receipts: z.array(receipt).max(6),
	approval: z.string(),
	/** Of a transfer; '': me. */
	from: z.string(),
	to: z.string(),
	/** The entry that is corrected by this one; '': none. */
	corrects: z.string(),
	/** Why. */
	reason: z.string()
});
export type EntryDraft = z.output<typeof entryDraft>;
export type DraftKind = EntryDraft['kind'];
export type DraftMethod = SplitMethod | 'none';

/** The days that splits by use or by membership begin with. */
export function newSplit(period: SplitDraft['period']): SplitDraft {
	return { method: 'equal', touched: false, out: [], also: [], shares: {}, percent: {}, exact: {}, plus: {}, period, rooms: [], by: 'minutes' };
}

export function newDraft(today: string, period: SplitDraft['period']): EntryDraft {
	return {
		kind: 'expense', amount: '', abroad: null, description: '', date: today, category: '', party: '', several: null, split: newSplit(period), note: '', receipts: [],
		approval: '', from: '', to: '', corrects: '', reason: ''
	};
}

/** What was kept, or null where it is none that this version can read. */
export function readDraft(kept: unknown): EntryDraft | null {
	const read = entryDraft.safeParse(kept);
	return read.success ? read.data : null;
}

/** Something stands in it that nobody would like to lose. */
export function isWritten(draft: EntryDraft, from: EntryDraft): boolean {
	const said = ({ kind: _kind, ...rest }: EntryDraft): string => JSON.stringify(rest);
	return said(draft) !== said(from);
}

export const DRAFT_PREFIX = 'entry ';
export const draftKey = (name: string): string => `${DRAFT_PREFIX}${name}`;
export const draftName = (key: string): string => key.slice(DRAFT_PREFIX.length);

/** A name nobody else uses. */
export const newDraftName = (): string => crypto.randomUUID();

/** How a draft is called in a list: what it is for, else what kind of thing it is. */
export function draftTitle(draft: EntryDraft): string {
	const words = draft.description.trim();
	if (words !== '') return words;
	return { expense: 'An expense', income: 'An income', charge: 'A charge', transfer: 'A payment' }[draft.kind];
}

export const correctsOf = (draft: EntryDraft): ObjectId | null => (draft.corrects === '' ? null : (draft.corrects as ObjectId)); // set from an entry's id
