/** One joiner's key under one invitation, while yeses are counted. Carries MEM21 and MEM24. */
import type { DeviceId, EntryId, MemberId } from '../../../crypto/base';
import type { OpOf } from '../op';
import type { Profile } from './ops';
import type { Candidacy, InvitationFact } from './state';

export interface CandidacyDraft {
	memberId: MemberId;
	deviceId: DeviceId;
	profile: Profile;
	device: OpOf<'membership/admit'>['device'];
	firstAdmit: EntryId;
	since: number;
	approvals: MemberId[];
	admitted: boolean;
}

export const candidaciesOf = (drafts: ReadonlyMap<string, CandidacyDraft>): readonly Candidacy[] =>
	[...drafts.values()].map(({ memberId, deviceId, profile, firstAdmit, approvals, admitted }) => ({
		memberId,
		deviceId,
		profile,
		firstAdmit,
		approvals: [...approvals],
		admitted
	}));

/** An accepted admission outlives a concurrent cancellation; two accepted ones both stand and are shown. */
export function statusOf(drafts: ReadonlyMap<string, CandidacyDraft>, cancelled: boolean): InvitationFact['status'] {
	const admitted = [...drafts.values()].filter((draft) => draft.admitted).length;
	if (admitted > 1) return 'used-twice';
	if (admitted === 1) return 'used';
	return cancelled ? 'cancelled' : 'open';
}
