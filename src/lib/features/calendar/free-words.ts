/** Whether a room is free this minute, in a few words. Pure. */
import type { FreeNowView } from '$crdt/domain/calendar/views';
import { dateOf, sayWall, timeOf } from '$lib/ui/times';

export function freeWords(one: FreeNowView, today: string): string {
	const when = (wall: string) => (dateOf(wall) === today ? timeOf(wall) : sayWall(wall, today));
	if (one.isFree) return one.freeUntil ? `free until ${when(one.freeUntil)}` : 'free now';
	return one.busyUntil ? `free from ${when(one.busyUntil)}` : 'taken today';
}
