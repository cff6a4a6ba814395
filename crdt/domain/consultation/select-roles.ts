/** Who has which role, by somebody's word or by turns, and the swaps that are asked for. Pure. Carries CON15, CON17. */
import type { MemberId } from '../../../crypto/base';
import { dateOfLens } from '../dates';
import type { Lens } from '../lens';
import { isOver, occasionOf, occasionsOf, type Occasion } from './occasions';
import { versionOn } from './series';
import type { Meeting, MeetingSeries, Swap } from './state';
import { rolesByTurns, type RoleHolders, type RoleTurn } from './turns';
import { MEETING_ROLES, type MeetingRole, type RoleView, type SwapView } from './views';

const NOBODY: RoleHolders = { facilitator: null, timekeeper: null, 'note-taker': null };

interface Given {
	readonly seated: Lens['state']['membership']['seated'];
	readonly byKey: ReadonlyMap<string, RoleHolders>;
}

/** By the dates they were worked out for, which are made anew with every change of a meeting or a series. */
const given = new WeakMap<readonly Occasion[], Given>();

export function rolesOf(lens: Lens, occasion: Occasion): RoleHolders {
	if (occasion.series === null) return { ...NOBODY, ...setRoles(occasion.meeting) };
	const dates = occasionsOf(lens.state.consultation).bySeries.get(occasion.series.id) ?? [];
	const { seated } = lens.state.membership;
	const kept = given.get(dates);
	if (kept?.seated === seated) return kept.byKey.get(occasion.key) ?? NOBODY;
	const taking = dates.filter(({ off }) => !off);
	const holders = rolesByTurns(taking.map((each) => turnOf(lens, each)));
	const byKey = new Map(taking.map(({ key }, at) => [key, holders[at]!]));
	given.set(dates, { seated, byKey });
	return byKey.get(occasion.key) ?? NOBODY;
}

export const myRolesIn = (lens: Lens, occasion: Occasion): readonly MeetingRole[] => {
	const holders = rolesOf(lens, occasion);
	return MEETING_ROLES.filter((role) => holders[role] === lens.me);
};

function turnOf(lens: Lens, { meeting, series, date }: Occasion): RoleTurn {
	const { rotation } = versionOn(series!, date!); // only dates of series come here
	return { rotation: rotation.filter((member) => isHere(lens, member, series!, date!)), set: setRoles(meeting) };
}

/** Whoever has gone is passed over from that day of the series' wall on. */
function isHere(lens: Lens, member: MemberId, { zone }: MeetingSeries, date: string): boolean {
	const { membership } = lens.state;
	if (membership.seated.some(({ memberId }) => memberId === member)) return true;
	const until = membership.members.get(member)?.until ?? null;
	return until !== null && date < dateOfLens(lens, zone)(until);
}

function setRoles(meeting: Meeting | null): RoleTurn['set'] {
	const set: Partial<Record<MeetingRole, MemberId>> = {};
	meeting?.roles.forEach(({ value }, role) => {
		if (value !== null) set[role] = value;
	});
	return set;
}

export function roleViews(lens: Lens, occasion: Occasion): readonly RoleView[] {
	const holders = rolesOf(lens, occasion);
	const set = setRoles(occasion.meeting);
	const swaps = occasion.meeting === null ? [] : swapsOf(lens, (swap) => swap.meeting === occasion.meeting?.id);
	return MEETING_ROLES.map((role) => {
		const member = holders[role];
		return {
			role, member, name: member === null ? null : lens.nameOf(member), mine: member === lens.me, byTurns: member !== null && set[role] === undefined,
			swap: swaps.find((swap) => swap.role === role) ?? null
		};
	});
}

/** Asked for and not answered, in meetings that take place and are not over, while each has what they would give; earliest first. */
export function swapsOf(lens: Lens, wanted: (swap: Swap) => boolean): readonly SwapView[] {
	const { swaps } = lens.state.consultation;
	return [...swaps.values()]
		.filter((swap) => swap.status === 'asked' && wanted(swap))
		.flatMap((swap) => swapView(lens, swap) ?? [])
		.sort((a, b) => (a.meetingStart < b.meetingStart ? -1 : a.meetingStart > b.meetingStart ? 1 : 0));
}

/** Null: there is nothing to answer any more, also since the role went to somebody else while the question travelled. */
function swapView(lens: Lens, { id, role, meeting, from, to, inReturn }: Swap): SwapView | null {
	const { consultation } = lens.state;
	const asked = occasionOf(consultation, meeting);
	if (asked === null || asked.off || isOver(lens, asked) || rolesOf(lens, asked)[role] !== from) return null;
	const back = inReturn === null ? null : occasionOf(consultation, inReturn);
	if (back !== null && (back.off || rolesOf(lens, back)[role] !== to)) return null;
	return {
		id, role, meeting, from, to, meetingTitle: asked.title, meetingStart: asked.start, fromName: lens.nameOf(from), toName: lens.nameOf(to),
		inReturn: back === null || inReturn === null ? null : { id: inReturn, title: back.title, start: back.start },
		forMe: to === lens.me, mine: from === lens.me
	};
}
