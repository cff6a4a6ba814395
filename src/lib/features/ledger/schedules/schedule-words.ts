/** What recurs, in words. Pure; names and money are said by the caller, today is an argument. */
import type { ScheduledSplit } from '$crdt/domain/ledger/ops';
import type { SchedulePlanView, ScheduleView } from '$crdt/domain/ledger/schedule-views';
import { capital } from '$lib/ui/times';
import { sayCount } from '$lib/ui/words';
import { sayEvery, type Every } from '../shared/ledger-words';

/** Rhythms that may be chosen. */
export const RHYTHMS: readonly { readonly value: string; readonly label: string; readonly every: Every }[] = (
	[['week', 1], ['week', 2], ['week', 4], ['month', 1], ['month', 2], ['month', 3], ['month', 6], ['year', 1]] as const
).map(([unit, count]) => ({ value: `${unit} ${count}`, label: capital(sayEvery({ unit, count })), every: { unit, count } }));

/** "shared equally by all members at the time" */
export function saySplit(split: ScheduledSplit | null, roomName: (id: string) => string = () => ''): string {
	if (split === null) return 'borne by the collective';
	switch (split.method) {
		case 'equal':
			return split.between === null ? 'shared equally by all members at the time' : `shared equally by ${sayCount(split.between.length, 'member')}`;
		case 'shares':
			return `shared by ${sayCount(split.between.length, 'member')}, by parts`;
		case 'percent':
			return `shared by ${sayCount(split.between.length, 'member')}, by per cent`;
		case 'ownership':
			return 'shared by ownership as decided at the time';
		case 'room-hours': {
			const rooms = split.rooms.map(roomName).filter((name) => name !== '');
			return `shared by ${split.by === 'minutes' ? 'hours booked' : 'what booked hours cost'} in the period before${rooms.length > 0 ? `, in ${rooms.join(' and ')}` : ''}`;
		}
		case 'prorata':
			return `shared by days of membership in the period ${split.span === 'before' ? 'before' : 'that begins'}`;
		case 'tiers':
			return `an amount each, for ${sayCount(split.between.length, 'member')}`;
	}
}

type Rest = NonNullable<SchedulePlanView['members'][number]['rest']>;

/** Rests on a date: the `until` is exclusive (LED34). */
export const isResting = (rest: Rest | null, date: string): boolean => rest !== null && (rest.until === null || date < rest.until);

/** Due dates that are not posted yet, newest first. */
export function waitingDates(schedule: ScheduleView): readonly string[] {
	return schedule.dates.filter((one) => one.status === 'waiting').map((one) => one.due);
}

/** Waiting ones first, then by what is due next; the ended ones apart. */
export function sortSchedules(schedules: readonly ScheduleView[]): { readonly running: readonly ScheduleView[]; readonly ended: readonly ScheduleView[] } {
	const key = (one: ScheduleView): string => `${waitingDates(one).length > 0 ? 0 : 1}${one.nextDue[0] ?? '9999'}${one.now.description}`;
	const running = schedules.filter((one) => !one.ended).sort((a, b) => (key(a) < key(b) ? -1 : 1));
	return { running, ended: schedules.filter((one) => one.ended) };
}
