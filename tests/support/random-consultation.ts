/** What people do around meetings: mostly within the rules, on whatever they know. Seeded; every kind of op of the consultation but what devices write. */
import type { MemberId, ObjectId } from '$crypto/base';
import { AGE_BANDS, SETTINGS_OF_CARE, THEMES, WISHES } from '$crdt/domain/consultation/case-ops';
import { CHECKED_PLACES, IDENTIFIER_CLASSES } from '$crdt/domain/consultation/identifiers';
import type { ConsultationState } from '$crdt/domain/consultation/state';
import { versionOn } from '$crdt/domain/consultation/series';
import { MEETING_ROLES } from '$crdt/domain/consultation/views';
import type { OpInput } from '$crdt/domain/op';
import { addDays, parseWallTime, wallTimeOf } from '$crdt/domain/wall-time';
import type { Seeded } from './seeded';

export interface Attendee {
	readonly consultation: ConsultationState;
	readonly me: MemberId;
	readonly members: readonly MemberId[];
	/** YYYY-MM-DD. */
	readonly today: string;
	/** Milliseconds by the own clock. */
	readonly now: number;
}

type Make = (who: Attendee, chance: Seeded) => OpInput | null;

const KINDS = ['case', 'ethics', 'business', 'check-in', 'balint', 'other'] as const;
const ITEM_KINDS = ['topic', 'decision', 'announcement', 'round'] as const;

const some = <T>(items: Iterable<T>, chance: Seeded): T | null => {
	const all = [...items];
	return all.length === 0 ? null : chance.pick(all);
};
const streamOf = (chance: Seeded): string => Array.from({ length: 21 }, () => chance.pick([...'ABCDEFGHIJKLMNOP'])).join('') + 'A';
const order = (chance: Seeded): string => `a${chance.int(1000)}`;
/** Mostly one that takes place. */
const meetingOf = ({ consultation }: Attendee, chance: Seeded): ObjectId | null =>
	some([...consultation.meetings.values()].filter(({ cancelledBy }) => cancelledBy.length === 0 || chance.chance(0.1)), chance)?.id ?? null;
const itemOf = ({ consultation }: Attendee, chance: Seeded): ObjectId | null =>
	some([...consultation.items.values()].filter(({ withdrawnBy }) => withdrawnBy.length === 0 || chance.chance(0.1)), chance)?.id ?? null;
const caseOf = ({ consultation }: Attendee, chance: Seeded) => some([...consultation.items.values()].filter((item) => item.case !== null), chance);
const withOne = <T>(value: T | null, make: (value: T) => OpInput | null): OpInput | null => (value === null ? null : make(value));

function planMeeting({ today }: Attendee, chance: Seeded): OpInput {
	const date = addDays(today, chance.int(20) - 6);
	const hour = 8 + chance.int(10);
	return {
		type: 'consultation/plan-meeting', title: 'Tuesday circle', kind: chance.pick(KINDS), start: `${date}T${String(hour).padStart(2, '0')}:00`,
		end: `${date}T${String(hour + 1 + chance.int(2)).padStart(2, '0')}:30`, zone: 'Europe/Berlin', room: null, link: '', notes: streamOf(chance), occurrence: null
	};
}

function seriesOp(who: Attendee, chance: Seeded): OpInput {
	const plan = {
		title: 'Weekly circle', from: '18:00', minutes: 90, room: null, link: '', rotation: who.members.filter(() => chance.chance(0.8)),
		agenda: [{ kind: 'round' as const, title: 'Check-in', minutes: 10 }]
	};
	const known = some(who.consultation.series.keys(), chance);
	if (known === null || chance.chance(0.3)) {
		const first = addDays(who.today, chance.int(6) - 3);
		const dates = Array.from({ length: 3 + chance.int(12) }, (_, at) => addDays(first, 7 * at));
		return { type: 'consultation/plan-series', kind: chance.pick(KINDS), zone: 'Europe/Berlin', rule: chance.chance(0.5) ? 'FREQ=WEEKLY' : 'FREQ=WEEKLY;COUNT=20', dates, ...plan };
	}
	const date = chance.pick(who.consultation.series.get(known)!.dates);
	const roll = chance.int(10);
	if (roll < 4) return { type: 'consultation/change-series', series: known, since: date, ...plan, from: '19:00' };
	if (roll < 8) return { type: 'consultation/skip-date', series: known, date, skipped: chance.chance(0.6) };
	if (roll < 9) return { type: 'consultation/extend-series', series: known, dates: [addDays(date, 70), addDays(date, 77)] };
	return { type: 'consultation/end-series', series: known, since: date };
}

function prepareDate({ consultation }: Attendee, chance: Seeded): OpInput | null {
	const series = some(consultation.series.values(), chance);
	if (series === null) return null;
	// the same two dates, so that people meet on them
	const date = chance.pick(series.dates.slice(0, 2));
	const { title, from, minutes, room, link } = versionOn(series, date);
	const start = `${date}T${from}`;
	return {
		type: 'consultation/plan-meeting', title, kind: series.kind, start, end: wallTimeOf(parseWallTime(start)! + minutes), zone: series.zone, room, link,
		notes: streamOf(chance), occurrence: { series: series.id, date }
	};
}

function agendaOp(who: Attendee, chance: Seeded): OpInput | null {
	const meeting = meetingOf(who, chance);
	const item = itemOf(who, chance);
	const roll = chance.int(12);
	if (meeting !== null && (item === null || roll < 5)) {
		const isSeries = (who.consultation.meetings.get(meeting)?.occurrence ?? null) !== null;
		const standing = isSeries && chance.chance(0.5) ? 0 : null;
		return { type: 'consultation/add-item', meeting, kind: chance.pick(ITEM_KINDS), title: 'a topic', presenter: some(who.members, chance), minutes: 10, order: order(chance), standing };
	}
	if (item === null) return null;
	if (roll < 6) return { type: 'consultation/change-item', item, title: 'another topic', presenter: some(who.members, chance), minutes: 15 };
	if (roll < 7) return { type: 'consultation/move-item', item, order: order(chance) };
	if (roll < 9) return { type: 'consultation/set-item-done', item, done: chance.chance(0.7) };
	if (roll < 10) return { type: 'consultation/withdraw-item', item };
	if (roll < 11) return withOne(meeting, (to) => ({ type: 'consultation/carry-item', item, to, order: order(chance) }));
	return { type: 'consultation/link-proposal', item, proposal: item };
}

const meetingOp: Make = (who, chance) =>
	withOne(meetingOf(who, chance), (meeting) => {
		const roll = chance.int(16);
		if (roll < 4) return { type: 'consultation/reply', meeting, coming: chance.chance(0.7) ? 'yes' : 'no' };
		if (roll < 8) {
			const was = chance.chance(0.8) ? 'there' : chance.pick(['absent', 'unsaid'] as const);
			return { type: 'consultation/attend', meeting, was, minutes: was === 'there' ? 30 + chance.int(60) : 0 };
		}
		if (roll < 10) return { type: 'consultation/set-role', meeting, role: chance.pick(MEETING_ROLES), member: chance.chance(0.2) ? null : some(who.members, chance) };
		if (roll < 12)
			return {
				type: 'consultation/set-timer', meeting, item: itemOf(who, chance), phase: chance.pick(['running', 'paused', 'stopped'] as const), totalMs: 600_000,
				leftMs: chance.int(600_000), at: who.now
			};
		if (roll < 13) return { type: 'consultation/keep-identifier', place: chance.pick(CHECKED_PLACES), meeting, class: chance.pick(IDENTIFIER_CLASSES) };
		if (roll < 15) return changeMeeting(who, meeting, chance);
		return chance.chance(0.3) ? { type: 'consultation/cancel-meeting', meeting } : null;
	});

function changeMeeting({ consultation }: Attendee, meeting: ObjectId, chance: Seeded): OpInput | null {
	const { start, end, room, link } = consultation.meetings.get(meeting)!;
	return { type: 'consultation/change-meeting', meeting, title: `Circle ${chance.int(9)}`, start, end, room, link };
}

/** Mostly where others have agreed before, so that now and then everybody has. */
const agreeToForget: Make = (who, chance) => {
	const begun = [...who.consultation.meetings.values()].filter(
		({ start, agreed, cancelledBy, forgottenBy }) => (start.slice(0, 10) <= who.today || agreed.size > 0) && cancelledBy.length === 0 && forgottenBy === null
	);
	const wanted = begun.filter(({ agreed }) => agreed.get(who.me)?.value !== true).sort((a, b) => b.agreed.size - a.agreed.size)[0];
	if (wanted === undefined || chance.chance(0.05)) return withOne(some(begun, chance), ({ id }) => ({ type: 'consultation/agree-forget', meeting: id, agree: false }));
	return { type: 'consultation/agree-forget', meeting: wanted.id, agree: true };
};

function swapOp(who: Attendee, chance: Seeded): OpInput | null {
	const asked = some([...who.consultation.swaps.values()].filter(({ status, to, from }) => status === 'asked' && (to === who.me || from === who.me)), chance);
	if (asked !== null && chance.chance(0.7)) return { type: 'consultation/answer-swap', swap: asked.id, accept: asked.to === who.me && chance.chance(0.7) };
	const to = some(who.members.filter((member) => member !== who.me), chance);
	return withOne(meetingOf(who, chance), (meeting) =>
		to === null ? null : { type: 'consultation/ask-swap', meeting, role: chance.pick(MEETING_ROLES), to, inReturn: chance.chance(0.5) ? meetingOf(who, chance) : null }
	);
}

function actionOp(who: Attendee, chance: Seeded): OpInput | null {
	const action = some(who.consultation.actions.keys(), chance);
	const said = { text: 'ask the landlord', assignee: chance.chance(0.8) ? some(who.members, chance) : null, due: chance.chance(0.5) ? addDays(who.today, chance.int(30)) : null };
	const roll = chance.int(10);
	if (action === null || roll < 4)
		return withOne(meetingOf(who, chance), (meeting) => ({ type: 'consultation/add-action', meeting, item: chance.chance(0.5) ? itemOf(who, chance) : null, ...said }));
	if (roll < 6) return { type: 'consultation/change-action', action, ...said };
	if (roll < 9) return { type: 'consultation/set-action-done', action, done: chance.chance(0.8) };
	return { type: 'consultation/withdraw-action', action };
}

function caseOp(who: Attendee, chance: Seeded): OpInput | null {
	const tags = {
		age: chance.pick(AGE_BANDS), setting: chance.pick(SETTINGS_OF_CARE), themes: chance.chance(0.5) ? [chance.pick(THEMES)] : [],
		wish: chance.chance(0.5) ? chance.pick(WISHES) : null
	};
	const found = caseOf(who, chance);
	const roll = chance.int(12);
	if (found === null || roll < 2)
		return withOne(meetingOf(who, chance), (meeting) => ({
			type: 'consultation/add-case', meeting, minutes: 30, order: order(chance), tags, confirms: { consent: true, noRecording: true, notSupervision: true }, text: streamOf(chance)
		}));
	const item = found.id;
	if (found.presenter !== who.me) return { type: 'consultation/answer-case', item, knows: chance.chance(0.75) ? 'no' : 'maybe' };
	const stepped = some([...found.case!.answers].filter(([, { value }]) => value === 'maybe'), chance);
	if (stepped !== null && roll < 6) return { type: 'consultation/readmit', item, member: stepped[0] };
	if (stepped !== null && roll < 9) return { type: 'consultation/renew-case', item, text: streamOf(chance) };
	return roll < 10 ? { type: 'consultation/open-case', item } : { type: 'consultation/change-case', item, minutes: 20, tags };
}

function agreementOp({ consultation }: Attendee, chance: Seeded): OpInput {
	const known = some(consultation.agreements.keys(), chance);
	if (known === null || chance.chance(0.3)) return { type: 'consultation/start-agreement', title: 'House rules', text: streamOf(chance) };
	return chance.chance(0.7)
		? { type: 'consultation/change-agreement', agreement: known, title: 'Our house rules', putAway: chance.chance(0.2) }
		: { type: 'consultation/propose-agreement', agreement: known, proposal: known };
}

const OPS: readonly (readonly [number, Make])[] = [
	[2, planMeeting], [3, seriesOp], [6, prepareDate], [10, agendaOp], [16, meetingOp], [14, agreeToForget], [8, swapOp], [6, actionOp], [12, caseOp], [2, agreementOp]
];
const TOTAL = OPS.reduce((sum, [weight]) => sum + weight, 0);

/** First there must be something to meet for; null: nothing of the kinds chosen can be done now. */
export function randomConsultationOp(who: Attendee, chance: Seeded): OpInput | null {
	const { series, meetings, items } = who.consultation;
	if (series.isEmpty()) return seriesOp(who, chance);
	if (meetings.size < 2) return chance.chance(0.6) ? prepareDate(who, chance) : planMeeting(who, chance);
	if (items.isEmpty()) return chance.chance(0.5) ? caseOp(who, chance) : agendaOp(who, chance);
	const asked = some([...who.consultation.swaps.values()].filter(({ status, to }) => status === 'asked' && to === who.me), chance);
	if (asked !== null && chance.chance(0.7)) return { type: 'consultation/answer-swap', swap: asked.id, accept: chance.chance(0.9) };
	// where one has begun to let texts go, others soon say so too: it takes more than half
	const going = some([...meetings.values()].filter(({ agreed, forgottenBy, cancelledBy }) => agreed.size > 0 && forgottenBy === null && cancelledBy.length === 0 && agreed.get(who.me)?.value !== true), chance);
	if (going !== null && chance.chance(0.3)) return { type: 'consultation/agree-forget', meeting: going.id, agree: true };
	for (let attempt = 0; attempt < 4; attempt++) {
		const op = anyOp(who, chance);
		if (op !== null) return op;
	}
	return null;
}

function anyOp(who: Attendee, chance: Seeded): OpInput | null {
	let at = (chance.int(1_000_000) / 1_000_000) * TOTAL;
	for (const [weight, make] of OPS) {
		at -= weight;
		if (at < 0) return make(who, chance);
	}
	return null;
}
