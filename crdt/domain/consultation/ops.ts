/**
 * Consultation facts in the core stream. The words of meetings, cases and agreements live in text streams of their own, which can be
 * forgotten; what stands here stays. No field for a client exists. Rules: crdt/spec/CON.md.
 */
import * as z from 'zod';
import { instant, line, localDate, memberId, objectId, streamId, wallTime, zone } from '../schema';
import { caseOps } from './case-ops';
import { CHECKED_PLACES, IDENTIFIER_CLASSES } from './identifiers';

export const meetingKind = z.enum(['case', 'ethics', 'business', 'check-in', 'balint', 'other']);
/** Cases have ops of their own: `consultation/add-case`. */
export const itemKind = z.enum(['topic', 'decision', 'announcement', 'round']);
export const meetingRole = z.enum(['facilitator', 'timekeeper', 'note-taker']);

const orderKey = z.string().regex(/^[0-9A-Za-z]{1,60}$/);
const minutes = z.number().int().min(1).max(240);
/** Where it takes place by link: https only, or ''. */
const link = z.string().max(300).regex(/^(https:\/\/[^\s<>"'\\^`{|}]+)?$/);
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const rule = z.string().max(300).regex(/^FREQ=[A-Z0-9=;,+-]+$/);
const dates = z.array(localDate).min(1).max(400);

/** An item that every meeting of a series begins with. */
export const standingItem = z.strictObject({ kind: itemKind, title: line(160), minutes });
export type StandingItem = z.output<typeof standingItem>;

/** What a series says of its meetings; changed from a date on. */
const seriesPlan = {
	title: line(120),
	from: timeOfDay,
	minutes: z.number().int().min(5).max(1440),
	/** A room of the calendar, or null. */
	room: objectId.nullable(),
	link,
	/** Whose turn it is to facilitate, keep the time and take notes goes round among these; empty: roles are not given by turns. */
	rotation: z.array(memberId).max(60),
	agenda: z.array(standingItem).max(12)
};

export const consultationOps = [
	/** Meetings on each of `dates`. The rule is kept for words and for extension; the fold never expands it. */
	z.strictObject({ type: z.literal('consultation/plan-series'), kind: meetingKind, zone, rule, dates, ...seriesPlan }),
	z.strictObject({ type: z.literal('consultation/change-series'), series: objectId, since: localDate, ...seriesPlan }),
	/** Further dates of a series without an end, written by whichever member's device has its turn. */
	z.strictObject({ type: z.literal('consultation/extend-series'), series: objectId, dates }),
	z.strictObject({ type: z.literal('consultation/skip-date'), series: objectId, date: localDate, skipped: z.boolean() }),
	/** No meetings from this date on. */
	z.strictObject({ type: z.literal('consultation/end-series'), series: objectId, since: localDate }),

	z.strictObject({
		type: z.literal('consultation/plan-meeting'),
		title: line(120),
		kind: meetingKind,
		start: wallTime,
		end: wallTime,
		zone,
		room: objectId.nullable(),
		link,
		/** The text stream that carries this meeting's notes. */
		notes: streamId,
		/** The date of a series that this is; null: a meeting by itself. */
		occurrence: z.strictObject({ series: objectId, date: localDate }).nullable()
	}),
	z.strictObject({
		type: z.literal('consultation/change-meeting'),
		meeting: objectId,
		title: line(120),
		start: wallTime,
		end: wallTime,
		room: objectId.nullable(),
		link
	}),
	z.strictObject({ type: z.literal('consultation/cancel-meeting'), meeting: objectId }),
	/** Before: will I come? */
	z.strictObject({ type: z.literal('consultation/reply'), meeting: objectId, coming: z.enum(['yes', 'no']) }),
	/** Afterwards, or while it takes place: signed by the one it speaks of. `minutes` only with `there`. */
	z.strictObject({
		type: z.literal('consultation/attend'),
		meeting: objectId,
		was: z.enum(['there', 'absent', 'unsaid']),
		minutes: z.number().int().min(0).max(1440)
	}),
	z.strictObject({ type: z.literal('consultation/set-role'), meeting: objectId, role: meetingRole, member: memberId.nullable() }),
	/** "Would you take my turn, and I yours?" `inReturn`: a meeting whose same role the other has; null: nothing in return. */
	z.strictObject({ type: z.literal('consultation/ask-swap'), meeting: objectId, role: meetingRole, to: memberId, inReturn: objectId.nullable() }),
	/** By the one asked; a no by the one who asked takes it back. */
	z.strictObject({ type: z.literal('consultation/answer-swap'), swap: objectId, accept: z.boolean() }),

	z.strictObject({
		type: z.literal('consultation/add-item'),
		meeting: objectId,
		kind: itemKind,
		title: line(160),
		presenter: memberId.nullable(),
		minutes,
		/** Fractional order key: items sort by it, then by id. */
		order: orderKey,
		/** Place among the standing items of its series, so that two devices that begin a meeting apart list it once; null: added by hand. */
		standing: z.number().int().min(0).max(11).nullable()
	}),
	z.strictObject({ type: z.literal('consultation/change-item'), item: objectId, title: line(160), presenter: memberId.nullable(), minutes }),
	z.strictObject({ type: z.literal('consultation/move-item'), item: objectId, order: orderKey }),
	z.strictObject({ type: z.literal('consultation/set-item-done'), item: objectId, done: z.boolean() }),
	z.strictObject({ type: z.literal('consultation/withdraw-item'), item: objectId }),
	/** To another meeting: its text goes along, and is forgotten with that one. */
	z.strictObject({ type: z.literal('consultation/carry-item'), item: objectId, to: objectId, order: orderKey }),
	/** The proposal or discussion that came of it. */
	z.strictObject({ type: z.literal('consultation/link-proposal'), item: objectId, proposal: objectId }),

	z.strictObject({
		type: z.literal('consultation/add-action'),
		meeting: objectId,
		item: objectId.nullable(),
		text: line(200),
		assignee: memberId.nullable(),
		due: localDate.nullable()
	}),
	z.strictObject({ type: z.literal('consultation/change-action'), action: objectId, text: line(200), assignee: memberId.nullable(), due: localDate.nullable() }),
	z.strictObject({ type: z.literal('consultation/set-action-done'), action: objectId, done: z.boolean() }),
	z.strictObject({ type: z.literal('consultation/withdraw-action'), action: objectId }),

	/** One timer a meeting. Running: `leftMs` were left at the author's `at`. */
	z.strictObject({
		type: z.literal('consultation/set-timer'),
		meeting: objectId,
		item: objectId.nullable(),
		phase: z.enum(['running', 'paused', 'stopped']),
		totalMs: z.number().int().min(0).max(14_400_000),
		leftMs: z.number().int().min(-14_400_000).max(14_400_000),
		at: instant
	}),

	/** Something flagged was shared knowingly: which kind of thing, where, and never what. */
	z.strictObject({
		type: z.literal('consultation/keep-identifier'),
		place: z.enum(CHECKED_PLACES),
		/** The meeting it belongs to, if any. */
		meeting: objectId.nullable(),
		class: z.enum(IDENTIFIER_CLASSES)
	}),
	/** The word of one who was there that its texts may go; false takes it back. */
	z.strictObject({ type: z.literal('consultation/agree-forget'), meeting: objectId, agree: z.boolean() }),
	/** Written by a device: key and text of these are gone from it. */
	z.strictObject({ type: z.literal('consultation/forgot-texts'), texts: z.array(streamId).min(1).max(50) }),

	/** A text the collective writes together, with suggestions: house rules, a covenant. It is never forgotten by itself. */
	z.strictObject({ type: z.literal('consultation/start-agreement'), title: line(120), text: streamId }),
	z.strictObject({ type: z.literal('consultation/change-agreement'), agreement: objectId, title: line(120), putAway: z.boolean() }),
	/** The proposal by which it is to be decided. */
	z.strictObject({ type: z.literal('consultation/propose-agreement'), agreement: objectId, proposal: objectId }),
	...caseOps
] as const;

