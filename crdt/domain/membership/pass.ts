/**
 * One pass over membership entries in total order: what each op adds to the drafts of members, devices, invitations and
 * group keys. Only `facts.ts` uses it. Carries MEM2, MEM10-MEM17, MEM20-MEM24, MEM30, MEM71.
 */
import type { DeviceId, EntryId, EpochId, InvitationId, MemberId } from '../../../crypto/base';
import type { Hashes, Settings } from '../context';
import type { Node } from '../node';
import type { OpOf } from '../op';
import { rulesOfFounding } from '../proposals/founding-rules';
import type { CandidacyDraft } from './candidacy';
import {
	approvalsNeeded, fullMembers, NO_SETTINGS,
	type DeviceFact, type EpochFact, type ForkFact, type InvitationFact, type MemberFact
} from './state';

export interface MemberDraft {
	fact: Omit<MemberFact, 'devices' | 'status' | 'removedBy' | 'until' | 'voice' | 'profile'>;
	profile: MemberFact['profile'];
	voice: DeviceId;
	devices: DeviceId[];
}

export interface InvitationDraft {
	fact: Omit<InvitationFact, 'candidacies' | 'status' | 'cancelled'>;
	cancelled: boolean;
	/** Its issuer was removed and did not write it inside the frontier: the yes in it does not count. */
	issuerCounts: boolean;
	candidacies: Map<string, CandidacyDraft>;
}

/** A pass in the making. Only this file writes to it. */
export class Pass {
	founded: { in: EntryId; at: number; by: MemberId; text: string } | null = null;
	settings: Settings = NO_SETTINGS;
	readonly members = new Map<MemberId, MemberDraft>();
	readonly devices = new Map<DeviceId, DeviceFact>();
	readonly invitations = new Map<InvitationId, InvitationDraft>();
	/** Who has left, and the claimed time of it. */
	readonly left = new Map<MemberId, number>();
	readonly revoked = new Set<DeviceId>();
	readonly forks: ForkFact[] = [];
	readonly epochs = new Map<EpochId, EpochFact>();
	readonly boxed = new Map<EpochId, Set<DeviceId>>();

	constructor(readonly hashes: Hashes) {}

	introduce(memberId: MemberId, keys: OpOf<'membership/add-device'>['device'], entry: EntryId): DeviceId {
		const deviceId = this.hashes.deviceIdOf(keys.signKey);
		if (!this.devices.has(deviceId)) {
			this.devices.set(deviceId, {
				deviceId,
				memberId,
				slot: this.hashes.slotOf(keys.signKey),
				signKey: keys.signKey,
				boxKey: keys.boxKey,
				name: keys.name,
				introducedBy: entry,
				status: 'active'
			});
			this.members.get(memberId)?.devices.push(deviceId);
		}
		return deviceId;
	}

	seat(member: MemberDraft, keys: OpOf<'membership/add-device'>['device']): void {
		if (this.members.has(member.fact.memberId)) return;
		this.members.set(member.fact.memberId, member);
		this.introduce(member.fact.memberId, keys, member.fact.admission);
	}

	box(epoch: EpochId, devices: readonly DeviceId[]): void {
		const known = this.boxed.get(epoch);
		if (known === undefined) this.boxed.set(epoch, new Set(devices));
		else for (const device of devices) known.add(device);
	}
}

type MembershipOp = Node['entry']['ops'][number];

/** `counts`: its author has a seat in this very set and the op is not void. */
export function applyOp(pass: Pass, node: Node, op: MembershipOp, counts: boolean): void {
	const { id, claimedAt } = node.entry;
	const author = node.author?.memberId ?? null;
	switch (op.type) {
		case 'membership/found':
			return applyFound(pass, node, op);
		case 'membership/report-fork':
			// evidence is evidence, whoever brings it
			return applyFork(pass, op, id, claimedAt);
		case 'membership/open-epoch':
			if (author !== null) applyEpoch(pass, node, author, op);
			return;
		case 'membership/share-epochs':
			for (const offer of op.offers) pass.box(offer.epoch, offer.boxes.map((box) => box.device));
			return;
		case 'membership/invite':
			if (author !== null) applyInvite(pass, node, author, op, counts);
			return;
	}
	if (!counts || author === null) return;
	switch (op.type) {
		case 'membership/cancel-invitation': {
			const invitation = pass.invitations.get(op.invitation);
			if (invitation !== undefined) invitation.cancelled = true;
			return;
		}
		case 'membership/admit':
			return applyAdmit(pass, node, author, op);
		case 'membership/add-device':
			pass.introduce(author, op.device, id);
			return;
		case 'membership/revoke-device':
			pass.revoked.add(op.device);
			return;
		case 'membership/move-voice': {
			const member = pass.members.get(author);
			if (member !== undefined) member.voice = op.device;
			return;
		}
		case 'membership/set-profile': {
			const member = pass.members.get(author);
			if (member !== undefined) member.profile = op.profile;
			return;
		}
		case 'membership/leave':
			if (!pass.left.has(author)) pass.left.set(author, claimedAt);
			return;
	}
}

function applyFound(pass: Pass, node: Node, op: OpOf<'membership/found'>): void {
	if (pass.founded !== null) return;
	const memberId = pass.hashes.memberIdOf(op.device.signKey);
	pass.founded = { in: node.id, at: node.entry.claimedAt, by: memberId, text: op.foundingText };
	pass.settings = {
		...NO_SETTINGS,
		name: op.name,
		currency: op.currency,
		zone: op.zone,
		rules: rulesOfFounding(op.decisionRule),
		decisionDays: op.decisionDays
	};
	pass.seat(
		{
			fact: { memberId, admission: node.id, since: node.entry.claimedAt, admittedBy: [], invitation: null, stage: 'member' },
			profile: op.profile,
			voice: pass.hashes.deviceIdOf(op.device.signKey),
			devices: []
		},
		op.device
	);
	applyEpoch(pass, node, memberId, op.epoch);
}

function applyEpoch(pass: Pass, node: Node, author: MemberId, offer: OpOf<'membership/found'>['epoch']): void {
	const recipients = offer.boxes.map((box) => box.device);
	pass.box(offer.epoch, recipients);
	if (pass.epochs.has(offer.epoch)) return;
	pass.epochs.set(offer.epoch, {
		epoch: offer.epoch,
		entry: node.id,
		lamport: node.lamport,
		author,
		recipients,
		knownLosses: node.view.facts().losses
	});
}

function applyInvite(pass: Pass, node: Node, issuer: MemberId, op: OpOf<'membership/invite'>, counts: boolean): void {
	const invitation = pass.hashes.invitationIdOf(op.publicKey);
	if (pass.invitations.has(invitation)) return;
	const then = node.view.facts();
	pass.invitations.set(invitation, {
		fact: {
			invitation,
			entry: node.id,
			issuer,
			issuedAt: node.entry.claimedAt,
			publicKey: op.publicKey,
			lobbyKey: op.lobbyKey,
			expiresAt: op.expiresAt,
			note: op.note,
			needed: approvalsNeeded(then),
			stage: then.settings.trialDays > 0 ? 'trial' : 'member',
			electorate: fullMembers(then).map((member) => member.memberId)
		},
		cancelled: false,
		issuerCounts: counts,
		candidacies: new Map()
	});
}

function applyAdmit(pass: Pass, node: Node, approver: MemberId, op: OpOf<'membership/admit'>): void {
	const invitation = pass.invitations.get(op.invitation);
	if (invitation === undefined) return;
	let candidacy = invitation.candidacies.get(op.device.signKey);
	if (candidacy === undefined) {
		candidacy = {
			memberId: pass.hashes.memberIdOf(op.device.signKey),
			profile: op.profile,
			device: op.device,
			firstAdmit: node.id,
			since: node.entry.claimedAt,
			approvals: invitation.issuerCounts ? [invitation.fact.issuer] : [],
			admitted: false
		};
		invitation.candidacies.set(op.device.signKey, candidacy);
	}
	if (invitation.fact.electorate.includes(approver) && !candidacy.approvals.includes(approver))
		candidacy.approvals.push(approver);
	if (candidacy.admitted || candidacy.approvals.length < invitation.fact.needed) return;
	candidacy.admitted = true;
	pass.seat(
		{
			fact: {
				memberId: candidacy.memberId,
				admission: candidacy.firstAdmit,
				since: candidacy.since,
				admittedBy: candidacy.approvals,
				invitation: op.invitation,
				stage: invitation.fact.stage
			},
			profile: candidacy.profile,
			voice: pass.hashes.deviceIdOf(op.device.signKey),
			devices: []
		},
		candidacy.device
	);
}

function applyFork(pass: Pass, op: OpOf<'membership/report-fork'>, reportedIn: EntryId, reportedAt: number): void {
	const device = pass.devices.get(op.device);
	if (device === undefined || pass.forks.some((fork) => fork.device === op.device)) return;
	pass.forks.push({ device: op.device, memberId: device.memberId, entries: op.entries, reportedIn, reportedAt });
}
