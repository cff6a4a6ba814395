/** What happens by itself once a proposal is decided, in one sentence. Money and names are said by the caller. Pure. */
import type { Effect } from '$crdt/domain/proposals/ops';
import { settingKeyOf } from '$crdt/domain/proposals/settings-ops';
import { settingName, settingValue } from './setting-words';

/** @returns null where the words alone are the decision. */
export function effectSentence(effect: Effect, nameOf: (member: string) => string, money: (minor: number) => string): string | null {
	switch (effect.kind) {
		case 'none':
			return null;
		case 'remove-member':
			return `When decided, ${nameOf(effect.member)} is no longer a member, and the locks are changed.`;
		case 'admit-member':
			return `When decided, the trial of ${nameOf(effect.member)} is over: a member with every right from then on.`;
		case 'change-room':
			return 'When decided, this happens by itself on every device.';
		case 'change-setting':
			if (effect.change.key === 'calendarRules') return 'When decided, the rules for the rooms change by themselves on every device.';
			return `When decided, “${settingName(settingKeyOf(effect.change))}” becomes: ${endStop(settingValue(effect.change, nameOf, money))}`;
		case 'move-voice':
			return `When decided, another device of ${nameOf(effect.member)} speaks for them.`;
		case 'spend':
			return `When decided, up to ${money(effect.amount)} may be spent on “${effect.purpose}”.`;
		case 'amend':
			return 'When decided, the other wording is taken up, and everybody answers to it anew.';
	}
}

/** What it is about, in two or three words for a list: "a setting", "spending". */
export function effectName(effect: Effect): string {
	switch (effect.kind) {
		case 'none':
			return 'words only';
		case 'remove-member':
			return 'removal';
		case 'admit-member':
			return 'admission';
		case 'change-room':
			return 'a room';
		case 'change-setting':
			return effect.change.key === 'calendarRules' ? 'rules for the rooms' : 'a setting';
		case 'move-voice':
			return 'a lost device';
		case 'spend':
			return 'spending';
		case 'amend':
			return 'another wording';
	}
}

const endStop = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
