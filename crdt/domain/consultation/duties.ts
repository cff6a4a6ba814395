/**
 * Series of meetings that go on by themselves: which of them a member's device should continue now, and how many others come first. Pure;
 * the caller works out the dates, waits and writes. Nothing here is a condition of validity. Carries CON11.
 */
import type { MemberId } from '../../../crypto/base';
import { lastDay, type Poster } from '../ledger/duties';
import type { State } from '../state';
import { addDays } from '../wall-time';
import { MOST_DATES } from './series';
import type { MeetingSeries } from './state';

/** Continued before less than this lies ahead. */
const AT_LEAST_AHEAD_DAYS = 90;
/** Ops of one entry; the rest comes with the next. */
const AT_A_TIME = 8;

export interface SeriesDue {
	readonly series: MeetingSeries;
	/** How many members' devices come first: wait so many turns, then write. */
	readonly rank: number;
}

type Known = Pick<State, 'consultation' | 'membership'>;

/** Empty unless this device is the voice of a member. */
export function seriesToExtend(state: Known, self: Poster): readonly SeriesDue[] {
	const seat = state.membership.seated.find(({ memberId }) => memberId === self.member);
	if (seat?.voice !== self.device || !seat.devices.includes(self.device)) return [];
	const soon = addDays(lastDay(self), AT_LEAST_AHEAD_DAYS);
	const due = [...state.consultation.series.values()].filter((series) => goesOn(series) && series.dates.at(-1)! < soon);
	return due.slice(0, AT_A_TIME).map((series) => ({ series, rank: rankOf(state, self, series) }));
}

const goesOn = ({ rule, endsAt, dates }: MeetingSeries): boolean => endsAt === null && dates.length < MOST_DATES && !/;(COUNT|UNTIL)=/.test(rule);

/** Another order for each continuation, so that the same device is not always the first. */
function rankOf({ membership }: Known, { member, hash }: Poster, { id, dates }: MeetingSeries): number {
	const turnOf = (of: MemberId): string => hash?.('series-turn', id, dates.at(-1)!, of) ?? of;
	const mine = turnOf(member);
	return membership.seated.filter(({ memberId }) => turnOf(memberId) < mine).length;
}
