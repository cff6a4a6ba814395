/**
 * What a member's device should write by itself now: final words after a deadline, closings, grants, group keys, receipts.
 *
 * Pure: the caller brings its clock and decides how often to ask; nothing here is a condition of validity. Ask again after
 * each entry written, since a closing needs the device's own final word in its past. Carries PRO26, MEM34, MEM35.
 */
import type { DeviceId, EpochId, MemberId, ObjectId } from '../../crypto/base';
import { calendarDuties, type DutyQueries } from './calendar/duties';
import type { RoomDecision } from './context';
import { missingEpochShares, needsNewEpoch, type EpochShare } from './membership/epochs';
import { currentDevices, type DeviceFact } from './membership/state';
import type { OpInput } from './op';
import { closersOf, currentStance, isBound } from './proposals/selectors';
import { quorumOf, type Proposal } from './proposals/state';
import type { State } from './state';

export interface DutySelf {
	readonly member: MemberId;
	readonly device: DeviceId;
	/** Milliseconds by this device's own clock. */
	readonly now: number;
	/** YYYY-MM-DDTHH:MM in the collective's zone. */
	readonly nowWall: string;
	heldBy: DutyQueries['heldBy'];
	/** Group keys this device can pass on. */
	holds(epoch: EpochId): boolean;
	/**
	 * Members this device knew when it first received the proposal; null when that was not recorded. Where the frozen
	 * electorate leaves some of them out, the device does not close by itself (PRO27).
	 */
	knownMembersWhenReceived?(proposal: Proposal): readonly MemberId[] | null;
	/** The person has said that it should be closed all the same. */
	closesAllTheSame?(proposal: Proposal): boolean;
}

export interface Duties {
	/** In the order in which they must be written; one area per entry, so consecutive ops of one area go together. */
	readonly ops: readonly OpInput[];
	/** Devices for which a fresh group key must be sealed before anything else is written; null: not needed. */
	readonly openEpochFor: readonly DeviceFact[] | null;
	/** Group keys this device holds and others lack. Wait a little (somebody else may be faster), then share. */
	readonly shareEpochs: readonly EpochShare[];
	/** Proposals whose frozen electorate differs from the members known then: the person should look before closing. */
	readonly lookAt: readonly Proposal[];
}

const NOTHING: Duties = { ops: [], openEpochFor: null, shareEpochs: [], lookAt: [] };

/** Empty for somebody who is no member (any more), and for devices that are not in use. */
export function dutiesOf(state: State, self: DutySelf): Duties {
	const { membership } = state;
	const seated = membership.seated.find((member) => member.memberId === self.member);
	if (seated === undefined || !seated.devices.includes(self.device)) return NOTHING;
	if (needsNewEpoch(membership)) return { ...NOTHING, openEpochFor: currentDevices(membership) };
	const proposals = proposalDuties(state, self);
	const calendar = calendarDuties(
		state.calendar,
		{ member: self.member, device: self.device, isVoice: seated.voice === self.device },
		{
			// a seated member is one of a founded collective
			founder: membership.founder!,
			members: membership.seated,
			left: [...membership.members.values()].flatMap(({ memberId, status }) => (status === 'left' ? [memberId] : [])),
			heldBy: self.heldBy,
			nowWall: self.nowWall,
			now: self.now,
			rules: membership.settings.calendarRules,
			rulesDecision: membership.decidedBy.calendarRules ?? null,
			roomDecisions: ownRoomDecisions(state, self)
		}
	);
	return {
		ops: [...proposals.ops, ...calendar],
		openEpochFor: null,
		shareEpochs: sharesOf(state, self),
		lookAt: proposals.lookAt
	};
}

/** CAL37: whoever proposed it carries it out; one of a chain of successors is enough. A measure that has lapsed stays undone (PRO107). */
function ownRoomDecisions(state: State, { member, now }: DutySelf): ReadonlyMap<ObjectId, RoomDecision> {
	const own = new Map<ObjectId, RoomDecision>();
	for (const [id, decision] of state.membership.roomDecisions)
		if (state.proposals.carriedOut.has(id) && state.proposals.proposals.get(id)?.proposer === member) own.set(id, decision);
		else if (isOwnMeasure(state, id, member, now)) own.set(id, decision);
	return own;
}

function isOwnMeasure(state: State, id: ObjectId, member: MemberId, now: number): boolean {
	const measure = state.proposals.life.measures.get(id);
	return measure?.author === member && measure.matter.kind === 'emergency' && now < measure.matter.until;
}

function proposalDuties(state: State, self: DutySelf): Pick<Duties, 'ops' | 'lookAt'> {
	const ops: OpInput[] = [];
	const lookAt: Proposal[] = [];
	for (const proposal of state.proposals.proposals.values()) {
		if (proposal.outcome.status !== 'open') continue;
		const own = proposal.electors.find((elector) => elector.memberId === self.member);
		if (own?.voice !== self.device) continue;
		if (!isBound(proposal, self.member)) {
			if (self.now < proposal.deadline) continue;
			const last = currentStance(proposal, self.member);
			const { stance, reason } = last ?? { stance: 'none', reason: '' };
			ops.push({ type: 'proposals/bind-stance', proposal: proposal.id, stance, reason });
			continue;
		}
		if (closersOf(proposal).has(self.member) || !mayClose(proposal, self.now)) continue;
		if (leavesSomebodyOut(state, proposal, self)) lookAt.push(proposal);
		else ops.push({ type: 'proposals/close', proposal: proposal.id });
	}
	return { ops, lookAt };
}

/** PRO23 and PRO26: everybody has given their final word, or more than half have and the deadline is over. */
function mayClose(proposal: Proposal, now: number): boolean {
	const bound = proposal.electors.filter(({ memberId }) => isBound(proposal, memberId)).length;
	if (bound === proposal.electors.length) return true;
	return now >= proposal.deadline && bound >= quorumOf(proposal.electors.length);
}

/** PRO27: a proposal that cites an old past would decide without those admitted since. */
function leavesSomebodyOut(state: State, proposal: Proposal, self: DutySelf): boolean {
	const known = self.knownMembersWhenReceived?.(proposal) ?? null;
	if (known === null || self.closesAllTheSame?.(proposal) === true || spokeInPerson(proposal, self.member)) return false;
	const subject = proposal.effect.kind === 'remove-member' ? proposal.effect.member : null;
	const electors = new Set(proposal.electors.map((elector) => elector.memberId));
	// whoever has gone since is not left out
	return known.some(
		(member) => member !== subject && !electors.has(member) && state.membership.members.get(member)?.status === 'member'
	);
}

/** A final word from before the deadline was given by a person, who could see who decides; after it, by the device. */
function spokeInPerson(proposal: Proposal, member: MemberId): boolean {
	return proposal.stances.some(({ elector, kind, at }) => elector === member && kind === 'bound' && at < proposal.deadline);
}

function sharesOf(state: State, self: DutySelf): readonly EpochShare[] {
	return missingEpochShares(state.membership).flatMap(({ device, epochs }) => {
		const held = device.deviceId === self.device ? [] : epochs.filter((epoch) => self.holds(epoch));
		return held.length === 0 ? [] : [{ device, epochs: held }];
	});
}
