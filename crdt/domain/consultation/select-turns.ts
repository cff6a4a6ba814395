/** Who has presented, and how long ago: what was ticked off, or stood on the agenda of a meeting that is over. Pure. Carries CON28. */
import type { MemberId, ObjectId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { addDays } from '../wall-time';
import { compare, isOver, occasionsOf, type Occasion } from './occasions';
import { agendaOf } from './select-summary';
import type { MeetingKind, TurnView } from './views';

const YEAR_DAYS = 365;

/** Meetings of one series, or those by themselves of one kind. */
export function meetingsLike(lens: Lens, { series, kind }: { readonly series: ObjectId | null; readonly kind: MeetingKind }): readonly Occasion[] {
	const { all, bySeries } = occasionsOf(lens.state.consultation);
	return series === null ? all.filter((each) => each.series === null && each.kind === kind) : (bySeries.get(series) ?? []);
}

/** Members of now, the longest ago first; `before`: only meetings that begin before this wall time, null: all. */
export function turnsAmong(lens: Lens, occasions: readonly Occasion[], before: string | null): readonly TurnView[] {
	const last = new Map<MemberId, string>();
	const cases = new Map<MemberId, number>();
	const since = addDays(lens.today, -YEAR_DAYS);
	for (const occasion of occasions) {
		const { meeting, off, start } = occasion;
		if (meeting === null || off || (before !== null && start >= before)) continue;
		const isPast = isOver(lens, occasion);
		for (const { presenter, kind, done } of agendaOf(lens, meeting)) {
			if (presenter === null || !(isPast || done)) continue;
			if (start > (last.get(presenter) ?? '')) last.set(presenter, start);
			if (kind === 'case' && start.slice(0, 10) >= since) cases.set(presenter, (cases.get(presenter) ?? 0) + 1);
		}
	}
	return lens.state.membership.seated
		.map(({ memberId: member }) => ({
			member, name: lens.nameOf(member), isMe: member === lens.me, lastPresented: last.get(member) ?? null, cases: cases.get(member) ?? 0
		}))
		.sort((a, b) => compare(a.lastPresented ?? '', b.lastPresented ?? '') || compare(a.name, b.name) || compare(a.member, b.member));
}
