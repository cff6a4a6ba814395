/** When each member was last heard of, by which way they are here now, and who holds what I wrote. */
import type { MemberId } from '$crypto/base';
import type { MemberReach, ReachView } from '$lib/services/reach-types';
import { routesNow } from './connection-view';
import type { FullLens } from './lens';
import type { ReachSources } from './reach-views';
import type { Running } from './running';

export function selectReach({ lens, running }: ReachSources): ReachView {
	const routes = routesNow(lens, running);
	const newest = running.open.fold.latestOf(lens.me);
	const holders = new Set(newest ? lens.heldBy(newest) : []);
	const members: readonly MemberReach[] = lens.state.membership.seated.map(({ memberId }) => ({
		memberId,
		name: lens.nameOf(memberId),
		isMe: memberId === lens.me,
		route: routes.get(memberId) ?? null,
		lastHeardAt: lastHeardAt(lens, running, memberId),
		hasMyLatest: newest === null || holders.has(memberId)
	}));
	return {
		members: [...members].sort((a, b) => Number(b.isMe) - Number(a.isMe) || a.name.localeCompare(b.name)),
		keepers: running.keepers.views(),
		latestHeldBy: newest === null ? null : members.filter(({ hasMyLatest }) => hasMyLatest).length
	};
}

/** A clock that runs ahead claims no time to come. */
function lastHeardAt(lens: FullLens, { heard, open }: Running, member: MemberId): number | null {
	const claimed = open.fold.heardAt(member);
	const met = [...lens.state.membership.devices].filter(([, fact]) => fact.memberId === member).map(([device]) => heard.lastAt(device));
	const times = [claimed, ...met].filter((at) => at !== null).map((at) => Math.min(at, lens.now));
	return times.length === 0 ? null : Math.max(...times);
}
