/**
 * What the form begins with: a template, an entry taken over, or what holds now. Pure; today is an argument.
 */
import type { MemberId } from '$crypto/base';
import type { Split } from '$crdt/domain/ledger/ops';
import type { SchedulePlanView, ScheduleView } from '$crdt/domain/ledger/schedule-views';
import type { LedgerEntryView } from '$crdt/domain/ledger/views';
import { editMoney } from '$lib/ui/money';
import { partyOf, partyRef, type PartyRef } from '../entry/transfer-wish';
import { newPerson, type ChangeSchedule, type Method, type PersonDraft, type Plan, type Rest, type ScheduleDraft } from './schedule-draft';

export type Template = 'dues' | 'rent' | 'rent-by-hours' | 'subscription' | 'empty';

export const TEMPLATES: readonly { readonly value: Template; readonly title: string; readonly about: string }[] = [
	{ value: 'dues', title: 'Dues', about: 'What each member pays in, by tiers if you have them. Somebody can be waived or paused.' },
	{ value: 'rent', title: 'Rent', about: 'The same amount every month, shared equally.' },
	{ value: 'rent-by-hours', title: 'Rent by room hours', about: 'Shared by what each of you booked in the month before.' },
	{ value: 'subscription', title: 'Subscription', about: 'Website, software, insurance: small and regular.' },
	{ value: 'empty', title: 'Something else', about: 'Begin with an empty form.' }
];

export const parseTemplate = (text: string | null): Template | null => TEMPLATES.find(({ value }) => value === text)?.value ?? null;

/** @param payer who pays it unless said otherwise: the bank account where there is one, or else me */
export function fromTemplate(template: Template, today: string, payer: PartyRef | ''): ScheduleDraft {
	const plain: ScheduleDraft = {
		kind: 'expense', description: '', category: 'other', amount: '', party: payer, method: 'all', people: {}, rooms: [], by: 'minutes', span: 'before',
		rhythm: 'month 1', from: firstOfNextMonth(today), until: '', note: '', approval: ''
	};
	switch (template) {
		case 'dues':
			return { ...plain, kind: 'charge', description: 'Dues', category: 'dues', party: '', method: 'tiers' };
		case 'rent':
			return { ...plain, description: 'Rent', category: 'rent' };
		case 'rent-by-hours':
			return { ...plain, description: 'Rent', category: 'rent', method: 'room-hours' };
		case 'subscription':
			return { ...plain, category: 'website' };
		case 'empty':
			return plain;
	}
}

/** An entry that was posted by hand and shall recur: as it is, from the same day of the next month on. */
export function fromEntry(entry: LedgerEntryView, today: string, currency: string): ScheduleDraft {
	const plain = fromTemplate('empty', today, '');
	const payer = entry.paid[0]?.party;
	return {
		...plain,
		kind: entry.kind === 'income' || entry.kind === 'charge' ? entry.kind : 'expense',
		description: entry.description,
		category: entry.category ?? 'other',
		amount: editMoney(entry.amountMinor, currency),
		party: payer ? partyRef(payer) : '',
		...splitDraft(entry.split, entry, currency),
		from: nextMonthly(entry.date, today),
		note: entry.note
	};
}

function splitDraft(split: Split | null, entry: LedgerEntryView, currency: string): Partial<ScheduleDraft> {
	if (split === null) return { method: entry.kind === 'charge' ? 'all' : 'none' };
	const amounts = (): Partial<ScheduleDraft> => ({
		method: 'tiers',
		people: onlyThese(entry.shares.map((share) => [share.member, { amount: editMoney(share.amountMinor, currency), in: share.amountMinor > 0 }]))
	});
	switch (split.method) {
		case 'equal':
			return { method: 'equal', people: onlyThese(split.between.map(({ member }) => [member, {}])) };
		case 'shares':
			return { method: 'shares', people: onlyThese(split.between.map(({ member, shares }) => [member, { weight: String(shares) }])) };
		case 'percent':
			return { method: 'percent', people: onlyThese(split.between.map(({ member, basisPoints }) => [member, { weight: sayPercent(basisPoints) }])) };
		case 'exact':
		case 'adjust':
			return amounts();
		case 'ownership':
			return { method: 'ownership' };
		case 'room-hours':
			return { method: 'room-hours', rooms: [...split.rooms], by: split.by };
		case 'prorata':
			return { method: 'prorata', span: 'before' };
	}
}

/** What holds now, for a change. @param from the first date it shall hold for */
export function fromPlan(plan: SchedulePlanView, schedule: ScheduleView, from: string, currency: string): ScheduleDraft {
	const { split } = plan;
	return {
		kind: plan.kind, description: plan.description, category: plan.category, amount: plan.amountMinor === null ? '' : editMoney(plan.amountMinor, currency),
		party: plan.party ? partyRef(plan.party) : '',
		method: split === null ? 'none' : split.method === 'equal' && split.between === null ? 'all' : split.method,
		people: peopleOf(plan, currency),
		rooms: split?.method === 'room-hours' ? [...split.rooms] : [],
		by: split?.method === 'room-hours' ? split.by : 'minutes',
		span: split?.method === 'prorata' ? split.span : 'before',
		rhythm: `${schedule.every.unit} ${schedule.every.count}`, from, until: schedule.until ?? '', note: plan.note, approval: plan.approval?.id ?? ''
	};
}

function peopleOf({ split }: SchedulePlanView, currency: string): Record<string, PersonDraft> {
	switch (split?.method) {
		case 'equal':
			return split.between === null ? {} : onlyThese(split.between.map(({ member }) => [member, {}]));
		case 'shares':
			return onlyThese(split.between.map(({ member, shares }) => [member, { weight: String(shares) }]));
		case 'percent':
			return onlyThese(split.between.map(({ member, basisPoints }) => [member, { weight: sayPercent(basisPoints) }]));
		case 'tiers':
			return onlyThese(split.between.map((one) => [one.member, { tier: one.tier, amount: editMoney(one.amountMinor, currency), rest: one.rest && { kind: one.rest.kind, until: one.rest.until ?? '' } }]));
		default:
			return {};
	}
}

/** The plan of a version as an op says it, with somebody's rest changed; null where this version has no tiers with that member. */
export function withRest(plan: SchedulePlanView, member: MemberId, rest: Rest | null): Plan | null {
	if (plan.split?.method !== 'tiers' || !plan.split.between.some((one) => one.member === member)) return null;
	const between = plan.split.between.map((one) => (one.member === member ? { ...one, rest: rest && { kind: rest.kind, until: rest.until || null } } : one));
	return {
		kind: plan.kind, description: plan.description, category: plan.category, amountMinor: null,
		party: plan.party && partyOf(partyRef(plan.party)),
		split: { method: 'tiers', between }, note: plan.note, approval: plan.approval?.id ?? null
	};
}

/**
 * What makes somebody's part rest (or pay again) for due dates from a date on. Changes that are planned for later are said again with
 * it, since of all changes the last one said holds (LED31).
 */
export function restOps(schedule: ScheduleView, member: MemberId, rest: Rest | null, from: string): ChangeSchedule[] {
	const later = schedule.versions.filter((version) => version.from > from && version !== schedule.now);
	return [{ from, plan: schedule.now }, ...later.map((plan) => ({ from: plan.from, plan }))].flatMap(({ from, plan }): ChangeSchedule[] => {
		const changed = withRest(plan, member, rest);
		return changed ? [{ type: 'ledger/change-schedule', schedule: schedule.id, from, ...changed }] : [];
	});
}

/** Whoever is named takes part as said. */
function onlyThese(people: readonly (readonly [string, Partial<PersonDraft>])[]): Record<string, PersonDraft> {
	return Object.fromEntries(people.map(([member, part]) => [member, { ...newPerson(), ...part }]));
}

/** Who is not named by what was taken over stays out; who is on the list stays as it is. */
export function leaveOut(draft: ScheduleDraft, members: readonly string[]): ScheduleDraft {
	if (Object.keys(draft.people).length === 0) return draft;
	const missing = members.filter((member) => !(member in draft.people));
	return { ...draft, people: { ...draft.people, ...Object.fromEntries(missing.map((member) => [member, { ...newPerson(), in: false }])) } };
}

export const isNamed = (method: Method): boolean => method === 'equal' || method === 'shares' || method === 'percent' || method === 'tiers';

export const sayPercent = (basisPoints: number): string => String(basisPoints / 100);

/** The first day of the month after today's; today where it is a first. */
export function firstOfNextMonth(today: string): string {
	if (today.endsWith('-01')) return today;
	const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
	return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
}

/** The same day of the month, in the first month after the entry's in which it is not past. */
export function nextMonthly(date: string, today: string): string {
	const [year, month, day] = [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8))];
	for (let step = 1; ; step++) {
		const last = new Date(Date.UTC(year, month - 1 + step + 1, 0)).getUTCDate();
		const next = new Date(Date.UTC(year, month - 1 + step, Math.min(day, last))).toISOString().slice(0, 10);
		if (next >= today) return next;
	}
}

