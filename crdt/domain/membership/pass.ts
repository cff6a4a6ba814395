/**
 * One pass over membership entries in total order: what each op adds to the drafts of members, devices, invitations and
 * group keys. Only `facts.ts` uses it. Carries MEM2, MEM10-MEM17, MEM20-MEM24, MEM30, MEM37, MEM71, MEM86, MEM87, MEM89-MEM92.
 */
import type { DeviceId, EntryId, EpochId, InvitationId, MemberId, ObjectId } from '../../../crypto/base';
import type { Hashes, Settings } from '../context';
import type { Node } from '../node';
import type { OpOf } from '../op';
import { rulesOfFounding } from '../proposals/founding-rules';
import type { CandidacyDraft } from './candidacy';
import {
	approvalsNeeded, boxerOf, fullMembers, NO_SETTINGS, recoveryApprovalsNeeded, recoveryElectorate,
	type DeviceFact, type EpochFact, type ForkFact, type InvitationFact, type MemberFact, type ServerFact
} from './state';

export interface MemberDraft {
	fact: Omit<MemberFact, 'devices' | 'status' | 'removedBy' | 'until' | 'voice' | 'profile'>;
	profile: MemberFact['profile'];
	voices: Naming[];
	devices: DeviceId[];
}

/** A device named as the voice, and where in the total order. */
export interface Naming {
	readonly device: DeviceId;
	readonly lamport: number;
	readonly entry: EntryId;
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
	/** By device: the entries that took it away. */
	readonly revoked = new Map<DeviceId, { readonly entry: EntryId; readonly by: DeviceId; readonly at: number }[]>();
	/** Devices added by another one of their member. */
	readonly addedBy = new Map<DeviceId, { readonly device: DeviceId; readonly entry: EntryId }>();
	readonly forks: ForkFact[] = [];
	readonly epochs = new Map<EpochId, EpochFact>();
	readonly boxed = new Map<EpochId, Set<DeviceId>>();
	readonly boxers = new Set<string>();
	readonly servers = new Map<ObjectId, ServerFact>();

	constructor(readonly hashes: Hashes) {}

	introduce(memberId: MemberId, keys: OpOf<'membership/add-device'>['device'], entry: EntryId, at: number, how: Pick<DeviceFact, 'by' | 'paper'>): DeviceId {
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
				introducedAt: at,
				...how,
				revokedAt: null,
				revokedBy: null,
				status: 'active'
			});
			this.members.get(memberId)?.devices.push(deviceId);
		}
		return deviceId;
	}

	seat(member: MemberDraft, keys: OpOf<'membership/add-device'>['device']): void {
		if (this.members.has(member.fact.memberId)) return;
		this.members.set(member.fact.memberId, member);
		this.release(this.hashes.deviceIdOf(keys.signKey));
		this.introduce(member.fact.memberId, keys, member.fact.admission, member.fact.since, { by: 'admission', paper: false });
	}

	/** MEM89: a key that somebody else had brought in as a further device is the newcomer's first one. */
	private release(device: DeviceId): void {
		const known = this.devices.get(device);
		const holder = known === undefined ? undefined : this.members.get(known.memberId);
		if (holder !== undefined) holder.devices = holder.devices.filter((id) => id !== device);
		this.devices.delete(device);
		this.addedBy.delete(device);
	}

	/** MEM37: each device's first box of a key for another one counts; what is in a box nobody else can see. */
	box(epoch: EpochId, devices: readonly DeviceId[], by: DeviceId): void {
		const known = this.boxed.get(epoch) ?? new Set();
		this.boxed.set(epoch, known);
		// an offer to nobody says that one's own boxes gave nothing
		if (devices.length === 0) known.delete(by);
		for (const device of devices) {
			const boxer = boxerOf(epoch, device, by);
			if (!this.boxers.has(boxer)) known.add(device);
			this.boxers.add(boxer);
		}
	}
}

type MembershipOp = Node['entry']['ops'][number];

/** `at`: which op of its entry; `counts`: its author has a seat in this very set and the op is not void. */
export function applyOp(pass: Pass, node: Node, op: MembershipOp, at: number, counts: boolean): void {
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
			for (const offer of op.offers) pass.box(offer.epoch, offer.boxes.map((box) => box.device), node.entry.device);
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
			return applyAddDevice(pass, node, author, op);
		case 'membership/rename-device': {
			const device = pass.devices.get(op.device);
			if (device?.memberId === author) pass.devices.set(op.device, { ...device, name: op.name });
			return;
		}
		case 'membership/add-server': {
			const object = `${id}.${at}` as ObjectId; // the constructor of the brand
			pass.servers.set(object, { id: object, by: author, at: claimedAt, server: op.server, droppedBy: null });
			return;
		}
		case 'membership/drop-server': {
			const known = pass.servers.get(op.server);
			if (known?.droppedBy === null) pass.servers.set(op.server, { ...known, droppedBy: author });
			return;
		}
		case 'membership/revoke-device':
			return applyRevoke(pass, node, author, op.device);
		case 'membership/move-voice': {
			const member = pass.members.get(author);
			member?.voices.push({ device: op.device, lamport: node.lamport, entry: id });
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
			voices: [{ device: pass.hashes.deviceIdOf(op.device.signKey), lamport: node.lamport, entry: node.id }],
			devices: []
		},
		op.device
	);
	applyEpoch(pass, node, memberId, op.epoch);
}

function applyAddDevice(pass: Pass, node: Node, author: MemberId, op: OpOf<'membership/add-device'>): void {
	const device = pass.introduce(author, op.device, node.id, node.entry.claimedAt, { by: 'own-device', paper: op.paper === true });
	if (!pass.addedBy.has(device) && pass.devices.get(device)?.introducedBy === node.id)
		pass.addedBy.set(device, { device: node.entry.device, entry: node.id });
}

/** MEM86: who takes the voice away speaks from there on, as far as they knew that it was the voice. */
function applyRevoke(pass: Pass, node: Node, author: MemberId, device: DeviceId): void {
	const by = node.entry.device;
	const revoked = { entry: node.id, by, at: node.entry.claimedAt };
	pass.revoked.set(device, [...(pass.revoked.get(device) ?? []), revoked]);
	if (node.view.facts().members.get(author)?.voice !== device || by === device) return;
	pass.members.get(author)?.voices.push({ device: by, lamport: node.lamport, entry: node.id });
}

function applyEpoch(pass: Pass, node: Node, author: MemberId, offer: OpOf<'membership/found'>['epoch']): void {
	const recipients = offer.boxes.map((box) => box.device);
	pass.box(offer.epoch, recipients, node.entry.device);
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
	const recovers = op.recovers ?? null;
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
			recovers,
			needed: recovers === null ? approvalsNeeded(then) : recoveryApprovalsNeeded(then, recovers),
			stage: then.settings.trialDays > 0 ? 'trial' : 'member',
			electorate: recovers === null ? fullMembers(then).map((member) => member.memberId) : recoveryElectorate(then, recovers)
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
			memberId: invitation.fact.recovers ?? pass.hashes.memberIdOf(op.device.signKey),
			deviceId: pass.hashes.deviceIdOf(op.device.signKey),
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
	if (invitation.fact.recovers !== null) return bind(pass, node, candidacy, invitation.fact.recovers);
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
			voices: [{ device: candidacy.deviceId, lamport: node.lamport, entry: candidacy.firstAdmit }],
			devices: []
		},
		candidacy.device
	);
}

/** MEM92: with enough yeses the key is a device of the member it was meant for, and speaks for them from there on. */
function bind(pass: Pass, node: Node, { device, deviceId, firstAdmit, since }: CandidacyDraft, member: MemberId): void {
	if (pass.devices.has(deviceId)) return;
	pass.introduce(member, device, firstAdmit, since, { by: 'colleagues', paper: false });
	pass.members.get(member)?.voices.push({ device: deviceId, lamport: node.lamport, entry: node.id });
}

function applyFork(pass: Pass, op: OpOf<'membership/report-fork'>, reportedIn: EntryId, reportedAt: number): void {
	const device = pass.devices.get(op.device);
	if (device === undefined || pass.forks.some((fork) => fork.device === op.device)) return;
	pass.forks.push({ device: op.device, memberId: device.memberId, entries: op.entries, reportedIn, reportedAt });
}
