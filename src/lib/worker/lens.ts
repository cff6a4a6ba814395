/** What views look through on this device at this moment: the folded state, who is looking, and which day it is there. */
import type { EntryId, MemberId, ObjectId } from '$crypto/base';
import type { InstantOf } from '$crdt/domain/calendar/expand';
import type { Lens } from '$crdt/domain/lens';
import type { State } from '$crdt/domain/state';
import { zoneClock } from '$lib/time/zone-clock';
import { wallTimeAt } from './wall-clock';
import type { OpenCollective } from './collective';
import { heldByMembers } from '$crdt/log/held-by';

export type FullLens = Lens & { readonly state: State };

/** Instants are said as the clock of this device shows them, as screens do. */
const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What only this device knows: nothing that others could see or rules look at. */
export interface OwnKnowledge {
	leavesOut(proposal: ObjectId): readonly MemberId[];
	holdsSealed(proposal: ObjectId): boolean;
}

export function lensOf(open: OpenCollective, nowMs: number, own?: OwnKnowledge): FullLens {
	const state = open.state();
	const { zone } = state.membership.settings;
	const nowWall = wallTimeAt(nowMs, zone);
	const { members, devices } = state.membership;
	return {
		state,
		me: open.me,
		device: open.signer.device,
		now: nowMs,
		nowWall,
		today: nowWall.slice(0, 10),
		heldBy: (entry: EntryId) => heldByMembers(open.log.dag, entry, (slot) => {
			for (const { device } of open.devices.candidates(slot)) {
				const fact = devices.get(device);
				if (fact && members.get(fact.memberId)?.status === 'member') return fact.memberId;
			}
			return null;
		}),
		latestOf: open.fold.latestOf,
		heardAt: open.fold.heardAt,
		wallOf: (instant) => wallTimeAt(instant, HERE),
		...own,
		instantOf,
		nameOf: (member: MemberId | string) => members.get(member as MemberId)?.profile.name ?? '' // ids come from the state itself
	};
}

/** A zone that this browser does not know is shown as if its wall were that of Greenwich. One function: what it gave is kept. */
const instantOf: InstantOf = (zone, wall) => {
	const known = zoneClock(zone);
	const clock = known.ok ? known : zoneClock('UTC');
	if (!clock.ok) throw new Error('every browser knows UTC');
	return clock.value.instantOf(wall);
};
