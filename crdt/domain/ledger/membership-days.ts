/**
 * Who was a member on how many days of a period, for splits by dates: the same for a form and for what a schedule posts. LED25, MEM78.
 */
import type { MemberId } from '../../../crypto/base';
import type { Lens } from '../lens';
import type { MemberFact } from '../membership/state';
import { dateOfDay, parseDate } from '../wall-time';
import type { Period } from './ops';

/** The collective's date (YYYY-MM-DD) at an instant, milliseconds since 1970. */
export type DateOf = (instant: number) => string;

export interface MembershipDays {
	readonly member: MemberId;
	readonly days: number;
	/** First day as a member, where it lies in the period after its first day; else null. */
	readonly joined: string | null;
	/** The day on which the member left, where it lies in the period: not counted; else null. */
	readonly left: string | null;
}

/** By member id; nobody without a day. Empty for a period that is none. */
export function membershipDays(members: Iterable<MemberFact>, period: Period, dateOf: DateOf): readonly MembershipDays[] {
	const [first, end] = [parseDate(period.from), parseDate(period.until)];
	if (first === null || end === null) return [];
	const found: MembershipDays[] = [];
	for (const { memberId: member, since, until } of members) {
		const joined = dateOf(since);
		const left = until === null ? null : dateOf(until);
		const start = Math.max(first, parseDate(joined) ?? first);
		const days = Math.min(end, left === null ? end : (parseDate(left) ?? end)) - start;
		if (days <= 0) continue;
		found.push({ member, days, joined: joined > period.from ? joined : null, left: left !== null && left < period.until ? left : null });
	}
	return found.sort((a, b) => (a.member < b.member ? -1 : 1));
}

const DAY_MS = 86_400_000;
/** The last day with a year of four digits: claimed times may say anything. */
const LAST_DAY = 2_932_896;

const dayOf = (instant: number): number => Math.min(Math.floor(instant / DAY_MS), LAST_DAY);

export const dateInGreenwich: DateOf = (instant) => dateOfDay(dayOf(instant));

/** In the collective's zone, where the lens knows it; else that of Greenwich. */
export function dateOfLens(lens: Pick<Lens, 'instantOf'> & { readonly state: Pick<Lens['state'], 'membership'> }): DateOf {
	const { instantOf } = lens;
	if (instantOf === undefined) return dateInGreenwich;
	const { zone } = lens.state.membership.settings;
	return (instant) => {
		const day = dayOf(instant);
		if (day === LAST_DAY) return dateOfDay(day);
		const begins = (date: string): boolean => instantOf(zone, `${date}T00:00`).instant <= instant;
		return [dateOfDay(day + 1), dateOfDay(day)].find(begins) ?? dateOfDay(day - 1);
	};
}
