/** "How we decide": every setting with what set it, and what is under way. Carries PRO59. */
import type { ObjectId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { decidedAt } from './decided-at';
import { amFullMember } from './select-standing';
import { settingKeyOf, type SettingKey } from './settings-ops';
import { newestTerm } from './terms';
import type { GovernanceView } from './views';

export function selectGovernance(lens: Lens): GovernanceView {
	const { settings, foundingText, foundedAt, founder, decidedBy, members, seated } = lens.state.membership;
	const { proposals } = lens.state.proposals;
	const setBy: Partial<Record<SettingKey, { proposal: ObjectId; title: string; at: number }>> = {};
	for (const [key, id] of Object.entries(decidedBy) as [SettingKey, ObjectId][]) { // the record's own keys
		const proposal = proposals.get(id);
		if (proposal !== undefined) setBy[key] = { proposal: id, title: newestTerm(proposal).title, at: decidedAt(proposal) ?? proposal.at };
	}
	const underWay: Partial<Record<SettingKey, ObjectId>> = {};
	for (const { id, effect, outcome } of proposals.values())
		if (outcome.status === 'open' && effect.kind === 'change-setting') underWay[settingKeyOf(effect.change)] ??= id;
	return {
		settings,
		foundingText,
		foundedAt,
		foundedByName: founder === null ? '' : lens.nameOf(founder),
		setBy,
		underWay,
		members: seated.map(({ memberId, stage }) => ({
			memberId, stage, name: lens.nameOf(memberId), since: members.get(memberId)?.since ?? foundedAt, isMe: memberId === lens.me
		})),
		mayPropose: amFullMember(lens)
	};
}
