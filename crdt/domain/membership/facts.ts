/**
 * From a set of membership entries to who is a member: one pass in total order, then removals, leaves and slots.
 *
 * A pure function of the set. Ops refused by their own past are not in it; what lies beyond the frontier of a removal in
 * the same set counts for nothing here (MEM42). Carries MEM2, MEM12-MEM14, MEM20-MEM27, MEM30, MEM40-MEM44.
 */
import type { DeviceId, EntryId, EpochId, InvitationId, MemberId, ObjectId } from '../../../crypto/base';
import type { Hashes, MemberInPast, Settings } from '../context';
import type { Node } from '../node';
import type { OpOf } from '../op';
import type { SettingChange } from '../proposals/ops';
import type { Proposal } from '../proposals/state';
import { candidaciesOf, statusOf, type CandidacyDraft } from './candidacy';
import {
	approvalsNeeded, NO_SETTINGS,
	type DeviceFact, type EpochFact, type Facts, type ForkFact, type InvitationFact, type MemberFact, type RemovalFact
} from './state';

/** An accepted proposal in the same set, with the closings in it, by elector. */
export interface Decision {
	readonly proposal: Proposal;
	readonly closings: readonly (readonly EntryId[])[];
}

export interface FactsInput {
	/** Relevant entries of the set, in total order. */
	readonly nodes: readonly Node[];
	/** Accepted proposals with an effect, in total order of their opening. */
	readonly decisions: readonly Decision[];
	readonly hashes: Hashes;
	isAncestor(ancestor: EntryId, descendant: EntryId): boolean;
}

export interface MemberDraft {
	fact: Omit<MemberFact, 'devices' | 'status' | 'removedBy' | 'voice' | 'profile'>;
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

/** A pass in the making. Only this file and its helpers write to it. */
class Pass {
	founded: { in: EntryId; at: number; by: MemberId; text: string } | null = null;
	settings: Settings = NO_SETTINGS;
	readonly members = new Map<MemberId, MemberDraft>();
	readonly devices = new Map<DeviceId, DeviceFact>();
	readonly invitations = new Map<InvitationId, InvitationDraft>();
	readonly left = new Set<MemberId>();
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

export function computeFacts(input: FactsInput): Facts {
	const removals = removalsOf(input.decisions);
	const pass = new Pass(input.hashes);
	for (const node of input.nodes) {
		const voided = node.author !== null && isBeyondFrontier(node.id, node.author.memberId, removals, input);
		// a founder's first entry has no author in its own past; anybody else must have been admitted in this very set
		const counts = !voided && (node.author === null || pass.members.has(node.author.memberId));
		node.entry.ops.forEach((op, at) => {
			if (op.type !== 'unknown-op' && node.refusals?.[at] === undefined) applyOp(pass, node, op, counts);
		});
	}
	return finish(pass, removals, input.decisions);
}

/** MEM42: is an entry of this member held by too few of the deciders, in every removal of that member? */
export function isBeyondFrontier(
	entry: EntryId,
	author: MemberId,
	removals: readonly RemovalFact[],
	graph: Pick<FactsInput, 'isAncestor'>
): boolean {
	let removed = false;
	for (const removal of removals) {
		if (removal.subject !== author) continue;
		removed = true;
		const holders = removal.closings.filter((own) => own.some((closing) => graph.isAncestor(entry, closing))).length;
		if (holders >= removal.quorum) return false;
	}
	return removed;
}

function removalsOf(decisions: readonly Decision[]): readonly RemovalFact[] {
	const removals: RemovalFact[] = [];
	for (const { proposal, closings } of decisions)
		if (proposal.effect.kind === 'remove-member')
			removals.push({
				proposal: proposal.id,
				subject: proposal.effect.member,
				closings,
				quorum: Math.floor(proposal.electors.length / 2) + 1
			});
	return removals;
}

type MembershipOp = Node['entry']['ops'][number];

function applyOp(pass: Pass, node: Node, op: MembershipOp, counts: boolean): void {
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
			pass.left.add(author);
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
		decisionRule: op.decisionRule,
		decisionDays: op.decisionDays
	};
	pass.seat(
		{
			fact: { memberId, admission: node.id, since: node.entry.claimedAt, admittedBy: [], invitation: null },
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
			electorate: then.seated.map((member) => member.memberId)
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
				invitation: op.invitation
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

function finish(pass: Pass, removals: readonly RemovalFact[], decisions: readonly Decision[]): Facts {
	const removedBy = new Map<MemberId, ObjectId>();
	for (const removal of removals)
		if (pass.members.has(removal.subject) && !removedBy.has(removal.subject))
			removedBy.set(removal.subject, removal.proposal);
	const devices = seatDevices(pass);
	const members = new Map<MemberId, MemberFact>();
	const seated: MemberInPast[] = [];
	const voices = movedVoices(decisions);
	for (const [memberId, draft] of pass.members) {
		const all = draft.devices.flatMap((id) => devices.get(id) ?? []);
		const decided = voices.get(memberId);
		const voice = decided !== undefined && draft.devices.includes(decided) ? decided : draft.voice;
		const removal = removedBy.get(memberId) ?? null;
		const status = removal !== null ? 'removed' : pass.left.has(memberId) ? 'left' : 'member';
		members.set(memberId, { ...draft.fact, profile: draft.profile, voice, devices: all, status, removedBy: removal });
		if (status === 'member')
			seated.push({
				memberId,
				admission: draft.fact.admission,
				voice,
				devices: all.filter((device) => device.status === 'active').map((device) => device.deviceId)
			});
	}
	seated.sort((a, b) => (a.admission < b.admission ? -1 : a.admission > b.admission ? 1 : 0));
	const { settings, decidedBy } = decidedSettings(pass.settings, decisions);
	return {
		foundedIn: pass.founded?.in ?? null,
		foundedAt: pass.founded?.at ?? 0,
		founder: pass.founded?.by ?? null,
		foundingText: pass.founded?.text ?? '',
		seated,
		members,
		devices,
		invitations: invitationsOf(pass),
		settings,
		decidedBy,
		losses: lossesOf(pass, removedBy),
		epochs: pass.epochs,
		boxed: pass.boxed,
		forks: pass.forks,
		removals
	};
}

/** MEM12, MEM13: revoked and retired devices stay known; of two devices in one slot the lower entry id keeps it. */
function seatDevices(pass: Pass): ReadonlyMap<DeviceId, DeviceFact> {
	const holders = new Map<number, DeviceFact>();
	for (const device of pass.devices.values()) {
		const holder = holders.get(device.slot);
		if (holder === undefined || device.introducedBy < holder.introducedBy) holders.set(device.slot, device);
	}
	const seated = new Map<DeviceId, DeviceFact>();
	for (const device of pass.devices.values()) {
		const status = pass.revoked.has(device.deviceId)
			? 'revoked'
			: pass.forks.some((fork) => fork.device === device.deviceId)
				? 'forked'
				: holders.get(device.slot) === device
					? 'active'
					: 'unseated';
		seated.set(device.deviceId, status === 'active' ? device : { ...device, status });
	}
	return seated;
}

function lossesOf(pass: Pass, removedBy: ReadonlyMap<MemberId, ObjectId>): ReadonlySet<string> {
	const losses = new Set<string>();
	for (const member of removedBy.keys()) losses.add(`removed ${member}`);
	for (const member of pass.left) losses.add(`left ${member}`);
	for (const device of pass.revoked) losses.add(`revoked ${device}`);
	for (const fork of pass.forks) losses.add(`forked ${fork.device}`);
	return losses;
}

function invitationsOf(pass: Pass): ReadonlyMap<InvitationId, InvitationFact> {
	const invitations = new Map<InvitationId, InvitationFact>();
	for (const [id, draft] of pass.invitations)
		invitations.set(id, {
			...draft.fact,
			cancelled: draft.cancelled,
			candidacies: candidaciesOf(draft.candidacies),
			status: statusOf(draft.candidacies, draft.cancelled)
		});
	return invitations;
}

function movedVoices(decisions: readonly Decision[]): ReadonlyMap<MemberId, DeviceId> {
	const voices = new Map<MemberId, DeviceId>();
	for (const { proposal } of decisions)
		if (proposal.effect.kind === 'move-voice') voices.set(proposal.effect.member, proposal.effect.device);
	return voices;
}

/** MEM50: the accepted proposal that stands last in total order governs each key. */
function decidedSettings(founded: Settings, decisions: readonly Decision[]): Pick<Facts, 'settings' | 'decidedBy'> {
	let settings = founded;
	const decidedBy: Partial<Record<keyof Settings, ObjectId>> = {};
	for (const { proposal } of decisions) {
		if (proposal.effect.kind !== 'change-setting') continue;
		settings = withSetting(settings, proposal.effect.change);
		decidedBy[proposal.effect.change.key] = proposal.id;
	}
	return { settings, decidedBy };
}

const withSetting = (settings: Settings, change: SettingChange): Settings => ({ ...settings, [change.key]: change.value });
