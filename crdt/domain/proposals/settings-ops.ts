/**
 * Settings of the collective that a decision can change: one key each, so that decisions made apart do not undo one another.
 */
import * as z from 'zod';
import { calendarRules } from '../calendar/ops';
import { category } from '../ledger/ops';
import { amountMinor, line, memberId } from '../schema';
import { decisionRule } from './method';

/** What a decision can be about; each has a way of deciding of its own. */
export const SUBJECTS = ['general', 'settings', 'rooms', 'spending', 'admission', 'removal'] as const;
export type Subject = (typeof SUBJECTS)[number];

export const MEETING_KINDS = ['case', 'ethics', 'business', 'check-in', 'balint'] as const;
export type MeetingKind = (typeof MEETING_KINDS)[number];

/** From an amount (minor units of the book currency) on, who may spend it. */
export const spendingBand = z.strictObject({
	/** The first band begins at 0 and the amounts rise. */
	from: z.number().int().min(0).max(1e12),
	needs: z.discriminatedUnion('kind', [
		z.strictObject({ kind: z.literal('member') }),
		/** So many members together, whoever asks included. */
		z.strictObject({ kind: z.literal('members'), count: z.number().int().min(2).max(60) }),
		/** A decision under the rule for spending. */
		z.strictObject({ kind: z.literal('decision') })
	])
});
export type SpendingBand = z.output<typeof spendingBand>;

export const ownershipShare = z.strictObject({ member: memberId, units: z.number().int().min(1).max(1e9) });
export type OwnershipShare = z.output<typeof ownershipShare>;

/** So many members together may declare an emergency measure that lapses by itself. */
export const emergencyRule = z.strictObject({
	members: z.number().int().min(2).max(60),
	hours: z.number().int().min(1).max(336)
});
export type EmergencyRule = z.output<typeof emergencyRule>;

export const budgetLine = z.strictObject({ category, amountMinor });
/** Planned spending of a calendar year in one category, minor units of the book currency. */
export type BudgetLine = z.output<typeof budgetLine>;

export const settingChange = z.discriminatedUnion('key', [
	z.strictObject({ key: z.literal('name'), value: line(80) }),
	z.strictObject({ key: z.literal('rule'), subject: z.enum(SUBJECTS), value: decisionRule }),
	z.strictObject({ key: z.literal('decisionDays'), value: z.number().int().min(1).max(90) }),
	z.strictObject({ key: z.literal('admissionApprovals'), value: z.number().int().min(1).max(60) }),
	/** How many colleagues bind a fresh device to a member who lost theirs; of fewer than two there is no second pair of eyes. */
	z.strictObject({ key: z.literal('recoveryApprovals'), value: z.number().int().min(2).max(60) }),
	/** How long newcomers are on trial as a rule; 0: they are members at once. Ends by a decision, never by itself. */
	z.strictObject({ key: z.literal('trialDays'), value: z.number().int().min(0).max(730) }),
	/** How many colleagues mediate before a removal can be proposed; 0: none. */
	z.strictObject({ key: z.literal('mediators'), value: z.number().int().min(0).max(2) }),
	z.strictObject({ key: z.literal('emergency'), value: emergencyRule.nullable() }),
	z.strictObject({ key: z.literal('spendingBands'), value: z.array(spendingBand).min(1).max(6) }),
	/** What a year may cost, by category; those not named have no budget. */
	z.strictObject({ key: z.literal('budgets'), value: z.array(budgetLine).max(40) }),
	z.strictObject({ key: z.literal('ownership'), value: z.array(ownershipShare).max(60) }),
	/** Days after a meeting of this kind when its text is forgotten; null: kept. */
	z.strictObject({ key: z.literal('retention'), kind: z.enum(MEETING_KINDS), value: z.number().int().min(1).max(3650).nullable() }),
	z.strictObject({ key: z.literal('publicUrl'), value: z.string().max(200) }),
	z.strictObject({ key: z.literal('signaling'), value: z.array(z.string().max(200)).max(8) }),
	z.strictObject({ key: z.literal('calendarRules'), value: calendarRules })
]);
export type SettingChange = z.output<typeof settingChange>;

/** Which decision governs which setting. */
export type SettingKey =
	| Exclude<SettingChange['key'], 'rule' | 'retention'>
	| `rule:${Subject}`
	| `retention:${MeetingKind}`;

export function settingKeyOf(change: SettingChange): SettingKey {
	switch (change.key) {
		case 'rule':
			return `rule:${change.subject}`;
		case 'retention':
			return `retention:${change.kind}`;
		default:
			return change.key;
	}
}

