/**
 * Whose turn it is: of those who take turns, the one who had the role longest ago. Pure; what was set by hand counts as having had it.
 * Carries CON15.
 */
import type { MemberId } from '../../../crypto/base';
import { MEETING_ROLES, type MeetingRole } from './views';

export type RoleHolders = Readonly<Record<MeetingRole, MemberId | null>>;

/** One meeting of a series: who takes turns there, and what somebody has set. */
export interface RoleTurn {
	/** In the order in which turns go round; those who are gone left out. Empty: only what is set. */
	readonly rotation: readonly MemberId[];
	readonly set: Partial<Record<MeetingRole, MemberId>>;
}

/**
 * Roles of consecutive meetings, in order of date. Nobody has two roles in one meeting while there are enough people; whoever has waited
 * longest for a role gets it, and beginners go in the order of the rotation, each role one place further on.
 */
export function rolesByTurns(meetings: readonly RoleTurn[]): readonly RoleHolders[] {
	/** When somebody last had a role: place of the meeting. */
	const had = new Map<string, number>();
	return meetings.map((meeting, at) => {
		const holders = holdersOf(meeting, (role, member) => had.get(`${role} ${member}`) ?? -1);
		for (const role of MEETING_ROLES) if (holders[role] !== null) had.set(`${role} ${holders[role]}`, at);
		return holders;
	});
}

type LastHad = (role: MeetingRole, member: MemberId) => number;

function holdersOf({ rotation, set }: RoleTurn, lastHad: LastHad): RoleHolders {
	const open = MEETING_ROLES.filter((role) => set[role] === undefined);
	const given = best({ ...set }, open, rotation, lastHad);
	const holder = (role: MeetingRole): MemberId | null => given[role] ?? null;
	return { facilitator: holder('facilitator'), timekeeper: holder('timekeeper'), 'note-taker': holder('note-taker') };
}

/** Of all ways to give the open roles, one in which as few as possible have waited longer for a role than whoever gets it; the first of equals. */
function best(set: RoleTurn['set'], open: readonly MeetingRole[], rotation: readonly MemberId[], lastHad: LastHad): RoleTurn['set'] {
	/** Roles that one person may have: one, unless there are fewer people than roles. */
	const most = Math.ceil(MEETING_ROLES.length / Math.max(1, rotation.length));
	let found = set;
	let lowest = Number.POSITIVE_INFINITY;

	function give(given: RoleTurn['set'], at: number, cost: number): void {
		const role = open[at];
		if (role === undefined) {
			found = given;
			lowest = cost;
			return;
		}
		for (const [member, waitedLonger] of candidates(role, given)) {
			if (cost + waitedLonger >= lowest) return;
			give({ ...given, [role]: member }, at + 1, cost + waitedLonger);
		}
	}

	/** Longest wait first, each with how many have waited longer. */
	function candidates(role: MeetingRole, given: RoleTurn['set']): readonly (readonly [MemberId, number])[] {
		const holders = Object.values(given);
		const before = given[MEETING_ROLES[MEETING_ROLES.indexOf(role) - 1] ?? role];
		const start = before === undefined ? 0 : rotation.indexOf(before) + 1;
		const turned = [...rotation.slice(start), ...rotation.slice(0, start)];
		const waits = turned.map((member) => lastHad(role, member)).sort((a, b) => a - b);
		return turned
			.filter((member) => holders.filter((each) => each === member).length < most)
			.map((member) => [member, waits.indexOf(lastHad(role, member))] as const)
			.sort(([, a], [, b]) => a - b);
	}

	if (rotation.length > 0) give(set, 0, 0);
	return found;
}
