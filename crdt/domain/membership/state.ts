/**
 * What a set of membership entries amounts to: who is a member, with which devices, under which group keys and settings.
 * The same shape serves for the past of one entry ("as the author knew it") and for everything held. Plain data.
 */
import type { DeviceId, EntryId, EpochId, InvitationId, MemberId, ObjectId, Slot } from '../../../crypto/base';
import { NO_CALENDAR_RULES } from '../calendar/ops';
import type { MemberInPast, RoomDecision, Settings, SpendApproval } from '../context';
import { rulesOfFounding } from '../proposals/founding-rules';
import type { SettingKey } from '../proposals/settings-ops';
import type { Profile, Server } from './ops';

export interface DeviceFact {
	readonly deviceId: DeviceId;
	readonly memberId: MemberId;
	readonly slot: Slot;
	/** base64url. */
	readonly signKey: string;
	readonly boxKey: string;
	readonly name: string;
	readonly introducedBy: EntryId;
	/** Claimed time of its introduction, ms. */
	readonly introducedAt: number;
	/** How it came: founding or admission, by another device of its member, or by colleagues (MEM90). */
	readonly by: 'admission' | 'own-device' | 'colleagues';
	/** A recovery phrase: words on paper. */
	readonly paper: boolean;
	/** When it was taken away, as claimed, ms; null: it was not, or by nothing but MEM87. */
	readonly revokedAt: number | null;
	/** The device that did that; null: as above. */
	readonly revokedBy: DeviceId | null;
	/** `unseated`: a concurrent admission with a lower entry id holds its slot; it needs a new key (MEM13). */
	readonly status: 'active' | 'revoked' | 'forked' | 'unseated';
}

export interface MemberFact {
	readonly memberId: MemberId;
	/** The first entry that admitted this member's key (`found` for the founder). */
	readonly admission: EntryId;
	/** Claimed time of the admission, ms. */
	readonly since: number;
	readonly admittedBy: readonly MemberId[];
	readonly invitation: InvitationId | null;
	readonly profile: Profile;
	readonly voice: DeviceId;
	/** All devices ever introduced, oldest first. */
	readonly devices: readonly DeviceFact[];
	readonly status: 'member' | 'left' | 'removed';
	/** `trial` until a decision ends it (MEM70). */
	readonly stage: 'trial' | 'member';
	/** The decision that removed this member. */
	readonly removedBy: ObjectId | null;
	/** Claimed time of the leave, or of the closing that made the removal final, ms; null: seated. For counting days, never for rules. */
	readonly until: number | null;
}

/** One joiner's key under one invitation. */
export interface Candidacy {
	/** Whose device the key becomes: a newcomer's own, or the member that the invitation recovers. */
	readonly memberId: MemberId;
	readonly deviceId: DeviceId;
	readonly profile: Profile;
	readonly firstAdmit: EntryId;
	readonly approvals: readonly MemberId[];
	readonly admitted: boolean;
}

export interface InvitationFact {
	readonly invitation: InvitationId;
	readonly entry: EntryId;
	readonly issuer: MemberId;
	readonly issuedAt: number;
	readonly publicKey: string;
	readonly lobbyKey: string;
	readonly expiresAt: number;
	readonly note: string;
	readonly cancelled: boolean;
	/** How many yeses it needs, frozen when it was written. */
	readonly needed: number;
	/** The member it binds a fresh device to; null: it admits somebody new (MEM90). */
	readonly recovers: MemberId | null;
	/** What a newcomer becomes by it, frozen when it was written. */
	readonly stage: 'trial' | 'member';
	/** Members who may say yes, frozen when it was written. */
	readonly electorate: readonly MemberId[];
	readonly candidacies: readonly Candidacy[];
	readonly status: 'open' | 'used' | 'cancelled' | 'used-twice';
}

export interface EpochFact {
	readonly epoch: EpochId;
	/** The entry that opened it. */
	readonly entry: EntryId;
	readonly lamport: number;
	readonly author: MemberId;
	readonly recipients: readonly DeviceId[];
	/** Losses (see `Facts.losses`) that its author knew. */
	readonly knownLosses: ReadonlySet<string>;
}

export interface ForkFact {
	readonly device: DeviceId;
	readonly memberId: MemberId;
	readonly entries: readonly [EntryId, EntryId];
	readonly reportedIn: EntryId;
	readonly reportedAt: number;
}

/** Something that helps members' devices to meet (MEM100). */
export interface ServerFact {
	readonly id: ObjectId;
	readonly by: MemberId;
	/** Claimed time, ms. */
	readonly at: number;
	readonly server: Server;
	/** Null: in use. */
	readonly droppedBy: MemberId | null;
}

export interface RemovalFact {
	readonly proposal: ObjectId;
	readonly subject: MemberId;
	/** Closings of the decision in this set of entries, one list per elector who closed. */
	readonly closings: readonly (readonly EntryId[])[];
	/** How many electors' closings must hold an entry of the removed member for it to stand. */
	readonly quorum: number;
	/** Claimed time of the closing that made it more than half, ms. */
	readonly at: number;
}

export interface Facts {
	readonly foundedIn: EntryId | null;
	readonly foundedAt: number;
	readonly founder: MemberId | null;
	readonly foundingText: string;
	/** Members today, by admission entry id. */
	readonly seated: readonly MemberInPast[];
	/** Everybody ever admitted, by admission in total order. */
	readonly members: ReadonlyMap<MemberId, MemberFact>;
	readonly devices: ReadonlyMap<DeviceId, DeviceFact>;
	readonly invitations: ReadonlyMap<InvitationId, InvitationFact>;
	readonly settings: Settings;
	readonly decidedBy: Readonly<Partial<Record<SettingKey, ObjectId>>>;
	/** Accepted proposals about rooms, and emergency measures in force; the calendar carries them out (CAL37). */
	readonly roomDecisions: ReadonlyMap<ObjectId, RoomDecision>;
	/** What lets larger expenses be posted: accepted decisions and measures in force (PRO106). */
	readonly approvals: ReadonlyMap<ObjectId, SpendApproval>;
	/** Measures that enough members have joined (PRO106). */
	readonly measuresInForce: ReadonlySet<ObjectId>;
	/** Removals, leaves, revocations and retirements, as keys; a group key must know them all (MEM31). */
	readonly losses: ReadonlySet<string>;
	/** Valid group keys, oldest first. */
	readonly epochs: ReadonlyMap<EpochId, EpochFact>;
	/** Devices for which a box was written, by epoch, but for those that say that it gave them nothing (MEM37). */
	readonly boxed: ReadonlyMap<EpochId, ReadonlySet<DeviceId>>;
	/** Who has boxed which key for whom, see `boxerOf`. */
	readonly boxers: ReadonlySet<string>;
	readonly forks: readonly ForkFact[];
	readonly removals: readonly RemovalFact[];
	/** Servers ever added, in total order. */
	readonly servers: ReadonlyMap<ObjectId, ServerFact>;
}

export type MembershipState = Facts;

export const NO_SETTINGS: Settings = {
	name: '',
	currency: 'EUR',
	zone: 'UTC',
	rules: rulesOfFounding('consensus'),
	decisionDays: 7,
	admissionApprovals: 2,
	recoveryApprovals: 2,
	trialDays: 0,
	mediators: 2,
	emergency: { members: 3, hours: 72 },
	spendingBands: [{ from: 0, needs: { kind: 'member' } }],
	ownership: [],
	budgets: [],
	retention: { case: 365, ethics: null, business: null, 'check-in': 90, balint: 365 },
	publicUrl: '',
	signaling: [],
	calendarRules: NO_CALENDAR_RULES
};

export const NO_FACTS: Facts = {
	foundedIn: null,
	foundedAt: 0,
	founder: null,
	foundingText: '',
	seated: [],
	members: new Map(),
	devices: new Map(),
	invitations: new Map(),
	settings: NO_SETTINGS,
	decidedBy: {},
	roomDecisions: new Map(),
	approvals: new Map(),
	measuresInForce: new Set(),
	losses: new Set(),
	epochs: new Map(),
	boxed: new Map(),
	boxers: new Set(),
	forks: [],
	removals: [],
	servers: new Map()
};

export const boxerOf = (epoch: EpochId, device: DeviceId, by: DeviceId): string => `${epoch} ${device} ${by}`;

/** How many yeses a newcomer needs when invited now (MEM20). */
export const approvalsNeeded = (facts: Facts): number =>
	Math.max(1, Math.min(facts.settings.admissionApprovals, fullMembers(facts).length));

/** Who may say yes to a fresh device of this member. Empty: nobody is there who could. */
export const recoveryElectorate = (facts: Facts, member: MemberId): readonly MemberId[] =>
	fullMembers(facts).flatMap(({ memberId }) => (memberId === member ? [] : [memberId]));

/** How many colleagues must say yes to a fresh device for a member who lost theirs (MEM91). */
export const recoveryApprovalsNeeded = (facts: Facts, member: MemberId): number =>
	Math.max(1, Math.min(facts.settings.recoveryApprovals, recoveryElectorate(facts, member).length));

/** Members with all rights: those on trial neither propose nor decide (MEM70). */
export const fullMembers = (facts: Facts): readonly MemberInPast[] => facts.seated.filter(({ stage }) => stage === 'member');

export const isFullMember = (facts: Facts, member: MemberId): boolean =>
	facts.seated.some(({ memberId, stage }) => memberId === member && stage === 'member');

/** Devices that must get a box of a new group key: every active device of every member. */
export function currentDevices(facts: Facts): readonly DeviceFact[] {
	const current: DeviceFact[] = [];
	for (const member of facts.seated)
		for (const id of member.devices) {
			const device = facts.devices.get(id);
			if (device !== undefined) current.push(device);
		}
	return current;
}
