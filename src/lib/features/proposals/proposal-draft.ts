/** What somebody is writing as a proposal, and its way into an op. Pure; the present moment is an argument. */
import type { MemberId } from '$crypto/base';
import type { OpInput } from '$crdt/domain/op';
import type { SettingChange } from '$crdt/domain/proposals/ops';

export type EffectKind = 'none' | 'change-setting' | 'remove-member';
/** The rules for the rooms have a form of their own, in the calendar. */
export type SettingKey = Exclude<SettingChange['key'], 'calendarRules'>;

export interface ProposalDraft {
	title: string;
	text: string;
	kind: EffectKind;
	setting: SettingKey;
	/** As typed or chosen; read by `toChange`. */
	value: string;
	member: MemberId | '';
	days: number;
}

const DAY_MS = 86_400_000;

/** @returns null where the value does not fit the setting. */
export function toChange(key: SettingKey, value: string): SettingChange | null {
	const text = value.trim();
	switch (key) {
		case 'name':
			return text !== '' && text.length <= 80 ? { key, value: text } : null;
		case 'decisionRule':
			return text === 'consensus' || text === 'majority' ? { key, value: text } : null;
		case 'decisionDays':
			return wholeBetween(text, 1, 90) ? { key, value: Number(text) } : null;
		case 'admissionApprovals':
			return wholeBetween(text, 1, 60) ? { key, value: Number(text) } : null;
		case 'publicUrl':
			return text === '' || (/^https:\/\/[^\s]+$/.test(text) && text.length <= 200) ? { key, value: text } : null;
		case 'signaling': {
			const all = text.split(/\s+/).filter((one) => one !== '');
			return all.length <= 8 && all.every((one) => /^wss?:\/\/[^\s]+$/.test(one) && one.length <= 200) ? { key, value: all } : null;
		}
	}
}

/** @returns the op, or the field that does not fit. */
export function toOp(
	draft: ProposalDraft,
	now: number
): { readonly ok: true; readonly value: Extract<OpInput, { type: 'proposals/open' }> } | { readonly ok: false; readonly field: 'title' | 'value' | 'member' | 'days' } {
	const title = draft.title.trim();
	if (title === '') return { ok: false, field: 'title' };
	if (!Number.isInteger(draft.days) || draft.days < 1 || draft.days > 90) return { ok: false, field: 'days' };
	const common = {
		type: 'proposals/open' as const,
		title,
		text: draft.text.trim(),
		deadline: now + draft.days * DAY_MS,
		succeeds: null
	};
	switch (draft.kind) {
		case 'none':
			return { ok: true, value: { ...common, effect: { kind: 'none' } } };
		case 'remove-member':
			if (draft.member === '') return { ok: false, field: 'member' };
			return { ok: true, value: { ...common, effect: { kind: 'remove-member', member: draft.member } } };
		case 'change-setting': {
			const change = toChange(draft.setting, draft.value);
			if (!change) return { ok: false, field: 'value' };
			return { ok: true, value: { ...common, effect: { kind: 'change-setting', change } } };
		}
	}
}

function wholeBetween(text: string, least: number, most: number): boolean {
	return /^\d{1,3}$/.test(text) && Number(text) >= least && Number(text) <= most;
}
