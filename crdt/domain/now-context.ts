/**
 * What the fold would see of an op written here and now: everything held lies in its past. Lets a view or a duty ask the rules
 * themselves, so that what is promised is what happens. Knows no rule.
 */
import type { DeviceId, EntryId, EpochId, MemberId, ObjectId, Slot } from '../../crypto/base';
import type { LoggedEntry, RuleContext } from './context';
import type { Facts } from './membership/state';

export interface Writer {
	readonly me: MemberId;
	readonly device: DeviceId;
	/** Milliseconds by the own clock. */
	readonly now: number;
	/** That of the rules; where it is missing, what hangs on a hash (odd units, the root of a close) comes out otherwise than posted. */
	readonly hash?: RuleContext['hash'];
}

/** Ids of the entry to come are made up: they are nobody's. */
export function contextOfNow(facts: Facts, writer: Writer): RuleContext {
	const { me, device } = writer;
	return {
		entry: { ...NOT_YET, device, claimedAt: Math.max(0, Math.floor(writer.now)) },
		opIndex: 0,
		objectId: OBJECT,
		author: { memberId: me, device, isVoice: facts.members.get(me)?.voice === device },
		proofValid: true,
		isVoid: false,
		inPast: (id) => id !== NOT_YET.id,
		isAncestor: (_ancestor, descendant) => descendant === NOT_YET.id,
		membersInPast: () => facts.seated,
		founder: () => facts.founder ?? me,
		leftInPast: () => [...facts.members.values()].flatMap(({ memberId, status }) => (status === 'left' ? [memberId] : [])),
		wasMember: (member) => facts.members.has(member),
		settingsInPast: () => facts.settings,
		settingDecidedInPast: (key) => facts.decidedBy[key] ?? null,
		roomDecisionInPast: (proposal) => facts.roomDecisions.get(proposal) ?? null,
		approvalInPast: (id) => facts.approvals.get(id) ?? null,
		hash: writer.hash ?? (() => NOBODY)
	};
}

const NOBODY = 'A'.repeat(43);
// made-up ids of an entry that is never kept
const NOT_YET: LoggedEntry = {
	id: NOBODY as EntryId,
	slot: 0 as Slot,
	device: NOBODY as DeviceId,
	prev: null,
	deps: [],
	lamport: Number.MAX_SAFE_INTEGER,
	epoch: NOBODY as EpochId,
	area: 'ledger',
	claimedAt: 0,
	ops: [],
	proofs: []
};
const OBJECT = `${NOBODY}.0` as ObjectId;
