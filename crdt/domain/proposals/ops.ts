/** Proposal ops. Finality: research/decision-rules §1.4, rules in crdt/spec/PRO.md. */
import * as z from 'zod';
import { calendarRules, roomChange } from '../calendar/ops';
import { deviceId, instant, line, memberId, objectId, prose } from '../schema';

export const settingChange = z.discriminatedUnion('key', [
	z.strictObject({ key: z.literal('name'), value: line(80) }),
	z.strictObject({ key: z.literal('decisionRule'), value: z.enum(['consensus', 'majority']) }),
	z.strictObject({ key: z.literal('decisionDays'), value: z.number().int().min(1).max(90) }),
	z.strictObject({ key: z.literal('admissionApprovals'), value: z.number().int().min(1).max(60) }),
	z.strictObject({ key: z.literal('publicUrl'), value: z.string().max(200) }),
	z.strictObject({ key: z.literal('signaling'), value: z.array(z.string().max(200)).max(8) }),
	z.strictObject({ key: z.literal('calendarRules'), value: calendarRules })
]);
export type SettingChange = z.output<typeof settingChange>;

/** What is carried out when the proposal is accepted. */
export const effect = z.discriminatedUnion('kind', [
	z.strictObject({ kind: z.literal('none') }),
	z.strictObject({ kind: z.literal('remove-member'), member: memberId }),
	z.strictObject({ kind: z.literal('change-setting'), change: settingChange }),
	/** For a member whose voice (the device that binds and closes) is lost. */
	z.strictObject({ kind: z.literal('move-voice'), member: memberId, device: deviceId }),
	/** Carried out in the calendar by an op of exactly this content. */
	z.strictObject({ kind: z.literal('change-room'), change: roomChange })
]);
export type Effect = z.output<typeof effect>;

export const stance = z.enum(['agree', 'stand-aside', 'block', 'abstain']);
export type Stance = z.output<typeof stance>;

export const proposalOps = [
	z.strictObject({
		type: z.literal('proposals/open'),
		title: line(160),
		text: prose(20000),
		effect,
		/** After this (by each device's own clock) voices bind and close by themselves. */
		deadline: instant,
		/** Same mandate as an earlier proposal that stayed open: carried out at most once. */
		succeeds: objectId.nullable()
	}),
	z.strictObject({ type: z.literal('proposals/comment'), proposal: objectId, text: line(4000) }),
	z.strictObject({ type: z.literal('proposals/cast-stance'), proposal: objectId, stance, reason: prose(2000) }),
	/** The voice's binding word, once. `none`: bound by the device after the deadline without any stance. */
	z.strictObject({
		type: z.literal('proposals/bind-stance'),
		proposal: objectId,
		stance: z.union([stance, z.literal('none')]),
		reason: prose(2000)
	}),
	z.strictObject({ type: z.literal('proposals/close'), proposal: objectId }),
	z.strictObject({ type: z.literal('proposals/withdraw'), proposal: objectId, reason: prose(2000) })
] as const;
