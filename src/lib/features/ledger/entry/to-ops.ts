/** A written entry and its way into ops; what does not fit is said at its field. Pure. */
import type { OpInput } from '$crdt/domain/op';
import type { Category } from '$crdt/domain/ledger/ops';
import type { PlannedPost } from '$crdt/domain/ledger/views';
import { parseMoney } from '$lib/ui/money';
import { reckonAbroad, type AbroadReckoned } from './abroad';
import { correctsOf, type EntryDraft } from './draft';
import type { EntryFacts, SplitField } from './facts';
import { isDate } from '../shared/periods';
import { missing, moneyTyped, sayMissing } from './sums';
import { toSplit } from './to-split';
import { memberRef, partyOf } from './transfer-wish';

export type EntryField = 'amount' | 'currency' | 'rate' | 'sum' | 'description' | 'date' | 'party' | 'several' | SplitField | 'from' | 'to' | 'reason' | 'approval' | 'category';
export interface Wrong {
	readonly field: EntryField;
	readonly says: string;
}
type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly wrong: readonly Wrong[] };
export type PostInput = Extract<OpInput, { type: 'ledger/post' }>;

const AMOUNT = 'An amount such as 45.50.';

/** The amount in the book's currency; what came of another one. Null: not readable yet. */
export function amountOf(draft: EntryDraft, currency: string): { readonly amountMinor: number; readonly abroad: AbroadReckoned | null } | null {
	if (draft.abroad !== null && draft.kind !== 'transfer') {
		const reckoned = reckonAbroad(draft.abroad, draft.amount, currency);
		return reckoned.ok ? { amountMinor: reckoned.value.amountMinor, abroad: reckoned.value } : null;
	}
	const amountMinor = parseMoney(draft.amount, currency);
	return amountMinor === null ? null : { amountMinor, abroad: null };
}

/** The entry itself, without what it corrects. */
export function toEntry(draft: EntryDraft, facts: EntryFacts): Read<PlannedPost> {
	return draft.kind === 'transfer' ? toTransfer(draft, facts) : toPost(draft, facts);
}

/**
 * All that is posted at once: of a correction the exact opposite first, and then what takes its place.
 * @param reversalDate the day of the opposite.
 */
export function toOps(draft: EntryDraft, facts: EntryFacts, reversalDate: string): Read<readonly OpInput[]> {
	const entry = toEntry(draft, facts);
	const target = correctsOf(draft);
	const reason = draft.reason.trim().replace(/\s+/g, ' ');
	const unsaid: readonly Wrong[] = target !== null && reason === '' ? [{ field: 'reason', says: 'A word on what was wrong.' }] : [];
	if (!entry.ok) return { ok: false, wrong: [...unsaid, ...entry.wrong] };
	if (unsaid.length > 0) return { ok: false, wrong: unsaid };
	if (target === null) return { ok: true, value: [entry.value] };
	const next = entry.value.type === 'ledger/post' ? { ...entry.value, corrects: target } : entry.value;
	return { ok: true, value: [{ type: 'ledger/reverse', target, date: reversalDate, reason }, next] };
}

/** The day of a correction: the entry's own while the books are open there, else today, or the first open day where today is closed too. */
export function reversalDay(entry: { readonly date: string; readonly booked: { readonly closed: boolean; readonly late: boolean } }, today: string, openFrom: string | null): string {
	const day = entry.booked.closed || entry.booked.late ? today : entry.date;
	return openFrom !== null && day < openFrom ? openFrom : day;
}

function toTransfer(draft: EntryDraft, facts: EntryFacts): Read<PlannedPost> {
	const amountMinor = parseMoney(draft.amount, facts.currency);
	const from = partyOf(draft.from || memberRef(facts.me));
	const to = partyOf(draft.to);
	const wrong: Wrong[] = [];
	if (amountMinor === null) wrong.push({ field: 'amount', says: AMOUNT });
	if (to === null) wrong.push({ field: 'to', says: 'Choose who got it.' });
	else if ((draft.from || memberRef(facts.me)) === draft.to) wrong.push({ field: 'to', says: 'From one to another: these are the same.' });
	if (!isDate(draft.date)) wrong.push({ field: 'date', says: 'A day.' });
	if (from === null || to === null || amountMinor === null || wrong.length > 0) return { ok: false, wrong };
	return { ok: true, value: { type: 'ledger/transfer', from, to, amountMinor, date: draft.date, note: draft.note.trim() } };
}

function toPost(draft: EntryDraft, facts: EntryFacts): Read<PlannedPost> {
	const wrong: Wrong[] = [];
	const amount = amountOf(draft, facts.currency);
	if (amount === null) wrong.push(amountWrong(draft, facts.currency));
	const amountMinor = amount?.amountMinor ?? null;
	if (draft.description.trim() === '') wrong.push({ field: 'description', says: 'A word on what it was.' });
	if (!isDate(draft.date)) wrong.push({ field: 'date', says: 'A day.' });
	const paid = paidOf(draft, facts, amountMinor);
	if (!paid.ok) wrong.push(...paid.wrong);
	const split = toSplit(draft.kind === 'charge' && draft.split.method === 'none' ? { ...draft.split, method: 'equal' } : draft.split, facts, amountMinor);
	if (!split.ok) wrong.push(split);
	if (amount === null || !paid.ok || !split.ok || wrong.length > 0) return { ok: false, wrong };
	return {
		ok: true,
		value: {
			type: 'ledger/post',
			kind: draft.kind === 'transfer' ? 'expense' : draft.kind, // transfers go another way
			description: draft.description.trim().replace(/\s+/g, ' '),
			date: draft.date,
			category: draft.category === '' ? facts.category : (draft.category as Category), // one of the options
			amountMinor: amount.amountMinor,
			foreign: amount.abroad?.foreign ?? null,
			paid: paid.value,
			split: split.value,
			note: draft.note.trim(),
			receipts: draft.receipts.map((one) => ({ ...one })),
			approval: draft.kind === 'expense' && facts.approval !== '' ? (facts.approval as PostInput['approval']) : null, // one of the options
			corrects: null,
			schedule: null
		}
	};
}

function amountWrong(draft: EntryDraft, currency: string): Wrong {
	if (draft.abroad === null) return { field: 'amount', says: AMOUNT };
	const reckoned = reckonAbroad(draft.abroad, draft.amount, currency);
	const field = reckoned.ok ? 'amount' : reckoned.field;
	return { field, says: { amount: AMOUNT, rate: 'A rate such as 1.0871.', sum: 'The sum that was charged, such as 45.50.', currency: 'Choose another currency.' }[field] };
}

function paidOf(draft: EntryDraft, facts: EntryFacts, amountMinor: number | null): Read<PostInput['paid']> {
	if (draft.kind === 'charge') return { ok: true, value: [] };
	if (draft.several === null) {
		const party = partyOf(draft.party || memberRef(facts.me));
		if (party === null) return { ok: false, wrong: [{ field: 'party', says: 'Choose who it was.' }] };
		return { ok: true, value: amountMinor === null ? [] : [{ party, amountMinor }] };
	}
	const paid: PostInput['paid'] = [];
	for (const [ref, text] of Object.entries(draft.several)) {
		const one = moneyTyped(text, facts.currency);
		const party = partyOf(ref);
		if (one === null || party === null) return { ok: false, wrong: [{ field: 'several', says: AMOUNT }] };
		if (one > 0) paid.push({ party, amountMinor: one });
	}
	const lacks = amountMinor === null ? 0 : missing(amountMinor, paid.map((one) => one.amountMinor));
	if (paid.length === 0 || lacks !== 0) return { ok: false, wrong: [{ field: 'several', says: lacks === 0 ? 'Say who paid how much.' : sayMissing(lacks, facts.currency) }] };
	return { ok: true, value: paid };
}
