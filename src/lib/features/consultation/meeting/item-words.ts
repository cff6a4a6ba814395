/** Agenda items in words, and where their minutes fall. Pure. */
import type { ItemView } from '$crdt/domain/consultation/views';
import { dateOf, minutesOf, timeOf, wallFrom } from '$lib/ui/times';
import { ITEM_KINDS } from '../meeting-words';

/** A case has no title in the open: it is called after whoever brings it. */
export const itemName = (item: Pick<ItemView, 'kind' | 'title' | 'presenterName' | 'mine'>): string =>
	item.title !== '' ? item.title : item.mine ? 'My case' : `Case brought by ${item.presenterName ?? 'nobody'}`;

/** "18:30", by the wall of the meeting. */
export const startsAt = (start: string, afterMinutes: number): string => timeOf(wallFrom(dateOf(start), minutesOf(start) + afterMinutes));

/** "14:35 · 15 min · Decision · Chloé"; a case says in its name what it is and whose. */
export function itemLine(item: Pick<ItemView, 'kind' | 'presenterName' | 'minutes' | 'title'>, start: string | null = null): string {
	const parts = [...(start === null ? [] : [start]), `${item.minutes} min`];
	if (item.title !== '') parts.push(ITEM_KINDS[item.kind]);
	if (item.title !== '' && (item.kind !== 'round' || item.presenterName !== null)) parts.push(item.presenterName ?? 'nobody yet');
	return parts.join(' · ');
}
