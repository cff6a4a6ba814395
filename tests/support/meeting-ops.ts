/** Ops of meetings and series with the usual values. 3 December 2026 is a Thursday. Cases and forgetting: consultation-ops.ts. */
import type { MemberId, ObjectId } from '$crypto/base';
import type { MeetingRole } from '$crdt/domain/consultation/views';
import type { OpInput } from '$crdt/domain/op';

type Input<T extends OpInput['type']> = Extract<OpInput, { type: T }>;

export const planMeeting = (over: Partial<Input<'consultation/plan-meeting'>> = {}): OpInput => ({
	type: 'consultation/plan-meeting', title: 'Peer consultation', kind: 'case', start: '2026-12-03T18:00', end: '2026-12-03T19:30',
	zone: 'Europe/Vienna', room: null, link: '', notes: 'AAAAAAAAAAAAAAAAAAAAAA', occurrence: null, ...over
});

export const planSeries = (dates: readonly string[], rotation: readonly MemberId[] = [], over: Partial<Input<'consultation/plan-series'>> = {}): OpInput => ({
	type: 'consultation/plan-series', kind: 'case', zone: 'Europe/Vienna', rule: 'FREQ=WEEKLY', dates: [...dates], title: 'Thursday circle', from: '18:00',
	minutes: 90, room: null, link: '', rotation: [...rotation], agenda: [{ kind: 'round', title: 'Check-in', minutes: 10 }], ...over
});

export const changeSeries = (series: ObjectId, since: string, over: Partial<Input<'consultation/change-series'>> = {}): OpInput => ({
	type: 'consultation/change-series', series, since, title: 'Thursday circle', from: '18:00', minutes: 90, room: null, link: '', rotation: [], agenda: [], ...over
});

/** A date of a series of `planSeries`. `mark`: one letter, so that notes differ. */
export const prepare = (series: ObjectId, date: string, mark: string, over: Partial<Input<'consultation/plan-meeting'>> = {}): OpInput =>
	planMeeting({ title: 'Thursday circle', start: `${date}T18:00`, end: `${date}T19:30`, notes: mark.repeat(21) + 'A', occurrence: { series, date }, ...over });

export const addItem = (meeting: ObjectId, title: string, order: string, over: Partial<Input<'consultation/add-item'>> = {}): OpInput => ({
	type: 'consultation/add-item', meeting, kind: 'topic', title, presenter: null, minutes: 15, order, standing: null, ...over
});

export const cancelMeeting = (meeting: ObjectId): OpInput => ({ type: 'consultation/cancel-meeting', meeting });
export const reply = (meeting: ObjectId, coming: 'yes' | 'no' = 'yes'): OpInput => ({ type: 'consultation/reply', meeting, coming });
export const attend = (meeting: ObjectId, minutes = 90, was: 'there' | 'absent' | 'unsaid' = 'there'): OpInput => ({
	type: 'consultation/attend', meeting, was, minutes: was === 'there' ? minutes : 0
});
export const setRole = (meeting: ObjectId, role: MeetingRole, member: MemberId | null): OpInput => ({ type: 'consultation/set-role', meeting, role, member });
export const askSwap = (meeting: ObjectId, role: MeetingRole, to: MemberId, inReturn: ObjectId | null = null): OpInput => ({
	type: 'consultation/ask-swap', meeting, role, to, inReturn
});
export const answerSwap = (swap: ObjectId, accept: boolean): OpInput => ({ type: 'consultation/answer-swap', swap, accept });
export const addAction = (meeting: ObjectId, over: Partial<Input<'consultation/add-action'>> = {}): OpInput => ({
	type: 'consultation/add-action', meeting, item: null, text: 'Ask the landlord', assignee: null, due: null, ...over
});
export const setTimer = (meeting: ObjectId, over: Partial<Input<'consultation/set-timer'>> = {}): OpInput => ({
	type: 'consultation/set-timer', meeting, item: null, phase: 'running', totalMs: 600_000, leftMs: 600_000, at: 1_000_000, ...over
});
