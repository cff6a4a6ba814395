/** What somebody writes as rules for the rooms, and its way into a proposal. Pure; the present moment is an argument. */
import type { CalendarRules, Quota } from '$crdt/domain/calendar/ops';
import type { OpInput } from '$crdt/domain/op';
import { proposeEffect } from '$lib/parts/propose';

export interface QuotaDraft {
	name: string;
	counts: Quota['counts'];
	per: Quota['per'];
	unit: 'hours' | 'bookings';
	/** Hours may have halves. */
	limit: number;
	rooms: Quota['rooms'];
	/** Only these hours count. */
	limited: boolean;
	weekdays: number[];
	from: string;
	to: string;
}

export interface RulesDraft {
	roomsBy: CalendarRules['roomsBy'];
	lateNoticeHours: number;
	quotas: QuotaDraft[];
}

export type ReadRules = { readonly ok: true; readonly value: CalendarRules } | { readonly ok: false; readonly quota: number | null; readonly sentence: string };

export const newQuota = (): QuotaDraft => ({ name: '', counts: 'all', per: 'week', unit: 'hours', limit: 10, rooms: [], limited: false, weekdays: [1, 2, 3, 4, 5], from: '17:00', to: '21:00' });

export const toRulesDraft = (rules: CalendarRules): RulesDraft => ({
	roomsBy: rules.roomsBy,
	lateNoticeHours: rules.lateNoticeHours,
	quotas: rules.quotas.map(({ name, counts, per, unit, limit, rooms, within }) => ({
		...newQuota(), name, counts, per, rooms: [...rooms],
		unit: unit === 'minutes' ? 'hours' : 'bookings',
		limit: unit === 'minutes' ? limit / 60 : limit,
		limited: within !== null,
		...(within && { weekdays: [...within.weekdays], from: within.from, to: within.to })
	}))
});

/** @returns the rules, or what does not fit and in which limit (counted from 0; null: above them). */
export function toRules(draft: RulesDraft): ReadRules {
	const hours = draft.lateNoticeHours;
	if (!Number.isInteger(hours) || hours < 0 || hours > 720) return { ok: false, quota: null, sentence: 'Notice: whole hours, at most 720.' };
	for (const [at, quota] of draft.quotas.entries()) {
		const sentence = problemOf(quota);
		if (sentence !== null) return { ok: false, quota: at, sentence };
	}
	return { ok: true, value: { roomsBy: draft.roomsBy, lateNoticeHours: hours, quotas: draft.quotas.map(toQuota) } };
}

export function proposeRules(value: CalendarRules, now: number, days: number): OpInput {
	return proposeEffect({ title: 'Rules for the rooms', text: '', effect: { kind: 'change-setting', change: { key: 'calendarRules', value } }, days }, now);
}

function problemOf({ name, unit, limit, limited, from, to }: QuotaDraft): string | null {
	if (name.trim() === '') return 'Each limit needs a name.';
	const amount = unit === 'hours' ? minutes(limit) : limit;
	if (!Number.isInteger(amount) || amount < 0 || amount > 50_000) return 'How much: a whole number of bookings, or a number of hours.';
	if (limited && (from === '' || to === '' || to <= from)) return 'The hours that count need an end after their beginning.';
	return null;
}

const toQuota = ({ name, counts, per, unit, limit, rooms, limited, weekdays, from, to }: QuotaDraft): Quota => ({
	name: name.trim(), counts, per, rooms,
	unit: unit === 'hours' ? 'minutes' : 'bookings',
	limit: unit === 'hours' ? minutes(limit) : limit,
	within: limited ? { weekdays, from, to } : null
});

/** An hour has sixty, however it was written: 0.8333 is fifty minutes. */
const minutes = (hours: number): number => Math.round(hours * 60);
