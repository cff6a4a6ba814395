/** Ops of meetings, cases and forgetting with what tests do not care about filled in. */
import { createHash } from 'node:crypto';
import type { ObjectId, StreamId } from '$crypto/base';
import type { OpInput } from '$crdt/domain/op';

type Input<T extends OpInput['type']> = Omit<Extract<OpInput, { type: T }>, 'type'>;

/** A name of a stream, the same for the same word. */
export const streamNamed = (word: string): StreamId => createHash('sha256').update(word).digest('base64url').slice(0, 22) as StreamId; // test brand

export const planOp = (notes: string, over: Partial<Input<'consultation/plan-meeting'>> = {}): OpInput => ({
	type: 'consultation/plan-meeting', title: 'Circle', kind: 'case', start: '2026-12-03T18:00', end: '2026-12-03T19:30', zone: 'Europe/Vienna',
	room: null, link: '', notes: streamNamed(notes), occurrence: null, ...over
});
export const caseOp = (meeting: ObjectId, text: string, over: Partial<Input<'consultation/add-case'>> = {}): OpInput => ({
	type: 'consultation/add-case', meeting, minutes: 30, order: 'V', tags: { age: 'adult', setting: 'office', themes: [], wish: null },
	confirms: { consent: true, noRecording: true, notSupervision: true }, text: streamNamed(text), ...over
});
export const answerOp = (item: ObjectId, knows: 'no' | 'maybe'): OpInput => ({ type: 'consultation/answer-case', item, knows });
export const replyOp = (meeting: ObjectId, coming: 'yes' | 'no'): OpInput => ({ type: 'consultation/reply', meeting, coming });
export const attendOp = (meeting: ObjectId, was: 'there' | 'absent' | 'unsaid'): OpInput => ({ type: 'consultation/attend', meeting, was, minutes: was === 'there' ? 60 : 0 });
export const agreeOp = (meeting: ObjectId, agree = true): OpInput => ({ type: 'consultation/agree-forget', meeting, agree });
