/** Sums for the report on how the rooms are used, and the periods it may be about. Pure; minutes throughout. */
import type { ObjectId } from '$crypto/base';
import type { ReportView } from '$crdt/domain/calendar/views';
import { addDays, daysBetween } from '$lib/ui/times';

export interface UseLine {
	readonly key: string;
	readonly name: string;
	readonly minutes: number;
	/** Not firm yet, on top. */
	readonly tentative: number;
	/** For rooms with opening hours: how long they were open. */
	readonly open: number | null;
}

export interface Period {
	readonly from: string;
	/** Exclusive. */
	readonly until: string;
}

/** Most used first. Rooms that nobody used are there too, if they are still in use. */
export function useByRoom({ hours, openMinutes }: ReportView, { from, until }: Period): readonly UseLine[] {
	const days = daysBetween(from, until);
	const lines = new Map<string, UseLine>();
	for (const { room, roomName, minutes } of openMinutes) {
		// open around the clock: nothing is said about its hours
		lines.set(room, { key: room, name: roomName, minutes: 0, tentative: 0, open: minutes < days * 1440 ? minutes : null });
	}
	for (const line of hours) {
		const { minutes = 0, tentative = 0, open = null } = lines.get(line.room) ?? {};
		lines.set(line.room, { key: line.room, name: line.roomName, minutes: minutes + line.minutes, tentative: tentative + line.tentativeMinutes, open });
	}
	return sorted(lines);
}

export function useByMember({ hours }: ReportView): readonly UseLine[] {
	const lines = new Map<string, UseLine>();
	for (const line of hours) {
		const { minutes = 0, tentative = 0 } = lines.get(line.member) ?? {};
		lines.set(line.member, { key: line.member, name: line.memberName, minutes: minutes + line.minutes, tentative: tentative + line.tentativeMinutes, open: null });
	}
	return sorted(lines);
}

/** Monday to Sunday, each with its rooms in the order given. */
export function useByWeekday({ byWeekday }: ReportView, rooms: readonly ObjectId[]): readonly { readonly weekday: number; readonly total: number; readonly byRoom: readonly number[] }[] {
	return [1, 2, 3, 4, 5, 6, 7].map((weekday) => {
		const byRoom = rooms.map((room) => byWeekday.filter((one) => one.weekday === weekday && one.room === room).reduce((sum, one) => sum + one.minutes, 0));
		return { weekday, total: byRoom.reduce((sum, one) => sum + one, 0), byRoom };
	});
}

/** "73 %" of its opening hours; null where nothing is said about them. */
export const shareUsed = ({ minutes, open }: UseLine): string | null => (open === null || open === 0 ? null : `${Math.round((minutes / open) * 100)} %`);

export type PeriodName = 'month' | 'last-month' | 'year';

export function periodOf(name: PeriodName, today: string): Period {
	const first = `${today.slice(0, 8)}01`;
	switch (name) {
		case 'month':
			return { from: first, until: nextMonth(first) };
		case 'last-month':
			return { from: `${addDays(first, -1).slice(0, 8)}01`, until: first };
		case 'year':
			return { from: `${today.slice(0, 4)}-01-01`, until: `${Number(today.slice(0, 4)) + 1}-01-01` };
	}
}

const nextMonth = (first: string): string => `${addDays(first, 31).slice(0, 8)}01`;

/** The next round number of hours at or above the largest, for the top of a chart. In minutes. */
export function topOf(largest: number): number {
	const hours = Math.max(largest / 60, 1);
	const size = 10 ** Math.floor(Math.log10(hours));
	const step = [1, 2, 5, 10].find((one) => one * size >= hours) ?? 10;
	return step * size * 60;
}

const sorted = (lines: ReadonlyMap<string, UseLine>): readonly UseLine[] =>
	[...lines.values()].sort((a, b) => b.minutes - a.minutes || a.name.localeCompare(b.name));
