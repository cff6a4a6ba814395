/** Consultation facts in the core stream; the words themselves live in text streams. Rules: crdt/spec/CON.md. */
import * as z from 'zod';
import { line, memberId, objectId, streamId, wallTime, zone } from '../schema';

export const meetingKind = z.enum(['case', 'business', 'ethics', 'check-in', 'other']);
export const itemKind = z.enum(['case', 'topic', 'decision', 'announcement']);

export const consultationOps = [
	z.strictObject({
		type: z.literal('consultation/plan-meeting'),
		title: line(120),
		kind: meetingKind,
		start: wallTime,
		end: wallTime,
		zone,
		/** Where: a room of the calendar, or null. */
		room: objectId.nullable(),
		/** The text stream that carries this meeting's agenda notes. */
		notes: streamId
	}),
	z.strictObject({ type: z.literal('consultation/cancel-meeting'), meeting: objectId }),
	z.strictObject({
		type: z.literal('consultation/add-item'),
		meeting: objectId,
		kind: itemKind,
		title: line(160),
		presenter: memberId.nullable(),
		minutes: z.number().int().min(1).max(240),
		/** Fractional order key: items sort by it, then by id. */
		order: z.string().regex(/^[0-9A-Za-z]{1,60}$/)
	}),
	z.strictObject({
		type: z.literal('consultation/change-item'),
		item: objectId,
		title: line(160),
		presenter: memberId.nullable(),
		minutes: z.number().int().min(1).max(240)
	}),
	z.strictObject({
		type: z.literal('consultation/move-item'),
		item: objectId,
		order: z.string().regex(/^[0-9A-Za-z]{1,60}$/)
	}),
	z.strictObject({ type: z.literal('consultation/set-item-done'), item: objectId, done: z.boolean() }),
	z.strictObject({ type: z.literal('consultation/withdraw-item'), item: objectId })
] as const;
