/** What happens by itself when the draft is decided, read from what was typed and chosen. Pure. */
import type { MemberId, ObjectId } from '$crypto/base';
import type { Settings } from '$crdt/domain/context';
import type { MemberView } from '$crdt/domain/membership/views';
import type { Effect } from '$crdt/domain/proposals/ops';
import { settingKeyOf, type SpendingBand } from '$crdt/domain/proposals/settings-ops';
import type { MediationView } from '$crdt/domain/proposals/views';
import { parseMoney } from '$lib/ui/money';
import type { ProposalDraft } from './draft';
import { good, wrong, type Checked } from './fields';

export interface EffectContext {
	readonly settings: Settings;
	readonly members: readonly MemberView[];
	readonly mediations: readonly MediationView[];
}

export const LONGEST_PURPOSE = 160;

export function effectOf(draft: ProposalDraft, context: EffectContext): Checked<Effect> {
	switch (draft.effect) {
		case 'none':
			return good({ kind: 'none' });
		case 'change-setting': {
			if (draft.setting === '') return wrong('setting', 'Choose which setting is to change.');
			// a change that was typed for another setting is no answer to this one
			if (draft.change === null || settingKeyOf(draft.change) !== draft.setting) return wrong('setting', 'The new value does not fit yet. Fill it in, and look at what is marked.');
			return good({ kind: 'change-setting', change: draft.change });
		}
		case 'spend': {
			const amount = parseMoney(draft.amount, context.settings.currency);
			if (amount === null) return wrong('amount', 'This is no amount of money. Write it like 480 or 480.50.');
			const purpose = draft.purpose.trim();
			if (purpose === '') return wrong('purpose', 'Say in a few words what the money is for.');
			if (purpose.length > LONGEST_PURPOSE) return wrong('purpose', `The purpose may be ${LONGEST_PURPOSE} letters long. Say the rest in the text.`);
			return good({ kind: 'spend', amount, purpose });
		}
		case 'admit-member': {
			const member = context.members.find((one) => one.memberId === draft.member && one.stage === 'trial');
			return member ? good({ kind: 'admit-member', member: member.memberId }) : wrong('member', 'Choose whose trial is to end.');
		}
		case 'remove-member': {
			const member = context.members.find((one) => one.memberId === draft.member);
			if (!member) return wrong('member', 'Choose whom it is about.');
			if (member.isMe) return wrong('member', 'Nobody proposes their own removal. To leave, go to Members.');
			if (needsMediation(context) && mediationFor(context.mediations, member.memberId) === null)
				return wrong('member', `Before a removal, colleagues talk with both sides. Ask for a mediation about ${member.profile.name} first.`);
			return good({ kind: 'remove-member', member: member.memberId });
		}
		case 'move-voice': {
			const member = context.members.find((one) => one.memberId === draft.member);
			if (!member) return wrong('member', 'Choose whose device was lost.');
			const device = member.devices.find((one) => one.deviceId === draft.device && one.status === 'active' && !one.isVoice);
			return device ? good({ kind: 'move-voice', member: member.memberId, device: device.deviceId }) : wrong('device', `Choose which device speaks for ${member.profile.name} from then on.`);
		}
	}
}

/** Where there is nobody who could mediate, nobody has to (PRO96). */
export function needsMediation({ settings, members }: EffectContext): boolean {
	const full = members.filter((one) => one.stage === 'member').length;
	return Math.min(settings.mediators, full - 2) > 0;
}

/** The newest mediation about a member that allows a removal; null: none does. */
export function mediationFor(mediations: readonly MediationView[], member: MemberId): ObjectId | null {
	const fitting = mediations.filter((one) => one.subject === member && one.allowsRemoval);
	return fitting.reduce<MediationView | null>((newest, one) => (newest === null || one.at > newest.at ? one : newest), null)?.id ?? null;
}

/** The band an amount falls into; the first begins at 0. */
export function bandOf(amount: number, bands: readonly SpendingBand[]): SpendingBand['needs'] | null {
	return bands.filter((band) => band.from <= amount).at(-1)?.needs ?? null;
}
