/**
 * Which membership ops have an effect, judged by the entry's own past alone.
 *
 * Returns the refusal, or null. Knows no order of arrival and no viewer; what concurrent entries amount to together is
 * decided in `facts.ts`. Carries MEM1-MEM3, MEM10-MEM27, MEM30-MEM33, MEM43, MEM72, MEM85, MEM91-MEM94.
 */
import { assertNever, type DeviceId, type EntryId, type MemberId } from '../../../crypto/base';
import type { Hashes, Refusal } from '../context';
import type { Author } from '../node';
import type { OpOf, OpType } from '../op';
import { currentDevices, isFullMember, type Facts } from './state';

export type MembershipOp = OpOf<Extract<OpType, `membership/${string}`>>;

export interface MembershipPast {
	readonly facts: Facts;
	/** As seated in the entry's own past. */
	readonly author: Author | null;
	readonly device: DeviceId;
	/** The entry has no parents at all. */
	readonly isFirst: boolean;
	readonly proofValid: boolean;
	readonly hashes: Hashes;
	/** Who wrote an entry of the own past, by which device; null for entries outside it. */
	authorOf(entry: EntryId): DeviceId | null;
	isAncestor(ancestor: EntryId, descendant: EntryId): boolean;
}

export function judgeMembership(op: MembershipOp, past: MembershipPast): Refusal | null {
	if (op.type === 'membership/found') return judgeFound(op, past);
	const { author, facts } = past;
	if (author === null) return NOT_A_MEMBER;
	if (FULL_MEMBERS_ONLY.has(op.type) && !isFullMember(facts, author.memberId) && !isAboutSelf(op, facts, author.memberId))
		return refusal('MEM72', 'Who is on trial does not invite or admit others yet.');
	switch (op.type) {
		case 'membership/invite':
			return judgeInvite(op, past, author.memberId);
		case 'membership/cancel-invitation':
			return judgeCancel(op, facts);
		case 'membership/admit':
			return judgeAdmit(op, past, author.memberId);
		case 'membership/add-device':
			return judgeAddDevice(op, past);
		case 'membership/revoke-device':
			return judgeRevoke(op, facts, author.memberId);
		case 'membership/move-voice':
			if (!author.isVoice) return refusal('MEM15', 'Only the device that speaks for a member can pass that on.');
			return isOwnActive(facts, author.memberId, op.device) && facts.devices.get(op.device)?.paper === false
				? null
				: refusal('MEM15', 'The voice can only go to a device of the same member that is in use.');
		case 'membership/rename-device':
			return isOwn(facts, author.memberId, op.device) ? null : refusal('MEM82', 'Members name their own devices.');
		case 'membership/drop-server': {
			const known = facts.servers.get(op.server);
			if (known === undefined) return refusal('MEM101', 'There is no such server.');
			return known.droppedBy === null ? null : refusal('MEM101', 'It had been taken away already.');
		}
		case 'membership/add-server':
		case 'membership/set-profile':
		case 'membership/adopt':
		case 'membership/receipt':
			return null;
		case 'membership/leave':
			return facts.seated.length === 1
				? refusal('MEM16', 'The last member cannot leave: nobody would be left to keep the records.')
				: null;
		case 'membership/open-epoch':
			return judgeOpenEpoch(op, facts);
		case 'membership/share-epochs':
			return judgeShare(op, facts);
		case 'membership/report-fork':
			return judgeFork(op, past);
		default:
			return assertNever(op);
	}
}

const FULL_MEMBERS_ONLY: ReadonlySet<OpType> = new Set<OpType>([
	'membership/invite', 'membership/cancel-invitation', 'membership/admit', 'membership/add-server', 'membership/drop-server'
]);

export const NOT_A_MEMBER: Refusal = {
	rule: 'MEM3',
	reason: 'The author was not a member as far as their own device knew.'
};

/** MEM31: may somebody who knows these facts write under this group key? */
export function judgeEpoch(facts: Facts, epoch: string): Refusal | null {
	const opened = [...facts.epochs.values()].find((known) => known.epoch === epoch);
	if (opened === undefined) return refusal('MEM31', 'It was written under a group key that no member had opened.');
	for (const loss of facts.losses)
		if (!opened.knownLosses.has(loss))
			return refusal('MEM31', 'It was written under a group key that somebody who has gone still holds.');
	return null;
}

function judgeFound(op: OpOf<'membership/found'>, past: MembershipPast): Refusal | null {
	const device = past.hashes.deviceIdOf(op.device.signKey);
	const founds =
		past.isFirst && past.facts.foundedIn === null && past.device === device && past.proofValid &&
		hasExactly(op.epoch.boxes.map((box) => box.device), [device]);
	return founds ? null : refusal('MEM1', 'A collective is founded once, by the first entry of its founder.');
}

/** MEM17: two entries of the device, both in the reporter's past, neither knowing the other. */
function judgeFork(op: OpOf<'membership/report-fork'>, past: MembershipPast): Refusal | null {
	const [a, b] = op.entries;
	const contradict =
		a !== b && past.authorOf(a) === op.device && past.authorOf(b) === op.device &&
		!past.isAncestor(a, b) && !past.isAncestor(b, a);
	if (!contradict) return refusal('MEM17', 'The two entries do not contradict each other.');
	if (past.facts.forks.some((fork) => fork.device === op.device)) return refusal('MEM17', 'This was reported before.');
	return past.facts.devices.has(op.device) ? null : refusal('MEM17', 'Nobody knows this device.');
}

function judgeInvite(op: OpOf<'membership/invite'>, { facts, hashes }: MembershipPast, author: MemberId): Refusal | null {
	if (facts.invitations.has(hashes.invitationIdOf(op.publicKey))) return refusal('MEM20', 'This invitation exists already.');
	if (op.recovers === undefined) return null;
	if (op.recovers === author) return refusal('MEM91', 'A fresh device for a member is begun by a colleague, never by the member’s own device.');
	return facts.members.get(op.recovers)?.status === 'member' ? null : NOT_RECOVERABLE;
}

const NOT_RECOVERABLE: Refusal = { rule: 'MEM94', reason: 'This person is not a member.' };

/** MEM93: whom a recovery is about may stop it, on trial or not. */
const isAboutSelf = (op: MembershipOp, facts: Facts, author: MemberId): boolean =>
	op.type === 'membership/cancel-invitation' && facts.invitations.get(op.invitation)?.recovers === author;

function judgeCancel(op: OpOf<'membership/cancel-invitation'>, facts: Facts): Refusal | null {
	const invitation = facts.invitations.get(op.invitation);
	if (invitation === undefined) return refusal('MEM23', 'There is no such invitation.');
	return invitation.status === 'open' ? null : refusal('MEM23', 'This invitation has been used or cancelled already.');
}

function judgeAdmit(op: OpOf<'membership/admit'>, past: MembershipPast, approver: MemberId): Refusal | null {
	const { facts, hashes } = past;
	const invitation = facts.invitations.get(op.invitation);
	if (invitation === undefined) return refusal('MEM21', 'There is no such invitation.');
	if (!past.proofValid) return refusal('MEM22', 'The newcomer has not proven that they hold the invitation and their own keys.');
	if (invitation.cancelled) return refusal('MEM23', 'This invitation had been cancelled.');
	const { recovers } = invitation;
	if (recovers !== null && facts.members.get(recovers)?.status !== 'member') return NOT_RECOVERABLE;
	if (recovers === approver) return refusal('MEM91', 'Nobody says yes to a fresh device of their own.');
	const device = hashes.deviceIdOf(op.device.signKey);
	const usedBy = invitation.candidacies.filter((each) => each.admitted && facts.devices.has(each.deviceId));
	if (usedBy.some((each) => each.deviceId !== device))
		return refusal('MEM24', 'This invitation had already let in somebody else.');
	if (usedBy.length > 0) return refusal('MEM24', 'This person is a member already.');
	const approved = invitation.candidacies.filter((each) => each.approvals.includes(approver));
	// the issuer's yes stands in the invitation for whoever brings it, so it is no word about one key
	if (approver !== invitation.issuer && approved.some((each) => each.deviceId !== device))
		return refusal('MEM24', 'The author had already said yes to somebody else under this invitation.');
	return judgeNewDevice(op.device, past);
}

function judgeAddDevice(op: OpOf<'membership/add-device'>, past: MembershipPast): Refusal | null {
	if (!past.proofValid) return refusal('MEM14', 'The new device has not proven that it holds its own keys.');
	return judgeNewDevice(op.device, past);
}

const isOwn = (facts: Facts, member: MemberId, device: DeviceId): boolean => facts.devices.get(device)?.memberId === member;

const REUSED = 'This device key has been used before; a key that has gone never returns.';

function judgeNewDevice(keys: OpOf<'membership/add-device'>['device'], past: MembershipPast): Refusal | null {
	const { facts, hashes } = past;
	if (facts.devices.has(hashes.deviceIdOf(keys.signKey))) return refusal('MEM11', REUSED);
	const slot = hashes.slotOf(keys.signKey);
	for (const device of facts.devices.values())
		if (device.slot === slot) return refusal('MEM13', 'Another device has this place in the log already.');
	return null;
}

function judgeRevoke(op: OpOf<'membership/revoke-device'>, facts: Facts, author: MemberId): Refusal | null {
	const device = facts.devices.get(op.device);
	if (device === undefined || device.memberId !== author)
		return refusal('MEM12', 'A member can only revoke devices of their own.');
	if (device.status === 'revoked') return refusal('MEM12', 'This device had been revoked already.');
	const own = facts.seated.find((member) => member.memberId === author)?.devices;
	const others = own?.filter((id) => id !== op.device && (device.paper || facts.devices.get(id)?.paper === false)); // words on paper speak for nobody
	return others === undefined || others.length === 0
		? refusal('MEM12', 'A last device cannot be revoked; a member who wants to go leaves.')
		: null;
}

/** MEM30: boxes for exactly the current devices, under a key nobody has used before. */
function judgeOpenEpoch(op: OpOf<'membership/open-epoch'>, facts: Facts): Refusal | null {
	if (facts.boxed.has(op.epoch)) return refusal('MEM30', 'This group key has been opened before.');
	const expected = currentDevices(facts).map((device) => device.deviceId);
	return hasExactly(op.boxes.map((box) => box.device), expected)
		? null
		: refusal('MEM30', 'A group key must be sealed for exactly the devices in use.');
}

function judgeShare(op: OpOf<'membership/share-epochs'>, facts: Facts): Refusal | null {
	const current = new Set(currentDevices(facts).map((device) => device.deviceId));
	for (const offer of op.offers) {
		if (!facts.epochs.has(offer.epoch)) return refusal('MEM32', 'Nobody has opened this group key.');
		if (!offer.boxes.every((box) => current.has(box.device)))
			return refusal('MEM32', 'Group keys are shared with devices in use only.');
	}
	return null;
}

function isOwnActive(facts: Facts, member: MemberId, device: DeviceId): boolean {
	return facts.seated.find((seated) => seated.memberId === member)?.devices.includes(device) ?? false;
}

function hasExactly(given: readonly DeviceId[], expected: readonly DeviceId[]): boolean {
	const wanted = new Set(expected);
	return given.length === wanted.size && new Set(given).size === given.length && given.every((device) => wanted.has(device));
}

const refusal = (rule: string, reason: string): Refusal => ({ rule, reason });
