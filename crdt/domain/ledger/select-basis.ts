/** What a split by use or by dates is made of, for a form: room use, days of membership, ownership. Pure. Shows LED23–LED25. */
import type { ObjectId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { dateOfLens } from '../dates';
import { membershipDays } from './membership-days';
import type { Period } from './ops';
import { roomUse } from './room-use';
import type { SplitBasis } from './views';

/** `rooms` empty: all of them. A period that is none has no hours and no days. */
export function selectBasis(lens: Lens, period: Period, rooms: readonly ObjectId[]): SplitBasis {
	const { calendar, membership } = lens.state;
	const named = <T extends { readonly member: Parameters<Lens['nameOf']>[0] }>(lines: readonly T[]) =>
		lines.map((line) => ({ ...line, name: lens.nameOf(line.member) })).sort((a, b) => compare(a.name, b.name) || compare(a.member, b.member));
	return {
		roomUse: named(roomUse(calendar, period, rooms)),
		days: named(membershipDays(membership.members.values(), period, dateOfLens(lens))),
		ownership: named(membership.settings.ownership.map(({ member, units }) => ({ member, units })))
	};
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
