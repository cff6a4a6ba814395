/**
 * What somebody fills in for something that recurs, and its way into an op and back. Pure; dates are YYYY-MM-DD, amounts as typed.
 * Whether it may be made is judged by the rules (LED20, LED30–LED34); the closed list of splits is LED28's.
 */
import type { MemberId, ObjectId } from '$crypto/base';
import type { OpOf } from '$crdt/domain/op';
import type { Category, EntryKind, ScheduledSplit } from '$crdt/domain/ledger/ops';
import { parseMoney } from '$lib/ui/money';
import { percentTyped, sayMissingPercent, sharesTyped } from '../entry/sums';
import { partyOf, type PartyRef } from '../entry/transfer-wish';
import type { Every } from '../shared/ledger-words';
import { RHYTHMS } from './schedule-words';

export type MakeSchedule = OpOf<'ledger/schedule'>;
export type ChangeSchedule = OpOf<'ledger/change-schedule'>;
/** What both ops say. */
export type Plan = Omit<ChangeSchedule, 'type' | 'schedule' | 'from'>;

/** none: the collective bears it. all: equally, all members at the time. */
export type Method = ScheduledSplit['method'] | 'none' | 'all';

export interface Rest {
	kind: 'hardship' | 'paused';
	/** First day on which it is over; '' until changed. */
	until: string;
}

export interface PersonDraft {
	in: boolean;
	/** Shares or per cent, as typed. */
	weight: string;
	tier: string;
	amount: string;
	rest: Rest | null;
}

export interface ScheduleDraft {
	kind: EntryKind;
	description: string;
	category: Category;
	amount: string;
	/** '' not chosen. */
	party: PartyRef | '';
	method: Method;
	/** By member id; who is missing is as `newPerson` says. */
	people: Record<string, PersonDraft>;
	/** For room hours; empty: all. */
	rooms: string[];
	by: 'minutes' | 'prices';
	span: 'before' | 'after';
	/** "month 1" */
	rhythm: string;
	/** First due date; of a change: from when on it holds. */
	from: string;
	/** No due date on or after it; '' none. */
	until: string;
	note: string;
	approval: string;
}

export type ScheduleField = 'description' | 'amount' | 'party' | 'split' | 'from' | 'until';
export type Wrong = { readonly field: ScheduleField; readonly sentence: string; /** Whose row does not fit. */ readonly member?: string };
export type Read<T> = { readonly ok: true; readonly value: T } | ({ readonly ok: false } & Wrong);

export const newPerson = (): PersonDraft => ({ in: true, weight: '1', tier: '', amount: '', rest: null });
export const personOf = (draft: Pick<ScheduleDraft, 'people'>, member: string): PersonDraft => draft.people[member] ?? newPerson();

/** Sizes of the ops' texts. */
export const MOST = { description: 160, note: 400, tier: 40 } as const;

/** Reads the plan. @param members in the order of the list; those ticked take part */
export function toPlan(draft: ScheduleDraft, members: readonly MemberId[], currency: string): Read<Plan> {
	const no = (field: ScheduleField, sentence: string, member?: string): Read<never> => ({ ok: false, field, sentence, ...(member ? { member } : {}) });
	const description = draft.description.trim().replace(/\s+/g, ' ');
	if (description === '') return no('description', 'Say what it is for.');
	const tiers = draft.method === 'tiers';
	const amountMinor = tiers ? null : parseMoney(draft.amount, currency);
	if (!tiers && amountMinor === null) return no('amount', 'An amount such as 120 or 120.50.');
	const party = draft.kind === 'charge' ? null : partyOf(draft.party);
	if (draft.kind !== 'charge' && party === null) return no('party', draft.kind === 'income' ? 'Choose who receives it.' : 'Choose who pays it.');
	if (draft.kind === 'charge' && draft.method === 'none') return no('split', 'Choose who owes it.');
	const split = toSplit(draft, members, currency);
	if (!split.ok) return split;
	return {
		ok: true,
		value: {
			kind: draft.kind, description, category: draft.category, amountMinor, party, split: split.value, note: draft.note.trim(),
			// an id of the list that was shown
			approval: draft.kind === 'expense' && draft.approval !== '' ? (draft.approval as ObjectId) : null
		}
	};
}

function toSplit(draft: ScheduleDraft, members: readonly MemberId[], currency: string): Read<ScheduledSplit | null> {
	const no = (sentence: string, member?: string): Read<never> => ({ ok: false, field: 'split', sentence, ...(member ? { member } : {}) });
	const taking = members.filter((member) => personOf(draft, member).in);
	const named = draft.method === 'equal' || draft.method === 'shares' || draft.method === 'percent' || draft.method === 'tiers';
	if (named && taking.length === 0) return no('Somebody has to take part.');
	switch (draft.method) {
		case 'none':
			return { ok: true, value: null };
		case 'all':
			return { ok: true, value: { method: 'equal', between: null } };
		case 'equal':
			return { ok: true, value: { method: 'equal', between: taking.map((member) => ({ member })) } };
		case 'ownership':
			return { ok: true, value: { method: 'ownership' } };
		case 'room-hours':
			return { ok: true, value: { method: 'room-hours', rooms: draft.rooms as ObjectId[] /* of the list that was shown */, by: draft.by } };
		case 'prorata':
			return { ok: true, value: { method: 'prorata', span: draft.span } };
		case 'shares': {
			const between = taking.map((member) => ({ member, shares: sharesTyped(personOf(draft, member).weight) }));
			const odd = between.find(({ shares }) => shares === null);
			if (odd) return no('Parts are whole numbers from 1.', odd.member);
			return { ok: true, value: { method: 'shares', between: between.flatMap(({ member, shares }) => (shares === null ? [] : [{ member, shares }])) } };
		}
		case 'percent': {
			const between = taking.map((member) => ({ member, basisPoints: percentTyped(personOf(draft, member).weight) }));
			const odd = between.find(({ basisPoints }) => basisPoints === null || basisPoints === 0);
			if (odd) return no('Per cent such as 25 or 12.5.', odd.member);
			const points = between.flatMap(({ member, basisPoints }) => (basisPoints === null ? [] : [{ member, basisPoints }]));
			const sum = points.reduce((total, one) => total + one.basisPoints, 0);
			return sum === 10_000 ? { ok: true, value: { method: 'percent', between: points } } : no(sayMissingPercent(10_000 - sum));
		}
		case 'tiers': {
			const between: Extract<ScheduledSplit, { method: 'tiers' }>['between'] = [];
			for (const member of taking) {
				const { tier, amount, rest } = personOf(draft, member);
				const amountMinor = parseMoney(amount, currency);
				if (amountMinor === null) return no('An amount such as 120 or 120.50.', member);
				between.push({ member, tier: tier.trim(), amountMinor, rest: rest && { kind: rest.kind, until: rest.until || null } });
			}
			return { ok: true, value: { method: 'tiers', between } };
		}
	}
}

/** The op that makes it, or which field does not fit. */
export function toSchedule(draft: ScheduleDraft, members: readonly MemberId[], currency: string): Read<MakeSchedule> {
	const plan = toPlan(draft, members, currency);
	if (!plan.ok) return plan;
	if (!isDate(draft.from)) return { ok: false, field: 'from', sentence: 'Choose the first date.' };
	if (draft.until !== '' && (!isDate(draft.until) || draft.until <= draft.from)) return { ok: false, field: 'until', sentence: 'This is not after the first date.' };
	return { ok: true, value: { type: 'ledger/schedule', ...plan.value, from: draft.from, every: everyOf(draft.rhythm), until: draft.until || null } };
}

/** The op that changes it for due dates from a date on. */
export function toChange(draft: ScheduleDraft, schedule: ObjectId, members: readonly MemberId[], currency: string): Read<ChangeSchedule> {
	const plan = toPlan(draft, members, currency);
	if (!plan.ok) return plan;
	if (!isDate(draft.from)) return { ok: false, field: 'from', sentence: 'Choose from when on it holds.' };
	return { ok: true, value: { type: 'ledger/change-schedule', schedule, from: draft.from, ...plan.value } };
}

export const everyOf = (rhythm: string): Every => RHYTHMS.find(({ value }) => value === rhythm)?.every ?? otherEvery(rhythm);

function otherEvery(rhythm: string): Every {
	const found = /^(week|month|year) (\d{1,2})$/.exec(rhythm);
	return { unit: found ? (found[1] as Every['unit'] /* one of the three */) : 'month', count: found ? Number(found[2]) : 1 };
}

const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);
