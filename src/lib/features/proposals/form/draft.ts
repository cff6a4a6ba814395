/**
 * What somebody is writing to put to the others: plain data, kept on this device as one types, read back with care.
 *
 * Knows nothing of ops, clocks or the collective. Everything is as typed; `to-op.ts` reads it.
 */
import type { MemberId, ObjectId } from '$crypto/base';
import type { Effect } from '$crdt/domain/proposals/ops';
import type { Poll } from '$crdt/domain/proposals/method';
import { settingChange, type SettingChange, type SettingKey } from '$crdt/domain/proposals/settings-ops';

export const WANTS = ['talk', 'ask', 'decide', 'choose'] as const;
/** What one wants from the others. */
export type Want = (typeof WANTS)[number];

export const ASKING = ['question-round', 'sense-check', 'advice'] as const;
export type Asking = (typeof ASKING)[number];

/** `own`: as the collective decides such things. */
export const DECIDING = ['own', 'consensus', 'consent', 'majority', 'all-but-one', 'lazy', 'ownership'] as const;
export type Deciding = (typeof DECIDING)[number];

export const CHOOSING = ['single', 'multiple', 'dot', 'score', 'ranked', 'resistance', 'time'] as const satisfies readonly Poll['kind'][];
export type Choosing = (typeof CHOOSING)[number];

/** What a form of this page can carry out; changes of rooms and of their rules have forms of their own. */
export const EFFECTS = ['none', 'change-setting', 'spend', 'admit-member', 'remove-member', 'move-voice'] as const satisfies readonly Effect['kind'][];
export type EffectKind = (typeof EFFECTS)[number];

export interface SlotDraft {
	date: string;
	from: string;
	to: string;
}

export interface ProposalDraft {
	/** Null: not chosen yet. */
	want: Want | null;
	asking: Asking;
	deciding: Deciding;
	choosing: Choosing;
	title: string;
	text: string;
	options: string[];
	slots: SlotDraft[];
	/** How many options one person may choose. */
	most: string;
	dots: string;
	highest: string;
	/** 50: more than half; above: at least that share. */
	percent: string;
	of: 'cast' | 'eligible';
	/** Share that must take part, in percent; '0': more than half, as always. */
	quorum: string;
	effect: EffectKind;
	setting: SettingKey | '';
	change: SettingChange | null;
	member: MemberId | '';
	device: string;
	amount: string;
	purpose: string;
	/** '': the usual time. */
	untilDate: string;
	untilTime: string;
	review: 'usual' | 'none' | 'own';
	reviewDate: string;
	sealed: boolean;
	alternatives: ObjectId[];
}

export const emptyDraft = (): ProposalDraft => ({
	want: null,
	asking: 'question-round',
	deciding: 'own',
	choosing: 'single',
	title: '',
	text: '',
	options: ['', ''],
	slots: [
		{ date: '', from: '18:00', to: '19:30' },
		{ date: '', from: '18:00', to: '19:30' }
	],
	most: '2',
	dots: '5',
	highest: '5',
	percent: '50',
	of: 'eligible',
	quorum: '0',
	effect: 'none',
	setting: '',
	change: null,
	member: '',
	device: '',
	amount: '',
	purpose: '',
	untilDate: '',
	untilTime: '',
	review: 'usual',
	reviewDate: '',
	sealed: false,
	alternatives: []
});

/** Has anything been written or chosen that would be a pity to lose? */
export const isWritten = (draft: ProposalDraft, from: ProposalDraft): boolean => JSON.stringify(draft) !== JSON.stringify(from);

/**
 * A draft as it was kept: known fields of the right shape count, everything else is as in `from`. An older app may have
 * written it.
 */
export function readDraft(kept: unknown, from: ProposalDraft): ProposalDraft {
	if (!isRecord(kept)) return from;
	const text = (key: string, otherwise: string) => (typeof kept[key] === 'string' ? kept[key] : otherwise);
	const choice = <T extends string, U>(key: string, all: readonly T[], otherwise: U): T | U => all.find((one) => one === kept[key]) ?? otherwise;
	const change = settingChange.safeParse(kept['change']);
	return {
		want: choice('want', WANTS, from.want),
		asking: choice('asking', ASKING, from.asking),
		deciding: choice('deciding', DECIDING, from.deciding),
		choosing: choice('choosing', CHOOSING, from.choosing),
		title: text('title', from.title),
		text: text('text', from.text),
		options: listOf(kept['options'], isText) ?? from.options,
		slots: listOf(kept['slots'], isSlot) ?? from.slots,
		most: text('most', from.most),
		dots: text('dots', from.dots),
		highest: text('highest', from.highest),
		percent: text('percent', from.percent),
		of: choice('of', ['cast', 'eligible'] as const, from.of),
		quorum: text('quorum', from.quorum),
		effect: choice('effect', EFFECTS, from.effect),
		setting: text('setting', from.setting) as SettingKey | '', // an unknown key has no form, and nothing is proposed by it
		change: change.success ? change.data : from.change,
		member: text('member', from.member) as MemberId | '', // compared with members before it counts
		device: text('device', from.device),
		amount: text('amount', from.amount),
		purpose: text('purpose', from.purpose),
		untilDate: text('untilDate', from.untilDate),
		untilTime: text('untilTime', from.untilTime),
		review: choice('review', ['usual', 'none', 'own'] as const, from.review),
		reviewDate: text('reviewDate', from.reviewDate),
		sealed: typeof kept['sealed'] === 'boolean' ? kept['sealed'] : from.sealed,
		alternatives: (listOf(kept['alternatives'], isText) ?? from.alternatives) as ObjectId[] // only those still listed count
	};
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
const isText = (value: unknown): value is string => typeof value === 'string';
const isSlot = (value: unknown): value is SlotDraft => isRecord(value) && isText(value['date']) && isText(value['from']) && isText(value['to']);

function listOf<T>(value: unknown, isItem: (one: unknown) => one is T): T[] | null {
	return Array.isArray(value) && value.every(isItem) ? value : null;
}
