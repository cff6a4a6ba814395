/**
 * What somebody fills in to plan a meeting, once or repeating, and its way into what the services take. Pure; knows neither the
 * calendar's answers nor how a rule is expanded.
 */
import type { MemberId, ObjectId } from '$crypto/base';
import type { StandingItem } from '$crdt/domain/consultation/ops';
import type { MeetingKind } from '$crdt/domain/consultation/views';
import { noRepeat, repeatOptions, toRule, weekdayOf, type RepeatDraft } from '$lib/parts/repeat-draft';
import { addDays, minutesBetween, minutesOf, timeOf, wallFrom } from '$lib/ui/times';
import { MEETING_KINDS } from '../meeting-words';
import { TEMPLATES } from '../templates';

/** How often: the usual rhythms by name, else the fields of a rule. */
export type Rhythm = 'once' | 'week' | 'two-weeks' | 'month' | 'other';

/** `elsewhere`: said by word of mouth. Else a link, or the id of a room. */
export type Place = 'elsewhere' | 'link' | ObjectId;

export interface PlanDraft {
	title: string;
	kind: MeetingKind;
	date: string;
	from: string;
	to: string;
	place: Place;
	link: string;
	bookRoom: boolean;
	rhythm: Rhythm;
	repeat: RepeatDraft;
	/** Whose turn it is goes round in this order. */
	rotation: MemberId[];
	agenda: StandingItem[];
}

/** @param date the first day offered, YYYY-MM-DD */
export function newPlan(date: string): PlanDraft {
	const kind = 'case';
	const from = '18:00';
	return {
		title: MEETING_KINDS[kind], kind, date, from, to: endAfter(from, TEMPLATES[kind].minutes), place: 'elsewhere', link: '', bookRoom: true, rhythm: 'once',
		repeat: { ...noRepeat(date), unit: 'week', ends: 'never' }, rotation: [], agenda: [...TEMPLATES[kind].agenda]
	};
}

/** Another kind brings its own title, length and items along, as far as nobody wrote their own. */
export function withKind(draft: PlanDraft, kind: MeetingKind): PlanDraft {
	const was = TEMPLATES[draft.kind];
	return {
		...draft,
		kind,
		title: draft.title.trim() === MEETING_KINDS[draft.kind] || draft.title.trim() === '' ? MEETING_KINDS[kind] : draft.title,
		to: draft.to === endAfter(draft.from, was.minutes) ? endAfter(draft.from, TEMPLATES[kind].minutes) : draft.to,
		agenda: JSON.stringify(draft.agenda) === JSON.stringify(was.agenda) ? [...TEMPLATES[kind].agenda] : draft.agenda
	};
}

/** The rhythms by name for a first date: "Monthly on the first Thursday". */
export function rhythmOptions(date: string): readonly { readonly value: Rhythm; readonly label: string }[] {
	return [
		{ value: 'once', label: 'Once' },
		{ value: 'week', label: 'Every week' },
		{ value: 'two-weeks', label: 'Every two weeks' },
		{ value: 'month', label: repeatOptions(date).find((one) => one.value === monthly(date))?.label ?? 'Monthly' },
		{ value: 'other', label: 'Another rhythm' }
	];
}

/** @returns null: once, or the fields of the rule do not fit. */
export function ruleOf(draft: Pick<PlanDraft, 'rhythm' | 'repeat' | 'date'>): string | null {
	const usual = { ...noRepeat(draft.date), ends: 'never' as const, weekdays: [weekdayOf(draft.date)] };
	switch (draft.rhythm) {
		case 'once':
			return null;
		case 'week':
			return toRule({ ...usual, unit: 'week' }, draft.date);
		case 'two-weeks':
			return toRule({ ...usual, unit: 'week', every: 2 }, draft.date);
		case 'month':
			return toRule({ ...usual, unit: monthly(draft.date) }, draft.date);
		case 'other':
			return toRule(draft.repeat, draft.date);
	}
}

/** The fifth Thursday of a month is told as the last one. */
const monthly = (date: string): 'month-weekday' | 'month-last' => (repeatOptions(date).some((one) => one.value === 'month-weekday') ? 'month-weekday' : 'month-last');

/** Start and end in wall time; an end that is not later lies in the next day. Null: not filled in. */
export function spanOf({ date, from, to }: Pick<PlanDraft, 'date' | 'from' | 'to'>): { readonly start: string; readonly end: string; readonly minutes: number } | null {
	if (date === '' || from === '' || to === '' || from === to) return null;
	const start = `${date}T${from}`;
	const end = to > from ? `${date}T${to}` : `${addDays(date, 1)}T${to}`;
	return { start, end, minutes: minutesBetween(start, end) };
}

export const roomOf = (place: Place): ObjectId | null => (place === 'elsewhere' || place === 'link' ? null : place);
export const linkOf = ({ place, link }: Pick<PlanDraft, 'place' | 'link'>): string => (place === 'link' ? link.trim() : '');
export const isLink = (text: string): boolean => /^https:\/\/[^\s<>"'\\^`{|}]+$/.test(text) && text.length <= 300;

/** Items as they are kept: without those that say nothing. */
export const agendaOf = (agenda: readonly StandingItem[]): readonly StandingItem[] =>
	agenda.flatMap((one) => (one.title.trim() === '' ? [] : [{ ...one, title: one.title.trim() }]));

export const agendaFits = (agenda: readonly StandingItem[]): boolean => agenda.every(({ minutes }) => Number.isInteger(minutes) && minutes >= 1 && minutes <= 240);

/** "HH:MM" some minutes after another. */
export const endAfter = (from: string, minutes: number): string => timeOf(wallFrom('2000-01-01', minutesOf(from) + minutes));

/** How long the texts of a kind of meeting are kept, as a sentence. @param days null: until those who were there agree. */
export const sayKept = (days: number | null): string =>
	days === null
		? 'Its texts are kept until those who were there agree that they go.'
		: `Its texts are kept for ${days === 1 ? 'a day' : days === 365 ? 'a year' : `${days} days`}, then they are gone from every device.`;

/** One step up or down in an order. */
export function moved<T>(all: readonly T[], at: number, by: -1 | 1): T[] {
	const next = [...all];
	const [one] = next.splice(at, 1);
	if (one !== undefined) next.splice(Math.min(Math.max(at + by, 0), next.length), 0, one);
	return next;
}
