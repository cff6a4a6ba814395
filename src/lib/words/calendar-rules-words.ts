/** The collective's rules for its rooms, and what changes in them, in words. Pure. */
import type { CalendarRules, Quota } from '$crdt/domain/calendar/ops';
import { sayLength } from './room-words';
import { sayWeekdays } from './weekdays';

type RoomName = (id: string) => string;

export function sayRoomsBy(by: CalendarRules['roomsBy']): string {
	return by === 'decision' ? 'Rooms are added, changed and retired by decision.' : 'Any member adds, changes and retires rooms; who did what stays readable.';
}

export function sayLateNotice(hours: number): string {
	if (hours === 0) return 'A booking can be cancelled up to its start, and then counts for nothing.';
	return `A booking cancelled less than ${sayNotice(hours)} before its start still counts as used.`;
}

/** "36 hours", "2 days" */
export function sayNotice(hours: number): string {
	if (hours % 24 === 0 && hours >= 48) return `${hours / 24} days`;
	return hours === 1 ? '1 hour' : `${hours} hours`;
}

const KINDS: Readonly<Record<Quota['counts'], string>> = { 'ad-hoc': 'hours booked as needed', standing: 'standing slots', all: 'all bookings' };

/** "Evenings: at most 6 hours a week, counting all bookings, Mon–Fri 17:00–21:00, in Garden room." */
export function sayQuota(quota: Quota, roomName: RoomName): string {
	const amount = quota.unit === 'minutes' ? sayLength(quota.limit) : quota.limit === 1 ? '1 booking' : `${quota.limit} bookings`;
	const within = quota.within ? `, ${sayWeekdays(quota.within.weekdays)} ${quota.within.from}–${quota.within.to}` : '';
	const rooms = quota.rooms.length > 0 ? `, in ${quota.rooms.map(roomName).join(' and ')}` : '';
	return `${quota.name}: at most ${amount} a ${quota.per} for each member, counting ${KINDS[quota.counts]}${within}${rooms}.`;
}

/** What differs, one line each; empty when nothing does. */
export function sayRulesDifferences(before: CalendarRules, after: CalendarRules, roomName: RoomName): readonly string[] {
	const lines: string[] = [];
	if (before.roomsBy !== after.roomsBy) lines.push(sayRoomsBy(after.roomsBy));
	if (before.lateNoticeHours !== after.lateNoticeHours) lines.push(`${sayLateNotice(after.lateNoticeHours)} (Before: ${before.lateNoticeHours === 0 ? 'no notice asked for' : sayNotice(before.lateNoticeHours)}.)`);
	const [old, now] = [before.quotas, after.quotas].map((quotas) => quotas.map((one) => sayQuota(one, roomName))) as [string[], string[]]; // two in, two out
	for (const one of now) if (!old.includes(one)) lines.push(`New limit – ${one}`);
	for (const one of old) if (!now.includes(one)) lines.push(`No longer – ${one}`);
	return lines;
}
