/** What a proposal is called that carries something out, unless its author says it better. Pure. */
import type { Effect } from '$crdt/domain/proposals/ops';
import { settingTitleOf } from '$lib/parts/propose';

/** '' where only its author can say. */
export function suggestTitle(effect: Effect, nameOf: (member: string) => string, money: (minor: number) => string): string {
	switch (effect.kind) {
		case 'change-setting':
			return settingTitleOf(effect.change, nameOf, money);
		case 'spend':
			return `Up to ${money(effect.amount)}: ${effect.purpose}`;
		case 'admit-member':
			return `${nameOf(effect.member)} becomes a member with every right`;
		case 'remove-member':
			return `${nameOf(effect.member)} is no longer a member`;
		case 'move-voice':
			return `Another device speaks for ${nameOf(effect.member)}`;
		case 'none':
		case 'change-room':
		case 'amend':
			return '';
	}
}
