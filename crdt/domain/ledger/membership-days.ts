/**
 * Who was a member on how many days of a period, for splits by dates: the same for a form and for what a schedule posts. LED25, MEM78.
 */
import type { MemberId } from '../../../crypto/base';
import type { DateOf } from '../dates';
import type { MemberFact } from '../membership/state';
import { parseDate } from '../wall-time';
import type { Period } from './ops';

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
