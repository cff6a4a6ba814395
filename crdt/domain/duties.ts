/**
 * What a member's device should write by itself now: final words after a deadline, closings, grants, group keys, receipts.
 *
 * Pure: the caller brings its clock and decides how often to ask; nothing here is a condition of validity. Ask again after
 * each entry written, since a closing needs the device's own final word in its past. Carries PRO26, MEM34, MEM35, LED35.
 */
import type { DeviceId, EpochId, MemberId, ObjectId } from '../../crypto/base';
import { calendarDuties, type DutyQueries } from './calendar/duties';
import type { RoomDecision, RuleContext } from './context';
import { ledgerDuties, type PostingDue } from './ledger/duties';
import { dateInGreenwich, type DateOf } from './dates';
import { missingEpochShares, needsNewEpoch, type EpochShare } from './membership/epochs';
import { boxerOf, currentDevices, type DeviceFact } from './membership/state';
import type { OpInput } from './op';
import { proposalDuties, type ProposalDutySelf } from './proposals/duties';
import type { Proposal } from './proposals/state';
import type { State } from './state';

export interface DutySelf extends ProposalDutySelf {
	readonly device: DeviceId;
	/** YYYY-MM-DDTHH:MM in the collective's zone. */
	readonly nowWall: string;
	heldBy: DutyQueries['heldBy'];
	/** Group keys this device can pass on. */
	holds(epoch: EpochId): boolean;
	/** In the collective's zone; left out: that of Greenwich. */
	readonly dateOf?: DateOf;
	/** Newest claimed time of anything from other members, ms; left out or null: nothing is known of them (LED35). */
	readonly othersAt?: number | null;
	/** For turns among members; left out: by their ids. */
	readonly hash?: RuleContext['hash'];
}

export interface Duties {
	/** In the order in which they must be written; one area per entry, so consecutive ops of one area go together. */
	readonly ops: readonly OpInput[];
	/** Schedules that are due, oldest first. Wait as long as others come first, ask again, then write. */
	readonly postings: readonly PostingDue[];
	/** Devices for which a fresh group key must be sealed before anything else is written; null: not needed. */
	readonly openEpochFor: readonly DeviceFact[] | null;
	/** Group keys this device holds and others lack. Wait a little (somebody else may be faster), then share. */
	readonly shareEpochs: readonly EpochShare[];
	/** Proposals whose frozen electorate differs from the members known then: the person should look before closing. */
	readonly lookAt: readonly Proposal[];
}

const NOTHING: Duties = { ops: [], postings: [], openEpochFor: null, shareEpochs: [], lookAt: [] };

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
		postings: postingsOf(state, self),
		openEpochFor: null,
		shareEpochs: sharesOf(state, self),
		lookAt: proposals.lookAt
	};
}

function postingsOf(state: State, { member, device, now, nowWall, dateOf = dateInGreenwich, othersAt = null, hash }: DutySelf): readonly PostingDue[] {
	if (state.ledger.schedules.isEmpty()) return [];
	return ledgerDuties(state, { member, device, now, today: nowWall.slice(0, 10), dateOf, othersAt, ...(hash && { hash }) });
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

function sharesOf(state: State, self: DutySelf): readonly EpochShare[] {
	return missingEpochShares(state.membership).flatMap(({ device, epochs }) => {
		// once is enough: who asks again needs it from somebody else
		const isFirst = (epoch: EpochId): boolean => !state.membership.boxers.has(boxerOf(epoch, device.deviceId, self.device));
		const held = device.deviceId === self.device ? [] : epochs.filter((epoch) => self.holds(epoch) && isFirst(epoch));
		return held.length === 0 ? [] : [{ device, epochs: held }];
	});
}
