/** What screens read about members, invitations and settings: plain data, no hashes to show. */
import type { DeviceId, InvitationId, MemberId, ObjectId } from '../../../crypto/base';
import type { Settings } from '../context';
import type { SettingKey } from '../proposals/settings-ops';
import type { Profile } from './ops';

export interface DeviceView {
	readonly deviceId: DeviceId;
	readonly name: string;
	readonly isVoice: boolean;
	readonly isThisDevice: boolean;
	readonly status: 'active' | 'revoked' | 'forked';
}

export interface MemberView {
	readonly memberId: MemberId;
	readonly profile: Profile;
	readonly isMe: boolean;
	readonly status: 'member' | 'left' | 'removed';
	/** On trial until a decision ends it. */
	readonly stage: 'trial' | 'member';
	/** Claimed time of admission, ms. */
	readonly since: number;
	readonly admittedBy: readonly string[];
	readonly devices: readonly DeviceView[];
	/** Members whose devices hold this member's newest entry, of how many. */
	readonly latestHeldBy: number;
	readonly of: number;
	/** An open proposal to remove this member, if any. */
	readonly removalProposal: ObjectId | null;
}

export interface InvitationView {
	readonly invitation: InvitationId;
	readonly issuedByName: string;
	readonly mine: boolean;
	readonly note: string;
	readonly expiresAt: number;
	readonly status: 'open' | 'used' | 'cancelled' | 'used-twice';
	readonly approvals: number;
	readonly needed: number;
	/** Name given by whom it admitted, when used. */
	readonly joinerName: string | null;
}

export interface MembersView {
	readonly members: readonly MemberView[];
	readonly former: readonly MemberView[];
	readonly invitations: readonly InvitationView[];
	/** How many yeses a newcomer needs today. */
	readonly approvalsNeeded: number;
}

export interface SettingsView {
	readonly settings: Settings;
	readonly foundingText: string;
	readonly foundedAt: number;
	readonly foundedByName: string;
	/** Per key: the proposal that set the value, where one did. */
	readonly decidedBy: Readonly<Partial<Record<SettingKey, ObjectId>>>;
}

/** Things that need attention and are not money, time or voice: forks, unknown ops, refused entries of mine. */
export interface NoticeView {
	readonly kind: 'device-replaced' | 'update-the-app' | 'refused' | 'invitation-used-twice' | 'copies-differ' | 'rows-set-aside' | 'recovery-of-me';
	readonly sentence: string;
	readonly at: number;
	readonly object: ObjectId | null;
}
