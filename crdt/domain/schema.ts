/**
 * Shared zod pieces for op schemas: ids, bounded texts, money, wall times. Strict and size-capped everywhere.
 */
import * as z from 'zod';
import type { DeviceId, EntryId, EpochId, InvitationId, MemberId, ObjectId, StreamId } from '../../crypto/base';

z.config({ jitless: true });

const hash43 = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
// The regular expression is the whole definition of these ids, so the casts below add a name and nothing else.
export const entryId = hash43.transform((s) => s as EntryId);
export const deviceId = hash43.transform((s) => s as DeviceId);
export const memberId = hash43.transform((s) => s as MemberId);
export const epochId = hash43.transform((s) => s as EpochId);
export const invitationId = hash43.transform((s) => s as InvitationId);
export const objectId = z
	.string()
	.regex(/^[A-Za-z0-9_-]{43}\.(0|[1-9]\d{0,3})$/)
	.transform((s) => s as ObjectId);
/** A booking, or one occurrence of a series (by its date) or of an accepted offer (by its number). */
export const occurrenceId = z
	.string()
	.regex(/^[A-Za-z0-9_-]{43}\.(0|[1-9]\d{0,3})(@(\d{4}-\d{2}-\d{2}|0|[1-9]\d{0,2}))?$/)
	.transform((s) => s as ObjectId);
export const streamId = z
	.string()
	.regex(/^[A-Za-z0-9_-]{22}$/)
	.transform((s) => s as StreamId);

export const base64 = (maxBytes: number) =>
	z
		.string()
		.max(Math.ceil((maxBytes * 4) / 3))
		.regex(/^[A-Za-z0-9_-]*$/);
/** One line of at most `max` characters, without control characters, trimmed and not empty. */
export const line = (max: number) =>
	z
		.string()
		.min(1)
		.max(max)
		// eslint-disable-next-line no-control-regex
		.regex(/^[^\u0000-\u001f\u007f]*\S[^\u0000-\u001f\u007f]*$/);
/** Several lines; may be empty. */
export const prose = (max: number) => z.string().max(max);
/** Milliseconds since 1970. */
export const instant = z.number().int().min(0).max(8.64e15);
export const currency = z.string().regex(/^[A-Z]{3}$/);
/** Whole minor units; never a float. */
export const amountMinor = z.number().int().min(1).max(1e12);
/** Wall time of the room or collective: YYYY-MM-DDTHH:MM, real dates only (checked by the rules). */
export const wallTime = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d$/);
export const localDate = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);
export const zone = z.string().min(1).max(64).regex(/^[A-Za-z0-9_+\-/]+$/);
